"""What sites were on a day and by whose dates, in words. Twin: web/src/standing.ts."""

import datetime as dt
from collections.abc import Iterable, Iterator

from geo import nato
from geo.model import Estimate, Region, Scenario, Site
from geo.questions import counted_places


def notes(
    scenario: Scenario,
    estimates: Iterable[Estimate],
    on: dt.date | str | None,
    count: Iterable[str] | None,
) -> Iterator[str]:
    """Yield what a reader of figures for a day has to know: who is left out, and who is in doubt.

    Parameters
    ----------
    scenario : Scenario
    estimates : iterable of Estimate
        Those that count; only sites with a range of theirs are told.
    on, count
        As in `geo.shares`; without a day all sites count, and there is nothing to say.
    """
    if on is None:
        return
    day = nato.day(on).isoformat()
    ids = counted_places(scenario, count) & {id_ for each in estimates for id_ in each.ranges}
    sites = [site for id_, site in scenario.sites.items() if id_ in ids]
    out = [f"{_name(site)}, {why_not(site, day)}" for site in sites if why_not(site, day)]
    if out:
        yield f"Not counted on {day}: {'; '.join(out)}."
    doubts = [f"{_name(site)}, {doubt(site, day)}" for site in sites if doubt(site, day)]
    if doubts:
        yield f"Counted on {day}, though not every source would: {'; '.join(doubts)}."


def place_notes(place: Site | Region, on: dt.date | str | None) -> Iterator[str]:
    """Yield that a place whose range is asked for did not stand on a day."""
    if on is None or isinstance(place, Region):
        return
    day = nato.day(on).isoformat()
    reason = why_not(place, day)
    if reason:
        yield f"On {day}: {_name(place)}, {reason}. The range is told all the same."


def why_not(site: Site, day: str) -> str | None:
    """Return why a site does not count on a day, as text; None where it does."""
    standing = site.standing(day)
    if standing == "stands":
        return None
    if standing == "gone":
        last = site.events[-1] if site.events else None
        return f"gone ({_one_line(last.what)}, {last.on})" if last else f"gone after {site.to}"
    return f"{'planned' if standing == 'planned' else 'not there yet'}, {from_text(site)}"


def doubt(site: Site, day: str) -> str | None:
    """Return why sources may not count a site that stands on a day; None where all would."""
    if site.standing(day) != "stands" or not site.events:
        return None
    if not site.claims and not site.from_:
        return "a plan: no source says that it operated"
    return from_text(site) if any(day < claim.on for claim in site.claims) else None


def from_text(site: Site) -> str | None:
    """Return from when a site counts and by which rule; None where it always does.

    Such as 'operating from 2015-12-18 by the first source that says so (others: 2016-05-12)'.
    """
    dates = [claim.on for claim in site.claims]
    if site.from_:
        claimed = f" (operating by its sources: {', '.join(dates)})" if dates else ""
        return f"counts from {site.from_}{claimed}"
    if not dates:
        return site.since and f"a plan from {site.since} on: no source says that it operated"
    first, *others = dates
    coarse = f" (counted from {site.since})" if first != site.since else ""
    disputed = f" by the first source that says so (others: {', '.join(others)})" if others else ""
    return f"operating from {first}{coarse}{disputed}"


def _name(site: Site) -> str:
    return _one_line(site.name)


def _one_line(text: str) -> str:
    return " ".join(text.split())
