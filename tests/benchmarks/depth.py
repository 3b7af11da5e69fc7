"""The area at each depth over the whole Earth: ours against noding and polygonizing."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from geo.scan import scan
from tests.benchmarks.fields import SIZES, VERTICES, WHOLE, field
from tests.benchmarks.table import Row, processor, row

EARTH = shapely.box(-180, -90, 180, 90)
ROWS = {1_000: 512, 10_000: 2048, 100_000: 4096}  # the fewest, by doubling, within 1e-4
REFERENCE = 32_768


def polygonized(polygons: Any) -> Any:
    """Return m2 by depth: cut all boundaries at their crossings, and count over each face."""
    lines = shapely.union_all(shapely.boundary(polygons))
    faces = shapely.get_parts(shapely.polygonize([lines]))
    inside, _ = shapely.STRtree(polygons).query(shapely.point_on_surface(faces), predicate="within")
    depths = np.bincount(inside, minlength=len(faces))
    return np.bincount(depths, shapely.area(faces)) * WHOLE / 720


def measured(*, large: bool) -> Iterator[Row]:
    """Yield a row for each size; the largest asks for 4 GB and minutes of the peer."""
    for count, least, most in SIZES:
        case = field(count, least, most)
        ours = processor(lambda case=case, n=ROWS[count]: scan([EARTH], case.shapes, rows=n), 5)
        found, truth = (
            scan([EARTH], case.shapes, rows=rows).covered[0] for rows in (ROWS[count], REFERENCE)
        )
        text = f"{ours:.3f} s, {abs(found - truth) / WHOLE:.0e} off"
        work = f"area at each depth of the whole Earth, {count:,} discs"
        name = f"noding + polygonizing, {VERTICES} vertices"
        if count > 10_000 and not large:
            yield row(work, text, f"{name}: not run, takes minutes (--large)", "", "at most 0.02")
            continue
        runs = 3 if count == SIZES[0][0] else 1
        peer = processor(lambda case=case: polygonized(case.polygons), runs)
        yield row(work, text, f"{name}: {peer:.2f} s", ours / peer, "at most 0.02")
