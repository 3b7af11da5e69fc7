"""The intervals of longitude that discs and polygons have on rows of constant latitude."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from geo.direct import Arcs, Floats

Ints = NDArray[np.intp]

_FLAT = float(np.sqrt(1 - Geod(ellps="WGS84").es))  # minor by major half-axis
_NODES = ((250e3, 5), (1_000e3, 7), (2_000e3, 9), (np.inf, 13))  # enough of them up to a radius
_FROM_POLE = 1e-7  # degrees, 1 cm: centres stay that far from the poles, where longitudes end


class Intervals(NamedTuple):
    """Intervals of longitude within -180..180: (n,) arrays of owner, row, west and east."""

    owner: Ints
    row: Ints
    west: Floats
    east: Floats

    def where(self, mask: NDArray[np.bool_]) -> "Intervals":
        """Return the intervals that a mask keeps."""
        return Intervals._make(each[mask] for each in self)


def together(parts: list[Intervals]) -> Intervals:
    """Return all intervals of a list as one."""
    return Intervals._make(np.concatenate(each) for each in zip(*parts, strict=True))


class Edges(NamedTuple):
    """Edges of polygons, straight in lon/lat, from south to north."""

    owner: Ints
    lon: Floats
    lat: Floats
    to_lon: Floats
    to_lat: Floats

    @classmethod
    def of(cls, polygons: NDArray[np.object_]) -> "Edges":
        """Take an array of polygons apart; an edge's owner is its place in the array."""
        parts, owner = shapely.get_parts(polygons, return_index=True)
        rings, part = shapely.get_rings(parts, return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        first = np.flatnonzero(np.diff(ring) == 0)
        a, b = xy[first], xy[first + 1]
        up = (a[:, 1] < b[:, 1])[:, None]
        return cls(owner[part[ring[first]]], *np.where(up, a, b).T, *np.where(up, b, a).T)

    def of_owners(self, owners: Ints) -> "Edges":
        """Return the edges of some polygons."""
        keep = np.isin(self.owner, owners)
        return Edges._make(each[keep] for each in self)

    def intervals(self, lat: Floats) -> Intervals:
        """Return where rows at ascending latitudes lie inside the polygons."""
        first, last = np.searchsorted(lat, self.lat), np.searchsorted(lat, self.to_lat)
        edge, row = spread(first, last)
        part = (lat[row] - self.lat[edge]) / (self.to_lat[edge] - self.lat[edge])
        lon = self.lon[edge] + part * (self.to_lon[edge] - self.lon[edge])
        order = np.lexsort((lon, row, self.owner[edge]))
        west, east = order[::2], order[1::2]  # a row that enters a polygon leaves it
        return Intervals(self.owner[edge[west]], row[west], lon[west], lon[east])


def spread(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Return, for every i, i as often as there are numbers in first..last-1, and the numbers."""
    count = np.maximum(last - first, 0)
    which = np.repeat(np.arange(count.size), count)
    return which, np.arange(which.size) - np.repeat(np.cumsum(count) - count - first, count)


class Latitudes(NamedTuple):
    """Reduced latitudes in radians, of any shape, with their cosines and sines."""

    reduced: Floats
    cos: Floats
    sin: Floats

    @classmethod
    def of(cls, lat: Floats) -> "Latitudes":
        """Take latitudes in degrees."""
        reduced = _reduced(lat)
        return cls(reduced, np.cos(reduced), np.sin(reduced))

    def at(self, where: Any) -> "Latitudes":
        """Return those that an index picks."""
        return Latitudes(self.reduced[where], self.cos[where], self.sin[where])


class Discs(NamedTuple):
    """Discs ready to be cut by rows.

    On a sphere, cos s = sin lat sin lat0 + cos lat cos lat0 cos dlon is constant on a circle of
    radius s. On the ellipsoid, with reduced latitudes, it is a smooth function of latitude along
    the whole circle, poles and all: the polynomial through 13 points of the circle that Karney's
    algorithm gives is within 2 cm of it up to 19,500 km and 2 m up to 19,900 km, fewer points are
    within 1 mm of small ones (5 up to 250 km), and solving for dlon gives the interval.
    """

    lon: Floats
    lat: Floats
    centre: Latitudes
    nodes: Floats
    """(m, n) reduced latitudes in radians."""
    terms: Floats
    """(m, n) coefficients of Newton's polynomial."""
    south: Floats
    north: Floats
    """(n,) latitudes in degrees between which the circle, not the disc, runs."""
    low: Floats
    high: Floats
    """(n,) the same as reduced latitudes in radians."""
    full_south: NDArray[np.bool_]
    full_north: NDArray[np.bool_]

    @classmethod
    def of(cls, lon: Floats, lat: Floats, radius: Floats, largest: float = 0.0) -> "Discs":
        """Fit discs with centres in degrees and radii in metres up to 19,900 km.

        `largest` is the largest radius among others that are fitted elsewhere, and alike.
        """
        lat = np.clip(lat, -90 + _FROM_POLE, 90 - _FROM_POLE)
        largest = radius.max(initial=largest)
        turns = _turns(next(count for limit, count in _NODES if largest <= limit))
        ends, centre = Arcs.of(lat, radius).ends(turns[:, None]), Latitudes.of(lat)
        nodes = np.arctan2(ends.sin, ends.cos)
        # cos s = 1 - 2 sin^2 s/2: so written, a small disc loses no digits
        terms = np.sin((nodes - centre.reduced) / 2) ** 2
        terms += ends.cos * centre.cos * np.sin(np.radians(ends.dlon) / 2) ** 2
        for k in range(1, turns.size):
            terms[k:] -= terms[k - 1]
            terms[k:] /= nodes[k:] - nodes[k - 1]
        terms *= -2
        terms[0] += 1
        low, high = nodes.min(axis=0), nodes.max(axis=0)
        south, north = (np.degrees(np.arctan(np.tan(each) / _FLAT)) for each in (low, high))
        # Who goes due north and ends on the other side has passed the pole.
        full_north, full_south = ends.dlon[:2] > 90
        return cls(lon, lat, centre, nodes, terms, south, north, low, high, full_south, full_north)

    def at(self, some: Ints) -> "Discs":
        """Return some of the discs."""
        picked = {
            name: each[..., some] for name, each in self._asdict().items() if name != "centre"
        }
        return Discs(centre=self.centre.at(some), **picked)

    def reach(self) -> tuple[Floats, Floats]:
        """Return the southernmost and northernmost latitudes."""
        return np.where(self.full_south, -90.0, self.south), np.where(
            self.full_north, 90.0, self.north
        )

    def half_widths(self, disc: Ints, rows: Latitudes) -> Floats:
        """Return dlon in degrees at which rows leave discs: 0 outside, 180 where a row is full.

        Parameters
        ----------
        disc : (n,) array
        rows : Latitudes
            (k, n): k rows for each disc.
        """
        nodes, terms = self.nodes[:, disc], self.terms[:, disc]
        cos_s = rows.reduced - nodes[-2]
        cos_s *= terms[-1]
        cos_s += terms[-2]
        step = np.empty_like(cos_s)
        for node, term in zip(nodes[-3::-1], terms[-3::-1], strict=True):
            cos_s *= np.subtract(rows.reduced, node, out=step)
            cos_s += term
        cos_s -= np.multiply(rows.sin, self.centre.sin[disc], out=step)
        cos_s /= np.multiply(rows.cos, self.centre.cos[disc], out=step)
        np.maximum(cos_s, -1.0, out=cos_s)
        dlon: Floats = np.arccos(np.minimum(cos_s, 1.0, out=cos_s), out=cos_s)
        dlon *= 180 / np.pi
        for beyond, full in (
            (rows.reduced > self.high[disc], self.full_north),
            (rows.reduced < self.low[disc], self.full_south),
        ):
            np.copyto(dlon, np.where(full[disc], 180.0, 0.0), where=beyond)
        return dlon


def _reduced(lat: Floats) -> Floats:
    reduced: Floats = np.arctan(_FLAT * np.tan(np.radians(lat)))
    return reduced


@cache
def _turns(count: int) -> Floats:
    """Return azimuths whose cosines are Chebyshev's points, in Leja's order for stability.

    The first is due north, the second due south.
    """
    cos = np.cos(np.pi * np.arange(count) / (count - 1))
    order = [0]
    while len(order) < count:
        apart = np.prod(np.abs(cos[:, None] - cos[order]), axis=1)
        order.append(int(np.argmax(apart)))
    return 180.0 * np.array(order) / (count - 1)
