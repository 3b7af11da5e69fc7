"""Planes for print, against geodesics and against where places lie in lon/lat."""

from collections.abc import Callable

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from pyproj import Geod

import geo
from geo import projections
from geo.projections import Plane

GEOD = Geod(ellps="WGS84")
EARTH = 510_065_621_724_089.0  # square metres: Karney 2013, of the whole ellipsoid

SHAPES = {
    "Russia": geo.country("RUS"),
    "Fiji": geo.country("FJI"),
    "Antarctica": geo.country("ATA"),
    "Romania": geo.country("ROU"),
    "over the pole": geo.circle(175, 62, 4e6),
    "both poles": geo.circle(20, 10, 13e6),
    "nearly all": geo.circle(24, 44, 17e6),
    "sector": geo.sector(170, 60, 8e6, (300, 80)),
    "annulus": geo.annulus(-100, -70, 1e6, 5e6),
}

EQUAL_AREA: dict[str, Plane] = {
    "regional": projections.equal_area(22, 45),
    "north": projections.equal_area(170, 72),
    "south pole": projections.equal_area(-30, -90),
    "on the seam": projections.equal_area(180, 0),
    "world": projections.equal_earth(0),
    "pacific": projections.equal_earth(150),
    "americas": projections.equal_earth(-100),
}
OTHERS = {
    "globe": projections.orthographic(20, 50),
    "equator": projections.orthographic(175, 0),
    "pole": projections.orthographic(-40, -90),
    "round": projections.equidistant(24.41, 44.08),
    "round pole": projections.equidistant(0, 90),
    "near": projections.equidistant(-147, 64, reach=6e6),
}
PLANES = EQUAL_AREA | OTHERS


def geodesic_area(shape: shapely.Geometry) -> float:
    """Return the area on the ellipsoid, edges straight in lon/lat (hence dense)."""
    dense = shapely.get_parts(shapely.segmentize(shape, 0.05))
    found = [GEOD.geometry_area_perimeter(part)[0] for part in dense]
    return sum(area if area > 0 else EARTH + area for area in found)


@pytest.mark.parametrize("shape", SHAPES)
def test_areas_are_true(shape: str) -> None:
    wanted = geodesic_area(SHAPES[shape])
    for name, plane in EQUAL_AREA.items():
        if shapely.intersects_xy(SHAPES[shape], (plane.lon + 360) % 360 - 180, -plane.lat):
            continue  # holds what azimuthal planes leave out round the farthest point
        assert plane.areas(SHAPES[shape]).area == pytest.approx(wanted, rel=1e-3), name


def test_a_plane_shows_all_of_the_earth_but_round_the_farthest_point() -> None:
    for name, plane in EQUAL_AREA.items():
        left_out = 0 if plane.name == "eqearth" else 510e12 * (124 / 6371) ** 2 / 4
        assert plane.rim().area == pytest.approx(EARTH - left_out, rel=1e-4), name


def places(count: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Return places spread evenly over the sphere (a golden spiral)."""
    nth = np.arange(count) + 0.5
    return (nth * 137.50776405 + 180) % 360 - 180, np.degrees(np.arcsin(1 - 2 * nth / count))


def is_seen(plane: Plane, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Tell what a plane shows, by verticals and by geodesics."""
    middle = np.full(lon.size, plane.lon), np.full(lon.size, plane.lat)
    if plane.name == "eqearth":
        return np.full(lon.size, True)
    if plane.name == "ortho":
        (x1, y1, z1), (x2, y2, z2) = (
            (np.cos(np.radians(b)) * np.cos(np.radians(a)),
             np.cos(np.radians(b)) * np.sin(np.radians(a)),
             np.sin(np.radians(b)))
            for a, b in ((lon, lat), middle)
        )  # fmt: skip
        return x1 * x2 + y1 * y2 + z1 * z2 > 0
    return np.asarray(GEOD.inv(lon, lat, *middle)[2]) < plane_reach(plane)


def plane_reach(plane: Plane) -> float:
    return 6e6 if plane is OTHERS["near"] else projections.RIM


@pytest.mark.parametrize("name", PLANES)
def test_what_lies_inside_is_drawn_inside(name: str) -> None:
    plane = PLANES[name]
    lon, lat = places()
    xy, seen = plane.points(lon, lat), is_seen(plane, lon, lat)
    assert np.mean(np.isfinite(xy[:, 0]) == seen) > 0.998  # but for those on the rim itself
    # On the rim itself, edges may cut a bend by the tolerance.
    known = shapely.contains_xy(shapely.buffer(plane.rim(), -2 * plane.tolerance), xy)
    for what, shape in SHAPES.items():
        drawn = plane.areas(shape)
        assert drawn.is_valid, what
        assert np.isfinite(shapely.get_coordinates(drawn)).all(), what
        near = shapely.dwithin(shapely.boundary(shape), shapely.points(lon, lat), 0.2)
        clear = known & ~near
        inside = shapely.contains_xy(shape, lon[clear], lat[clear])
        found = shapely.contains_xy(drawn, xy[clear])
        assert np.array_equal(inside, found), what


@pytest.mark.parametrize("name", ["round", "round pole", "near"])
def test_distances_and_directions_from_the_middle_are_true(name: str) -> None:
    plane = PLANES[name]
    for lon, lat in [(17.1, 54.5), (-70.0, 80.0), (-147.5, 64.0), (30.0, 89.0), (-100.0, 45.0)]:
        ((x, y),) = plane.points([lon], [lat])
        way = Geodesic.WGS84.Inverse(plane.lat, plane.lon, lat, lon)
        if way["s12"] > plane_reach(plane):
            assert np.isnan(x)
            continue
        turn = -way["azi1"] if plane.lat < 90 else -(plane.lon + 180 - lon)
        assert np.hypot(x, y) == pytest.approx(way["s12"], abs=1e-3)
        wanted = np.radians(turn + 90)
        assert np.hypot(np.cos(wanted) - x / way["s12"], np.sin(wanted) - y / way["s12"]) < 1e-6


@pytest.mark.parametrize("metres", [1e6, 9e6, 15e6])
def test_a_ring_round_the_middle_is_a_circle(metres: float) -> None:
    for plane in (OTHERS["round"], OTHERS["round pole"]):
        line = plane.outline(geo.circle(plane.lon, plane.lat, metres))
        away = np.hypot(*shapely.get_coordinates(line).T)
        assert np.abs(away - metres).max() < 101  # the circle's own tolerance, between vertices
        assert np.isclose(away, metres, rtol=0, atol=1e-2).sum() > 60  # its vertices
        parts = shapely.get_parts(line)
        assert len(parts) == 1
        assert parts[0].is_ring  # the cuts at 180 degrees and at the pole are not drawn


@pytest.mark.parametrize(
    "make", [projections.equal_area, projections.equidistant, projections.orthographic]
)
def test_edges_are_bent_to_the_tolerance(make: Callable[..., Plane]) -> None:
    plane = make(10, 60, tolerance=50.0)
    sea = shapely.box(-40, 30, 60, 62)  # its edges are parallels and meridians
    edge = shapely.boundary(plane.areas(sea))
    lon = np.linspace(-40, 60, 997)
    xy = plane.points(np.tile(lon, 2), np.repeat([30.0, 62.0], lon.size))
    assert shapely.distance(edge, shapely.points(xy)).max() < 60


@pytest.mark.parametrize("lat", [0.0, 1e-9, -0.5, 45.0, 89.9, 90.0, -90.0])
def test_the_globe_is_round_from_everywhere(lat: float) -> None:
    rim = projections.orthographic(100, lat).rim()
    across = rim.bounds[2] - rim.bounds[0]
    assert rim.is_valid
    assert across == pytest.approx(2 * 6_378_137, rel=1e-5)
    # The shadow of an ellipsoid is an ellipse; the eye stands `lat` above the equator's plane.
    a, b, phi = 6_378_137.0, 6_356_752.314245, np.radians(lat)
    assert rim.area == pytest.approx(
        np.pi * a * np.hypot(a * np.sin(phi), b * np.cos(phi)), rel=1e-4
    )
