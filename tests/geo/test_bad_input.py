"""Whatever a reader's file holds, the answer is a scenario or one clear sentence."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import coverage, files, geojson, yaml_text
from geo.errors import CoverageError, UnwritableOutput
from geo.model import Scenario

SITE = """\
title: T
sites:
  a:
    name: A
    kind: radar
    country: ROU
    lon: 24.41
    lat: 44.08
"""
RANGE = SITE + "estimates:\n  - name: Me\n    ranges:\n      a: "
REGION = "title: T\nregions:\n  r:\n    name: R\n    geometry: "

NO_NUMBER = "write a number and a unit, such as 1000 km (no thousands separator)"
OR_DATE = "write a date as 2016, 2016-05 or 2016-05-12"
OR_ID = "has no usable id; write up to 64 letters, digits, '.', '_', '-'"
OR_TEXT = "write text (in quotes, if it looks like a number)"
SCENARIO_KEYS = "known are title, sites, regions, estimates, phases, events, notes"
X = "x" * 28 + "..." + "x" * 29

# What the file holds, and the whole sentence.
YAML: dict[str, tuple[str, str]] = {
    "empty": ("", "s.yaml: is empty; 'shieldmap new s.yaml' writes a start"),
    "blank": (" \n\n", "s.yaml: is empty; 'shieldmap new s.yaml' writes a start"),
    "comment": ("# nothing\n", "s.yaml:1: is no mapping; start with 'title: …'"),
    "list at top": ("- a\n- b\n", "s.yaml:1: is no mapping; start with 'title: …'"),
    "text at top": ("hello\n", "s.yaml:1: is no mapping; start with 'title: …'"),
    "open bracket": (
        "title: [1\n",
        "s.yaml:2: is not YAML (did not find expected ',' or ']'); mend this line or the one above",
    ),
    "two colons": (
        "title: T\nsites: a: b\n",
        (
            "s.yaml:2: is not YAML (mapping values are not allowed in this context); "
            "mend this line or the one above"
        ),
    ),
    "tab": (
        "title: T\nsites:\n\ta: 1\n",
        (
            "s.yaml:3: is not YAML (found character that cannot start any token); "
            "mend this line or the one above"
        ),
    ),
    "control character": (
        "title: T\nnotes: \x01\n",
        (
            "s.yaml:1: is not YAML (control characters are not allowed); "
            "mend this line or the one above"
        ),
    ),
    "two documents": (
        "title: T\n---\ntitle: U\n",
        "s.yaml:2: is not YAML (but found another document); mend this line or the one above",
    ),
    "alias": (
        "title: &t T\nnotes:\n  - text: *t\n",
        "s.yaml:3: uses a YAML alias (*name); write the value out",
    ),
    "tag": ("title: !mine T\n", "s.yaml:1: uses the tag '!mine'; remove it"),
    "python tag": (
        "title: T\nnotes: !!python/object/apply:os.getcwd []\n",
        "s.yaml:2: uses the tag '!!python/object/apply:os.getcwd'; remove it",
    ),
    "deep nesting": ("title: " + "[" * 300_000, "s.yaml:1: is nested too deep; write it flatter"),
    "key that is a list": ("[a]: T\n", "s.yaml:1: has a key that is no text; mend it"),
    "number as key": ("title: T\n1: x\n", f"s.yaml:2: 1 is an unknown key; {SCENARIO_KEYS}"),
    "unknown key at top": (
        "titel: T\n",
        "s.yaml:1: titel is an unknown key; did you mean 'title'?",
    ),
    "unknown key of a site": (
        SITE + "    colour: red\n",
        "s.yaml:9: sites.a.colour is an unknown key; did you mean 'country'?",
    ),
    "unknown key of a range": (
        RANGE + "{rnge: 5 km}\n",
        "s.yaml:12: estimates.0.ranges.a.rnge is an unknown key; did you mean 'range'?",
    ),
    "long unknown key": (
        f"? {'x' * 5000}\n: 1\ntitle: T\n",
        f"s.yaml:1: '{X[1:-1]}' is an unknown key; {SCENARIO_KEYS}",
    ),
    "duplicate key": (
        "title: T\ntitle: U\n",
        "s.yaml:2: title stands twice (first on line 1); remove or rename one",
    ),
    "duplicate id": (
        SITE + "  a: {name: B}\n",
        "s.yaml:9: sites.a stands twice (first on line 3); remove or rename one",
    ),
    "duplicate key far down": (
        SITE + "    notes:\n      - text: x\n        text: y\n",
        "s.yaml:11: sites.a.notes.0.text stands twice (first on line 10); remove or rename one",
    ),
    "id of a site and a region": (
        SITE + "regions:\n  a: {name: R, country: IRN}\n",
        "s.yaml:10: regions.a has the id of a site; rename one",
    ),
    "two estimates of one name": (
        "title: T\nestimates:\n  - name: Me\n  - name: Me\n",
        "s.yaml:4: estimates.1.name is 'Me' like another estimate's; rename one",
    ),
    "latitude out of range": (
        SITE.replace("44.08", "95"),
        "s.yaml:8: sites.a.lat is 95.0; latitude must be within -90..90 (are lon and lat swapped?)",
    ),
    "longitude out of range": (
        SITE.replace("24.41", "-181"),
        "s.yaml:7: sites.a.lon is -181.0; longitude must be within -180..180",
    ),
    "swapped": (
        SITE.replace("24.41", "x").replace("44.08", "24.41").replace(": x", ": 44.08"),
        (
            "s.yaml:3: sites.a has lon 44.08 and lat 24.41, far from ROU, where the two look "
            "swapped; exchange them"
        ),
    ),
    "NaN": (
        SITE.replace("44.08", ".nan"),
        "s.yaml:8: sites.a.lat is nan; write a finite number in degrees",
    ),
    "infinite": (
        SITE.replace("24.41", "-.inf"),
        "s.yaml:7: sites.a.lon is -inf; write a finite number in degrees",
    ),
    "1e400": (
        SITE.replace("44.08", "1e400"),
        "s.yaml:8: sites.a.lat is inf; write a finite number in degrees",
    ),
    "huge integer": (
        SITE.replace("44.08", "9" * 5000),
        "s.yaml:8: sites.a.lat is inf; write a finite number in degrees",
    ),
    "text for a number": (
        SITE.replace("44.08", "44.08N"),
        "s.yaml:8: sites.a.lat is '44.08N'; write a number in degrees",
    ),
    "negative range": (
        RANGE + "-5 km\n",
        "s.yaml:12: estimates.0.ranges.a is '-5 km'; a distance must be above zero",
    ),
    "zero range": (
        RANGE + "0 km\n",
        "s.yaml:12: estimates.0.ranges.a is '0 km'; a distance must be above zero",
    ),
    "infinite range": (
        RANGE + "inf km\n",
        (
            "s.yaml:12: estimates.0.ranges.a is 'inf km'; a distance is a finite number, such as "
            "1000 km"
        ),
    ),
    "NaN range": (
        RANGE + "nan km\n",
        (
            "s.yaml:12: estimates.0.ranges.a is 'nan km'; a distance is a finite number, such as "
            "1000 km"
        ),
    ),
    "range beyond the farthest": (
        RANGE + "30000 km\n",
        (
            "s.yaml:12: estimates.0.ranges.a is '30000 km'; nowhere on Earth is farther than "
            "20,004 km, enter at most 20003 km"
        ),
    ),
    "no unit": (
        RANGE + "1000\n",
        "s.yaml:12: estimates.0.ranges.a is '1000' without a unit; write 1000 km, mi, nmi or m",
    ),
    "unknown unit": (
        RANGE + "1000 parsec\n",
        (
            "s.yaml:12: estimates.0.ranges.a is '1000 parsec' with the unknown unit 'parsec'; "
            "use km, mi, nmi or m"
        ),
    ),
    "thousands separator": (
        RANGE + "'1,000 km'\n",
        f"s.yaml:12: estimates.0.ranges.a is '1,000 km'; {NO_NUMBER}",
    ),
    "empty range": (
        RANGE + "\n",
        "s.yaml:12: estimates.0.ranges.a is None; write a distance such as 1000 km",
    ),
    "long range": (
        RANGE + "x" * 5000 + "\n",
        f"s.yaml:12: estimates.0.ranges.a is '{X[1:-1]}'; {NO_NUMBER}",
    ),
    "low above high": (
        RANGE + "{low: 5 km, high: 4 km}\n",
        (
            "s.yaml:12: estimates.0.ranges.a has low 5 km at or above high 4 km; exchange them or "
            "write one range"
        ),
    ),
    "low without high": (
        RANGE + "{low: 5 km}\n",
        "s.yaml:12: estimates.0.ranges.a needs either a range, or both low and high",
    ),
    "range and band": (
        RANGE + "{range: 3 km, low: 5 km, high: 6 km}\n",
        "s.yaml:12: estimates.0.ranges.a needs either a range, or both low and high",
    ),
    "inner at the range": (
        RANGE + "{range: 5 km, inner: 5 km}\n",
        (
            "s.yaml:12: estimates.0.ranges.a has inner 5 km at or above the range 5 km; "
            "make inner smaller"
        ),
    ),
    "inner above the low end": (
        RANGE + "{low: 5 km, high: 9 km, inner: 6 km}\n",
        (
            "s.yaml:12: estimates.0.ranges.a has inner 6 km at or above the range 5 km; "
            "make inner smaller"
        ),
    ),
    "inner without a unit": (
        RANGE + "{range: 5 km, inner: 2}\n",
        "s.yaml:12: estimates.0.ranges.a inner is '2' without a unit; write 2 km, mi, nmi or m",
    ),
    "bearing above 360": (
        RANGE + "{range: 5 km, bearings: [0, 361]}\n",
        "s.yaml:12: estimates.0.ranges.a.bearings.1 is 361.0; a bearing must be within 0..360",
    ),
    "bearing below 0": (
        RANGE + "\n        range: 5 km\n        bearings: [-1, 30]\n",
        "s.yaml:14: estimates.0.ranges.a.bearings.0 is -1.0; a bearing must be within 0..360",
    ),
    "one bearing": (
        RANGE + "{range: 5 km, bearings: [30]}\n",
        "s.yaml:12: estimates.0.ranges.a.bearings is [30]; write two values in a list",
    ),
    "three bearings": (
        RANGE + "{range: 5 km, bearings: [30, 40, 50]}\n",
        "s.yaml:12: estimates.0.ranges.a.bearings is [30, 40, 50]; write two values in a list",
    ),
    "bearings of no width": (
        RANGE + "{range: 5 km, bearings: [30, 30]}\n",
        (
            "s.yaml:12: estimates.0.ranges.a has bearings [30.0, 30.0], a sector without width; "
            "leave bearings out for a full circle"
        ),
    ),
    "from for a site": (
        RANGE + "{range: 5 km, from: everywhere}\n",
        "s.yaml:12: estimates.0.ranges.a is for a site; 'from' is for regions",
    ),
    "inner for a region": (
        (
            "title: T\nregions: {r: {name: R, country: IRN}}\n"
            "estimates:\n  - name: Me\n    ranges: {r: {range: 9 km, inner: 2 km}}\n"
        ),
        "s.yaml:5: estimates.0.ranges.r is for a region; inner and bearings are for sites",
    ),
    "range for an unknown id": (
        RANGE.replace("  a: ", "  aa: ").replace("sites:\n  aa", "sites:\n  a") + "5 km\n",
        "s.yaml:12: estimates.0.ranges.aa is a range for no site or region; did you mean 'a'?",
    ),
    "unknown country": (
        SITE.replace("ROU", "ROM"),
        "s.yaml:6: sites.a.country is 'ROM'; use an ISO 3166-1 alpha-3 code, did you mean 'SOM'?",
    ),
    "country in small letters": (
        SITE.replace("ROU", "rou"),
        "s.yaml:6: sites.a.country is 'rou'; use an ISO 3166-1 alpha-3 code, did you mean 'ROU'?",
    ),
    "unknown kind": (
        SITE.replace("radar", "radr"),
        "s.yaml:5: sites.a.kind is 'radr'; did you mean 'radar'?",
    ),
    "id with =": (SITE.replace("  a:", "  a=b:"), f"s.yaml:3: sites.'a=b' {OR_ID}"),
    "id with a space": (SITE.replace("  a:", "  a b:"), f"s.yaml:3: sites.'a b' {OR_ID}"),
    "empty id": (SITE.replace("  a:", "  '':"), f"s.yaml:3: sites.'' {OR_ID}"),
    "long id": (SITE.replace("  a:", f"  {'x' * 500}:"), f"s.yaml:3: sites.'{X[1:-1]}' {OR_ID}"),
    "id that is a kind": (
        SITE.replace("  a:", "  interceptor:"),
        "s.yaml:3: sites.interceptor has the name of a kind as its id; choose another",
    ),
    "number as name": (
        SITE.replace("name: A", "name: 123"),
        f"s.yaml:4: sites.a.name is 123; {OR_TEXT}",
    ),
    "empty name": (
        SITE.replace("name: A", "name: ' '"),
        "s.yaml:4: sites.a.name is empty; write some text",
    ),
    "no name": (SITE.replace("    name: A\n", ""), "s.yaml:3: sites.a lacks 'name'; add it"),
    "no title": ("sites: {}\n", "s.yaml:1: the scenario lacks 'title'; add it"),
    "long title": (
        f"title: [{'1, ' * 5000}]\n",
        f"s.yaml:1: title is [1, 1, 1, 1, 1, 1, ...]; {OR_TEXT}",
    ),
    "site without anything": (
        "title: T\nsites:\n  a:\n",
        "s.yaml:3: sites.a is None; write a mapping of keys and values",
    ),
    "list of sites": (
        "title: T\nsites: [a]\n",
        "s.yaml:2: sites is ['a']; write a mapping of keys and values",
    ),
    "mapping of estimates": (
        "title: T\nestimates: {a: 1}\n",
        "s.yaml:2: estimates is {'a': 1}; write a list",
    ),
    "month 13": (SITE + "    from: 2016-13\n", f"s.yaml:9: sites.a.from is '2016-13'; {OR_DATE}"),
    "30 February": (
        SITE + "    events:\n      - on: 2016-02-30\n        what: x\n",
        f"s.yaml:10: sites.a.events.0.on is '2016-02-30'; {OR_DATE}",
    ),
    "event without a day": (
        SITE + "    events:\n      - what: x\n",
        "s.yaml:10: sites.a.events.0 lacks 'on'; add it",
    ),
    "neither country nor geometry": (
        "title: T\nregions:\n  r: {name: R}\n",
        "s.yaml:3: regions.r needs a country or a geometry, and not both",
    ),
    "extends a missing file": (
        "extends: nope.yaml\n",
        "s.yaml:1: extends 'nope.yaml', which does not exist; check the path",
    ),
    "extends an unknown name": (
        "title: T\nextends: epa\n",
        "s.yaml:2: extends 'epa' is no shipped scenario and no file; did you mean 'epaa'?",
    ),
    "extends itself": (
        "title: T\nextends: s.yaml\n",
        "s.yaml:2: extends 's.yaml' leads back to this file; remove it",
    ),
    "extends in a circle": (
        "extends: one.yaml\n",
        "two.yaml:2: extends 'one.yaml' leads back to this file; remove it",
    ),
    "extends a number": ("extends: 5\n", "s.yaml:1: extends is 5; name one scenario or file"),
    "extends two": (
        "extends: [a, b]\n",
        "s.yaml:1: extends is ['a', 'b']; name one scenario or file",
    ),
    "extends GeoJSON": (
        "extends: line.geojson\n",
        "s.yaml:1: extends 'line.geojson'; only a shipped name or a YAML file can be",
    ),
    "extends a long name": (
        f"extends: {'x' * 5000}.yaml\n",
        f"s.yaml:1: extends '{'x' * 27}...{'x' * 23}.yaml', which does not exist; check the path",
    ),
    "extends what no name can be": (
        'extends: "a\\0.yaml"\n',
        "s.yaml:1: extends 'a\\x00.yaml', which does not exist; check the path",
    ),
    "mistake in what is extended": (
        "extends: wrong.yaml\n",
        (
            "wrong.yaml:8: sites.a.lat is 444.0; latitude must be within -90..90 "
            "(are lon and lat swapped?)"
        ),
    ),
    "region file missing": (
        REGION + "nope.geojson\n",
        "s.yaml:5: regions.r.geometry 'nope.geojson': does not exist; check the path",
    ),
    "region file is a folder": (
        REGION + "'.'\n",
        "s.yaml:5: regions.r.geometry '.': cannot be read (Is a directory); choose another file",
    ),
    "region file empty": (
        REGION + "empty.geojson\n",
        "s.yaml:5: regions.r.geometry 'empty.geojson': is empty; export it again",
    ),
    "region file not JSON": (
        REGION + "broken.geojson\n",
        (
            "s.yaml:5: regions.r.geometry 'broken.geojson':2: is not JSON (Expecting property name "
            "enclosed in double quotes); mend it or export it again"
        ),
    ),
    "region file nested deep": (
        REGION + "deep.geojson\n",
        "s.yaml:5: regions.r.geometry 'deep.geojson': is nested too deep; write it flatter",
    ),
    "region file with NaN": (
        REGION + "nan.geojson\n",
        "s.yaml:5: regions.r.geometry 'nan.geojson': holds NaN, which is no JSON number; mend it",
    ),
    "region file with a huge number": (
        REGION + "huge.geojson\n",
        "s.yaml:5: regions.r.geometry has longitude inf; longitude must be within -180..180",
    ),
    "region file with no polygon": (
        REGION + "line.geojson\n",
        "s.yaml:5: regions.r.geometry holds no polygon; draw an area, not points or lines",
    ),
    "region file with no geometry": (
        REGION + "null.geojson\n",
        "s.yaml:5: regions.r.geometry holds no polygon; draw an area, not points or lines",
    ),
    "self-crossing polygon": (
        REGION + "bow.geojson\n",
        (
            "s.yaml:5: regions.r.geometry is no simple polygon (self-intersection at lon 44, "
            "lat 24); draw it without crossings"
        ),
    ),
    "polygon off the Earth": (
        REGION + "off.geojson\n",
        (
            "s.yaml:5: regions.r.geometry has latitude 140; latitude must be within -90..90 "
            "(are lon and lat swapped?)"
        ),
    ),
    "ring of two points": (
        REGION + "{type: Polygon, coordinates: [[[0, 0], [1, 1]]]}\n",
        "s.yaml:5: regions.r.geometry has a ring of 2 points; a polygon needs at least three",
    ),
    "text for a position": (
        REGION + "{type: Polygon, coordinates: [[[0, 0], here, [1, 1]]]}\n",
        "s.yaml:5: regions.r.geometry has 'here' where [lon, lat] belongs; export it again",
    ),
    "number for a geometry": (
        REGION + "5\n",
        (
            "s.yaml:5: regions.r.geometry is no GeoJSON geometry; give a Polygon, a MultiPolygon "
            "or a file of them"
        ),
    ),
}


def polygon(*ring: tuple[float, float]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})


BESIDE = {
    "one.yaml": "extends: two.yaml\n",
    "two.yaml": "title: T\nextends: one.yaml\n",
    "wrong.yaml": SITE.replace("44.08", "444"),
    "empty.geojson": "",
    "broken.geojson": "{\nnope}",
    "deep.geojson": "[" * 300_000,
    "nan.geojson": '{"type": "Polygon", "coordinates": [[[0, NaN], [1, 1], [1, 0]]]}',
    "huge.geojson": '{"type": "Polygon", "coordinates": [[[%s, 0], [1, 1], [1, 0]]]}'
    % ("9" * 5000),
    "line.geojson": '{"type": "LineString", "coordinates": [[0, 0], [1, 1]]}',
    "null.geojson": '{"type": "Feature", "geometry": null}',
    "bow.geojson": polygon((43, 23), (45, 25), (45, 23), (43, 25)),
    "off.geojson": polygon((35, 140), (36, 140), (36, 141)),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in BESIDE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sentence(act: Callable[[], Any]) -> str:
    with pytest.raises(CoverageError) as caught:
        act()
    return str(caught.value)


@pytest.mark.parametrize(("text", "expected"), YAML.values(), ids=YAML)
def test_says_file_line_field_value_and_the_way_out(folder: Path, text: str, expected: str) -> None:
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    said = sentence(lambda: files.scenario("s.yaml"))
    assert said == expected
    assert "\n" not in said
    assert len(said) < 300


FILES = {
    "missing": ("nope.yaml", "nope.yaml: does not exist; check the path"),
    "not UTF-8": ("latin.yaml", "latin.yaml: is not UTF-8 (byte 7); save it as UTF-8"),
    "a folder": (
        "folder.yaml",
        "folder.yaml: cannot be read (Is a directory); choose another file",
    ),
    "unknown name": (
        "homland",
        "'homland' is no shipped scenario and no file; did you mean 'homeland'?",
    ),
    "unknown ending": (
        "s.docx",
        (
            "s.docx: cannot read '.docx'; use .yaml, .geojson, .json, .csv, .tsv, .kml, .kmz, "
            ".gpkg, .shp, .zip, .fgb, .parquet, .geoparquet"
        ),
    ),
    "no collection": (
        "line.geojson",
        "line.geojson: holds no point and no polygon; choose a file of places",
    ),
    "NaN": ("nan.geojson", "nan.geojson: holds NaN, which is no JSON number; mend it"),
}


@pytest.mark.parametrize(("name", "expected"), FILES.values(), ids=FILES)
def test_says_what_is_wrong_with_a_file(folder: Path, name: str, expected: str) -> None:
    (folder / "latin.yaml").write_bytes("title: Łeba".encode("iso8859-2"))
    (folder / "folder.yaml").mkdir()
    (folder / "s.docx").write_text("x")
    assert sentence(lambda: files.scenario(name)) == expected


# GeoJSON


def exported() -> dict[str, Any]:
    text = """
title: T
sites:
  a: {name: A, kind: radar, country: ROU, lon: 24.41, lat: 44.08, from: 2016-05,
      events: [{on: 2016, what: x, source: y}], notes: [{text: n}], source: [p, q]}
regions:
  r: {name: R, geometry: {type: Polygon, coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}
  i: {name: I, country: SYR}
estimates:
  - {name: Me, source: s, entered: 2026, ranges: {a: {range: 9 mi, bearings: [9, 80], inner: 1 mi}}}
  - {name: You, ranges: {r: {low: 5 km, high: 9 km, from: anywhere}}}
"""
    scenario = Scenario.model_validate(yaml_text.parse(text, "x").data)
    shapes = [
        (estimate.name, id_, {"type": "Polygon", "coordinates": []})
        for estimate in scenario.estimates
        for id_ in estimate.ranges
    ]
    regions = {id_: region.geometry or {} for id_, region in scenario.regions.items()}
    whole: dict[str, Any] = json.loads(json.dumps(geojson.collection(scenario, shapes, regions)))
    return whole


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    whole: Any = exported()
    node = whole
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = to
    return whole


GEOJSON: dict[str, tuple[dict[str, Any], str]] = {
    "no list of features": (
        changed("features", to=5),
        "x: is not as 'shieldmap export' writes it; export it again",
    ),
    "feature without properties": (
        changed("features", 0, "properties", to=None),
        "x: feature 0 has no properties; export it again",
    ),
    "feature of another role": (
        changed("features", 0, "properties", "role", to=["site"]),
        "x: feature 0 has the role ['site']; use site, region or coverage",
    ),
    "id that is no text": (
        changed("features", 0, "properties", "id", to=7),
        "x: feature 0.id is 7; write text",
    ),
    "site without a point": (
        changed("features", 0, "geometry", to=None),
        "x: feature 0 is a site without a Point; give it one",
    ),
    "site with NaN": (
        changed("features", 0, "geometry", "coordinates", to=[float("nan"), 1]),
        "x: feature 0.lon is nan; write a finite number in degrees",
    ),
    "site off the Earth": (
        changed("features", 0, "geometry", "coordinates", to=[24, 144]),
        "x: feature 0.lat is 144.0; latitude must be within -90..90 (are lon and lat swapped?)",
    ),
    "same site twice": (
        changed("features", 1, to=exported()["features"][0]),
        "x: feature 1 repeats the site 'a'; remove one",
    ),
    "region without a polygon": (
        changed("features", 1, "geometry", to=None),
        "x: feature 1 needs a country or a geometry, and not both",
    ),
    "region of points": (
        changed("features", 1, "geometry", to={"type": "Point", "coordinates": [0, 0]}),
        "x: feature 1.geometry holds no polygon; draw an area, not points or lines",
    ),
    "range that is text": (
        changed("features", 3, "properties", "range_m", to="far"),
        "x: feature 3.range_m is 'far'; write metres as a number",
    ),
    "range that is infinite": (
        changed("features", 3, "properties", "range_m", to=float("inf")),
        "x: feature 3.range_m is inf; write metres as a number",
    ),
    "range for nothing": (
        changed("features", 3, "properties", "id", to="b"),
        "x: estimates.0.ranges.b is a range for no site or region; known are a, r, i",
    ),
    "estimate without a name": (
        changed("features", 3, "properties", "estimate", to=None),
        "x: feature 3.estimate is None; write text",
    ),
    "estimates that are no list": (
        changed("shieldmap", "estimates", to={"a": 1}),
        "x: shieldmap.estimates is no list of mappings; export it again",
    ),
}


@pytest.mark.parametrize(("data", "expected"), GEOJSON.values(), ids=GEOJSON)
def test_says_which_feature_is_wrong(data: dict[str, Any], expected: str) -> None:
    assert sentence(lambda: geojson.to_scenario(data, "x")) == expected


# Anything at all

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["site", "Polygon", "Point", "anywhere", "ROU", "1 km", "9" * 400]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def places_in(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = (
        node.keys() if isinstance(node, dict) else range(len(node) if isinstance(node, list) else 0)
    )
    return [path, *(each for key in keys for each in places_in(node[key], (*path, key)))]


PLACES = places_in(exported())[1:]


def only_coverage_errors(act: Callable[[], Any]) -> None:
    try:
        act()
    except CoverageError as error:
        said = str(error)
    else:
        said = ""
    assert "\n" not in said
    assert len(said) < 600


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON), min_size=1, max_size=2))
def test_a_changed_export_reads_or_says_why_not(changes: list[tuple[Any, Any]]) -> None:
    whole = exported()
    for path, value in changes:
        node: Any = whole
        for key in path[:-1]:
            node = node[key] if isinstance(node, dict | list) and key in _keys(node) else {}
        if isinstance(node, dict | list) and path[-1] in _keys(node):
            node[path[-1]] = value
    only_coverage_errors(lambda: geojson.to_scenario(whole, "x"))


def _keys(node: Any) -> Any:
    return node.keys() if isinstance(node, dict) else range(len(node))


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_reads_or_says_why_not(data: Any) -> None:
    only_coverage_errors(lambda: geojson.to_scenario(data, "x"))


def read_text(text: str) -> Scenario:
    document = yaml_text.parse(text, "x")
    with document.located():
        return Scenario.model_validate(document.data)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_reads_or_says_why_not(text: str) -> None:
    only_coverage_errors(lambda: read_text(text))


@cache
def shipped_text() -> str:
    folder = Path(files.__file__).parent / "scenarios"
    return (folder / "homeland.yaml").read_text(encoding="utf-8")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_changed_scenario_reads_or_says_why_not(data: st.DataObject) -> None:
    text = shipped_text()
    first = data.draw(st.integers(0, len(text)))
    last = first + data.draw(st.integers(0, 30))
    odd = st.sampled_from(["[", "{", "*a", "&a ", "!!x ", "\t", "- ", ": ", "#", "'", "\0", "? "])
    put = data.draw(odd | st.text(max_size=5))
    only_coverage_errors(lambda: read_text(text[:first] + put + text[last:]))


# Names are data

HOSTILE = [
    "{{7*7}}",
    "{% raw %}",
    "${alert(1)}",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"double\" 'single' `back`",
    "back\\slash \\n \\u0041",
    "🚀🛡️ é",
    "רדאר עברית رادار",
    "\u202eleft to right\u202c",
    "a\u2028b\u2029c",
    "--> ]]> &amp; %s",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_passes_through_as_typed(tmp_path: Path, name: str) -> None:
    quoted = json.dumps(name, ensure_ascii=max(name) < "\U00010000")  # as YAML has it
    path = tmp_path / "s.yaml"
    path.write_text(
        f"title: {quoted}\nsites:\n  a: {{name: {quoted}, kind: radar, lon: 1, lat: 2,\n"
        f"      notes: [{{text: {quoted}, source: {quoted}}}]}}\n"
        f"estimates: [{{name: {quoted}, source: {quoted}, ranges: {{a: 5 km}}}}]\n",
        encoding="utf-8",
    )
    scenario = files.scenario(path)
    site, (estimate,) = scenario.sites["a"], scenario.estimates
    assert {scenario.title, site.name, estimate.name, estimate.source} == {name}
    assert (site.notes[0].text, site.notes[0].source) == (name, (name,))
    out = tmp_path / "out.geojson"
    files.write_text(out, json.dumps(coverage.feature_collection(scenario)))
    assert files.scenario(out) == scenario


@pytest.mark.parametrize("word", ["No", "on", "yes", "off", "Y", "1_000", "0x10", "12:30:00", "="])
def test_words_that_yaml_1_1_would_change_stay_text(word: str) -> None:
    assert read_text(SITE.replace("name: A", f"name: {word}")).sites["a"].name == word


def test_on_is_a_key() -> None:
    scenario = read_text(SITE + "    events:\n      - {on: 2016-05-12, what: off}\n")
    assert scenario.sites["a"].events[0].model_dump() == {
        "on": "2016-05-12",
        "what": "off",
        "source": (),
        "operational": False,
    }


@pytest.mark.parametrize("date", ["2016", "2016-05", "2016-05-12", '"2016"'])
def test_dates_stay_as_exact_as_they_were_written(date: str) -> None:
    assert read_text(SITE + f"    from: {date}\n").sites["a"].from_ == date.strip('"')


def test_an_anchor_alone_does_no_harm() -> None:
    assert read_text("title: &t T\n").title == "T"


# Output that cannot be written


def test_an_unwritable_output_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    for path, reason in (
        (file / "map.html", "Not a directory"),
        (tmp_path / "no" / "map.html", "No such file or directory"),
        (tmp_path, "is a folder"),
        (tmp_path / ("x" * 300), "File name too long"),
        (tmp_path / "a\0b", "embedded null byte"),
    ):
        with pytest.raises(UnwritableOutput) as caught:
            files.write_text(path, "new")
        expected = f"{path}: cannot be written ({reason}); choose another place with -o"
        assert str(caught.value) == expected
    assert file.read_text() == "old"


def test_every_message_of_this_file_tells_a_way_out() -> None:
    for _, said in [*YAML.values(), *FILES.values(), *GEOJSON.values()]:
        assert re.search(r"; |, (enter|did)|needs (a|either)", said), said
