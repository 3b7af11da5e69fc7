"""What random shapes are held to: distances by pyproj in bulk, tied to geographiclib by samples.

`COUNT` shapes are tried in all: SHIELDMAP_STRESS, of which the full run has 100000.
"""

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import shapely
from geographiclib.geodesic import Geodesic
from pyproj import Geod

COUNT = int(os.environ.get("SHIELDMAP_STRESS", "200"))
BATCH = 500
SEED = 20261122

EARTH = Geodesic.WGS84
BULK = Geod(ellps="WGS84")
ROUND_FROM = 150_000.0  # metres, below which the docstring of `circles` shrinks tolerances
CUT_LOCUS = 19_900_000.0
FARTHEST = 20_003_931.0


DISCS, ANNULI, SECTORS, REACHES = (COUNT * part // 100 for part in (40, 25, 34, 1))


def batches(count: int) -> Iterator[tuple[np.random.Generator, int]]:
    """Yield a generator and a size for every batch, so that a failing one is run alone again."""
    for nth, first in enumerate(range(0, count, BATCH)):
        yield np.random.default_rng([SEED, nth]), min(BATCH, count - first)


def inverse(lon: Any, lat: Any, lon2: Any, lat2: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return distances and bearings between places, arrays of one shape."""
    args = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (lon, lat, lon2, lat2)))
    turn, _, metres = BULK.inv(*(a.ravel() for a in args))
    for k in range(0, metres.size, max(1, metres.size // 3)):
        a, b, c, d = (a.ravel()[k] for a in args)
        assert abs(EARTH.Inverse(b, a, d, c, Geodesic.DISTANCE)["s12"] - metres[k]) < 1e-5
    return metres.reshape(args[0].shape), turn.reshape(args[0].shape) % 360


def direct(lon: Any, lat: Any, turn: Any, metres: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the places that geodesics reach, arrays of one shape."""
    args = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (lon, lat, turn, metres)))
    lon2, lat2, _ = BULK.fwd(*(a.ravel() for a in args))
    return lon2.reshape(args[0].shape), lat2.reshape(args[0].shape)


def on_sphere(rng: np.random.Generator, *shape: int) -> tuple[np.ndarray, np.ndarray]:
    return rng.uniform(-180, 180, shape), np.degrees(np.arcsin(rng.uniform(-1, 1, shape)))


def centres(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return places all over the Earth, every third on or beside a pole, a seam or the equator."""
    lon, lat = on_sphere(rng, count)
    beside = rng.choice([0, 1e-12, 1e-9, 1e-6, 1e-3, 0.5], (2, count))
    odd = rng.random((2, count)) < 0.3
    lon = np.where(odd[0], rng.choice([-1, 1], count) * (rng.choice([0, 180], count) - beside[0]),
                   lon)  # fmt: skip
    lat = np.where(odd[1], rng.choice([-1, 1], count) * (rng.choice([0, 90], count) - beside[1]),
                   lat)  # fmt: skip
    return lon, lat


def radii(rng: np.random.Generator, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return radii of every size, some of which end beside a pole or near the cut locus."""
    count = lat.size
    pole = inverse(lon, lat, lon, rng.choice([-90.0, 90.0], count))[0]
    aside = rng.choice([-1, 1], count) * 10 ** rng.uniform(-6, 3, count)
    found = np.choose(
        rng.choice(5, count, p=[0.4, 0.35, 0.15, 0.05, 0.05]),
        [
            10 ** rng.uniform(0, 7.3, count),
            rng.uniform(1e3, CUT_LOCUS, count),
            pole + aside,
            CUT_LOCUS + aside,
            rng.uniform(CUT_LOCUS, FARTHEST, count),
        ],
    )
    return np.clip(found, 1.0, FARTHEST)


def allowed(radius: np.ndarray, tolerance: np.ndarray) -> np.ndarray:
    """Return what `circles` promises, in metres."""
    return np.where(radius >= CUT_LOCUS, 100.0, shrunk(radius, tolerance))


def shrunk(radius: np.ndarray, tolerance: np.ndarray) -> np.ndarray:
    """Return the tolerance, which for small shapes is smaller, so that they stay round."""
    return tolerance * np.minimum(1, radius / ROUND_FROM)


class Edges(NamedTuple):
    """Edges but for the cuts at +-180 and along the poles: ends, and the shape of each."""

    a: np.ndarray
    b: np.ndarray
    shape: np.ndarray

    @classmethod
    def of(cls, shapes: np.ndarray) -> "Edges":
        parts, shape = shapely.get_parts(shapes, return_index=True)
        rings, part = shapely.get_rings(parts, return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        a, b = xy[:-1], xy[1:]
        cut = ((np.abs(a) == (180, 90)) & (a == b)).any(axis=1)
        keep = (np.diff(ring) == 0) & ~cut
        return cls(a[keep], b[keep], shape[part[ring[:-1][keep]]])

    def sample(self, rng: np.random.Generator, count: int) -> tuple[np.ndarray, ...]:
        """Return places on `count` random edges of each shape: lon, lat and its shape."""
        starts = np.flatnonzero(np.diff(self.shape, prepend=-1))
        many = np.diff(starts, append=self.shape.size)
        picked = (starts + rng.random((count, starts.size)) * many).astype(np.intp).ravel()
        part = rng.choice([0, 0.25, 1 / 3, 0.5, 0.6, 0.75], (picked.size, 1))
        xy = self.a[picked] + part * (self.b[picked] - self.a[picked])
        return xy[:, 0], xy[:, 1], self.shape[picked]


def assert_well_formed(shapes: np.ndarray, *, may_be_empty: bool = False) -> None:
    """Valid, on the map, without NaN, wound as RFC 7946 asks, without an empty part."""
    if not may_be_empty:
        assert not shapely.is_empty(shapes).any(), np.flatnonzero(shapely.is_empty(shapes))
    valid = shapely.is_valid(shapes)
    assert valid.all(), (np.flatnonzero(~valid), shapely.is_valid_reason(shapes[~valid]))
    assert np.isin(shapely.get_type_id(shapes), (3, 6)).all()
    xy = shapely.get_coordinates(shapes)
    assert np.all(np.abs(xy) <= (180, 90))  # and so no NaN
    parts = shapely.get_parts(shapes[~shapely.is_empty(shapes)])
    assert np.all(shapely.area(parts) > 0)
    assert shapely.is_ccw(shapely.get_exterior_ring(parts)).all()
    holed = parts[shapely.get_num_interior_rings(parts) > 0]
    for part in holed:
        assert not any(hole.is_ccw for hole in part.interiors)
