"""The direct problem of geodesics for whole circles at once, in NumPy.

Karney's series (Algorithms for geodesics, J. Geodesy 87:43-55, 2013, equations 17, 18, 21, 24 and
25) on WGS84, to the order that leaves 0.1 micrometres. What is the centre's is worked out once per
circle. Series only add small angles to arcs whose sines are known, so no vertex needs more than
two functions that are not arithmetic.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

Floats = NDArray[np.float64]

_GEOD = Geod(ellps="WGS84")
_F = _GEOD.f
_N = _F / (2 - _F)
_SECOND = _GEOD.es / (1 - _GEOD.es)  # second eccentricity, squared
_EQUATOR = 1e-150  # keeps directions apart from nothing where a geodesic runs along the equator
_AT_ONCE = 1 << 13  # vertices: what a processor keeps at hand


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
            found[..., part] = _ends(self.at(part), *towards)
        return Ends(*found)


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


def _ends(arcs: Arcs, sin_turn: Floats, cos_turn: Floats) -> tuple[Floats, Floats, Floats]:
    # The great ellipse crosses the equator at azimuth alpha0; sigma is counted from there.
    sin_0 = sin_turn * arcs.cos
    cos_1 = cos_turn * arcs.cos + _EQUATOR
    cos_0 = np.sqrt(arcs.sin**2 + cos_1**2)
    sin_1, cos_1 = arcs.sin / cos_0, cos_1 / cos_0
    k2 = _SECOND * cos_0**2
    e = k2 / (1 + np.sqrt(1 + k2)) ** 2
    e2 = e * e

    twice_1 = _twice(sin_1, cos_1)
    along = arcs.arc * (e * (-1 + e * (-1 / 4 + e * (1 / 4 + e * (3 / 64)))))
    along += _series(
        *twice_1,
        e * (-1 / 2 + e2 * (3 / 16)),
        e2 * (-1 / 16 + e2 * (1 / 32)),
        e * e2 * (-1 / 48),
        e2 * e2 * (-5 / 512),
    )
    sphere = _plus(sin_1, cos_1, arcs.sin_arc, arcs.cos_arc)
    along += _series(
        *_twice(*_plus(*sphere, *_small(along))),
        e * (1 / 2 - e2 * (9 / 32)),
        e2 * (5 / 16 - e2 * (37 / 96)),
        e * e2 * (29 / 96 - e2 * (75 / 128)),
        e2 * e2 * (539 / 1536),
    )
    small = _small(along)
    sin_2, cos_2 = _plus(*sphere, *small)

    a3 = 1 - e * (
        (1 - _N) / 2
        + e * (1 / 4 + _N / 8 - _N**2 * 3 / 8 + e * (1 / 16 + _N * 3 / 16 + e * (3 / 64)))
    )
    terms = (
        e * ((1 - _N) / 4 + e * ((1 - _N**2) / 8 + e * (3 / 64 + _N * 3 / 64 + e * (5 / 128)))),
        e2 * (1 / 16 - _N * 3 / 32 + _N**2 / 32 + e * (3 / 64 - _N / 32 + e * (3 / 128))),
        e * e2 * (5 / 192 - _N * 3 / 64 + e * (3 / 128)),
        e2 * e2 * (7 / 512),
    )
    bent = arcs.arc + along + _series(*_twice(sin_2, cos_2), *terms) - _series(*twice_1, *terms)
    # Longitude on the auxiliary sphere, from the cross and the dot product of both directions.
    dlon = np.arctan2(
        sin_0 * _plus(arcs.sin_arc, arcs.cos_arc, *small)[0],
        cos_1 * cos_2 + sin_0**2 * sin_1 * sin_2,
    )
    dlon -= _F * sin_0 * a3 * bent
    return np.degrees(dlon), cos_0 * sin_2, np.hypot(sin_0, cos_0 * cos_2)


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


def _series(sin: Floats, cos: Floats, a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """Return a sin x + b sin 2x + c sin 3x + d sin 4x, as Clenshaw summed them."""
    twice = 2 * cos
    third = twice * d + c
    second = twice * third - d + b
    return sin * (twice * second - third + a)
