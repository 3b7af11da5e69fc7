"""The commands and their options. What they say is in `texts`, what they do in the others."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from layers.cli import answers, scenarios, texts, written

SHELLS = ("bash", "zsh", "fish")


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; each has its function as the default of `run`."""
    parser = argparse.ArgumentParser(
        prog="shieldmap",
        description=texts.PROGRAM.about,
        epilog=texts.epilog(texts.PROGRAM),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    parser.add_argument(
        "--print-completion",
        action=_PrintCompletion,
        choices=SHELLS,
        metavar="SHELL",
        help="print what makes bash, zsh or fish complete this command",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], None]) -> argparse.ArgumentParser:
        text = texts.COMMANDS[name]
        added = commands.add_parser(
            name,
            help=text.line,
            description=texts.wrapped(text.about),
            epilog=texts.epilog(text),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(run=run)
        return added

    _add_map(command("map", written.page))
    _add_export(command("export", written.export))
    _add_figure(command("figure", written.figure))
    shares = command("shares", answers.shares)
    _add_question(shares)
    shares.add_argument("--estimate", metavar="NAME", help="whose numbers; default: the first")
    _add_question(command("agreement", answers.agreement))
    _add_ensemble(command("ensemble", answers.ensemble))
    _add_needed(command("needed", answers.needed))
    _add_scenario(command("check", scenarios.check))
    _add_new(command("new", scenarios.new))
    _add_list(command("list", scenarios.list_))
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"shieldmap {version('shieldmap')}")
        parser.exit()


class _PrintCompletion(argparse.Action):
    def __call__(
        self, parser: argparse.ArgumentParser, _: argparse.Namespace, shell: Any, *__: object
    ) -> None:
        from layers.cli.completion import script  # here for start-up time: shtab

        print(script(parser, shell))
        parser.exit()


def _add_scenario(command: argparse.ArgumentParser) -> None:
    command.add_argument("scenario", metavar="SCENARIO", help=texts.SCENARIO)
    command.add_argument(
        "--range",
        action="append",
        default=[],
        dest="ranges",
        metavar="ID=DISTANCE",
        help="a range of yours, such as deveselu=1000km; as often as needed",
    )
    _add_columns(command)


def _add_columns(command: argparse.ArgumentParser) -> None:
    columns = command.add_argument_group("for a file of places that another tool wrote")
    columns.add_argument("--range-column", metavar="TITLE", help="the column of ranges")
    columns.add_argument(
        "--unit",
        choices=["km", "mi", "nmi", "m"],
        help="the unit of ranges without one; default: what the title ends on, as in radius_km",
    )
    columns.add_argument(
        "--id-column", metavar="TITLE", help="the column of ids; default: id, or made from names"
    )
    columns.add_argument(
        "--name-column", metavar="TITLE", help="the column of names; default: name, or one like it"
    )


def _add_output(command: argparse.ArgumentParser, says: str, **given: Any) -> None:
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help=says, **given)


def _add_map(command: argparse.ArgumentParser) -> None:
    _add_scenario(command)
    _add_output(command, "the file to write; default: map.html", default=Path("map.html"))
    command.add_argument(
        "--tiles", metavar="NAME", help="let the page fetch tiles, such as Esri.WorldImagery"
    )
    command.add_argument("--open", action="store_true", help="open the page if there is a desktop")


def _add_export(command: argparse.ArgumentParser) -> None:
    _add_scenario(command)
    _add_output(command, "the file to write; its ending is the format", required=True)


def _add_figure(command: argparse.ArgumentParser) -> None:
    _add_scenario(command)
    add = command.add_argument
    add("--projection", default="auto", metavar="NAME", help="one of those below; default: auto")
    add("--size", default="column", metavar="NAME", help="column, page or slide; default: column")
    add("--estimate", metavar="NAME", help="whose numbers; default: the first")
    add("--on", metavar="DATE", help="sites as on a day, such as 2018-12-31")
    add(
        "--agreement", action="store_true", help="show what is inside under all numbers, under some"
    )
    add("--dpi", type=int, default=300, metavar="N", help="dots per inch of a PNG; default: 300")
    _add_output(command, "the .png, .svg or .pdf to write", required=True)


def _add_question(command: argparse.ArgumentParser) -> None:
    _add_scenario(command)
    command.add_argument("--of", required=True, metavar="AREA", help=texts.AREA)
    command.add_argument("--on", metavar="DATE", help="count as on this day, such as 2018-12-31")
    command.add_argument("--by", choices=["country"], help="print a row for each country as well")
    command.add_argument(
        "--count",
        action="append",
        metavar="ID",
        help="count only this place or kind, as often as needed; default: all but launch regions",
    )
    _add_format(command)


def _add_ensemble(command: argparse.ArgumentParser) -> None:
    _add_question(command)
    add = command.add_argument
    add("--estimate", metavar="NAME", help="whose numbers; default: the first")
    add("--draws", type=int, required=True, metavar="N", help="how many draws, up to a million")
    add("--seed", type=int, required=True, metavar="N", help="the same one gives the same draws")
    _add_output(command, "write the probability to be inside as well, as .geojson")


def _add_needed(command: argparse.ArgumentParser) -> None:
    command.add_argument("place", metavar="ID", help="a site or region")
    command.add_argument("--cover", required=True, metavar="AREA", help=texts.AREA)
    command.add_argument(
        "--share", type=float, default=1.0, metavar="S", help="above 0, up to 1; default: 1.0"
    )
    command.add_argument("--on", metavar="DATE", help="count as on this day, such as 2018-12-31")
    command.add_argument(
        "--scenario", metavar="SCENARIO", help="default: the shipped scenario that has the place"
    )
    _add_columns(command)
    _add_format(command)
    command.set_defaults(by=None)


def _add_format(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format",
        choices=["table", "csv", "json"],
        default="table",
        help="table for reading (the default), csv or json with all digits",
    )


def _add_new(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="a .yaml that does not exist yet")
    command.add_argument(
        "--extends",
        default="epaa",
        metavar="SCENARIO",
        help="a shipped name or a .yaml file; default: epaa",
    )


def _add_list(command: argparse.ArgumentParser) -> None:
    command.add_argument("scenario", nargs="?", metavar="SCENARIO", help=texts.SCENARIO)
    _add_columns(command)
