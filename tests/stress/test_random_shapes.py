"""Random discs, annuli and sectors: no wrong place outside the tolerance, no invalid polygon."""

from typing import Any

import numpy as np
import shapely

from geo.shapes import annulus, circles, sector
from tests.stress.oracle import (
    ANNULI,
    DISCS,
    SECTORS,
    Edges,
    allowed,
    assert_well_formed,
    batches,
    centres,
    direct,
    inverse,
    on_sphere,
    radii,
    shrunk,
)

TOLERANCES = [1.0, 10.0, 100.0, 1000.0]


def probes(
    rng: np.random.Generator, lon: Any, lat: Any, radius: Any, limit: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Return (k, n) places: just within and beyond the limit, anywhere, and near the antipode."""
    count = lon.size
    side = np.repeat([[-1.0], [1.0]], 8, axis=0) * rng.choice([1.001, 1.1, 3, 30], (16, count))
    along = np.abs(radius + side * limit)
    found = [direct(lon, lat, rng.uniform(0, 360, (16, count)), along), on_sphere(rng, 4, count)]
    far = 250e3 * np.sqrt(rng.random((6, count)))
    opposite = np.where(lon > 0, lon - 180, lon + 180), -lat
    found.append(direct(*opposite, rng.uniform(0, 360, (6, count)), far))
    found.append(direct(lon, lat, rng.uniform(0, 360, (2, count)), radius * rng.random((2, count))))
    lons, lats = (np.concatenate(each) for each in zip(*found, strict=True))
    return lons, lats


def test_discs() -> None:
    worst = vertex = 0.0
    for rng, count in batches(DISCS):
        lon, lat = centres(rng, count)
        radius, tolerance = radii(rng, lon, lat), float(rng.choice(TOLERANCES))
        discs = circles(lon, lat, radius, tolerance=tolerance)
        assert_well_formed(discs)
        limit = allowed(radius, tolerance)
        x, y = probes(rng, lon, lat, radius, limit)
        metres, _ = inverse(lon, lat, x, y)
        clear = np.abs(metres - radius) > limit
        wrong = clear & (shapely.contains_xy(discs, x, y) != (metres < radius))
        assert not wrong.any(), failing(wrong, lon, lat, radius, tolerance, x, y, metres)
        x, y, disc = Edges.of(discs).sample(rng, 12)
        off = np.abs(inverse(lon[disc], lat[disc], x, y)[0] - radius[disc])
        late = np.argmax(off / limit[disc])
        worst = max(worst, (off / limit[disc])[late])
        assert worst <= 1, (worst, lon[disc[late]], lat[disc[late]], radius[disc[late]], tolerance)
        edges = Edges.of(discs)
        own = ~(np.abs(edges.a) == (180, 90)).any(axis=1) & (radius[edges.shape] < 19.9e6)
        own = np.flatnonzero(own)[:: max(1, own.sum() // (6 * count))]
        disc, (x, y) = edges.shape[own], edges.a[own].T
        off = np.abs(inverse(lon[disc], lat[disc], x, y)[0] - radius[disc])
        vertex = max(vertex, off.max())
        assert vertex < 1e-3
    print(f"{DISCS} discs: edges at most {worst:.3f} of the tolerance, vertices {vertex:.1e} m off")


def failing(wrong: np.ndarray, *about: Any) -> list[Any]:
    """Return what the first three wrong places are about."""
    shown = [np.broadcast_to(each, wrong.shape)[wrong][:3].tolist() for each in about]
    return list(zip(*shown, strict=True))


def test_annuli() -> None:
    for rng, count in batches(ANNULI):
        lon, lat = centres(rng, count)
        two = np.sort([radii(rng, lon, lat), radii(rng, lon, lat)], axis=0)
        inner, outer = two[:, two[0] < two[1]]
        lon, lat = lon[two[0] < two[1]], lat[two[0] < two[1]]
        tolerance = float(rng.choice(TOLERANCES))
        each = zip(lon, lat, inner, outer, strict=True)
        shapes = np.array([annulus(*case, tolerance=tolerance) for case in each])
        assert_well_formed(shapes, may_be_empty=True)
        limits = allowed(inner, tolerance), allowed(outer, tolerance)
        for radius, limit in ((inner, limits[0]), (outer, limits[1])):
            x, y = probes(rng, lon, lat, radius, limit)
            metres, _ = inverse(lon, lat, x, y)
            clear = np.abs(metres - inner) > limits[0]
            clear &= np.abs(metres - outer) > limits[1]
            held = (metres > inner) & (metres < outer)
            wrong = clear & (shapely.contains_xy(shapes, x, y) != held)
            assert not wrong.any(), failing(wrong, lon, lat, inner, outer, tolerance, x, y, metres)


def test_sectors() -> None:
    worst = 0.0
    for rng, count in batches(SECTORS):
        lon, lat = centres(rng, count)
        radius = np.minimum(radii(rng, lon, lat), 19.9e6)
        first = np.where(rng.random(count) < 0.3, rng.choice([0, 90, 180, 270], count),
                         rng.uniform(0, 360, count))  # fmt: skip
        width = np.where(rng.random(count) < 0.3, rng.choice([90, 180, 270], count),
                         rng.uniform(0.01, 359.99, count))  # fmt: skip
        last = (first + width) % 360
        inner = np.where(rng.random(count) < 0.5, 0, radius * rng.uniform(1e-3, 0.99, count))
        tolerance = float(rng.choice(TOLERANCES))
        each = zip(lon, lat, radius, zip(first, last, strict=True), inner, strict=True)
        shapes = np.array([sector(*case, inner=hole, tolerance=tolerance) for *case, hole in each])
        assert_well_formed(shapes, may_be_empty=True)
        limit = shrunk(radius, tolerance), shrunk(np.maximum(inner, 1e-9), tolerance)
        x, y = probes(rng, lon, lat, radius, limit[0])
        beside = sector_probes(rng, lon, lat, radius, (first, last), limit[0])
        x, y = (np.concatenate(pair) for pair in zip((x, y), beside, strict=True))
        metres, turn = polar(lon, lat, x, y)
        held = (metres < radius) & (metres > inner) & ((turn - first) % 360 < width)
        off, _ = off_the_edges(lon, lat, metres, turn, x, y, radius, (first, last), inner, limit)
        clear = off > 1
        wrong = clear & (shapely.contains_xy(shapes, x, y) != held)
        assert not wrong.any(), failing(
            wrong, lon, lat, radius, first, last, inner, tolerance, x, y, metres, turn, off
        )
        x, y, k = Edges.of(shapes).sample(rng, 12)
        metres, turn = polar(lon[k], lat[k], x, y)
        two = (first[k], last[k]), inner[k], (limit[0][k], limit[1][k])
        _, off = off_the_edges(lon[k], lat[k], metres, turn, x, y, radius[k], *two)
        late = k[np.argmax(off)]
        worst = max(worst, off.max())
        case = lon[late], lat[late], radius[late], first[late], last[late], inner[late], tolerance
        assert worst <= 1, (worst, case)
    print(f"{SECTORS} sectors: edges at most {worst:.3f} of the tolerance")


def polar(lon: Any, lat: Any, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return distance and bearing; from a pole, a bearing is a meridian, as in geographiclib."""
    metres, turn = inverse(lon, lat, x, y)
    turn = np.where(lat == 90, (180 - x + lon) % 360, turn)
    return metres, np.where(lat == -90, (x - lon) % 360, turn)


def sector_probes(
    rng: np.random.Generator, lon: Any, lat: Any, radius: Any, bearings: Any, limit: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Return places just beside both bearings."""
    found = []
    for bearing in bearings:
        along = radius * rng.uniform(0.01, 1, (6, lon.size))
        aside = rng.choice([-1, 1], along.shape) * rng.choice([1.1, 3, 30], along.shape) * limit
        bend = 6.371e6 * np.sin(along / 6.371e6)
        found.append(direct(lon, lat, bearing + np.degrees(aside / bend), along))
    lons, lats = (np.concatenate(each) for each in zip(*found, strict=True))
    return lons, lats


def off_the_edges(
    lon: Any, lat: Any, metres: Any, turn: Any, x: Any, y: Any, radius: Any, bearings: Any,
    inner: Any, limits: Any,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return the least and the most that places may lie off a sector's edges, in limits."""
    limit, at_inner = limits
    least = np.abs(metres - radius) / limit
    hole = np.where(inner > 0, np.abs(metres - inner) / at_inner, np.inf)
    least = most = np.minimum(least, hole)
    for bearing in bearings:
        away = np.radians(np.abs((turn - bearing + 180) % 360 - 180))
        same, _ = inverse(x, y, *direct(lon, lat, bearing, np.minimum(metres, radius)))
        end, _ = inverse(x, y, *direct(lon, lat, bearing, radius))
        foot = np.where(away < np.pi / 2, same * np.cos(away / 2), np.minimum(metres, end))
        least, most = np.minimum(least, foot / limit), np.minimum(most, same / limit)
    return least, most
