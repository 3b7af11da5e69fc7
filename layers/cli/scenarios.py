"""The scenario that a command names; and `check`, `new`, `list`."""

import argparse
from collections.abc import Sized
from pathlib import Path
from typing import TYPE_CHECKING

from geo import clock
from geo.disk import exists
from geo.errors import BadScenario, UnwritableOutput, shown
from layers.cli.said import saying

if TYPE_CHECKING:
    from geo.model import Scenario

ENTERED_HERE = "entered on the command line"


def read(options: argparse.Namespace) -> "Scenario":
    """Return the scenario that was named, with the ranges that were given."""
    found = read_file(options)
    ranges = given_ranges(options)
    if not ranges:
        return found
    return found.with_ranges(ranges, estimate=ENTERED_HERE, entered=clock.today())


def given_ranges(options: argparse.Namespace) -> dict[str, str]:
    """Return what `--range` gives: distances by id or kind."""
    ranges: dict[str, str] = {}
    for text in options.ranges:
        name, equals, distance = text.partition("=")
        if not equals:
            raise BadScenario(
                f"--range {shown(text)} has no '='; write ID=DISTANCE: deveselu=1000km"
            )
        if name in ranges:
            raise BadScenario(f"--range names {shown(name)} twice; give it once")
        ranges[name] = distance
    return ranges


def read_file(options: argparse.Namespace) -> "Scenario":
    """Return the scenario that was named, as it is."""
    from geo.files import scenario

    with saying():
        return scenario(
            options.scenario,
            range=options.range_column,
            unit=options.unit,
            id=options.id_column,
            name=options.name_column,
        )


def keep_what_is_read(options: argparse.Namespace) -> None:
    """Refuse an output that is the file that is read."""
    source, output = Path(options.scenario), options.output
    if output is not None and exists(source) and exists(output) and source.samefile(output):
        raise UnwritableOutput(f"{output}: is the file that is read; name another with -o")


def refuse_columns(options: argparse.Namespace) -> None:
    """Refuse columns where no file was named that could have them."""
    for name in ("range_column", "unit", "id_column", "name_column"):
        if (value := getattr(options, name)) is not None:
            option = f"--{name.replace('_', '-')} {value}"
            raise BadScenario(f"{option}: no file of places was named; name it, or leave this out")


def check(options: argparse.Namespace) -> None:
    """Say what a scenario holds."""
    scenario = read(options)
    print(f"{options.scenario} is in order: {scenario.title}")
    print(f"  {count(scenario.sites, 'site')}, {count(scenario.regions, 'region')}")
    for estimate in scenario.estimates:
        source = estimate.source or "no source given"
        print(f"  estimate '{estimate.name}' ({source}): {count(estimate.ranges, 'range')}")
        for id_ in scenario.places:
            if id_ not in estimate.ranges:
                print(f"    no range for {id_}: it is drawn without a circle")
    if not scenario.estimates:
        print("  no ranges yet: give some with --range, in a file, or in the page")


def count(things: Sized, noun: str) -> str:
    """Say how many there are, such as '1 site' or '2 sites'."""
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def new(options: argparse.Namespace) -> None:
    """Write a scenario file to fill in."""
    from geo.files import write_text
    from geo.start import new_scenario_text

    text = new_scenario_text(options.extends, options.file, clock.today())
    write_text(options.file, text, replace=False)
    print(f"Wrote {options.file}: fill in your numbers, then 'shieldmap map {options.file}'")


def list_(options: argparse.Namespace) -> None:
    """List the shipped scenarios, or the places of one."""
    from geo.files import scenario, shipped
    from layers.standing import from_text

    if options.scenario is None:
        refuse_columns(options)
        for name in shipped():
            print(f"{name:12} {scenario(name).title}")
        return
    found = read_file(options)
    print(found.title)
    for id_, place in found.places.items():
        print(f"  {id_:16} {place.kind:12} {place.country or '   '}  {place.name}")
        if id_ in found.sites and (dates := from_text(found.sites[id_])):
            print(f"  {'':16} {dates}")
