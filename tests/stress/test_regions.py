"""Regions and areas as readers give them over +-180 and round a pole: read as meant, and reached.

What is meant is written down here as the cut polygon of RFC 7946; distances are geographiclib's.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

import geo
from geo.coverage import region_shape, shape
from geo.errors import BadRegion, CoverageError
from geo.files import read_areas

Ring = list[list[float]]

CUT = shapely.MultiPolygon([shapely.box(170, 0, 180, 10), shapely.box(-180, 0, -170, 10)])
CAP, BAND = shapely.box(-180, 70, 180, 90), shapely.box(-180, -60, 180, 60)
HOLED = CUT - shapely.MultiPolygon([shapely.box(178, 2, 180, 4), shapely.box(-180, 2, -178, 4)])


def box(west: float, east: float, south: float = 0, north: float = 10) -> Ring:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


# What is written, and what it means.
READ: dict[str, tuple[list[Ring], Any]] = {
    "up to 190": ([box(170, 190)], CUT),
    "from -190": ([box(-190, -170)], CUT),
    "with a jump": ([box(170, -170)], CUT),
    "with a jump, clockwise": ([box(170, -170)[::-1]], CUT),
    "all of it beyond": ([box(185, 190)], shapely.box(-175, 0, -170, 10)),
    "from 0 to 360, in steps": ([[[x, 0] for x in (0, 90, 180, 270, 360)]
                                 + [[x, 10] for x in (360, 270, 180, 90, 0)] + [[0, 0]]],
                                shapely.box(-180, 0, 180, 10)),
    "with a hole in each convention": ([box(170, 190), box(178, -178, 2, 4)], HOLED),
    "a hole far away in numbers": ([box(-190, -170), box(178, 182, 2, 4)], HOLED),
    "a band all round": ([box(-180, 180, -60, 60)], BAND),
    "a cap, closed along the pole": ([[[-180, 70], [0, 70], [180, 70], [180, 90], [-180, 90],
                                       [-180, 70]]], CAP),
    "a ring round a pole": ([[[20, 70], [110, 70], [-160, 70], [-70, 70], [20, 70]]], CAP),
    "a ring round a pole, clockwise": ([[[20, 70], [-70, 70], [-160, 70], [110, 70], [20, 70]]],
                                       CAP),
    "a ring round the other pole": ([[[x, -70] for x in (0, 120, 240, 360)]],
                                    shapely.box(-180, -90, 180, -70)),
    "a ring round it from -180 to 180": ([[[x, -70] for x in range(-180, 181, 40)]],
                                         shapely.box(-180, -90, 180, -70)),
    "a ring round a pole, with a hole round it": ([[[x, 70] for x in (0, 90, 180, -90, 0)],
                                                   [[x, 80] for x in (5, 95, -175, -85, 5)]],
                                                  shapely.box(-180, 70, 180, 80)),
    "a sliver": ([box(5, 6, 5, 5 + 1e-9)], shapely.box(5, 5, 6, 5 + 1e-9)),
}  # fmt: skip

REFUSED = {
    "a point": ([[5, 5]] * 4, "has no area; draw a polygon whose corners are not all in one line"),
    "a line": ([[5, 5], [6, 6], [7, 7], [5, 5]], "has no area; draw a polygon whose corners"),
    "a bow tie over the antimeridian": ([[170, 0], [190, 10], [190, 0], [170, 10], [170, 0]],
                                        r"crosses|self-intersection at lon 180, lat 5"),
    "a ring round the equator": ([[0, -1], [90, 1], [180, -1], [-90, 1], [0, -1]],
                                 "runs round the whole Earth; close it along the pole"),
    "beyond a turn": (box(5, 400), "has longitude 400; longitude must be within -180..180"),
}  # fmt: skip


def read(rings: list[Ring]) -> geo.Region:
    geometry = {"type": "Polygon", "coordinates": rings}
    return geo.Region(name="R", kind="launch", geometry=geometry)


@pytest.mark.parametrize(("rings", "meant"), READ.values(), ids=READ)
def test_a_region_is_read_as_meant_and_reached(rings: list[Ring], meant: Any) -> None:
    region = read(rings)
    found = region_shape(region)
    assert found.is_valid
    assert shapely.symmetric_difference(found, meant).area < 1e-9
    assert read(region.geometry["coordinates"] if found.geom_type == "Polygon" else rings) == region
    reach = shape(region, geo.Range(range_m=500_000.0), tolerance=1000.0)
    assert reach.is_valid
    assert shapely.difference(meant, reach).area < 1e-9
    for lon, lat in shapely.get_coordinates(shapely.segmentize(meant.boundary, 90)):
        for turn in range(0, 360, 60):
            there = Geodesic.WGS84.Direct(lat, lon, turn, 498_000)
            assert shapely.intersects_xy(reach, there["lon2"], there["lat2"]), (lon, lat, turn)
    # 502 km are at most 4.54 degrees of latitude.
    _, south, _, north = meant.bounds
    assert reach.bounds[1] > south - 4.55
    assert reach.bounds[3] < north + 4.55


@pytest.mark.parametrize(("ring", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(ring: Ring, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read([ring])


def test_areas_are_read_alike(tmp_path: Path) -> None:
    site = geo.Site(name="A", kind="radar", lon=179, lat=5)
    scenario = geo.Scenario(title="T", sites={"a": site}).with_ranges(a="800 km")
    (wanted,) = geo.shares(scenario, {"x": CUT}).to_dict("records")
    for given in (shapely.box(170, 0, 190, 10), shapely.box(-190, 0, -170, 10)):
        (found,) = geo.shares(scenario, {"x": given}).to_dict("records")
        assert found == pytest.approx(wanted)
    file = tmp_path / "areas.geojson"
    for ring in (box(170, 190), box(-190, -170), box(170, -170)):
        file.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
        (found,) = geo.shares(scenario, read_areas(file)).to_dict("records")
        assert found["share"] == pytest.approx(wanted["share"])
    file.write_text(json.dumps({"type": "Polygon", "coordinates": [REFUSED["a line"][0]]}))
    with pytest.raises(CoverageError, match=r"areas\.geojson: area 1 has no area"):
        read_areas(file)
    for given in (
        shapely.box(0, 80, 10, 100),
        shapely.box(0, 0, 400, 10),
        shapely.box(0, 0, 1, np.inf),
    ):
        with pytest.raises(BadRegion, match="area 'x'"):
            geo.shares(scenario, {"x": given})
