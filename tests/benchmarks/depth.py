"""The area at each depth over the whole Earth: ours against noding and polygonizing."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import shapely

from geo.scan import scan
from tests.benchmarks.fields import SIZES, VERTICES, WHOLE, field
from tests.benchmarks.table import Row, processor, row

EARTH = shapely.box(-180, -90, 180, 90)
ROWS = {1_000: 320, 10_000: 512, 100_000: 2048}  # enough to be righter than the peer
REFERENCE = 32_768


def polygonized(polygons: Any) -> Any:
    """Return m2 by depth: cut all boundaries at their crossings, and count over each face."""
    lines = shapely.union_all(shapely.boundary(polygons))
    faces = shapely.get_parts(shapely.polygonize([lines]))
    inside, _ = shapely.STRtree(polygons).query(shapely.point_on_surface(faces), predicate="within")
    depths = np.bincount(inside, minlength=len(faces))
    return np.bincount(depths, shapely.area(faces)) * WHOLE / 720


def _keep(found: list[Any], polygons: Any) -> None:
    found.append(polygonized(polygons))


def off(found: Any, truth: Any) -> str:
    """Tell how far areas inside 1, 2, ... shapes are off, all of them added up."""
    wide = np.zeros((2, max(len(found), len(truth)) - 1))
    wide[0, : len(found) - 1], wide[1, : len(truth) - 1] = found[1:], truth[1:]
    return f"{np.abs(wide[0] - wide[1]).sum() / WHOLE:.0e} off"


def measured(*, large: bool) -> Iterator[Row]:
    """Yield a row for each size; the largest asks for 4 GB and minutes of the peer."""
    for count, least, most in SIZES:
        case, rows = field(count, least, most), ROWS[count]
        truth = scan([EARTH], case.shapes, rows=REFERENCE).depth[0]  # and loads what is compiled
        ours = processor(lambda case=case, rows=rows: scan([EARTH], case.shapes, rows=rows), 15)
        text = f"{ours:.4f} s, {off(scan([EARTH], case.shapes, rows=rows).depth[0], truth)}"
        work = f"area at each depth of the whole Earth, {count:,} discs"
        name = f"noding + polygonizing, {VERTICES} vertices"
        if count > 10_000 and not large:
            yield row(work, text, f"{name}: not run, takes minutes (--large)", "", "at most 0.02")
            continue
        # Where a run takes minutes, one has to do.
        runs = {1_000: 7, 10_000: 3}.get(count, 1)
        found: list[Any] = []
        peer = processor(partial(_keep, found, case.polygons), runs)
        theirs = f"{name}: {peer:.2f} s, {off(found[0], truth)}"
        yield row(work, text, theirs, ours / peer, "at most 0.02")
