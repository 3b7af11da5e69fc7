"""The direct problem of geodesics for whole circles at once, in NumPy.

Karney's series (Algorithms for geodesics, J. Geodesy 87:43-55, 2013, equations 17, 18, 21, 24 and
25) on WGS84, to the order that leaves 0.1 micrometres. What is the centre's is worked out once per
circle. Series only add small angles to arcs whose sines are known, so no vertex needs more than
two functions that are not arithmetic.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

Floats = NDArray[np.float64]

_GEOD = Geod(ellps="WGS84")
_F = _GEOD.f
_N = _F / (2 - _F)
_SECOND = _GEOD.es / (1 - _GEOD.es)  # second eccentricity, squared
_AT_ONCE = 1 << 13  # vertices: what a processor keeps at hand
_DEGREES = 180 / np.pi
_NODES = 10
_RINGS_AT_ONCE = 704  # so few that BLAS leaves their products to one core


class Arcs(NamedTuple):
    """Geodesics of one length each from a place: (n,) arrays.

    `sin`, `cos` of the reduced latitude; `arc` the length by the minor half-axis, and its own.
    """

    sin: Floats
    cos: Floats
    arc: Floats
    sin_arc: Floats
    cos_arc: Floats

    @classmethod
    def of(cls, lat: ArrayLike, metres: ArrayLike) -> "Arcs":
        """Take latitudes in degrees and lengths in metres; arrays broadcast."""
        reduced = np.arctan((1 - _F) * np.tan(np.radians(lat)))
        arc = np.asarray(metres, dtype=float) / _GEOD.b
        found = np.broadcast_arrays(np.sin(reduced), np.cos(reduced), arc, np.sin(arc), np.cos(arc))
        return cls(*found)

    def at(self, which: NDArray[np.intp] | slice) -> "Arcs":
        """Return those that an index picks."""
        return Arcs._make(each[which] for each in self)

    def ends(self, azimuth: ArrayLike) -> "Ends":
        """Return where geodesics end.

        Parameters
        ----------
        azimuth : (n,) or (m, 1) array
            Degrees, 0..180: one for each arc, or m that all arcs share.

        Returns
        -------
        Ends
            (n,) or (m, n) arrays.
        """
        turn = np.radians(azimuth)
        turns = np.sin(turn), np.cos(turn)
        found = np.empty((3, *np.broadcast_shapes(turn.shape, self.arc.shape)))
        step = max(1, 3 * _AT_ONCE * found.shape[-1] // max(found.size, 1))
        for first in range(0, found.shape[-1], step):
            part = slice(first, first + step)
            towards = (each[..., part] if each.shape[-1] > 1 else each for each in turns)
            x, y, z, bent = _ends(self.at(part), *towards)
            dlon = np.arctan2(y, x)
            dlon -= bent
            found[..., part] = np.degrees(dlon), z, np.sqrt(x * x + y * y)
        return Ends(*found)

    def rings(self, count: int) -> tuple[Floats, Floats]:
        """Return vertices of whole circles at `count` azimuths, evenly spaced from north clockwise.

        Where geodesics of one length end is, in space, a smooth closed curve: on a sphere a circle,
        on WGS84 so nearly one that its Fourier series has nothing above 0.1 micrometres beyond the
        9th harmonic. So ten geodesics on one side of the centre's meridian, which parts it into
        mirror images, give all vertices as sums of products.

        Parameters
        ----------
        count : int
            At least 3.

        Returns
        -------
        dlon, lat : (n, count) arrays
            Degrees, dlon -180..180 east of the centre.
        """
        even, odd, turns = _from_nodes(count)
        half, back = even.shape[1], slice((count - 1) // 2, 0, -1)
        dlon, lat = np.empty((2, self.arc.size, count))
        for first in range(0, self.arc.size, _RINGS_AT_ONCE):
            part = slice(first, first + _RINGS_AT_ONCE)
            x, y, z, bent = (each.reshape(_NODES, -1).T for each in _ends(self.at(part), *turns))
            sin, cos = _small(bent)
            east, meridian = (y * cos - x * sin) @ odd, (x * cos + y * sin) @ even
            axis = z @ (even / (1 - _F))
            lons = np.arctan2(east, meridian)
            lats = np.arctan2(axis, np.sqrt(meridian * meridian + east * east))
            np.multiply(lons, _DEGREES, out=dlon[part, :half])
            np.multiply(lons[:, back], -_DEGREES, out=dlon[part, half:])
            np.multiply(lats, _DEGREES, out=lat[part, :half])
            np.multiply(lats[:, back], _DEGREES, out=lat[part, half:])
        return dlon, lat


class Ends(NamedTuple):
    """Places where geodesics end, as (n,) or (m, n) arrays.

    `dlon` in degrees, 0..180 east of where they begin, for azimuths 0..180 and lengths that do not
    lead round to the west; `sin`, `cos` of the reduced latitude.
    """

    dlon: Floats
    sin: Floats
    cos: Floats

    @property
    def lat(self) -> Floats:
        """Return latitudes in degrees."""
        lat: Floats = np.degrees(np.arctan2(self.sin, (1 - _F) * self.cos))
        return lat


@cache
def _from_nodes(count: int) -> tuple[Floats, Floats, tuple[Floats, Floats]]:
    """Return what takes even and odd functions of the azimuth from nodes to half a ring.

    And the nodes' own sines and cosines: they lie in the middle of tenths of the half circle.
    """
    node = (np.arange(_NODES) + 0.5) * np.pi / _NODES
    turn = np.arange(count // 2 + 1) * 2 * np.pi / count
    nth = np.arange(_NODES + 1)[:, None]
    weight = np.full(nth.shape, 2 / _NODES)
    weight[[0, -1]] /= 2
    even = (weight * np.cos(nth * node))[:-1].T @ np.cos(nth * turn)[:-1]
    odd = (weight * np.sin(nth * node))[1:].T @ np.sin(nth * turn)[1:]
    odd[:, turn == np.pi] = 0  # no sine of pi is exactly zero
    return even, odd, (np.sin(node)[:, None], np.cos(node)[:, None])


def _ends(arcs: Arcs, sin_turn: Floats, cos_turn: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return where geodesics end on the auxiliary sphere, and by how much longitude is less there.

    x lies in the plane of the centre's meridian, y east of it, z along the axis. The great ellipse
    crosses the equator at azimuth alpha0; sigma is counted from there. Karney's sums of
    e^k sin 2k sigma are worked out as v times a polynomial in u, with u, v = e cos 2 sigma,
    e sin 2 sigma and u^2 + v^2 = e^2: so no angle is asked for where the equator leaves it open.
    """
    north, east = cos_turn * arcs.cos, sin_turn * arcs.cos
    square, other = north * north, arcs.sin * arcs.sin
    k2 = _SECOND * (square + other)
    g = _SECOND / np.square(1 + np.sqrt(1 + k2))
    e, u, v = g * (square + other), g * (square - other), g * north * (2 * arcs.sin)
    e2 = e * e

    along = arcs.arc * (e2 * (e2 * (3 / 64) - 1 / 4) + e * (e2 / 4 - 1))
    along += v * (
        (e2 * (3 / 16 + 1 / 48) - 1 / 2)
        + u * ((e2 * (1 / 16 + 5 / 128) - 1 / 8) + u * (u * (-5 / 64) - 1 / 12))
    )
    at_arc = _plus(v, u, *_twice(arcs.sin_arc, arcs.cos_arc))
    sin_2, cos_2 = _plus(*at_arc, *_small(2 * along))
    along += sin_2 * (
        (e2 * (e2 * (75 / 128) - (9 / 32 + 29 / 96)) + 1 / 2)
        + cos_2
        * (
            (e2 * -(37 / 48 + 539 / 384) + 5 / 8)
            + cos_2 * ((e2 * (-75 / 32) + 29 / 24) + cos_2 * (539 / 192))
        )
    )
    sin, cos = _plus(arcs.sin_arc, arcs.cos_arc, *_small(along))

    a3 = 1 - e * (
        (1 - _N) / 2
        + e * (1 / 4 + _N / 8 - _N**2 * 3 / 8 + e * (1 / 16 + _N * 3 / 16 + e * (3 / 64)))
    )
    zeroth = (1 - _N) / 4 + e * (
        (1 - _N**2) / 8 + e * (3 / 64 - 5 / 192 + _N * (3 / 64 + 3 / 64) + e * (5 / 128))
    )
    first = 1 / 8 - _N * 3 / 16 + _N**2 / 16 + e * (3 / 32 - _N / 16)
    second = 5 / 48 - _N * 3 / 16
    sin_2, cos_2 = _plus(v, u, *_twice(sin, cos))
    bent = arcs.arc + along
    bent += sin_2 * (zeroth + cos_2 * (first + cos_2 * second))
    bent -= v * (zeroth + u * (first + u * second))
    return (
        arcs.cos * cos - (arcs.sin * cos_turn) * sin,
        sin_turn * sin,
        arcs.sin * cos + north * sin,
        _F * east * a3 * bent,
    )


def _plus(sin_a: Floats, cos_a: Floats, sin_b: Floats, cos_b: Floats) -> tuple[Floats, Floats]:
    """Return sine and cosine of a sum."""
    return sin_a * cos_b + cos_a * sin_b, cos_a * cos_b - sin_a * sin_b


def _twice(sin: Floats, cos: Floats) -> tuple[Floats, Floats]:
    """Return sine and cosine of the double."""
    return 2 * sin * cos, (cos - sin) * (cos + sin)


def _small(angle: Floats) -> tuple[Floats, Floats]:
    """Return sine and cosine of an angle below 0.02: the rest is below the last digit."""
    square = angle * angle
    sin = angle * (1 - square * (1 / 6 - square * (1 / 120)))
    return sin, 1 - square * (1 / 2 - square * (1 / 24 - square * (1 / 720)))
