"""docs/command.md says what the parser says, and every example in it and in --help runs."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from geo.files import _PLACES
from layers import cli
from layers.cli import texts
from layers.cli.parser import make_parser
from layers.exports import ENDINGS
from tests.docs.make_command import BEGIN, END, FILE, commands, page_part

PAGE = FILE.read_text()
ROOT = FILE.parents[1]
README = (ROOT / "README.md").read_text()
NAMES = list(commands(make_parser()))
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = [line for block in BLOCKS for line in block.splitlines()]
SHOWN = sorted({*EXAMPLES, *texts.PROGRAM.examples})

SITES = """\
id,name,lat,lon,radius_km,radius
mast,A mast,52.1,21.0,120,65
tower,A tower,44.2,26.1,80,43
"""
TWO = """\
title: Two opinions
extends: epaa
estimates:
  - name: Analyst A
    ranges: {deveselu: 1000 km, kurecik: {low: 1300 km, high: 2000 km}}
  - name: Analyst B
    ranges: {deveselu: 500 mi}
"""


def every_option(parser: argparse.ArgumentParser) -> set[str]:
    return {name for action in parser._actions for name in action.option_strings}


def test_the_page_is_the_parsers() -> None:
    _, begin, rest = PAGE.partition(BEGIN)
    made, end, _ = rest.partition(END)
    assert begin
    assert end
    assert made.strip() == page_part().strip(), "run: python -m tests.docs.make_command"


def test_the_page_and_the_readme_name_all_options_and_no_other() -> None:
    parser = make_parser()
    known = {name: every_option(each) for name, each in commands(parser).items()}
    for name, options in known.items():
        (section,) = re.findall(rf"^### shieldmap {name}\n(.*?)^(?:###? |<!--)", PAGE, re.M | re.S)
        assert set(re.findall(r"(?<!\S)`(--[a-z-]+)", section)) | {"--help"} == {
            each for each in options if each.startswith("--")
        }
    anywhere = set().union(*known.values(), every_option(parser))
    for text in (PAGE, *re.findall(r"\bshieldmap [^`\n]*", README)):
        assert set(re.findall(r"(?<![\w<!-])--[a-z][a-z-]+", text)) <= anywhere


@pytest.mark.parametrize("name", NAMES)
def test_help_explains_every_option_with_examples_and_exit_status(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for action in commands(make_parser())[name]._actions:
        assert action.help
        assert action.help in said
        assert all(option in said for option in action.option_strings)
    assert f"\n  shieldmap {name} " in said or name == "list"
    assert all(f"\n  {example}\n" in said for example in texts.COMMANDS[name].examples)
    assert "\nexit status:\n  0  done\n  2  a mistake" in said


def test_every_command_has_examples_and_the_page_shows_them() -> None:
    shown = {name: [line for line in EXAMPLES if line.split()[1] == name] for name in NAMES}
    assert [name for name, lines in shown.items() if not lines] == []


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_fits_a_terminal(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        cli.main([*filter(None, [name]), "--help"])
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if len(line) > 79 and line[2:] not in SHOWN] == []


def test_the_page_names_every_ending_and_every_variable() -> None:
    assert [each for each in (*_PLACES, *ENDINGS, ".yaml") if f"`{each}`" not in PAGE] == []
    code = [each.read_text() for part in ("geo", "layers") for each in (ROOT / part).rglob("*.py")
            if "node_modules" not in each.parts]  # fmt: skip
    lines = [line for text in code for line in text.splitlines() if "environ" in line]
    variables = {name for line in lines for name in re.findall(r'"([A-Z][A-Z_]+)"', line)}
    assert "SOURCE_DATE_EPOCH" in variables
    assert [each for each in variables if f"`{each}`" not in PAGE] == []


@pytest.mark.parametrize("example", SHOWN)
def test_examples_run(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sites.csv").write_text(SITES)
    Path("two.yaml").write_text(TWO)
    Path("mine.yaml").write_text(TWO)
    before = set(tmp_path.iterdir())
    program, *arguments = shlex.split(example)
    assert program == "shieldmap"
    assert cli.main(arguments) == 0
    written = {each.name for each in set(tmp_path.iterdir()) - before}
    named = {word for word in arguments[1:] if word.endswith((".html", ".kmz", ".gpkg"))}
    named |= {word for word in arguments[1:] if word.endswith((".pdf", ".png", ".geojson"))}
    named |= {arguments[1]} if arguments[0] == "new" else set()
    assert written == named
