"""What a figure says, from the scenario alone: no layout. Twin: web/src/out/content.ts."""

import datetime as dt
import re
from importlib.metadata import version
from typing import Any, NamedTuple

from geo import nato
from geo.coverage import shape
from geo.geojson import NOTICE
from geo.model import KINDS, Estimate, Range, Region, Scenario, Site
from geo.questions import Reading, estimate_of
from geo.units import METRES, Unit
from layers.basemap import ATTRIBUTION

GROUPS = {
    "interceptor": "Interceptor sites",
    "radar": "Radars",
    "command": "Command centres",
    "port": "Home ports",
    "place": "Other places",
    "launch": "Launch regions",
    "sea": "Sea areas",
}
SIGNS = {
    "agreed": "inside under all numbers",
    "disputed": "inside under some numbers",
    "site": "range of a site",
    "band": "between the low and the high end",
    "region": "reach of a region",
    "ended": "site planned or gone",
}
NO_RANGE = "no range"
NO_SOURCE = "no source given"

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Drawn(NamedTuple):
    """A place that a figure shows, with its range and shapes in lon/lat; None where it has none."""

    id: str
    place: Site | Region
    planned: bool
    range: Range | None
    outer: Any
    low: Any

    @property
    def hollow(self) -> bool:
        """Whether it is a site that is only planned, or gone."""
        return self.planned or (isinstance(self.place, Site) and self.place.to is not None)

    @property
    def status(self) -> str | None:
        """What a site is called that does not stand."""
        if self.planned:
            return "planned"
        if isinstance(self.place, Region) or self.place.to is None:
            return None
        cancelled = any(re.match("cancel", event.what, re.I) for event in self.place.events)
        return f"{'cancelled' if cancelled else 'until'} {self.place.to[:4]}"


class Entry(NamedTuple):
    """A row of the legend."""

    kind: str
    hollow: bool
    name: str
    range: str | None
    facts: str


class Content(NamedTuple):
    """Every word beside the map."""

    title: str
    lead: str
    notice: str
    heading: str | None
    whose: str
    groups: list[tuple[str, list[Entry]]]
    signs: list[str]
    sources: list[str]
    attribution: str
    generator: str


def drawn(scenario: Scenario, estimate: Estimate | None, on: dt.date | str | None) -> list[Drawn]:
    """Return the places that are shown on a day, in the scenario's order."""
    day = None if on is None else nato.day(on).isoformat()
    ranges = estimate.ranges if estimate else {}
    found = []
    for id_, place in scenario.places.items():
        standing = place.standing(day) if day and isinstance(place, Site) else "stands"
        if standing not in {"stands", "planned"}:
            continue
        range_ = ranges.get(id_)
        shapes: list[Any] = [None, None]
        if estimate and range_ and standing == "stands":
            ends = [False, True] if range_.low_m is not None else [False]
            for nth, low in enumerate(ends):
                shapes[nth] = shape(place, Reading(estimate, low)(range_))
        found.append(Drawn(id_, place, standing == "planned", range_, *shapes))
    return found


def chosen(scenario: Scenario, name: str | None) -> Estimate | None:
    """Return whose numbers are drawn: an estimate by its name, the first, or none at all."""
    return None if name is None and not scenario.estimates else estimate_of(scenario, name)


def content(
    scenario: Scenario,
    places: list[Drawn],
    estimate: Estimate | None,
    on: dt.date | str | None,
    *,
    agreement: bool,
) -> Content:
    """Return the words of a figure."""
    others = [each for each in scenario.estimates if agreement and each is not estimate]
    estimates = [each for each in [estimate] if each] + others
    groups = [
        (GROUPS[kind], [_entry(each, others) for each in places if each.place.kind == kind])
        for kind in KINDS
    ]
    day = None if on is None else nato.day(on).isoformat()
    return Content(
        title=scenario.title,
        lead="Sites of any date" if day is None else f"Sites as on {date_text(day)}",
        notice=f"{NOTICE}.",
        heading=f"Ranges of “{estimate.name}”" if estimate else None,
        whose=_whose(estimate) if estimate else "",
        groups=[group for group in groups if group[1]],
        signs=_signs(places, agreement),
        sources=[f"Ranges: {each.name}, {_whose(each)}" for each in estimates] + _sources(places),
        attribution=ATTRIBUTION,
        generator=f"shieldmap {version('shieldmap')}",
    )


def date_text(date: str) -> str:
    """Write a date as far as it is known: '12 May 2016', 'May 2016' or '2016'."""
    year, *rest = date.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([str(int(part)) for part in rest[1:]] + month + [year])


def distance_text(metres: float, unit: Unit) -> str:
    """Write a distance for a label: thousands apart, at most four digits that matter."""
    value = metres / METRES[unit]
    return f"{value:,.0f} {unit}" if value >= 1000 else f"{value:.4g} {unit}"


def range_text(range_: Range) -> str:
    """Write a range: '1,000 km', '1,300 to 2,000 km'."""
    outer = distance_text(range_.outer_m, range_.unit)
    if range_.low_m is None:
        return outer
    return f"{distance_text(range_.low_m, range_.unit).split()[0]} to {outer}"


def _whose(estimate: Estimate) -> str:
    entered = [f"entered {date_text(estimate.entered)}"] if estimate.entered else []
    return " · ".join([estimate.source or NO_SOURCE, *entered])


def _entry(each: Drawn, others: list[Estimate]) -> Entry:
    facts = [each.status] if each.status else []
    if each.range:
        facts += _facts(each.place, each.range)
    for other in others:
        if each.id in other.ranges:
            facts.append(f"{range_text(other.ranges[each.id])} by {other.name}")
    range_ = range_text(each.range) if each.range else None
    return Entry(each.place.kind, each.hollow, each.place.name, range_, " · ".join(facts))


def _facts(place: Site | Region, range_: Range) -> list[str]:
    facts = [f"from {range_.from_} in it"] if isinstance(place, Region) else []
    if range_.inner_m:
        facts.append(f"beyond {distance_text(range_.inner_m, range_.unit)}")
    if range_.bearings:
        facts.append("bearings {:g}° to {:g}°".format(*range_.bearings))
    return facts


def _signs(places: list[Drawn], agreement: bool) -> list[str]:
    covering = [each for each in places if each.outer is not None]
    there = {
        "agreed": agreement,
        "disputed": agreement,
        "site": any(isinstance(each.place, Site) for each in covering),
        "band": any(each.low is not None for each in covering),
        "region": any(isinstance(each.place, Region) for each in covering),
        "ended": any(each.hollow for each in places),
    }
    return [sign for sign, shown in there.items() if shown]


def _sources(places: list[Drawn]) -> list[str]:
    """Return each source of a shown place once, without what addresses have in common."""
    found = [source for each in places for source in each.place.source]
    return [*dict.fromkeys(re.sub(r"(?i)^https?://(www\.)?", "", each) for each in found)]
