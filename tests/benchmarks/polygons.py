"""Circles as valid polygons: many over poles and the antimeridian, and one from nothing."""

import random
from collections.abc import Iterator
from typing import Any

import antimeridian
import geopandas
import numpy as np
import pyproj
import shapely

import geo
from geo.direct import Arcs
from geo.geodesic import HalfArcs, distance
from geo.rings import mirrored, to_polygons
from tests.benchmarks.rings import TURNS, VERTICES, WGS84, Circles, metres
from tests.benchmarks.table import Row, medians, row

HALF = VERTICES // 2 + 1
FEW = 200  # rings that the peer does of them
SITES = 40
RADIUS = 1_000_000.0
RUNS = 7


class Crossing:
    """Circles that hold a pole or run over the antimeridian, with their vertices."""

    def __init__(self, count: int) -> None:
        whole = Circles.spread(8 * count)
        lon, lat, radius = whole
        dlon, ring = Arcs.of(lat, radius).rings(VERTICES)
        poles = [radius > distance(lon, lat, lon, pole) for pole in (90.0, -90.0)]
        over = np.abs(lon[:, None] + dlon).max(axis=1) > 180
        which = np.flatnonzero(over | poles[0] | poles[1])[:count]
        self.lon, (self.north, self.south) = lon[which], (each[which] for each in poles)
        self.dlon, self.lat = dlon[which], ring[which]

    def ours(self) -> Any:
        circle = np.repeat(np.arange(self.lon.size), HALF)
        half = HalfArcs(
            circle, np.tile(TURNS[:HALF], self.lon.size),
            self.dlon[:, :HALF].ravel(), self.lat[:, :HALF].ravel(),
        )  # fmt: skip
        return to_polygons(*mirrored(half, self.north, self.south), self.lon)

    def planar(self, count: int) -> list[Any]:
        """Return the rings as they come from an atlas of longitudes: cut nowhere."""
        lon = (self.lon[:, None] + self.dlon + 180) % 360 - 180
        rings = np.stack([lon, self.lat], axis=-1)[:count, ::-1]
        return list(shapely.polygons(rings))


def crossing(count: int) -> Iterator[Row]:
    case = Crossing(count)
    rings = case.planar(FEW)
    fixed: list[Any] = []

    def peer() -> None:
        # Our edges are straight in lon/lat, and a ring round a pole is counter-clockwise already.
        options = {"fix_winding": False, "great_circle": False}
        fixed[:] = [antimeridian.fix_polygon(each, **options) for each in rings]

    found = case.ours()
    taken, theirs = medians([case.ours, peer], 3)
    taken, theirs = taken / case.lon.size * 1e6, theirs / len(rings) * 1e6
    wrong = int((~shapely.is_valid(found)).sum())
    apart = shapely.area(
        shapely.symmetric_difference(found[: len(fixed)], shapely.make_valid(fixed))
    )
    same = int((apart < 1e-6).sum())
    yield row(
        f"valid polygons of {case.lon.size:,} rings x {VERTICES} over poles and the antimeridian",
        f"{taken:.1f} µs each, {wrong} not valid",
        f"antimeridian.fix_polygon, {len(rings)} rings: {theirs:,.0f} µs; {same} the same area",
        taken / theirs, "at most 0.01", right=not wrong,
    )  # fmt: skip
    lon, lat = case.lon[:, None] + case.dlon, case.lat
    ready = np.stack([lon, lat], axis=-1)
    built = medians([lambda: shapely.polygons(shapely.linearrings(ready))], RUNS)[0]
    built *= 1e6 / case.lon.size
    yield row(
        "the same: from the physical limit", f"{taken:.1f} µs each",
        f"shapely objects of ready coordinates, not cut: {built:.1f} µs", taken / built,
    )  # fmt: skip


class Buffered:
    """Circles as geopandas buffers places, in a plane of each one's own."""

    def __init__(self, segments: int) -> None:
        self.segments = segments

    def from_nothing(self, lon: float, lat: float) -> Any:
        plane = f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84"
        place = geopandas.GeoSeries([shapely.Point(lon, lat)], crs=4326).to_crs(plane)
        return place.buffer(RADIUS, quad_segs=self.segments).to_crs(4326).iloc[0]

    def kept(self, back: pyproj.Transformer) -> Any:
        """Return the same where the way back is there: one site again and again."""
        ring = shapely.Point(0, 0).buffer(RADIUS, quad_segs=self.segments)
        return shapely.transform(ring, back.transform, interleaved=False)


def worst(shape: Any, lon: float, lat: float) -> float:
    """Return how far its edge, straight in lon/lat, is at most from the circle, in metres."""
    edge = shapely.get_coordinates(shapely.segmentize(shape.exterior, 0.02))
    away = WGS84.inv(np.full(len(edge), lon), np.full(len(edge), lat), *edge.T)[2]
    return float(np.abs(np.array(away) - RADIUS).max())


def one() -> Iterator[Row]:
    # A new site each time: PROJ and geopandas keep planes that they have seen.
    chance = random.Random(2)
    sites = iter(lambda: (chance.uniform(-100, 100), chance.uniform(-60, 60)), None)
    lon, lat = next(sites)
    ours = geo.circle(lon, lat, RADIUS)
    # As many segments as keep its edges as close to the circle as ours are.
    peer = Buffered(18)
    while worst(peer.from_nothing(lon, lat), lon, lat) > worst(ours, lon, lat):
        peer.segments = peer.segments * 9 // 8
    plane = pyproj.CRS.from_proj4(f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84")
    back = pyproj.Transformer.from_crs(plane, 4326, always_xy=True)
    works = [
        lambda: [geo.circle(*next(sites), RADIUS) for _ in range(SITES)],
        lambda: [peer.from_nothing(*next(sites)) for _ in range(SITES)],
        lambda: [peer.kept(back) for _ in range(SITES)],
    ]
    taken = [time / SITES * 1e3 for time in medians(works, 3)]
    names = ["geopandas buffer, local azimuthal", "shapely buffer, plane and transformer kept"]
    for name, time, target in zip(names, taken[1:], ("at most 0.1", ""), strict=True):
        yield row(
            "one site's circle of 1,000 km, from nothing to a shapely polygon",
            f"{taken[0]:.2f} ms, {len(ours.exterior.coords) - 1} vertices, "
            f"{metres(worst(ours, lon, lat))} off",
            f"{name}: {time:.2f} ms, {4 * peer.segments} vertices, "
            f"{metres(worst(peer.kept(back), lon, lat))} off",
            taken[0] / time, target,
        )  # fmt: skip


def measured(*, circles: int = 10_000) -> Iterator[Row]:
    """Yield the rows of many rings and of one circle."""
    yield from crossing(min(circles, 10_000))
    yield from one()
