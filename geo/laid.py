"""Areas laid in rows: what belongs to them alone, made once for any number of scans.

What is measured on rows counts in units of an area's own, a power of two near 1e-15 of it, and is
rounded to whole ones: such sums are exact in floating point, so neither the order of rows nor who
adds them up can be seen in them.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import is_
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.geodesic import Floats
from geo.intervals import Edges, Intervals, Ints, Latitudes, spread, together
from geo.rows import AREA, Rows, area_of
from geo.sweep import ends_of

BLOCK = 16
"""Rows that are looked at together; an area's last block is filled up with empty ones."""

_KEPT = 4
_FINE = 50  # an area is less than 2**50 of its units, and what rows make of it less than 2**53


class Levels(NamedTuple):
    """What may run along a row and has to end a band: see `geo.rows.Rows.across`.

    Edges of the polygons over an area; where these, and circles round a pole, begin and end.
    """

    edges: Edges
    ends: Floats


NOTHING = Levels(Edges.of(np.empty(0, dtype=object)), np.empty(0))


class Blocks(NamedTuple):
    """What blocks have: `first` of each area; the others (b, k), as in `Land`."""

    first: Ints
    lat: Floats
    reduced: Floats
    cos: Floats
    sin: Floats
    west: Floats
    east: Floats


class Lines(NamedTuple):
    """What rows have: `height`, `measure` and `start` as in `Land`, `west` and `east` its ends."""

    height: Floats
    measure: Floats
    start: Ints
    west: Ints
    east: Ints


class Land(NamedTuple):
    """Areas with their rows, `BLOCK` (k) of them in each of b blocks, all areas' in one array.

    Attributes
    ----------
    area : (n,) array
        Exact, in m2.
    first : (n + 1,) array
        The first block of each area.
    box, part_of
        A tree of the boxes of the areas' parts, and the area that each part belongs to.
    lat, rows : (k, b) arrays
        In degrees, ascending within an area; and reduced.
    west, east : (k, b) arrays
        The outermost ends of the area on each row; 180 and -180 on an empty one.
    height, measure : (b * k,) arrays
        Units per degree of longitude, and whole units of the area, that each row stands for.
    start : (b * k + 1,) array
        The first interval of the area on each row.
    ends : two (m,) arrays
        See `geo.sweep.ends_of`.
    """

    area: Floats
    first: Ints
    box: shapely.STRtree
    part_of: Ints
    lat: Floats
    rows: Latitudes
    west: Floats
    east: Floats
    height: Floats
    measure: Floats
    start: Ints
    ends: tuple[Ints, Ints]

    @classmethod
    def of(cls, areas: NDArray[np.object_], count: int, levels: Sequence[Levels]) -> "Land":
        """Lay about `count` rows across each area, with regard to what is level over it."""
        parts, part_of = shapely.get_parts(areas, return_index=True)
        laid = [_lay(area, count, each) for area, each in zip(areas, levels, strict=True)]
        rows = np.cumsum([0, *(lat.size for lat, _, _ in laid)])
        lat = np.concatenate([np.empty(0), *(lat for lat, _, _ in laid)])
        height = np.concatenate([np.empty(0), *(height for _, height, _ in laid)]) * AREA
        area = np.array([area_of(area) if area.area else 0.0 for area in areas])
        height = np.ldexp(height, _FINE - np.repeat(np.frexp(area)[1], np.diff(rows)))
        cuts = [
            each._replace(row=each.row + at)
            for (_, _, each), at in zip(laid, rows[:-1], strict=True)
        ]
        inside = together([Intervals(*np.empty((2, 0), np.intp), *np.empty((2, 0))), *cuts])
        start = np.searchsorted(inside.row, np.arange(lat.size + 1))
        west, east = np.full(lat.size, 180.0), np.full(lat.size, -180.0)
        some = np.flatnonzero(np.diff(start))
        west[some], east[some] = inside.west[start[some]], inside.east[start[some + 1] - 1]
        # A block's rows lie side by side in memory.
        lat, west, east = (np.reshape(each, (-1, BLOCK)).T for each in (lat, west, east))
        return cls(
            area=area,
            first=rows // BLOCK,
            box=shapely.STRtree(shapely.envelope(parts)),
            part_of=part_of,
            lat=lat,
            rows=Latitudes.of(lat),
            west=west,
            east=east,
            height=height,
            measure=np.rint(height * np.bincount(inside.row, inside.east - inside.west, lat.size)),
            start=start,
            ends=ends_of(inside),
        )

    def parted(self, count: int) -> Iterator[tuple["Land", Ints]]:
        """Part the rows into about `count` bands of latitude with as many blocks in each.

        Yields
        ------
        Land
            The rows of one band.
        areas : (n,) array
            The number among these of each area that has any there.
        """
        middle = self.lat[BLOCK // 2]
        order = np.argsort(middle, kind="stable")
        for some in np.array_split(order, max(1, min(count, order.size))):
            yield self._at(np.sort(some))

    def _at(self, blocks: Ints) -> tuple["Land", Ints]:
        """Return some blocks, in their order, and the numbers of the areas that have them."""
        areas, first = np.unique(self.area_of_block()[blocks], return_index=True)
        rows = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        which, ends = spread(self.start[rows], self.start[rows + 1])
        lat, reduced, cos, sin, west, east = (
            np.ascontiguousarray(each.T[blocks]).T
            for each in (self.lat, *self.rows, self.west, self.east)
        )
        part = np.flatnonzero(np.isin(self.part_of, areas))
        low, high = lat.min(initial=90), lat.max(initial=-90)
        box = shapely.bounds(self.box.geometries[part])
        meets = (box[:, 1] <= high) & (box[:, 3] >= low)
        box = box[meets].clip((-np.inf, low, -np.inf, low), (np.inf, high, np.inf, high))
        land = Land(
            area=self.area[areas],
            first=np.append(first, blocks.size),
            box=shapely.STRtree(shapely.box(*box.T)),
            part_of=np.searchsorted(areas, self.part_of[part[meets]]),
            lat=lat,
            rows=Latitudes(reduced, cos, sin),
            west=west,
            east=east,
            height=self.height[rows],
            measure=self.measure[rows],
            start=np.searchsorted(which, np.arange(rows.size + 1)),
            ends=(self.ends[0][ends], self.ends[1][ends]),
        )
        return land, areas

    def area_of_block(self) -> Ints:
        """Return the area that each block belongs to."""
        return np.repeat(np.arange(self.area.size), np.diff(self.first))

    def blocks(self) -> Blocks:
        """Return what blocks have, without a copy."""
        reduced, cos, sin = (each.T for each in self.rows)
        return Blocks(self.first, self.lat.T, reduced, cos, sin, self.west.T, self.east.T)

    def lines(self) -> Lines:
        """Return what rows have, without a copy."""
        return Lines(self.height, self.measure, self.start, *self.ends)


def _lay(area: Any, count: int, levels: Levels) -> tuple[Floats, Floats, Intervals]:
    """Return the rows of an area, filled up to whole blocks, their heights in z and its cuts."""
    outline = Edges.of(np.array([area]))
    if area.area == 0:
        return np.empty(0), np.empty(0), outline.intervals(np.empty(0))
    edges = Edges._make(np.concatenate(each) for each in zip(outline, levels.edges, strict=True))
    rows = Rows.across(area, edges, levels.ends, count)
    empty = -rows.lat.size % BLOCK
    lat = np.pad(rows.lat, (0, empty), mode="edge")
    return lat, np.pad(rows.height, (0, empty)), outline.intervals(rows.lat)


class _These(tuple[Any, ...]):
    """Areas told apart by identity: to compare their coordinates would cost more than a scan."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash(tuple(map(id, self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _These) and len(self) == len(other) and all(map(is_, self, other))


def land(areas: NDArray[np.object_], count: int) -> Land:
    """Return areas laid in about `count` rows each; the last answers are kept.

    Geometries do not change, and while an answer is kept, so are they.
    """
    return _kept(_These(areas), count)


@lru_cache(maxsize=_KEPT)
def _kept(areas: _These, count: int) -> Land:
    geometries = np.empty(len(areas), dtype=object)
    geometries[:] = areas
    return Land.of(geometries, count, [NOTHING] * len(areas))
