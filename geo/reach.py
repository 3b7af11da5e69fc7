"""Everywhere within a range of a region: from anywhere in it, or from everywhere in it.

A region's edges are straight in lon/lat (RFC 7946). Both answers come from discs round points of
its boundary, so close to each other that the gap between two neighbours stays below a tolerance:
discs of radius r whose centres lie s apart leave at most s^2 / 8r between them.
"""

from typing import Any

import numpy as np
import shapely

from geo.errors import BadRegion
from geo.geodesic import TOLERANCE, Floats, distance
from geo.limits import FARTHEST
from geo.rings import WORLD, areas
from geo.shapes import circles

_PIECE = 10.0  # degrees
_LEAST = 100_000.0  # metres
_SPHERE = 6_371_000.0  # metres, where a sphere will do


def reach_from_anywhere(region: Any, radius: float, *, tolerance: float = TOLERANCE) -> Any:
    """Return the places at most `radius` from some place of a region.

    Parameters
    ----------
    region : shapely Polygon or MultiPolygon
        Valid, lon/lat degrees, cut at the antimeridian.
    radius : float
        Metres.
    tolerance : float
        Metres. An edge of the answer is off by at most twice this: once for the discs' edges, once
        for the gaps between neighbours.

    Returns
    -------
    shapely Polygon or MultiPolygon
        As `geo.circles`; the union of the region and of discs round its boundary.

    Raises
    ------
    BadRegion
        When the region has no area.
    """
    lon, lat = boundary_points(region, radius, tolerance)
    discs = circles(lon, lat, radius, tolerance=tolerance)
    return areas(shapely.union_all([region, *discs]))


def reach_from_everywhere(region: Any, radius: float, *, tolerance: float = TOLERANCE) -> Any:
    """Return the places at most `radius` from every place of a region.

    Parameters, errors and exactness as in `reach_from_anywhere`.

    Returns
    -------
    shapely Polygon or MultiPolygon
        The intersection of discs round the boundary; empty when the region is too wide for the
        range.
    """
    # Beyond a quarter of the Earth it is the discs' small outsides that leave gaps.
    bend = min(radius, max(FARTHEST - radius, _LEAST))
    lon, lat = boundary_points(region, bend, tolerance)
    discs = circles(lon, lat, radius, tolerance=tolerance)
    # De Morgan: a union cascades pair by pair, which thousands of intersections cannot.
    outside = shapely.union_all(shapely.difference(WORLD, discs))
    return areas(shapely.difference(WORLD, outside))


def boundary_points(region: Any, radius: float, tolerance: float) -> tuple[Floats, Floats]:
    """Return points along a region's boundary, so close that discs round them leave no gaps.

    Parameters
    ----------
    region : shapely Polygon or MultiPolygon
    radius, tolerance : float
        Metres: gaps between discs of that radius stay below the tolerance.

    Returns
    -------
    lon, lat : (n,) array
        Every vertex, and points between them on the straight lon/lat edges.
    """
    if region.is_empty or region.area == 0:
        raise BadRegion("a region has no area; draw a polygon")
    # In pieces, so that a geodesic is about as long as its edge: a whole parallel measures nothing.
    pieces = shapely.segmentize(region, _PIECE)
    rings = shapely.get_rings(shapely.get_parts(pieces))
    xy, number = shapely.get_coordinates(rings, return_index=True)
    edge = np.flatnonzero(np.diff(number) == 0)
    a, b = xy[edge], xy[edge + 1]
    length = distance(*a.T, *b.T)
    # An edge straight in lon/lat bulges from the geodesic of its ends as meridians converge along
    # it, by dlon sin lat (and twice that as far as it runs north): a gap of its own.
    dlon, dlat = np.radians(np.abs(b - a)).T
    high = np.radians(np.maximum(np.abs(a[:, 1]), np.abs(b[:, 1])))
    bulge = dlon * np.sin(high) * np.hypot(length, 2 * _SPHERE * dlat)
    count = np.ceil(np.sqrt((length**2 / radius + bulge) / (8 * tolerance))).astype(np.intp)
    count = np.maximum(1, count)
    first = np.cumsum(count) - count
    part = (np.arange(count.sum()) - np.repeat(first, count)) / np.repeat(count, count)
    points = np.repeat(a, count, axis=0) + part[:, None] * np.repeat(b - a, count, axis=0)
    return points[:, 0], points[:, 1]
