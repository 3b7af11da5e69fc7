"""Many shapes as cells: against counts of points by geodesic distances, and exact areas."""

from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo import aggregate, grid
from geo.figures import Shapes, discs, joined, polygons
from geo.shapes import sector

WGS84 = Geod(ellps="WGS84")
EARTH = 510_065_621_724_088.44  # m2, Karney: GeographicLib's EllipsoidArea of WGS84
POINTS = 16  # a side of a cell, and so 256 in each


def crowd(count: int, least: float, most: float, seed: int = 6) -> Shapes:
    """Return discs all over the globe, poles and the antimeridian among them; some are rings."""
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(-180, 180, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    lat[:3], lon[3:6] = (89.9, -89.5, 88.0), (180.0, -179.9, 179.0)
    radius = rng.uniform(least, most, count)
    return discs(lon, lat, radius, inner=np.where(np.arange(count) % 5 == 0, radius / 2, 0.0))


def cells_of(found: aggregate.Depth, which: Any) -> Any:
    """Return west, south, east, north of cells."""
    laid = found.grid
    band = np.searchsorted(laid.starts, which, side="right") - 1
    wide = 360 / laid.around[band]
    west = laid.west + (which - laid.starts[band]) * wide
    return west, laid.lat[band], west + wide, laid.lat[band + 1]


def counted(shapes: Shapes, cell: Any) -> float:
    """Return how many shapes hold the points of a lattice, on average: geodesic distances alone."""
    west, south, east, north = cell
    middle = (np.arange(POINTS) + 0.5) / POINTS
    lon = west + middle * (east - west)
    # Parallels that part the cell into strips of one area, on a sphere, where it is as good.
    sin = np.sin(np.radians([south, north]))
    lat = np.degrees(np.arcsin(sin[0] + middle * (sin[1] - sin[0])))
    lons, lats = (each.ravel() for each in np.meshgrid(lon, lat))
    ones = np.ones((shapes.lon.size, lons.size))
    ends = (shapes.lon[:, None], shapes.lat[:, None], lons, lats)
    away = WGS84.inv(*(ones * each for each in ends))[2]
    inside = (away <= shapes.radius[:, None]) & (away >= shapes.inner[:, None])
    return float(inside.sum() / lons.size)


@pytest.mark.parametrize(("least", "most", "off"), [(1e5, 2e6, 0.03), (2e6, 1.5e7, 0.1)])
def test_cells_hold_the_mean_of_what_lies_over_their_points(
    least: float, most: float, off: float
) -> None:
    shapes = crowd(80, least, most)
    found = aggregate.aggregate(shapes, most=4000)
    edges = [0, 1, found.mean.size - 1]
    which = np.concatenate([edges, np.random.default_rng(1).integers(0, found.mean.size, 25)])
    cells = np.stack(cells_of(found, which), axis=1)
    truth = np.array([counted(shapes, cell) for cell in cells])
    # A lattice of 256 points misses some of what an edge cuts off, the more the more edges.
    apart = found.mean[which] - truth
    assert np.abs(apart).max() < 4 * off
    assert abs(apart.mean()) < off / 2


def test_all_cells_have_one_area_and_hold_all_of_every_disc() -> None:
    shapes = crowd(200, 5e3, 4e5)  # most are smaller than a cell
    found = aggregate.aggregate(shapes, most=3000)
    which = np.array([0, 7, found.mean.size // 3, found.mean.size - 1])
    for west, south, east, north in np.stack(cells_of(found, which), axis=1):
        lon = np.linspace(west, east, 400)
        ring = np.concatenate([lon, lon[::-1]]), np.repeat([south, north], 400)
        assert WGS84.polygon_area_perimeter(*ring)[0] == pytest.approx(found.grid.cell_m2, rel=2e-5)
    turns = np.linspace(360, 0, 721)[:-1]
    exact = 0.0
    for lon, lat, *radii in zip(shapes.lon, shapes.lat, shapes.radius, shapes.inner, strict=True):
        for sign, radius in zip((1, -1), radii, strict=True):
            if radius:
                lons, lats, _ = WGS84.fwd(*np.broadcast_arrays(lon, lat, turns, radius))
                exact += sign * WGS84.polygon_area_perimeter(lons, lats)[0]
    held = found.mean.sum() * found.grid.cell_m2
    assert held == pytest.approx(exact, rel=1e-3)
    # Rows without cells find as much, each place as often as there are shapes over it.
    assert found.area.sum() == pytest.approx(EARTH, rel=1e-9)
    assert found.area @ np.arange(found.area.size) == pytest.approx(exact, rel=5e-3)


def test_a_crowd_over_the_antimeridian_has_a_window_of_its_own() -> None:
    rng = np.random.default_rng(3)
    lon = (180 + rng.normal(0, 2, 300) + 180) % 360 - 180
    shapes = discs(lon, 10 + rng.normal(0, 2, 300), 50e3)
    found = aggregate.aggregate(shapes, most=2000)
    assert 160 < found.grid.west < 178
    assert found.grid.columns.max() * 360 / found.grid.around.min() < 40
    assert found.mean.size < 2600
    assert found.mean.sum() * found.grid.cell_m2 == pytest.approx(300 * np.pi * 50e3**2, rel=2e-3)
    # Whatever strips the rows are laid in, and blocks the circles are cut in.
    small = pytest.MonkeyPatch()
    with small.context() as patch:
        patch.setattr(aggregate, "_AT_ONCE", 64)
        patch.setattr(aggregate, "_SCANNED", 40)
        again = aggregate.aggregate(shapes, most=2000)
    np.testing.assert_allclose(again.mean, found.mean, atol=1e-6)
    np.testing.assert_allclose(again.area[:6], found.area[:6], rtol=5e-3)


def test_polygons_count_where_discs_do() -> None:
    wedge = sector(20.0, 50.0, 8e5, (350, 80))
    shapes = joined(discs(20.0, 50.0, 8e5), polygons([wedge]))
    found = aggregate.aggregate(shapes, most=3000)
    held = found.mean.sum() * found.grid.cell_m2
    area = abs(WGS84.geometry_area_perimeter(shapely.orient_polygons(wedge))[0])
    assert held == pytest.approx(area * (1 + 360 / 90), rel=2e-3)
    assert len(found.area) == 3
    assert found.area[2] == pytest.approx(area, rel=2e-3)


def test_a_disc_beyond_the_cut_locus_is_all_but_what_lies_opposite() -> None:
    found = aggregate.aggregate(discs(20.0, 50.0, 19_950e3), most=2000)
    assert found.mean.sum() * found.grid.cell_m2 == pytest.approx(EARTH, rel=1e-3)
    assert found.mean.min() < 1


def test_the_window_leaves_out_the_widest_gap() -> None:
    boxes = [np.array(each, dtype=float) for each in ([0, 5], [9, 11], [170, -178], [186, -170])]
    assert grid.window_round(*boxes) == pytest.approx((0, 11, 170, 20))
    everywhere = [np.array(each, dtype=float) for each in ([0], [9], [-180], [180])]
    assert grid.window_round(*everywhere) == (0, 9, -180, 360)
