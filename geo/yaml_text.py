"""YAML text to plain data, with the line of every key: YAML 1.2 core types, no surprises."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from geo.errors import BadScenario, UnreadableFile, shown, told
from geo.model import Path, first_problem, joined

MOST_VALUES = 500_000
"""Keys and values of a file: each takes a kilobyte and more while it is read."""
_DEEPEST = 50

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True)
class Document:
    """A mapping read from a file, and where each of its keys stands (label and line)."""

    label: str
    data: dict[str, Any]
    lines: dict[Path, tuple[str, int]]

    def line(self, path: Path) -> int:
        """Return the line of the nearest key at or above `path`."""
        return self._place(path)[1]

    def _place(self, path: Path) -> tuple[str, int]:
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, (self.label, 1))

    def over(self, base: "Document") -> "Document":
        """Lay this document over `base`: same keys replace, places add up, estimates add up."""
        data, lines = {**base.data, **self.data}, {**base.lines, **self.lines}
        for part in ("sites", "regions"):
            mine, theirs = self.data.get(part), base.data.get(part)
            if isinstance(mine, dict) and isinstance(theirs, dict):
                data[part] = {**theirs, **mine}
        mine, theirs = self.data.get("estimates"), base.data.get("estimates")
        if isinstance(mine, list) and isinstance(theirs, list):
            data["estimates"] = [*mine, *theirs]
            for path, place in base.lines.items():
                if len(path) > 1 and path[0] == "estimates" and isinstance(path[1], int):
                    lines[("estimates", path[1] + len(mine), *path[2:])] = place
            lines |= {
                path: place for path, place in self.lines.items() if path[:1] == ("estimates",)
            }
        return Document(self.label, data, lines)

    @contextlib.contextmanager
    def located(self) -> Iterator[None]:
        """Turn a validation error into one sentence with file, line and field."""
        try:
            yield
        except ValidationError as error:
            path, sentence = first_problem(error)
            label, line = self._place(path)
            field = joined(path) or "the scenario"
            raise BadScenario(f"{label}:{line}: {field} {sentence}") from None


def parse(text: str, label: str) -> Document:
    """Read YAML text whose top is a mapping.

    Raises
    ------
    UnreadableFile
        When it is not YAML, holds too much, or uses what is not read: aliases, tags, several
        documents.
    BadScenario
        When the top is no mapping, or a key stands twice.
    """
    try:
        _refuse_unread(text, label)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or getattr(error, "reason", "unreadable")
        raise UnreadableFile(
            f"{label}:{line}: is not YAML ({told(problem)}); mend this line or the one above"
        ) from None
    if not isinstance(node, yaml.MappingNode):
        raise BadScenario(f"{label}:1: is no mapping; start with 'title: …'")
    reader = _Reader(label)
    return Document(label, reader.read(node, ()), reader.lines)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _refuse_unread(text: str, label: str) -> None:
    """Refuse what is not read, event by event: composing goes as deep as the text does."""
    depth = 0
    event: Any
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        where = f"{label}:{event.start_mark.line + 1}:"
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableFile(f"{where} uses a YAML alias (*name); write the value out")
        if tag := getattr(event, "tag", None):
            name = shown(tag.replace("tag:yaml.org,2002:", "!!"))
            raise UnreadableFile(f"{where} uses the tag {name}; remove it")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise UnreadableFile(f"{where} is nested too deep; write it flatter")
        if count > MOST_VALUES:
            raise UnreadableFile(
                f"{label}: holds more than {MOST_VALUES:,} keys and values; "
                "keep so many places in a table (.csv) or a GeoPackage"
            )


class _Reader:
    """Walks the nodes once and notes the line of each."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.lines: dict[Path, tuple[str, int]] = {}

    def read(self, node: yaml.Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, (self.label, line))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise UnreadableFile(f"{self.label}:{line}: has a key that is no text; mend it")
            key = key_node.value
            if key in data:
                first = self.lines[(*path, key)][1]
                where = f"{self.label}:{line}: {joined((*path, key))}"
                raise BadScenario(
                    f"{where} stands twice (first on line {first}); remove or rename one"
                )
            self.lines[(*path, key)] = (self.label, line)
            data[key] = self.read(value_node, (*path, key))
        return data


def _scalar(node: Any) -> Any:
    """Read by the YAML 1.2 core schema, where on, off, yes and no are text, as are dates."""
    text: str = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text) and len(text) < 20:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text
