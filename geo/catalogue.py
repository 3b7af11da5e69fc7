"""Shares of areas under a catalogue of sites: a table of points, of any length, in partitions.

No scenario is made of it. Sites become four numbers each as soon as their partition is read; rows
are parted into bands of latitude, and each band gathers those sites alone that reach into it.
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo import measure
from geo.cluster import Here, checked, gathered, same, with_data
from geo.cuts import half_width
from geo.errors import (
    BadDistance,
    BadScenario,
    CoverageError,
    UnknownName,
    UnreadableFile,
    did_you_mean,
    shown,
)
from geo.figures import discs
from geo.formats.frames import to_wgs84
from geo.geodesic import Floats
from geo.intervals import Ints
from geo.laid import Land, land
from geo.measure import Band, Figures, swept
from geo.model import Scenario
from geo.questions import parts_of
from geo.scan import ROWS
from geo.shapes import CUT_LOCUS
from geo.units import METRES, Unit, parse_distance

if TYPE_CHECKING:
    import pandas as pd

BANDS = 64
"""Bands of latitude that rows are parted into."""

_MANY = 4096  # sites from which compiled code runs, where there is numba
_AT_ONCE = 100_000  # sites of a frame in memory that go to a cluster together
_DEGREE = 110_500.0  # metres: less than a degree of latitude has anywhere
_HALF = 1 << 26


def shares_of_table(
    sites: Any,
    areas: Any,
    *,
    range: str,  # noqa: A002 - as in Scenario.from_geodataframe
    unit: Unit | None = None,
    inner: str | None = None,
    on: dt.date | str | None = None,
    bands: int = BANDS,
    client: Any = None,
) -> "pd.DataFrame":
    """Return how much of each area lies inside the circles round a table of sites.

    For catalogues that no scenario would hold: a million sites in memory, or ten million in a
    partitioned GeoParquet file, which is read partition by partition
    (``dask_geopandas.read_parquet``; the extra ``cluster``).

    Parameters
    ----------
    sites : geopandas.GeoDataFrame or dask_geopandas.GeoDataFrame
        Points, in any CRS.
    areas, on
        As in `geo.shares`, but for regions of a scenario.
    range : str
        The column of ranges, which are numbers in `unit`; or one distance for all, such as
        ``"50 km"``.
    unit : {'km', 'mi', 'nmi', 'm'}, optional
        The unit of columns of ranges.
    inner : str, optional
        Likewise, the radius of a hole; a site without one has none.
    bands : int
        Bands of latitude. More of them take less memory at a time: about 2 kB for each site that
        reaches into a band. They do not change the answer.
    client : dask.distributed.Client, optional
        A cluster whose workers read the partitions and count; without it, this process does. The
        answer is the same to the last bit, as in `geo.shares`.

    Returns
    -------
    pandas.DataFrame
        area, name, area_km2, covered_km2, share (0..1), depth: as `geo.shares`, whose figures
        differ by less than 1e-4 of an area, since rows are laid without regard to the sites.

    Raises
    ------
    CoverageError
        For a row that is no point on Earth or has no range, an unknown column or area, in one
        sentence.
    """
    if bands < 1:
        raise CoverageError(f"the number of bands is {bands}; give at least 1")
    parts = parts_of(Scenario(title="a table of sites"), areas, on)
    geometries = np.empty(len(parts.geometries), dtype=object)
    geometries[:] = parts.geometries
    laid = land(geometries, ROWS)
    by = Here() if client is None else checked(client)
    tables = _tables(sites, _Columns.of(sites, range, unit, inner), client)
    extents = gathered(by, by.map(_extent, tables, pure=False))
    count, largest = np.array([(0, 0.0), *extents]).T
    compiled = count.sum() >= _MANY and measure.compiled_sweep(measure.LARGE) is not None
    of = _Fitted(largest.max(), bool(compiled))
    tasks = []
    for band, which in laid.parted(bands):
        window = _Window.of(band)
        near = by.map(_reaching, tables, [window] * len(tables), pure=False)
        with with_data(by):
            tasks.append(by.submit(_measured, band, which, of, near, pure=False))
    whole, covered, high, low = _totals(gathered(by, tasks), laid.area.size)
    scale = np.divide(laid.area, whole, out=np.zeros(whole.size), where=whole > 0)
    deep = (high * _HALF + low) * scale
    rows = parts.table(area_km2=laid.area, covered_km2=covered * scale, depth=deep)
    rows.insert(4, "share", rows["covered_km2"] / rows["area_km2"])
    rows["depth"] /= rows["area_km2"]
    return rows


class _Columns(NamedTuple):
    """How a partition becomes numbers: columns, the metres that they count in, or one distance.

    `range` and `inner` are a column, or metres for all; `crs` whether it has to be changed.
    """

    geometry: str
    range: str | float
    inner: str | float
    metres: float
    placed: bool

    @classmethod
    def of(cls, sites: Any, range_: str, unit: Unit | None, inner: str | None) -> "_Columns":
        """Look at a frame without its rows."""
        meta = getattr(sites, "_meta", sites)
        if not hasattr(meta, "to_crs"):
            raise UnreadableFile(
                f"the table of sites is {shown(type(sites).__name__)}; give a GeoDataFrame, of "
                "geopandas or dask_geopandas"
            )
        meta = meta.iloc[:0]
        placed = to_wgs84(meta, "the table of sites") is meta
        known = [str(column) for column in meta.columns]

        def column(text: str) -> str | float:
            if text in known:
                if unit is None:
                    raise BadScenario(
                        f"the column {shown(text)} says no unit; give unit='km', mi, nmi or m"
                    )
                return text
            try:
                return parse_distance(text).metres
            except BadDistance:
                raise UnknownName(
                    f"{shown(text)} is no column, nor a distance; {did_you_mean(text, known)}"
                ) from None

        if unit is not None and unit not in METRES:
            raise BadScenario(f"the unit is {shown(unit)}; use {', '.join(METRES)}")
        hole = 0.0 if inner is None else column(inner)
        return cls(meta.geometry.name, column(range_), hole, METRES[unit or "m"], placed)

    def names(self) -> list[str]:
        """Return the columns that have to be read."""
        used = {self.geometry: 0} | {name: 0 for name in self[1:3] if isinstance(name, str)}
        return list(used)


class _Fitted(NamedTuple):
    """What is decided for all bands alike: the largest radius in metres, and what code runs."""

    largest: float
    compiled: bool


class _Window(NamedTuple):
    """What the rows of a band lie within, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, band: Land) -> "_Window":
        """Return the box of a band's rows; where all are empty, of nothing."""
        return cls(band.west.min(), band.lat.min(), band.east.max(), band.lat.max())


def _tables(sites: Any, columns: _Columns, client: Any) -> list[Any]:
    """Return sites as arrays of numbers, or where they are on a cluster."""
    frame = sites[columns.names()]
    if hasattr(sites, "to_delayed"):
        import pandas as pd

        meta = pd.DataFrame(np.empty((0, 4)), columns=[*"xyri"])
        delayed = frame.map_partitions(_numbers, columns, meta=meta).to_delayed()
        if client is None:
            return [each.compute(scheduler="synchronous") for each in delayed]
        futures: list[Any] = client.compute(delayed)
        return futures
    runs = range(0, len(frame), _AT_ONCE)
    found = [_numbers(frame.iloc[at : at + _AT_ONCE], columns) for at in runs]
    return found if client is None else [client.submit(same, each, pure=False) for each in found]


def _numbers(frame: Any, columns: _Columns) -> "pd.DataFrame":
    """Return lon, lat, radius and inner radius of the sites of a partition; see `_Columns`."""
    import pandas as pd

    def refuse(wrong: Any, what: Callable[[int], str], way_out: str) -> None:
        for nth in np.flatnonzero(wrong)[:1]:
            raise BadScenario(f"the site {shown(frame.index[nth])} {what(nth)}; {way_out}")

    points = frame.geometry.to_numpy()
    kinds = shapely.get_type_id(points)
    refuse((kinds != 0) | shapely.is_empty(points), lambda _: "is no point", "give points")
    if not columns.placed:
        points = frame.geometry.to_crs("EPSG:4326").to_numpy()
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    off = ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    refuse(
        off,
        lambda nth: f"has lon {lon[nth]} and lat {lat[nth]}",
        "longitudes are within -180..180 and latitudes within -90..90",
    )

    def metres(column: str | float, what: str) -> Floats:
        if not isinstance(column, str):
            return np.full(lon.size, column)
        try:
            found: Floats = frame[column].to_numpy(dtype=float, na_value=np.nan)
        except (TypeError, ValueError):
            raise BadScenario(f"the column {shown(column)} of {what} holds no numbers") from None
        return found * columns.metres

    radius, inner = metres(columns.range, "ranges"), metres(columns.inner, "inner ranges")
    inner = np.nan_to_num(inner)
    refuse(
        ~((radius > 0) & (radius < CUT_LOCUS)),
        lambda nth: f"has the range {radius[nth] / columns.metres}",
        f"it must be above zero and at most {CUT_LOCUS / 1000:,.0f} km",
    )
    refuse(
        ~((inner >= 0) & (inner < radius)),
        lambda nth: f"has the inner range {inner[nth] / columns.metres}",
        "it must be below the range",
    )
    return pd.DataFrame({"x": lon, "y": lat, "r": radius, "i": inner})


def _extent(table: "pd.DataFrame") -> tuple[int, float]:
    """Return how many sites there are, and the largest radius."""
    return len(table), float(table["r"].max()) if len(table) else 0.0


def _reaching(table: "pd.DataFrame", window: _Window) -> Floats:
    """Return the sites (n, 4) that may reach into a window; some that do not are among them."""
    lon, lat, radius, _ = found = table.to_numpy().T
    high = radius / _DEGREE
    wide = half_width(lat, radius, np.abs(lat) + high >= 90)
    reach = (lat - high <= window.north) & (lat + high >= window.south)
    beside = [
        (lon - wide + turn <= window.east) & (lon + wide + turn >= window.west)
        for turn in (-360, 0, 360)
    ]
    kept: Floats = found[:, reach & np.any(beside, axis=0)].T
    return kept


class _Sums(NamedTuple):
    """What a band's rows measured, in whole units of each area; see `geo.laid`.

    `which` (n,) areas; `whole` of them, `covered`, and in two halves, so that both are exact, the
    sum of what is covered, as often as it is.
    """

    which: Ints
    whole: Floats
    covered: Floats
    high: Floats
    low: Floats


def _measured(band: Land, which: Ints, of: _Fitted, near: list[Floats]) -> _Sums:
    """Measure a band's rows under the sites that may reach into it."""
    lon, lat, radius, inner = np.concatenate([np.empty((0, 4)), *near]).T
    shapes = discs(lon, lat, radius, inner=inner)
    figures = Figures.of(shapes, np.zeros(lon.size, np.intp), 1, of.largest)
    found = swept(Band(band, np.arange(which.size), figures, [], of.compiled))
    high, low = np.divmod(found.units, _HALF)
    parts = (found.units, found.units * (found.deep > 0), high * found.deep, low * found.deep)
    sums = [np.bincount(found.area, part, which.size).astype(float) for part in parts]
    return _Sums(which, *sums)


def _totals(found: list[_Sums], areas: int) -> Floats:
    """Return the sums (4, n) of all bands."""
    total = np.zeros((4, areas))
    for which, *sums in found:
        total[:, which] += sums
    return total
