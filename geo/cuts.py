"""Where shapes cut the rows of areas: what is near, what holds rows whole, and what is left."""

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.figures import Shapes
from geo.geodesic import Floats
from geo.intervals import Discs, Ints, Latitudes, spread
from geo.laid import BLOCK, Land

_CONVEX = 9.9e6  # metres: up to here a disc and a meridian have one stretch in common
_FEW = 1 << 15  # pairs of boxes that are compared as soon as a tree is asked
_APART = 1000.0  # sets the latitudes of two areas apart


class Circles(NamedTuple):
    """The circles that discs and annuli are made of, ready to be cut by rows.

    `owner` (n,) the shape of each; `weight` (n,) -1 for a hole, 1 for others; `west` to `north`
    (n,) the boxes that hold them, not cut at the antimeridian.
    """

    discs: Discs
    owner: Ints
    weight: Ints
    convex: NDArray[np.bool_]
    west: Floats
    south: Floats
    east: Floats
    north: Floats

    @classmethod
    def of(cls, shapes: Shapes, largest: float = 0.0) -> "Circles":
        """Take the discs and annuli among shapes; `largest` as in `geo.intervals.Discs.of`."""
        is_round = shapely.is_missing(shapes.polygon)
        outer, holed = np.flatnonzero(is_round), np.flatnonzero(is_round & (shapes.inner > 0))
        owner = np.concatenate([outer, holed])
        # From west to east: so their ends come to the sweep nearly in order.
        order = np.argsort(shapes.lon[owner], kind="stable")
        owner = owner[order]
        weight = np.repeat([1, -1], [outer.size, holed.size])[order]
        radius = np.concatenate([shapes.radius[outer], shapes.inner[holed]])[order]
        discs = Discs.of(shapes.lon[owner], shapes.lat[owner], radius, largest)
        south, north = discs.reach()
        wide = half_width(discs.lat, radius, (south == -90) | (north == 90))
        west, east = discs.lon - wide, discs.lon + wide
        return cls(discs, owner, weight, radius < _CONVEX, west, south, east, north)

    def at(self, some: Ints) -> "Circles":
        """Return some of the circles."""
        picked = {name: each[some] for name, each in self._asdict().items() if name != "discs"}
        return Circles(discs=self.discs.at(some), **picked)


def records(circles: Circles) -> tuple[NDArray[np.void], Floats, Floats]:
    """Return circles with all that is theirs side by side, as `geo.compiled` takes them.

    Records, and (n, m) the nodes and terms of their discs.
    """
    discs = circles.discs
    columns = {
        "lon": discs.lon,
        "cos": discs.centre.cos,
        "sin": discs.centre.sin,
        "low": discs.low,
        "high": discs.high,
        "south_width": np.where(discs.full_south, 180.0, 0.0),
        "north_width": np.where(discs.full_north, 180.0, 0.0),
        "weight": circles.weight,
        "convex": circles.convex,
        "west": circles.west,
        "south": circles.south,
        "east": circles.east,
        "north": circles.north,
    }
    found = np.empty(
        discs.lon.size, np.dtype([(k, v.dtype) for k, v in columns.items()], align=True)
    )
    for name, column in columns.items():
        found[name] = column
    return found, np.ascontiguousarray(discs.nodes.T), np.ascontiguousarray(discs.terms.T)


def half_width(lat: Floats, radius: Floats, polar: NDArray[np.bool_]) -> Floats:
    """Return how far in degrees circles may reach west and east of their centres: 180 over poles.

    sin dlon = sin s / cos lat on a sphere, and 2 % more than an ellipsoid needs.
    """
    sine = np.sin(np.minimum(radius / 6.3e6, np.pi / 2))
    sine *= 1.02 / np.maximum(np.cos(np.radians(lat)), 1e-12)
    wide = np.where(sine < 1, np.degrees(np.arcsin(np.minimum(sine, 1.0))), 180.0)
    return np.where(polar, 180.0, wide)


class Pairs(NamedTuple):
    """Blocks of rows and the circles that may cut them, in the order of blocks.

    `turn` (n,) takes a circle's longitudes to those of the block: -360, 0 or 360 degrees.
    """

    block: Ints
    circle: Ints
    turn: Floats

    def where(self, mask: NDArray[np.bool_] | Ints | slice) -> "Pairs":
        """Return the pairs that a mask keeps."""
        return Pairs._make(each[mask] for each in self)


class Near(NamedTuple):
    """Areas and the circles whose boxes meet theirs, each once, in the order of areas.

    `start` (areas + 1,) the first circle of each area; `circle`, `turn` (n,) as in `Pairs`;
    `begin`, `end` (n,) the blocks of the area that lie in the circle's latitudes.
    """

    start: Ints
    circle: Ints
    turn: Floats
    begin: Ints
    end: Ints

    def rows(self) -> int:
        """Return the number of rows that the circles meet, each counted once for each."""
        return int(np.sum(np.maximum(self.end - self.begin, 0))) * BLOCK


def near(land: Land, circles: Circles) -> Near:
    """Return every circle with every area that it may cut."""
    area, circle, turn = _near(land, circles)
    # Latitudes ascend within an area, and so do these through all of them.
    owner = land.area_of_block() * _APART
    low, high = owner + land.lat[0], owner + land.lat[-1]
    begin = np.searchsorted(high, area * _APART + circles.south[circle])
    end = np.searchsorted(low, area * _APART + circles.north[circle], side="right")
    start = np.searchsorted(area, np.arange(land.area.size + 1))
    return Near(start, circle, turn, begin, end)


def pairs_of(land: Land, circles: Circles, near: Near) -> Pairs:
    """Return every circle with every block of rows whose box it meets."""
    which, block = spread(near.begin, near.end)
    circle, turn = near.circle[which], near.turn[which]
    west, east = circles.west[circle], circles.east[circle]
    meets = west + turn < land.east.max(axis=0)[block]
    meets &= east + turn > land.west.min(axis=0)[block]
    meets |= (turn == 0) & (east - west >= 360)
    kept = np.flatnonzero(meets)
    kept = kept[np.argsort(block[kept], kind="stable")]
    return Pairs(block[kept], circle[kept], turn[kept])


def _near(land: Land, circles: Circles) -> tuple[Ints, Ints, Floats]:
    """Return areas and circles whose boxes meet, each once, with the turn that makes them."""
    turned = [
        (np.flatnonzero((circles.west + turn < 180) & (circles.east + turn > -180)), turn)
        for turn in (0.0, -360.0, 360.0)
    ]
    circle = np.concatenate([some for some, _ in turned])
    turn = np.concatenate([np.full(some.size, turn) for some, turn in turned])
    west, east = circles.west[circle] + turn, circles.east[circle] + turn
    # Where a row is full, a circle's turns have no say: itself, it is near everything.
    round_ = (turn == 0) & (east - west >= 360)
    west[round_], east[round_] = -180, 180
    nth, part = _meeting(land.box, west, circles.south[circle], east, circles.north[circle])
    area, nth = np.divmod(np.unique(land.part_of[part] * circle.size + nth), max(circle.size, 1))
    return area, circle[nth], turn[nth]


def _meeting(
    tree: shapely.STRtree, west: Floats, south: Floats, east: Floats, north: Floats
) -> tuple[Ints, Ints]:
    """Return boxes and boxes of a tree that meet; where there are few, without the tree."""
    if west.size * len(tree) > _FEW:
        nth, part = tree.query(shapely.box(west, south, east, north))
        return nth, part
    a, b, c, d = shapely.bounds(tree.geometries).T
    meet = (west[:, None] <= c) & (east[:, None] >= a)
    meet &= (south[:, None] <= d) & (north[:, None] >= b)
    nth, part = np.nonzero(meet)
    return nth, part


def cut(
    circles: Circles, pairs: Pairs, rows: Latitudes, west: Floats, east: Floats
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return from where to where circles hold rows, and which rows they hold whole.

    Parameters
    ----------
    rows : Latitudes
        (k, n): k rows for each pair.
    west, east : (k, n) or (n,) arrays
        What is whole on each of them.

    Returns
    -------
    west, east, whole : (k, n) arrays
        Longitudes; nothing where west is not below east.
    """
    wide = circles.discs.half_widths(pairs.circle, rows)
    lon = circles.discs.lon[pairs.circle] + pairs.turn
    straight = pairs.turn == 0
    whole = wide >= 180
    wide[whole & ~straight] = 0
    begin, end = np.maximum(lon - wide, west), np.minimum(lon + wide, east)
    whole &= straight
    whole |= (begin <= west) & (end >= east)
    return begin, end, whole


def holding(land: Land, circles: Circles, pairs: Pairs) -> NDArray[np.bool_]:
    """Tell which circles hold a block whole: with two places of a meridian, all between them."""
    block, circle = pairs.block, pairs.circle
    west, east = land.west.min(axis=0), land.east.max(axis=0)
    holds: NDArray[np.bool_] = circles.convex[circle] & (
        circles.south[circle] <= land.lat[0, block]
    )
    holds &= circles.north[circle] >= land.lat[-1, block]
    holds &= circles.west[circle] + pairs.turn <= west[block]
    holds &= circles.east[circle] + pairs.turn >= east[block]
    some = np.flatnonzero(holds)
    these = block[some]
    ends = land.rows.at(([[0], [-1]], these))
    whole = cut(circles, pairs.where(some), ends, west[these], east[these])[2]
    holds[some] = whole.all(axis=0)
    return holds
