"""An unwrapped ring to valid lon/lat polygons: poles closed, antimeridian cut, RFC 7946 winding.

A ring is an (n, 2) array of dlon, lat around its centre's meridian, dlon within -180..180, in
which a pole that is inside shows as a walk along lat = +-90. Whether it is inside is known from
the distance to it, never guessed from the ring's shape. The seam dlon = +-180 is one meridian.
"""

from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.geodesic import Floats, HalfArcs

WORLD = shapely.box(-180, -90, 180, 90)
"""The whole Earth."""

NORTH_WALK = ((-180.0, 90.0), (180.0, 90.0))
SOUTH_WALK = ((180.0, -90.0), (-180.0, -90.0))
"""What a clockwise ring walks at a pole that is inside, from seam to seam."""

_BEYOND = {1: shapely.box(180, -90, 540, 90), -1: shapely.box(-540, -90, -180, 90)}


def mirrored(
    half: HalfArcs, north: NDArray[np.bool_], south: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.intp]]:
    """Close eastern halves with their mirror images to whole rings.

    Parameters
    ----------
    half : HalfArcs
        From azimuth 0 to 180 for every circle.
    north, south : (n,) bool
        Whether each circle holds that pole.

    Returns
    -------
    ring : (m, 2) array
        dlon, lat of all rings one after another, counter-clockwise, not closed.
    circle : (m,) int
        The circle each vertex belongs to.
    """
    # On the meridian itself the mirror image is the vertex again, unless the seam parts them.
    twice = np.where(half.azimuth == 0, north[half.circle], True) & np.where(
        half.azimuth == 180, south[half.circle], True
    )
    parts: list[tuple[Any, ...]] = [
        (half.circle, half.azimuth, 0, half.dlon, half.lat),
        (half.circle[twice], 360 - half.azimuth[twice], 3, -half.dlon[twice], half.lat[twice]),
    ]
    for inside, turn, corners in ((south, 180.0, SOUTH_WALK), (north, 360.0, NORTH_WALK)):
        held = np.flatnonzero(inside)
        first = 1 if turn == 180 else 4
        for nth, corner in enumerate(corners):
            parts.append((held, turn, first + nth, *corner))
    circle, azimuth, order, dlon, lat = (
        np.concatenate([np.broadcast_to(part[k], part[0].shape) for part in parts])
        for k in range(5)
    )
    walk = np.lexsort((order, azimuth, circle))[::-1]  # azimuths run clockwise; RFC 7946 does not
    return np.column_stack([dlon, lat])[walk], circle[walk]


def to_polygons(
    ring: Floats, circle: NDArray[np.intp], lon: NDArray[np.float64]
) -> NDArray[np.object_]:
    """Move rings to their centres' longitudes and cut them at the antimeridian.

    Parameters
    ----------
    ring, circle : (m, 2) and (m,) arrays
        As `mirrored` returns them, vertices of one circle together.
    lon : (n,) array
        Longitude of each circle's centre.

    Returns
    -------
    (n,) array of shapely Polygon or MultiPolygon
        Valid, counter-clockwise, within -180..180 and -90..90.
    """
    # Both seams are one meridian: where a cut moves one of them by a turn, it meets the other to
    # the last bit, so that the two join again.
    west, east = np.where(lon < 0, (lon - 180, lon - 180 + 360), (lon + 180 - 360, lon + 180))
    lons = lon[circle] + ring[:, 0]
    for side, seam in ((-180, west), (180, east)):
        lons = np.where(ring[:, 0] == side, seam[circle], lons)
    starts = np.flatnonzero(np.diff(circle, prepend=-1))
    number = np.cumsum(np.diff(circle, prepend=circle[0]) != 0)
    polygons = shapely.polygons(shapely.linearrings(lons, ring[:, 1], indices=number))
    cut = np.empty(lon.size, dtype=object)
    cut[circle[starts]] = polygons
    for side, beyond in _BEYOND.items():
        over = np.flatnonzero(shapely.bounds(cut)[:, 2 if side > 0 else 0] * side > 180)
        if over.size:
            here = shapely.intersection(cut[over], WORLD)
            there = shapely.intersection(cut[over], beyond)
            there = shapely.transform(there, partial(np.add, (-360.0 * side, 0.0)))
            cut[over] = [areas(each) for each in shapely.union(here, there)]
    return cut


def areas(geometry: Any) -> Any:
    """Keep the polygons of a geometry, counter-clockwise; overlays leave lines where edges touch.

    Returns
    -------
    shapely Polygon or MultiPolygon
        Empty where nothing with an area is left.
    """
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    whole = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    return shapely.orient_polygons(whole)
