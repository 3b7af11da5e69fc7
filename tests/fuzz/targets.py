"""What is fuzzed: a target takes bytes as one reader of outside input gets them.

Whatever they hold, the answer is something that can be shown, or one sentence of a CoverageError;
nothing else is raised, nothing is warned of but what a reader should hear, and nothing is written.
"""

import contextlib
import json
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import traitlets
import yaml

import geo
from geo import files, nato, questions, units
from geo.errors import CoverageError, CoverageWarning
from geo.formats import many as many_places
from geo.formats.fields import Columns
from geo.model import Scenario
from layers.cli import main
from layers.explorer import Explorer
from layers.scene import scene
from layers.snapshot import link_ending
from tests.fuzz import edits, seeds

Target = Callable[[bytes], None]

ENDINGS = ("yaml", "geojson", "csv", "tsv", "kml", "kmz", "gpkg", "fgb", "zip", "parquet", "shp")
"""The files of places, each with a target of its name."""

LONGEST = 600  # characters of a sentence

BESIDE = {
    "base.yaml": b"title: B\nsites: {b: {name: B, kind: radar, lon: 1, lat: 2}}\n",
    "area.geojson": b'{"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 0]]]}',
}
"""What stands beside the file, for scenarios that name another."""


def one_sentence(error: BaseException) -> None:
    """Assert that an error is what a reader may see."""
    said = str(error)
    assert said.strip(), "says nothing"
    assert "\n" not in said, said
    assert len(said) <= LONGEST, said


@contextlib.contextmanager
def only_errors_of_ours() -> Iterator[None]:
    """Let CoverageErrors pass that are one sentence, and CoverageWarnings; nothing else."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", CoverageWarning)
        try:
            yield
        except CoverageError as error:
            one_sentence(error)


def can_be_shown(found: Scenario) -> None:
    """Assert that what was read is a scenario of finite numbers, and the same when read again."""
    json.dumps(scene(found).model_dump(mode="json"), allow_nan=False)
    assert Scenario.model_validate(found.model_dump()) == found


def names_in(folder: Path) -> set[str]:
    """Return the names of what is in a folder."""
    return {each.name for each in folder.iterdir()}


def read_file(held: bytes, ending: str) -> None:
    """Read bytes as a file of this ending; leave its folder as it was."""
    inside = folder()
    file = inside / f"x.{ending}"
    file.write_bytes(held)
    try:
        with only_errors_of_ours():
            can_be_shown(files.scenario(file))
        assert names_in(inside) == {*BESIDE, file.name}, names_in(inside)
        assert names_in(inside.parent) == {inside.name}, names_in(inside.parent)
        assert file.read_bytes() == held
    finally:
        file.unlink()


@cache
def folder() -> Path:
    """Return the folder of a process in which files are read."""
    held = tempfile.TemporaryDirectory(prefix="shieldmap-fuzz-")
    _kept.append(held)
    inside = Path(held.name) / "inside"
    inside.mkdir()
    for name, text in BESIDE.items():
        (inside / name).write_bytes(text)
    return inside


_kept: list[Any] = []  # folders, until the end of the process


def read_areas(held: bytes) -> None:
    """Read bytes as the file of areas whose ending the first word of them says."""
    ending, _, rest = held.partition(b" ")
    name = ending.decode("latin-1")
    if name not in ("geojson", "json", "kml", "gpkg", "fgb", "zip", "parquet"):
        return
    file = folder() / f"x.{name}"
    file.write_bytes(rest)
    try:
        with only_errors_of_ours():
            assert not files.read_areas(file).empty
    finally:
        file.unlink()


def values(held: bytes) -> None:
    """Read text as each value that a reader writes on the command line or in Python."""
    text = held.decode("utf-8", "surrogateescape")
    third = _third_site()
    for read in (
        lambda: units.check_distance(units.parse_distance(text).metres, text),
        lambda: nato.areas(text, "2018-12-31"),
        lambda: nato.members(text),
        lambda: third.with_ranges({text: "1 km"}),
        lambda: third.with_ranges({"brdy": text}),
        lambda: questions.estimate_of(third.with_ranges({"brdy": "1 km"}), text),
    ):
        with only_errors_of_ours():
            read()


def command(held: bytes) -> None:
    """Read text as a command line, a word a line: 0 or 2, and in its mistakes no traceback."""
    words = held.decode("utf-8", "surrogateescape").split("\n")
    said, heard = StringIO(), StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(heard):
            try:
                status = main(["check", "third-site", *words])
            except SystemExit as end:  # argparse's
                status = end.code
    assert status in (0, 2), status
    told = heard.getvalue().removesuffix("\n")
    if status == 2 and not told.startswith("usage:"):
        one_sentence(ValueError(told))


def widget(held: bytes) -> None:
    """Set JSON as an attribute of a live map: it is taken, or a TraitError and all as before."""
    try:
        given = json.loads(held)
    except (ValueError, RecursionError):
        return
    if not isinstance(given, dict):
        return
    shown = explorer()
    for name in ("ranges", "estimate", "date", "view", "selection", "_now"):
        if name not in given:
            continue
        before = shown._now
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                setattr(shown, name, given[name])
            except traitlets.TraitError as error:
                if "trait of a" not in str(error):  # traitlets' own, of types
                    one_sentence(error)
                assert shown._now == before, name
            else:
                can_be_shown(shown.scenario)
                assert link_ending(shown._read()[0])
                json.dumps(shown._now, allow_nan=False)


@cache
def _third_site() -> Scenario:
    return geo.scenario("third-site")


@cache
def explorer() -> Explorer:
    """Return a live map."""
    return Explorer(_third_site().with_ranges({"brdy": {"low": "1 km", "high": "2 km"}}))


def edited(held: bytes, ending: str) -> None:
    """Read what edits make of a good file; its first byte says which file."""
    good = seeds.seeds(ending)
    text = good[held[0] % len(good)].decode() if held else ""
    if ending in ("geojson", "widget"):
        made = json.dumps(edits.tree(json.loads(text or "0"), held[1:]), allow_nan=False)
    elif ending == "yaml":
        tree = yaml.load(text, yaml.BaseLoader)
        made = json.dumps(edits.tree(tree, held[1:]))  # which YAML takes in
    else:
        made = edits.tokens(text, held[1:])
    TARGETS[ending](made.encode("utf-8", "surrogatepass"))


def many(held: bytes, ending: str) -> None:
    """Read what edits make of a good file, as one of more places than a page can show."""
    good = seeds.seeds(ending)
    text = good[held[0] % len(good)].decode() if held else ""
    file = folder() / f"x.{ending}"
    file.write_text(edits.tokens(text, held[1:]), errors="surrogatepass")
    before, many_places.MOST_SITES = many_places.MOST_SITES, 1
    try:
        with only_errors_of_ours():
            found = files.many_sites(file, Columns(), {}, ("E", "2026-11-22"))
            assert found is None or np.isfinite([*found.lon, *found.lat, *found.radius]).all()
    finally:
        many_places.MOST_SITES = before
        file.unlink()


TARGETS: dict[str, Target] = {
    **{ending: lambda held, ending=ending: read_file(held, ending) for ending in ENDINGS},
    "areas": read_areas,
    "values": values,
    "command": command,
    "widget": widget,
    **{
        f"edited-{ending}": lambda held, ending=ending: edited(held, ending)
        for ending in ("yaml", "geojson", "csv", "kml", "widget")
    },
    **{
        f"many-{ending}": lambda held, ending=ending: many(held, ending)
        for ending in ("geojson", "csv", "kml")
    },
}
