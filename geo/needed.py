"""How far a range has to reach: to an area, over all of it, over a share of it."""

from typing import Any

import numpy as np
import shapely

from geo.errors import BadDistance, BadRegion
from geo.geodesic import Floats, distance
from geo.scan import ROWS, discs, scan

_PIECE = 0.25  # degrees: along so short an edge the distance has one peak or one valley


def distances(area: Any, lon: float, lat: float) -> tuple[float, float]:
    """Return the nearest and the farthest distance, in metres, of an area from a place.

    Parameters
    ----------
    area : shapely Polygon or MultiPolygon
        Valid, lon/lat degrees, cut at the antimeridian.
    lon, lat : float
        Degrees, WGS84.

    Returns
    -------
    nearest, farthest : float
        Right to 1 m; nearest is 0 for a place inside.

    Raises
    ------
    BadRegion
        When the area is empty.
    """
    if area.is_empty or area.area == 0:
        raise BadRegion("a region has no area; draw a polygon")
    rings = shapely.get_rings(shapely.get_parts(shapely.segmentize(area, _PIECE)))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    first = np.flatnonzero(np.diff(ring) == 0)
    a, b = xy[first], xy[first + 1]
    at, length = distance(lon, lat, *xy.T), distance(*a.T, *b.T)
    ends = np.array([at[first], at[first + 1]])
    near = np.flatnonzero(ends.min(axis=0) - length <= ends.min())
    far = np.flatnonzero(ends.max(axis=0) + length >= ends.max())
    nearest = -_peak(a[near], b[near], lon, lat, -1)
    farthest = _peak(a[far], b[far], lon, lat, 1)
    opposite = shapely.Point(lon - 180 if lon > 0 else lon + 180, -lat)
    if area.intersects(opposite):
        farthest = max(farthest, float(distance(lon, lat, opposite.x, opposite.y)))
    return 0.0 if area.intersects(shapely.Point(lon, lat)) else nearest, farthest


def _peak(a: Floats, b: Floats, lon: float, lat: float, sign: int) -> float:
    """Return the largest signed distance along short edges, by golden sections."""
    gold = (np.sqrt(5) - 1) / 2

    def at(part: Floats) -> Floats:
        return sign * distance(lon, lat, *(a + part[:, None] * (b - a)).T)

    low, high = np.zeros(len(a)), np.ones(len(a))
    best = np.maximum(at(low), at(high))
    for _ in range(40):
        left, right = high - gold * (high - low), low + gold * (high - low)
        at_left, at_right = at(left), at(right)
        best = np.maximum(best, np.maximum(at_left, at_right))
        up = at_left < at_right
        low, high = np.where(up, left, low), np.where(up, high, right)
    return float(best.max())


def needed_radius(
    area: Any, lon: float, lat: float, share: float, *, rows: int = ROWS, precision: float = 10.0
) -> float:
    """Return the smallest radius at which a share of an area lies inside a disc round a place.

    Parameters
    ----------
    area : shapely Polygon or MultiPolygon
        Valid, lon/lat degrees, cut at the antimeridian.
    lon, lat : float
        The place, in degrees, WGS84.
    share : float
        Above 0 and at most 1. At 1 the answer is the farthest distance of the area, exactly.
    rows : int
        As in `scan`.
    precision : float
        Metres.

    Returns
    -------
    float
        Metres: at most `precision` above the radius at which the rows reach the share.

    Raises
    ------
    BadDistance, BadRegion
        For a share outside 0..1, or an area that is empty.
    """
    if not 0 < share <= 1:
        raise BadDistance(f"a share of {share} is not above 0 and at most 1")
    low, high = distances(area, lon, lat)
    if share == 1:
        return high
    while high - low > precision:
        middle = (low + high) / 2
        enough = scan([area], discs(lon, lat, middle), rows=rows).share[0] >= share
        low, high = (low, middle) if enough else (middle, high)
    return high
