"""The command: what it writes, what it says, and how it says no."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from geographiclib.geodesic import Geodesic

import geo
from layers import cli

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a reader does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "layers.cli", *arguments],
        capture_output=True, text=True, cwd=cwd, check=False,
    )  # fmt: skip


def test_map_writes_the_page_and_says_where(tmp_path: Path) -> None:
    done = run("map", "epaa", "--range", "interceptor=1000km", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "map.html").as_uri() in done.stdout
    assert "Deveselu" in (tmp_path / "map.html").read_text()


def test_export_writes_one_feature_a_shape_region_and_site(tmp_path: Path) -> None:
    out = tmp_path / "x.geojson"
    options = ["--range", "interceptor=1000km", "--range", "iran=2000km", "-o", str(out)]
    assert cli.main(["export", "epaa", *options]) == 0
    features = json.loads(out.read_text())["features"]
    roles = [feature["properties"]["role"] for feature in features]
    assert (roles.count("site"), roles.count("region"), roles.count("coverage")) == (5, 3, 3)
    wanted = "id name role kind country estimate source range_m low_m high_m inner_m bearings from"
    for feature in features:
        assert set(wanted.split()) <= set(feature["properties"])
    coverage = {
        feature["properties"]["id"]: feature
        for feature in features
        if feature["properties"]["role"] == "coverage"
    }
    deveselu = coverage["deveselu"]
    assert deveselu["properties"]["range_m"] == 1_000_000
    assert deveselu["properties"]["estimate"] == "entered on the command line"
    assert coverage["iran"]["properties"]["from"] == "anywhere"
    for lon, lat in deveselu["geometry"]["coordinates"][0]:
        metres = Geodesic.WGS84.Inverse(44.08, 24.41, lat, lon)["s12"]
        assert metres == pytest.approx(1_000_000, abs=1e-3)


def test_what_was_exported_reads_back_as_the_same_scenario(tmp_path: Path) -> None:
    out = tmp_path / "x.geojson"
    assert cli.main(["export", "epaa", "--range", "iran=500mi", "-o", str(out)]) == 0
    (first,) = geo.scenario(out).estimates
    assert geo.scenario(out) == geo.scenario("epaa").with_ranges(
        iran="500 mi", estimate=first.name, entered=dt.date.fromisoformat(first.entered or "")
    )


def test_new_writes_a_file_that_check_finds_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    assert cli.main(["new", str(file), "--extends", "third-site"]) == 0
    assert "brdy: … km" in file.read_text()
    assert cli.main(["check", str(file)]) == 0
    assert "is in order: My numbers: Third Site" in capsys.readouterr().out
    assert cli.main(["new", str(file)]) == 2
    assert "exists; choose another name" in capsys.readouterr().err
    nested = tmp_path / "sub"
    nested.mkdir()
    assert cli.main(["new", str(nested / "b.yaml"), "--extends", str(file)]) == 0
    assert geo.scenario(nested / "b.yaml").sites == geo.scenario("third-site").sites


def test_new_file_works_once_its_numbers_are_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    cli.main(["new", str(file)])
    text = file.read_text().replace("# deveselu: … km", "deveselu: 1000 km")
    file.write_text(text)
    (estimate,) = geo.scenario(file).estimates
    assert estimate.ranges["deveselu"].range_m == 1_000_000


def test_list_names_scenarios_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "epaa", "homeland", "third-site"
    ]  # fmt: skip
    assert cli.main(["list", "epaa"]) == 0
    assert "deveselu" in capsys.readouterr().out


def test_version_and_help_work(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path).stdout.startswith("shieldmap 0.")
    assert "shieldmap map epaa --range" in run("--help", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["eppa"], "'eppa' is no shipped scenario and no file; did you mean 'epaa'?"),
        (["none.yaml"], "none.yaml: does not exist; check the path"),
        (["epaa", "--range", "deveslu=1000km"], "did you mean 'deveselu'?"),
        (["epaa", "--range", "deveselu"], "has no '='"),
        (["epaa", "--range", "deveselu=1000"], "without a unit"),
        (["epaa", "--range", "deveselu=-5km"], "must be above zero"),
        (["epaa", "--range", "deveselu=0km"], "must be above zero"),
        (["epaa", "--range", "deveselu=nan km"], "finite number"),
        (["epaa", "--range", "deveselu=1e400km"], "finite number"),
        (["epaa", "--range", "deveselu=5 furlongs"], "unknown unit 'furlongs'"),
        (["epaa", "--range", "deveselu=30000km"], "enter at most 20003 km"),
        (["epaa", "--range", "iran=1km", "--range", "iran=2km"], "names 'iran' twice"),
    ],
)
def test_mistakes_are_one_sentence_and_write_nothing(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    old = tmp_path / "map.html"
    old.write_text("old")
    assert cli.main(["map", *arguments]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.startswith("shieldmap: ")
    assert said.count("\n") == 1
    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]


def test_an_output_that_cannot_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "missing" / "map.html"
    assert cli.main(["map", "epaa", "-o", str(out)]) == 2
    assert f"{out}: cannot be written" in capsys.readouterr().err
    assert cli.main(["export", "epaa", "-o", str(tmp_path / "x.gpkg")]) == 2
    assert "name a .geojson file" in capsys.readouterr().err


def test_a_page_does_not_wait_for_what_it_does_not_use(tmp_path: Path) -> None:
    code = (
        "import sys, layers.cli; layers.cli.main(['map', 'epaa', '--range', 'iran=2000km']); "
        "print([name for name in ('geopandas', 'pyproj', 'rich') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
