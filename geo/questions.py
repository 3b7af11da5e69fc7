"""What the picture says in numbers: shares of areas, agreement, comparison, the range needed.

Every table has a row per country or polygon of what was asked for and, where those are several, a
last row for all of them together.
"""

import datetime as dt
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo import clock, countries, nato, needed, scan
from geo.coverage import region_shape, shape
from geo.errors import (
    BadRegion,
    CoverageError,
    CoverageWarning,
    UnknownName,
    did_you_mean,
    shown,
)
from geo.limits import FARTHEST
from geo.model import Estimate, Range, Region, Scenario, Site
from geo.polygons import within_180
from geo.reach import reach_from_anywhere

if TYPE_CHECKING:
    import pandas as pd

_BISECTED = 1000.0  # metres: what a region's range is found to
_TOUCHED = 1e-9  # the share that counts as some, and short of which is all
_FINE = 10.0  # metres: tolerance of the sectors and reaches whose areas are asked for


def shares(
    scenario: Scenario,
    areas: Any,
    *,
    on: dt.date | str | None = None,
    estimate: str | None = None,
    count: Iterable[str] | None = None,
    client: Any = None,
) -> "pd.DataFrame":
    """Return how much of each area lies inside the coverage shapes of one estimate.

    Parameters
    ----------
    scenario : Scenario
    areas : str, mapping or GeoDataFrame
        ``"nato-europe"`` or ``"article-6"`` on a date, ISO 3166-1 alpha-3 codes with commas
        between, the id of a region of the scenario; or the reader's own polygons: shapely ones in
        lon/lat by name, or a GeoDataFrame in any CRS (its column ``name``, or else its index).
    on : datetime.date or str, optional
        The day: members as they were, and only sites that stood then (`Site.standing`). Today's
        members and all sites if not given.
    estimate : str, optional
        Whose numbers; the first estimate's if not given. A band counts out to its high end.
    count : iterable of str, optional
        Ids or kinds of the places whose shapes count; all but launch regions if not given, since
        the reach of a launch region covers nobody.
    client : dask.distributed.Client, optional
        A cluster whose workers count, in bands of latitude (the extra ``cluster``). What they count
        are whole numbers, so that the answer is the same to the last bit, however many they are;
        where versions or kinds of processor differ between machines, to 1e-9 of an area.

    Returns
    -------
    pandas.DataFrame
        area, name, area_km2, covered_km2, share (0..1), depth (the number of shapes that hold a
        place, on average over the area).

    Raises
    ------
    CoverageError
        For an unknown area, estimate, place or day, in one sentence.
    """
    parts = parts_of(scenario, areas, on)
    reading = Moment(scenario, estimate, on).reading()
    shapes, _ = shapes_of(scenario, [reading], on, count)
    found = scan.scan(parts.geometries, shapes, client=client)
    deep = found.depth @ np.arange(found.depth.shape[1])
    rows = parts.table(area_km2=found.area, covered_km2=found.covered, depth=deep)
    rows.insert(4, "share", rows["covered_km2"] / rows["area_km2"])
    rows["depth"] /= rows["area_km2"]
    return rows


def agreement(
    scenario: Scenario,
    areas: Any,
    *,
    on: dt.date | str | None = None,
    count: Iterable[str] | None = None,
    client: Any = None,
) -> "pd.DataFrame":
    """Return how much of each area lies inside under every estimate, under some, under none.

    An estimate with bands is read twice, all low and all high. Parameters and errors as in
    `shares`.

    Returns
    -------
    pandas.DataFrame
        area, name, area_km2, agreed_km2, disputed_km2, outside_km2, and the shares agreed,
        disputed, outside (0..1).
    """
    parts = parts_of(scenario, areas, on)
    readings = readings_of(scenario)
    shapes, groups = shapes_of(scenario, readings, on, count)
    found = scan.scan(
        parts.geometries, shapes, groups=groups, group_count=len(readings), client=client
    )
    classes = {"agreed": found.agreed, "disputed": found.disputed, "outside": found.outside}
    rows = parts.table(area_km2=found.area, **{f"{name}_km2": m2 for name, m2 in classes.items()})
    for name in classes:
        rows[name] = rows[f"{name}_km2"] / rows["area_km2"]
    return rows


class Moment(NamedTuple):
    """One side of a comparison: a scenario, under whose numbers, on which day."""

    scenario: Scenario
    estimate: str | None = None
    on: dt.date | str | None = None

    def reading(self) -> "Reading":
        """Return its estimate's numbers, bands out to their high end."""
        return Reading(estimate_of(self.scenario, self.estimate), low=False)


def compare(
    before: Moment,
    after: Moment,
    areas: Any,
    *,
    count: Iterable[str] | None = None,
    client: Any = None,
) -> "pd.DataFrame":
    """Return what is gained and lost between two scenarios, estimates or days.

    Parameters
    ----------
    before, after : Moment
    areas, count, client
        As in `shares`; the areas are those of `after`, on its day.

    Returns
    -------
    pandas.DataFrame
        area, name, area_km2, before_km2, after_km2, gained_km2, lost_km2.
    """
    parts = parts_of(after.scenario, areas, after.on)
    sides = [
        shapes_of(side.scenario, [side.reading()], side.on, count)[0] for side in (before, after)
    ]
    first, second, either = (
        scan.scan(parts.geometries, side, client=client) for side in (*sides, scan.joined(*sides))
    )
    return parts.table(
        area_km2=either.area,
        before_km2=first.covered,
        after_km2=second.covered,
        gained_km2=np.maximum(either.covered - first.covered, 0.0),
        lost_km2=np.maximum(either.covered - second.covered, 0.0),
    )


class Needed(NamedTuple):
    """The range that a share needs, and the area's nearest and farthest place, in metres."""

    range_m: float
    nearest_m: float
    farthest_m: float


def needed_range(
    place: str,
    area: Any,
    *,
    scenario: Scenario,
    share: float = 1.0,
    on: dt.date | str | None = None,
) -> Needed:
    """Return the smallest range of a site or region at which a share of an area is inside.

    Parameters
    ----------
    place : str
        A site, from which the answer is a circle's, or a region, from anywhere in which it is.
    area, on
        As in `shares`; where it has several parts, all of them together.
    scenario : Scenario
        Where the place is found.
    share : float
        Above 0 and at most 1.

    Returns
    -------
    Needed
        The range to 1 km, never below what the share needs; a site's distances to 1 m, a
        region's to 1 km.

    Raises
    ------
    CoverageError
        For an unknown place, area or day, or a share outside 0..1.
    """
    if not 0 < share <= 1:
        raise CoverageError(f"the share is {share}; give one above 0 and at most 1")
    if place not in scenario.places:
        raise UnknownName(
            f"{shown(place)} is no site or region of '{scenario.title}'; "
            f"{did_you_mean(place, scenario.places)}"
        )
    whole = shapely.MultiPolygon(list(shapely.get_parts(parts_of(scenario, area, on).geometries)))
    start = scenario.places[place]
    if isinstance(start, Site):
        nearest, farthest = needed.distances(whole, start.lon, start.lat)
        metres = needed.needed_radius(whole, start.lon, start.lat, share)
        return Needed(metres, nearest, farthest)
    region = region_shape(start)

    def least(enough: float) -> float:
        low, high = 0.0, FARTHEST
        while high - low > _BISECTED:
            middle = (low + high) / 2
            reach = reach_from_anywhere(region, middle, tolerance=_BISECTED / 10)
            reached = scan.scan([whole], scan.polygons([reach])).share[0] >= enough
            low, high = (low, middle) if reached else (middle, high)
        return high

    touching = bool(shapely.intersects(region, whole))
    return Needed(least(share), 0.0 if touching else least(_TOUCHED), least(1 - _TOUCHED))


class Reading(NamedTuple):
    """An estimate with its bands read at one end."""

    estimate: Estimate
    low: bool

    def __call__(self, range_: Range) -> Range:
        """Return a range as read: a band becomes one number."""
        if range_.low_m is None:
            return range_
        at = range_.low_m if self.low else range_.outer_m
        return range_.model_copy(update={"range_m": at, "low_m": None, "high_m": None})


def readings_of(scenario: Scenario) -> list[Reading]:
    """Return every way to read a scenario's numbers: an estimate with bands is read twice."""
    return [
        Reading(estimate, low)
        for estimate in scenario.estimates or [estimate_of(scenario, None)]
        for low in ((True, False) if _has_band(estimate) else (False,))
    ]


def _has_band(estimate: Estimate) -> bool:
    return any(range_.low_m is not None for range_ in estimate.ranges.values())


def estimate_of(scenario: Scenario, name: str | None) -> Estimate:
    """Return an estimate by its name, or the first.

    Raises
    ------
    UnknownName
        When there is no such estimate, or none at all.
    """
    if name is None:
        if not scenario.estimates:
            raise UnknownName(f"'{scenario.title}' has no ranges; enter some, as with --range")
        return scenario.estimates[0]
    for estimate in scenario.estimates:
        if estimate.name == name:
            return estimate
    known = [estimate.name for estimate in scenario.estimates]
    raise UnknownName(f"{shown(name)} is no estimate; {did_you_mean(name, known)}")


def shapes_of(
    scenario: Scenario,
    readings: list[Reading],
    on: dt.date | str | None,
    count: Iterable[str] | None,
) -> tuple[scan.Shapes, list[int]]:
    """Return the shapes that count, and the number of the reading each belongs to."""
    parts, groups = [], []
    for group, reading in enumerate(readings):
        for place, range_ in counted_ranges(scenario, reading, on, count):
            parts.append(scannable(place, range_))
            groups.append(group)
    return scan.joined(scan.polygons([]), *parts), groups


def counted_ranges(
    scenario: Scenario, reading: Reading, on: dt.date | str | None, count: Iterable[str] | None
) -> Iterator[tuple[Site | Region, Range]]:
    """Yield the places whose shapes count on a day, with their ranges as read."""
    for id_ in counted_ids(scenario, reading, on, count):
        yield scenario.places[id_], reading(reading.estimate.ranges[id_])


def counted_ids(
    scenario: Scenario, reading: Reading, on: dt.date | str | None, count: Iterable[str] | None
) -> Iterator[str]:
    """Yield the ids of the places whose shapes count on a day."""
    day = None if on is None else nato.day(on).isoformat()
    counted = counted_places(scenario, count)
    for id_ in reading.estimate.ranges:
        if id_ in counted and (day is None or _stands(scenario.places[id_], day)):
            yield id_


def counted_places(scenario: Scenario, count: Iterable[str] | None) -> set[str]:
    """Return the ids whose shapes count on the days that they stand."""
    if count is None:
        return {id_ for id_, place in scenario.places.items() if place.kind != "launch"}
    return {id_ for name in count for id_ in scenario.members(name)}


def _stands(place: Site | Region, day: str) -> bool:
    return isinstance(place, Region) or place.standing(day) == "stands"


def scannable(place: Site | Region, range_: Range) -> scan.Shapes:
    """Return one range's shape as the engine counts it."""
    if isinstance(place, Site) and not range_.bearings:
        return scan.discs(place.lon, place.lat, range_.outer_m, inner=range_.inner_m or 0.0)
    return scan.polygons([shape(place, range_, tolerance=_FINE)])


class Parts(NamedTuple):
    """What was asked for: geometries with their ids and names, and what all of them are called."""

    ids: list[str]
    names: list[str]
    geometries: list[Any]
    whole: tuple[str, str]

    def table(self, **square_metres: Any) -> "pd.DataFrame":
        """Return a row per part, in km2, and where there are several a row of their sums."""
        import pandas as pd  # here for start-up time: a page needs no data frame

        rows = pd.DataFrame({"area": self.ids, "name": self.names})
        for column, values in square_metres.items():
            rows[column] = values / 1e6
        if len(rows) > 1:
            total = dict(zip(("area", "name"), self.whole, strict=True))
            total |= {column: rows[column].sum() for column in square_metres}
            rows = pd.concat([rows, pd.DataFrame([total])], ignore_index=True)
        return rows


def parts_of(scenario: Scenario, areas: Any, on: dt.date | str | None) -> Parts:
    """Return the polygons that were asked for; see `shares`."""
    if on is not None:
        nato.members(on)  # a day before there were any is a mistake, whatever the area
    if isinstance(areas, str):
        if areas in scenario.regions:
            region = scenario.regions[areas]
            return Parts([areas], [region.name], [region_shape(region)], (areas, region.name))
        by_code = nato.areas(areas, clock.today() if on is None else on)
        names = [countries.names()[code] for code in by_code]
        whole = (areas, nato.AREAS.get(areas, "all of them"))
        return Parts(list(by_code), names, list(by_code.values()), whole)
    named = areas if isinstance(areas, Mapping) else _frame(areas)
    for name, geometry in named.items():
        if shapely.get_type_id(geometry) not in (3, 6) or geometry.is_empty:
            raise BadRegion(f"area {shown(name)} is no polygon; give areas, not points or lines")
        if not geometry.is_valid:
            raise BadRegion(f"area {shown(name)} crosses itself; mend it (shapely.make_valid)")
        if not np.all(np.abs(geometry.bounds) <= (360, 90, 360, 90)):
            raise BadRegion(
                f"area {shown(name)} is off the Earth; give lon in -180..180 and lat in -90..90"
            )
    if not named:
        raise BadRegion("there is no area; give at least one polygon")
    ids = [str(name) for name in named]
    return Parts(ids, ids, [within_180(each) for each in named.values()], ("all", "all of them"))


def _frame(areas: Any) -> Mapping[str, Any]:
    """Return a GeoDataFrame's polygons by name, brought to lon/lat."""
    if getattr(areas, "crs", None) is None:
        raise CoverageError("the areas say no CRS; set one, such as areas.set_crs('EPSG:4326')")
    if areas.crs.to_epsg() != 4326:
        warnings.warn(
            f"the areas were in {areas.crs.name} and are brought to WGS84 (EPSG:4326)",
            CoverageWarning,
            stacklevel=4,
        )
        areas = areas.to_crs("EPSG:4326")
    names = areas["name"] if "name" in areas.columns else areas.index
    return dict(zip(map(str, names), areas.geometry, strict=True))
