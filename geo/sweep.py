"""Sort the ends of intervals, sweep them from west to east, and measure what lies between.

An end is one whole number, so that a plain sort does all the work: the row, then the longitude,
then what ends there. What lies between two ends is rounded to a whole number of an area's own small
unit (see `geo.laid`): sums of these are exact, in whatever order and on whatever machine.
"""

import numpy as np

from geo.geodesic import Floats
from geo.intervals import Intervals, Ints

FINE = (1 << 42) - 4  # steps of longitude all round, each 0.01 mm; the last two bits are taken:
BEGINS, AREA_BEGINS, AREA_ENDS, ENDS = range(4)  # in this order at one longitude
_ROW = 42  # bits below a row's number
_AREA = 1 << 32  # more than shapes can be open at once
_STEPS = np.array([1, _AREA, -_AREA, -1])


def ends_of(area: Intervals) -> tuple[Ints, Ints]:
    """Return the west and east ends of an area's intervals, as `depths` takes them, but rows."""
    return _ends(area.west, AREA_BEGINS), _ends(area.east, AREA_ENDS)


def _ends(lon: Floats, kind: int) -> Ints:
    scaled = lon * (FINE / 360)
    scaled += FINE / 2
    ends: Ints = scaled.astype(np.int64)
    ends &= -4
    ends |= kind
    return ends


def depths(
    area: tuple[Ints, Ints, Ints], shapes: Intervals, weight: Ints, slot: Ints, height: Floats
) -> Floats:
    """Return the area in each slot, as far as there is any, in whole units.

    Parameters
    ----------
    area : rows, west and east ends of its intervals, which do not overlap
    shapes : Intervals
        On rows 0, 1, ...
    weight : (n,) array
        1 for an interval of a shape, -1 for one of a hole in a shape.
    slot : (rows,) array
        Where what lies inside no interval of a shape counts on each row; what lies inside one
        counts in the next slot, and so on.
    height : (rows,) array
        Units per degree of longitude.
    """
    west, east = _ends(shapes.west, BEGINS), _ends(shapes.east, ENDS)
    hole = np.flatnonzero(weight < 0)
    west[hole] |= ENDS
    east[hole] &= -4
    line, area_line = shapes.row << _ROW, area[0] << _ROW
    west += line
    east += line
    ends = np.concatenate([area[1] + area_line, area[2] + area_line, west, east])
    ends.sort()
    row = ends[:-1] >> _ROW
    open_ = np.cumsum(_STEPS[ends & 3])[:-1]
    open_ += slot[row]
    measure = np.diff(ends) * (height * (360 / FINE))[row]
    measure *= open_ >= _AREA
    np.rint(measure, out=measure)
    # Where ends coincide, the depth between them may be anything: it counts for nothing.
    open_ &= _AREA - 1
    open_ *= measure > 0
    return np.bincount(open_, measure).astype(np.float64)


def unions(group: Ints, shapes: Intervals, weight: Ints, rows: int) -> Intervals:
    """Return the union of each group's intervals on each row, with the group as its owner."""
    line = np.tile(group * rows + shapes.row, 2)
    lon = np.concatenate([shapes.west, shapes.east])
    step = np.concatenate([weight, -weight])
    # At one longitude, what begins comes before what ends.
    order = np.lexsort((-step, lon, line))
    line, lon = line[order], lon[order]
    inside = np.cumsum(step[order]) > 0
    before = np.concatenate([[False], inside[:-1]])
    begins, ends = np.flatnonzero(inside & ~before), np.flatnonzero(before & ~inside)
    return Intervals(line[begins] // rows, line[begins] % rows, lon[begins], lon[ends])
