"""What makes a shell complete the command: a script that shtab makes from the parser.

The script is static: nothing of the program runs when the reader presses the tab key.
"""

import argparse
from collections.abc import Iterator

import shtab

from geo.files import scenario, shipped
from geo.model import KINDS
from geo.nato import AREAS

_FILES = {"scenario", "extends", "of", "cover", "output", "file"}
"""Arguments that may be a file."""


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """Return the script for a shell.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        Its actions are told what completes them; it is of no other use after that.
    shell : str
        One of `layers.cli.parser.SHELLS`.
    """
    places = list(dict.fromkeys(id_ for name in shipped() for id_ in scenario(name).places))
    words = {
        "scenario": shipped(),
        "extends": shipped(),
        "of": sorted(AREAS),
        "cover": sorted(AREAS),
        "place": places,
        "count": list(dict.fromkeys([*KINDS, *places])),
        "projection": ["auto", "region", "world", "round", "globe"],
        "size": ["column", "page", "slide"],
        "output": [],
        "file": [],
    }
    functions = []
    for action in _actions(parser):
        if action.dest in words:
            name, function = _function(shell, action.dest, words[action.dest])
            action.complete = {shell: name}  # type: ignore[attr-defined]  # where shtab looks for it
            functions.append(function)
    return shtab.complete(parser, shell, preamble="\n".join(dict.fromkeys(functions)))


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                command.description = None  # so that shells show the line of `help` instead
                yield from _actions(command)


def _function(shell: str, dest: str, words: list[str]) -> tuple[str, str]:
    """Return the call and the text of a shell function that offers words and, for some, files.

    The words are the program's own: letters, digits and hyphens.
    """
    name, offered = f"_shieldmap_{dest}", " ".join(words)
    files = dest in _FILES
    if files:
        name += "_file"  # by which shtab's bash knows that these are names of files
    match shell:
        case "bash":
            body = [f'compgen -W "{offered}" -- "$1"', *(['compgen -f -- "$1"'] if files else [])]
            return name, "\n  ".join([f"{name}() {{", *body]) + "\n}"
        case "zsh":
            body = [f'compadd "$@" -- {offered}', *(['_files "$@"'] if files else [])]
            return name, "\n  ".join([f"{name}() {{", *body]) + "\n}"
        case _:
            body = [f"string split ' ' '{offered}'"] if words else []
            body += ["__fish_complete_path (commandline -ct)"] if files else []
            return f"({name})", "\n  ".join([f"function {name}", *body]) + "\nend"
