"""Out and in again, format by format; and what others read: GDAL, ogrinfo, Google Earth, QGIS."""

import io
import json
import shutil
import sqlite3
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import pytest
import shapely
from hypothesis import given, settings

import geo
import layers
from geo import geojson
from geo.coverage import feature_collection, region_shape
from geo.errors import BadScenario, CoverageWarning, UnwritableOutput
from geo.geojson import NOTICE, generator
from geo.model import Scenario
from layers import cli, exports
from layers.figures.theme import KINDS
from layers.out.markup import lost
from tests.geo.test_files import scenarios
from tests.hostile import HOSTILE

WEB = Path(__file__).parents[2] / "layers" / "web"
KML = {"kml": "http://www.opengis.net/kml/2.2"}
HARD = [*HOSTILE, "]]>", "=1+1", "'=1", "@x", "a,b\r\nc", '"', " ends in a space ", "… [1]", "-5"]
ENDINGS = [ending for ending in exports.ENDINGS if ending != ".json"]
BOX = shapely.geometry.mapping(shapely.box(0, 0, 1, 1))


def hard_scenario() -> Scenario:
    """Return a scenario whose every text is one that breaks things, and a drawn region."""
    sites: dict[str, Any] = {
        f"s{nth}": {
            "name": text,
            "kind": "radar",
            "lon": nth / 3,
            "lat": -45.1,
            "source": [text, text],
            "events": [{"on": "2016-05", "what": text * 9, "source": [text]}],
            "notes": [{"text": text}],
        }
        for nth, text in enumerate(HARD)
    }
    rings = [[[30, 30], [40, 30], [40, 41.1]], [[34, 31], [36, 31.7], [36, 31]]]
    drawn = {"type": "MultiPolygon", "coordinates": [rings, [[[1, 1], [2, 1], [2, 2]]]]}
    numbers = [*(f"{n + 0.1} nmi" for n in range(3)), {"low": "1 mi", "high": "700.7 mi"}]
    numbers += [{"range": "900 km", "inner": "1 m", "bearings": [350, 0.1]}]
    estimates = [
        {
            "name": text,
            "source": text,
            "entered": "2026",
            "ranges": {f"s{nth}": numbers[nth % 5], "r": {"range": "9 km", "from": "everywhere"}},
        }
        for nth, text in enumerate(HARD)
    ]
    regions = {"r": {"name": HARD[0], "geometry": drawn}, "c": {"name": "C", "country": "FJI"}}
    data = {"title": HARD[3], "sites": sites, "regions": regions, "estimates": estimates}
    return Scenario.model_validate({**data, "notes": [{"text": text} for text in HARD]})


def with_boxes(scenario: Scenario) -> dict[str, Any]:
    """Return the collection with a box for every shape: these tests are about all the rest."""
    shapes = [(each.name, id_, BOX) for each in scenario.estimates for id_ in each.ranges]
    return geojson.collection(
        scenario, shapes, {id_: each.geometry or BOX for id_, each in scenario.regions.items()}
    )


def written(scenario: Scenario, file: Path) -> Path:
    """Write as `layers.export` does, without computing; what is said of it is tested apart."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoverageWarning)
        file.write_bytes(exports.encoded(scenario, with_boxes(scenario), file.suffix))
    return file


def holdable(value: Any) -> Any:
    """Put letters in place of the characters that some format says it leaves out."""
    if isinstance(value, str):
        return "".join(f"<{ord(each):x}>" if lost(each) else each for each in value)
    if isinstance(value, dict):
        return {key: holdable(each) for key, each in value.items()}
    return [holdable(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("ending", ENDINGS)
def test_any_scenario_comes_back_without_loss(ending: str, tmp_path: Path) -> None:
    @settings(max_examples=10, deadline=None)
    @given(scenarios())
    def comes_back(drawn: Scenario) -> None:
        scenario = Scenario.model_validate(holdable(drawn.model_dump(mode="json")))
        assert geo.scenario(written(scenario, tmp_path / f"x{ending}")) == scenario

    comes_back()
    for scenario in (hard_scenario(), *map(geo.scenario, geo.shipped())):
        again = geo.scenario(written(scenario, tmp_path / f"x{ending}"))
        assert again == scenario
        assert list(again.sites) == list(scenario.sites)


NUMBERS = {
    "deveselu": {"range": "900 nmi", "inner": "200 nmi", "bearings": [300, 80]},
    "redzikowo": {"low": "400 km", "high": "800 km"},
    "iran": "2000 km",
    "sea": {"range": "300 km", "from": "everywhere"},  # which is nowhere
}
EPAA = geo.scenario("epaa").with_ranges(NUMBERS, estimate="Analyst B")
EPAA = EPAA.with_ranges(interceptor="1000 km", iran={"low": "1300 km", "high": "2000 km"})
SHAPES = geo.cover(EPAA, tolerance=1000.0).set_index(["estimate", "id"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the scenario in every format, as `layers.export` writes it."""
    path = tmp_path_factory.mktemp("exports")
    for ending in ENDINGS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CoverageWarning)
            count = layers.export(EPAA, path / f"shield{ending}", tolerance=1000.0)
        assert count == len(EPAA.places) + len(SHAPES)
    return path


def by_gdal(file: Path) -> geopandas.GeoDataFrame:
    """Return all features of a file, whatever its layers are called."""
    source = f"/vsizip/{file}" if file.suffix == ".zip" else file
    named = [name for name, kind in pyogrio.list_layers(source) if kind is not None]
    frames = [geopandas.read_file(source, layer=name) for name in named]
    assert all(frame.crs.to_epsg() == 4326 for frame in frames)
    return geopandas.pd.concat(frames, ignore_index=True)


@pytest.mark.parametrize("ending", [".gpkg", ".kml", ".kmz", ".fgb", ".zip", ".parquet"])
def test_others_read_the_same(ending: str, folder: Path) -> None:
    file = folder / f"shield{ending}"
    check_same(geopandas.read_parquet(file) if ending == ".parquet" else by_gdal(file), ending)


def check_same(found: geopandas.GeoDataFrame, ending: str) -> None:
    """Hold what another reader found of a file to the scenario and its shapes."""
    found = found.set_index("role")
    assert set(found.illustrati if ending == ".zip" else found.illustrative) == {NOTICE}
    assert set(found.generator) == {generator()}
    names = found.Name if "Name" in found else found.name
    assert list(names["site"]) == [site.name for site in EPAA.sites.values()]
    for row, site in zip(found.loc["site"].itertuples(), EPAA.sites.values(), strict=True):
        assert (row.geometry.x, row.geometry.y) == (site.lon, site.lat)
        assert row.source == "; ".join(site.source) or ending == ".zip"  # which has it beside
    covered = found.loc["coverage"]
    assert len(covered) == len(SHAPES)
    for row in covered.itertuples():
        wanted = SHAPES.loc[row.estimate, row.id]
        if wanted.geometry.is_empty:
            assert row.geometry is None or row.geometry.is_empty
        else:
            off = row.geometry.symmetric_difference(wanted.geometry).area
            assert off <= 1e-6 * wanted.geometry.area
        metres = wanted.high_m if geopandas.pd.isna(wanted.range_m) else wanted.range_m
        low = row.low_m if geopandas.pd.isna(wanted.range_m) else row.range_m
        assert float(low) == (wanted.low_m if metres == wanted.high_m else metres)
        assert (row.unit, row.entered) == (wanted.unit, wanted.entered)
        if row.id in EPAA.sites:
            assert float(row.lon) == EPAA.sites[row.id].lon


def test_gdal_reads_the_same_geoparquet(folder: Path, tmp_path: Path) -> None:
    """By GDAL itself, where one has the driver: pyogrio's wheels and Debian's gdal-bin have not."""
    ogr2ogr = shutil.which("ogr2ogr")
    if ogr2ogr is None or b"Parquet" not in subprocess.check_output([ogr2ogr, "--formats"]):
        pytest.skip("no ogr2ogr with GDAL's Parquet driver; conda-forge's libgdal-arrow-parquet")
    file = tmp_path / "by-gdal.gpkg"
    done = subprocess.run(
        [ogr2ogr, "-f", "GPKG", "-nlt", "GEOMETRY", file, folder / "shield.parquet"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    found = geopandas.read_file(file)
    assert found.crs.equals("OGC:CRS84", ignore_axis_order=True)
    check_same(found, ".parquet")
    again = Scenario.from_geodataframe(found, title=EPAA.title)
    assert (again.sites, again.regions, again.estimates) == (
        EPAA.sites, EPAA.regions, EPAA.estimates,
    )  # fmt: skip


@pytest.mark.parametrize("ending", [".gpkg", ".kml", ".fgb", ".zip", ".geojson"])
def test_ogrinfo_reads_them(ending: str, folder: Path) -> None:
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        pytest.skip("no ogrinfo; it is in Debian's gdal-bin")
    file = folder / f"shield{ending}"
    source = f"/vsizip/{file}" if ending == ".zip" else str(file)
    done = subprocess.run(
        [ogrinfo, "-ro", "-al", "-so", source], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout.count("Feature Count:") >= (3 if ending in (".gpkg", ".zip") else 1)


ORDER = ["name", "visibility", "description", "styleUrl", "Style", "ExtendedData"]
ORDER += ["Point", "Polygon", "MultiGeometry", "Placemark", "Folder"]


def test_the_kml_is_as_its_schema_has_it(folder: Path) -> None:
    with zipfile.ZipFile(folder / "shield.kmz") as archive:
        assert archive.namelist() == ["doc.kml"]
        assert archive.read("doc.kml") == (folder / "shield.kml").read_bytes()
    root = ElementTree.parse(folder / "shield.kml").getroot()
    (document,) = root
    assert [root.tag, document.tag] == [f"{{{KML['kml']}}}{tag}" for tag in ("kml", "Document")]
    for feature in [document, *document.iterfind(".//kml:Folder", KML)]:
        tags = [ORDER.index(child.tag.partition("}")[2]) for child in feature]
        assert tags == sorted(tags)
    styles = {f"#{style.get('id')}": style for style in document.iterfind("kml:Style", KML)}
    color = styles["#coverage-interceptor"].findtext("kml:LineStyle/kml:color", None, KML)
    red, green, blue = (KINDS["interceptor"][at : at + 2] for at in (1, 3, 5))
    assert color == f"ff{blue}{green}{red}"
    marks = document.findall(".//kml:Placemark", KML)
    assert len(marks) == len(EPAA.places) + len(SHAPES)
    for mark in marks:
        tags = [ORDER.index(child.tag.partition("}")[2]) for child in mark]
        assert tags == sorted(tags)
        assert mark.findtext("kml:styleUrl", None, KML) in styles
        for ring in mark.iterfind(".//kml:LinearRing/kml:coordinates", KML):
            points = [tuple(map(float, each.split(","))) for each in (ring.text or "").split()]
            assert points[0] == points[-1]
            assert all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in points)
    texts = [mark.findtext("kml:description", "", KML) for mark in marks]
    assert any("900 nmi under Analyst B" in text and NOTICE in text for text in texts)
    hidden = [mark.findtext("kml:visibility", "1", KML) for mark in marks]
    assert hidden.count("0") == len(EPAA.estimates[1].ranges)


def test_no_text_becomes_markup_in_the_kml() -> None:
    scenario = hard_scenario()
    held = exports.encoded(scenario, with_boxes(scenario), ".kml")
    document = ElementTree.fromstring(held)[0]
    names = [each.text for each in document.iterfind(".//kml:Placemark/kml:name", KML)]
    assert names[: len(HARD)] == HARD
    for description in document.iterfind(".//kml:description", KML):
        text = (description.text or "").replace("<br>", "")
        assert "<" not in text  # as HTML, which is how Google Earth reads it
        assert "$[" not in text


def test_a_spreadsheet_runs_no_cell() -> None:
    scenario = hard_scenario()
    with pytest.warns(CoverageWarning, match="texts that a spreadsheet would run have an apost"):
        held = exports.encoded(scenario, with_boxes(scenario), ".csv").decode("utf-8-sig")
    frame = geopandas.pd.read_csv(io.StringIO(held), dtype=str, keep_default_na=False)
    texts = frame.drop(columns=["lon", "lat"]).to_numpy().ravel()
    assert "'=1+1" in texts
    assert not [text for text in texts if text.lstrip().startswith(tuple("=+-@＝\t\r"))]


def test_qgis_finds_a_style_for_every_layer(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "shield.gpkg")) as database:
        styles = database.execute(
            "SELECT s.f_table_name, s.styleQML FROM layer_styles s JOIN gpkg_geometry_columns g "
            "ON g.table_name = s.f_table_name AND g.column_name = s.f_geometry_column "
            "WHERE s.useAsDefault"
        ).fetchall()
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert sorted(name for name, _ in styles) == ["coverage", "regions", "sites"]
    for _, text in styles:
        (renderer,) = ElementTree.fromstring(text)
        kinds = {each.get("value") for each in renderer.iterfind("categories/category")}
        assert kinds >= {"interceptor", "radar"} or kinds >= {"launch", "sea"}
        symbols = {each.get("name") for each in renderer.iterfind("symbols/symbol")}
        assert {each.get("symbol") for each in renderer.iterfind("categories/category")} == symbols


def test_the_same_numbers_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    collection = with_boxes(EPAA)
    for ending in ENDINGS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CoverageWarning)
            one, other = (exports.encoded(EPAA, collection, ending) for _ in range(2))
        assert one == other, ending
        if ending in (".zip", ".kmz"):
            with zipfile.ZipFile(io.BytesIO(one)) as archive:
                dates = {member.date_time for member in archive.infolist()}
            assert dates == {(2009, 2, 13, 23, 31, 30)}
        if ending == ".gpkg":
            assert one.count(b"2009-02-13T23:31:30.000Z") >= 5
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UnwritableOutput, match="SOURCE_DATE_EPOCH is 'soon'; give seconds"):
        exports.encoded(EPAA, collection, ".kmz")


def test_what_a_format_cannot_hold_is_said() -> None:
    site = {"name": "A\x00\x01", "kind": "port", "lon": 1, "lat": 2}
    data: dict[str, Any] = {"title": "T\x00", "sites": {"a": site}}
    scenario = Scenario.model_validate(data)
    collection = with_boxes(scenario)
    with pytest.warns(CoverageWarning, match="3 characters that XML cannot hold are left out"):
        exports.encoded(scenario, collection, ".kml")
    with pytest.warns(CoverageWarning, match=r"characters U\+0000 are left out"):
        exports.encoded(scenario, collection, ".gpkg")
    collection = with_boxes(
        Scenario.model_validate({**data, "sites": {"a": {**site, "name": "A"}}})
    )
    with pytest.warns(CoverageWarning, match=r"10 letters: 'illustrative' is 'illustrati'$"):
        exports.encoded(scenario, collection, ".zip")
    far = Scenario.model_validate({"title": "T", "regions": {"r": {"name": "R", "country": "CAN"}}})
    with pytest.warns(CoverageWarning, match="characters is longer than the 32,767 that Excel"):
        exports.encoded(far, feature_collection(far), ".csv")


def test_a_number_is_changed_in_both_columns_or_refused(folder: Path, tmp_path: Path) -> None:
    text = (folder / "shield.csv").read_bytes().decode("utf-8-sig")
    file = tmp_path / "changed.csv"
    assert text.count(",1000,km,1000000.0,") == 2
    file.write_text(text.replace(",1000,km,1000000.0,", ",1200,km,1000000.0,"))
    said = r":\d+\.range is '1200' where the columns in metres mean 1000 km; change both alike, or"
    with pytest.raises(BadScenario, match=said):
        geo.scenario(file)
    assert text.count("POINT (24.41 44.08)") == 1
    file.write_text(text.replace("POINT (24.41 44.08)", "POINT (24.41 45)"))
    with pytest.raises(BadScenario, match=r":3: lon, lat and wkt differ; change them alike"):
        geo.scenario(file)
    for good in (",1200,km,1200000,", ",,km,1200000.0,"):
        file.write_text(text.replace(",1000,km,1000000.0,", good))
        assert geo.scenario(file).estimates[0].ranges["deveselu"].text() == "1200 km"


def test_what_another_tool_keeps_of_a_table_is_enough(folder: Path, tmp_path: Path) -> None:
    for ending in (".fgb", ".gpkg", ".geojson", ".kml"):
        frame = by_gdal(folder / f"shield{ending}")
        found = Scenario.from_geodataframe(frame, title=EPAA.title)
        assert (found.sites, found.regions) == (EPAA.sites, EPAA.regions)
        assert {each.name: each for each in found.estimates} == {e.name: e for e in EPAA.estimates}
    frame = geopandas.read_file(folder / "shield.fgb")
    frame.to_crs(3857)[frame.role == "site"].to_file(tmp_path / "mercator.gpkg")
    with pytest.warns(CoverageWarning, match=r"from its CRS \(EPSG:3857, WGS 84 / Pseudo-Mercator"):
        moved = geo.scenario(tmp_path / "mercator.gpkg")
    for id_, site in moved.sites.items():
        at = (EPAA.sites[id_].lon, EPAA.sites[id_].lat)
        assert (site.lon, site.lat) == pytest.approx(at, abs=1e-9)


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "old.gpkg"
    old.write_text("old")

    def broken(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pyogrio, "write_dataframe", broken)
    with pytest.raises(UnwritableOutput, match=r"cannot be made \(.*No space left on device\)"):
        layers.export(geo.scenario("homeland"), old)
    for name, said in {
        "x.shp": r"several files, and one for each kind of shape; name them together: x\.shp\.zip",
        "x.docx": r"cannot write '\.docx'; end the name in \.geojson, ",
        "no/x.kml": "cannot be written",
    }.items():
        with pytest.raises(UnwritableOutput, match=said):
            layers.export(geo.scenario("homeland"), tmp_path / name)
    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]


def test_the_geojson_is_that_of_the_collection(folder: Path) -> None:
    held = json.loads((folder / "shield.geojson").read_text())
    assert held == json.loads(json.dumps(feature_collection(EPAA, tolerance=1000.0)))
    assert held["shieldmap"]["generator"] == generator()


def test_the_page_reads_the_same(tmp_path: Path) -> None:
    hard, names = hard_scenario(), ("hard.geojson", "hard.csv", "hard.tsv")
    texts = {name: written(hard, tmp_path / name).read_bytes().decode() for name in names}
    done = subprocess.run(
        [Path(sys.executable).parent / "node", "tests/read_in.ts"],
        cwd=WEB, input=json.dumps(texts), capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    for found in json.loads(done.stdout).values():
        assert found["problems"] == []
        assert [(each["id"], each["source"], each["lon"]) for each in found["sites"]] == [
            (id_, list(site.source), site.lon) for id_, site in hard.sites.items()
        ]
        assert [each["name"] for each in found["sites"]] == [text.strip() for text in HARD]
        assert found["sites"][2]["events"] == [
            event.model_dump(mode="json") for event in hard.sites["s2"].events
        ]
        drawn, country = found["regions"]
        shape = shapely.geometry.shape(drawn["shape"])
        assert shape.symmetric_difference(region_shape(hard.regions["r"])).area < 1e-9
        assert (country["country"], country["geometry"]) == ("FJI", None)
        assert [each["name"].strip() for each in found["estimates"]] == [t.strip() for t in HARD]
        for one, other in zip(found["estimates"], hard.estimates, strict=True):
            assert (one["entered"], len(one["ranges"])) == (other.entered, 2)
            for id_, range_ in other.ranges.items():
                assert one["ranges"][id_] == {**range_.model_dump(mode="json")}


def test_the_command_reads_and_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sites.csv").write_text("code,town,lat,lon,reach\nWAW,Warsaw,52.17,20.97,300\n")
    columns = ["--range-column", "reach", "--unit", "nmi"]
    columns += ["--id-column", "code", "--name-column", "town"]
    assert cli.main(["export", "sites.csv", *columns, "-o", "sites.shp.zip"]) == 0
    said = capsys.readouterr()
    assert said.out == "Wrote sites.shp.zip (2 features)\n"
    assert said.err.startswith("shieldmap: a Shapefile's names of fields have 10 letters: ")
    assert said.err.count("\n") == 1
    again = geo.scenario("sites.shp.zip")
    assert again.sites["WAW"].name == "Warsaw"
    assert again.estimates[0].ranges["WAW"].text() == "300 nmi"

    shapes = geopandas.points_from_xy([2334370.0], [6836580.0], crs="EPSG:3857")
    geopandas.GeoDataFrame({"radius_km": [300]}, geometry=shapes).to_file("m.gpkg")
    assert cli.main(["map", "m.gpkg", "--range", "place=9km"]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("shieldmap: m.gpkg: was brought from its CRS (EPSG:3857, WGS 84 /")
    assert said.err.endswith(") to WGS84\n")
    assert cli.main(["check", "sites.csv", "--range-column", "reech"]) == 2
    assert "has no column 'reech'; did you mean 'reach'?" in capsys.readouterr().err


def test_the_help_lists_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["export", "--help"])
    said = capsys.readouterr().out
    assert [each for each in ENDINGS if f"{each} " not in said and f"{each}, " not in said] == []
