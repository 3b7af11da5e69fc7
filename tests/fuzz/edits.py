"""Bytes as edits of good input, so that fuzzing gets past the parsers to what they feed.

Three bytes are one edit: two say where, one says what.
"""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

VALUES: list[Any] = [
    *(None, True, False, 0, -0.0, 1, -1, 90, 180, -180.5, 1e308, 10**18, 0.5, 2016),
    *("", " ", "a", "b", "r", "x" * 300, "é\u0301", "\n", "\u2028", "\ud800", "²", "٣", "1_0"),
    *("1 km", "0 km", "500 mi", "1e400 m", "nan km", "30000 km", "1 parsec", "2016-05", "2016-13"),
    *("Point", "Polygon", "MultiPolygon", "GeometryCollection", "FeatureCollection", "Feature"),
    *("site", "region", "coverage", "scenario", "radar", "launch", "sea", "interceptor", "ROU"),
    *(
        "everywhere",
        "anywhere",
        "EPSG:4326",
        "EPSG:32635",
        "CRS84",
        "globe",
        "round",
        "flat",
        "map",
    ),
    *("[[[[", '{"text": 1}', "70 to 190", "POINT (1 2)", "CIRCULARSTRING (0 0,1 1,2 0)", "… [1]"),
    *("base.yaml", "area.geojson", "x.yaml", "x.geojson", "/dev/zero", "../inside/area.geojson"),
    *([], {}, [[]], [0, 0], [180, 90], [1, 2, 3], [None], ["a"], {"type": "Polygon"}),
    {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
    {"type": "Polygon", "coordinates": [[[170, 1], [-170, 1], [-170, 2], [170, 2], [170, 1]]]},
    {"type": "MultiPolygon", "coordinates": [[[[0, 0], [9, 0], [9, 9], [0, 0]]]] * 2},
    {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]},
    {"range": "5 km", "inner": "1 km", "bearings": [0, 360], "from": "everywhere"},
    {"low_m": 1, "high_m": 2, "unit": "nmi"},
    *(
        "name",
        "id",
        "role",
        "kind",
        "country",
        "lon",
        "lat",
        "range",
        "unit",
        "radius_km",
        "events",
    ),
    *(
        "geometry",
        "type",
        "coordinates",
        "estimate",
        "source",
        "notes",
        "center",
        "isCircle",
        "crs",
    ),
]
"""What is put in: as a value, or where it is text also as a key."""

WORDS = [*(json.dumps(each) if not isinstance(each, str) else each for each in VALUES), "'", '"']
WORDS += ["<Point>", "</Point>", "<Polygon>", "<Placemark>", "</Placemark>", "<!DOCTYPE k>", "&lt;"]
WORDS += ["&x;", "<![CDATA[", "]]>", '<Data name="range">', "<value>", "</value>", "</Data>", ","]

_TOKEN = re.compile(r"<[^<>]*>|[\w.]+|\s+|.", re.DOTALL)


def edits(held: bytes) -> Iterator[tuple[int, int]]:
    """Yield places (to be taken modulo how many there are) and what to do there."""
    for at in range(0, min(len(held) - 2, 60), 3):
        yield int.from_bytes(held[at : at + 2]), held[at + 2]


def tree(seed: Any, held: bytes) -> Any:
    """Return plain data with some of its values replaced, moved under other keys or taken out."""
    whole = [copy.deepcopy(seed)]
    for where, what in edits(held):
        listed = list(_places(whole))
        node, key = listed[where % len(listed)]
        value = copy.deepcopy(VALUES[what % len(VALUES)])
        if what >= 2 * len(VALUES):
            del node[key]
            if not whole:
                return None
        elif what >= len(VALUES) and isinstance(node, dict) and isinstance(value, str):
            node[value] = node.pop(key)
        else:
            node[key] = value
    return whole[0]


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(node) if isinstance(node, dict) else range(len(node))
    for key in keys:
        yield node, key
        if isinstance(node[key], dict | list):
            yield from _places(node[key])


def tokens(seed: str, held: bytes) -> str:
    """Return text with some of its words, signs and tags replaced, doubled or taken out."""
    parts = _TOKEN.findall(seed)
    for where, what in edits(held):
        if not parts:
            break
        at = where % len(parts)
        if what < len(WORDS):
            parts[at] = WORDS[what]
        elif what % 3 == 0:
            del parts[at]
        elif what % 3 == 1:
            parts[at:at] = parts[at : at + 8]
        else:
            parts[at] = parts[(where * 31 + what) % len(parts)]
    return "".join(parts)
