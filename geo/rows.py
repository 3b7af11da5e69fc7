"""Rows of constant latitude across an area, weighed by the ellipsoid's exact band areas.

Rows are laid in the equal-area variable z, the sine of the authalic latitude: between two of them
lies an area in proportion to their difference in z (Snyder, Map Projections: A Working Manual,
1987, equations 3-11, 3-12 and 14-15).
"""

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

from geo.geodesic import Floats
from geo.intervals import Edges

_WGS84 = Geod(ellps="WGS84")
_E2 = float(_WGS84.es)
_E = float(np.sqrt(_E2))
_POLE_Q = float(1 + (1 - _E2) * np.arctanh(_E) / _E)
# z as a series in odd powers of the sine of latitude: what would follow is below 1e-17.
_TERMS = [(1 - _E2) / _POLE_Q * _E2**k * (1 + 1 / (2 * k + 1)) for k in range(8)]
AREA = float(np.pi * _WGS84.a**2 * _POLE_Q / 360)
"""Square metres of one degree of longitude by one unit of z; the whole Earth is 720 of them."""

MOST_ENDS = 48
"""So many latitudes at which shapes begin and end are limits; of more, none is."""

_WIDEST = 24  # so many level edges are limits in any case
_NODES, _WEIGHTS = (np.polynomial.legendre.leggauss(5) + np.array([[1.0], [0.0]])) / 2
_GAUSS = 0.5 / np.sqrt(3)  # off a band's middle, in heights: two rows do what is straight


def z_of(lat: ArrayLike) -> Floats:
    """Return the sine of the authalic latitude of latitudes in degrees (Snyder 3-11, 3-12)."""
    sin = np.sin(np.radians(np.asarray(lat, dtype=float)))
    z: Floats = sin * np.polynomial.polynomial.polyval(sin**2, _TERMS)
    return z


def lat_of(z: Floats) -> Floats:
    """Return latitudes in degrees of sines of authalic latitudes strictly within -1..1."""
    beta = np.arcsin(z)
    # Snyder 3-18 begins so, within 5e-8; one step of Newton's makes that 1e-14.
    sine, cosine = np.sin(2 * beta), np.cos(2 * beta)
    lat = beta + sine * (_E2 / 3 + 31 * _E2**2 / 180 + 23 * _E2**2 / 180 * cosine)
    slope = 2 * (1 - _E2) * np.cos(lat) / (1 - _E2 * np.sin(lat) ** 2) ** 2 / _POLE_Q
    return np.asarray(np.degrees(lat - (z_of(np.degrees(lat)) - z) / slope))


def area_of(area: Any) -> float:
    """Return the exact area in m2 within edges straight in lon/lat: the integral of z along them.

    Parameters
    ----------
    area : shapely Polygon or MultiPolygon
        Valid, lon/lat degrees, cut at the antimeridian.
    """
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(area)))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    first = np.flatnonzero(np.diff(ring) == 0)
    (lon, lat), (to_lon, to_lat) = xy[first].T, xy[first + 1].T
    mean = z_of(lat[:, None] + (to_lat - lat)[:, None] * _NODES) @ _WEIGHTS
    return AREA * float(mean @ (lon - to_lon))


class Rows(NamedTuple):
    """Latitudes (n,) in degrees, ascending, and the height in z of the band each stands for."""

    lat: Floats
    height: Floats

    @classmethod
    def across(cls, area: Any, edges: Edges, ends: Floats, count: int) -> "Rows":
        """Lay about `count` rows across an area.

        What a row measures goes straight from one vertex to the next: there the bands end, in a
        large area at as many vertices as are due, half by their height and half by their number,
        and in every band stand the two rows of Gauss.

        Parameters
        ----------
        area : shapely Polygon or MultiPolygon
        edges : Edges
            Of the area and of the polygons that cover it. A level edge, such as the 49th
            parallel, is a jump from one row to the next, so the longest end bands in any case.
        ends : (n,) array
            Latitudes at which polygons, and circles round a pole, begin and end: there they may
            run along a row. They end bands while they are few.
        count : int
        """
        south, north = _spans(area)
        wide = np.abs(edges.to_lon - edges.lon)
        wide[edges.to_lat - edges.lat > 2 * (north - south).sum() / count] = 0
        widest = np.argsort(wide, kind="stable")[-_WIDEST:]  # among equals the same on any machine
        widest = widest[wide[widest] > 0]
        fixed = [south, north, edges.lat[widest], edges.to_lat[widest]]
        if ends.size <= MOST_ENDS:
            fixed.append(ends)
        must = np.unique(np.concatenate(fixed))
        every = np.unique(np.concatenate([must, shapely.get_coordinates(area)[:, 1]]))

        height = np.where(_within(every, south, north), np.diff(z_of(every)), 0.0)
        if np.count_nonzero(height) > count // 2:
            due = np.cumsum(height / height.sum() + (height > 0) / np.count_nonzero(height)) / 2
            chosen = np.searchsorted(due, np.linspace(0, 1, count // 2 + 1)[1:-1])
            every = np.union1d(must, every[chosen + 1])
        kept = _within(every, south, north)
        low, high = z_of(every[:-1][kept]), z_of(every[1:][kept])
        each = np.ceil(count / 2 * (high - low) / (high - low).sum()).astype(np.intp)
        each = np.maximum(1, each)
        nth = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
        step = np.repeat((high - low) / each, each)
        middle = np.repeat(low, each) + (nth + 0.5) * step
        rows = np.column_stack([middle - _GAUSS * step, middle + _GAUSS * step]).ravel()
        return cls(lat_of(rows), np.repeat(step / 2, 2))


def _spans(area: Any) -> tuple[Floats, Floats]:
    """Return the stretches of latitude in which there is area: between them, no rows."""
    south, north = shapely.bounds(shapely.get_parts(area))[:, [1, 3]].T
    order = np.argsort(south)
    south, north = south[order], np.maximum.accumulate(north[order])
    first = np.flatnonzero(south > np.concatenate([[-91.0], north[:-1]]))
    return south[first], north[np.append(first[1:], south.size) - 1]


def _within(limits: Floats, south: Floats, north: Floats) -> NDArray[np.bool_]:
    """Tell which bands between ascending limits lie within the stretches."""
    span = np.searchsorted(south, limits[:-1], side="right") - 1
    within: NDArray[np.bool_] = (span >= 0) & (limits[:-1] < north[span])
    return within
