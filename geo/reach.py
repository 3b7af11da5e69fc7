"""Everywhere within a range of a region: from anywhere in it, or from everywhere in it.

A region's edges are straight in lon/lat (RFC 7946). Both answers come from discs round points of
its boundary, so close to each other that the gap between two neighbours stays below a tolerance:
discs of radius r whose centres lie s apart leave at most s^2 / 8r between them. Where that asks for
many points, which is where the range is short, strips beside the edges fill the gaps instead.
"""

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.equal import bend_of, intersection, union
from geo.errors import BadRegion
from geo.geodesic import SPHERE, TOLERANCE, Floats, azimuth, destination, distance
from geo.limits import FARTHEST
from geo.rings import WORLD, areas, to_polygons
from geo.shapes import circles

_PIECE = 10.0  # degrees
_LONG = 200_000.0  # metres: from here on, discs alone need fewer points than edges have
_POLAR = np.radians(89.0)


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
        for the gaps between neighbours. A radius of no more than that leaves the region as it is.

    Returns
    -------
    shapely Polygon or MultiPolygon
        As `geo.circles`; the union of the region and of discs round its boundary.

    Raises
    ------
    BadRegion
        When the region has no area.
    """
    edges = _Edges.of(region)
    if radius <= tolerance:
        return areas(region)
    if radius >= _LONG:
        lon, lat = edges.cut(edges.gap(radius) / (8 * tolerance)).a.T
        return union(lon, lat, radius, tolerance=tolerance, within=region)
    # Beside a pole a strip would turn round it: there, discs alone as well.
    squares = np.where(edges.polar(radius), edges.gap(radius), edges.bulge(radius))
    pieces = edges.cut(squares / (8 * tolerance))
    strips = _strips(pieces.where(~pieces.polar(radius)), radius)
    discs = circles(pieces.a[:, 0], pieces.a[:, 1], radius, tolerance=tolerance)
    return areas(shapely.union_all([region, *discs, *strips]))


def reach_from_everywhere(region: Any, radius: float, *, tolerance: float = TOLERANCE) -> Any:
    """Return the places at most `radius` from every place of a region.

    Parameters, errors and exactness as in `reach_from_anywhere`.

    Returns
    -------
    shapely Polygon or MultiPolygon
        The intersection of discs round the boundary, less what is opposite the region; empty when
        the region is too wide for the range.
    """
    edges = _Edges.of(region)
    (lon, lat), ends = edges.a[0], edges.a.T
    if distance(lon, lat, ends[0], ends[1]).max() > 2 * radius:
        return areas(shapely.MultiPolygon())
    bend = bend_of(radius)
    lon, lat = edges.cut(edges.gap(bend) / (8 * tolerance)).a.T
    found = intersection(lon, lat, radius, tolerance=tolerance)
    # The distance from a place has no peak inside a region but at the place's antipode.
    if radius < FARTHEST and _may_face(found, region):
        found = areas(shapely.difference(found, _opposite(region)))
    return found


def _may_face(one: Any, other: Any) -> bool:
    """Tell by latitudes whether antipodes of one may lie in the other; of what is empty, none."""
    (_, south, _, north), (_, low, _, high) = one.bounds, other.bounds
    return bool(-north <= high and -south >= low)


def _opposite(region: Any) -> Any:
    """Return the antipodes of a region."""

    def turned(by: float) -> Any:
        return shapely.transform(region, lambda xy: np.column_stack([xy[:, 0] + by, -xy[:, 1]]))

    parts = shapely.get_parts(shapely.intersection([turned(-180.0), turned(180.0)], WORLD))
    return shapely.union_all(parts[shapely.area(parts) > 0])  # what touches +-180 is a line there


class _Edges(NamedTuple):
    """A boundary's edges, straight in lon/lat, from `a` to `b`: (n, 2) arrays of lon, lat."""

    a: Floats
    b: Floats

    @classmethod
    def of(cls, region: Any) -> "_Edges":
        if region.is_empty or region.area == 0:
            raise BadRegion("a region has no area; draw a polygon")
        # In pieces, so that a geodesic is about as long as its edge: a whole parallel measures 0.
        rings = shapely.get_rings(shapely.get_parts(shapely.segmentize(region, _PIECE)))
        xy, number = shapely.get_coordinates(rings, return_index=True)
        edge = np.flatnonzero(np.diff(number) == 0)
        return cls(xy[edge], xy[edge + 1])

    def bulge(self, away: float = 0.0) -> Floats:
        """Return 8 times how far, in metres, edges may lie from the geodesic of their ends.

        Meridians converge along an edge, by dlon sin lat (and twice that as far as it runs
        north); `away` metres beside it they do so as much more as that is nearer to a pole. A
        line at that distance from a geodesic bends by its tangent, and in lon/lat, where a degree
        of longitude shrinks along a meridian, by 1 + 2 tan^2 lat as much of what runs north.
        """
        length = self._length()
        dlon, dlat = np.radians(np.abs(self.b - self.a)).T
        high = self._high()
        nearer = np.minimum(high + away / SPHERE, _POLAR) if away else high
        closer = np.cos(high) / np.cos(nearer)
        north = 2 * np.square(SPHERE * dlat * np.tan(nearer)) if away else 0.0
        bent = (length**2 + north) * np.tan(away / SPHERE) / SPHERE
        bulge: Floats = (
            dlon * np.sin(nearer) * np.hypot(length, 2 * SPHERE * dlat) * closer**2 + bent
        )
        return bulge

    def cut(self, squares: Floats) -> "_Edges":
        """Cut edges into as many equal parts as the roots of `squares` ask."""
        count = np.maximum(1, np.ceil(np.sqrt(squares))).astype(np.intp)
        nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        whole = np.repeat(np.arange(count.size), count)
        a, b, parts = self.a[whole], self.b[whole], count[whole]
        from_, to = (nth / parts)[:, None], ((nth + 1) / parts)[:, None]
        return _Edges(a + from_ * (b - a), a + to * (b - a))

    def gap(self, radius: float) -> Floats:
        """Return 8 times the gap, in metres, that discs round the ends alone would leave."""
        return self._length() ** 2 / radius + self.bulge()

    def polar(self, away: float) -> NDArray[np.bool_]:
        """Tell which edges have a pole less than a degree from what lies `away` metres beside."""
        return np.greater(self._high() + away / SPHERE, _POLAR)

    def where(self, mask: NDArray[np.bool_]) -> "_Edges":
        return _Edges(self.a[mask], self.b[mask])

    def _length(self) -> Floats:
        return distance(self.a[:, 0], self.a[:, 1], self.b[:, 0], self.b[:, 1])

    def _high(self) -> Floats:
        return np.radians(np.maximum(np.abs(self.a[:, 1]), np.abs(self.b[:, 1])))


def _strips(edges: _Edges, radius: float) -> NDArray[np.object_]:
    """Return what lies beside each edge, up to `radius` to its left and right."""
    if edges.a.size == 0:
        return np.empty(0, dtype=object)
    (lon1, lat1), (lon2, lat2) = edges.a.T, edges.b.T
    there, back = azimuth(lon1, lat1, lon2, lat2), azimuth(lon2, lat2, lon1, lat1)
    corners = [
        destination(lon1, lat1, there - 90, radius),
        destination(lon1, lat1, there + 90, radius),
        destination(lon2, lat2, back - 90, radius),
        destination(lon2, lat2, back + 90, radius),
    ]
    rings = np.stack([[(lon - lon1 + 180) % 360 - 180, lat] for lon, lat in corners], axis=0)
    number = np.repeat(np.arange(lon1.size), len(corners))
    return to_polygons(rings.transpose(2, 0, 1).reshape(-1, 2), number, lon1)
