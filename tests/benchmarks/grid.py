"""Shares from an equal-area grid: ours against a k-d tree over a million of its points."""

from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import numpy as np
import shapely

from geo.countries import country
from geo.scan import Shapes, scan
from tests.benchmarks.fields import SIZES, field
from tests.benchmarks.table import Row, medians, row

POINTS = 1_000_000
SPHERE = 6_371_007.2  # the radius of the sphere of the same area
COUNTRIES = ("ROU", "TUR", "NOR", "BRA", "JPN")
ROWS = {1_000: 2048, 10_000: 1024, 100_000: 1024}
REFERENCE = 8_192


@cache
def points() -> Any:
    """Return lon, lat of places that stand for the same area each: a Fibonacci lattice."""
    nth = np.arange(POINTS) + 0.5
    lon = (nth * (180 * (np.sqrt(5) - 1)) + 180) % 360 - 180
    return lon, np.degrees(np.arcsin(1 - 2 * nth / POINTS))


def on_sphere(lon: Any, lat: Any) -> Any:
    lon, lat = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


class Grid:
    """A tree of the points, and the country that each lies in."""

    def __init__(self) -> None:
        from scipy.spatial import cKDTree

        lon, lat = points()
        self.tree = cKDTree(on_sphere(lon, lat))
        places = shapely.points(lon, lat)
        tree = shapely.STRtree(places)
        self.inside = [tree.query(country(code), predicate="contains") for code in COUNTRIES]

    def depths(self, shapes: Shapes) -> Any:
        """Return how many discs each point is in, on a sphere."""
        chord = 2 * np.sin(np.minimum(shapes.radius / SPHERE, np.pi) / 2)
        found = self.tree.query_ball_point(on_sphere(shapes.lon, shapes.lat), chord)
        depths = np.zeros(POINTS, dtype=np.intp)
        for each in found:
            depths[each] += 1
        return depths

    def shares(self, shapes: Shapes) -> Any:
        covered = self.depths(shapes) > 0
        return np.array([covered[each].mean() for each in self.inside])


def _ours(areas: list[Any], shapes: Shapes, rows: int) -> Any:
    return scan(areas, shapes, rows=rows).share


def measured(*, circles: int = SIZES[-1][0]) -> Iterator[Row]:
    """Yield a row for each size, and how the times of both grow."""
    try:
        grid = Grid()
    except ModuleNotFoundError as missing:
        yield row("shares by a grid", "", f"k-d tree: skipped, {missing.name} is not installed")
        return
    areas = [country(code) for code in COUNTRIES]
    sizes = [each for each in SIZES if each[0] <= circles]
    times = []
    for count, least, most in sizes:
        shapes = field(count, least, most).shapes
        truth = scan(areas, shapes, rows=REFERENCE).share
        works = [partial(_ours, areas, shapes, ROWS[count]), partial(grid.shares, shapes)]
        off = [float(np.abs(work() - truth).max()) for work in works]  # and loads what is compiled
        taken = medians(works, 3 if count < 100_000 else 1)
        times.append(taken)
        yield row(
            f"shares of {', '.join(COUNTRIES)}, {count:,} discs",
            f"{taken[0]:.3f} s, {off[0]:.0e} off",
            f"k-d tree over {POINTS:,} points: {taken[1]:.2f} s, {off[1]:.0e} off "
            f"({off[1] / off[0]:,.0f} x as far)",
            taken[0] / taken[1], "below 1, a hundredth as far off",
            right=100 * off[0] <= off[1],
        )  # fmt: skip
    if len(sizes) > 1:
        n = np.log([each[0] for each in sizes])
        slopes = [np.polyfit(n, np.log(each), 1)[0] for each in zip(*times, strict=True)]
        yield row(
            "growth of time with n, log-log", f"{slopes[0]:.2f}", f"k-d tree: {slopes[1]:.2f}"
        )
