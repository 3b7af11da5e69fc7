"""The golden table (tests/data/README.md) against the Python geometry."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import shape

from geo.countries import country
from geo.geodesic import azimuth, destination, distance
from geo.reach import reach_from_anywhere, reach_from_everywhere
from geo.shapes import annulus, circle, sector

GOLDEN = json.loads((Path(__file__).parents[1] / "data" / "golden.json").read_text("utf-8"))
REACHES = {"anywhere": reach_from_anywhere, "everywhere": reach_from_everywhere}

# Lambert's cylindrical equal-area: on the authalic sphere, planar area is area on the ellipsoid.
EQUAL_AREA = Transformer.from_crs("EPSG:4326", "+proj=cea +ellps=WGS84", always_xy=True)


def name(case):
    numbers = (v for k, v in case.items() if k not in {"probes", "area", "poles"})
    return " ".join("inline" if isinstance(v, dict) else str(v) for v in numbers)


def columns(kind, *keys):
    return (np.array([case[key] for case in GOLDEN[kind]]) for key in keys)


def assert_probes(polygon, case):
    assert shapely.is_valid(polygon)
    for lon, lat, inside in case["probes"]:
        assert shapely.contains_xy(polygon, lon, lat) == inside, (lon, lat)


def test_destination():
    lon, lat, azimuths, metres, lon2, lat2 = columns(
        "direct", "lon", "lat", "azimuth", "distance", "lon2", "lat2"
    )
    found = destination(lon, lat, azimuths, metres)
    assert distance(*found, lon2, lat2).max() < 1e-5


def test_distance_and_azimuth():
    *places, metres, azimuths = columns(
        "inverse", "lon1", "lat1", "lon2", "lat2", "distance", "azimuth"
    )
    assert np.abs(distance(*places) - metres).max() < 1e-5
    # Between a place and itself or its antipode every bearing is as good as another.
    unique = (metres > 1) & (metres < 19_900_000)
    turn = (azimuth(*places) - azimuths + 180) % 360 - 180
    assert np.abs(turn[unique]).max() < 1e-7


@pytest.mark.parametrize("case", GOLDEN["discs"], ids=name)
def test_disc(case):
    disc = circle(case["lon"], case["lat"], case["radius"])
    assert_probes(disc, case)
    for pole in (90, -90):
        assert (shapely.distance(disc, shapely.Point(0, pole)) == 0) == (pole in case["poles"])


# The plane of equal areas has too few digits for a disc of 1 m at a pole.
@pytest.mark.parametrize("case", [c for c in GOLDEN["discs"] if c["radius"] >= 1000], ids=name)
def test_disc_area(case):
    disc = circle(case["lon"], case["lat"], case["radius"], tolerance=1.0)
    # Edges are straight in lon/lat and bent in the plane of equal areas: cut them small.
    planar = shapely.transform(
        shapely.segmentize(disc, 0.05), EQUAL_AREA.transform, interleaved=False
    )
    assert planar.area == pytest.approx(case["area"], rel=1e-5)


@pytest.mark.parametrize("case", GOLDEN["annuli"], ids=name)
def test_annulus(case):
    assert_probes(annulus(case["lon"], case["lat"], case["inner"], case["outer"]), case)


@pytest.mark.parametrize("case", GOLDEN["sectors"], ids=name)
def test_sector(case):
    place = case["lon"], case["lat"], case["radius"], case["bearings"]
    assert_probes(sector(*place, inner=case["inner"]), case)


@pytest.mark.parametrize("case", GOLDEN["reaches"], ids=name)
def test_reach(case):
    named = isinstance(case["region"], str)
    region = country(case["region"]) if named else shape(case["region"])
    assert_probes(REACHES[case["mode"]](region, case["radius"]), case)


def test_an_empty_answer_has_no_place_inside():
    (case,) = (c for c in GOLDEN["reaches"] if not any(inside for *_, inside in c["probes"]))
    assert REACHES[case["mode"]](shape(case["region"]), case["radius"]).is_empty
