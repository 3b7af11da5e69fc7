"""The command `shieldmap`. Errors are one sentence on stderr, with exit status 2."""

import argparse
import datetime as dt
import io
import math
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import BadScenario, CoverageError, UnreadableFile

if TYPE_CHECKING:
    import pandas

    from geo.coverage import Progress
    from geo.model import Scenario

ENTERED_HERE = "entered on the command line"

_EXAMPLES = """\
examples:
  shieldmap list epaa
  shieldmap map epaa --range interceptor=1000km --range iran=2000km -o map.html
  shieldmap shares epaa --range interceptor=1000km --of nato-europe --on 2018-12-31 --by country
  shieldmap needed deveselu --cover ROU --share 1.0
  shieldmap new mine.yaml --extends epaa
  shieldmap check mine.yaml
  shieldmap export mine.yaml -o mine.geojson

Every range is a number that you enter; none is shipped. A range is an id or a kind (interceptor,
radar, command, port, place, launch, sea), '=', and a distance in km, mi, nmi or m.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 2 for the reader's mistakes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names outlast a terminal in ASCII
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except CoverageError as error:
        print(f"shieldmap: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="shieldmap",
        description="Maps of missile-defence sites with coverage drawn from your own numbers.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    command = commands.add_parser("map", help="write a self-contained HTML page")
    _add_scenario(command)
    command.add_argument("-o", "--output", type=Path, default=Path("map.html"), metavar="FILE")
    command.add_argument("--open", action="store_true", help="open it if there is a desktop")
    command.set_defaults(run=_map)

    command = commands.add_parser("export", help="write sites, regions and shapes as GeoJSON")
    _add_scenario(command)
    command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    command.set_defaults(run=_export)

    command = commands.add_parser("shares", help="how much of which area lies inside")
    _add_question(command)
    command.add_argument("--estimate", metavar="NAME", help="whose numbers; default: the first")
    command.set_defaults(run=_shares)

    command = commands.add_parser(
        "agreement", help="how much lies inside under every estimate, under some, under none"
    )
    _add_question(command)
    command.set_defaults(run=_agreement)

    command = commands.add_parser("needed", help="the range at which a share of an area is inside")
    command.add_argument("place", metavar="ID", help="a site or region")
    command.add_argument("--cover", required=True, metavar="AREA", help=_AREA_HELP)
    command.add_argument("--share", type=float, default=1.0, metavar="S", help="default: 1.0")
    command.add_argument("--on", metavar="DATE", help="the day, such as 2018-12-31")
    command.add_argument("--scenario", help="default: the shipped one that has the place")
    _add_format(command)
    command.set_defaults(run=_needed, by=None)

    command = commands.add_parser("check", help="check a scenario and say what it holds")
    _add_scenario(command)
    command.set_defaults(run=_check)

    command = commands.add_parser("new", help="write a scenario file to fill in")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--extends", default="epaa", metavar="SCENARIO", help="default: epaa")
    command.set_defaults(run=_new)

    command = commands.add_parser("list", help="list the shipped scenarios, or one's places")
    command.add_argument("scenario", nargs="?", metavar="SCENARIO")
    command.set_defaults(run=_list)
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"shieldmap {version('shieldmap')}")
        parser.exit()


def _add_scenario(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "scenario", metavar="SCENARIO", help="a shipped name, or a .yaml or .geojson file"
    )
    command.add_argument(
        "--range",
        action="append",
        default=[],
        dest="ranges",
        metavar="ID=DISTANCE",
        help="a range of yours, such as deveselu=1000km; as often as needed",
    )


_AREA_HELP = (
    "nato-europe, article-6, ISO alpha-3 codes with commas, a region, or a file of polygons"
)


def _add_question(command: argparse.ArgumentParser) -> None:
    _add_scenario(command)
    command.add_argument("--of", required=True, metavar="AREA", help=_AREA_HELP)
    command.add_argument("--on", metavar="DATE", help="the day, such as 2018-12-31")
    command.add_argument("--by", choices=["country"], help="a row for each country as well")
    command.add_argument(
        "--count",
        action="append",
        metavar="ID",
        help="count only this place or kind; default: all but launch regions",
    )
    _add_format(command)


def _add_format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=["table", "csv", "json"], default="table")


def _scenario(options: argparse.Namespace) -> "Scenario":
    from geo.files import scenario

    found = scenario(options.scenario)
    ranges: dict[str, str] = {}
    for text in options.ranges:
        name, equals, distance = text.partition("=")
        if not equals:
            raise BadScenario(f"--range '{text}' has no '='; write ID=DISTANCE: deveselu=1000km")
        if name in ranges:
            raise BadScenario(f"--range names '{name}' twice; give it once")
        ranges[name] = distance
    if not ranges:
        return found
    return found.with_ranges(ranges, estimate=ENTERED_HERE, entered=dt.date.today())


def _map(options: argparse.Namespace) -> None:
    scenario = _scenario(options)
    from layers.page import CoverageMap

    CoverageMap(scenario).save(options.output)
    print(f"Wrote {options.output} ({options.output.stat().st_size / 1e6:.1f} MB)")
    print(f"Open it in any browser, no network needed: {options.output.resolve().as_uri()}")
    if options.open and _has_desktop():
        import webbrowser

        webbrowser.open(options.output.resolve().as_uri())


def _has_desktop() -> bool:
    if sys.platform in {"darwin", "win32"}:
        return "SSH_CONNECTION" not in os.environ
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _export(options: argparse.Namespace) -> None:
    import json

    from geo.coverage import feature_collection
    from geo.files import write_text

    if options.output.suffix.lower() not in {".geojson", ".json"}:
        raise UnreadableFile(
            f"{options.output}: cannot write '{options.output.suffix}'; name a .geojson file"
        )
    scenario = _scenario(options)
    total = sum(len(estimate.ranges) for estimate in scenario.estimates)
    with _progress(total) as progress:
        collection = feature_collection(scenario, progress=progress)
    write_text(options.output, json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n")
    print(f"Wrote {options.output} ({len(collection['features'])} features)")


@contextmanager
def _progress(total: int) -> Iterator["Progress | None"]:
    """Show progress on stderr, and only on a terminal."""
    if not sys.stderr.isatty() or total == 0:
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda name: bar.update(task, advance=1, description=escape(name))


def _shares(options: argparse.Namespace) -> None:
    from geo.questions import estimate_of, shares
    from layers.standing import notes

    scenario = _scenario(options)
    area, more = _area(options.of, scenario), {"on": options.on, "count": options.count}
    _print_rows(shares(scenario, area, estimate=options.estimate, **more), options)
    counted = [estimate_of(scenario, options.estimate)]
    _say(notes(scenario, counted, options.on, options.count))


def _agreement(options: argparse.Namespace) -> None:
    from geo.questions import agreement
    from layers.standing import notes

    scenario = _scenario(options)
    area = _area(options.of, scenario)
    _print_rows(agreement(scenario, area, on=options.on, count=options.count), options)
    _say(notes(scenario, scenario.estimates, options.on, options.count))


def _say(sentences: Iterable[str]) -> None:
    """Print beside the figures, on stderr, so that JSON and CSV stay alone on stdout."""
    for sentence in sentences:
        print(sentence, file=sys.stderr)


def _needed(options: argparse.Namespace) -> None:
    import pandas

    from geo.files import scenario, shipped
    from geo.questions import needed_range
    from layers.standing import place_notes

    names = [options.scenario] if options.scenario else shipped()
    scenarios = [scenario(name) for name in names]
    found = next((each for each in scenarios if options.place in each.places), scenarios[0])
    area = _area(options.cover, found)
    needed = needed_range(options.place, area, scenario=found, share=options.share, on=options.on)
    row = {"place": options.place, "area": options.cover, "share": options.share}
    row |= {"range_km": math.ceil(needed.range_m / 1000)}
    row |= {"nearest_km": needed.nearest_m / 1000, "farthest_km": needed.farthest_m / 1000}
    _print_rows(pandas.DataFrame([row]), options)
    _say(place_notes(found.places[options.place], options.on))


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


def _check(options: argparse.Namespace) -> None:
    scenario = _scenario(options)
    print(f"{options.scenario} is in order: {scenario.title}")
    print(f"  {len(scenario.sites)} sites, {len(scenario.regions)} regions")
    for estimate in scenario.estimates:
        source = estimate.source or "no source given"
        print(f"  estimate '{estimate.name}' ({source}): {len(estimate.ranges)} ranges")
        for id_ in scenario.places:
            if id_ not in estimate.ranges:
                print(f"    no range for {id_}: it is drawn without a circle")
    if not scenario.estimates:
        print("  no ranges yet: give some with --range, in a file, or in the page")


def _new(options: argparse.Namespace) -> None:
    from geo.files import write_text
    from geo.start import new_scenario_text

    text = new_scenario_text(options.extends, options.file, dt.date.today())
    write_text(options.file, text, replace=False)
    print(f"Wrote {options.file}: fill in your numbers, then 'shieldmap map {options.file}'")


def _list(options: argparse.Namespace) -> None:
    from geo.files import scenario, shipped
    from layers.standing import from_text

    if options.scenario is None:
        for name in shipped():
            print(f"{name:12} {scenario(name).title}")
        return
    found = scenario(options.scenario)
    print(found.title)
    for id_, place in found.places.items():
        print(f"  {id_:16} {place.kind:12} {place.country or '   '}  {place.name}")
        if id_ in found.sites and (dates := from_text(found.sites[id_])):
            print(f"  {'':16} {dates}")


if __name__ == "__main__":
    sys.exit(main())
