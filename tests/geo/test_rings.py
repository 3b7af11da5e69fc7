"""From unwrapped rings to polygons on the map."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.rings import NORTH_WALK, areas, to_polygons

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


def test_areas_keeps_polygons_and_turns_them() -> None:
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    mixed = shapely.GeometryCollection([clockwise, shapely.Point(5, 5), shapely.LineString(BOX)])
    kept = areas(mixed)
    assert kept.equals(clockwise)
    assert kept.exterior.is_ccw
    assert areas(shapely.Point(0, 0)).is_empty
