"""Commands and the files that they name: columns everywhere, and what cannot be extended."""

import json
from pathlib import Path

import pytest

import geo
from layers import cli

SITES = "code,town,lat,lon,reach\nWAW,Warsaw,52.17,20.97,300\nKRK,Kraków,50.08,19.8,200\n"
COLUMNS = ["--id-column", "code", "--name-column", "town", "--range-column", "reach"]
COLUMNS += ["--unit", "km"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.csv").write_text(SITES)
    return tmp_path


def test_needed_and_list_read_a_file_of_places_by_its_columns(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["list", "x.csv", *COLUMNS]) == 0
    said = capsys.readouterr().out
    assert "  WAW " in said
    assert "Kraków" in said
    place = ["needed", "KRK", "--cover", "POL", "--scenario", "x.csv", *COLUMNS]
    assert cli.main([*place, "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    site = geo.Site(name="Kraków", kind="place", lon=19.8, lat=50.08)
    other = geo.Scenario(title="T", sites={"KRK": site})
    wanted = geo.needed_range("KRK", "POL", scenario=other)
    assert row["farthest_km"] == pytest.approx(wanted.farthest_m / 1000)


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--id-column", "code"],
        ["needed", "deveselu", "--cover", "ROU", "--id-column", "code"],
    ],
)
def test_columns_of_no_file_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 2
    assert capsys.readouterr().err == (
        "shieldmap: --id-column code: no file of places was named; name it, or leave this out\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["mine.yaml", "--extends", "x.csv"], "x.csv: a file of places cannot be extended, only"),
        (["mine.csv"], "mine.csv: a scenario file ends in .yaml; name it mine.yaml"),
        (["mine"], "mine: a scenario file ends in .yaml; name it mine.yaml"),
        (["mine.yaml", "--extends", "eppa"], "did you mean 'epaa'?"),
        (["mine.yaml", "--extends", "none.yaml"], "none.yaml: does not exist"),
    ],
)
def test_new_writes_nothing_that_would_not_read(
    arguments: list[str], message: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["new", *arguments]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1
    assert [each.name for each in here.iterdir()] == ["x.csv"]
