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
    said = capsys.readouterr().out
    assert "is in order: My numbers: Third Site" in said
    assert "  2 sites, 1 region\n" in said
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


@pytest.mark.parametrize("display", [":0", ""])
def test_map_opens_the_page_where_there_is_a_desktop(
    display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    out = tmp_path / "map.html"
    assert cli.main(["map", "epaa", "-o", str(out), "--open"]) == 0
    assert opened == ([out.as_uri()] if display else [])


def test_version_and_help_work(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path).stdout.startswith("shieldmap 0.")
    assert "shieldmap map epaa --range" in run("--help", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["eppa"], "'eppa' is no shipped scenario and no file; did you mean 'epaa'?"),
        (["none.yaml"], "none.yaml: does not exist; check the path"),
        (["."], ".: cannot read a file without an ending, or a folder; use .yaml"),
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
    assert cli.main(["export", "epaa", "-o", str(tmp_path / "x.docx")]) == 2
    assert "cannot write '.docx'; end the name in .geojson" in capsys.readouterr().err


def test_a_page_does_not_wait_for_what_it_does_not_use(tmp_path: Path) -> None:
    code = (
        "import sys, layers.cli; layers.cli.main(['map', 'epaa', *sys.argv[1:]]); "
        "print([name for name in ('geopandas', 'pandas', 'pyproj', 'rich', 'shtab') "
        "if name in sys.modules])"
    )

    def loaded(*options: str) -> str:
        command = [sys.executable, "-c", code, *options]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
        return done.stdout.splitlines()[-1]

    assert loaded() == "[]"
    assert loaded("--range", "iran=2000km") == "['pyproj']"  # its geodesics count the shares


SHARES = ["shares", "epaa", "--range", "interceptor=1000km", "--of", "nato-europe"]


def test_shares_prints_a_table_with_the_notice_and_the_convention(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main([*SHARES, "--on", "2018-12-31", "--by", "country"]) == 0
    said = capsys.readouterr().out
    scenario = geo.scenario("epaa").with_ranges(interceptor="1000 km")
    wanted = geo.shares(scenario, "nato-europe", on="2018-12-31")
    assert len(wanted) == 27 + 1
    for row in wanted.itertuples():
        (line,) = [line for line in said.splitlines() if line.split()[:1] == [row.area]]
        assert f" {row.area_km2:,.0f} " in line
        assert f" {row.share:.2%} " in line
    assert "Illustrative: every range was entered by the reader" in said
    assert "not a legal statement" in said


def test_shares_as_json_and_csv_carry_the_same_rows(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = geo.shares(geo.scenario("epaa").with_ranges(interceptor="1000 km"), "nato-europe")
    assert cli.main([*SHARES, "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert {"area", "name", "area_km2", "covered_km2", "share"} <= set(row)
    assert row["share"] == pytest.approx(wanted["share"].iloc[-1], rel=1e-12)
    assert cli.main([*SHARES, "--format", "csv", "--by", "country"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "area,name,area_km2,covered_km2,share,depth"
    assert len(lines) == 1 + len(wanted)


def test_agreement_as_json_carries_its_classes(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--range", "interceptor=1000km", "--of", "ROU", "--format", "json"]
    assert cli.main(["agreement", "epaa", *options]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert {"area", "name", "area_km2", "agreed", "disputed", "outside"} <= set(row)
    assert row["agreed"] + row["disputed"] + row["outside"] == pytest.approx(1)


def test_needed_finds_the_place_in_the_shipped_scenarios(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["needed", "deveselu", "--cover", "ROU", "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    farthest = Geodesic.WGS84.Inverse(44.08, 24.41, 45.2, 29.65)["s12"] / 1000
    assert abs(row["range_km"] - row["farthest_km"]) <= 1
    assert row["farthest_km"] >= farthest  # Sulina, at the mouth of the Danube
    assert cli.main(["needed", "brdy", "--cover", "CZE", "--format", "json"]) == 0


def test_an_area_may_be_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "box.geojson"
    ring = [[20, 42], [28, 42], [28, 48], [20, 48], [20, 42]]
    feature = {
        "type": "Feature",
        "properties": {"name": "box"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    options = ["--range", "deveselu=1000km", "--of", str(file), "--format", "json"]
    assert cli.main(["shares", "epaa", *options]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["area"], row["share"]) == ("box", pytest.approx(1))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--of", "nowhere"], "is no area"),
        (["--of", "none.gpkg"], "is no file of areas"),
        (["--of", "points.geojson"], "holds no polygon"),
        (["--of", "ROU", "--on", "1948-01-01"], "lies before NATO's treaty"),
        (["--of", "ROU", "--on", "tomorrow"], "is no day"),
        (["--of", "ROU", "--count", "tank"], "is no site, region or kind"),
    ],
)
def test_questions_that_make_no_sense_are_told_so(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    point = {"type": "Point", "coordinates": [1, 2]}
    feature = {"type": "Feature", "properties": {}, "geometry": point}
    collection = {"type": "FeatureCollection", "features": [feature]}
    (tmp_path / "points.geojson").write_text(json.dumps(collection))
    assert cli.main(["shares", "epaa", "--range", "interceptor=1000km", *arguments]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


DATED = ["--range", "interceptor=1000km", "--of", "POL", "--format", "json", "--on"]
REDZIKOWO = "Aegis Ashore Poland (Redzikowo near Słupsk)"
ITS_DATES = (
    "operating from 2023-12-15 by the first source that says so (others: 2024-07-10, 2024-11)"
)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2018-12-31", f"Not counted on 2018-12-31: {REDZIKOWO}, planned, {ITS_DATES}.\n"),
        (
            "2024-08-01",
            f"Counted on 2024-08-01, though not every source would: {REDZIKOWO}, {ITS_DATES}.\n",
        ),
        ("2026-01-01", ""),
    ],
)
def test_who_a_day_leaves_out_is_said_beside_the_figures(
    on: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for question in ("shares", "agreement"):
        assert cli.main([question, "epaa", *DATED, on]) == 0
        captured = capsys.readouterr()
        assert captured.err == said
        assert len(json.loads(captured.out)) == 1


def test_only_places_whose_ranges_count_are_said_to_be_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["shares", "epaa", *DATED, "2018-12-31", "--count", "deveselu"]) == 0
    assert capsys.readouterr().err == ""
    assert cli.main(["shares", "third-site", *DATED, "2010-01-01"]) == 0
    assert capsys.readouterr().err == (
        "Not counted on 2010-01-01: Third Site interceptors (Redzikowo near Słupsk), "
        "gone (Cancelled, 2009-09-17).\n"
    )
    assert cli.main(["shares", "third-site", *DATED, "2008-01-01"]) == 0
    assert "a plan: no source says that it operated" in capsys.readouterr().err


def test_sites_without_events_are_left_out_by_their_own_dates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    sites = "{new: {name: New, kind: radar, lon: 1, lat: 2, from: 2016-05}, "
    sites += "old: {name: Old, kind: radar, lon: 1, lat: 2, to: 2018}}"
    file.write_text(f"title: T\nsites: {sites}\n")
    options = ["--range", "radar=100km", "--of", "POL", "--on"]
    assert cli.main(["shares", str(file), *options, "2016-04-30"]) == 0
    assert "New, not there yet, counts from 2016-05." in capsys.readouterr().err
    assert cli.main(["shares", str(file), *options, "2019-01-01"]) == 0
    assert "Old, gone after 2018." in capsys.readouterr().err


def test_needed_says_that_its_place_did_not_stand(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["needed", "rota", "--cover", "ESP", "--on", "2013-10-23"]) == 0
    assert capsys.readouterr().err == (
        "On 2013-10-23: Naval Station Rota, planned, operating from 2014-02-11. "
        "The range is told all the same.\n"
    )
    assert cli.main(["needed", "rota", "--cover", "ESP", "--on", "2014-02-11"]) == 0
    assert capsys.readouterr().err == ""


def test_list_tells_every_date_by_which_sources_differ(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "epaa"]) == 0
    said = capsys.readouterr().out
    dates = "2015-12-18 by the first source that says so (others: 2016-05-12, 2016-07-08)"
    assert f"operating from {dates}" in said
    assert "operating from 2011 (counted from 2011-09-14) by the first source" in said
