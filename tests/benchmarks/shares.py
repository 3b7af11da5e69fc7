"""Every country's share: ours against polygons laid over one another."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely

from geo.rows import area_of
from geo.scan import scan
from tests.benchmarks.fields import SIZES, Field, countries, field, flat, lands, rings
from tests.benchmarks.table import Row, processor, row

ROWS = {1_000: 1024, 10_000: 1024, 100_000: 2048}  # all within 1e-4
REFERENCE = 8_192
CHECKED = ("ROU", "TUR", "NOR", "BRA", "JPN")
DENSE = 2_000  # vertices, whose circles are 2e-6 too small
BIG = 10_000e6  # m2
MEMORY = f"""
import resource
from geo.scan import scan
from tests.benchmarks.fields import SIZES, countries, discs
import numpy as np
count, least, most = SIZES[-1]
rng = np.random.default_rng(count)
lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
shapes = discs(rng.uniform(-180, 180, count), lat, rng.uniform(least, most, count))
scan(list(countries().values()), shapes, rows={ROWS[100_000]})
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def union(polygons: Any) -> Any:
    """Return shares by a union and its intersections, part by part where boxes meet."""
    parts = shapely.get_parts(shapely.union_all(polygons))
    shapely.prepare(parts)
    land, part = shapely.STRtree(parts).query(lands(), predicate="intersects")
    common = shapely.area(shapely.intersection(lands()[land], parts[part]))
    return np.bincount(land, common, len(lands())) / shapely.area(lands())


def overlay_first(polygons: Any) -> Any:
    land = geopandas.GeoDataFrame({"land": range(len(lands()))}, geometry=lands())
    common = geopandas.overlay(land, geopandas.GeoDataFrame(geometry=polygons), how="intersection")
    return common.dissolve("land").area


def dissolve_first(polygons: Any) -> Any:
    land = geopandas.GeoDataFrame({"land": range(len(lands()))}, geometry=lands())
    covered = geopandas.GeoDataFrame(geometry=polygons).dissolve()
    return geopandas.overlay(land, covered, how="intersection").area


def dense(shapes: Any, code: str) -> float:
    """Return a share by polygons of many vertices; NaN where discs need cutting."""
    land = shapely.transform(shapely.segmentize(countries()[code], 0.02), flat)
    near = rings(shapes.lon, shapes.lat, shapes.radius, 8)
    west, south, east, north = shapely.bounds(countries()[code])
    meets = (near[..., 0].max(axis=1) > west - 3) & (near[..., 0].min(axis=1) < east + 3)
    meets &= (near[..., 1].max(axis=1) > south - 3) & (near[..., 1].min(axis=1) < north + 3)
    places = (each[meets] for each in (shapes.lon, shapes.lat, shapes.radius))
    over = shapely.polygons(flat(rings(*places, DENSE)))
    return float(shapely.area(shapely.intersection(shapely.union_all(over), land)) / land.area)


def measured() -> Iterator[Row]:
    """Yield the rows of each size, and how the times grow."""
    yield memory()
    big = np.array([area_of(each) for each in countries().values()]) > BIG
    areas, times = list(countries().values()), []
    for count, least, most in SIZES:
        case, runs = field(count, least, most), 5 if count <= 10_000 else 1
        ours = processor(_ours(areas, case, ROWS[count]), max(runs, 3))
        times.append(ours)
        truth = scan(areas, case.shapes, rows=REFERENCE).share
        found = scan(areas, case.shapes, rows=ROWS[count]).share
        work = f"share of every country, {count:,} discs"
        text = f"{ours:.3f} s, {ROWS[count]} rows, {np.abs(found - truth)[big].max():.0e} off"
        peer = processor(lambda case=case: union(case.polygons), runs)
        off = np.abs(union(case.polygons) - truth)[big].max() if runs > 1 else np.nan
        off_text = f", {off:.0e} off" if runs > 1 else ""
        name = f"union_all + intersection, 72 vertices: {peer:.2f} s{off_text}"
        yield row(work, text, name, ours / peer, "at most 0.125, within 1e-4")
        runs = runs if count == SIZES[0][0] else 1
        took = {
            "overlay + dissolve": processor(lambda case=case: overlay_first(case.polygons), runs)
        }
        if took["overlay + dissolve"] > peer:  # or else what begins with the union is no faster
            way = "dissolve + overlay"
            took[way] = processor(lambda case=case: dissolve_first(case.polygons), runs)
        best = min(took, key=lambda name: took[name])
        yield row(
            work, text, f"geopandas, {best}: {took[best]:.2f} s", ours / took[best], "at most 0.4"
        )
        if count <= 10_000:
            codes = list(countries())
            off = max(abs(dense(case.shapes, code) - truth[codes.index(code)]) for code in CHECKED)
            yield row(
                f"the reference itself, {count:,} discs",
                f"{REFERENCE:,} rows, {off:.0e} off",
                f"{DENSE:,} vertices, {', '.join(CHECKED)}",
                "",
                "below 1e-5",
            )
    sizes = [count for count, _, _ in SIZES]
    slope = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    limit = np.polyfit(np.log(sizes), np.log(sizes * np.log(sizes)), 1)[0]
    yield row(
        "growth of our time with n, log-log", f"{slope:.2f}", f"n log n: {limit:.2f}",
        slope / limit, "at most 1",
    )  # fmt: skip


def _ours(areas: list[Any], case: Field, rows: int) -> Callable[[], object]:
    return lambda: scan(areas, case.shapes, rows=rows)


def memory() -> Row:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", MEMORY], check=True, capture_output=True, text=True, cwd=root
    )
    size = int(done.stdout) * 1024
    return row(
        "peak memory, share of every country, 100,000 discs", f"{size / 2**20:.0f} MiB",
        "2 GiB", size / 2**31, "at most 1",
    )  # fmt: skip
