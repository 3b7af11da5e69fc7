"""Words beside the map as blocks: a row per place, the signs, the sources. No drawing in here."""

from collections.abc import Sequence
from typing import NamedTuple

from layers.figures import theme
from layers.figures.content import NO_RANGE, SIGNS, Content, Entry
from layers.figures.texts import Type
from layers.figures.theme import Size

MOST_ENTRIES = 60
LEADING = 1.25


class Word(NamedTuple):
    """A line of text: where its middle stands, in points from the top left."""

    x: float
    y: float
    text: str
    size: float
    color: str = theme.TEXT
    bold: bool = False
    align: str = "left"


class Mark(NamedTuple):
    """A place's symbol."""

    x: float
    y: float
    kind: str
    hollow: bool
    size: float


class Sample(NamedTuple):
    """How the map draws a sign of the legend: `x` is the left end, `y` the middle."""

    x: float
    y: float
    sign: str
    width: float
    height: float


class Plate(NamedTuple):
    """A ground for words, or with no height to speak of a rule."""

    x: float
    y: float
    width: float
    height: float
    color: str


Item = Word | Mark | Sample | Plate


class Block(NamedTuple):
    """Items that stay together, from 0, 0 down to `height`."""

    items: tuple[Item, ...]
    height: float

    def at(self, x: float, y: float) -> list[Item]:
        """Return the items, moved."""
        return [item._replace(x=item.x + x, y=item.y + y) for item in self.items]


def paragraph(
    type_: Type, text: str, width: float, most: int, size: float, *, color: str = theme.TEXT,
    bold: bool = False, after: float = 0.0, indent: float = 0.0,
) -> Block:  # fmt: skip
    """Return a text, broken into at most so many lines."""
    lines = type_.wrap(type_.clean(text), width - indent, most, size, bold=bold)
    leading = size * LEADING
    words = [
        Word(indent, (nth + 0.5) * leading, line, size, color, bold)
        for nth, line in enumerate(lines)
    ]
    return Block(tuple(words), len(lines) * leading + after)


def stacked(blocks: Sequence[Block]) -> Block:
    """Put blocks one below another."""
    items: list[Item] = []
    height = 0.0
    for block in blocks:
        items += block.at(0, height)
        height += block.height
    return Block(tuple(items), height)


def legend(
    type_: Type,
    words: Content,
    width: float,
    size: Size,
    shrink: float = 1.0,
    most: int = MOST_ENTRIES,
) -> list[Block]:
    """Return whose numbers, a block per place, and what the signs mean."""
    text = max(6.0, size.text * shrink)
    fine = max(6.0, text * 0.84)
    blocks = []
    if words.heading:
        heading = paragraph(type_, words.heading, width, 2, text * 1.08, bold=True)
        whose = paragraph(type_, words.whose, width, 2, fine, color=theme.MUTED, after=fine * 0.4)
        blocks.append(stacked([heading, whose]))
    shown = _cut(words.groups, most)
    for title, entries in shown:
        head = paragraph(type_, title, width, 1, fine, color=theme.MUTED, bold=True)
        for nth, each in enumerate(entries):
            row = _row(type_, each, width, text, fine)
            blocks.append(row if nth else stacked([Block((), fine * 0.5), head, row]))
    left = _count(words.groups) - _count(shown)
    if left > 0:
        more = f"and {left} more on the map"
        blocks.append(paragraph(type_, more, width, 1, fine, color=theme.MUTED))
    signs = [_sign(type_, sign, width, fine, nth == 0) for nth, sign in enumerate(words.signs)]
    return [*blocks, *([stacked(signs)] if signs else [])]


def sources(type_: Type, words: Content, width: float, size: Size, most: int) -> list[Block]:
    """Return the numbered sources, each on at most two lines, in at most so many."""
    if not words.sources:
        return []
    indent = type_.width("00 ", size.fine)
    found: list[Block] = []
    lines = 0
    for nth, text in enumerate(words.sources, start=1):
        block = paragraph(type_, text, width, 2, size.fine, color=theme.MUTED, indent=indent)
        lines += len(block.items)
        if lines > most - (nth < len(words.sources)):
            more = f"and {len(words.sources) - nth + 1} more, which the scenario lists"
            return [*found, paragraph(type_, more, width, 1, size.fine, color=theme.MUTED)]
        number = Word(0, size.fine * LEADING / 2, str(nth), size.fine, theme.MUTED)
        found.append(Block((number, *block.items), block.height))
    return found


def in_columns(blocks: list[Block], count: int) -> list[list[Block]]:
    """Fill columns as evenly as blocks, which stay whole and in order, allow."""
    heights = sorted({sum(b.height for b in blocks[i:j]) for i in range(len(blocks))
                      for j in range(i + 1, len(blocks) + 1)})  # fmt: skip
    for height in heights:
        columns: list[list[Block]] = [[]]
        for block in blocks:
            if columns[-1] and sum(b.height for b in columns[-1]) + block.height > height + 1e-6:
                columns.append([])
            columns[-1].append(block)
        if len(columns) <= count and all(
            sum(b.height for b in c) <= height + 1e-6 for c in columns
        ):
            return columns
    return [blocks]


def _count(groups: list[tuple[str, list[Entry]]]) -> int:
    return sum(len(entries) for _, entries in groups)


def _cut(groups: list[tuple[str, list[Entry]]], most: int) -> list[tuple[str, list[Entry]]]:
    """Rather leave out places that have no range than others."""
    ranged = [(title, [each for each in entries if each.range]) for title, entries in groups]
    if _count(groups) > most and _count(ranged) > 0:
        groups = ranged
    room = most
    found: list[tuple[str, list[Entry]]] = []
    for title, entries in groups:
        found += [(title, entries[:room])] if entries[:room] else []
        room -= len(entries[:room])
    return found


def _row(type_: Type, each: Entry, width: float, text: float, fine: float) -> Block:
    number = each.range or NO_RANGE
    color = theme.TEXT if each.range else theme.MUTED
    size, leading = text * 1.25, text * LEADING
    left = size * 1.45
    taken = type_.width(number, text, bold=bool(each.range))
    name = paragraph(type_, each.name, width - taken - text, 2, text, indent=left)
    items: list[Item] = [
        Mark(size / 2, leading / 2, each.kind, each.hollow, size),
        Word(width, leading / 2, number, text, color, bool(each.range), "right"),
    ]
    facts = paragraph(type_, each.facts, width, 3, fine, color=theme.MUTED, indent=left)
    below = stacked([name, facts, Block((), text * 0.25)])
    return Block((*items, *below.items), below.height)


def _sign(type_: Type, sign: str, width: float, fine: float, first: bool) -> Block:
    above = fine * 0.8 if first else 0.0
    wide, step = fine * 3.2, fine * 1.5
    items: list[Item] = [Sample(0, above + step / 2, sign, wide, step * 0.72)]
    text = type_.shortened(SIGNS[sign], width - wide - fine, fine)
    items.append(Word(wide + fine * 0.8, above + step / 2, text, fine, theme.MUTED))
    return Block(tuple(items), above + step)
