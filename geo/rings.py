"""An unwrapped ring to valid lon/lat polygons: poles closed, antimeridian cut, RFC 7946 winding.

A ring is an (n, 2) array of dlon, lat around its centre's meridian, dlon within -180..180, in
which a pole that is inside shows as a walk along lat = +-90. Whether it is inside is known from
the distance to it, never guessed from the ring's shape. The seam dlon = +-180 is one meridian.
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.geodesic import Floats, HalfArcs

WORLD = shapely.box(-180, -90, 180, 90)
"""The whole Earth."""

NORTH_WALK = ((-180.0, 90.0), (180.0, 90.0))
SOUTH_WALK = ((180.0, -90.0), (-180.0, -90.0))
"""What a clockwise ring walks at a pole that is inside, from seam to seam."""

_SLIVER = 1e-6  # degrees
_BEYOND = {1: shapely.box(180, -90, 540, 90), -1: shapely.box(-540, -90, -180, 90)}


def mirrored(
    half: HalfArcs, north: NDArray[np.bool_], south: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.intp]]:
    """Close eastern halves with their mirror images to whole rings.

    Parameters
    ----------
    half : HalfArcs
        From azimuth 0 to 180 for every circle.
    north, south : (n,) bool
        Whether each circle holds that pole.

    Returns
    -------
    ring : (m, 2) array
        dlon, lat of all rings one after another, counter-clockwise, not closed.
    circle : (m,) int
        The circle each vertex belongs to.
    """
    # On the meridian itself the mirror image is the vertex again, unless the seam parts them.
    twice = np.where(half.azimuth == 0, north[half.circle], True) & np.where(
        half.azimuth == 180, south[half.circle], True
    )
    image = half.circle[twice]
    east, west = (np.bincount(each, minlength=north.size) for each in (half.circle, image))
    # Azimuths run clockwise; RFC 7946 does not: first down the west, then back up the east.
    at_south = 2 * north + west
    size = at_south + 2 * south + east
    start = np.cumsum(size) - size
    ring = np.empty((size.sum(), 2))
    down = np.arange(image.size) + (start + 2 * north - (np.cumsum(west) - west))[image]
    ring[down, 0], ring[down, 1] = -half.dlon[twice], half.lat[twice]
    up = (start + size + np.cumsum(east) - east - 1)[half.circle] - np.arange(half.circle.size)
    ring[up, 0], ring[up, 1] = half.dlon, half.lat
    for held, first, walk in ((north, start, NORTH_WALK), (south, start + at_south, SOUTH_WALK)):
        for nth, corner in enumerate(walk[::-1]):
            ring[first[held] + nth] = corner
    return ring, np.repeat(np.arange(north.size), size)


def to_polygons(
    ring: Floats, circle: NDArray[np.intp], lon: NDArray[np.float64]
) -> NDArray[np.object_]:
    """Move rings to their centres' longitudes and cut them at the antimeridian.

    Parameters
    ----------
    ring, circle : (m, 2) and (m,) arrays
        As `mirrored` returns them, vertices of one circle together.
    lon : (n,) array
        Longitude of each circle's centre.

    Returns
    -------
    (n,) array of shapely Polygon or MultiPolygon
        Valid, counter-clockwise, within -180..180 and -90..90.
    """
    # Both seams are one meridian: where a cut moves one of them by a turn, it meets the other to
    # the last bit, so that the two join again.
    west, east = np.where(lon < 0, (lon - 180, lon - 180 + 360), (lon + 180 - 360, lon + 180))
    lons = lon[circle] + ring[:, 0]
    for side, seam in ((-180, west), (180, east)):
        lons = np.where(ring[:, 0] == side, seam[circle], lons)
    rings = _Rings.of(
        np.column_stack([lons, ring[:, 1]]), circle, on_seam=np.abs(ring[:, 0]) == 180
    )
    polygons = np.empty(lon.size, dtype=object)
    way = rings.ways() if rings.side.any() else rings.side
    for number, made in enumerate((_Rings.whole, _Rings.halved, _Rings.joined, _Rings.overlaid)):
        if (which := way == number).any():
            some = rings.where(which)
            polygons[some.circle] = made(some)
    return polygons


class _Rings(NamedTuple):
    """Rings side by side, and where they stand to the antimeridian that they may run over.

    Nearly all that do leave over it and come back once, or run round a pole: those are cut all at
    once, in arrays, which is some ten times as fast as the overlay that is right for the others.

    Of the vertices: `xy` (m, 2), the `ring` that each belongs to, whether it is `on_seam`, and
    whether `beyond` the antimeridian. Of the rings: `circle`, `start`, `size`, and `side`: 1 where
    one runs over +180, -1 over -180, 0 over neither.
    """

    xy: Floats
    ring: NDArray[np.intp]
    on_seam: NDArray[np.bool_]
    beyond: NDArray[np.bool_]
    circle: NDArray[np.intp]
    start: NDArray[np.intp]
    size: NDArray[np.intp]
    side: NDArray[np.intp]

    @classmethod
    def of(cls, xy: Floats, circle: NDArray[np.intp], on_seam: NDArray[np.bool_]) -> "_Rings":
        start = np.flatnonzero(np.diff(circle, prepend=-1))
        size = np.diff(start, append=circle.size)
        ring = np.repeat(np.arange(start.size), size)
        east = np.maximum.reduceat(xy[:, 0], start) if start.size else np.empty(0)
        west = np.minimum.reduceat(xy[:, 0], start) if start.size else np.empty(0)
        side = (east > 180).astype(np.intp) - (west < -180)
        beyond = xy[:, 0] * side[ring] > 180
        return cls(xy, ring, on_seam, beyond, circle[start], start, size, side)

    def where(self, mask: NDArray[np.bool_]) -> "_Rings":
        keep = mask[self.ring]
        size = self.size[mask]
        return _Rings(
            self.xy[keep], np.repeat(np.arange(size.size), size), self.on_seam[keep],
            self.beyond[keep], self.circle[mask], np.cumsum(size) - size, size, self.side[mask],
        )  # fmt: skip

    def next(self) -> NDArray[np.intp]:
        """Return the vertex after each."""
        after = np.arange(1, self.ring.size + 1)
        after[self.start + self.size - 1] = self.start
        return after

    def tally(self, vertices: NDArray[np.bool_]) -> NDArray[np.intp]:
        return np.bincount(self.ring[vertices], minlength=self.start.size)

    def ways(self) -> NDArray[np.intp]:
        """Tell what each ring takes: 0 for `whole`, 1 `halved`, 2 `joined`, 3 `overlaid`."""
        x, y = self.xy.T
        after = self.next()
        crossed = self.beyond != self.beyond[after]
        pole = np.abs(y) == 90
        # Slivers and what touches the antimeridian are left to an overlay.
        far = np.abs(np.abs(x) - 180) > _SLIVER
        plain = (self.tally(crossed) == 2) & (self.tally(x * self.side[self.ring] == 180) == 0)
        clear = (self.tally(self.beyond & far) > 0) & (self.tally(~self.beyond & far) > 0)
        halved = plain & clear & (self.tally(self.on_seam | pole) == 0)
        walked = crossed & pole & pole[after]
        joined = plain & (self.tally(walked) == 1) & (self.tally(pole) == 2)
        joined &= self.tally(self.on_seam) == 4
        return np.select([self.side == 0, halved, joined], [0, 1, 2], 3)

    def crossings(self, vertices: NDArray[np.bool_]) -> tuple[NDArray[np.intp], Floats]:
        """Return the vertex before one crossing of each ring, and the latitude of that."""
        before = np.flatnonzero(vertices)
        after = self.next()[before]
        x, y = self.xy.T
        part = (180 * self.side - x[before]) / (x[after] - x[before])
        return before, y[before] + part * (y[after] - y[before])

    def shifted(self) -> Floats:
        """Return longitudes of which none is beyond the antimeridian."""
        lons: Floats = self.xy[:, 0] - 360 * (self.side[self.ring] * self.beyond)
        return lons

    def whole(self) -> NDArray[np.object_]:
        """Return rings that run over no antimeridian as polygons."""
        return np.asarray(shapely.polygons(shapely.linearrings(self.xy, indices=self.ring)))

    def halved(self) -> NDArray[np.object_]:
        """Cut rings that leave over the antimeridian once and come back once."""
        after = self.next()
        leave, lat_leave = self.crossings(~self.beyond & self.beyond[after])
        back, lat_back = self.crossings(self.beyond & ~self.beyond[after])
        ring, nth = self.ring, np.arange(self.ring.size)
        outside = self.tally(self.beyond)
        sizes = np.column_stack([self.size - outside, outside]) + 2
        first = np.cumsum(sizes).reshape(-1, 2) - sizes
        begin = np.where(self.beyond, leave[ring], back[ring]) + 1
        at = first[ring, self.beyond.astype(np.intp)] + (nth - begin) % self.size[ring]
        xy = np.empty((sizes.sum(), 2))
        xy[at, 0], xy[at, 1] = self.shifted(), self.xy[:, 1]
        last = first + sizes - 2
        xy[last[:, 0], 1] = xy[last[:, 1] + 1, 1] = lat_leave
        xy[last[:, 1], 1] = xy[last[:, 0] + 1, 1] = lat_back
        for part, seam in ((0, 180 * self.side), (1, -180 * self.side)):
            xy[last[:, part], 0] = xy[last[:, part] + 1, 0] = seam
        halves = np.repeat(np.arange(sizes.size), sizes.ravel())
        parts = np.asarray(shapely.polygons(shapely.linearrings(xy, indices=halves)))
        return np.asarray(shapely.multipolygons(parts, indices=np.arange(sizes.size) // 2))

    def joined(self) -> NDArray[np.object_]:
        """Move the walk at a pole that is inside to the antimeridian."""
        after = self.next()
        crossed, pole = self.beyond != self.beyond[after], np.abs(self.xy[:, 1]) == 90
        before, lat = self.crossings(crossed & ~pole)
        walk = np.flatnonzero(crossed & pole)
        corner = after[walk]
        # Both ends of the ring are one vertex.
        left_out = np.zeros(self.ring.size, dtype=bool)
        left_out[[walk, corner, after[corner]]] = True
        ring, nth = self.ring, np.arange(self.ring.size)
        place = (nth - before[ring] - 1) % self.size[ring]
        place -= 3 * (place > place[walk][ring])
        sizes = self.size + 1
        first = np.cumsum(sizes) - sizes
        xy = np.empty((sizes.sum(), 2))
        at = (first[ring] + place)[~left_out]
        xy[at, 0], xy[at, 1] = self.shifted()[~left_out], self.xy[~left_out, 1]
        last = first + sizes - 4
        xy[last, 1] = xy[last + 3, 1] = lat
        xy[last + 1, 1] = xy[last + 2, 1] = self.xy[walk, 1]
        here = np.where(self.beyond[before], -180, 180) * self.side
        xy[last, 0] = xy[last + 1, 0] = here
        xy[last + 2, 0] = xy[last + 3, 0] = -here
        moved = np.repeat(np.arange(sizes.size), sizes)
        return np.asarray(shapely.polygons(shapely.linearrings(xy, indices=moved)))

    def overlaid(self) -> NDArray[np.object_]:
        """Cut what is neither, whatever it is."""
        cut = self.whole()
        for side, beyond in _BEYOND.items():
            over = np.flatnonzero(shapely.bounds(cut)[:, 2 if side > 0 else 0] * side > 180)
            if over.size:
                here = shapely.intersection(cut[over], WORLD)
                there = shapely.intersection(cut[over], beyond)
                there = shapely.transform(there, partial(np.add, (-360.0 * side, 0.0)))
                cut[over] = [areas(each) for each in shapely.union(here, there)]
        return cut


def areas(geometry: Any) -> Any:
    """Keep what has an area of a geometry, counter-clockwise.

    Overlays leave lines where edges touch, and polygons no wider than the last bit of a longitude.

    Returns
    -------
    shapely Polygon or MultiPolygon
        Empty where nothing with an area is left.
    """
    parts = [part for part in shapely.get_parts(geometry) if part.area > 0]
    whole = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    return shapely.orient_polygons(whole)
