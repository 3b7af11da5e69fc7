"""Write the part of docs/command.md that the parser knows.

Run as ``python -m tests.docs.make_command``; test_command.py holds the page to it.
"""

import argparse
import textwrap
from collections.abc import Iterator
from pathlib import Path

from layers.cli import texts
from layers.cli.parser import make_parser

FILE = Path(__file__).resolve().parents[2] / "docs" / "command.md"
BEGIN = "<!-- From here on by tests/docs/make_command.py, from the parser. -->\n"
END = "<!-- To here. -->\n"


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the parser of each command."""
    (found,) = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    return found.choices


def options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return what a parser takes, arguments first, but for the commands and -h."""
    left_out = (argparse._HelpAction, argparse._SubParsersAction)
    found = [each for each in parser._actions if not isinstance(each, left_out)]
    return sorted(found, key=lambda each: bool(each.option_strings))


def value(action: argparse.Action) -> str:
    """Return how an action's value is written: '' for a switch."""
    if action.nargs == 0:
        return ""
    return action.metavar or "|".join(map(str, action.choices))


def synopsis(name: str, parser: argparse.ArgumentParser) -> str:
    """Return the line that shows everything that a command takes."""
    words = [f"shieldmap {name}"]
    for action in options(parser):
        word = " ".join(filter(None, [*action.option_strings[:1], value(action)]))
        required = action.required if action.option_strings else action.nargs != "?"
        word = word if required else f"[{word}]"
        words.append(f"{word}…" if isinstance(action, argparse._AppendAction) else word)
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 90:
            lines.append(line)
            line = "   "
        line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


def items(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield each argument and option with its help, and the titles of groups."""
    groups = {id(each): group for group in parser._action_groups for each in group._group_actions}
    said = {"positional arguments", "options"}
    for action in sorted(options(parser), key=lambda each: groups[id(each)].title not in said):
        if (title := groups[id(action)].title) not in said:
            said.add(title)
            yield f"\n{title[0].upper()}{title[1:]}:\n"
        names = action.option_strings or [""]
        shown = ", ".join(f"`{f'{name} {value(action)}'.strip()}`" for name in names)
        yield f"- {shown}: {action.help}"


def section(name: str, parser: argparse.ArgumentParser) -> str:
    """Return what the page says of one command."""
    text = texts.COMMANDS[name]
    parts = [
        f"### shieldmap {name}\n\n{textwrap.fill(text.about, 100)}",
        f"```\n{synopsis(name, parser)}\n```",
        "\n".join(items(parser)),
        f"```\n{text.table}```" if text.table else "",
        "```sh\n" + "\n".join(text.examples) + "\n```",
    ]
    return "\n\n".join(part for part in parts if part)


def page_part() -> str:
    """Return the part of the page between `BEGIN` and `END`."""
    parser = make_parser()
    top = "## Options\n\n- `-h`, `--help`: show this help; after a command, its own\n"
    listed = [f"- [`shieldmap {name}`](#shieldmap-{name}): {texts.COMMANDS[name].line}"
              for name in commands(parser)]  # fmt: skip
    sections = [section(name, each) for name, each in commands(parser).items()]
    return (
        "\n\n".join(
            [top + "\n".join(items(parser)), "## Commands\n\n" + "\n".join(listed), *sections]
        )
        + "\n\n"
    )


if __name__ == "__main__":
    before, _, rest = FILE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    FILE.write_text(before + BEGIN + "\n" + page_part() + END + after)
