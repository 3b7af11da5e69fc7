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
from geo.shown import shown_arcs

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


RUN = 64  # places of a region that are next to one another


def extreme_distance(places: np.ndarray, region: np.ndarray, *, farthest: bool) -> np.ndarray:
    """Return the distance in metres from each place to the nearest or farthest of a region's.

    A sphere tells which of the region's places can be it, first by runs of them: distances on it
    are those on the ellipsoid to 0.6 %.
    """
    there, here, sign = on_sphere(region), on_sphere(places), -1 if farthest else 1
    runs = np.arange(0, len(region), RUN)
    middle = np.add.reduceat(there, runs)
    middle /= np.linalg.norm(middle, axis=1, keepdims=True)
    run = np.arange(len(region)) // RUN
    half = np.maximum.reduceat(angles(there, middle[run]), runs) + 1e-7
    found = np.full(len(places), np.inf)
    for first in range(0, len(places), 500):
        part = here[first : first + 500]
        away = sign * np.arccos(np.clip(part @ middle.T, -1, 1))
        i, k = np.nonzero(away - half <= allowed((away + half).min(axis=1, keepdims=True)))
        j = (runs[k][:, None] + np.arange(RUN)).ravel()
        i, j = np.repeat(i, RUN)[j < len(region)], j[j < len(region)]
        signed = sign * angles(part[i], there[j])
        least = np.full(len(part), np.inf)
        np.minimum.at(least, i, signed)
        near = signed <= allowed(least)[i]
        i, j = i[near], j[near]
        _, _, metres = BULK.inv(*places[first + i].T, *region[j].T)
        assert metres[0] == pytest.approx(inverse(*places[first + i[0]], *region[j[0]]), abs=1e-3)
        np.minimum.at(found, first + i, sign * metres)
    return sign * found


def angles(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.arccos(np.clip(np.einsum("ij,ij->i", a, b), -1, 1))


def allowed(least: np.ndarray) -> np.ndarray:
    return least + 0.012 * np.abs(least) + 1e-6


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


# Where most of the discs do not show, and what they alone hold has to stay.
LONG = {
    "a band round the Earth, open at the pole": (shapely.box(-180, 75, 180, 76), 1.2e6),
    "a band round the Earth, closing over the pole": (shapely.box(-180, 75, 180, 76), 1.55e6),
    "a ring whose hole is left": (
        shapely.box(0, 0, 40, 40) - shapely.box(1, 1, 39, 39),
        1.2e6,
    ),
    "a ring whose hole is filled": (
        shapely.box(0, 0, 40, 40) - shapely.box(1, 1, 39, 39),
        3e6,
    ),
    "islands that just meet": (
        shapely.MultiPolygon([shapely.box(0, 20, 0.5, 20.5), shapely.box(20, 20, 20.5, 20.5)]),
        1.03e6,
    ),
    "islands that just do not": (
        shapely.MultiPolygon([shapely.box(0, 20, 0.5, 20.5), shapely.box(20, 20, 20.5, 20.5)]),
        1.01e6,
    ),
    "islands about a gap": (
        shapely.MultiPolygon(
            [shapely.box(x, y, x + 0.1, y + 0.1) for x, y in ((0, 0), (20, 0), (10, 16))]
        ),
        1.15e6,
    ),
    "islands on opposite sides": (
        shapely.MultiPolygon([shapely.box(0, 9, 1, 10), shapely.box(-180, -10, -179, -9)]),
        9.9e6,
    ),
    "a pole on the edge": (shapely.box(20, 70, 22, 72.0), 2_008_240.0),
    "a sliver": (shapely.box(0, 50, 60, 50 + 1e-7), 2e6),
    "a dot, far": (shapely.box(100, -30, 100 + 1e-7, -30 + 1e-7), 19e6),
    "a coast with bays": (
        shapely.Polygon(
            [(x / 10, 30 + (x % 7) + 3 * np.sin(x / 20)) for x in range(401)] + [(40, 20), (0, 20)]
        ),
        5e5,
    ),
    "beyond the far side": (shapely.box(-20, -4, -10, 6), 18.5e6),
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("mode", ["anywhere", "everywhere"])
def test_discs_that_do_not_show_are_not_missed(name: str, mode: str) -> None:
    region, radius = LONG[name]
    reach, farthest = {
        "anywhere": (reach_from_anywhere, False),
        "everywhere": (reach_from_everywhere, True),
    }[mode]
    shape = reach(region, radius, tolerance=10.0)
    edge = sampled(region, 4e3)
    xy = scattered(region if shape.is_empty else shape, 300)
    if not shape.is_empty:
        assert_well_formed(shape)
        own = own_vertices(shape)
        metres = extreme_distance(own[:: len(own) // 1000 + 1], edge, farthest=farthest)
        assert np.max(np.abs(metres - radius), initial=0.0) < WITHIN
    metres = extreme_distance(xy, edge, farthest=farthest)
    if mode == "anywhere":
        metres = np.where(shapely.intersects_xy(region, xy), 0, metres)
    clear = np.abs(metres - radius) > WITHIN
    assert np.array_equal(shapely.contains_xy(shape, xy)[clear], (metres < radius)[clear])


def test_what_shows_of_circles_is_on_the_arcs() -> None:
    rng = np.random.default_rng(5)
    for radius in (3e5, 2e6, 9.9e6, 14e6, 19.8e6):
        lat = np.clip(np.degrees(np.arcsin(rng.uniform(-1, 1))) + rng.normal(0, 4, 40), -90, 90)
        lon = rng.uniform(-180, 180) + rng.normal(0, 4, 40)
        turn = np.linspace(0, 359, 360)
        start = np.broadcast_arrays(lon[:, None], lat[:, None], turn, radius)
        x, y, _ = BULK.fwd(*(each.ravel() for each in start))
        places = np.broadcast_arrays(x[:, None], y[:, None], lon, lat)
        away = BULK.inv(*(each.ravel() for each in places))[2].reshape(40, 360, 40)
        away[np.arange(40), :, np.arange(40)] = radius
        for outside, shows in ((False, away.min(axis=2)), (True, -away.max(axis=2))):
            arcs = shown_arcs(lon, lat, radius, outside=outside)
            held = np.zeros((40, 360), dtype=bool)
            for disc, first, last in zip(*arcs, strict=True):
                held[disc] |= (turn - first) % 360 <= last - first
            limit = -radius if outside else radius
            assert held[shows >= limit - 1e-6].all()
            # And not everything is.
            assert radius != 2e6 or np.sum(arcs.end - arcs.start) < 40 * 360 / 4


def test_halves_of_a_rim_meet_at_the_meridian_of_their_centre() -> None:
    rng = np.random.default_rng(4)
    for lon, lat in zip(rng.uniform(-170, 170, 20), rng.uniform(-80, 80, 20), strict=True):
        tips = [(lon, lat), (lon + 0.05, lat + 0.05), (lon, lat + 0.1), (lon - 0.05, lat + 0.05)]
        region = shapely.Polygon(tips)
        shape = reach_from_anywhere(region, 4.69e6, tolerance=1000.0)
        metres = extreme_distance(own_vertices(shape), sampled(region, 3e3), farthest=False)
        assert np.max(np.abs(metres - 4.69e6)) < 2030


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


def test_beyond_the_cut_locus_a_wide_region_reaches_everywhere() -> None:
    region = countries.country("SYR")
    xy = scattered(shapely.box(-148, -38, -135, -32), 300)  # about its antipodes
    assert extreme_distance(xy, sampled(region, 2e4), farthest=False).max() < 19.95e6
    assert reach_from_anywhere(region, 19.95e6).equals(shapely.box(-180, -90, 180, 90))


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


@pytest.mark.parametrize(
    ("region", "radius"),
    [
        (shapely.box(10, 40, 30, 60), 19.85e6),
        (shapely.box(10, 40, 30, 60), 19.95e6),
        (shapely.box(-3, -4, 4, 3), 19.8e6),  # the antimeridian lies opposite
        (shapely.box(150, 80, 180, 90), 19.7e6),  # a pole
        (shapely.box(-180, -90, 180, 90) - shapely.box(0, 0, 20, 20), 12e6),  # nearly all
    ],
)
def test_what_lies_opposite_a_region_is_too_far_from_it(region: Any, radius: float) -> None:
    shape = reach_from_everywhere(region, radius)
    if not shape.is_empty:
        assert_well_formed(shape)
    # The oracle knows nothing of antipodes: it asks places all over the region, 40 km apart.
    west, south, east, north = region.bounds
    grid = np.mgrid[west + 0.1 : east : 0.35, south + 0.1 : north : 0.35].reshape(2, -1).T
    own = np.vstack([sampled(region, 2e4), grid[shapely.contains_xy(region, grid)]])
    rng = np.random.default_rng(8)
    places = rng.uniform((west - 5, south - 5), (east + 5, north + 5), (1000, 2))
    places = np.vstack([places * (1, -1) + (180, 0), rng.uniform((-180, -90), (180, 90), (300, 2))])
    places = places[np.abs(places[:, 1]) < 90]
    places[:, 0] = (places[:, 0] + 180) % 360 - 180
    metres = extreme_distance(places, own, farthest=True)
    clear = np.abs(metres - radius) > 40e3
    held, wanted = shapely.contains_xy(shape, places)[clear], (metres < radius)[clear]
    assert np.array_equal(held, wanted), places[clear][held != wanted][:3]
    assert (metres[clear] > 20.002e6 - 40e3).any()  # or what lies opposite was not asked for
