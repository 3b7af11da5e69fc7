"""Circles, annuli and azimuth sectors on the ellipsoid, as valid lon/lat polygons."""

import warnings
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.direct import Arcs
from geo.errors import BadDistance, BadScenario, CoverageWarning
from geo.geodesic import (
    ROUND_FROM,
    TOLERANCE,
    Floats,
    HalfArcs,
    destination,
    distance,
    half_arcs,
    radial,
)
from geo.limits import FARTHEST
from geo.rings import NORTH_WALK, SOUTH_WALK, WORLD, areas, mirrored, to_polygons

CUT_LOCUS = 19_900_000.0
"""Radius in metres up to which every geodesic of that length is the shortest way to its end."""

_OUTLINE = 100.0  # metres, to which a disc beyond it is outlined


def circles(
    lon: ArrayLike, lat: ArrayLike, radius: ArrayLike, *, tolerance: float = TOLERANCE
) -> NDArray[np.object_]:
    """Return many discs at once: each the places at most `radius` from its centre.

    Parameters
    ----------
    lon, lat : (n,) array
        Centres in degrees, WGS84.
    radius : (n,) array or float
        Metres.
    tolerance : float
        Largest distance in metres between an edge, straight in lon/lat, and the true circle. It
        holds at every radius; below 150 km it shrinks in proportion, so that small circles are
        as round as large ones and areas are right to 1e-5 at a tolerance of 1 m. From 19,900 km
        on, where geodesics stop being shortest, the disc is the whole Earth less the places
        that lie farther, whose outline is found to 100 m.

    Returns
    -------
    (n,) array of shapely Polygon or MultiPolygon
        Vertices at the radius to 1 mm; cut at the antimeridian, closed along the poles.

    Raises
    ------
    BadDistance, BadScenario
        For a radius or tolerance that is not above zero, or a centre off the Earth.

    Warns
    -----
    CoverageWarning
        When a radius exceeds the farthest distance (20,004 km): that disc is the whole Earth.
    """
    lon, lat, radius = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(a, dtype=float)) for a in (lon, lat, radius))
    )
    _check(lon, lat, radius, tolerance)
    result = np.full(lon.size, WORLD, dtype=object)
    near = np.flatnonzero(radius < CUT_LOCUS)
    if near.size:
        half = half_arcs(lat[near], radius[near], tolerance=tolerance)
        result[near] = _closed(half, lon[near], lat[near], radius[near])
    for far in np.flatnonzero((radius >= CUT_LOCUS) & (radius < FARTHEST)):
        one = slice(far, far + 1)
        half = _half_round_antipode(lat[far], radius[far])
        result[one] = _closed(half, lon[one], lat[one], radius[one])
    if np.any(radius > FARTHEST):
        warnings.warn(
            f"a radius of {radius.max() / 1000:,.0f} km is beyond the farthest place on Earth "
            f"({FARTHEST / 1000:,.0f} km): the disc is the whole Earth",
            CoverageWarning,
            stacklevel=2,
        )
    return result


def circle(lon: float, lat: float, radius: float, *, tolerance: float = TOLERANCE) -> Any:
    """Return the places at most `radius` metres from a centre; see `circles`."""
    return circles(lon, lat, radius, tolerance=tolerance)[0]


def vertices(
    lon: ArrayLike, lat: ArrayLike, radius: ArrayLike, *, count: int = 72
) -> tuple[Floats, Floats]:
    """Return where geodesics of one length end: vertices of many rings, to close by yourself.

    Parameters
    ----------
    lon, lat : (n,) array
        Centres in degrees, WGS84.
    radius : (n,) array or float
        Metres, below 19,900 km: up to there all geodesics are the shortest way to their ends.
    count : int
        How many vertices a ring has, at even azimuths from north clockwise; at least 3.

    Returns
    -------
    lon, lat : (n, count) arrays
        Degrees, -180..180; at the radius to 0.2 micrometres. A ring may jump across the
        antimeridian or run round a pole: `circles` gives valid polygons.

    Raises
    ------
    BadDistance, BadScenario
        For a radius that is not above zero and below 19,900 km, a centre off the Earth, or fewer
        than 3 vertices.
    """
    lon, lat, radius = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(a, dtype=float)) for a in (lon, lat, radius))
    )
    _check(lon, lat, radius, TOLERANCE)
    if np.any(radius >= CUT_LOCUS):
        raise BadDistance(
            f"a radius of {radius.max() / 1000:,.0f} km is too long for vertices at even azimuths; "
            "geo.circles takes any"
        )
    if count < 3:
        raise BadScenario(f"a ring of {count} vertices has no area; ask for 3 or more")
    dlon, lats = Arcs.of(lat, radius).rings(count)
    dlon += lon[:, None]
    dlon[dlon > 180] -= 360
    dlon[dlon < -180] += 360
    return dlon, lats


def annulus(
    lon: float, lat: float, inner: float, outer: float, *, tolerance: float = TOLERANCE
) -> Any:
    """Return the places from `inner` to `outer` metres from a centre; see `circles`.

    Raises
    ------
    BadDistance
        Also when inner is not below outer.
    """
    if not inner < outer:
        raise BadDistance(f"inner {inner} m is not below outer {outer} m; exchange them")
    hole, disc = circles(lon, lat, [inner, outer], tolerance=tolerance)
    return areas(shapely.difference(disc, hole))


def sector(
    lon: float,
    lat: float,
    radius: float,
    bearings: Sequence[float],
    *,
    inner: float = 0.0,
    tolerance: float = TOLERANCE,
) -> Any:
    """Return the part of a disc whose bearings from the centre lie in a sector.

    Parameters
    ----------
    bearings : (2,) floats
        Degrees, clockwise from the first to the second: (350, 10) is 20 degrees wide.
    inner : float
        Radius in metres of the part left out round the centre.

    Returns
    -------
    shapely Polygon or MultiPolygon
        As `circles`; a sector ends at 19,900 km, beyond which bearings stop being unique.

    Raises
    ------
    BadDistance, BadScenario
        For a wrong radius, inner or centre, or bearings outside 0..360 or of no width.
    """
    place = np.array([lon], dtype=float), np.array([lat], dtype=float)
    _check(*place, np.array([radius], dtype=float), tolerance)
    first, last = (float(b) for b in bearings)
    if not (0 <= first <= 360 and 0 <= last <= 360) or first == last:
        raise BadScenario(f"bearings are {first:g}, {last:g}; give two different ones in 0..360")
    width = (last - first) % 360
    if width == 0:  # 0 to 360 is all round
        return (
            circle(lon, lat, radius, tolerance=tolerance)
            if not inner
            else annulus(lon, lat, inner, radius, tolerance=tolerance)
        )
    first, radius = first % 360, min(radius, CUT_LOCUS)
    if abs(lat) == 90:
        disc = circle(lon, lat, radius, tolerance=tolerance)
        whole = areas(shapely.intersection(disc, _meridians(lon, lat, first, width)))
    else:
        ring = _sector_ring(lat, radius, first, first + width, tolerance)
        whole = to_polygons(ring, np.zeros(len(ring), dtype=np.intp), place[0])[0]
    if not inner:
        return whole
    if not inner < radius:
        raise BadDistance(f"inner {inner} m is not below radius {radius} m; exchange them")
    hole = circle(lon, lat, inner, tolerance=tolerance)
    return areas(shapely.difference(whole, hole))


def _check(lon: Floats, lat: Floats, radius: Floats, tolerance: float) -> None:
    if not np.all(np.abs(lon) <= 180) or not np.all(np.abs(lat) <= 90):
        raise BadScenario("a centre is off the Earth; give lon in -180..180 and lat in -90..90")
    if not (np.all(radius > 0) and np.all(np.isfinite(radius))):
        raise BadDistance("a radius is not above zero and finite; give metres")
    if not tolerance > 0:
        raise BadDistance(f"the tolerance is {tolerance}; give metres above zero")


def _closed(half: HalfArcs, lon: Floats, lat: Floats, radius: Floats) -> NDArray[np.object_]:
    north = radius > distance(lon, lat, lon, 90.0)
    south = radius > distance(lon, lat, lon, -90.0)
    ring, number = mirrored(half, north, south)
    return to_polygons(ring, number, lon)


def _half_round_antipode(lat: float, radius: float) -> HalfArcs:
    """Outline, east of the centre, what lies beyond `radius`: a small region round the antipode."""
    directions = np.linspace(0.0, 180.0, 61)
    dlon, lats = _where_passed(lat, radius, directions)
    for _ in range(40):  # corners, and edges straight in lon/lat close to a pole, ask for more
        part = np.array([[1 / 3], [1 / 2], [2 / 3]])
        between = dlon[:-1] + part * np.diff(dlon), lats[:-1] + part * np.diff(lats)
        off = np.abs(distance(0.0, lat, *between) - radius).max(axis=0)
        wide = np.flatnonzero(off > _OUTLINE / 2)
        if wide.size == 0:
            break
        more = (directions[wide] + directions[wide + 1]) / 2
        placed = directions, dlon, lats
        directions, dlon, lats = (
            np.insert(old, wide + 1, new)
            for old, new in zip(placed, (more, *_where_passed(lat, radius, more)), strict=True)
        )
    return HalfArcs(np.zeros(directions.size, dtype=np.intp), directions, dlon, lats)


def _where_passed(lat: float, radius: float, directions: Floats) -> tuple[Floats, Floats]:
    """Return where the distance to the centre passes `radius`, in directions from the antipode.

    Along every one of them the distance falls, so that bisection finds it.
    """
    low, high = np.zeros(directions.size), np.full(directions.size, 250_000.0)
    for _ in range(50):
        middle = (low + high) / 2
        dlon, lats = destination(180.0, -lat, directions, middle)
        beyond = distance(0.0, lat, dlon, lats) > radius
        low, high = np.where(beyond, middle, low), np.where(beyond, high, middle)
    dlon, lats = destination(180.0, -lat, directions, (low + high) / 2)
    dlon = np.abs(dlon)
    straight = directions % 180 == 0  # on the meridian itself, or the one beyond the pole
    return np.where(straight, np.where(dlon > 90, 180.0, 0.0), dlon), lats


def _meridians(lon: float, lat: float, first: float, width: float) -> Any:
    """Return what lies between two bearings from a pole, where a bearing is a meridian."""
    west = (lon + (180 - first - width if lat > 0 else first) + 180) % 360 - 180
    parts = [shapely.box(west, -90, min(west + width, 180), 90)]
    if west + width > 180:
        parts.append(shapely.box(-180, -90, west + width - 360, 90))
    return shapely.MultiPolygon(parts)


def _sector_ring(lat: float, radius: float, first: float, last: float, tolerance: float) -> Floats:
    """Walk out along the first bearing, along the arc, and back along the last, clockwise."""
    north = radius > float(distance(0.0, lat, 0.0, 90.0))
    south = radius > float(distance(0.0, lat, 0.0, -90.0))
    turns = [first, *(turn for turn in (180.0, 360.0, 540.0) if first < turn < last), last]
    walk = []
    for start, end in pairwise(turns):
        base = (start + end) / 2 // 180 * 180
        east = base % 360 == 0
        a, b = (start - base, end - base) if east else (180 + base - end, 180 + base - start)
        half = half_arcs(lat, radius, tolerance=tolerance, start=a, end=b)
        arc = np.column_stack([half.dlon, half.lat])
        arc = arc if east else arc[::-1] * (-1, 1)
        if start == first:
            walk.append(_spoke(lat, radius, first, arc[0], tolerance))
        walk.append(arc)
        if end == last:
            walk.append(_spoke(lat, radius, last, arc[-1], tolerance)[::-1])
        elif north if end % 360 == 0 else south:
            walk.append(np.array(NORTH_WALK if end % 360 == 0 else SOUTH_WALK))
    ring = np.concatenate(walk)[::-1]
    return ring[np.any(np.diff(ring, axis=0, append=ring[:1]) != 0, axis=1)]


def _spoke(lat: float, radius: float, bearing: float, end: Floats, tolerance: float) -> Floats:
    """Return the way from the centre out to `end`, which closes the arc and is left out."""
    if bearing % 180 == 0:
        pole = 90.0 if bearing % 360 == 0 else -90.0
        over = [[0.0, pole], [end[0], pole]] if abs(end[0]) == 180 else []
        return np.array([[0.0, lat], *over])
    east = bearing % 360 < 180
    finer = tolerance * min(1.0, radius / ROUND_FROM)  # as the arc's: beside a pole it shows
    dlon, lats = radial(lat, bearing % 360 if east else -bearing % 360, radius, tolerance=finer)
    return np.column_stack([dlon if east else -dlon, lats])[:-1]
