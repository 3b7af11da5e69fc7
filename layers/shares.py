"""Shares: whose land is asked for, and since when. Twin: web/src/layers/shares.ts.

The page counts the rows itself, with the engine of `geo.scan`; what it cannot know is who was a
member when, and who says so. What its first picture says is counted here, with the same result, so
that the page is drawn before it counts.
"""

import datetime as dt
from typing import Literal

from geo import clock, nato
from geo.model import Model, Scenario
from geo.nato import AREAS, CONVENTION, accessions

_AREA = "nato-europe"  # whose shares a page opens with
_MANY = 250  # places: of more, a page's fills and labels wait, and its shares with them


class SceneAccession(Model):
    """A day on which countries became members of NATO."""

    on: dt.date
    countries: tuple[str, ...]
    source: tuple[str, ...]


class SceneNato(Model):
    """Membership by day, the names of the areas that follow it, and what they are."""

    areas: dict[str, str]
    convention: str
    accessions: tuple[SceneAccession, ...]


def shares_layer() -> SceneNato:
    """Return what the page needs to count shares of NATO Europe on a date."""
    return SceneNato(
        areas=AREAS,
        convention=CONVENTION,
        accessions=tuple(
            SceneAccession(on=row.on, countries=row.countries, source=row.source)
            for row in accessions()
        ),
    )


class ShareRow(Model):
    """A country, or all of them together; the share is 0..1."""

    area: str
    name: str
    area_km2: float
    covered_km2: float
    share: float


class ShareTable(Model):
    """Shares of the first estimate on any date, today's members; the last row is all together."""

    rows: tuple[ShareRow, ...]
    exact: Literal[True] = True
    estimate: str
    date: None = None
    members: int
    shapes: int


def share_table(scenario: Scenario) -> ShareTable | None:
    """Return what a page of the scenario opens with; None where it has to count that itself.

    It is left to the page where there are no numbers yet, and where writing would wait for it: of
    many places, and of regions whose reach counts, which may take minutes.
    """
    if not scenario.estimates or len(scenario.places) > _MANY:
        return None
    from geo import questions, scan  # here for start-up time: without numbers nothing is counted

    reading = questions.Moment(scenario).reading()
    counted = set(questions.counted_ids(scenario, reading, on=None, count=None))
    if counted & scenario.regions.keys():
        return None
    parts = questions.parts_of(scenario, _AREA, on=None)
    shapes, _ = questions.shapes_of(scenario, [reading], on=None, count=None)
    found = scan.scan(parts.geometries, shapes)
    # To a square metre, so that bytes repeat where another processor rounds another way.
    whole, covered = (
        [round(float(m2) / 1e6, 6) for m2 in each] for each in (found.area, found.covered)
    )
    rows = [
        *map(_row, parts.ids, parts.names, whole, covered),
        _row(*parts.whole, sum(whole), sum(covered)),
    ]
    return ShareTable(
        rows=tuple(rows),
        estimate=reading.estimate.name,
        members=len(nato.members(clock.today())),
        shapes=len(counted),
    )


def _row(area: str, name: str, whole: float, covered: float) -> ShareRow:
    return ShareRow(
        area=area, name=name, area_km2=whole, covered_km2=covered, share=covered / whole
    )
