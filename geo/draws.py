"""Ranges that nobody knows to one number: what many draws of them cover.

Draws come in blocks, each with a random stream of its own that follows from the seed and the
block's number alone: a longer ensemble begins with a shorter one, and a cluster draws what one
process draws.
"""

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from geo import measure
from geo.cluster import Done, mapped
from geo.distributions import Distribution, Uniform
from geo.errors import BadScenario, CoverageError, shown
from geo.geodesic import Floats
from geo.grid import Grid
from geo.held import Cells, held, window
from geo.intervals import Ints
from geo.model import KINDS, Estimate, Range, Region, Scenario, Site
from geo.outcomes import Drawn, Ensemble, ensemble_of
from geo.questions import Reading, counted_ids, estimate_of, parts_of, scannable
from geo.scan import joined, polygons, scan
from geo.units import format_distance

Progress = Callable[[int, int], object]

BLOCK = 32
"""Draws that share a random stream and are done together."""

CELLS = 20_000
"""About so many cells has the map."""

_MOST = 1_000_000
_MANY = 64  # draws from which compiled code runs, where there is numba


def ensemble(
    scenario: Scenario,
    areas: Any = "nato-europe",
    *,
    draws: int,
    seed: int,
    ranges: Mapping[str, Distribution] | None = None,
    on: dt.date | str | None = None,
    estimate: str | None = None,
    count: Iterable[str] | None = None,
    cells: int = CELLS,
    client: Any = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Draw ranges many times, and return what is inside how often.

    Every band of the estimate is drawn evenly between its ends, place by place; a range that is one
    number stays. What the reader enters in `ranges` goes before both: a distribution for an id, or
    for a kind, all of whose places then have the same range in each draw.

    Parameters
    ----------
    scenario : Scenario
    areas, on, estimate, count
        As in `geo.shares`.
    draws : int
        1 to 1,000,000. With n of them a probability p is right to about sqrt(p (1 - p) / n).
    seed : int
        0 or more; the same one gives the same draws.
    ranges : mapping, optional
        `geo.Uniform`, `geo.Triangular` or `geo.Normal` by id or kind, such as
        ``{"interceptor": geo.Uniform("800 km", "1200 km")}``.
    cells : int
        About so many cells of one area has the map.
    client : dask.distributed.Client, optional
        A cluster whose workers do the blocks of draws (the extra ``cluster``); without it, this
        process does. The numbers are the same to the last bit, as in `geo.shares`.
    progress : callable, optional
        Hears how many draws are done, and of how many; by default a bar shows it on a terminal.

    Returns
    -------
    Ensemble
        The shares of areas in every draw, and the probability of each place to be inside.

    Raises
    ------
    CoverageError
        When no range that counts is a band or has a distribution, or for an unknown area, place,
        estimate or day, in one sentence.
    """
    draws = _whole(draws, 1, "the number of draws")
    seed = _whole(seed, 0, "the seed")
    cells = _whole(cells, 1, "the number of cells")
    parts = parts_of(scenario, areas, on)
    entered, drawn = _entered(scenario, estimate, ranges or {})
    reading = Reading(entered, low=False)
    ids = list(counted_ids(scenario, reading, on, count))
    column = {id_: nth for nth, each in enumerate(drawn) for id_ in each.ids}
    columns = np.array([column.get(id_, -1) for id_ in ids], dtype=np.intp)
    if not np.any(columns >= 0):
        raise CoverageError(
            f"no range that counts in {shown(scenario.title)} is a band or has a distribution, so "
            "all draws would be alike; enter low and high, or give distributions as ranges="
        )
    farthest = [reading(entered.ranges[id_]) for id_ in ids]
    places = [scenario.places[id_] for id_ in ids]
    job = _Job(
        places, farthest, columns, [each.distribution for each in drawn], parts.geometries,
        Cells(window(places, farthest), cells), seed,
        draws >= _MANY and measure.compiled_sweep(measure.LARGE) is not None,
    )  # fmt: skip
    blocks = [(nth, min(BLOCK, draws - nth * BLOCK)) for nth in range(-(-draws // BLOCK))]
    grid = Grid.over(*job.cells)
    inside = np.zeros(grid.starts[-1], dtype=np.int64)
    metres, covered = [], []
    with _heard(progress, draws) as done:
        for found in mapped(_block, blocks, common=(job,), client=client, done=done):
            metres.append(found.metres)
            covered.append(found.covered)
            inside += found.inside
    found_in = np.concatenate(metres), np.concatenate(covered)
    return ensemble_of(parts, drawn, *found_in, grid, inside, seed)


def _whole(value: Any, least: int, what: str) -> int:
    """Return a whole number of the reader's; a seed may be of any size."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise CoverageError(f"{what} is {shown(value)}; give a whole number, {least} or more")
    if least and value > _MOST:
        raise CoverageError(f"{what} is {value:,}; give at most {_MOST:,}")
    return int(value)


def _entered(
    scenario: Scenario, name: str | None, given: Mapping[str, Distribution]
) -> tuple[Estimate, list[Drawn]]:
    """Return the estimate, with what is drawn at its farthest, and what is drawn, in its order."""
    found: dict[str, Drawn] = {}
    for key, distribution in sorted(given.items(), key=lambda item: item[0] not in KINDS):
        if not isinstance(distribution, Distribution):
            raise BadScenario(
                f"the range of {key} is {shown(distribution)}; give geo.Uniform, geo.Triangular or "
                "geo.Normal here, and single numbers with with_ranges"
            )
        for id_ in scenario.members(key):
            found[id_] = Drawn(key, (id_,), distribution)
    whose = Estimate(name="entered in Python")
    if scenario.estimates or not given:
        whose = estimate_of(scenario, name)
    ranges = dict(whose.ranges)
    for id_, range_ in whose.ranges.items():
        if id_ not in found and range_.low_m is not None:
            low = format_distance(range_.low_m, range_.unit)
            high = format_distance(range_.outer_m, range_.unit)
            found[id_] = Drawn(id_, (id_,), Uniform(low, high))
    for id_, each in found.items():
        old = ranges.get(id_, Range(range_m=1.0))
        if old.inner_m and each.distribution.low_m <= old.inner_m:
            raise BadScenario(
                f"the range of {id_} is drawn from {each.distribution.low} on, within its inner "
                f"{format_distance(old.inner_m, old.unit)}; make inner smaller"
            )
        ranges[id_] = _read(old, each.distribution.high_m)
    merged: dict[str, Drawn] = {}
    for id_, each in found.items():
        ids = merged[each.name].ids if each.name in merged else ()
        merged[each.name] = each._replace(ids=(*ids, id_))
    return whose.model_copy(update={"ranges": ranges}), list(merged.values())


def _read(range_: Range, metres: float) -> Range:
    return range_.model_copy(update={"range_m": float(metres), "low_m": None, "high_m": None})


class _Job(NamedTuple):
    """What all blocks share.

    `ranges` of the counted `places` at their farthest; `column` (n,) the number of the distribution
    in `drawn` that each is drawn from, -1 where it stays.
    """

    places: list[Site | Region]
    ranges: list[Range]
    column: Ints
    drawn: list[Distribution]
    areas: list[Any]
    cells: Cells
    seed: int
    compiled: bool


class _Found(NamedTuple):
    """What a block gives.

    `metres` (d, drawn) what was drawn; `covered` (d, areas) in m2; `inside` (cells,) in how many of
    the d draws the middle of each cell is inside.
    """

    metres: Floats
    covered: Floats
    inside: Ints


def _block(job: _Job, block: tuple[int, int]) -> _Found:
    """Do the first so many draws of the block of a number."""
    number, count = block
    stream = np.random.Philox(np.random.SeedSequence(job.seed, spawn_key=(number,)))
    parts = np.random.Generator(stream).random((BLOCK, len(job.drawn)))[:count]
    metres = np.column_stack(
        [each.quantiles(part) for each, part in zip(job.drawn, parts.T, strict=True)]
    )
    fixed = {
        nth: scannable(place, range_)
        for nth, (place, range_) in enumerate(zip(job.places, job.ranges, strict=True))
        if job.column[nth] < 0
    }
    covered, inside = [], np.zeros(0, dtype=np.intp)
    for drawn in metres:
        ranges = [
            range_ if nth < 0 else _read(range_, drawn[nth])
            for range_, nth in zip(job.ranges, job.column, strict=True)
        ]
        shapes = [
            fixed[nth] if nth in fixed else scannable(place, range_)
            for nth, (place, range_) in enumerate(zip(job.places, ranges, strict=True))
        ]
        found = scan(job.areas, joined(polygons([]), *shapes), compiled=job.compiled)
        covered.append(found.covered)
        within = held(job.cells, job.places, ranges, shapes).astype(np.intp)
        inside = inside + within if inside.size else within
    return _Found(metres, np.array(covered), inside)


@contextmanager
def _heard(progress: Progress | None, draws: int) -> Iterator[Done | None]:
    """Yield what counts a block as done; where nobody listens, a bar shows it on a terminal."""
    done = 0

    def telling(hear: Progress) -> Done:
        def one_more() -> None:
            nonlocal done
            done = min(done + BLOCK, draws)
            hear(done, draws)

        return one_more

    if progress is not None:
        yield telling(progress)
    elif not sys.stderr.isatty():
        yield None
    else:
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("draws", total=draws)
            yield telling(lambda so_far, _: bar.update(task, completed=so_far))
