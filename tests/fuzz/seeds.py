"""What fuzzing starts from: small good inputs of every target, and every case that was found."""

import io
import json
import warnings
import zipfile
from functools import cache
from pathlib import Path

import geopandas
import shapely

import geo
from geo import coverage, yaml_text
from geo.errors import CoverageWarning
from layers import exports

FOUND = Path(__file__).resolve().parent.parent / "data" / "fuzz"
"""The cases that were found, a file each: its ending is the target, or the folder it is in."""

SCENARIO = """\
title: Two opinions
sites:
  a: {name: A, kind: radar, lon: 24.41, lat: 44.08, from: 2016-05-12, country: ROU, source: S}
  b:
    name: "B \\u00e9"
    kind: interceptor
    lon: -179.9
    lat: 71
    events: [{on: 2016, what: begun}, {on: 2016-05, what: works, operational: true}]
    notes: [{text: 'N', source: [x, y]}]
regions:
  r: {name: R, geometry: {type: Polygon, coordinates: [[[50, 30], [52, 30], [52, 32], [50, 30]]]}}
  i: {name: I, country: LUX}
estimates:
  - name: Me
    source: a book
    entered: 2026-11-22
    ranges:
      a: 500 km
      b: {low: 100 mi, high: 2e2 mi, inner: 1 nmi, bearings: [350, 10.5]}
      r: {range: 1000 m, from: everywhere}
"""
OTHERS = [
    "extends: base.yaml\ntitle: T\nestimates:\n- {name: E, ranges: {b: 1 km}}\n",
    "title: |\n  T\nregions:\n  r: {name: R, geometry: area.geojson}\n",
    'title: &x "T"\nnotes:\n  - text: *x\n  - text: !!binary eA==\n# end\n...\n',
    "? title\n: >-\n  T\nsites: ~\nevents: []\n",
]
FOREIGN = {
    "type": "FeatureCollection",
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},
    "features": [
        {
            "type": "Feature",
            "id": 1,
            "geometry": {"type": "Point", "coordinates": [24.41, 44.08]},
            "properties": {"title": "X", "radius_km": 500, "kind": "airport", "sources": ["s"]},
        },
        {
            "type": "Feature",
            "geometry": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "MultiPolygon", "coordinates": [[[[0, 0], [9, 0], [9, 9], [0, 0]]]]}
                ],
            },
            "properties": {"range": "3 nmi", "isCircle": True, "center": [1, 2], "radiusInKm": 3},
        },
    ],
}
TABLES = [
    "name,lat,lon,radius_km,estimate,source\nX,44.08,24.41,500,Me,s\nX,44.08,24.41,400,You,\n",
    '\ufeffName;Latitude;Longitude;range (km)\r\n"X ""y""";44.08;24.41;5e2\r\n',
    "name|WKT|range|unit\nX|POINT (24.41 44.08)|500|nmi\nY|POLYGON ((0 0,2 0,2 2,0 0))|1 m|\n",
    "wkt\nGEOMETRYCOLLECTION (POINT (1 2), POLYGON ((0 0, 2 0, 2 2, 0 0)))\n",
]
KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="x"><Document><Folder>
<Placemark id="p"><name>A &amp; B</name><ExtendedData>
<Data name="radius_km"><value>500</value></Data>
<SchemaData schemaUrl="#s"><SimpleData name="kind">radar</SimpleData></SchemaData></ExtendedData>
<Point><coordinates>24.41,44.08,0</coordinates></Point></Placemark>
<Placemark><name><![CDATA[R]]></name><MultiGeometry><Polygon><outerBoundaryIs><LinearRing>
<coordinates>0,0 9,0 9,9 0,0</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs>
<LinearRing><coordinates>2,1 3,1 3,2 2,1</coordinates></LinearRing></innerBoundaryIs></Polygon>
</MultiGeometry></Placemark></Folder></Document></kml>
"""
VALUES = [
    *("1000 km", "500mi", " 3e2 nmi ", "1_000 m", "nan km", "1,000 km", "٣ km"),
    *("2018-12-31", "1949-04-03", "2018-W01-1", "nato-europe", "ROU", "ROU,POL", "lux"),
    *("brdy", "interceptor", "iran", "--range", "=", "-"),
]
COMMANDS = [
    "--range\nbrdy=1000km",
    "--range=iran=5 mi\n--range\nradar=3nmi",
    "--unit\nkm\n--id-column\nx",
    "--range\nbrdy=1km\n--range\nbrdy=2km",
]
TRAITS = [
    {"ranges": {"brdy": "500 mi", "interceptor": 1000.5, "iran": None}},
    {"estimate": "Me", "date": "2008-01-01"},
    {"view": {"kind": "globe", "lon": 1, "lat": 2, "zoom": 3}},
    {"view": {"kind": "round", "site": "brdy", "zoom": 3}},
    {"selection": "brdy"},
    {"selection": [1.5, 2]},
]


@cache
def own_files() -> dict[str, bytes]:
    """Return a scenario in every format that this program writes."""
    document = yaml_text.parse(SCENARIO, "seed")
    scenario = geo.Scenario.model_validate(document.data)
    collection = coverage.feature_collection(scenario, tolerance=1e6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoverageWarning)  # of what a Shapefile cannot hold
        return {end[1:]: exports.encoded(scenario, collection, end) for end in exports.ENDINGS}


@cache
def foreign_frames() -> dict[str, bytes]:
    """Return places of another tool's in the formats that GDAL and pyarrow write."""
    frame = geopandas.GeoDataFrame(
        {"Label": ["X", None], "radius_km": [500.0, None], "on": ["2016-05-12", ""]},
        geometry=[shapely.Point(2e6, 6e6), shapely.box(1e6, 6e6, 1.1e6, 6.1e6)],
        crs="EPSG:3857",
    )
    found = {}
    for ending, driver in (("fgb", "FlatGeobuf"), ("gpkg", "GPKG")):
        held = io.BytesIO()
        frame.to_file(held, driver=driver)
        found[ending] = held.getvalue()
    held = io.BytesIO()
    frame.to_parquet(held)
    return {**found, "parquet": held.getvalue()}


@cache
def seeds(target: str) -> list[bytes]:
    """Return what a target starts from."""
    own, foreign = own_files(), foreign_frames()
    found: list[bytes] = []
    texts: dict[str, list[str]] = {
        "yaml": [SCENARIO, *OTHERS],
        "geojson": [json.dumps(FOREIGN), '{"type": "Point", "coordinates": [1, 2]}'],
        "csv": TABLES,
        "tsv": [table.replace(",", "\t") for table in TABLES],
        "kml": [KML],
        "values": VALUES,
        "command": COMMANDS,
        "widget": [json.dumps(each) for each in TRAITS],
    }
    found += [text.encode() for text in texts.get(target, [])]
    if target.startswith(("edited-", "many-")):
        return [bytes([nth, 0, 0, 0]) for nth in range(len(seeds(target.partition("-")[2])))]
    found += [held[target] for held in (own, foreign) if target in held]
    if target == "kmz":
        found.append(zipped({"doc.kml": KML.encode()}))
    if target == "shp":
        with zipfile.ZipFile(io.BytesIO(own["zip"])) as archive:
            found += [archive.read(name) for name in archive.namelist() if name.endswith(".shp")]
    if target == "areas":
        found += [b"geojson " + own["geojson"], b"kml " + KML.encode(), b"gpkg " + own["gpkg"]]
    return found


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip of these members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return held.getvalue()
