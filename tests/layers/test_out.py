"""The files that the page saves, read back by what others read them with."""

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import geopandas
import pandas
import pyogrio
import pytest
import shapely

import geo
from geo.coverage import feature_collection
from geo.errors import CoverageWarning
from geo.geojson import NOTICE
from layers.scene import scene
from tests.hostile import HOSTILE

WEB = Path(__file__).parents[2] / "layers" / "web"
KML = {"kml": "http://www.opengis.net/kml/2.2"}

NUMBERS = {
    "deveselu": {"range": "900 nmi", "inner": "200 nmi", "bearings": [300, 80]},
    "redzikowo": {"low": "400 km", "high": "800 km"},
    "kurecik": {"range": "700 mi", "inner": "300 mi"},
    "iran": "2000 km",
    "sea": {"range": "300 km", "from": "everywhere"},
}
EPAA = geo.scenario("epaa").with_ranges(NUMBERS, estimate="Analyst B")
EPAA = EPAA.with_ranges(interceptor="1000 km", iran={"low": "1300 km", "high": "2000 km"})

HARD = [*HOSTILE, "]]>", "=1+1", "@x", "a,b\nc", '"', "control \x01 and \x1f", "'", "＝1"]


def written(scenario: geo.Scenario) -> dict[str, str]:
    """Return the files by kind, as the page's code makes them in Node."""
    done = subprocess.run(
        [Path(sys.executable).parent / "node", "tests/write_out.ts"],
        cwd=WEB,
        input=scene(scenario).model_dump_json(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    files: dict[str, str] = json.loads(done.stdout)
    return files


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return written(EPAA)


@pytest.fixture(scope="module")
def hostile() -> dict[str, str]:
    return written(hard_scenario())


def hard_scenario() -> geo.Scenario:
    """Return a scenario whose every text is one that breaks things."""
    sites: dict[str, Any] = {
        f"s{nth}": {"name": text, "kind": "radar", "lon": nth, "lat": 45, "source": [text]}
        for nth, text in enumerate(HARD)
    }
    estimates = [
        {"name": text, "source": text, "ranges": {f"s{nth}": "300 km"}}
        for nth, text in enumerate(HARD)
    ]
    data = {"title": HARD[3], "sites": sites, "estimates": estimates}
    return geo.Scenario.model_validate(data)


def test_the_geojson_is_the_one_that_the_command_writes(files: dict[str, str]) -> None:
    ours, theirs = json.loads(files["geojson"]), feature_collection(EPAA)
    assert ours["shieldmap"] == json.loads(json.dumps(theirs["shieldmap"]))
    found = sorted(ours["features"], key=by_estimate_and_place)
    wanted = sorted(theirs["features"], key=by_estimate_and_place)
    assert len(found) == len(EPAA.places) + sum(len(each.ranges) for each in EPAA.estimates)
    for one, other in zip(found, wanted, strict=True):
        assert one["properties"] == json.loads(json.dumps(other["properties"]))
        mine, shape = (shapely.geometry.shape(each["geometry"]) for each in (one, other))
        assert mine.is_valid
        assert are_alike(mine, shape), one["properties"]["id"]


def by_estimate_and_place(feature: dict[str, Any]) -> tuple[str, str, str]:
    properties = feature["properties"]
    return properties["role"], properties["estimate"] or "", properties["id"]


def are_alike(one: Any, other: Any) -> bool:
    """Return whether shapes differ by no more than two ways of the same tolerance may."""
    if other.geom_type == "Point" or other.is_empty:
        return bool(one is None or one.equals(other))
    return bool(one.symmetric_difference(other).area <= 1e-4 * other.area)


@pytest.mark.parametrize("scenario", [EPAA, hard_scenario(), geo.scenario("homeland")])
def test_the_geojson_reads_back_without_loss(scenario: geo.Scenario, tmp_path: Path) -> None:
    file = tmp_path / "saved.geojson"
    file.write_text(written(scenario)["geojson"], encoding="utf-8")
    assert geo.scenario(file) == scenario


def test_the_kml_is_read_by_gdal(files: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "saved.kml"
    file.write_text(files["kml"], encoding="utf-8")
    layers = [str(name) for name, _ in pyogrio.list_layers(file)]
    assert layers == ["Sites", "Regions", *(each.name for each in EPAA.estimates)]
    sites = geopandas.read_file(file, layer="Sites", engine="pyogrio")
    assert list(sites["Name"]) == [site.name for site in EPAA.sites.values()]
    for row, site in zip(sites.itertuples(), EPAA.sites.values(), strict=True):
        assert (row.geometry.x, row.geometry.y) == pytest.approx((site.lon, site.lat), abs=1e-7)
    wanted = geo.cover(EPAA).set_index(["estimate", "id"])
    for estimate in EPAA.estimates:
        shapes = geopandas.read_file(file, layer=estimate.name, engine="pyogrio")
        ids = [id_ for id_ in EPAA.places if id_ in estimate.ranges]
        for id_, found in zip(ids, shapes.geometry, strict=True):
            assert are_alike(found, wanted.geometry[estimate.name, id_]), id_


def test_the_kml_carries_the_notice_the_sources_and_whose_numbers(files: dict[str, str]) -> None:
    document = ElementTree.fromstring(files["kml"])[0]
    assert document.findtext("kml:name", None, KML) == EPAA.title
    assert NOTICE in (document.findtext("kml:description", None, KML) or "")
    placemarks = document.findall(".//kml:Placemark", KML)
    styles = {f"#{each.get('id')}" for each in document.findall("kml:Style", KML)}
    assert all(each.findtext("kml:styleUrl", None, KML) in styles for each in placemarks)
    described = [each.findtext("kml:description", "", KML) for each in placemarks]
    assert any("900 nmi under Analyst B" in text for text in described)
    for site in EPAA.sites.values():
        assert any(all(plain(source) in text for source in site.source) for text in described)


def plain(text: str) -> str:
    """Write text as the description's HTML has it."""
    return text.replace("&", "&#38;").replace("'", "&#39;")


def test_hostile_texts_stay_texts_in_the_kml(hostile: dict[str, str]) -> None:
    document = ElementTree.fromstring(hostile["kml"])[0]  # is well-formed
    names = {each.text for each in document.iterfind(".//kml:Placemark/kml:name", KML)}
    held = {text.replace("\x01", "").replace("\x1f", "") for text in HARD}
    assert names == held
    for description in document.iterfind(".//kml:description", KML):
        text = (description.text or "").replace("<br>", "")
        assert "<" not in text  # as HTML, which is how it is read, it has no markup
        assert "$[" not in text
    assert "left out" in (document.findtext("kml:description", None, KML) or "")


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def test_the_csv_has_a_row_per_shape(files: dict[str, str]) -> None:
    found = {(row["estimate"], row["id"]): row for row in rows(files["csv"])}
    wanted = geo.cover(EPAA).to_dict("records")
    assert len(found) == len(wanted)
    for shape in wanted:
        row = found[shape["estimate"], shape["id"]]
        for column in ["id", "name", "kind", "country", "estimate", "entered", "unit"]:
            assert row[column] == ("" if pandas.isna(shape[column]) else shape[column])
        for column in ["range_m", "low_m", "high_m", "inner_m"]:
            metres = shape[column]
            assert row[column] == "" if pandas.isna(metres) else float(row[column]) == metres
        assert row["illustrative"] == NOTICE
    assert found["Analyst B", "sea"]["from"] == "everywhere"
    assert {row["range"] for row in found.values()} >= {"900", "400 to 800", "1300 to 2000"}


def test_no_cell_of_a_csv_is_a_formula(hostile: dict[str, str]) -> None:
    found = rows(hostile["csv"])
    assert len(found) == len(HARD)
    for row, text in zip(found, HARD, strict=True):
        for column in ["name", "estimate", "source"]:
            cell = row[column]
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
            assert cell in (text, f"'{text}")
            assert (cell == text) != text.startswith(("=", "@", "＝"))


def test_the_shares_are_those_of_python(files: dict[str, str]) -> None:
    found = rows(files["shares"])
    wanted = geo.shares(EPAA, "nato-europe").set_index("area")
    assert [row["area"] for row in found] == list(wanted.index)
    for row in found:
        assert float(row["share"]) == pytest.approx(wanted.share[row["area"]], rel=1e-9)
        assert row["estimate"] == EPAA.estimates[0].name
        assert row["illustrative"] == NOTICE


def test_python_reads_the_pages_kml_and_csv(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "saved.kml").write_text(files["kml"], encoding="utf-8")
    found = geo.scenario(tmp_path / "saved.kml")
    assert list(found.places) == list(EPAA.places)
    assert {each.name: each.ranges for each in found.estimates} == {
        each.name: each.ranges for each in EPAA.estimates
    }
    (tmp_path / "saved.csv").write_bytes(files["csv"].encode())
    with pytest.warns(CoverageWarning, match="are neither points nor polygons and were left out"):
        found = geo.scenario(tmp_path / "saved.csv")
    for one, other in zip(found.estimates, EPAA.estimates, strict=True):
        assert (one.name, one.source, one.entered) == (other.name, other.source, other.entered)
        assert one.ranges == {id_: r for id_, r in other.ranges.items() if id_ in EPAA.sites}
