"""Every case that was found is replayed: what it was, and what is said of it now."""

import json
import os
import sqlite3
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
import shapely
import traitlets

from geo import files
from geo.errors import CoverageError, CoverageWarning
from geo.formats import many, vector
from geo.formats.fields import Columns
from geo.formats.wkb import DEEPEST, is_deep
from geo.model import Scenario
from tests.fuzz import targets
from tests.fuzz.seeds import FOUND, own_files, seeds

pytestmark = pytest.mark.filterwarnings(f"ignore::{CoverageWarning.__module__}.CoverageWarning")

# File: what it was, and how the sentence about it goes on after the file's name; "" where it reads.
CASES = {
    "brought-without-coordinates.geojson": (
        "KeyError on the way from another CRS",
        ": cannot be brought to WGS84 ('coordinates'); save it so",
    ),
    "brought-of-a-numbered-type.geojson": (
        "AttributeError there, at a type that is no text",
        ": cannot be brought to WGS84 ('int' object has no attribute 'lower'); save it so",
    ),
    "crs-that-names-a-file.geojson": (
        "PROJ opened the file that a CRS names",
        ": has the CRS '+proj=longlat +nadgrids=/dev/zero'; save it in WGS84",
    ),
    "commands-for-gdal.json": (
        "GDAL ran the commands in it, which read another file",
        ": is no GeoJSON; choose another file or save it again",
    ),
    "xml-as-a-flatgeobuf.fgb": (
        "GDAL took it for a VRT, which names other files or addresses",
        ": is no FlatGeobuf; choose another file or save it again",
    ),
    "xml-as-a-shapefile.zip": (
        "likewise, once it was unpacked",
        ": is no Shapefile; choose another file or save it again",
    ),
    "raised-digit.zip": ("ValueError: a digit for str.isdigit, none for int", ""),
    "long-name-inside.kmz": (
        "a sentence with all of a name that was garbage",
        ": is no KMZ (File name in directory 'doc.kml' and header b'\\x80",
    ),
    "events-nested-deep.csv": ("RecursionError in a cell of JSON", ":2.events is '[[[[[[[[["),
    "curves.csv": (
        "NotImplementedError: shapely knows no curves",
        ":2: wkt is 'CIRCULARSTRING (0 0,1 1,2 0)'; write WKT, such as POINT (24.41 44.08)",
    ),
    "collection-for-a-site.csv": (
        "KeyError where a site's WKT is no point",
        ":2: lon, lat and wkt differ; change them alike",
    ),
    "collections-in-collections.csv": (
        "100,000 of them ended the program",
        ":2: wkt has collections in collections; write its polygons alone",
    ),
    "long-title.csv": (
        "every row was searched for all of it",
        f": has the title '{'x' * 27}...{'x' * 28}' of 2,000 characters; shorten it",
    ),
    "title-of-two-lines.csv": ("a sentence of two lines, of columns that are known", ""),
    "dates-in-other-digits.yaml": (
        "a date that no other date can be compared with",
        ":3: sites.a.from is '٢٠١٦'; write a date as 2016, 2016-05 or 2016-05-12",
    ),
    "region-of-a-device.yaml": (
        "read until the memory was full",
        ":3: regions.r.geometry '/dev/zero': is a device or a pipe; save what it gives as a file",
    ),
    "geometry-of-a-listed-type.geojson": (
        "TypeError: a list is in no set",
        ": holds no point and no polygon; choose a file of places",
    ),
    "position-of-one-number.kml": (
        "IndexError among very many placemarks",
        ": placemark 1 has the coordinates '5'; write lon,lat with points",
    ),
    "placemark-in-placemark.kml": ("the inner one was read again with each around it", ""),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in targets.BESIDE.items():
        Path(name).write_bytes(text)
    return tmp_path


def sentence(run: Callable[[], object]) -> str:
    with pytest.raises(CoverageError) as error:
        run()
    targets.one_sentence(error.value)
    return str(error.value)


def test_every_file_is_told_about() -> None:
    assert {each.name for each in FOUND.iterdir()} == {*CASES, "README.md"}


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, (_, said) in CASES.items()])
def test_a_case_reads_or_says_why_not(name: str, said: str, folder: Path) -> None:
    (folder / name).write_bytes((FOUND / name).read_bytes())
    if said:
        assert sentence(lambda: files.scenario(name)).startswith(f"{name}{said}")
    else:
        assert len(files.scenario(name).places) == 1
    assert targets.names_in(folder) == {*targets.BESIDE, name}


def test_a_title_of_two_lines_stays_on_one(folder: Path) -> None:
    (folder / "a.csv").write_bytes((FOUND / "title-of-two-lines.csv").read_bytes())
    said = sentence(lambda: files.scenario("a.csv", range="b"))
    assert said == r"a.csv: has no column 'b'; known are lat, lon, 'a\nb'"


# What is too large for a file here, or not the same on every machine, is made.


def nested(levels: int, inner: bytes = b"") -> bytes:
    """Return collections in collections as WKB; the last level is a point, whatever is beside."""
    start = b"\x01" + struct.pack("<II", 7, 1 + bool(inner)) + inner
    return start * levels + b"\x01" + struct.pack("<Idd", 1, 1, 2)


@pytest.mark.usefixtures("folder")
def test_collections_in_collections_never_reach_the_library() -> None:
    line = shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)]))
    hollow = shapely.box(0, 0, 9, 9) - shapely.box(2, 2, 3, 3)
    for inner in (b"", line, shapely.to_wkb(hollow), shapely.to_wkb(hollow, byte_order=0)):
        assert not is_deep(nested(DEEPEST - 1, inner))
        assert is_deep(nested(DEEPEST, inner))
    assert not is_deep(b"")
    assert not is_deep(nested(DEEPEST, line)[:99])
    good = shapely.GeometryCollection([shapely.from_wkb(line), shapely.MultiPolygon([hollow] * 3)])
    for flavor in ("iso", "extended"):
        assert not is_deep(shapely.to_wkb(shapely.force_3d(good), flavor=flavor))
    geo = json.dumps(
        {"version": "1.0.0", "primary_column": "g", "columns": {"g": {"encoding": "WKB"}}}
    )
    table = pyarrow.table({"g": [None, nested(100_000)]}).replace_schema_metadata({"geo": geo})
    pyarrow.parquet.write_table(table, "a.parquet")
    said = sentence(lambda: files.scenario("a.parquet"))
    assert said == "a.parquet: has collections in collections; write its polygons alone"


def test_a_view_is_not_run(folder: Path) -> None:
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT 1 FROM c"
    for made in (
        f"CREATE VIEW v AS {endless}",
        "CREATE VIRTUAL TABLE v USING fts4(a)",
    ):
        (folder / "a.gpkg").write_bytes(own_files()["gpkg"])
        assert files.scenario("a.gpkg").places
        base = sqlite3.connect("a.gpkg")
        base.execute(made)
        base.commit()
        base.close()
        for read in (files.scenario, files.read_areas):
            said = sentence(lambda read=read: read("a.gpkg"))
            assert said.startswith("a.gpkg: has 'v")
            assert said.endswith("', which is no plain table; save its layers as tables")


def comb(turned: bool) -> list[list[float]]:
    """Return a ring with 700 long teeth, up or to the right."""
    teeth = [[x / 70, y] for x in range(1, 701) for y in (0, 11, 11, 0)]
    for nth, corner in enumerate(teeth):
        corner[0] += (nth % 4 > 1) / 140
    ring = [[0, -1], [0, 0], *teeth, [11, 0], [11, -1], [0, -1]]
    return [[y, x] for x, y in ring] if turned else ring


def test_combs_over_one_another_are_not_united(folder: Path) -> None:
    both = [[comb(False)], [comb(True)]]
    for part in both:
        assert shapely.Polygon(*part).is_valid
    (folder / "a.geojson").write_text(json.dumps({"type": "MultiPolygon", "coordinates": both}))
    said = sentence(lambda: files.scenario("a.geojson"))
    assert said.endswith("has polygons that lie over one another too often; unite them first")
    squares = [[[[x, 0], [x + 2, 0], [x + 2, 2], [x, 2], [x, 0]]] for x in range(50)]
    (folder / "b.geojson").write_text(json.dumps({"type": "MultiPolygon", "coordinates": squares}))
    (region,) = files.scenario("b.geojson").regions.values()
    assert region.geometry
    assert shapely.geometry.shape(region.geometry).equals(shapely.box(0, 0, 51, 2))


def test_of_very_many_rows_none_loses_cells(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MOST_SITES", 1)
    about = (Columns(), {}, ("E", "2026-11-22"))
    (folder / "a.csv").write_text("lat,lon,radius_km\n1,2,3\n4,5,6\n")
    (folder / "b.csv").write_text("lat,lon,radius_km\n1,2,3,4\n4,5,6,7\n")
    found = files.many_sites("a.csv", *about)
    assert found is not None
    assert list(found.radius) == [3000, 6000]
    said = sentence(lambda: files.many_sites("b.csv", *about))
    assert said.startswith("b.csv: is no table (")
    (folder / "a.json").write_text(
        (FOUND / "commands-for-gdal.json").read_text() + '"geometry"' * 2
    )
    said = sentence(lambda: files.many_sites("a.json", *about))
    assert said == "a.json: is no GeoJSON; choose another file or save it again"


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    pipe = folder / "a.geojson"
    try:
        os.mkfifo(pipe)
    except (AttributeError, OSError):
        pytest.skip("no pipes here")
    said = sentence(lambda: files.scenario("a.geojson"))
    assert said == "a.geojson: is a device or a pipe; save what it gives as a file"


def test_areas_come_from_files_of_areas_alone(folder: Path) -> None:
    assert len(files.read_areas("area.geojson")) == 1
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("a.shp", b"<OGRVRTDataSource/>")
    Path("a.json").write_bytes((FOUND / "commands-for-gdal.json").read_bytes())
    Path("a.vrt").write_text("<OGRVRTDataSource/>")
    Path("a.fgb").write_text("fgb\x03<OGRVRTDataSource/>")
    for name, expected in (
        ("a.vrt", "a.vrt: is no file of areas ('.vrt'); choose one of .geojson, .json, .gpkg"),
        ("http://localhost/a.json", "http://localhost/a.json: is no file of areas (there is none)"),
        ("/vsimem/a.json", "/vsimem/a.json: is no file of areas (there is none)"),
        ("a.json", "a.json: is no GeoJSON; choose another file or save it again"),
        ("a.zip", "a.zip: is no Shapefile; choose another file or save it again"),
        ("a.fgb", "a.fgb: is no FlatGeobuf; choose another file or save it again"),
    ):
        assert sentence(lambda name=name: files.read_areas(name)).startswith(expected)
    for ending in ("gpkg", "fgb", "parquet"):
        (folder / f"b.{ending}").write_bytes(seeds(ending)[-1])
        assert len(files.read_areas(f"b.{ending}")) == 1


def test_only_so_many_files_extend_one_another(folder: Path) -> None:
    for nth in range(30):
        (folder / f"{nth}.yaml").write_text(f"extends: {nth + 1}.yaml\n")
    said = sentence(lambda: files.scenario("0.yaml"))
    assert said == "20.yaml:1: extends '21.yaml', beyond 20 files in a row; join some of them"


def test_limits_are_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.yaml_text.MOST_VALUES", 50)
    monkeypatch.setattr("geo.formats.kml.MOST_ELEMENTS", 50)
    monkeypatch.setattr("geo.formats.table.MOST_ROWS", 50)
    monkeypatch.setattr("geo.formats.fields.MOST_TITLES", 50)
    monkeypatch.setattr(vector, "MOST_CELLS", 50)
    monkeypatch.setattr(files, "MOST_BYTES", 150)
    (folder / "p.parquet").write_bytes(own_files()["parquet"])
    regions = "".join(f"r{nth}: {{geometry: area.geojson}}, " for nth in range(3))
    for name, text, expected in (
        ("a.yaml", f"title: [{'1, ' * 60}]", "holds more than 50 keys and values; keep so many"),
        ("a.kml", f"<kml>{'<a/>' * 60}</kml>", "holds more than 50 elements; leave out what"),
        ("a.csv", "lat,lon\n" + "1,2\n" * 60, "has more than 50 rows; split it"),
        ("b.csv", ",".join(f"a{nth}" for nth in range(60)), "has 60 columns; at most 50 are read"),
        ("p.parquet", None, "has more than 50 cells; leave out what is not needed"),
        ("r.yaml", f"regions: {{{regions}}}", "1: regions.r2.geometry 'area.geojson': has 0 MB"),
    ):
        if text is not None:
            Path(name).write_text(text)
        said = sentence(lambda name=name: files.scenario(name))
        assert said.startswith((f"{name}: {expected}", f"{name}:{expected}")), said


# Values that a reader writes, or a page sends


def test_the_command_says_one_line_of_anything(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["a\nb"],
        ["x" * 5000],
        ["\udcff=1"],
        ["brdy=1km"] * 2,
        ["a\nb=1 km"],
        ["=" * 99],
    ):
        targets.command("\n".join(f"--range={word}" for word in words).encode(errors="replace"))
    for held in seeds("command"):
        targets.command(held)
    assert capsys.readouterr().out == ""


WRONG_TRAITS: list[tuple[str, Any, str]] = [
    ("view", {"kind": [], "lon": 1, "lat": 2}, "view.kind is []; known are"),
    ("ranges", {"brdy": 10**400}, "the range of brdy is inf m; nowhere on Earth is farther"),
    ("ranges", {"brdy": -(10**400)}, "the range of brdy is -inf m; a distance must be above"),
    ("ranges", {"a\nb" * 99: 1}, "'a"),
    ("selection", 10**5000, "selection is a number of thousands of digits; give the id of a site"),
]


@pytest.mark.parametrize(
    ("trait", "value", "expected"), WRONG_TRAITS, ids=[said for _, _, said in WRONG_TRAITS]
)
def test_a_wrong_attribute_is_one_sentence(trait: str, value: Any, expected: str) -> None:
    shown = targets.explorer()
    with pytest.raises(traitlets.TraitError) as error:
        setattr(shown, trait, value)
    targets.one_sentence(error.value)
    assert str(error.value).startswith(expected)


def test_events_stand_as_they_did() -> None:
    """The dates of events by the rule as it is written, which compares all with all."""
    days = ["2016", "2016-05", "2016-05-12", "2015-12", "2016-05-01", "2017", "2016-05-12", "2016"]
    listed = [{"on": day, "what": f"{nth}"} for nth, day in enumerate(days)]
    data = {"name": "A", "kind": "radar", "lon": 1, "lat": 2, "events": listed}
    site = Scenario.model_validate({"title": "T", "sites": {"a": data}}).sites["a"]
    held = [
        (max([on, *(before for before in days[:nth] if before.startswith(on))]), f"{nth}")
        for nth, on in enumerate(days)
    ]
    expected = [what for _, what in sorted(held, key=lambda pair: pair[0])]
    assert [event.what for _, event in site._dated()] == expected


def test_seeds_are_good() -> None:
    """What fuzzing starts from is read, or it would not get far."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoverageWarning)
        for target in ("yaml", "geojson", "csv", "kml", "zip", "fgb", "parquet", "gpkg"):
            good = 0
            for held in seeds(target):
                file = targets.folder() / f"x.{target}"
                file.write_bytes(held)
                try:
                    good += len(files.scenario(file).places) > 0
                except CoverageError:
                    continue
                finally:
                    file.unlink()
            assert good, target
