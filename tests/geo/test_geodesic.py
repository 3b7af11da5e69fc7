"""Geodesics against geographiclib: Karney's own Python, which shares no code with PROJ."""

from itertools import product

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geodesic import (
    ROUND_FROM,
    TOLERANCE,
    HalfArcs,
    azimuth,
    destination,
    distance,
    half_arcs,
    radial,
)
from geo.limits import FARTHEST

EARTH = Geodesic.WGS84

RADII = [1.0, 1e3, 1e5, 1e6, 5e6, 10_008_000.0, 15e6, 19.9e6]
LATS = [0.0, 35.0, -52.5, 85.0, 90.0, -90.0]

lons = st.floats(-180, 180)
lats = st.floats(-90, 90)


def inverse(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    return float(EARTH.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE)["s12"])


def tolerance_at(radius: float) -> float:
    return TOLERANCE * min(1, radius / ROUND_FROM)


@given(lons, lats, lons, lats)
def test_distance(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    true = inverse(lon1, lat1, lon2, lat2)
    assert float(distance(lon1, lat1, lon2, lat2)) == pytest.approx(true, abs=1e-6)


@given(st.floats(-1, 1), lats, st.floats(-1, 1))
def test_distance_near_the_antipode(dlon: float, lat: float, dlat: float) -> None:
    there = 180.0 + dlon, float(np.clip(-lat + dlat, -90, 90))
    assert float(distance(0.0, lat, *there)) == pytest.approx(inverse(0.0, lat, *there), abs=1e-6)


@given(lons, st.floats(-89.9, 89.9), st.floats(0, 360), st.floats(1, 19e6))
def test_destination_lies_at_distance_and_azimuth(
    lon: float, lat: float, bearing: float, metres: float
) -> None:
    there = EARTH.Direct(lat, lon, bearing, metres)
    lon2, lat2 = destination(lon, lat, bearing, metres)
    assert inverse(float(lon2), float(lat2), there["lon2"], there["lat2"]) < 1e-6
    assert -180 <= lon2 <= 180


@given(lons, st.floats(-89, 89), st.floats(0, 360), st.floats(1e3, 19e6))
def test_azimuth_is_the_bearing_that_leads_there(
    lon: float, lat: float, bearing: float, metres: float
) -> None:
    found = float(azimuth(lon, lat, *destination(lon, lat, bearing, metres)))
    assert 0 <= found <= 360
    assert abs((found - bearing + 180) % 360 - 180) < 1e-6


def test_distances_broadcast() -> None:
    assert distance([0.0, 1.0], [[0.0], [1.0], [2.0]], 5.0, 5.0).shape == (3, 2)
    lon, lat = destination(0.0, 0.0, [[0.0], [90.0]], [1e3, 2e3, 3e3])
    assert lon.shape == lat.shape == (2, 3)


def test_the_farthest_place_is_the_antipode() -> None:
    most = max(inverse(0, lat, 180, -lat) for lat in np.linspace(0, 90, 91))
    assert pytest.approx(most, abs=1e-3) == FARTHEST


@pytest.mark.parametrize(("lat", "radius"), list(product(LATS, RADII)))
def test_every_vertex_is_at_its_radius(lat: float, radius: float) -> None:
    half = half_arcs([lat], [radius])
    off = [inverse(0, lat, *place) - radius for place in zip(half.dlon, half.lat, strict=True)]
    assert np.max(np.abs(off)) < 1e-3


@settings(max_examples=50, deadline=None)
@given(lats, st.floats(1, 19.9e6), st.sampled_from([1.0, 10.0, 100.0, 10_000.0]))
def test_edges_stay_within_the_tolerance(lat: float, radius: float, tolerance: float) -> None:
    half = half_arcs([lat], [radius], tolerance=tolerance)
    off = edges_off(half, lat, radius)
    assert off < tolerance * min(1, radius / ROUND_FROM)


@pytest.mark.parametrize("beside", [-150.0, -1.0, -1e-3, 0.0, 1e-3, 1.0, 50.0, 150.0])
@pytest.mark.parametrize("lat", [85.0, 44.08, -10.0])
def test_edges_stay_within_the_tolerance_where_a_ring_almost_touches_a_pole(
    lat: float, beside: float
) -> None:
    for pole in (90.0, -90.0):
        radius = inverse(0, lat, 0, pole) + beside
        assert edges_off(half_arcs([lat], [radius]), lat, radius) < tolerance_at(radius)


def edges_off(half: HalfArcs, lat: float, radius: float) -> float:
    """Return how far any of 20 points along any edge lies from the circle, in metres."""
    part = np.linspace(0, 1, 21)[:, None]
    dlon = half.dlon[:-1] + part * np.diff(half.dlon)
    lat2 = half.lat[:-1] + part * np.diff(half.lat)
    return float(np.max(np.abs(distance(0.0, lat, dlon, lat2) - radius)))


def test_many_circles_are_as_one_by_one() -> None:
    rng = np.random.default_rng(7)
    lat, radius = rng.uniform(-90, 90, 40), rng.uniform(1, 19.9e6, 40)
    together = half_arcs(lat, radius)
    for nth in range(lat.size):
        alone = half_arcs(lat[nth], radius[nth])
        mine = together.circle == nth
        assert np.array_equal(together.dlon[mine], alone.dlon)
        assert np.array_equal(together.lat[mine], alone.lat)


def test_half_arcs_run_from_north_to_south_on_the_eastern_side() -> None:
    half = half_arcs(LATS, [5e6] * len(LATS))
    assert np.all((half.dlon >= 0) & (half.dlon <= 180))
    for nth in range(len(LATS)):
        mine = half.azimuth[half.circle == nth]
        assert (mine[0], mine[-1]) == (0, 180)
        assert np.all(np.diff(mine) > 0)


def test_part_of_an_arc_starts_and_ends_where_it_is_told() -> None:
    half = half_arcs([40.0], [2e6], start=30.0, end=75.0)
    assert (half.azimuth[0], half.azimuth[-1]) == (30, 75)


@pytest.mark.parametrize("lat", [0.0, 44.08, 85.0, -89.9, -23.0242453])
@pytest.mark.parametrize("bearing", [0.01, 4.402778, 20.0, 89.0, 179.9])
@pytest.mark.parametrize("reach", [1e3, 1e6, 11_667_598.2, 19.9e6])
def test_a_radial_follows_its_geodesic(lat: float, bearing: float, reach: float) -> None:
    dlon, lat2 = radial(lat, bearing, reach, tolerance=10.0)
    assert (dlon[0], lat2[0]) == (0, lat)
    assert inverse(0, lat, dlon[-1], lat2[-1]) == pytest.approx(reach, abs=1e-3)
    part = np.linspace(0, 1, 9)[:, None]
    east, north = dlon[:-1] + part * np.diff(dlon), lat2[:-1] + part * np.diff(lat2)
    turn = np.radians(azimuth(0.0, lat, east, north) - bearing)
    along = distance(0.0, lat, east, north)
    # On a sphere this is how far beside; where the points meet the centre there is no bearing.
    beside = 6.4e6 * np.abs(np.sin(turn) * np.sin(along / 6.371e6))
    assert np.max(beside[along > 1]) < 10
