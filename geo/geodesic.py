"""Geodesics on the WGS84 ellipsoid: with `geo.direct`, the one place that knows it.

Everything rests on Karney's algorithms (Algorithms for geodesics, J. Geodesy 87:43-55, 2013), for
single geodesics as PROJ runs them by way of pyproj. Degrees and metres; longitudes may come out
relative to a centre and are then called `dlon`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

from geo.direct import Arcs
from geo.direct import Floats as Floats

_GEOD = Geod(ellps="WGS84")

TOLERANCE = 100.0
"""Default largest distance, in metres, between a drawn edge and the true curve."""

ROUND_FROM = 150_000.0
"""Radius from which a tolerance holds as it is; smaller circles scale it down, to stay round."""

_COARSEST = 15.0  # degrees of azimuth: no edge starts wider, so that refinement sees every bend
_THIRDS = (1 / 3, 2 / 3)
_AT_THIRDS = 0.88  # a parabola stands there at 8/9 of its height; the rest is for the flattening
_QUARTERS = (1 / 4, 1 / 2, 3 / 4)
_AT_QUARTERS = 0.91  # a cubic stands at one of them at 0.915 of its height, or higher
_ROUNDS = 40

SPHERE = 6_371_000.0
"""Radius in metres, where a sphere will do."""


def distance(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats:
    """Return the geodesic distance in metres between places; arrays broadcast."""
    return _inverse(lon1, lat1, lon2, lat2)[1]


def azimuth(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats:
    """Return the bearing in degrees, 0..360 clockwise from north, at which the geodesic starts."""
    return _inverse(lon1, lat1, lon2, lat2)[0] % 360


def destination(
    lon: ArrayLike, lat: ArrayLike, azimuth: ArrayLike, distance: ArrayLike
) -> tuple[Floats, Floats]:
    """Return the lon (-180..180) and lat that a geodesic reaches; arrays broadcast."""
    args = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (lon, lat, azimuth, distance)))
    lons, lats, turns, metres = (a.ravel() for a in args)
    lon2, lat2, _ = _GEOD.fwd(lons, lats, turns, metres)
    return np.reshape(lon2, args[0].shape), np.reshape(lat2, args[0].shape)


def _inverse(*places: ArrayLike) -> tuple[Floats, Floats]:
    args = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in places))
    lon1, lat1, lon2, lat2 = (a.ravel() for a in args)
    azimuths, _, metres = _GEOD.inv(lon1, lat1, lon2, lat2)
    return np.reshape(azimuths, args[0].shape), np.reshape(metres, args[0].shape)


class HalfArcs(NamedTuple):
    """Vertices on the eastern halves of circles, in the order of circle and azimuth.

    `circle` (n,) int: the circle a vertex belongs to; `azimuth` (n,) 0..180; `dlon` (n,) 0..180
    east of the centre; `lat` (n,). A western half is the mirror image: -dlon.
    """

    circle: NDArray[np.intp]
    azimuth: Floats
    dlon: Floats
    lat: Floats


def half_arcs(
    lat: ArrayLike,
    radius: ArrayLike,
    *,
    tolerance: float = TOLERANCE,
    start: ArrayLike = 0.0,
    end: ArrayLike = 180.0,
) -> HalfArcs:
    """Trace the eastern half of circles so finely that their edges stay within a tolerance.

    On an ellipsoid of revolution a circle is symmetric about its centre's meridian, so its
    eastern half, where a geodesic never turns back west, says it all.

    Parameters
    ----------
    lat, radius : (n,) array
        Centres' latitudes in degrees, and radii in metres up to 19,900 km.
    tolerance : float
        Largest distance in metres between an edge, straight in lon/lat, and the circle. Below a
        radius of 150 km it shrinks in proportion to the radius.
    start, end : (n,) array or float
        Azimuths in degrees, ``0 <= start < end <= 180``.

    Returns
    -------
    HalfArcs
        Every vertex at its radius to well below 1 mm.
    """
    lat, radius = (np.atleast_1d(np.asarray(a, dtype=float)) for a in (lat, radius))
    limit = _limit(radius, tolerance)
    start = np.broadcast_to(np.asarray(start, dtype=float), lat.shape)
    turn = np.asarray(end) - start
    counts = np.ceil(turn / first_step(radius, tolerance)).astype(np.intp)

    circle = np.repeat(np.arange(lat.size), counts + 1)
    nth = np.arange(circle.size) - np.repeat(np.cumsum(counts + 1) - (counts + 1), counts + 1)
    azimuths = start[circle] + turn[circle] * (nth / counts[circle])
    arcs = Arcs.of(lat, radius)
    over_pole = radius > distance(0.0, lat, 0.0, 90.0), radius > distance(0.0, lat, 0.0, -90.0)
    found = _place(circle, azimuths, arcs, over_pole)
    left = np.flatnonzero(np.diff(circle) == 0)
    for _ in range(_ROUNDS):
        wide = left[_miss(found, left, lat) > limit[found.circle[left]]]
        if wide.size == 0:
            break
        middle = (found.azimuth[wide] + found.azimuth[wide + 1]) / 2
        more = _place(found.circle[wide], middle, arcs, over_pole)
        at = wide + 1
        found = HalfArcs(*(np.insert(a, at, b) for a, b in zip(found, more, strict=True)))
        new = at + np.arange(at.size)
        left = np.sort(np.concatenate([new - 1, new]))
    return found


def first_step(radius: Floats, tolerance: float) -> Floats:
    """Return at most how many degrees of azimuth lie between vertices at the radii."""
    # A chord of a spherical circle of radius s misses it by (step)^2 / 8 times its bend R sin(s/R).
    bend = SPHERE * np.sin(np.minimum(radius / SPHERE, np.pi / 2))
    steps = np.degrees(np.sqrt(8 * _limit(radius, tolerance) / bend))
    return np.minimum(steps, _COARSEST)


def _limit(radius: Floats, tolerance: float) -> Floats:
    limit: Floats = tolerance * np.minimum(1.0, radius / ROUND_FROM) * _AT_THIRDS
    return limit


def _place(
    circle: NDArray[np.intp],
    azimuths: Floats,
    arcs: Arcs,
    over_pole: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> HalfArcs:
    ends = arcs.at(circle).ends(azimuths)
    dlon = ends.dlon
    # Due north and south, the meridian or the one beyond the pole: no sine is exactly zero.
    for azimuth, over in zip((0, 180), over_pole, strict=True):
        straight = np.flatnonzero(azimuths == azimuth)
        dlon[straight] = np.where(over[circle[straight]], 180.0, 0.0)
    return HalfArcs(circle, azimuths, dlon, ends.lat)


def _miss(found: HalfArcs, left: NDArray[np.intp], lat: Floats) -> Floats:
    """Return how far, at a third or two thirds, edges lie from their circles, in metres.

    A sphere is enough to see it: along one edge the two ends' own difference between sphere and
    ellipsoid goes over into each other, and what is left is the flattening's part of the miss.
    """
    a, b = (_on_sphere(found, lat, found.dlon[k], found.lat[k], k) for k in (left, left + 1))
    misses = []
    for part in _THIRDS:
        dlon = found.dlon[left] + part * (found.dlon[left + 1] - found.dlon[left])
        lats = found.lat[left] + part * (found.lat[left + 1] - found.lat[left])
        misses.append(np.abs(_on_sphere(found, lat, dlon, lats, left) - a - part * (b - a)))
    return np.maximum(*misses)


def _on_sphere(
    found: HalfArcs, lat: Floats, dlon: Floats, lats: Floats, k: NDArray[np.intp]
) -> Floats:
    """Return the haversine distance in metres from the centres of the circles of vertices `k`."""
    centre = np.radians(lat)[found.circle[k]]
    lats, dlon = np.radians(lats), np.radians(dlon)
    chord: Floats = np.sin((lats - centre) / 2) ** 2
    chord += np.cos(centre) * np.cos(lats) * np.sin(dlon / 2) ** 2
    angle: Floats = 2 * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return SPHERE * angle


def radial(
    lat: float, azimuth: float, reach: float, *, tolerance: float = TOLERANCE
) -> tuple[Floats, Floats]:
    """Trace one geodesic from a centre so finely that its edges stay within a tolerance.

    Parameters
    ----------
    lat, azimuth, reach : float
        The centre's latitude, the azimuth (strictly between 0 and 180) and the length in metres.

    Returns
    -------
    dlon, lat : (n,) array
        From the centre outwards, dlon 0..180 east of the centre.
    """
    along = np.linspace(0.0, reach, 9)
    left = np.arange(along.size - 1)
    for _ in range(_ROUNDS):
        dlon, lats = destination(0.0, lat, azimuth, along)
        dlon = np.abs(dlon)
        dlon[0], lats[0] = 0.0, lat
        # Where a geodesic bends one way and then the other, an edge lies on both its sides.
        off = [_off(lat, azimuth, dlon, lats, left, part) for part in _QUARTERS]
        wide = left[np.max(off, axis=0) > tolerance * _AT_QUARTERS]
        if wide.size == 0:
            break
        along = np.insert(along, wide + 1, (along[wide] + along[wide + 1]) / 2)
        new = wide + 1 + np.arange(wide.size)
        left = np.sort(np.concatenate([new - 1, new]))
    return dlon, lats


def _off(
    lat: float, azimuth: float, dlon: Floats, lats: Floats, left: NDArray[np.intp], part: float
) -> Floats:
    """Return how far edges lie beside the geodesic, in metres, by the azimuth they are seen at."""
    lon2 = dlon[left] + part * (dlon[left + 1] - dlon[left])
    lat2 = lats[left] + part * (lats[left + 1] - lats[left])
    seen, metres = _inverse(0.0, lat, lon2, lat2)
    turn = np.radians((seen - azimuth + 180) % 360 - 180)
    return np.abs(turn) * SPHERE * np.sin(np.minimum(metres / SPHERE, np.pi / 2))
