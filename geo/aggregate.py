"""Many shapes as one grid: how many of them lie over each cell, on average over its area.

A shape adds to each cell the share of the cell that it covers, so that its whole area is in the
grid wherever its edge runs. In each band, a circle's chords are taken at a few latitudes between
its southernmost and northernmost, closer together towards those, where chords grow like the root
of the way (Gauss's rule in the angle): its area is right to 0.2 % in the smallest case, one band.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cuts import Circles
from geo.figures import Shapes
from geo.geodesic import Floats
from geo.grid import Grid, Window, window_round
from geo.intervals import Edges, Ints, Latitudes, spread
from geo.rows import AREA, lat_of, z_of
from geo.scan import scan

CELLS = 80_000
"""So many cells at most, about: what a page holds in half a megabyte and paints at once."""

_AT_ONCE = 1 << 16  # pairs of circle and band: what is in memory at a time
_FEW_BANDS = 8  # a circle over more of them is cut at two latitudes in each, others at four
_ROWS = (2048, 16_384)  # least and most rows for exact areas
_RADIUS_IN_ROWS = 8  # of the median circle, while they suffice
_FEWEST, _PAIRS = 256, 3e8  # rows in any case; pairs of shape and row
_SCANNED = 100_000  # shapes for each strip of latitude that is scanned by itself
_HIGH, _LOW = 111e3, 110.5e3  # metres of a degree of latitude: about, and at least


@dataclass(frozen=True)
class Depth:
    """How many shapes lie over places.

    Attributes
    ----------
    grid : Grid
    mean : (cells,) array
        How many shapes lie over a cell, on average over its area.
    area : (k + 1,) array
        Square metres of the whole Earth inside exactly 0, 1, ... k shapes, without a grid.
    """

    grid: Grid
    mean: Floats
    area: Floats


def aggregate(shapes: Shapes, *, most: int = CELLS) -> Depth:
    """Return how many of a million shapes lie over places.

    Parameters
    ----------
    shapes : Shapes
        At least one.
    most : int
        About so many cells are laid over the window that holds the shapes.
    """
    polygon = shapes.polygon[~shapely.is_missing(shapes.polygon)]
    window = _window(shapes, polygon)
    grid = Grid.over(window, most)
    sums = _Sums(grid)
    for part in _parts(shapes):
        for chords in _of_circles(Circles.of(part), grid):
            sums.add(*chords)
    for chords in _of_polygons(polygon, grid):
        sums.add(*chords)
    return Depth(grid, sums.mean(), _areas(shapes, window))


def _parts(shapes: Shapes) -> Iterator[Shapes]:
    """Yield shapes, a bounded number at a time."""
    for first in range(0, shapes.lon.size, _AT_ONCE):
        yield Shapes._make(each[first : first + _AT_ONCE] for each in shapes)


def _window(shapes: Shapes, polygon: NDArray[np.object_]) -> Window:
    boxes = [shapely.bounds(polygon)]
    for part in _parts(shapes):
        circles = Circles.of(part)
        boxes.append(np.stack([circles.west, circles.south, circles.east, circles.north], axis=1))
    west, south, east, north = np.concatenate(boxes).T
    return window_round(south, north, west, east)


Chords = tuple[Ints, Floats, Floats, Floats]
"""(n,) bands, west and east ends in degrees, and what they weigh: a height in z, by sign."""


class _Sums:
    """Sums over cells, as what changes from one to the next: an interval changes four of them."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        # Where cells go all round, intervals may run out of them to both sides.
        self.turns = 3 if np.array_equal(grid.columns, grid.around) else 1
        slots = self.turns * grid.columns + 2
        self.first = np.cumsum(slots) - slots
        self.steps = np.zeros(int(slots.sum()))

    def add(self, band: Ints, west: Floats, east: Floats, weight: Floats) -> None:
        """Add intervals of longitude, each as high as it weighs."""
        per_degree = self.grid.around[band] / 360
        if self.turns == 3:
            begin = west - self.grid.west + 360
        else:
            begin = (west - self.grid.west) % 360
            begin[begin > 360 - 1e-9] = 0  # what begins where the window does
        end = begin + (east - west)
        for lon, sign in ((begin, weight), (end, -weight)):
            at = np.clip(lon * per_degree, 0, self.turns * self.grid.columns[band])
            cell = at.astype(np.intp)
            part = at - cell
            cell += self.first[band]
            np.add.at(self.steps, cell, sign * (1 - part))
            np.add.at(self.steps, cell + 1, sign * part)

    def mean(self) -> Floats:
        """Return the mean of each cell."""
        found = []
        for first, columns, around in zip(
            self.first, self.grid.columns, self.grid.around, strict=True
        ):
            run = np.cumsum(self.steps[first : first + self.turns * columns])
            cells = run.reshape(self.turns, columns).sum(axis=0)
            found.append(cells * (AREA * 360 / around / self.grid.cell_m2))
        # What rounding leaves of nothing is nothing.
        whole = np.concatenate(found)
        whole[np.abs(whole) < 1e-9] = 0
        return np.asarray(np.maximum(whole, 0))


def _of_circles(circles: Circles, grid: Grid) -> Iterator[Chords]:
    """Yield the chords of circles, a bounded number at a time."""
    discs = circles.discs
    first = np.searchsorted(grid.lat, discs.south, side="right") - 1
    last = np.searchsorted(grid.lat, discs.north)
    first, last = np.maximum(first, 0), np.minimum(last, grid.around.size)
    many = last - first > _FEW_BANDS
    for some, count in ((np.flatnonzero(~many), 4), (np.flatnonzero(many), 2)):
        ends = np.cumsum(last[some] - first[some]) // _AT_ONCE
        for block in np.split(some, np.flatnonzero(np.diff(ends)) + 1):
            if block.size:
                yield _chords(circles, grid, block, first[block], last[block], count)
    # Of a disc over a pole, rows beyond the circle are full.
    for full, south, north in (
        (discs.full_south, np.full(discs.lon.size, -90.0), discs.south),
        (discs.full_north, discs.north, np.full(discs.lon.size, 90.0)),
    ):
        yield _full(circles, grid, np.flatnonzero(full), south, north)


def _chords(
    circles: Circles, grid: Grid, these: Ints, first: Ints, last: Ints, count: int
) -> Chords:
    """Return the chords of some circles, at `count` latitudes in each band."""
    discs = circles.discs
    which, band = spread(first, last)
    disc = these[which]
    low, high = z_of(discs.south[disc]), z_of(discs.north[disc])
    middle, half = (low + high) / 2, (high - low) / 2
    edges = z_of(grid.lat)
    # The angle at which a parallel meets the circle, were it one in z.
    begin = np.arcsin(np.clip((edges[band] - middle) / half, -1, 1))
    end = np.arcsin(np.clip((edges[band + 1] - middle) / half, -1, 1))
    nodes, weights = np.polynomial.legendre.leggauss(count)
    angle = (begin + end) / 2 + nodes[:, None] * (end - begin) / 2
    height = weights[:, None] * (end - begin) / 2 * np.cos(angle) * half
    rows = Latitudes.of(lat_of(np.clip(middle + half * np.sin(angle), low, high)))
    wide = discs.half_widths(disc, rows)
    lon = discs.lon[disc]
    height *= circles.weight[disc]
    return (
        np.tile(band, count).astype(np.intp),
        (lon - wide).ravel(),
        (lon + wide).ravel(),
        np.asarray(height, dtype=float).ravel(),
    )


def _full(circles: Circles, grid: Grid, these: Ints, south: Floats, north: Floats) -> Chords:
    """Return whole rows as chords, between latitudes of some circles."""
    first = np.searchsorted(grid.lat, south[these], side="right") - 1
    last = np.searchsorted(grid.lat, north[these])
    which, band = spread(np.maximum(first, 0), np.minimum(last, grid.around.size))
    disc = these[which]
    low = np.maximum(grid.lat[band], south[disc])
    high = np.minimum(grid.lat[band + 1], north[disc])
    height = np.maximum(z_of(high) - z_of(low), 0) * circles.weight[disc].astype(float)
    west = np.full(band.size, -180.0)
    return band, west, west + 360, np.asarray(height)


def _of_polygons(polygon: NDArray[np.object_], grid: Grid) -> Iterator[Chords]:
    """Yield the chords of polygons, each at four latitudes in a band."""
    nodes, weights = np.polynomial.legendre.leggauss(4)
    edges = z_of(grid.lat)
    middle, half = (edges[1:] + edges[:-1]) / 2, np.diff(edges) / 2
    lat = lat_of(middle[:, None] + half[:, None] * nodes).ravel()
    height = (half[:, None] * weights).ravel()
    for each in polygon:
        cuts = Edges.of(np.array([each])).intervals(lat)
        yield cuts.row // nodes.size, cuts.west, cuts.east, height[cuts.row]


def _areas(shapes: Shapes, window: Window) -> Floats:
    """Return the area of the whole Earth at each depth.

    Rows are laid over the window alone, strip by strip, each with the shapes that meet it.
    """
    south, north, west, width = window
    reach = np.where(shapely.is_missing(shapes.polygon), shapes.radius / _LOW, 180.0)
    high = (north - south) * _HIGH
    wanted = high * _RADIUS_IN_ROWS / max(float(np.median(shapes.radius)), 1.0)
    least, most = _ROWS
    # As many as the work allows: of what is that large, fewer are as right.
    met = float(np.minimum(2 * shapes.radius / high, 1).sum())
    rows = max(_FEWEST, min(float(np.clip(wanted, least, most)), _PAIRS / max(met, 1.0)))
    strips = 1 + shapes.lon.size // _SCANNED
    found = np.zeros(1)
    for low, high in pairwise(np.linspace(south, north, strips + 1)):
        boxes = [shapely.box(west, low, min(west + width, 180), high)]
        if west + width > 180:
            boxes.append(shapely.box(-180, low, west + width - 360, high))
        meets = (shapes.lat + reach >= low) & (shapes.lat - reach <= high)
        some = Shapes._make(each[meets] for each in shapes)
        part = scan([shapely.MultiPolygon(boxes)], some, rows=int(rows / strips)).depth[0]
        found, part = (
            np.pad(each, (0, max(0, other.size - each.size)))
            for each, other in ((found, part), (part, found))
        )
        found = found + part
    found[0] += AREA * 720 - found.sum()
    return np.asarray(np.trim_zeros(found, "b"))
