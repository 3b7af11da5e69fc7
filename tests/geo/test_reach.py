"""Reach of regions, measured by pyproj from a region's densely sampled boundary.

A sample of the measured distances is measured by geographiclib as well.
"""

import itertools
from typing import Any

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from pyproj import Geod

from geo import countries
from geo.errors import BadRegion
from geo.reach import reach_from_anywhere, reach_from_everywhere
from geo.shapes import circle

EARTH = Geodesic.WGS84
BULK = Geod(ellps="WGS84")

WITHIN = 25.0  # metres, at a tolerance of 10


def inverse(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    return float(EARTH.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE)["s12"])


def sampled(region: Any, spacing: float) -> np.ndarray:
    """Return places on a region's edges, straight in lon/lat, about `spacing` metres apart."""
    found = []
    for ring in shapely.get_rings(shapely.get_parts(region)):
        xy = shapely.get_coordinates(ring)
        for a, b in itertools.pairwise(xy):
            count = int(np.hypot(*(b - a)) * 111_700 / spacing) + 1
            found.append(a + np.arange(count)[:, None] / count * (b - a))
    return np.concatenate(found)


def on_sphere(xy: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(xy).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def extreme_distance(places: np.ndarray, region: np.ndarray, *, farthest: bool) -> np.ndarray:
    """Return the distance in metres from each place to the nearest or farthest of a region's.

    A sphere tells which of the region's places can be it: distances on it are those on the
    ellipsoid to 0.6 %.
    """
    there, sign = on_sphere(region), -1 if farthest else 1
    found = np.full(len(places), np.inf)
    for first in range(0, len(places), 500):
        part = places[first : first + 500]
        cosines = sign * (on_sphere(part) @ there.T)
        least = sign * np.arccos(np.clip(sign * cosines.max(axis=1, keepdims=True), -1, 1))
        allowed = np.clip(sign * (least + 0.012 * np.abs(least) + 1e-6), 0, np.pi)
        i, j = np.nonzero(cosines >= sign * np.cos(allowed))
        _, _, metres = BULK.inv(*part[i].T, *region[j].T)
        assert metres[0] == pytest.approx(inverse(*part[i[0]], *region[j[0]]), abs=1e-3)
        np.minimum.at(found, first + i, sign * metres)
    return sign * found


def own_vertices(shape: Any) -> np.ndarray:
    """Return the vertices but those of the cuts at the antimeridian and along the poles."""
    xy = shapely.get_coordinates(shape)
    return xy[~(np.abs(xy) == (180, 90)).any(axis=1)]


def assert_well_formed(shape: Any) -> None:
    assert shape.is_valid, shapely.is_valid_reason(shape)
    for part in shapely.get_parts(shape):
        assert part.exterior.is_ccw
        assert not any(hole.is_ccw for hole in part.interiors)
    west, south, east, north = shape.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


def scattered(shape: Any, count: int) -> np.ndarray:
    """Return places over the whole Earth, and more of them about the vertices of a shape."""
    rng = np.random.default_rng(8)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    everywhere = np.column_stack([rng.uniform(-180, 180, count), lat])
    about = rng.choice(shapely.get_coordinates(shape), count)
    about = about + rng.normal(0, 1, (count, 2)) * 10 ** rng.uniform(-3, 1, (count, 1))
    return np.vstack([everywhere, about[(np.abs(about) < (180, 90)).all(axis=1)]])


# How finely the boundary is sampled, so that gaps (spacing^2 / 8 range) stay below 4 m.
COUNTRIES = [
    ("IRN", 3e5, 2e3),
    ("IRN", 2e6, 5e3),
    ("IRN", 5e6, 8e3),
    ("PRK", 3e5, 2e3),
    ("PRK", 2e6, 5e3),
    ("PRK", 5e6, 8e3),
    ("RUS", 3e5, 3e3),
    ("RUS", 2e6, 8e3),
    ("RUS", 5e6, 1.2e4),
]


# Short ranges take another way: strips beside the edges.
SHORT = [("PRK", 2e3, 150.0), ("PRK", 5e4, 1e3), ("NOR", 1.5e5, 2e3)]


@pytest.mark.parametrize(("code", "radius", "spacing"), COUNTRIES + SHORT)
def test_from_anywhere_every_vertex_is_at_the_range_from_the_country(
    code: str, radius: float, spacing: float
) -> None:
    region = countries.country(code)
    shape = reach_from_anywhere(region, radius, tolerance=10.0)
    assert_well_formed(shape)
    edge = sampled(region, spacing)
    metres = extreme_distance(own_vertices(shape), edge, farthest=False)
    assert np.max(np.abs(metres - radius)) < WITHIN
    xy = scattered(shape, 300)
    metres = extreme_distance(xy, edge, farthest=False)
    metres = np.where(shapely.contains_xy(region, xy), 0, metres)
    clear = np.abs(metres - radius) > WITHIN
    assert np.array_equal(shapely.contains_xy(shape, xy)[clear], (metres < radius)[clear])


@pytest.mark.parametrize(
    ("code", "radius", "spacing"), [each for each in COUNTRIES if each[0] != "RUS"]
)
def test_from_everywhere_every_vertex_is_at_the_range_from_the_far_side(
    code: str, radius: float, spacing: float
) -> None:
    region = countries.country(code)
    shape = reach_from_everywhere(region, radius, tolerance=10.0)
    edge = sampled(region, spacing)
    if radius == 3e5:  # both countries are wider than that
        assert shape.is_empty
        xy = scattered(region, 300)
        assert np.min(extreme_distance(xy, edge, farthest=True)) > radius
        return
    assert_well_formed(shape)
    metres = extreme_distance(own_vertices(shape), edge, farthest=True)
    assert np.max(np.abs(metres - radius)) < WITHIN
    xy = scattered(shape, 300)
    metres = extreme_distance(xy, edge, farthest=True)
    clear = np.abs(metres - radius) > WITHIN
    assert np.array_equal(shapely.contains_xy(shape, xy)[clear], (metres < radius)[clear])


@pytest.mark.parametrize("radius", [6e4, 2e5, 3e6, 12e6])
@pytest.mark.parametrize(
    "region",
    [
        shapely.box(10, 40, 20, 50),
        shapely.box(160, 40, 180, 50),
        shapely.Polygon([(0, 60), (70, 80), (90, 60)]),
        shapely.MultiPolygon([shapely.box(175, -5, 180, 5), shapely.box(-180, -5, -170, 5)]),
        shapely.box(-180, 80, 180, 90),
        shapely.Polygon(
            [(0, 0), (20, 0), (20, 20), (0, 20)], [[(5, 5), (15, 5), (15, 15), (5, 15)]]
        ),
    ],
    ids=[
        "box",
        "up to the antimeridian",
        "aslant",
        "across the antimeridian",
        "round a pole",
        "with a hole",
    ],
)
def test_drawn_regions(region: Any, radius: float) -> None:
    shape = reach_from_anywhere(region, radius, tolerance=10.0)
    assert_well_formed(shape)
    edge = sampled(region, 8e3 if radius > 1e6 else 2e3 if radius > 1e5 else 1e3)
    xy = np.vstack([own_vertices(shape)[:500], scattered(shape, 400)])
    metres = extreme_distance(xy, edge, farthest=False)
    metres = np.where(shapely.intersects_xy(region, xy), 0, metres)
    clear = np.abs(metres - radius) > WITHIN
    assert np.array_equal(shapely.contains_xy(shape, xy)[clear], (metres < radius)[clear])


@pytest.mark.parametrize("radius", [2e4, 6e4, 1.5e5])
def test_between_vertices_as_well_edges_are_at_the_range(radius: float) -> None:
    # Steep edges near a pole: what lies beside them is bent in lon/lat as nowhere else.
    region = shapely.box(-20, 74, -5, 79)
    shape = reach_from_anywhere(region, radius, tolerance=10.0)
    xy = shapely.get_coordinates(shape)
    metres = extreme_distance((xy[1:] + xy[:-1]) / 2, sampled(region, 500.0), farthest=False)
    assert np.max(np.abs(metres - radius)) < WITHIN


def test_a_hole_that_is_narrower_than_the_range_is_filled() -> None:
    ring = shapely.box(0, 0, 10, 10) - shapely.box(4, 4, 6, 6)
    assert not shapely.get_parts(reach_from_anywhere(ring, 3e5))[0].interiors
    assert shapely.get_parts(reach_from_anywhere(ring, 3e4))[0].interiors


def test_a_tiny_region_is_as_a_place() -> None:
    dot = shapely.box(24.41, 44.08, 24.41 + 1e-6, 44.08 + 1e-6)
    disc = circle(24.41, 44.08, 1e6)
    for reach in (reach_from_anywhere, reach_from_everywhere):
        assert shapely.symmetric_difference(reach(dot, 1e6), disc).area < 1e-3


def test_everywhere_is_within_anywhere() -> None:
    region = countries.country("SYR")
    anywhere, everywhere = reach_from_anywhere(region, 2e6), reach_from_everywhere(region, 2e6)
    assert anywhere.covers(everywhere)
    assert anywhere.covers(region)


def test_a_range_below_the_tolerance_leaves_the_region_as_it_is() -> None:
    region = countries.country("RUS")
    assert reach_from_anywhere(region, 90.0, tolerance=100.0).equals(region)


@pytest.mark.parametrize("region", [shapely.Polygon(), shapely.MultiPolygon()])
def test_a_region_without_area_is_refused(region: Any) -> None:
    for reach in (reach_from_anywhere, reach_from_everywhere):
        with pytest.raises(BadRegion, match="a region has no area; draw a polygon"):
            reach(region, 1e6)
