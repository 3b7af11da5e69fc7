"""The shapes that a scan counts: discs, annuli and polygons in one list."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.errors import BadDistance
from geo.geodesic import Floats
from geo.limits import FARTHEST
from geo.shapes import CUT_LOCUS, circle

_EXACT = 1.0  # tolerance in metres where a disc has to be a polygon


class Shapes(NamedTuple):
    """Shapes in their order, each a disc, an annulus or a polygon; see `discs` and `polygons`.

    `lon`, `lat`, `radius`, `inner` (n,) float; `polygon` (n,) object, None for discs and annuli.
    """

    lon: Floats
    lat: Floats
    radius: Floats
    inner: Floats
    polygon: NDArray[np.object_]


def discs(lon: ArrayLike, lat: ArrayLike, radius: ArrayLike, *, inner: ArrayLike = 0.0) -> Shapes:
    """Return discs, or annuli where `inner` is above zero; arrays broadcast.

    Parameters
    ----------
    lon, lat : (n,) array or float
        Centres in degrees, WGS84.
    radius, inner : (n,) array or float
        Metres.

    Raises
    ------
    BadDistance
        When a radius is not above zero and finite, or not above `inner`.
    """
    given = [np.atleast_1d(np.asarray(a, dtype=float)) for a in (lon, lat, radius, inner)]
    lon, lat, radius, inner = (each.copy() for each in np.broadcast_arrays(*given))
    if not np.all((radius > 0) & np.isfinite(radius) & (inner >= 0) & (inner < radius)):
        raise BadDistance("a radius is not above zero, finite and above its inner radius")
    polygon = np.full(lon.size, None, dtype=object)
    for far in np.flatnonzero(radius >= CUT_LOCUS):
        # Beyond the cut locus a disc is the whole Earth less what is provably outside.
        whole = circle(lon[far], lat[far], min(radius[far], FARTHEST))
        hole = circle(lon[far], lat[far], inner[far], tolerance=_EXACT) if inner[far] else None
        polygon[far] = shapely.difference(whole, hole) if hole else whole
    return Shapes(lon, lat, radius, inner, polygon)


def polygons(shapes: Any) -> Shapes:
    """Return polygons as shapes: sectors, reaches, areas.

    Parameters
    ----------
    shapes : sequence of shapely Polygon or MultiPolygon
        Valid, lon/lat degrees, cut at the antimeridian.
    """
    polygon = np.empty(len(shapes), dtype=object)
    polygon[:] = shapes
    none = np.zeros(len(shapes))
    return Shapes(none, none, none, none, polygon)


def joined(*parts: Shapes) -> Shapes:
    """Return shapes of several kinds, one after another."""
    return Shapes._make(np.concatenate(each) for each in zip(*parts, strict=True))
