"""Many equal discs laid together: their union and their intersection, by those that show alone."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.geodesic import SPHERE, Floats, distance, first_step, half_arcs
from geo.limits import FARTHEST
from geo.rings import WORLD, areas, to_polygons
from geo.shapes import CUT_LOCUS, circles
from geo.shown import Arcs, shown_arcs, upright

_LEAST = 100_000.0  # metres
_INSET = 1 / 1000  # of a disc's bend: 3 insets are less than what arcs go beyond what shows
_POLAR = 10  # insets: a disc whose circle comes as close to a pole is drawn whole
_APART = 500_000.0  # metres: beyond the cut locus, what such discs leave out does not meet
_SPHERE = 0.012  # of a distance: twice what a sphere may be wrong by


def bend_of(radius: float) -> float:
    """Return the radius, in metres, by which a circle bends.

    Beyond a quarter of the Earth that is the radius of the disc's outside.
    """
    return min(radius, max(FARTHEST - radius, _LEAST))


def union(lon: Floats, lat: Floats, radius: float, *, tolerance: float, within: Any) -> Any:
    """Return the union of a region and of discs round places all along its boundary.

    Parameters
    ----------
    lon, lat : (n,) arrays
        Centres in degrees, best in the order of the boundary, which the discs cover.
    radius, tolerance : float
        Metres.
    within : shapely Polygon or MultiPolygon
        The region.

    Returns
    -------
    shapely Polygon or MultiPolygon
        As `geo.circles`.
    """
    if radius >= CUT_LOCUS:
        if radius < FARTHEST and distance(lon[0], lat[0], lon, lat).max() > _APART:
            return WORLD
        return areas(shapely.union_all([within, *circles(lon, lat, radius, tolerance=tolerance)]))
    arcs = shown_arcs(lon, lat, radius)
    found = shapely.union_all(_showing(lon, lat, radius, tolerance, arcs))
    # What the others alone hold is bounded by those that show: it is a gap as a whole, or not.
    gaps = shapely.get_parts(shapely.difference(WORLD, found))
    x, y = shapely.get_coordinates(shapely.point_on_surface(gaps)).T
    filled = shapely.intersects_xy(within, x, y) | (_nearest(x, y, lon, lat) <= radius)
    return areas(shapely.union_all([found, *gaps[filled]]) if filled.any() else found)


def intersection(lon: Floats, lat: Floats, radius: float, *, tolerance: float) -> Any:
    """Return what lies in all discs of one radius; parameters as in `union`.

    Returns
    -------
    shapely Polygon or MultiPolygon
        As `geo.circles`; may be empty.
    """
    some = np.arange(lon.size)
    if radius < CUT_LOCUS:
        some = np.unique(shown_arcs(lon, lat, radius, outside=True).disc)
    discs = circles(lon[some], lat[some], radius, tolerance=tolerance)
    # De Morgan: a union cascades pair by pair, which thousands of intersections cannot.
    outside = shapely.union_all(shapely.difference(WORLD, discs))
    # As in `union`: a part is in all the others as a whole, or not.
    parts = shapely.get_parts(shapely.difference(WORLD, outside))
    x, y = shapely.get_coordinates(shapely.point_on_surface(parts)).T
    return areas(shapely.MultiPolygon(list(parts[_farthest(x, y, lon, lat) <= radius + tolerance])))


def _showing(
    lon: Floats, lat: Floats, radius: float, tolerance: float, arcs: Arcs
) -> NDArray[np.object_]:
    """Return polygons within the discs, which reach the circles on the arcs.

    A disc is a polygon a little smaller, drawn coarsely, and rims where it shows.
    """
    some = np.unique(arcs.disc)
    inset = _INSET * bend_of(radius)
    poles = distance(lon[some], lat[some], lon[some], [[-90.0], [90.0]])
    near = np.abs(poles - radius) < (_POLAR * inset if inset > 4 * tolerance else np.inf)
    polar = near.any(axis=0)
    whole, most = some[polar], some[~polar]
    own = Arcs._make(each[np.isin(arcs.disc, most)] for each in arcs)
    parts = [
        circles(lon[whole], lat[whole], radius, tolerance=tolerance),
        circles(lon[most], lat[most], radius - inset, tolerance=inset),
        _rims(lon[own.disc], lat[own.disc], radius, tolerance, inset, own),
    ]
    return np.concatenate(parts)


def _rims(
    lon: Floats, lat: Floats, radius: float, tolerance: float, inset: float, arcs: Arcs
) -> NDArray[np.object_]:
    """Return what lies along arcs, fine outside and coarse on the inner side, three insets deep."""
    if lon.size == 0:
        return np.empty(0, dtype=object)
    # Cut at the meridian of the centre: a half is the other's mirror image.
    halves = np.arange(4) * 180.0
    start = np.maximum(arcs.start[:, None], halves)
    end = np.minimum(arcs.end[:, None], halves + 180)
    arc, half = np.nonzero(start < end)
    west = half % 2 == 1
    first, last = start[arc, half] - halves[half], end[arc, half] - halves[half]
    first, last = np.where(west, 180 - last, first), np.where(west, 180 - first, last)
    # Between vertices of the whole circle: where one disc alone shows, it is as `circles` has it.
    steps = np.ceil(180 / first_step(np.array([radius]), tolerance))
    first = np.floor(first * steps / 180) * 180 / steps
    last = np.minimum(np.ceil(last * steps / 180), steps) * 180 / steps
    rims = [
        half_arcs(lat[arc], np.full(arc.size, reach), tolerance=limit, start=first, end=last)
        for reach, limit in ((radius, tolerance), (radius - 3 * inset, inset))
    ]
    number = np.concatenate([rim.circle for rim in rims])
    # Out along the fine edge, back along the coarse one.
    along = np.concatenate([rims[0].azimuth, 360 - rims[1].azimuth])
    dlon = np.concatenate([rim.dlon for rim in rims])
    ring = np.column_stack(
        [np.where(west[number], -dlon, dlon), np.concatenate([rim.lat for rim in rims])]
    )
    order = np.lexsort((along, number))
    return to_polygons(ring[order], number[order], lon[arc])


def _nearest(x: Floats, y: Floats, lon: Floats, lat: Floats) -> Floats:
    """Return the distance in metres from places to the nearest of others."""
    return _extreme(x, y, lon, lat, 1)


def _farthest(x: Floats, y: Floats, lon: Floats, lat: Floats) -> Floats:
    """Return the distance in metres from places to the farthest of others."""
    return -_extreme(x, y, lon, lat, -1)


def _extreme(x: Floats, y: Floats, lon: Floats, lat: Floats, sign: int) -> Floats:
    # On the ellipsoid it is one of those that nearly are it on a sphere.
    there, found = upright(lon, lat), np.full(x.size, np.inf)
    for nth, place in enumerate(upright(x, y).T):
        metres = sign * SPHERE * np.arccos(np.clip(place @ there, -1, 1))
        best = metres.min()
        some = metres <= best + _SPHERE * max(abs(best), 1000.0)
        found[nth] = np.min(sign * distance(x[nth], y[nth], lon[some], lat[some]))
    return found
