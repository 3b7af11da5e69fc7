"""Where the wings meet for more sites than can be told one by one: their ranges become shapes."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.coverage import shape
from geo.figures import Shapes, discs, joined, polygons
from geo.model import Scenario, Site
from geo.questions import Moment, counted_ranges, estimate_of

if TYPE_CHECKING:
    from geo.formats.many import Sites


class Crowd(NamedTuple):
    """The shapes of many sites: of `points` sites those with a range, and whose ranges they are."""

    shapes: Shapes
    points: int
    estimate: str
    source: str | None
    entered: str | None


def of_sites(found: "Sites") -> Crowd:
    """Return the crowd of a file of another tool's, as `geo.files.many_sites` reads it."""
    shapes = discs(found.lon, found.lat, found.radius)
    return Crowd(shapes, found.points, found.estimate, found.source, found.entered)


def of_scenario(scenario: Scenario) -> Crowd:
    """Return the crowd of a scenario, as its first estimate has it: bands reach to their high ends.

    Launch regions do not count.

    Raises
    ------
    UnknownName
        When the scenario has no estimate.
    """
    estimate = estimate_of(scenario, None)
    rows, others = [], []
    for place, range_ in counted_ranges(scenario, Moment(scenario).reading(), None, None):
        if isinstance(place, Site) and not range_.bearings:
            rows.append((place.lon, place.lat, range_.outer_m, range_.inner_m or 0.0))
        else:
            others.append(shape(place, range_))
    lon, lat, outer, inner = np.array(rows).reshape(-1, 4).T
    shapes = joined(discs(lon, lat, outer, inner=inner), polygons(others))
    points = len(scenario.sites)
    return Crowd(shapes, points, estimate.name, estimate.source, estimate.entered)
