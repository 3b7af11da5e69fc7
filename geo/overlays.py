"""The same questions as polygons, to draw and export: depth, agreement, what is gained and lost.

Overlays run in plain lon/lat: the cylindrical equal-area plane is monotone in both, so that what
is valid or inside here is so there. Areas are asked of `geo.questions`, whose engine is exact.
"""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.coverage import shape
from geo.geodesic import TOLERANCE
from geo.model import Scenario
from geo.questions import Moment, Reading, counted_ranges, readings_of
from geo.rings import areas

if TYPE_CHECKING:
    import geopandas


def depth(
    scenario: Scenario,
    *,
    on: dt.date | str | None = None,
    estimate: str | None = None,
    count: Iterable[str] | None = None,
    tolerance: float = TOLERANCE,
) -> "geopandas.GeoDataFrame":
    """Return where exactly one shape, two shapes, and so on, hold a place.

    Parameters
    ----------
    scenario, on, estimate, count
        As in `geo.shares`.
    tolerance : float
        Metres; see `geo.circles`.

    Returns
    -------
    geopandas.GeoDataFrame
        depth (1 and more), geometry (EPSG:4326); what no shape holds is left out.
    """
    reading = Moment(scenario, estimate, on).reading()
    shapes = _shapes(scenario, reading, on, count, tolerance)
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(shapely.boundary(shapes))]))
    within, _ = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="within")
    depths = np.bincount(within, minlength=len(faces))
    found = {
        int(k): areas(shapely.union_all(faces[depths == k])) for k in np.unique(depths) if k > 0
    }
    return _frame("depth", found)


def agreement_polygons(
    scenario: Scenario,
    *,
    on: dt.date | str | None = None,
    count: Iterable[str] | None = None,
    tolerance: float = TOLERANCE,
) -> "geopandas.GeoDataFrame":
    """Return what is inside under every estimate and what under some, as `geo.agreement` counts.

    Returns
    -------
    geopandas.GeoDataFrame
        agreement ("agreed", "disputed"), geometry (EPSG:4326), possibly empty.
    """
    unions = [
        shapely.union_all(_shapes(scenario, reading, on, count, tolerance))
        for reading in readings_of(scenario)
    ]
    every = shapely.intersection_all(unions)
    some = shapely.difference(shapely.union_all(unions), every)
    return _frame("agreement", {"agreed": areas(every), "disputed": areas(some)})


def compare_polygons(
    before: Moment,
    after: Moment,
    *,
    count: Iterable[str] | None = None,
    tolerance: float = TOLERANCE,
) -> "geopandas.GeoDataFrame":
    """Return what is gained and what is lost between two sides, as `geo.compare` counts.

    Returns
    -------
    geopandas.GeoDataFrame
        change ("gained", "lost"), geometry (EPSG:4326), possibly empty.
    """
    first, second = (
        shapely.union_all(_shapes(side.scenario, side.reading(), side.on, count, tolerance))
        for side in (before, after)
    )
    gained, lost = shapely.difference(second, first), shapely.difference(first, second)
    return _frame("change", {"gained": areas(gained), "lost": areas(lost)})


def _shapes(
    scenario: Scenario,
    reading: Reading,
    on: dt.date | str | None,
    count: Iterable[str] | None,
    tolerance: float,
) -> NDArray[np.object_]:
    found = [
        shape(place, range_, tolerance=tolerance)
        for place, range_ in counted_ranges(scenario, reading, on, count)
    ]
    return np.array(found, dtype=object)


def _frame(column: str, found: dict[Any, Any]) -> "geopandas.GeoDataFrame":
    import geopandas  # here for start-up time: a page needs no data frame

    return geopandas.GeoDataFrame(
        {column: list(found)}, geometry=list(found.values()), crs="EPSG:4326"
    )
