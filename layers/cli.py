"""The command `shieldmap`. Errors are one sentence on stderr, with exit status 2."""

import argparse
import datetime as dt
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import BadScenario, CoverageError, UnreadableFile

if TYPE_CHECKING:
    from geo.coverage import Progress
    from geo.model import Scenario

ENTERED_HERE = "entered on the command line"

_EXAMPLES = """\
examples:
  shieldmap list epaa
  shieldmap map epaa --range interceptor=1000km --range iran=2000km -o map.html
  shieldmap new mine.yaml --extends epaa
  shieldmap check mine.yaml
  shieldmap export mine.yaml -o mine.geojson

Every range is a number that you enter; none is shipped. A range is an id or a kind (interceptor,
radar, command, port, launch, sea), '=', and a distance in km, mi, nmi or m.
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

    if options.scenario is None:
        for name in shipped():
            print(f"{name:12} {scenario(name).title}")
        return
    found = scenario(options.scenario)
    print(found.title)
    for id_, place in found.places.items():
        print(f"  {id_:16} {place.kind:12} {place.country or '   '}  {place.name}")


if __name__ == "__main__":
    sys.exit(main())
