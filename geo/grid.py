"""A grid whose cells all have one area: bands of latitude, cut into about square cells.

The bands' edges are moved, each by less than half a cell, until every band holds a whole number of
cells of the one area: exact on the ellipsoid, since edges are laid in the equal-area variable z of
`geo.rows`. A cell lies between two meridians and two parallels, so on Mercator it is a rectangle.
"""

from typing import NamedTuple

import numpy as np

from geo.geodesic import Floats
from geo.intervals import Ints
from geo.rows import AREA, lat_of, z_of

_SMALLEST = 1e4  # m2: below 100 m a side, no range is known so well
_HIGH = 111e3  # metres of one degree of latitude, about


class Window(NamedTuple):
    """Degrees: latitudes from south to north, and the `width` of longitudes east of `west`."""

    south: float
    north: float
    west: float
    width: float


class Grid(NamedTuple):
    """The cells over a window, band by band from south to north, each from west to east.

    Attributes
    ----------
    cell_m2 : float
        The area of every cell.
    west : float
        Where every band's first cell begins, in degrees.
    lat : (b + 1,) array
        The latitudes between bands.
    around : (b,) array
        How many cells go once round the Earth in each band.
    columns : (b,) array
        How many of them there are here.
    """

    cell_m2: float
    west: float
    lat: Floats
    around: Ints
    columns: Ints

    @classmethod
    def over(cls, window: Window, most: int) -> "Grid":
        """Lay at most about `most` cells over a window."""
        south, north, west, width = window
        wanted = AREA * width * float(np.diff(z_of([south, north]))[0]) / most
        wanted = max(wanted, _SMALLEST)
        bands = max(1, round(180 * _HIGH / np.sqrt(wanted)))
        whole = AREA * 360 * np.diff(z_of(np.linspace(-90, 90, bands + 1)))
        around = np.maximum(1, np.round(whole / wanted)).astype(np.intp)
        total = int(around.sum())
        lat = np.full(bands + 1, 90.0)
        lat[0] = -90
        lat[1:-1] = lat_of(-1 + 2 * np.cumsum(around)[:-1] / total)
        first = max(0, int(np.searchsorted(lat, south, side="right")) - 1)
        last = max(first + 1, int(np.searchsorted(lat, north)))
        around = around[first:last]
        columns = np.minimum(around, np.ceil(around * (width / 360))).astype(np.intp)
        return cls(AREA * 720 / total, west, lat[first : last + 1], around, columns)

    @property
    def starts(self) -> Ints:
        """Return the number of each band's first cell, and last the number of all cells."""
        return np.concatenate([[0], np.cumsum(self.columns)])


def window_round(south: Floats, north: Floats, west: Floats, east: Floats) -> Window:
    """Return the window round boxes that leaves out the widest empty stretch of longitudes.

    Parameters
    ----------
    south, north, west, east : (n,) arrays
        Degrees; a box may run over the antimeridian, as from 170 to 190.
    """
    lowest, highest = float(south.min()), float(north.max())
    if np.any(east - west >= 360):
        return Window(lowest, highest, -180.0, 360.0)
    order = np.argsort(west % 360)
    begin, wide = (west % 360)[order], (east - west)[order]
    # The last box may reach round to the first ones.
    reach = np.maximum.accumulate(np.concatenate([[(begin + wide).max() - 360], begin + wide]))
    gap = begin - reach[:-1]
    widest = int(np.argmax(gap))
    if gap[widest] <= 0:
        return Window(lowest, highest, -180.0, 360.0)
    start = (float(begin[widest]) + 180) % 360 - 180
    return Window(lowest, highest, start, 360.0 - float(gap[widest]))
