"""`map` of more sites than a page can show one by one: a page of how many circles lie where."""

import argparse
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from geo import clock
from geo.errors import BadTiles, CoverageWarning
from geo.limits import MOST_SITES
from layers.cli.said import progress, say
from layers.cli.scenarios import ENTERED_HERE, given_ranges

if TYPE_CHECKING:
    from geo.crowd import Crowd
    from geo.model import Scenario


def of_file(options: argparse.Namespace) -> bool:
    """Write a page of depth if the file holds too many sites; tell whether it does."""
    if Path(options.scenario).suffix.lower() in {"", ".yaml", ".yml"}:
        return False  # most likely a shipped scenario, for whose sake the command starts quickly
    from geo.files import many_sites
    from geo.formats.fields import Columns

    columns = Columns(options.range_column, options.unit, options.id_column, options.name_column)
    whose = (ENTERED_HERE, clock.today().isoformat())
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always", CoverageWarning)
        sites = many_sites(options.scenario, columns, given_ranges(options), whose)
    if sites is None:
        return False
    told = [str(each.message) for each in found if each.category is CoverageWarning]
    say(f"shieldmap: {each}" for each in told)
    from geo import crowd  # here for start-up time: it is for many sites alone

    name = Path(options.scenario).name
    _write(crowd.of_sites(sites), name.partition(".")[0] or name, told, options)
    return True


def of_scenario(scenario: "Scenario", options: argparse.Namespace) -> None:
    """Write a page of depth of a scenario with too many sites."""
    from geo import crowd

    _write(crowd.of_scenario(scenario), scenario.title, [], options)


def _write(sites: "Crowd", title: str, told: list[str], options: argparse.Namespace) -> None:
    """Count, write and say so; the notes of the page are what was told of the file."""
    if options.tiles is not None:
        raise BadTiles(
            f"--tiles {options.tiles}: a page of more than {MOST_SITES:,} sites has none; "
            "leave them out"
        )
    from geo.aggregate import aggregate
    from geo.files import write_text
    from layers.depths import Aggregated, depth_scene
    from layers.document import depth_document

    shapes = sites.shapes
    name = Path(options.scenario).name
    about = Aggregated(
        file=name,
        points=sites.points,
        sites=shapes.lon.size,
        nearest_m=float(shapes.radius.min()),
        farthest_m=float(shapes.radius.max()),
        estimate=sites.estimate,
        source=sites.source,
        entered=sites.entered,
    )
    with progress(2) as heard:
        if heard:
            heard(f"counting {about.sites:,} circles")
        found = aggregate(shapes)
        if heard:
            heard("writing the page")
        # The file's name stands in what is told already.
        notes = tuple(each.removeprefix(f"{options.scenario}: ") for each in told)
        write_text(options.output, depth_document(depth_scene(title, about, found, notes)))
    print(
        f"{about.sites:,} sites are more than {MOST_SITES:,}: the page shows how many of their "
        f"circles lie over each cell of {found.grid.cell_m2 / 1e6:,.4g} km2, and no single site"
    )
