"""The rows of areas, measured in one piece or in bands of latitude, and brought to exact areas.

Bands stand on their own, so that the workers of a cluster can measure them. What they find is
added up as whole numbers (see `geo.laid`): neither their number nor their order leaves a trace.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geo import measure
from geo.cluster import mapped, threads
from geo.cuts import near
from geo.geodesic import Floats
from geo.intervals import Ints
from geo.laid import Land
from geo.measure import Band, Figures, is_plain, swept

_BANDS = 4  # for each thread of a cluster: those that are done early take from the others' heap


def measured(
    land: Land,
    figures: Figures,
    over: Sequence[Ints],
    client: Any = None,
    compiled: bool | None = None,
) -> tuple[Floats, Floats]:
    """Return areas in m2 by the number of shapes, and of groups of shapes, that cover them.

    Parameters
    ----------
    land : Land
        n areas.
    figures : Figures
    over : list of arrays
        The polygons over each area; or nothing, where there are none.
    client : dask.distributed.Client, optional
        Whose workers measure the rows, in bands of latitude.
    compiled : bool, optional
        See `Band`.

    Returns
    -------
    depth : (n, k + 1) array
    classes : (n, groups + 1) array
    """
    bands = [Band(land, np.arange(land.area.size), figures, over, compiled)]
    if client is not None and land.lat.size:
        bands = _parted(bands[0], threads(client) * _BANDS)
    found = list(mapped(swept, bands, client=client))
    area, deep, units = (
        np.concatenate([getattr(each, name) for each in found])
        for name in ("area", "deep", "units")
    )
    # Rows miss a little of a ragged outline, inside and outside alike: shares carry over.
    whole = np.bincount(area, units, land.area.size)
    scale = np.divide(land.area, whole, out=np.zeros(whole.size), where=whole > 0)
    table = np.zeros((land.area.size, 1 + deep.max(initial=0)))
    np.add.at(table.reshape(-1), area * table.shape[1] + deep, units)
    table *= scale[:, None]
    if figures.many == 1:
        return table, np.column_stack([table[:, 0], table[:, 1:].sum(axis=1)])
    classes = np.zeros((land.area.size, figures.many + 1))
    for each in found:
        classes[each.which] += each.classes
    return table, classes * scale[:, None]


def _parted(band: Band, count: int) -> list[Band]:
    """Part rows into bands of latitude, each with the shapes that it meets."""
    land, _, figures, over, compiled = band
    circles = figures.circles
    if compiled is None:  # decided once, for all of them
        met = near(land, circles).rows() if is_plain(band) else 0
        compiled = is_plain(band) and measure.compiled_sweep(met) is not None
    nowhere = shapely.STRtree([])
    parts = []
    for part, which in land.parted(count):
        meets = (circles.north >= part.lat.min()) & (circles.south <= part.lat.max())
        some = [over[nth] for nth in which] if over else []
        edges = figures.edges.of_owners(np.concatenate([np.empty(0, np.intp), *some]))
        cut = figures._replace(
            circles=circles.at(np.flatnonzero(meets)),
            polygon=np.empty(0, dtype=object),
            edges=edges,
            box=nowhere,
        )
        parts.append(Band(part, which, cut, some, compiled))
    return parts
