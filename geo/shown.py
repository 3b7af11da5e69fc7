"""Which arcs of many equal circles show: all that the outline of their discs can be made of.

Of the discs round a country's boundary a hundredth shows at long range; a sphere is enough to tell
which. On it, what another disc covers of a circle is one interval of azimuths, in closed form.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.geodesic import SPHERE, Floats

# What a sphere may be wrong by: degrees of azimuth, and a part of how far an interval's half is
# from 90 degrees, which grows towards the antipode. Measured: 0.2 and at most 0.6 of that part.
_TURN = 0.5
_LEAN = 0.01
_SAME = 1e-10  # radians apart: too close to tell a direction
_OPPOSITE = -0.7  # cosine of the angle apart from which it may be wrong by more
_AT_ONCE = 1 << 15  # pairs of circles: what a processor keeps at hand
_WORTH = 1 << 14  # pairs of circles that a round may cost, or more where that is less than each
_FEW = 12
_LEFT = 0.9  # of the circles: a round that leaves as many is the last


class Arcs(NamedTuple):
    """Arcs clockwise from azimuth `start` to `end`: (n,) arrays, start < end <= start + 360.

    `disc` the circle of each, counted as they were given; `start` 0..360 degrees.
    """

    disc: NDArray[np.intp]
    start: Floats
    end: Floats


def shown_arcs(lon: Floats, lat: Floats, radius: float, *, outside: bool = False) -> Arcs:
    """Return arcs that hold all of the circles that lies in no other disc, and not much more.

    Parameters
    ----------
    lon, lat : (n,) arrays
        Centres in degrees; best in the order of the boundaries that they lie on.
    radius : float
        Metres, below 19,900 km.
    outside : bool
        Rather the places that lie outside no other disc: the outline of what is in all of them.

    Returns
    -------
    Arcs
        What is left out lies in other discs, strictly, so that a union's outline is on these arcs,
        which go beyond what shows by 0.3 degrees and more. None where there is no outline.
    """
    kept = np.arange(lon.size)
    while True:
        gaps = [_gaps(lon[kept], lat[kept], rows, radius, outside) for rows in _blocks(kept.size)]
        disc, start, end = (np.concatenate(each) for each in zip(*gaps, strict=True))
        left = np.unique(disc)
        if left.size >= _LEFT * kept.size:
            return Arcs(kept[disc], start, end)
        kept = kept[left]


def _blocks(count: int) -> Iterator[NDArray[np.intp]]:
    step = max(1, _AT_ONCE // max(_steps(count).size, 1))
    for first in range(0, max(count, 1), step):
        yield np.arange(first, min(first + step, count))


def _steps(count: int) -> NDArray[np.intp]:
    """Return how far along the boundary others stand that a circle is compared with.

    Near ones and far ones, so that bays of every size find what covers them.
    """
    if count < 2:
        return np.empty(0, dtype=np.intp)
    most = max(_FEW, _WORTH // count)
    if most >= count:
        return np.arange(1, count)
    steps = np.geomspace(1, count // 2, most // 2 + 1).astype(np.intp)
    return np.unique(np.concatenate([steps, count - steps]))


def _gaps(
    lon: Floats, lat: Floats, rows: NDArray[np.intp], radius: float, outside: bool
) -> tuple[NDArray[np.intp], Floats, Floats]:
    """Return circles and the azimuths from where to where no other surely covers them."""
    others = (rows[:, None] + _steps(lon.size)) % lon.size
    east, north, up = _seen(lon, lat, rows, others)
    apart = np.hypot(east, north)
    angle = radius / SPHERE
    with np.errstate(divide="ignore"):
        # Of the spherical triangle of both centres and where their circles meet.
        lean = np.degrees(np.arcsin(np.clip(apart / (1 + up) / np.tan(angle), -1, 1)))
    half = 90 + (lean if outside else -lean)
    half -= _TURN + _LEAN * np.abs(lean) * angle / np.sin(angle)
    middle = np.degrees(np.arctan2(east, north)) + (180 if outside else 0)
    sure = (half > 0) & (apart > _SAME) & (up > _OPPOSITE)
    start = np.where(sure, (middle - half) % 360, 720.0)
    end = np.where(sure, start + 2 * half, 0.0)
    order = np.argsort(start, axis=1)
    start, end = (np.take_along_axis(each, order, axis=1) for each in (start, end))
    # What reaches over the end of the turn covers its beginning.
    reach = np.maximum.accumulate(
        np.column_stack([end.max(axis=1, initial=0.0) - 360, end[:, :-1]]), axis=1
    )
    reach = reach[:, : start.shape[1]]
    row, nth = np.nonzero((start > reach) & (start < 720))
    bare = np.flatnonzero(~sure.any(axis=1))
    disc = rows[np.concatenate([row, bare])]
    begin = np.concatenate([reach[row, nth], np.zeros(bare.size)])
    stop = np.concatenate([start[row, nth], np.full(bare.size, 360.0)])
    turn = np.where(begin < 0, 360.0, 0.0)
    return disc, begin + turn, stop + turn


def _seen(
    lon: Floats, lat: Floats, rows: NDArray[np.intp], others: NDArray[np.intp]
) -> tuple[Floats, Floats, Floats]:
    """Return the unit vectors of other centres as seen from the circles': east, north and up."""
    x, y, z = upright(lon, lat)[:, others]
    sin_lon, cos_lon, sin_lat, cos_lat = (
        f(np.radians(each[rows]))[:, None] for each in (lon, lat) for f in (np.sin, np.cos)
    )
    out = x * cos_lon + y * sin_lon
    return (
        y * cos_lon - x * sin_lon,
        z * cos_lat - out * sin_lat,
        out * cos_lat + z * sin_lat,
    )


def upright(lon: Floats, lat: Floats) -> Floats:
    """Return places as unit vectors on a sphere, (3, n)."""
    east, north = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
