"""The coverage engine against shapely in the equal-area plane, and against sums over distances.

The reference knows nothing of rows: circles are rings of thousands of azimuths from PROJ, cut and
united as planar polygons in longitude and z, where a planar area is a true area.
"""

import math
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.countries import country, names
from geo.errors import BadDistance, BadRegion
from geo.intervals import Discs, Edges, Latitudes
from geo.needed import distances, needed_radius
from geo.rows import AREA, Rows, area_of
from geo.scan import Scan, Shapes, discs, joined, polygons, scan
from geo.shapes import annulus, circle, sector

EARTH = Geodesic.WGS84
BULK = Geod(ellps="WGS84")
E = math.sqrt(BULK.es)
WORLD = shapely.box(-180, -90, 180, 90)
WHOLE = 510_065_621_724_088.44  # m2, Karney: GeographicLib's EllipsoidArea of WGS84
BIG = 10_000e6  # m2
SECOND_POINT = 4001  # azimuths on the eastern half of a reference circle


def z(lat: Any) -> Any:
    """Return the equal-area ordinate, -1..1, from the closed form of a zone's area."""
    sin = np.sin(np.radians(lat))

    def zone(s: Any) -> Any:
        return s / (2 * (1 - BULK.es * s**2)) + np.arctanh(E * s) / (2 * E)

    return zone(sin) / zone(1.0)


def plane(shape: Any, step: float = 0.05) -> Any:
    """Take a lon/lat shape to the plane of lon and z, its edges bent as they are."""
    return shapely.transform(
        shapely.segmentize(shape, step), lambda xy: np.column_stack([xy[:, 0], z(xy[:, 1])])
    )


def square_metres(flat: Any) -> Any:
    return shapely.area(flat) * WHOLE / 720


def flat_disc(lon: float, lat: float, radius: float) -> Any:
    """Return a disc in the plane, from two halves beside its centre's meridian."""
    turns = np.linspace(0, 180, SECOND_POINT)
    count = np.ones(SECOND_POINT)
    east, lats, _ = BULK.fwd(0 * count, lat * count, turns, radius * count)
    east = np.abs(east)
    poles = [BULK.inv(0, lat, 0, pole)[2] < radius for pole in (90, -90)]
    east[0], east[-1] = (180.0 if inside else 0.0 for inside in poles)
    ring = np.column_stack([east, z(lats)])
    for at, inside, pole in ((0, poles[0], 1.0), (len(ring) + 2, poles[1], -1.0)):
        if inside:
            corner = [[0.0, pole], [180.0, pole]]
            ring = np.insert(ring, min(at, len(ring)), corner if pole > 0 else corner[::-1], axis=0)
    pieces = []
    for side in (1, -1):
        half = shapely.Polygon(ring * (side, 1) + (lon, 0))
        half = shapely.make_valid(half) if not half.is_valid else half
        for turn in (-360, 0, 360):
            moved = shapely.transform(half, lambda xy, turn=turn: np.add(xy, (turn, 0)))
            pieces.append(shapely.intersection(moved, shapely.box(-180, -1, 180, 1)))
    return shapely.union_all([piece for piece in pieces if piece.area])


def on_sphere(rng: np.random.Generator, count: int) -> np.ndarray:
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    return np.column_stack([rng.uniform(-180, 180, count), lat])


def random_discs(rng: np.random.Generator, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Return centres and radii of one to eight discs."""
    count = int(rng.integers(1, 9))
    places, radii = on_sphere(rng, count), 10 ** rng.uniform(5, 6.7, count)
    if kind == "polar":
        places[:, 1] = rng.choice([-1, 1], count) * rng.uniform(75, 90, count)
    if kind == "antimeridian":
        places[:, 0] = (rng.uniform(-3, 3, count) + 360) % 360 - 180
    if kind == "beyond a hemisphere":
        radii = rng.uniform(3e6, 19.8e6, count)
    return places, radii


def flat_union(places: np.ndarray, radii: np.ndarray) -> Any:
    union = shapely.union_all([flat_disc(*at, r) for at, r in zip(places, radii, strict=True)])
    shapely.prepare(union)
    return union


def nothing() -> Shapes:
    return discs([], [], [])


def shares_of(flat: Any, areas: Sequence[Any]) -> Any:
    return shapely.area(shapely.intersection(flat, areas)) / shapely.area(areas)


COUNTRIES = [country(code) for code in names()]
PLANES = [plane(shape) for shape in COUNTRIES]
LARGE = square_metres(PLANES) > BIG
KINDS = ["anywhere", "polar", "antimeridian", "beyond a hemisphere"]


def test_the_reference_agrees_with_geographiclib() -> None:
    assert square_metres(plane(WORLD)) == pytest.approx(WHOLE, rel=1e-14)
    ring = EARTH.Polygon()
    for turn in range(0, -360, -1):
        place = EARTH.Direct(44.08, 24.41, turn, 1e6)
        ring.AddPoint(place["lat2"], place["lon2"])
    bias = math.radians(1) / math.sin(math.radians(1))  # 360 vertices lie inside their circle
    exact = ring.Compute(False, False)[2] * bias
    assert square_metres(flat_disc(24.41, 44.08, 1e6)) == pytest.approx(exact, rel=1e-5)


# Areas


def test_every_country_has_its_area() -> None:
    fine = [plane(shape, 0.002) for shape in COUNTRIES]
    far = discs(*on_sphere(np.random.default_rng(3), 50).T, 1e6)
    for shapes in (nothing(), far):
        assert scan(COUNTRIES, shapes).area == pytest.approx(square_metres(fine), rel=1e-6)


def test_rows_alone_make_nearly_the_same_area() -> None:
    for shape in COUNTRIES[::4]:
        edges = Edges.of(np.array([shape]))
        rows = Rows.across(shape, edges, np.empty(0), 2048)
        found = edges.intervals(rows.lat)
        by_rows = AREA * np.sum((found.east - found.west) * rows.height[found.row])
        assert by_rows == pytest.approx(area_of(shape), rel=1e-4)


def test_the_whole_earth_has_its_area() -> None:
    found = scan([WORLD], discs(10.0, 50.0, 20.1e6))
    assert found.area[0] == pytest.approx(WHOLE, rel=1e-12)
    assert found.share[0] == 1


def test_an_area_in_bits_far_apart_is_as_right_as_one_piece() -> None:
    bits = shapely.MultiPolygon([shapely.box(0, lat, 0.01, lat + 0.01) for lat in (-80, -5, 60)])
    expected = [square_metres(plane(bit)) for bit in bits.geoms]
    assert scan([bits], nothing(), rows=64).area[0] == pytest.approx(sum(expected), rel=1e-6)


def test_an_empty_area_has_no_share() -> None:
    found = scan([shapely.Polygon(), WORLD], discs(0.0, 0.0, 1e6))
    assert found.area[0] == 0
    assert math.isnan(found.share[0])
    assert scan([], discs(0.0, 0.0, 1e6)).area.size == 0


# Discs


@pytest.mark.parametrize(
    "radius", [1e3, 1e5, 2.5e5, 1e6, 1.1e6, 2e6, 5e6, 1e7, 15e6, 19.5e6, 19.89e6]
)
def test_a_row_leaves_a_disc_at_its_radius(radius: float) -> None:
    rng = np.random.default_rng(2)
    places = on_sphere(rng, 200)
    places[:20, 1] = 90 - 10 ** rng.uniform(-5, 1, 20)
    cut = Discs.of(*places.T, np.full(200, radius))
    low, high = cut.south, cut.north
    disc = np.repeat(np.arange(200), 50)
    lat = low[disc] + (high - low)[disc] * np.tile((np.arange(50) + 0.5) / 50, 200)
    wide = cut.half_widths(disc, Latitudes.of(lat))
    open_ = (wide > 0) & (wide < 180)
    assert open_.mean() > 0.9
    lon = places[disc, 0]
    metres = BULK.inv(lon, places[disc, 1], lon + wide, lat)[2]
    close = 0.02 if radius <= 19.5e6 else 2.0
    assert np.max(np.abs(metres - radius)[open_]) < close
    farther = BULK.inv(lon, places[disc, 1], lon + 180, lat)[2]
    assert np.all(farther[wide == 180] < radius + close)
    nearer = BULK.inv(lon, places[disc, 1], lon, lat)[2]
    assert np.all(nearer[wide == 0] > radius - close)


@pytest.mark.parametrize(
    ("code", "lon", "lat", "radius"),
    [
        ("ROU", 24.41, 44.08, 250e3),
        ("RUS", 24.41, 54.08, 4_000e3),
        ("USA", 127.0, 40.0, 8_000e3),
        ("JPN", 140.0, 36.0, 500e3),
        ("ATA", 20.0, -85.0, 900e3),
    ],
)
def test_a_share_is_the_share_of_places_within_the_distance(
    code: str, lon: float, lat: float, radius: float
) -> None:
    shape = country(code)
    flat = plane(shape)
    shapely.prepare(flat)
    west, south, east, north = flat.bounds
    x = west + (east - west) * (np.arange(1500) + 0.5) / 1500
    y = south + (north - south) * (np.arange(600) + 0.5) / 600
    lats = np.interp(y, z(np.linspace(-90, 90, 200_001)), np.linspace(-90, 90, 200_001))
    x, y, lats = np.tile(x, 600), np.repeat(y, 1500), np.repeat(lats, 1500)
    inside = shapely.contains_xy(flat, x, y)
    x, lats = x[inside], lats[inside]
    metres = BULK.inv(np.full(x.size, lon), np.full(x.size, lat), x, lats)[2]
    expected = np.mean(metres < radius)
    assert 0.05 < expected < 0.95
    assert scan([shape], discs(lon, lat, radius)).share[0] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", KINDS)
def test_every_country_s_share_is_right(kind: str, seed: int) -> None:
    places, radii = random_discs(np.random.default_rng([seed, KINDS.index(kind)]), kind)
    found = scan(COUNTRIES, discs(*places.T, radii))
    off = np.abs(found.share - shares_of(flat_union(places, radii), PLANES))
    assert off[LARGE].max() < 1e-4
    assert off.max() < 1e-3


@pytest.mark.parametrize("radius", [19.91e6, 19.99e6, 20.003e6])
def test_near_the_farthest_distance_little_is_outside(radius: float) -> None:
    found = scan([WORLD], discs(24.41, 44.08, radius))
    outside = math.pi * (20_003_931 - radius) ** 2
    assert found.outside[0] == pytest.approx(outside, rel=0.5, abs=8e9)


# Other shapes


def test_an_annulus_is_a_disc_less_a_disc() -> None:
    for lon, lat, inner, outer in [
        (24.41, 44.08, 5e5, 1e6),
        (179.0, 80.0, 5e5, 3e6),
        (0.0, -90.0, 1e6, 2e6),
        (10.0, 0.0, 9e6, 12e6),
        (10.0, 20.0, 19.0e6, 19.95e6),
    ]:
        one = scan([WORLD], discs(lon, lat, outer, inner=inner)).covered
        parts = [scan([WORLD], discs(lon, lat, radius)).covered for radius in (outer, inner)]
        assert one == pytest.approx(parts[0] - parts[1], rel=1e-5, abs=2e-6 * WHOLE)
        drawn = polygons([annulus(lon, lat, inner, outer, tolerance=1.0)])
        assert one == pytest.approx(scan([WORLD], drawn).covered, rel=1e-4, abs=1e-6 * WHOLE)


def test_a_hole_counts_where_the_outer_disc_holds_a_whole_area() -> None:
    place, inner = (6.1724759, 5.71499349), 3_092_768.0
    flat = plane(country("EGY"))
    for outer in (9.0e6, 10.3e6):
        found = scan([country("EGY")], discs(*place, outer, inner=inner))
        expected = 1 - shares_of(flat_disc(*place, inner), [flat])[0]
        assert found.share[0] == pytest.approx(expected, abs=1e-4)
    # Rows that fill up a block are held by what meets none of the area.
    far = discs(163.17219291, 37.45293806, 14_500_883.757, inner=5_794_769.344)
    assert scan(COUNTRIES, far, rows=128).area == pytest.approx(scan(COUNTRIES, nothing()).area)


def test_polygons_are_cut_as_shapely_cuts_them() -> None:
    turned = [sector(37.79, 38.35, 1.5e6, (70, 190), inner=3e4), sector(170, 70, 3e6, (300, 60))]
    shapes = [*turned, country("IRN"), circle(0, 90, 3e6)]
    expected = shares_of(shapely.union_all([plane(shape) for shape in shapes]), PLANES)
    off = np.abs(scan(COUNTRIES, polygons(shapes)).share - expected)
    assert off[LARGE].max() < 1e-4


def test_shapes_of_several_kinds_go_together() -> None:
    one, other = discs(24.41, 44.08, 5e5), polygons([country("BGR")])
    together = scan([country("ROU"), country("BGR")], joined(one, other), groups=[0, 1])
    assert together.share[1] == pytest.approx(1, abs=1e-9)
    assert together.agreed[1] == pytest.approx(scan([country("BGR")], one).covered[0], rel=1e-4)
    assert together.share[0] == pytest.approx(scan([country("ROU")], one).share[0], abs=1e-4)


def test_an_area_covers_itself() -> None:
    found = scan(COUNTRIES, polygons(COUNTRIES))
    assert found.share == pytest.approx(1, abs=1e-9)
    assert found.depth[:, 2:].sum() < 1e-4 * found.area.sum()  # a few territories are disputed


# Depth and groups


def test_depths_and_groups_against_overlays() -> None:
    places, radii = np.array([[20.0, 45], [28, 46], [24, 48]]), np.array([4e5, 5e5, 3e5])
    a, b, c = (flat_disc(*at, r) for at, r in zip(places, radii, strict=True))
    area = plane(country("ROU"))
    found = scan([country("ROU")], discs(*places.T, radii), groups=[0, 0, 1], group_count=2)
    first = a | b
    expected = [area - first - c, (area & first) ^ (area & c), area & first & c]
    assert found.groups[0] == pytest.approx([square_metres(e) for e in expected], rel=1e-4)
    assert found.agreed == found.groups[:, 2]
    assert found.disputed == found.groups[:, 1]
    assert found.outside == found.groups[:, 0]
    assert found.depth[0, 3] == pytest.approx(square_metres(area & a & b & c), rel=1e-3)
    twice = sum(square_metres(area & disc) for disc in (a, b, c))
    assert found.depth[0] @ np.arange(4) == pytest.approx(twice, rel=1e-4)


def test_a_group_without_shapes_agrees_with_nothing() -> None:
    found = scan([country("ROU")], discs(25.0, 46.0, 3e6), groups=[0], group_count=2)
    assert found.agreed[0] == 0
    assert found.disputed == pytest.approx(found.area)


def test_work_in_runs_of_rows_is_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    shapes, groups = discs(*on_sphere(rng, 300).T, 1e6), rng.integers(0, 3, 300)
    areas = [country("RUS"), WORLD]
    whole = scan(areas, shapes, groups=groups)
    monkeypatch.setattr("geo.measure._AT_ONCE", 5_000)
    runs = scan(areas, shapes, groups=groups)
    assert runs.depth == pytest.approx(whole.depth)
    assert runs.groups == pytest.approx(whole.groups)


def test_blocks_of_rows_that_a_disc_holds_whole_need_no_closer_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(5)
    shapes = discs(*on_sphere(rng, 200).T, rng.uniform(1e5, 8e6, 200))
    monkeypatch.setattr("geo.measure.compiled_sweep", lambda _: None)
    quickly = scan(COUNTRIES, shapes, rows=256)
    monkeypatch.setattr(
        "geo.measure.holding", lambda _land, _, pairs: np.zeros(pairs.block.size, bool)
    )
    closely = scan(COUNTRIES, shapes, rows=256)
    assert quickly.depth == pytest.approx(closely.depth, rel=1e-9, abs=1)


def test_compiled_rows_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    rng = np.random.default_rng(6)
    outer = 10 ** rng.uniform(4.5, 7.28, 400)
    inner = np.where(rng.uniform(size=400) < 0.3, rng.uniform(0.1, 0.9, 400) * outer, 0)
    places = on_sphere(rng, 400)
    places[:40, 1] = rng.choice([-90, 90], 40) - places[:40, 1] / 90
    places[40:80, 0] = rng.choice([-180, 180], 40)
    areas = [*COUNTRIES[::3], country("RUS"), country("ATA"), WORLD]
    for some in (slice(None), slice(100)):
        radii = outer[some] if some.stop is None else outer[some].clip(max=2e5)
        holes = np.minimum(inner[some], 0.9 * radii)
        shapes = discs(*places[some].clip((-180, -90), (180, 90)).T, radii, inner=holes)
        with monkeypatch.context() as only:
            only.setattr("geo.measure.compiled_sweep", lambda _: None)
            plain = scan(areas, shapes, rows=128)
        with monkeypatch.context() as only:
            only.setattr("geo.measure.LARGE", 1)
            compiled = scan(areas, shapes, rows=128)
        off = np.abs(compiled.depth - plain.depth) / plain.area[:, None]
        assert off.max() < 1e-12
        assert np.count_nonzero(plain.depth[:, 2:]) > 10


def test_much_work_needs_no_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = discs(*on_sphere(np.random.default_rng(7), 50).T, 1e6)
    with monkeypatch.context() as only:
        only.setattr("geo.measure.compiled_sweep", lambda _: None)
        plain = scan([WORLD], shapes).depth
    monkeypatch.setitem(sys.modules, "geo.compiled", None)
    assert np.array_equal(scan([WORLD], shapes).depth, plain)


def test_little_work_does_not_load_numba() -> None:
    code = (
        "import sys; from geo.countries import country; from geo.scan import discs, scan; "
        "scan([country('ROU')], discs([24.0] * 30, 44.0, 1e6)); print('numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_areas_laid_before_are_not_mistaken_for_others() -> None:
    shapes = discs(24.41, 44.08, 3e5)
    areas = [country("ROU"), country("BGR")]
    first = scan(areas, shapes).covered
    areas.reverse()
    assert scan(areas, shapes).covered == pytest.approx(first[::-1], rel=1e-12)
    areas[0] = shapely.box(20, 40, 30, 50)
    assert scan(areas, shapes).area[0] == pytest.approx(square_metres(plane(areas[0])), rel=1e-6)


@pytest.mark.parametrize("count", [1, 60])
def test_circles_round_a_pole_may_run_along_a_row(count: int) -> None:
    radii = np.linspace(1e6, 2e6, count) if count > 1 else np.array([1.5e6])
    turns = np.linspace(-180, 180, count)
    found = scan([country("ATA")], discs(turns, np.full(count, -90.0), radii))
    flat = flat_disc(0.0, -90.0, float(radii.max()))
    assert found.share == pytest.approx(shares_of(flat, [plane(country("ATA"))]), abs=1e-4)


# Invariants

AREAS = [country(code) for code in ("ROU", "RUS", "FJI", "ATA")] + [WORLD]
DISCS = st.lists(
    st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.floats(1e3, 20e6)),
    min_size=1,
    max_size=6,
)


def quick(shapes: list[tuple[float, float, float]], **options: Any) -> Scan:
    return scan(AREAS, discs(*np.array(shapes).T), rows=128, **options)


@settings(max_examples=40, deadline=None)
@given(DISCS)
def test_parts_make_the_whole(shapes: list[tuple[float, float, float]]) -> None:
    found = quick(shapes, groups=np.arange(len(shapes)) % 2, group_count=2)
    assert np.all(found.depth >= 0)
    assert found.covered + found.depth[:, 0] == pytest.approx(found.area, rel=1e-12)
    assert found.agreed + found.disputed + found.outside == pytest.approx(found.area, rel=1e-9)
    assert found.outside == pytest.approx(found.depth[:, 0], rel=1e-6, abs=1)
    assert np.all(found.share <= 1 + 1e-12)


@settings(max_examples=30, deadline=None)
@given(DISCS, st.randoms())
def test_the_order_of_shapes_does_not_matter(
    shapes: list[tuple[float, float, float]], chance: Any
) -> None:
    mixed = list(shapes)
    chance.shuffle(mixed)
    assert quick(shapes).depth == pytest.approx(quick(mixed).depth, rel=1e-9, abs=1)


@settings(max_examples=30, deadline=None)
@given(DISCS, st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.floats(1e3, 20e6)))
def test_one_more_shape_never_lowers_the_union(
    shapes: list[tuple[float, float, float]], more: tuple[float, float, float]
) -> None:
    # Another shape moves the rows, so that a little is left to their accuracy.
    before, after = quick(shapes), quick([*shapes, more])
    assert np.all(after.share >= before.share - 5e-3)


@settings(max_examples=30, deadline=None)
@given(DISCS, st.floats(-180, 180))
def test_a_turn_of_everything_changes_nothing(
    shapes: list[tuple[float, float, float]], turn: float
) -> None:
    moved = [((lon + turn + 180) % 360 - 180, lat, radius) for lon, lat, radius in shapes]
    for area in (shapely.box(-20, -40, 30, 75), WORLD):
        there = [
            shapely.intersection(
                shapely.transform(area, lambda xy, by=by: np.add(xy, (turn + by, 0))), WORLD
            )
            for by in (-360, 0, 360)
        ]
        there = shapely.MultiPolygon(
            [part for part in shapely.get_parts(there) if part.geom_type == "Polygon"]
        )
        one, other = (
            scan([shape], discs(*np.array(each).T), rows=128)
            for shape, each in ((area, shapes), (there, moved))
        )
        assert one.share == pytest.approx(other.share, abs=1e-6)


# Distances, and the radius a share needs


@pytest.mark.parametrize(
    ("code", "lon", "lat"),
    [("ROU", 37.79, 38.35), ("RUS", 24.41, 44.08), ("FJI", -175.0, 10.0), ("ATA", 0.0, 60.0)],
)
def test_nearest_and_farthest_are_those_of_the_boundary(code: str, lon: float, lat: float) -> None:
    xy = shapely.get_coordinates(shapely.segmentize(country(code), 0.02))
    metres = BULK.inv(np.full(len(xy), lon), np.full(len(xy), lat), *xy.T)[2]
    nearest, farthest = distances(country(code), lon, lat)
    assert metres.min() - 100 < nearest < metres.min() + 1e-6
    assert metres.max() - 1e-6 < farthest < metres.max() + 100


def test_inside_is_at_no_distance_and_the_antipode_at_the_farthest() -> None:
    assert distances(country("ROU"), 24.41, 44.08)[0] == 0
    nearest, farthest = distances(shapely.box(-30, -30, 30, 30), 180.0, 5.0)
    assert nearest == pytest.approx(EARTH.Inverse(5, 180, 30, 30)["s12"], rel=0.2)
    assert farthest == pytest.approx(EARTH.Inverse(5, 180, -5, 0)["s12"], abs=1)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.9, 0.999])
def test_a_needed_radius_covers_its_share_and_no_less_would(share: float) -> None:
    shape, place = country("ROU"), (37.79, 38.35)
    radius = needed_radius(shape, *place, share)
    flat = plane(shape)
    for beside, enough in ((1_000, True), (-1_000, False)):
        covered = shares_of(flat_disc(*place, radius + beside), [flat])[0]
        assert (covered >= share) == enough


def test_the_whole_area_needs_its_farthest_distance() -> None:
    place = (24.41, 44.08)
    radius = needed_radius(country("ROU"), *place, 1.0)
    assert radius == distances(country("ROU"), *place)[1]
    assert scan([country("ROU")], discs(*place, radius)).share[0] == pytest.approx(1, abs=1e-12)
    assert scan([country("ROU")], discs(*place, radius - 2e3)).share[0] < 1


# What is refused


@pytest.mark.parametrize("share", [0, -1, 1.01, math.nan])
def test_a_share_is_within_0_and_1(share: float) -> None:
    with pytest.raises(BadDistance, match="share"):
        needed_radius(country("ROU"), 0, 0, share)


def test_an_area_without_area_has_no_distance() -> None:
    with pytest.raises(BadRegion, match="no area"):
        distances(shapely.Polygon(), 0, 0)


@pytest.mark.parametrize(("radius", "inner"), [(0, 0), (-1, 0), (math.nan, 0), (1e6, 1e6)])
def test_a_disc_has_a_radius(radius: float, inner: float) -> None:
    with pytest.raises(BadDistance, match="radius"):
        discs(0, 0, radius, inner=inner)
