"""Areas under shapes, a run of rows at a time: cut them, sort and sweep them, add them up."""

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cuts import Circles, Near, Pairs, cut, holding, near, pairs_of, records
from geo.errors import NotBuilt
from geo.figures import Shapes
from geo.geodesic import Floats
from geo.intervals import Edges, Intervals, Ints, Latitudes, spread, together
from geo.laid import BLOCK, Land, Levels
from geo.rows import MOST_ENDS
from geo.sweep import depths, unions

_AT_ONCE = 1 << 15  # pairs of shape and row at a time: what a processor keeps at hand

LARGE = 1 << 20
"""Pairs of shape and row from which it pays to load compiled code; once loaded, it always does.

It takes 0.3 s to load, and the first time on a machine some seconds to compile.
"""


def compiled_sweep(pairs: int) -> Callable[..., None] | None:
    """Return `geo.compiled.sweep` where there is enough to do and numba is installed."""
    if pairs < LARGE and "geo.compiled" not in sys.modules:
        return None
    try:
        from geo.compiled import sweep
    except (ImportError, RuntimeError):  # numba says the latter where it may not keep its code
        return None
    return sweep


class Figures(NamedTuple):
    """Shapes ready to be cut by rows.

    `polygon` (n,) None for those of `circles`; `edges` of the others, owned by their shapes; `box`
    a tree of their boxes, `boxed` the shape of each; `group` (n,) of each shape, `many` groups.
    """

    circles: Circles
    polygon: NDArray[np.object_]
    edges: Edges
    box: shapely.STRtree
    boxed: Ints
    group: Ints
    many: int

    @classmethod
    def of(cls, shapes: Shapes, group: Ints, many: int, largest: float = 0.0) -> "Figures":
        """Take shapes apart; `largest` as in `geo.intervals.Discs.of`."""
        boxed = np.flatnonzero(~shapely.is_missing(shapes.polygon))
        edges = Edges.of(shapes.polygon[boxed])
        edges = edges._replace(owner=boxed[edges.owner])
        box = shapely.STRtree(shapely.envelope(shapes.polygon[boxed]))
        return cls(Circles.of(shapes, largest), shapes.polygon, edges, box, boxed, group, many)

    def over(self, areas: NDArray[np.object_]) -> dict[int, "Over"]:
        """Return, by the number of an area, what its rows have to mind, where there is any."""
        area = polygon = np.empty(0, np.intp)
        if self.boxed.size:
            parts, owner = shapely.get_parts(areas, return_index=True)
            part, box = self.box.query(parts, predicate="intersects")
            area, polygon = np.unique(np.stack([owner[part], self.boxed[box]]), axis=1)
        discs = self.circles.discs
        polar = np.flatnonzero(discs.full_south | discs.full_north)
        south, north = shapely.bounds(areas)[:, [1, 3], None].transpose(1, 0, 2)
        rounds = (self.circles.south[polar] <= north) & (self.circles.north[polar] >= south)
        found = {}
        for nth in np.union1d(area, np.flatnonzero(rounds.any(axis=1))):
            these, level = polygon[area == nth], polar[rounds[nth]]
            bounds = shapely.bounds(self.polygon[these])[:, [1, 3]].ravel()
            ends = np.unique([*bounds, *discs.south[level], *discs.north[level]])
            if these.size or ends.size <= MOST_ENDS:
                found[int(nth)] = Over(these, Levels(self.edges.of_owners(these), ends))
        return found


class Over(NamedTuple):
    """The polygons over an area, and what may run along its rows."""

    polygons: Ints
    levels: Levels


class Cuts(NamedTuple):
    """The intervals of shapes on a run of rows.

    `found` those of shapes, rows counted from the first; `weight` (n,) -1 for a hole; `base`
    (rows,) the number of shapes that hold the whole row and are not among them.
    """

    found: Intervals
    weight: Ints
    base: Ints


class Band(NamedTuple):
    """A part of the work that stands on its own: rows, and the shapes that may cut them.

    `which` (n,) the number of each area of `land` among all; `over` the polygons over each, or
    nothing; `compiled` whether that code runs, None where the amount of work decides.
    """

    land: Land
    which: Ints
    figures: Figures
    over: Sequence[Ints]
    compiled: bool | None = None


class Swept(NamedTuple):
    """What the rows of a band measured, in whole units of each area; see `geo.laid`.

    `area`, `deep`, `units` (m,): so much of an area lies inside so many shapes; `which` (n,) and
    `classes` (n, groups + 1): so much of an area in each class; empty where one group is all.
    """

    area: Ints
    deep: Ints
    units: Floats
    which: Ints
    classes: Floats


def is_plain(band: Band) -> bool:
    """Tell whether there is nothing but one group of circles, as compiled code wants it."""
    many, area = band.figures.many, band.land.area
    return many == 1 and bool(area.size) and not any(map(np.size, band.over))


def swept(band: Band) -> Swept:
    """Measure the rows of a band."""
    land, which, figures, over, compiled = band
    met = near(land, figures.circles)
    sweep = None
    if is_plain(band) and compiled is not False:
        sweep = compiled_sweep(LARGE if compiled else met.rows())
        if compiled and sweep is None:
            raise NotBuilt("a worker lacks numba, which this machine has; install it there")
    if sweep:
        slots = np.concatenate([[0], np.cumsum(np.diff(met.start) + 1)])
        depth = np.zeros(slots[-1])
        sweep(
            met.start, met.circle, met.turn, *records(figures.circles), land.blocks(),
            land.lines(), slots, depth,
        )  # fmt: skip
        classes = np.empty((land.area.size, 0))
    else:
        slots, depth, classes = _in_runs(land, figures, over, met)
    owner = np.repeat(np.arange(land.area.size), np.diff(slots))
    some = np.flatnonzero(depth)
    owner = owner[some]
    return Swept(which[owner], some - slots[owner], depth[some], which, classes)


def _in_runs(
    land: Land, figures: Figures, over: Sequence[Ints], met: Near
) -> tuple[Ints, Floats, Floats]:
    """Return slots, the area in each, and that of classes where there are groups."""
    circles, many = figures.circles, figures.many
    pairs, area = pairs_of(land, circles, met), land.area_of_block()
    load = np.bincount(pairs.block, minlength=area.size)
    if over:
        load += np.array([each.size for each in over])[area]
    base = np.zeros(area.size, np.intp)
    if many == 1:
        holds = holding(land, circles, pairs)
        np.add.at(base, pairs.block[holds], circles.weight[pairs.circle[holds]])
        pairs = pairs.where(~holds)
    deepest = np.zeros(land.area.size, np.intp)  # at most
    np.maximum.at(deepest, area, load)
    slots = np.concatenate([[0], np.cumsum(deepest + 1)])
    slot, classed = slots[area] + base, area * (many + 1)
    depth, classes = np.zeros(slots[-1]), np.zeros(land.area.size * (many + 1))
    for run, part in _runs(pairs, load):
        cuts = _cut(land, figures, pairs.where(part), run)
        if over:
            cuts = _with_polygons(cuts, land, figures, over, run)
        _add(depth, cuts, land, run, slot)
        if many > 1:
            _add(classes, _by_groups(cuts, figures, run), land, run, classed)
    return slots, depth, classes.reshape(-1, many + 1)[:, : 0 if many == 1 else None]


def _runs(pairs: Pairs, load: Ints) -> Iterator[tuple[slice, slice]]:
    """Cut blocks into runs with a bounded number of pairs of shape and row."""
    run = np.cumsum((load + 1) * BLOCK) // _AT_ONCE
    limits = np.concatenate([[0], np.flatnonzero(np.diff(run)) + 1, [load.size]])
    first = np.searchsorted(pairs.block, limits)
    for (a, b), (c, d) in zip(pairwise(limits), pairwise(first), strict=True):
        if a < b:
            yield slice(a, b), slice(c, d)


def _cut(land: Land, figures: Figures, pairs: Pairs, run: slice) -> Cuts:
    """Cut a run of blocks by circles."""
    circles = figures.circles
    block = pairs.block - run.start
    rows = Latitudes._make(each[:, run].take(block, axis=1) for each in land.rows)
    west, east = (each[:, run].take(block, axis=1) for each in (land.west, land.east))
    begin, end, whole = cut(circles, pairs, rows, west, east)
    weight = circles.weight[pairs.circle]
    left = whole | (begin < end)
    base = np.zeros((run.stop - run.start, BLOCK), np.intp)
    if figures.many == 1 and block.size:
        first = np.flatnonzero(np.diff(block, prepend=-1))
        base[block[first]] = np.add.reduceat(whole * weight, first, axis=1).T
        left &= ~whole
    else:
        begin, end = np.where(whole, west, begin), np.where(whole, east, end)
    kept = np.flatnonzero(left)
    which = kept % max(block.size, 1)
    row = (block * BLOCK + np.arange(BLOCK)[:, None]).take(kept)
    owner = circles.owner[pairs.circle].take(which)
    found = Intervals(owner, row, begin.take(kept), end.take(kept))
    return Cuts(found, weight.take(which), base.ravel())


def _with_polygons(
    cuts: Cuts, land: Land, figures: Figures, over: Sequence[Ints], run: slice
) -> Cuts:
    """Add the intervals of polygons."""
    west, east = (each[:, run].T.ravel() for each in (land.west, land.east))
    parts = [cuts.found]
    for nth, (begin, end) in enumerate(pairwise(land.first)):
        begin, end = max(begin, run.start), min(end, run.stop)
        if begin < end:
            found = figures.edges.of_owners(over[nth]).intervals(land.lat[:, begin:end].T.ravel())
            row = found.row + (begin - run.start) * BLOCK
            clipped = np.maximum(found.west, west[row]), np.minimum(found.east, east[row])
            found = Intervals(found.owner, row, *clipped)
            parts.append(found.where(found.west < found.east))
    found = together(parts)
    weight = np.concatenate([cuts.weight, np.ones(found.row.size - cuts.weight.size, np.intp)])
    return Cuts(found, weight, cuts.base)


def _by_groups(cuts: Cuts, figures: Figures, run: slice) -> Cuts:
    """Return the unions of each group's intervals."""
    rows = (run.stop - run.start) * BLOCK
    found = unions(figures.group[cuts.found.owner], cuts.found, cuts.weight, rows)
    return Cuts(found, np.ones(found.row.size, np.intp), np.zeros(rows, np.intp))


def _add(into: Floats, cuts: Cuts, land: Land, run: slice, slot: Ints) -> None:
    """Add what a run of rows measures to the slots of its areas and depths."""
    rows = slice(run.start * BLOCK, run.stop * BLOCK)
    slot = np.repeat(slot[run], BLOCK) + cuts.base
    slot[land.measure[rows] == 0] = slot.max()  # what holds an empty row whole says nothing
    # Where a hole is open, a row counts below what holds it whole.
    holes = np.bincount(cuts.found.row[cuts.weight < 0], minlength=1).max()
    first = max(0, slot.min() - holes)
    slot -= first
    is_cut = np.zeros(slot.size, dtype=bool)
    is_cut[cuts.found.row] = True
    rest, some = np.flatnonzero(~is_cut), np.flatnonzero(is_cut)
    start = land.start[rows.start : rows.stop + 1]
    which, nth = spread(start[some], start[some + 1])
    area = some[which], land.ends[0][nth], land.ends[1][nth]
    for found in (
        np.bincount(slot[rest], land.measure[rows][rest]),
        depths(area, cuts.found, cuts.weight, slot, land.height[rows]),
    ):
        into[first : first + found.size] += found
