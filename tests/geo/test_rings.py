"""From unwrapped rings to polygons on the map."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity

from geo.rings import NORTH_WALK, WORLD, areas, to_polygons

BOX = np.array([(-10.0, 0.0), (10.0, 0.0), (10.0, 5.0), (-10.0, 5.0)])
CAP = np.array([(180.0, 70.0), *NORTH_WALK[::-1], (-180.0, 70.0), (0.0, 60.0)])


def placed(ring: np.ndarray, lon: float) -> shapely.Geometry:
    return to_polygons(ring, np.zeros(len(ring), dtype=np.intp), np.array([lon]))[0]


@pytest.mark.parametrize(
    ("lon", "parts"),
    [
        (0.0, [(-10, 10)]),
        (170.0, [(160, 180)]),
        (175.0, [(-180, -175), (165, 180)]),
        (180.0, [(-180, -170), (170, 180)]),
        (-180.0, [(-180, -170), (170, 180)]),
        (-171.0, [(-180, -161), (179, 180)]),
    ],
)
def test_a_ring_is_cut_at_the_antimeridian(lon: float, parts: list[tuple[float, float]]) -> None:
    shape = placed(BOX, lon)
    assert shape.equals(shapely.union_all([shapely.box(a, 0, b, 5) for a, b in parts]))
    assert all(part.exterior.is_ccw for part in shapely.get_parts(shape))


@given(st.floats(-180, 180))
def test_a_cap_is_one_piece_without_a_seam(lon: float) -> None:
    shape = placed(CAP, lon)
    assert shape.is_valid
    assert not any(part.interiors for part in shapely.get_parts(shape))
    # A slit along the seam, however thin, would be walked twice, there and back.
    edges = shapely.union_all(shapely.boundary(shapely.get_parts(shape)))
    inner = shapely.difference(edges, shapely.boundary(shapely.box(-180, -90, 180, 90)))
    assert shapely.bounds(inner)[3] < 71
    assert shape.area == pytest.approx(360 * 25, rel=1e-9)


def test_many_rings_keep_their_order() -> None:
    rings = np.vstack([BOX, CAP, BOX])
    number = np.repeat([0, 1, 2], [len(BOX), len(CAP), len(BOX)])
    shapes = to_polygons(rings, number, np.array([0.0, 20.0, 179.0]))
    assert [round(shape.area) for shape in shapes] == [100, 9000, 100]
    assert [len(shapely.get_parts(shape)) for shape in shapes] == [1, 1, 2]


def star(chance: np.random.Generator) -> np.ndarray:
    """Return a jagged ring round (0, 0), or one round a pole; counter-clockwise."""
    turn = np.linspace(0, 2 * np.pi, 25)[:-1]
    if chance.random() < 0.5:
        out = chance.uniform(0.2, 30, turn.size)
        return np.column_stack([out * np.cos(turn), out * np.sin(turn)])
    lat = chance.uniform(40, 89, turn.size)
    chain = np.column_stack([np.linspace(-180, 180, turn.size), [*lat[:-1], lat[0]]])
    return (
        np.vstack([chain, NORTH_WALK[::-1]]) * (1, 1)
        if chance.random() < 0.5
        else (np.vstack([chain[::-1], np.array(NORTH_WALK)]) * (1, -1))
    )


def test_jagged_rings_are_cut_as_an_overlay_in_the_plane_cuts_them() -> None:
    chance = np.random.default_rng(6)
    rings = [star(chance) for _ in range(300)]
    lon = chance.uniform(-180, 180, len(rings))
    lon[:200] = 180 - np.abs(chance.normal(0, 10, 200))
    lon[:100] *= -1
    number = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    shapes = to_polygons(np.vstack(rings), number, lon)
    assert shapely.is_valid(shapes).all()
    assert all(part.exterior.is_ccw for part in shapely.get_parts(shapes))
    for ring, centre, shape in zip(rings, lon, shapes, strict=True):
        unwrapped = shapely.Polygon(ring + np.array([centre, 0]))
        turns = (affinity.translate(unwrapped, turn) for turn in (-360, 0, 360))
        true = shapely.intersection(shapely.union_all(list(turns)), WORLD)
        assert shapely.symmetric_difference(true, shape).area < 1e-9


def test_areas_keeps_polygons_and_turns_them() -> None:
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    flat = shapely.Polygon([(8, 8), (9, 8), (9, 8)])
    others = [shapely.Point(5, 5), shapely.LineString(BOX), flat]
    mixed = shapely.GeometryCollection([clockwise, *others])
    kept = areas(mixed)
    assert kept.equals(clockwise)
    assert kept.exterior.is_ccw
    assert areas(shapely.Point(0, 0)).is_empty
