"""Files of places that other tools write, as they come; and what is refused, in one sentence."""

import io
import json
import math
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import files
from geo.errors import CoverageError, CoverageWarning, UnreadableFile
from geo.formats import kml, vector
from geo.model import Scenario

SQUARE = shapely.box(50, 30, 52, 32)
POLISH = geopandas.GeoDataFrame(
    {
        "Label": ["Łeba", "Łeba", "Area", "Line"],
        "radius_km": [500.0, None, 300.0, None],
        "kind": ["radar", "airport", "sea", ""],
        "country": ["Poland", "POL", None, None],
        "source": ["a book", None, "https://example.org/", None],
    },
    geometry=[
        *(shapely.Point(17.55, 54.75), shapely.Point(17, 54), shapely.box(17, 55, 18, 56)),
        shapely.LineString([(17, 55), (18, 56)]),
    ],
    crs="EPSG:4326",
)
SAID = "ignore:.*(neither points nor|kinds that are not known|brought from its CRS|read as metres)"


def ranges(scenario: Scenario) -> dict[str, tuple[float | None, str]]:
    (estimate,) = scenario.estimates
    return {id_: (each.range_m, each.unit) for id_, each in estimate.ranges.items()}


def places(scenario: Scenario) -> dict[str, tuple[float, float]]:
    return {site.name: (site.lon, site.lat) for site in scenario.sites.values()}


TABLES = {
    "commas": "name,lat,lon,radius_km\nX,44.08,24.41,500\n",
    "a mark, semicolons, CRLF": "\ufeffName;Latitude;Longitude;range (km)\r\nX;44.08;24.41;500\r\n",
    "tabs and a unit column": "title\ty\tx\trange\tunit\nX\t44.08\t24.41\t500\tkm",
    "quotes and an own unit": 'site,lat,lng,range\n"X",44.08,24.41,"500 km"\n\n',
    "WKT": "name,WKT,radius_km\nX,POINT (24.41 44.08),500\n",
    "a bar, empty columns": "|name|lat|lon|radius_km|\n|X|44.08|24.41|500|\n||||||\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_a_table_of_sites(text: str, tmp_path: Path) -> None:
    file = tmp_path / "my sites.csv"
    file.write_bytes(text.encode())
    found = files.scenario(file)
    assert found.title == "my sites"
    assert places(found) == {"X": (24.41, 44.08)}
    assert ranges(found) == {"X": (500_000, "km")}
    assert (found.estimates[0].name, found.estimates[0].source) == ("my sites", None)


def test_columns_that_the_reader_names(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    rows = ["iata who lon lat r wkt", "WAW Warsaw 20.97 52.17 300 ", "KRK Kraków 19.8 50.1  "]
    file.write_text("\n".join(row.replace(" ", "\t") for row in rows), encoding="utf-8")
    found = files.scenario(file, range="r", unit="nmi", id="iata", name="who")
    assert list(found.sites) == ["WAW", "KRK"]
    assert places(found) == {"Warsaw": (20.97, 52.17), "Kraków": (19.8, 50.1)}
    assert ranges(found) == {"WAW": (300 * 1852.0, "nmi")}


def test_a_table_with_regions_and_several_estimates(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "id,name,lon,lat,geom,range_m,unit,estimate,source,entered\n"
        "a,A,1,2,,1000,mi,Me,a book,2026\na,A,1,2,,2000,mi,You,,\n"
        'r,R,,,"POLYGON ((1 1, 2 1, 2 2, 1 1))",3000,km,Me,,\n'
    )
    found = files.scenario(file)
    assert (list(found.sites), list(found.regions)) == (["a"], ["r"])
    assert places(found) == {"A": (1, 2)}
    me, you = found.estimates
    assert (me.name, me.source, me.entered, len(me.ranges)) == ("Me", "a book", "2026", 2)
    assert (you.name, you.ranges["a"].range_m, you.ranges["a"].unit) == ("You", 2000, "mi")


CIRCLES = {
    "Leaflet": {"radius": 500_000, "_umap_options": {"radius": 5}},
    "with its unit": {"radius": "500 km"},
    "in another case": {"Radius_NMI": 269.9784017278618},
}


@pytest.mark.parametrize("properties", CIRCLES.values(), ids=CIRCLES)
def test_geojson_points_with_a_radius(properties: dict[str, Any], tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [24.41, 44.08]}
    feature = {"type": "Feature", "id": 7, "geometry": point, "properties": properties}
    file = tmp_path / "m.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    if properties.get("radius") == 500_000:
        with pytest.warns(CoverageWarning, match="without a unit are read as metres, as Leaflet"):
            found = files.scenario(file)
    else:
        found = files.scenario(file)
    assert found.estimates[0].ranges["7"].range_m == pytest.approx(500_000, abs=1e-6)


@pytest.mark.filterwarnings(SAID)
def test_other_json(tmp_path: Path) -> None:
    circle = {"isCircle": True, "radiusInKm": 300, "center": [24.41, 44.08], "name": "X"}
    shape = shapely.geometry.mapping(SQUARE)
    file = tmp_path / "m.json"
    file.write_text(json.dumps({"type": "Feature", "geometry": shape, "properties": circle}))
    drawn = files.scenario(file)
    assert (places(drawn), ranges(drawn)) == ({"X": (24.41, 44.08)}, {"X": (300_000, "km")})

    file.write_text(json.dumps(shape))
    (region,) = files.scenario(file).regions.values()
    assert shapely.geometry.shape(region.geometry or {}).equals(SQUARE)

    moved = POLISH.to_crs("EPSG:2180")
    old = json.loads(moved.to_json(drop_id=True))
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2180"}}
    file.write_text(json.dumps({**old, "crs": crs}))
    assert places(files.scenario(file))["Łeba"] == pytest.approx((17, 54), abs=1e-7)

    # Web Mercator is Mercator on a sphere of 6,378,137 m.
    x = 6378137 * math.radians(24.41)
    y = 6378137 * math.log(math.tan(math.pi / 4 + math.radians(44.08) / 2))
    attributes = {"name": "X", "radius": 5}
    esri = {
        "geometryType": "esriGeometryPoint",
        "spatialReference": {"wkid": 102100},
        "features": [{"attributes": attributes, "geometry": {"x": x, "y": y}}],
        "fields": [
            {"name": "name", "type": "esriFieldTypeString"},
            {"name": "radius", "type": "esriFieldTypeDouble"},
        ],
    }
    file.write_text(json.dumps(esri))
    found = files.scenario(file, range="radius", unit="km")
    assert places(found)["X"] == pytest.approx((24.41, 44.08), abs=1e-9)
    assert ranges(found) == {"X": (5000, "km")}


def write(frame: geopandas.GeoDataFrame, file: Path) -> Path:
    """Write as another tool would."""
    if file.suffix == ".parquet":
        frame.to_parquet(file)
    elif file.suffix == ".zip":
        inner = file.with_name("inner")
        inner.mkdir()
        points = frame[frame.geom_type == "Point"]
        points.to_file(inner / "pts.shp", encoding="UTF-8")
        frame[frame.geom_type == "Polygon"].to_file(inner / "areas.shp", encoding="UTF-8")
        with zipfile.ZipFile(file, "w") as archive:
            for each in inner.iterdir():
                archive.write(each, f"../../deep/{each.name}")  # a name that must not be followed
    elif file.suffix == ".shp":
        frame[frame.geom_type == "Point"].to_file(file, encoding="UTF-8")
    else:
        frame.to_file(file)
    return file


@pytest.mark.parametrize("ending", [".gpkg", ".fgb", ".parquet", ".zip", ".shp", ".geojson"])
def test_a_file_of_another_tool_in_another_crs(ending: str, tmp_path: Path) -> None:
    frame = POLISH if ending == ".geojson" else POLISH.to_crs("EPSG:2180")
    file = write(frame, tmp_path / f"pl{ending}")
    with pytest.warns(CoverageWarning) as said:
        found = files.scenario(file)
    assert [site.name for site in found.sites.values()] == ["Łeba", "Łeba"]
    assert list(found.sites) == ["Łeba", "Łeba-2"]
    for site, (lon, lat) in zip(found.sites.values(), [(17.55, 54.75), (17, 54)], strict=True):
        assert (site.lon, site.lat) == pytest.approx((lon, lat), abs=1e-7)
    first, second = found.sites.values()
    assert (first.kind, first.country, first.source) == ("radar", "POL", ("a book",))
    assert (second.kind, second.country, second.source) == ("place", "POL", ())
    assert ranges(found)["Łeba"] == (500_000, "km")
    sentences = " ".join(str(each.message) for each in said)
    assert "kinds that are not known here ('airport') are read as 'place'" in sentences
    assert ("was brought from its CRS (EPSG:2180, ETRF2000-PL / CS92) to WGS84" in sentences) == (
        ending != ".geojson"
    )
    if ending != ".shp":
        assert (found.regions["Area"].kind, ranges(found)["Area"]) == ("sea", (300_000, "km"))
        if ending != ".zip":
            assert "1 of 4 features are neither points nor polygons" in sentences


def test_a_geodataframe_and_its_columns() -> None:
    frame = geopandas.GeoDataFrame(
        {"iata": ["WAW", "KRK"], "who": ["Warsaw", "Kraków"], "r": [300, 250]},
        geometry=geopandas.points_from_xy([20.97, 19.8], [52.17, 50.1]),
        crs="OGC:CRS84",
    )
    found = Scenario.from_geodataframe(
        frame, range="r", unit="km", id="iata", name="who", title="T"
    )
    assert (found.title, list(found.sites)) == ("T", ["WAW", "KRK"])
    assert ranges(found) == {"WAW": (300_000, "km"), "KRK": (250_000, "km")}
    label = "the GeoDataFrame"
    twice = frame.rename(columns={"who": "iata"})
    for wrong, columns, sentence in (
        (twice, {}, "has two columns of one name; rename one"),
        (frame.set_crs(None, allow_override=True), {}, "does not say its CRS; write it again with"),
        (frame.drop(columns="geometry"), {}, "has no geometry; choose points or polygons"),
        (frame, {"range": "radius"}, "has no column 'radius'; known are iata, who, r"),
        (frame, {"range": "r"}, "row 0.r is 300 without a unit; say which with --unit (in Pyt"),
        (frame, {"range": "who"}, "row 0.who is 'Warsaw'; write a number and a unit, such as"),
    ):
        with pytest.raises(CoverageError) as error:
            Scenario.from_geodataframe(wrong, **columns)
        assert str(error.value).startswith(f"{label}: {sentence}")


GOOGLE = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://earth.google.com/kml/2.1"><Document><name>D</name>
<NetworkLink><Link><href>http://example.org/x.kml</href></Link></NetworkLink>
<Folder><Placemark id="p"><name><![CDATA[A & <b>B</b>]]></name>
<ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="radius_km">500</SimpleData></SchemaData>
<Data name="kind"><value>port</value></Data></ExtendedData>
<LookAt><longitude>0</longitude></LookAt>
<Point><coordinates>
  24.41,44.08,0 </coordinates></Point></Placemark>
<Placemark><name>Two</name><MultiGeometry>
<Polygon><outerBoundaryIs><LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing>
</outerBoundaryIs></Polygon>
<Polygon><outerBoundaryIs><LinearRing><coordinates>5,1,9 8,1,9 8,4,9 5,1,9</coordinates>
</LinearRing></outerBoundaryIs>
<innerBoundaryIs><LinearRing><coordinates>7,1.5 7.5,1.5 7.5,2 7,1.5</coordinates>
</LinearRing></innerBoundaryIs></Polygon></MultiGeometry></Placemark></Folder></Document></kml>"""


def test_kml_as_google_earth_writes_it(tmp_path: Path) -> None:
    file, packed = tmp_path / "g.kml", tmp_path / "g.kmz"
    file.write_text(GOOGLE)
    found = files.scenario(file)
    assert places(found) == {"A & <b>B</b>": (24.41, 44.08)}
    assert [site.kind for site in found.sites.values()] == ["port"]
    assert list(ranges(found).values()) == [(500_000, "km")]
    shape = shapely.geometry.shape(found.regions["Two"].geometry or {})
    assert shape.area == pytest.approx(0.5 + 4.5 - 0.125)
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("files/icon.png", b"x")
        archive.writestr("../../evil.kml", GOOGLE)
    assert files.scenario(packed) == found
    assert not (tmp_path.parent.parent / "evil.kml").exists()


LAUGHS = '<!DOCTYPE k [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><kml><name>&b;</name></kml>'
ENTITY = '<!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><name>&x;</name></kml>'
MARK = "<kml><Placemark><Point><coordinates>{}</coordinates></Point></Placemark></kml>"
ROW = "name,lat,lon,radius_km\nX,44.08,24.41,{}\n"

POINT = (
    '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {}}'
)


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


WRONG: dict[str, tuple[str, str | bytes, str]] = {
    "no places": (
        "a.csv",
        "a,b\n1,2\n",
        "has no columns of places; call them lon and lat (degrees)",
    ),
    "only titles": ("a.csv", "lat,lon\n", "holds no point and no polygon; choose a file of places"),
    "only commas": ("a.csv", ",,,\n,,\n", "has no titles; write lon, lat and name in its first"),
    "a title twice": ("a.csv", "lat,lat\n1,2\n", "has two columns 'lat'; rename one"),
    "an open quote": ("a.csv", 'lat,lon\n1,"2\n', "2: is no table (unexpected end of data); mend"),
    "Latin-1": ("a.csv", "lat,lon,name\n1,2,Łeba".encode("iso8859-2"), "is not UTF-8 (byte 17)"),
    "Excel's Unicode": ("a.csv", "lat,lon".encode("utf-16"), "is not UTF-8 (byte 0); save it as"),
    "a decimal comma": (
        "a.csv",
        "lat;lon\n44,08;2\n",
        "2: lat is '44,08'; write a decimal point: 44.08",
    ),
    "one that splits": (
        "a.csv",
        "lat,lon\n44,08,24,41\n",
        "2: has 4 cells under 2 titles; put text",
    ),
    "no number": ("a.csv", "lat,lon\n\nx,2\n", "3: lat is 'x'; write a number, such as 24.41"),
    "off the Earth": (
        "a.csv",
        "lat,lon\n1,2\n95,2\n",
        "3.lat is 95.0; latitude must be within -90",
    ),
    "not finite": ("a.csv", "lat,lon\nnan,2\n", "2.lat is nan; write a finite number in degrees"),
    "exchanged": (
        "a.csv",
        "lat,lon,country\n24.4,44.1,ROU\n",
        "2 has lon 44.1 and lat 24.4, far from",
    ),
    "no WKT": (
        "a.csv",
        "wkt\nPOINT\n",
        "2: wkt is 'POINT'; write WKT, such as POINT (24.41 44.08)",
    ),
    "a bow": (
        "a.csv",
        'wkt\n"POLYGON ((0 0,1 1,1 0,0 1,0 0))"\n',
        "2.geometry is no simple polygon",
    ),
    "zero": ("a.csv", ROW.format(0), "2.radius_km is '0 km'; a distance must be above zero"),
    "thousands": (
        "a.csv",
        ROW.format('"1,000"'),
        "2.radius_km is '1,000'; write a number and a unit",
    ),
    "too far": (
        "a.csv",
        ROW.format(30000),
        "2.radius_km is '30000 km'; nowhere on Earth is farther",
    ),
    "two ranges": (
        "a.csv",
        "id,name,lat,lon,radius_km,estimate\na,A,1,2,3,Me\na,A,1,2,4,Me\n",
        "3 gives 'a' a second range; leave one out",
    ),
    "entities that grow": ("a.kml", LAUGHS, "has a DOCTYPE, which may hide entities; take it out"),
    "an entity outside": ("a.kml", ENTITY, "has a DOCTYPE, which may hide entities; take it out"),
    "in UTF-16": ("a.kml", LAUGHS.encode("utf-16"), "has a DOCTYPE, which may hide entities; take"),
    "no XML": ("a.kml", "<kml>\n<b></kml>", "2: is no XML (mismatched tag); save it again as KML"),
    "deep": ("a.kml", "<a>" * 9999, "is nested too deep; write it flatter"),
    "an unknown encoding": ("a.kml", '<?xml version="1.0" encoding="x"?><k/>', "is no XML"),
    "no place": ("a.kml", "<kml/>", "holds no point and no polygon; choose a file of places"),
    "commas in KML": (
        "a.kml",
        MARK.format("24;41"),
        "placemark 1 has the coordinates '24;41'; write",
    ),
    "infinite": ("a.kml", MARK.format("inf,1"), "placemark 1.lon is inf; write a finite number"),
    "no KMZ": ("a.kmz", "PK\x03\x04 nothing", "is no KMZ (File is not a zip file); save it again"),
    "another driver": ("a.gpkg", "<OGRVRTDataSource/>", "is no GeoPackage; choose another file or"),
    "half a GeoPackage": ("a.gpkg", b"SQLite format 3\0" + b"\0" * 99, "cannot be read ("),
    "half a FlatGeobuf": ("a.fgb", b"fgb\x03fgb\x00" + b"\xff" * 99, "cannot be read ("),
    "half a Parquet": ("a.parquet", b"PAR1" + b"\0" * 99, "cannot be read ("),
    "half a Shapefile": ("a.shp", b"\0\0\x27\x0a" + b"\0" * 99, "cannot be read ("),
    "half a zip": ("a.zip", b"PK\x03\x04", "cannot be unpacked ("),
    "a zip of a folder": ("a.zip", zipped("/"), "cannot be unpacked ("),
    "a zip of nothing": ("a.zip", zipped("x.txt"), "holds no .shp; choose a zipped Shapefile"),
    "a KMZ of nothing": ("a.kmz", zipped("x.txt"), "holds no .kml; save it again as KMZ"),
    "a title of two lines": (
        "a.geojson",
        POINT.replace("{}", '{"radius\\n": "x"}'),
        r"feature 0.'radius\n' is 'x'; write a number and a unit, such as 1000 km",
    ),
    "no features": ("a.geojson", '{"type": "FeatureCollection"}', "is no GeoJSON; choose another"),
    "a number": (
        "a.geojson",
        '{"type": "FeatureCollection", "features": [1]}',
        "feature 0 is no map",
    ),
    "a text of JSON": ("a.geojson", '"x"', "is no GeoJSON; choose another file or export it again"),
    "another CRS": (
        "a.geojson",
        '{"type": "Point", "coordinates": [1, 2], "crs": {"properties": {"name": "EPSG:1"}}}',
        "cannot be brought to WGS84 (",
    ),
    "Esri's without a CRS": (
        "a.json",
        '{"geometryType": "esriGeometryPoint", "features": [{"geometry": {"x": 1, "y": 2}}]}',
        "does not say its CRS; write it again with one",
    ),
    "an own cell": (
        "a.csv",
        "role,id,name,kind,lon,lat,events\nsite,a,A,port,1,2,[\n",
        "2.events is '['; write a JSON list",
    ),
    "a whole that is none": ("a.csv", "role,id,about\nscenario,x,[]\n", "has '[]' as 'shieldmap'"),
}


def sentence(run: Callable[[], object]) -> str:
    with pytest.raises(CoverageError) as error:
        run()
    said = str(error.value)
    assert "\n" not in said
    return said


@pytest.mark.parametrize(("name", "held", "expected"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_named_in_one_sentence(
    name: str, held: str | bytes, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(held if isinstance(held, bytes) else held.encode())
    said = sentence(lambda: files.scenario(name))
    assert said.startswith((f"{name}: {expected}", f"{name}:{expected}"))


def test_columns_that_cannot_be_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("code,lat,lon,radius\nA,1,2,3\nA,3,4,5\n")
    for columns, expected in (
        ({"range": "radios"}, "a.csv: has no column 'radios'; did you mean 'radius'?"),
        ({"range": "radius"}, "a.csv:2.radius is 3 without a unit; say which with --unit (in"),
        ({"range": "radius", "unit": "ft"}, "the unit is 'ft'; use km, mi, nmi, m"),
        ({"id": "code"}, "a.csv:3.code repeats 'A'; make ids differ"),
    ):
        assert sentence(lambda c=columns: files.scenario("a.csv", **c)).startswith(expected)
    said = sentence(lambda: files.scenario("epaa", range="x"))
    assert said == "epaa.yaml: has no columns; leave out which hold the ranges, ids or names"


def test_what_unpacks_to_too_much_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(kml, "MOST_BYTES", 10_000)
    monkeypatch.setattr(vector, "MOST_BYTES", 10_000)
    for name, inner in (("a.kmz", "doc.kml"), ("a.zip", "a.shp")):
        with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(inner, b" " * 10_000_000)
        assert Path(name).stat().st_size < 11_000
    assert sentence(lambda: files.scenario("a.kmz")).startswith(
        "a.kmz: holds more than 0 MB of KML"
    )
    assert sentence(lambda: files.scenario("a.zip")).startswith("a.zip: unpacks to more than 0 MB")


def test_without_pyarrow_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.parquet"
    file.write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(
        UnreadableFile, match=r"install it with: pip install 'shieldmap\[parquet\]'"
    ):
        files.scenario(file)


def test_a_text_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    POLISH.to_parquet(file, compression=None)
    held = file.read_bytes()
    assert b"a book" in held
    file.write_bytes(held.replace(b"a book", b"a b\xffok"))
    assert "cannot be read (" in sentence(lambda: files.scenario(file))


def samples() -> dict[str, bytes]:
    """Return small good files of the formats that are not text."""
    frame = POLISH[POLISH.geom_type == "Point"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", GOOGLE)
    table = io.BytesIO()
    frame.to_parquet(table)
    flat = io.BytesIO()
    frame.to_file(flat, driver="FlatGeobuf")
    return {".kmz": packed.getvalue(), ".parquet": table.getvalue(), ".fgb": flat.getvalue()}


@pytest.mark.filterwarnings(SAID)
def test_a_damaged_file_is_read_or_refused(tmp_path: Path) -> None:
    good = samples()

    @settings(max_examples=60, deadline=None)
    @given(
        st.sampled_from(sorted(good)),
        st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=4),
        st.floats(0.1, 1),
    )
    def read(ending: str, changes: list[tuple[float, int]], kept: float) -> None:
        held = bytearray(good[ending])
        for at, byte in changes:
            held[int(at * len(held))] = byte
        file = tmp_path / f"x{ending}"
        file.write_bytes(held[: int(kept * len(held))])
        try:
            found = files.scenario(file).sites
        except CoverageError as error:
            found = str(error).partition(str(file))[2]
        assert found

    read()
