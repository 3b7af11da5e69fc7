"""Reaches of random regions, measured from their densely sampled boundaries."""

from typing import Any

import numpy as np
import pytest
import shapely
from shapely.affinity import translate

from geo import countries
from geo.errors import BadRegion
from geo.limits import FARTHEST
from geo.reach import reach_from_anywhere, reach_from_everywhere
from tests.geo.test_reach import extreme_distance, sampled
from tests.stress.oracle import REACHES, SEED, Edges, assert_well_formed, centres, direct, on_sphere

SAMPLES = 60_000  # places on a boundary, for which a range may have to be longer
SMALL = ["LUX", "QAT", "MNE", "ISR", "FJI", "KWT", "SVN", "PRK", "LBN", "CYP", "EST"]


def star(rng: np.random.Generator) -> Any:
    """Return a region round a random place, from 10 m to 1500 km wide, cut at the antimeridian."""
    (lon,), (lat,) = centres(rng, 1)
    lat = np.clip(lat, -80, 80)
    size = min(10 ** rng.uniform(-4, 1.1), 0.9 * (90 - abs(lat)))
    turns = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(4, 30)))
    out = size * rng.uniform(0.3, 1, turns.size)
    wide = np.array([min(1 / np.cos(np.radians(abs(lat))), 3), rng.choice([1, 1, 1, 0.01, 1e-6])])
    ring = np.column_stack([np.cos(turns), np.sin(turns)]) * wide
    whole = shapely.Polygon(ring * out[:, None])
    if rng.random() < 0.3 and whole.is_valid:
        whole = whole - shapely.Polygon(ring * 0.2 * size)
    moved = translate(whole, lon, lat)
    if not moved.is_valid:  # too slim for its place
        return moved
    world = shapely.box(-180, -90, 180, 90)
    turned = (translate(moved, by) for by in (-360, 0, 360))
    parts = shapely.get_parts([shapely.intersection(each, world) for each in turned])
    parts = [each for each in shapely.get_parts(parts) if each.area > 0]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def cap(rng: np.random.Generator) -> Any:
    """Return a region that holds a pole."""
    lon = np.linspace(-180, 180, rng.integers(5, 40))
    lat = rng.uniform(70, 89, lon.size)
    lat[-1] = lat[0]
    ring = [*zip(lon, lat, strict=True), (180.0, 90.0), (-180.0, 90.0)]
    return shapely.Polygon(ring if rng.random() < 0.5 else [(x, -y) for x, y in ring])


def region(rng: np.random.Generator) -> Any:
    for _ in range(100):
        kind = rng.random()
        found = star(rng) if kind < 0.7 else cap(rng) if kind < 0.85 else None
        found = countries.country(str(rng.choice(SMALL))) if found is None else found
        if found.is_valid and found.area > 0:
            return found
    raise AssertionError


@pytest.mark.parametrize("nth", range(max(REACHES, 2)))
def test_a_reach(nth: int) -> None:
    rng = np.random.default_rng([SEED, 7, nth])
    area, tolerance = region(rng), float(rng.choice([10.0, 100.0, 1000.0]))
    radius = 10 ** rng.uniform(3, 7.301)
    length = sum(np.hypot(*(b - a)) for a, b in zip(*Edges.of(np.array([area]))[:2], strict=True))
    while length * 111_700 / np.sqrt(0.16 * radius * tolerance) > SAMPLES or radius < 2 * tolerance:
        radius *= 2
    edge = sampled(area, float(np.sqrt(0.16 * radius * tolerance)))  # leaves 0.02 of the tolerance
    for reach, far in ((reach_from_anywhere, False), (reach_from_everywhere, True)):
        shape = reach(area, radius, tolerance=tolerance)
        about = f"{reach.__name__}, {radius=}, {tolerance=}, {area.wkt[:2000]}"
        assert_well_formed(np.array([shape]), may_be_empty=far)
        xy = [np.column_stack(on_sphere(rng, 30)), near(rng, area, radius, tolerance)]
        if not shape.is_empty and Edges.of(np.array([shape])).a.size:  # else all of the Earth
            x, y, _ = Edges.of(np.array([shape])).sample(rng, 40)
            drawn = np.column_stack([x, y])
            metres = extreme_distance(drawn, edge, farthest=far)
            assert np.max(np.abs(metres - radius)) < 2.03 * tolerance, about
            xy.append(near(rng, shapely.MultiPoint(drawn), 3 * tolerance, tolerance))
        places = np.concatenate(xy)
        metres = extreme_distance(places, edge, farthest=far)
        if far:  # the antipode is farther than any other place
            opposite = np.column_stack([places[:, 0] % 360 - 180, -places[:, 1]])
            metres = np.where(shapely.intersects_xy(area, opposite), FARTHEST, metres)
        else:
            metres = np.where(shapely.intersects_xy(area, places), 0, metres)
        clear = np.abs(metres - radius) > 2.03 * tolerance
        wrong = clear & (shapely.contains_xy(shape, places) != (metres < radius))
        assert not wrong.any(), (places[wrong][:3], metres[wrong][:3], about)


def near(rng: np.random.Generator, shape: Any, radius: float, tolerance: float) -> np.ndarray:
    """Return places about `radius` from vertices of a shape."""
    lon, lat = rng.choice(shapely.get_coordinates(shape), 40).T
    along = np.abs(radius + tolerance * rng.normal(0, 5, 40))
    return np.column_stack(direct(lon, lat, rng.uniform(0, 360, 40), along))


@pytest.mark.parametrize("reach", [reach_from_anywhere, reach_from_everywhere])
@pytest.mark.parametrize(
    "flat", [[(5, 5), (5, 5), (5, 5)], [(5, 5), (6, 6), (7, 7)]], ids=["a point", "a line"]
)
def test_what_has_no_area_is_refused(reach: Any, flat: list[tuple[float, float]]) -> None:
    with pytest.raises(BadRegion, match="a region has no area; draw a polygon"):
        reach(shapely.Polygon(flat), 1e6)
