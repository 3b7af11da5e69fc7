"""Vertices of many circles at once: ours against what else works them out, in Python and Node."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from geographiclib.geodesic import Geodesic
from pyproj import Geod

import geo
from geo.geodesic import half_arcs
from tests.benchmarks.node import run as in_node
from tests.benchmarks.table import Row, medians, row

WGS84 = Geod(ellps="WGS84")
VERTICES = 72
TURNS = np.arange(VERTICES) * 360 / VERTICES
CHECKED = 40  # circles, against GeographicLib
RUNS = 5
ENOUGH = 1e-6  # metres


class Circles(NamedTuple):
    """Centres in degrees and radii in metres, (n,) arrays."""

    lon: Any
    lat: Any
    radius: Any

    @classmethod
    def spread(cls, count: int) -> "Circles":
        """Return circles of 10 to 5,000 km, spread evenly over the globe."""
        rng = np.random.default_rng(count)
        lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
        return cls(rng.uniform(-180, 180, count), lat, rng.uniform(1e4, 5e6, count))

    def first(self, count: int) -> "Circles":
        return Circles(*(each[:count] for each in self))

    def each(self) -> list[Any]:
        """Return lon, lat, azimuth and radius of every vertex, one after another."""
        whole = (self.lon[:, None], self.lat[:, None], TURNS, self.radius[:, None])
        return [np.ascontiguousarray(each).ravel() for each in np.broadcast_arrays(*whole)]


def ours(circles: Circles) -> tuple[Any, Any]:
    return geo.vertices(circles.lon, circles.lat, circles.radius, count=VERTICES)


def spherical(circles: Circles) -> tuple[Any, Any]:
    """Return the same on a sphere of the same volume, as textbooks have it."""
    turn, arc = np.radians(TURNS), (circles.radius / 6_371_000.79)[:, None]
    lon, lat = np.radians(circles.lon)[:, None], np.radians(circles.lat)[:, None]
    sin, cos, sin_arc, cos_arc = np.sin(lat), np.cos(lat), np.sin(arc), np.cos(arc)
    sin_2 = sin * cos_arc + cos * sin_arc * np.cos(turn)
    lon = lon + np.arctan2(np.sin(turn) * sin_arc * cos, cos_arc - sin * sin_2)
    return np.degrees(lon), np.degrees(np.arcsin(sin_2))


def geographiclib(circles: Circles) -> tuple[Any, Any]:
    mask = Geodesic.LATITUDE | Geodesic.LONGITUDE
    ends = [
        Geodesic.WGS84.Direct(lat, lon, turn, radius, mask)
        for lon, lat, radius in zip(*circles, strict=True)
        for turn in TURNS
    ]
    found = np.array([(end["lon2"], end["lat2"]) for end in ends]).reshape(-1, VERTICES, 2)
    return found[..., 0], found[..., 1]


def cartopys(circles: Circles) -> tuple[Any, Any]:
    from cartopy.geodesic import Geodesic as Cartopys

    earth = Cartopys()
    places = zip(*circles, strict=True)
    found = np.array([earth.circle(*place, n_samples=VERTICES) for place in places])
    clockwise = -np.arange(VERTICES)  # it walks the other way round
    return found[:, clockwise, 0], found[:, clockwise, 1]


def off(found: tuple[Any, Any], circles: Circles) -> float:
    """Return how far, in metres, vertices lie at most from GeographicLib's, on a sample."""
    lon, lat = geographiclib(circles.first(CHECKED))
    found_lon, found_lat = (np.reshape(each, (-1, VERTICES))[:CHECKED] for each in found[:2])
    dlon = np.radians((found_lon - lon + 180) % 360 - 180) * np.cos(np.radians(lat))
    return float(6.4e6 * np.hypot(dlon, np.radians(found_lat - lat)).max())


def metres(miss: float) -> str:
    """Return a distance in a unit that leaves few zeros."""
    for size, unit in ((1e3, "km"), (1, "m"), (1e-3, "mm"), (1e-6, "µm")):
        if miss >= size:
            return f"{miss / size:.2g} {unit}"
    return f"{miss / 1e-9:.2g} nm"


def measured(*, circles: int = 100_000) -> Iterator[Row]:
    """Yield a row for each peer; those that take longer do fewer circles, given in ns a vertex."""
    whole = Circles.spread(max(circles, CHECKED))
    size = whole.lon.size * VERTICES
    places, in_place = whole.each(), whole.each()
    names = ["spherical NumPy", "pyproj Geod.fwd", "pyproj Geod.fwd in place"]
    arguments = {"inplace": True, "return_back_azimuth": False}
    works = [
        lambda: ours(whole),
        lambda: spherical(whole),
        lambda: WGS84.fwd(*places),
        lambda: WGS84.fwd(*in_place, **arguments),
    ]
    misses = [off(work(), whole) for work in works]  # and warms the caches
    taken = [time / size * 1e9 for time in medians(works, RUNS)]
    own = f"{taken[0]:.1f} ns a vertex, {metres(misses[0])} off"
    right = misses[0] < ENOUGH
    work = f"ring vertices, {whole.lon.size:,} circles x {VERTICES}"
    targets = ["below 1", "", "at most 0.2, below 1 µm off"]
    for name, time, miss, target in zip(names, taken[1:], misses[1:], targets, strict=True):
        peer = f"{name}: {time:.1f} ns, {metres(miss)} off"
        yield row(work, own, peer, taken[0] / time, target, right=right)
    few = whole.first(max(20, circles // 1000))
    for name, peers in (("cartopy.geodesic circle", cartopys), ("geographiclib", geographiclib)):
        try:
            time = medians([lambda peers=peers: peers(few)], 3)[0] / few.lon.size / VERTICES * 1e9
        except ModuleNotFoundError as missing:
            yield row(work, own, f"{name}: skipped, {missing.name} is not installed")
            continue
        miss = metres(off(peers(whole.first(CHECKED)), whole))
        peer = f"{name}, {few.lon.size:,} circles: {time:,.0f} ns, {miss} off"
        yield row(work, own, peer, taken[0] / time)
    yield limit(work, own, taken[0], whole)
    yield outlines(whole.first(max(20, circles // 10)), taken[3])
    yield from nodes(whole.first(max(CHECKED, circles // 10)))


def limit(work: str, own: str, taken: float, whole: Circles) -> Row:
    """Compare with no more than writing the same coordinates to memory."""
    held = np.ones((2, whole.lon.size, VERTICES))
    to = held.copy()
    copied = medians([lambda: np.copyto(to, held)], RUNS)[0] / held[0].size * 1e9
    return row(
        f"{work}: from the physical limit", own,
        f"np.copyto of the same bytes: {copied:.1f} ns", taken / copied,
    )  # fmt: skip


def outlines(whole: Circles, peer: float) -> Row:
    """Compare what `geo.circles` asks for: as many vertices as a tolerance of 100 m needs."""
    count = 2 * half_arcs(whole.lat, whole.radius).lat.size
    taken = medians([lambda: half_arcs(whole.lat, whole.radius)], 3)[0] / count * 1e9
    return row(
        f"vertices of {whole.lon.size:,} outlines that keep to 100 m, "
        f"{count / whole.lon.size:.0f} each",
        f"{taken:.0f} ns a vertex, with finding out where they are needed",
        f"pyproj Geod.fwd in place, for as many: {peer:.0f} ns", taken / peer,
    )  # fmt: skip


def nodes(whole: Circles) -> Iterator[Row]:
    """Yield the page's own code in Node against npm's."""
    work = f"ring vertices in Node, {whole.lon.size:,} circles x {VERTICES}"
    given = {"circles": np.column_stack(whole).tolist(), "vertices": VERTICES, "checked": CHECKED}
    found = in_node("rings.mjs", given)
    if isinstance(found, str):
        yield row(work, found)
        return
    taken = {name: each["seconds"] / each["vertices"] * 1e9 for name, each in found.items()}
    misses = {}
    for name, each in found.items():
        lon, lat = np.array(each["sample"]).reshape(-1, VERTICES, 2).transpose(2, 0, 1)
        misses[name] = off((lon, lat), whole)
    own = f"{taken['ours']:.0f} ns a vertex, {metres(misses['ours'])} off"
    targets = {"turf.circle, spherical": "below 1", "geographiclib-geodesic": ""}
    for name, target in targets.items():
        peer = f"{name}: {taken[name]:,.0f} ns, {metres(misses[name])} off"
        right = misses["ours"] < ENOUGH
        yield row(work, own, peer, taken["ours"] / taken[name], target, right=right)
