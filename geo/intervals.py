"""The intervals of longitude that discs and polygons have on rows of constant latitude."""

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from geo.geodesic import Floats, destination, distance

Ints = NDArray[np.intp]

_FLAT = float(np.sqrt(1 - Geod(ellps="WGS84").es))  # minor by major half-axis
_SMALL = 1_000_000.0  # metres: up to here 9 nodes do what 13 do
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


def wrapped(owner: Ints, row: Ints, west: Floats, east: Floats) -> Intervals:
    """Return intervals, wherever they begin, turned to -180..180 and cut at the antimeridian."""
    full = east - west >= 360
    turns = 360 * np.floor((west + 180) / 360)
    west, east = np.where(full, -180.0, west - turns), np.where(full, 180.0, east - turns)
    over = east > 180
    return together(
        [
            Intervals(owner, row, west, np.minimum(east, 180.0)),
            Intervals(owner, row, np.full(west.size, -180.0), east - 360).where(over),
        ]
    )


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


class Discs(NamedTuple):
    """Discs ready to be cut by rows.

    On a sphere, sin^2(s/2) = sin^2((lat-lat0)/2) + cos lat cos lat0 sin^2(dlon/2) is constant on
    a circle of radius s. On the ellipsoid, with reduced latitudes, it is a smooth function of
    latitude along the whole circle, poles and all: the polynomial through 13 points of the circle
    that Karney's algorithm gives is within 2 cm of it up to 19,500 km and 2 m up to 19,900 km (9
    points, within 1 mm up to 1,000 km), and solving for dlon gives the interval.
    """

    lon: Floats
    lat: Floats
    nodes: Floats
    """(m, n) reduced latitudes in radians."""
    terms: Floats
    """(m, n) coefficients of Newton's polynomial."""
    south: Floats
    north: Floats
    """(n,) latitudes in degrees between which the circle, not the disc, runs."""
    full_south: NDArray[np.bool_]
    full_north: NDArray[np.bool_]

    @classmethod
    def of(cls, lon: Floats, lat: Floats, radius: Floats) -> "Discs":
        """Fit discs with centres in degrees and radii in metres up to 19,900 km."""
        lat = np.clip(lat, -90 + _FROM_POLE, 90 - _FROM_POLE)
        turns = _turns(9 if np.all(radius <= _SMALL) else 13)
        dlon, lats = destination(0.0, lat, turns[:, None], radius)
        nodes, centre = _reduced(lats), _reduced(lat)
        terms = np.sin((nodes - centre) / 2) ** 2
        terms += np.cos(nodes) * np.cos(centre) * np.sin(np.radians(dlon) / 2) ** 2
        for k in range(1, turns.size):
            terms[k:] -= terms[k - 1]
            terms[k:] /= nodes[k:] - nodes[k - 1]
        full = (radius > distance(0.0, lat, 0.0, pole) for pole in (-90.0, 90.0))
        return cls(lon, lat, nodes, terms, lats.min(axis=0), lats.max(axis=0), *full)

    def reach(self) -> tuple[Floats, Floats]:
        """Return the southernmost and northernmost latitudes."""
        return np.where(self.full_south, -90.0, self.south), np.where(
            self.full_north, 90.0, self.north
        )

    def half_widths(self, disc: Ints, lat: Floats) -> Floats:
        """Return dlon at which rows leave discs: 0 outside, 180 where a row is full."""
        reduced, centre = _reduced(lat), _reduced(self.lat)[disc]
        sine = self.terms[-1][disc]
        for node, term in zip(self.nodes[-2::-1], self.terms[-2::-1], strict=True):
            sine = sine * (reduced - node[disc]) + term[disc]
        sine -= np.sin((reduced - centre) / 2) ** 2
        sine /= np.cos(reduced) * np.cos(centre)
        dlon = 2 * np.degrees(np.arcsin(np.sqrt(np.clip(sine, 0.0, 1.0))))
        dlon = np.where(lat > self.north[disc], np.where(self.full_north[disc], 180.0, 0.0), dlon)
        return np.where(lat < self.south[disc], np.where(self.full_south[disc], 180.0, 0.0), dlon)


def _reduced(lat: Floats) -> Floats:
    reduced: Floats = np.arctan(_FLAT * np.tan(np.radians(lat)))
    return reduced


def _turns(count: int) -> Floats:
    """Return azimuths whose cosines are Chebyshev's points, in Leja's order for stability."""
    cos = np.cos(np.pi * np.arange(count) / (count - 1))
    order = [0]
    while len(order) < count:
        apart = np.prod(np.abs(cos[:, None] - cos[order]), axis=1)
        order.append(int(np.argmax(apart)))
    return 180.0 * np.array(order) / (count - 1)
