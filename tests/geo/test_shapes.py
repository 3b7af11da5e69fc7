"""Discs, annuli and sectors against geographiclib, closed forms and the antimeridian package.

Where thousands of points are measured, pyproj measures them; a sample of every such bulk is
measured by geographiclib as well.
"""

import math
import warnings
from itertools import product
from typing import Any

import antimeridian
import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.errors import BadDistance, BadScenario, CoverageError, CoverageWarning
from geo.geodesic import ROUND_FROM, TOLERANCE
from geo.limits import FARTHEST
from geo.shapes import CUT_LOCUS, annulus, circle, circles, sector, vertices

EARTH = Geodesic.WGS84
BULK = Geod(ellps="WGS84")
QUARTER = 10_008_000.0

CENTRES = [
    *[(24.41, 0.0), (24.41, 44.08), (-120.58, -52.5), (37.79, 85.0), (0.0, 90.0), (12.0, -90.0)],
    *[(180.0, 0.0), (-180.0, 35.0), (180.0, 85.0), (179.99, -60.0)],
]
RADII = [1.0, 1e3, 3e5, 2e6, 5e6, QUARTER, 15e6, 19.9e6]

# lon, lat, radius
NAMED = {
    "no pole": (24.41, 44.08, 1e6),
    "across the antimeridian": (179.9, 10.0, 2e6),
    "centre on the antimeridian": (-180.0, 10.0, 2e6),
    "pole inside": (37.79, 70.0, 4e6),
    "south pole inside": (-60.0, -80.0, 3e6),
    "round the pole": (0.0, 90.0, 3e6),
    "both poles inside": (24.41, 1.0, 11e6),
    "beyond a quarter": (24.41, 44.08, QUARTER + 1e4),
    "a quarter on the equator": (0.0, 0.0, QUARTER),
    "beyond a hemisphere": (24.41, 44.08, 14e6),
    "beyond a hemisphere, over the seam": (-170.0, -30.0, 16e6),
    "nearly all": (100.0, 20.0, 19.8e6),
    "nearly all from a pole": (0.0, -90.0, 19.8e6),
    "just short of the pole": (10.0, 85.0, 558_000.0),
}


def inverse(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    return float(EARTH.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE)["s12"])


def bulk(lon: float, lat: float, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return distances and bearings from a place, the first one checked with geographiclib."""
    turn, _, metres = BULK.inv(np.full(len(xy), lon), np.full(len(xy), lat), xy[:, 0], xy[:, 1])
    assert abs(metres[0] - inverse(lon, lat, *xy[0])) < 1e-3
    return metres, turn % 360


def tolerance_at(radius: float, tolerance: float = TOLERANCE) -> float:
    return tolerance * min(1, radius / ROUND_FROM)


def on_sphere(rng: np.random.Generator, count: int) -> np.ndarray:
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    return np.column_stack([rng.uniform(-180, 180, count), lat])


def near_the_edge(
    rng: np.random.Generator, lon: float, lat: float, radius: float, count: int
) -> np.ndarray:
    """Return places mostly within a few tolerances of a circle, on both sides."""
    spread = 3 * tolerance_at(radius) * 10 ** rng.uniform(-1, 2, count)
    along = np.abs(radius + rng.choice([-1, 1], count) * spread)
    turn = rng.uniform(0, 360, count)
    lon2, lat2, _ = BULK.fwd(np.full(count, lon), np.full(count, lat), turn, along)
    return np.column_stack([lon2, lat2])


def true_edges(shape: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of every edge but the cuts at the antimeridian and along the poles."""
    xy, ring = shapely.get_coordinates(
        shapely.get_rings(shapely.get_parts(shape)), return_index=True
    )
    a, b = xy[:-1], xy[1:]
    cut = ((np.abs(a) == (180, 90)) & (a == b)).any(axis=1)
    keep = (np.diff(ring) == 0) & ~cut
    return a[keep], b[keep]


def along_edges(shape: Any, count: int = 12) -> np.ndarray:
    a, b = true_edges(shape)
    part = np.linspace(0, 1, count)[:, None, None]
    return (a + part * (b - a)).reshape(-1, 2)


def assert_well_formed(shape: Any) -> None:
    """Valid, counter-clockwise outside and clockwise inside, and on the map."""
    assert shape.is_valid, shapely.is_valid_reason(shape)
    assert shape.geom_type in ("Polygon", "MultiPolygon")
    for part in shapely.get_parts(shape):
        assert part.exterior.is_ccw
        assert not any(hole.is_ccw for hole in part.interiors)
    west, south, east, north = shape.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


@pytest.mark.parametrize(("centre", "radius"), list(product(CENTRES, RADII)))
def test_every_vertex_is_at_its_radius(centre: tuple[float, float], radius: float) -> None:
    xy = shapely.get_coordinates(circle(*centre, radius))
    added = (np.abs(xy) == (180, 90)).any(axis=1)  # by the cut, where it crosses an edge
    assert added.sum() <= 12
    own = xy[~added][:: max(1, len(xy) // 150)]
    assert max(abs(inverse(*centre, *place) - radius) for place in own) < 1e-3
    cuts = xy[added & (np.abs(xy[:, 1]) < 90)]
    off = [abs(inverse(*centre, *place) - radius) for place in cuts]
    assert max(off, default=0) < tolerance_at(radius)


@pytest.mark.parametrize(("lon", "lat", "radius"), NAMED.values(), ids=NAMED)
def test_a_named_disc_is_right(lon: float, lat: float, radius: float) -> None:
    disc = circle(lon, lat, radius)
    assert_well_formed(disc)
    assert_sides(disc, lon, lat, radius, np.random.default_rng(1), 5000)
    metres, _ = bulk(lon, lat, along_edges(disc))
    assert np.max(np.abs(metres - radius)) < TOLERANCE


def assert_sides(
    disc: Any, lon: float, lat: float, radius: float, rng: np.random.Generator, count: int
) -> None:
    xy = np.vstack([on_sphere(rng, count // 2), near_the_edge(rng, lon, lat, radius, count // 2)])
    metres, _ = bulk(lon, lat, xy)
    clear = np.abs(metres - radius) > tolerance_at(radius)
    inside = shapely.contains_xy(disc, xy)
    wrong = clear & (inside != (metres < radius))
    assert not wrong.any(), (lon, lat, radius, xy[wrong][:3])


def test_two_thousand_random_discs_hold_what_is_nearer_and_nothing_else() -> None:
    rng = np.random.default_rng(20261122)
    places = on_sphere(rng, 2000)
    radii = np.where(rng.random(2000) < 0.5, rng.uniform(1e3, 19.9e6, 2000), 1.0)
    radii = np.where(radii == 1, 10 ** rng.uniform(3, 7.298, 2000), radii)
    discs = circles(*places.T, radii)
    shapely.prepare(discs)
    assert np.all(shapely.is_valid(discs))
    for (lon, lat), radius, disc in zip(places, radii, discs, strict=True):
        assert_sides(disc, lon, lat, radius, rng, 5000)
    for disc in discs:
        assert_well_formed(disc)


def test_no_edge_of_a_random_disc_is_off_its_circle() -> None:
    rng = np.random.default_rng(6)
    places, radii = on_sphere(rng, 400), rng.uniform(1e6, 19.9e6, 400)
    for place, radius, disc in zip(places, radii, circles(*places.T, radii), strict=True):
        metres, _ = bulk(*place, along_edges(disc, 5))
        assert np.max(np.abs(metres - radius)) < TOLERANCE, (place, radius)


@pytest.mark.parametrize("pole", [90.0, -90.0])
@pytest.mark.parametrize("beside", [-150.0, -1.0, -1e-3, 0.0, 1e-3, 1.0, 150.0])
@pytest.mark.parametrize("centre", [(24.41, 44.08), (180.0, 85.0), (-179.0, -10.0)])
def test_a_disc_that_almost_touches_a_pole(
    centre: tuple[float, float], beside: float, pole: float
) -> None:
    radius = inverse(*centre, centre[0], pole) + beside
    disc = circle(*centre, radius)
    assert_well_formed(disc)
    assert_sides(disc, *centre, radius, np.random.default_rng(2), 1000)
    metres, _ = bulk(*centre, along_edges(disc))
    assert np.max(np.abs(metres - radius)) < tolerance_at(radius)
    touching = np.array([[lon, pole * (1 - 1e-9)] for lon in range(-179, 180, 40)])
    if abs(beside) > TOLERANCE:
        assert np.all(shapely.contains_xy(disc, touching) == (beside > 0))


@pytest.mark.parametrize("tolerance", [1.0, 10.0, 1000.0])
@pytest.mark.parametrize("radius", [1e4, 5e6, 19e6])
def test_a_tolerance_holds(radius: float, tolerance: float) -> None:
    for centre in CENTRES:
        metres, _ = bulk(*centre, along_edges(circle(*centre, radius, tolerance=tolerance)))
        assert np.max(np.abs(metres - radius)) < tolerance_at(radius, tolerance)


# Areas


def area(shape: Any) -> float:
    """Return the exact area in square metres within edges that are straight in lon/lat.

    The area between an edge and the equator is the integral of the authalic function over the
    edge (Gauss-Legendre; edges are short).
    """
    f, a = EARTH.f, EARTH.a
    e = math.sqrt(f * (2 - f))
    at, weight = np.polynomial.legendre.leggauss(6)
    total = 0.0
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        lon, lat = shapely.get_coordinates(ring).T
        nodes = (lat[1:] + lat[:-1])[:, None] / 2 + np.diff(lat)[:, None] / 2 * at
        sine = np.sin(np.radians(nodes))
        q = sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e
        total -= np.sum(np.radians(np.diff(lon)) * (q @ weight / 2))
    return total * a**2 * (1 - e**2) / 2


def exact_disc_area(lon: float, lat: float, radius: float) -> float:
    """Return a disc's area: geodesic polygons of 200 and 400 corners, extrapolated."""
    coarse, fine = (polygon_area(lon, lat, radius, corners) for corners in (200, 400))
    return fine + (fine - coarse) / 3


def polygon_area(lon: float, lat: float, radius: float, corners: int) -> float:
    polygon = EARTH.Polygon()
    for turn in np.arange(corners) * -360 / corners:
        place = EARTH.Direct(lat, lon, turn, radius)
        polygon.AddPoint(place["lat2"], place["lon2"])
    whole: float = polygon.Compute(False, False)[2]
    return whole


def test_the_areas_of_this_file_agree_with_closed_forms() -> None:
    assert area(shapely.box(-180, -90, 180, 90)) == pytest.approx(
        EARTH.a**2 * 4 * math.pi, rel=5e-3
    )
    whole = EARTH.Polygon()
    for lon in (0, 90, 180, -90):
        whole.AddPoint(0, lon)
    assert area(shapely.box(-180, 0, 180, 90)) == pytest.approx(
        whole.Compute(False, False)[2], rel=1e-12
    )
    flat = math.pi * 1e3**2  # a circle of 1 km is flat to 1e-8
    assert exact_disc_area(10, 50, 1e3) == pytest.approx(flat, rel=1e-7)


@pytest.mark.parametrize("radius", [1e3, 3e4, 3e5, 2e6, 5e6, QUARTER, 15e6, 19e6])
@pytest.mark.parametrize(
    "centre", [(24.41, 44.08), (180.0, 0.0), (-60.0, 85.0), (0.0, 90.0), (0.0, -90.0)]
)
def test_a_disc_has_its_area(centre: tuple[float, float], radius: float) -> None:
    disc = circle(*centre, radius, tolerance=1.0)
    assert area(disc) == pytest.approx(exact_disc_area(*centre, radius), rel=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(1e3, 19e6))
def test_any_disc_has_its_area(lon: float, lat: float, radius: float) -> None:
    disc = circle(lon, lat, radius, tolerance=1.0)
    assert area(disc) == pytest.approx(exact_disc_area(lon, lat, radius), rel=1e-5)


# Near the cut locus


@pytest.mark.parametrize("radius", [CUT_LOCUS - 1, CUT_LOCUS, 19.95e6, 19.99e6, 20_003_000.0])
@pytest.mark.parametrize("centre", [(24.41, 44.08), (180.0, 0.0), (-179.5, 2.0), (0.0, 90.0)])
def test_near_the_antipode_sides_are_right_within_100_m(
    centre: tuple[float, float], radius: float
) -> None:
    disc = circle(*centre, radius)
    assert_well_formed(disc)
    rng = np.random.default_rng(3)
    opposite = (centre[0] % 360 - 180 if centre[0] % 360 else 180.0), -centre[1]
    lon2, lat2, _ = BULK.fwd(
        *np.tile(np.array(opposite)[:, None], 5000),
        rng.uniform(0, 360, 5000),
        250e3 * np.sqrt(rng.random(5000)),
    )
    xy = np.vstack([np.column_stack([lon2, lat2]), on_sphere(rng, 2000)])
    metres, _ = bulk(*centre, xy)
    clear = np.abs(metres - radius) > 100
    wrong = clear & (shapely.contains_xy(disc, xy) != (metres < radius))
    assert not wrong.any(), xy[wrong][:3]
    metres, _ = bulk(*centre, along_edges(disc))
    assert np.max(np.abs(metres - radius)) < 100


def test_the_whole_earth_is_reached_without_a_warning_at_the_farthest_distance() -> None:
    assert circle(0, 0, FARTHEST).equals(shapely.box(-180, -90, 180, 90))


def test_beyond_the_farthest_place_is_the_whole_earth_with_a_warning() -> None:
    sentence = (
        r"a radius of 20,500 km is beyond the farthest place on Earth \(20,004 km\): "
        "the disc is the whole Earth"
    )
    with pytest.warns(CoverageWarning, match=sentence) as caught:
        disc = circle(24.41, 44.08, 20.5e6)
    assert disc.equals(shapely.box(-180, -90, 180, 90))
    assert len(caught) == 1


# Against the antimeridian package


@pytest.mark.parametrize(("lon", "lat", "radius"), NAMED.values(), ids=NAMED)
def test_cuts_and_poles_are_as_the_antimeridian_package_has_them(
    lon: float, lat: float, radius: float
) -> None:
    # Not at whole degrees, so that no corner stands on a pole or on the antimeridian.
    turns = -np.arange(0, 360, 0.25) - 0.1
    lon2, lat2, _ = BULK.fwd(np.full(1440, lon), np.full(1440, lat), turns, np.full(1440, radius))
    ring = shapely.Polygon(np.column_stack([lon2, lat2]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of rings that it takes for clockwise
        theirs = antimeridian.fix_polygon(ring, fix_winding=False)
    if abs(lat) == 90:
        theirs = shapely.union_all([theirs])
    ours = circle(lon, lat, radius)
    off = shapely.symmetric_difference(ours, theirs)
    assert area(off) < 2e-3 * min(area(ours), 5.1e14 - area(ours))


# Annuli and sectors


@pytest.mark.parametrize(
    ("lon", "lat", "inner", "outer"),
    [
        (24.41, 44.08, 5e5, 1e6),
        (37.79, 80.0, 5e5, 3e6),
        (0.0, 85.0, 2e6, 4e6),
        (0.0, 90.0, 1e6, 2e6),
        (180.0, 0.0, 9e6, 12e6),
        (-179.0, -60.0, 1e6, 18e6),
        (10.0, 20.0, 19.0e6, 19.95e6),
    ],
)
def test_an_annulus_holds_what_lies_between(
    lon: float, lat: float, inner: float, outer: float
) -> None:
    shape = annulus(lon, lat, inner, outer)
    assert_well_formed(shape)
    rng = np.random.default_rng(4)
    edges = [near_the_edge(rng, lon, lat, radius, 2000) for radius in (inner, outer)]
    xy = np.vstack([on_sphere(rng, 3000), *edges])
    metres, _ = bulk(lon, lat, xy)
    clear = (np.abs(metres - inner) > TOLERANCE) & (np.abs(metres - outer) > TOLERANCE)
    wrong = clear & (shapely.contains_xy(shape, xy) != ((metres > inner) & (metres < outer)))
    assert not wrong.any(), xy[wrong][:3]


# lon, lat, radius, bearings, inner
SECTORS = {
    "east": (37.79, 38.35, 1.5e6, (70, 190), 0.0),
    "with an inner radius": (37.79, 38.35, 1.5e6, (70, 190), 3e4),
    "over north": (24.41, 44.08, 2e6, (350, 10), 0.0),
    "wide": (24.41, 44.08, 2e6, (10, 350), 1e5),
    "across the antimeridian": (175.0, 10.0, 3e6, (30, 120), 0.0),
    "centre on the antimeridian": (180.0, 10.0, 3e6, (300, 60), 0.0),
    "along the antimeridian": (180.0, 10.0, 3e6, (0, 90), 0.0),
    "pole inside": (-120.58, 70.0, 4e6, (300, 60), 5e5),
    "pole on its edge": (-120.58, 70.0, 4e6, (0, 60), 0.0),
    "pole beside it": (-120.58, 70.0, 4e6, (10, 60), 0.0),
    "both poles inside": (24.41, 5.0, 12e6, (200, 190), 0.0),
    "both poles on its edges": (24.41, 5.0, 12e6, (0, 180), 0.0),
    "south": (24.41, -60.0, 6e6, (90, 270), 0.0),
    "beyond a hemisphere": (-150.0, 30.0, 15e6, (45, 100), 1e6),
    "from the north pole": (0.0, 90.0, 4e6, (100, 200), 0.0),
    "from the south pole": (30.0, -90.0, 4e6, (100, 260), 1e6),
    "narrow": (10.0, 20.0, 5e6, (89.5, 90.5), 0.0),
    "nearly all round": (10.0, 60.0, 5e6, (180, 179), 0.0),
}


@pytest.mark.parametrize(
    ("lon", "lat", "radius", "bearings", "inner"), SECTORS.values(), ids=SECTORS
)
def test_a_sector_holds_its_bearings_and_no_others(
    lon: float, lat: float, radius: float, bearings: tuple[float, float], inner: float
) -> None:
    shape = sector(lon, lat, radius, bearings, inner=inner)
    assert_well_formed(shape)
    rng = np.random.default_rng(5)
    xy = np.vstack([on_sphere(rng, 4000), near_the_edge(rng, lon, lat, radius, 2000)])
    lon2, lat2, _ = BULK.fwd(
        *np.tile([[lon], [lat]], 4000), rng.uniform(0, 360, 4000), radius * rng.random(4000)
    )
    xy = np.vstack([xy, np.column_stack([lon2, lat2])])
    metres, turn = bulk(lon, lat, xy)
    if abs(lat) == 90:  # where geographiclib, too, has a bearing be a meridian
        turn = (xy[:, 0] - lon) % 360 if lat < 0 else (180 - xy[:, 0] + lon) % 360
    width = (bearings[1] - bearings[0]) % 360
    expected = (metres < radius) & (metres > inner) & ((turn - bearings[0]) % 360 < width)
    clear = off_the_edges(metres, turn, radius, bearings, inner) > TOLERANCE
    wrong = clear & (shapely.contains_xy(shape, xy) != expected)
    assert clear.mean() > 0.8
    assert not wrong.any(), (xy[wrong][:3], metres[wrong][:3], turn[wrong][:3])


@pytest.mark.parametrize(
    ("lon", "lat", "radius", "bearings", "inner"), SECTORS.values(), ids=SECTORS
)
def test_every_edge_of_a_sector_is_on_its_arc_or_its_bearings(
    lon: float, lat: float, radius: float, bearings: tuple[float, float], inner: float
) -> None:
    xy = along_edges(sector(lon, lat, radius, bearings, inner=inner))
    metres, turn = bulk(lon, lat, xy)
    if abs(lat) == 90:
        turn = (xy[:, 0] - lon) % 360 if lat < 0 else (180 - xy[:, 0] + lon) % 360
    assert np.max(off_the_edges(metres, turn, radius, bearings, inner)) < TOLERANCE


def test_a_sector_a_last_bit_from_the_antimeridian_is_valid() -> None:
    assert_well_formed(sector(179.999999999999, -89.5, 65.33622652874386, (90, 93.60055246416424)))


def off_the_edges(
    metres: np.ndarray,
    turn: np.ndarray,
    radius: float,
    bearings: tuple[float, float],
    inner: float,
) -> np.ndarray:
    """Return how far places, given from the centre, lie off a sector's edges, in metres."""
    aside = [np.abs((turn - bearing + 180) % 360 - 180) for bearing in bearings]
    aside = np.radians(np.minimum(*aside).clip(0, 90))
    beside = 6.4e6 * np.abs(np.sin(metres / 6.371e6)) * np.sin(aside)
    return np.min([beside, np.abs(metres - radius), np.abs(metres - inner)], axis=0)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-180, 180),
    st.floats(-89, 89),
    st.floats(1e4, 15e6),
    st.floats(0, 359),
    st.floats(1, 359),
)
def test_a_sector_and_the_rest_make_the_disc(
    lon: float, lat: float, radius: float, first: float, width: float
) -> None:
    last = (first + width) % 360
    one, rest = (sector(lon, lat, radius, turn) for turn in ((first, last), (last, first)))
    assert_well_formed(one)
    assert_well_formed(rest)
    disc = area(circle(lon, lat, radius))
    assert area(one) + area(rest) == pytest.approx(disc, rel=2e-3)
    assert area(shapely.intersection(one, rest)) < 2e-3 * disc


def test_a_sector_of_all_bearings_is_the_disc() -> None:
    assert sector(10, 20, 1e6, (0, 360)).equals(circle(10, 20, 1e6))
    assert sector(10, 20, 1e6, (0, 360), inner=1e5).equals(annulus(10, 20, 1e5, 1e6))


# What is refused


@pytest.mark.parametrize("radius", [0.0, -1.0, math.nan, math.inf])
def test_a_radius_is_above_zero_and_finite(radius: float) -> None:
    for shape in (
        lambda: circle(0, 0, radius),
        lambda: circles([0, 1], [0, 1], [1e3, radius]),
        lambda: sector(0, 0, radius, (0, 90)),
        lambda: circle(0, 0, 1e6, tolerance=radius if radius < 1 else math.nan),
    ):
        with pytest.raises(BadDistance):
            shape()


@pytest.mark.parametrize(
    ("lon", "lat"), [(181, 0), (-181, 0), (0, 91), (0, -91), (math.nan, 0), (0, math.nan)]
)
def test_a_centre_is_on_the_earth(lon: float, lat: float) -> None:
    for shape in (lambda: circle(lon, lat, 1e6), lambda: sector(lon, lat, 1e6, (0, 90))):
        with pytest.raises(BadScenario, match="a centre is off the Earth"):
            shape()


@pytest.mark.parametrize("inner", [1e6, 2e6, math.nan])
def test_inner_is_below_the_radius(inner: float) -> None:
    with pytest.raises(BadDistance, match="is not below"):
        annulus(0, 0, inner, 1e6)
    with pytest.raises(BadDistance, match="is not below"):
        sector(0, 0, 1e6, (0, 90), inner=inner)


@pytest.mark.parametrize("bearings", [(0, 361), (-1, 20), (30, 30), (math.nan, 20)])
def test_bearings_are_two_different_ones_of_the_compass(bearings: tuple[float, float]) -> None:
    with pytest.raises(BadScenario, match="give two different ones"):
        sector(0, 0, 1e6, bearings)


def test_every_refusal_is_a_value_error() -> None:
    assert issubclass(CoverageError, ValueError)


def test_vertices_of_rings_lie_at_even_azimuths() -> None:
    lon, lat = vertices([179.0, -179.9, 24.4], [0.0, 88.0, 44.1], 500_000, count=8)
    assert lon.shape == lat.shape == (3, 8)
    assert np.abs(lon).max() <= 180
    for nth, (x, y) in enumerate([(179.0, 0.0), (-179.9, 88.0), (24.4, 44.1)]):
        for k in range(8):
            end = Geodesic.WGS84.Direct(y, x, 45 * k, 500_000)
            found = Geodesic.WGS84.Inverse(end["lat2"], end["lon2"], lat[nth, k], lon[nth, k])
            assert found["s12"] < 1e-6


@pytest.mark.parametrize(
    ("radius", "count", "said"),
    [
        (19_900_000, 72, "19,900 km is too long for vertices"),
        (0, 72, "radius"),
        (1000, 2, "a ring of 2 vertices has no area"),
    ],
)
def test_vertices_that_make_no_ring_are_refused(radius: float, count: int, said: str) -> None:
    with pytest.raises(CoverageError, match=said):
        vertices(0, 0, radius, count=count)
