"""`shares`, `agreement`, `ensemble`, `needed`: tables on stdout, who was left out on stderr."""

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import UnwritableOutput
from layers.cli import scenarios
from layers.cli.said import say

if TYPE_CHECKING:
    import pandas

    from geo.model import Scenario


def shares(options: argparse.Namespace) -> None:
    """Print how much of which area lies inside."""
    from geo import questions
    from layers.standing import notes

    scenario = scenarios.read(options)
    area, more = _area(options.of, scenario), {"on": options.on, "count": options.count}
    _print_rows(questions.shares(scenario, area, estimate=options.estimate, **more), options)
    counted = [questions.estimate_of(scenario, options.estimate)]
    say(notes(scenario, counted, options.on, options.count))


def agreement(options: argparse.Namespace) -> None:
    """Print how much lies inside under every estimate, under some, under none."""
    from geo import questions
    from layers.standing import notes

    scenario = scenarios.read(options)
    area, more = _area(options.of, scenario), {"on": options.on, "count": options.count}
    _print_rows(questions.agreement(scenario, area, **more), options)
    say(notes(scenario, scenario.estimates, options.on, options.count))


def ensemble(options: argparse.Namespace) -> None:
    """Print how much lies inside in many draws of ranges from their bands."""
    from geo import draws, questions
    from geo.files import write_text
    from layers.standing import notes

    if options.output is not None and options.output.suffix.lower() not in {".geojson", ".json"}:
        raise UnwritableOutput(
            f"{options.output}: the map is GeoJSON; let its name end in .geojson"
        )
    scenarios.keep_what_is_read(options)
    scenario = scenarios.read(options)
    area, more = _area(options.of, scenario), {"on": options.on, "count": options.count}
    found = draws.ensemble(
        scenario, area, draws=options.draws, seed=options.seed, estimate=options.estimate, **more
    )
    _print_rows(found.summary().drop(columns="notice"), options)
    say(notes(scenario, [questions.estimate_of(scenario, options.estimate)], **more))
    if options.output is not None:
        tenths = [nth / 10 for nth in range(11)]
        write_text(options.output, found.to_geodataframe(tenths).to_json(drop_id=True))
        say([f"Wrote {options.output}: where a place is inside, in tenths of the draws"])


def needed(options: argparse.Namespace) -> None:
    """Print the range at which a share of an area is inside."""
    import pandas

    from geo.questions import needed_range
    from layers.standing import place_notes

    scenario = _scenario_of(options)
    area = _area(options.cover, scenario)
    found = needed_range(options.place, area, scenario=scenario, share=options.share, on=options.on)
    row = {"place": options.place, "area": options.cover, "share": options.share}
    row |= {"range_km": math.ceil(found.range_m / 1000)}
    row |= {"nearest_km": found.nearest_m / 1000, "farthest_km": found.farthest_m / 1000}
    _print_rows(pandas.DataFrame([row]), options)
    say(place_notes(scenario.places[options.place], options.on))


def _scenario_of(options: argparse.Namespace) -> "Scenario":
    """Return the scenario that was named, or else the shipped one that has the place."""
    from geo.files import scenario, shipped

    if options.scenario is not None:
        return scenarios.read_file(options)
    scenarios.refuse_columns(options)
    known = [scenario(name) for name in shipped()]
    return next((each for each in known if options.place in each.places), known[0])


def _area(text: str, scenario: "Scenario") -> object:
    """Return an area's name, or what a file of polygons holds."""
    from geo.files import read_areas

    if text not in scenario.regions and Path(text).suffix:
        return read_areas(text)
    return text


def _print_rows(rows: "pandas.DataFrame", options: argparse.Namespace) -> None:
    """Print a table; without `--by country`, the row of all together alone."""
    from geo.geojson import NOTICE
    from geo.nato import AREAS, CONVENTION

    if options.by is None:
        rows = rows.tail(1)
    if options.format == "json":
        print(rows.to_json(orient="records", force_ascii=False, double_precision=15))
    elif options.format == "csv":
        print(rows.to_csv(index=False), end="")
    else:
        print(_table(rows))
        print(f"\n{NOTICE}.")
        if str(rows["area"].iloc[-1]) in AREAS:
            print(CONVENTION)


def _table(rows: "pandas.DataFrame") -> str:
    """Write km2 and km as whole numbers and shares in per cent."""
    formats = {
        column: "{:,.0f}" if column.endswith(("_km2", "_km")) else "{:.2%}"
        for column in rows.columns[2:]
    } | ({"depth": "{:.2f}"} if "depth" in rows else {})
    return str(
        rows.to_string(
            index=False, formatters={column: text.format for column, text in formats.items()}
        )
    )
