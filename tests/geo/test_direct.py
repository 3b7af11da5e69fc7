"""Ends of whole circles' geodesics against GeographicLib, and PROJ where that is tied to it."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from pyproj import Geod

from geo.direct import Arcs

WGS84 = Geod(ellps="WGS84")
METRES_PER_RADIAN = 6.4e6
LATS = (-90.0, -89.9999999, -60.5, -1e-9, 0.0, 45.0, 89.9, 90.0)
METRES = (1e-3, 1.0, 1e3, 5e5, 1e7, 1.5e7, 1.99e7)
AZIMUTHS = (0.0, 1e-9, 0.1, 45.0, 89.9999999, 90.0, 120.0, 179.9, 180.0)


def miss(dlon, lat, true_dlon, true_lat):
    """Return metres between places, of which some are a few nanometres apart."""
    turn = np.radians((dlon - true_dlon + 180) % 360 - 180) * np.cos(np.radians(true_lat))
    return METRES_PER_RADIAN * np.hypot(turn, np.radians(lat - true_lat))


@pytest.mark.parametrize("lat", LATS)
def test_ends_are_where_geographiclib_says(lat: float) -> None:
    metres, azimuth = (each.ravel() for each in np.meshgrid(METRES, AZIMUTHS))
    found = Arcs.of(lat, metres).ends(azimuth)
    line = [Geodesic.WGS84.Direct(lat, 0, a, s) for a, s in zip(azimuth, metres, strict=True)]
    true_lat, true_lon = (np.array([each[key] for each in line]) for key in ("lat2", "lon2"))
    assert miss(found.dlon, found.lat, true_lon, true_lat).max() < 2e-7
    assert found.dlon.min() >= 0
    assert found.dlon.max() <= 180


def test_a_hundred_thousand_random_ends() -> None:
    rng = np.random.default_rng(2026)
    n = 100_000
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, n)))
    metres, azimuth = 10 ** rng.uniform(-1, np.log10(1.99e7), n), rng.uniform(0, 180, n)
    found = Arcs.of(lat, metres).ends(azimuth)
    lon, true_lat, _ = WGS84.fwd(np.zeros(n), lat, azimuth, metres)
    assert miss(found.dlon, found.lat, lon, true_lat).max() < 2e-7
    np.testing.assert_allclose(found.sin**2 + found.cos**2, 1, atol=1e-15)


def test_shared_azimuths_are_the_same_as_each_ones_own() -> None:
    lat, metres = np.linspace(-80, 80, 3_001), np.linspace(1e3, 1.9e7, 3_001)
    azimuths = np.linspace(0, 180, 7)
    table = Arcs.of(lat, metres).ends(azimuths[:, None])
    assert table.dlon.shape == (7, 3_001)
    for nth, azimuth in enumerate(azimuths):
        own = Arcs.of(lat, metres).ends(np.full(3_001, azimuth))
        np.testing.assert_array_equal(table.dlon[nth], own.dlon)
        np.testing.assert_array_equal(table.lat[nth], own.lat)


def test_no_arcs_have_no_ends() -> None:
    assert Arcs.of(np.empty(0), np.empty(0)).ends(np.array([[0.0], [90.0]])).lat.shape == (2, 0)
    assert [each.shape for each in Arcs.of(np.empty(0), np.empty(0)).rings(5)] == [(0, 5)] * 2


@pytest.mark.parametrize("count", [3, 4, 7, 72])
def test_rings_are_where_geographiclib_says(count: int) -> None:
    lat, metres = (each.ravel() for each in np.meshgrid(LATS, METRES))
    dlon, ring_lat = Arcs.of(lat, metres).rings(count)
    assert dlon.shape == ring_lat.shape == (lat.size, count)
    turns = [360 / count * nth for nth in range(count)]
    circles = list(zip(lat, metres, strict=True))
    line = [Geodesic.WGS84.Direct(y, 0, turn, s) for y, s in circles for turn in turns]
    true_lat, true_lon = (np.array([each[key] for each in line]) for key in ("lat2", "lon2"))
    assert miss(dlon.ravel(), ring_lat.ravel(), true_lon, true_lat).max() < 2e-7
    assert np.abs(dlon).max() <= 180


def test_a_hundred_thousand_random_vertices_of_rings() -> None:
    rng = np.random.default_rng(6)
    n, turns = 1_500, np.arange(72) * 5.0
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, n)))
    metres = rng.uniform(1, 1.99e7, n)
    dlon, ring_lat = Arcs.of(lat, metres).rings(turns.size)
    places = np.broadcast_arrays(0.0, lat[:, None], turns, metres[:, None])
    lon, true_lat, _ = WGS84.fwd(*places)
    assert miss(dlon, ring_lat, lon, true_lat).max() < 2e-7
