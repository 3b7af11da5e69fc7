"""Where everything on a figure stands, in points from its top left corner. No drawing in here."""

import math
from typing import NamedTuple

from layers.figures import frame, theme
from layers.figures.content import Content
from layers.figures.frame import Scale, View
from layers.figures.legend import (
    LEADING,
    MOST_ENTRIES,
    Block,
    Item,
    Plate,
    Word,
    in_columns,
    legend,
    paragraph,
    sources,
    stacked,
)
from layers.figures.texts import Type
from layers.figures.theme import Size

_SHRINKS = (1.0, 0.92, 0.85, 0.78, 0.72)


class Rect(NamedTuple):
    """Left, top, width and height, in points from the top left."""

    left: float
    top: float
    width: float
    height: float


class Sheet(NamedTuple):
    """A figure before it is drawn."""

    width: float
    height: float
    map: Rect
    view: View
    items: list[Item]
    bar: tuple[Scale, float, float]
    """The scale bar, and where its left end stands."""


def sheet(type_: Type, words: Content, view: View, size: Size) -> Sheet:
    """Lay out a figure: the legend beside the map or below it, as the size and the map ask."""
    inner = size.width - 2 * size.margin
    head = _header(type_, words, inner, size)
    foot = _footer(type_, words, view, inner, size)
    edge = 0.0 if view.whole else type_.width("00° W ", size.fine)
    top = size.margin + head.height
    gap = size.text * 1.4
    aside = size.beside is not None and view.ratio > size.beside
    items = head.at(size.margin, size.margin)
    if aside:
        wide = inner * (0.64 if size.height else 0.6)
        room = size.height - size.margin - foot.height - top if size.height else None
        strip = _strip(size)
        if room:
            view = frame.fitted(
                view, (room - strip) / (wide - edge), (room - strip) / (wide - edge)
            )
        else:
            view = frame.fitted(view, size.low, size.high * 1.2)
        high = (room - strip) if room else (wide - edge) * view.ratio
        column = inner - wide - gap
        blocks = _shrunk(type_, words, column, size, high + strip)
        items += blocks.at(size.margin + wide + gap, top)
        bottom = top + (room or max(high + strip, blocks.height))
    else:
        wide = inner
        view = frame.fitted(view, size.low, size.high)
        high = min((wide - edge) * view.ratio, wide * size.high)
        bottom = top + high + _strip(size)
        columns = in_columns(legend(type_, words, _column(inner, size), size), size.columns)
        for nth, column_blocks in enumerate(columns):
            x = size.margin + nth * (_column(inner, size) + size.text * 1.6)
            items += stacked(column_blocks).at(x, bottom)
        bottom += max(stacked(column_blocks).height for column_blocks in columns) + size.text * 0.6
    height = size.height or float(math.ceil(bottom + foot.height))
    items += foot.at(size.margin, height - size.margin - foot.height)
    place = Rect(size.margin + edge, top, wide - edge, high)
    per_metre = points_of(place, view)
    bar = frame.scale(view, place.width * 0.34 / per_metre)
    below = top + high + (size.fine * (1.6 if not view.whole else 1.0))
    return Sheet(size.width, height, place, view, items, (bar, place.left, below))


def points_of(place: Rect, view: View) -> float:
    """Return the points in a metre of the plane, so that all of the view is in the rectangle."""
    west, south, east, north = view.box
    inset = 2.0 if view.whole else 0.0
    return min((place.width - inset) / (east - west), (place.height - inset) / (north - south))


def _strip(size: Size) -> float:
    """Return what the scale bar below the map takes."""
    return size.fine * 5.6


def _column(inner: float, size: Size) -> float:
    return (inner - (size.columns - 1) * size.text * 1.6) / size.columns


def _header(type_: Type, words: Content, width: float, size: Size) -> Block:
    title = paragraph(type_, words.title, width, 3, size.title, bold=True, after=size.text * 0.25)
    notice = type_.shortened(words.notice, width - size.text, size.text, bold=True)
    taken, high = type_.width(notice, size.text, bold=True) + size.text, size.text * 1.7
    plate = Plate(0, 0, taken, high, theme.NOTICE_GROUND)
    said = Word(size.text / 2, high / 2, notice, size.text, theme.NOTICE_TEXT, bold=True)
    lead = paragraph(type_, words.lead, width, 1, size.text, color=theme.MUTED)
    fits = taken + size.text + type_.width(words.lead, size.text) <= width
    beside = [Word(taken + size.text, high / 2, words.lead, size.text, theme.MUTED)] if fits else []
    line = Block((plate, said, *beside), high)
    gap = Block((), size.text * 0.7)
    return stacked([title, line, gap] if fits else [title, lead, line, gap])


def _footer(type_: Type, words: Content, view: View, width: float, size: Size) -> Block:
    fine = size.fine
    count = max(size.columns, 1 if size.height is None else 3)
    column = (width - (count - 1) * fine * 2) / count
    listed = sources(type_, words, column, size, 30 if size.height is None else 12)
    blocks = []
    if listed:
        heading = paragraph(type_, "Sources", width, 1, fine, bold=True)
        columns = [stacked(each) for each in in_columns(listed, count)]
        items = [
            i for nth, each in enumerate(columns) for i in each.at(nth * (column + fine * 2), 0)
        ]
        blocks = [heading, Block(tuple(items), max(each.height for each in columns))]
    right = type_.clean(words.generator)
    text = f"{view.words}. Rings are geodesic on WGS 84. {words.attribution}."
    taken = type_.width(right, fine)
    left = paragraph(type_, text, width - taken - 2 * fine, 5, fine, color=theme.MUTED)
    last = Word(width, left.height - fine * LEADING / 2, right, fine, theme.MUTED, align="right")
    rule = Block((Plate(0, fine * 0.5, width, 0.5, theme.LINE),), fine)
    return stacked([*blocks, rule, Block((*left.items, last), left.height)])


def _shrunk(type_: Type, words: Content, width: float, size: Size, room: float) -> Block:
    """Return the legend as large as a column allows; what does not fit even so is left out."""
    for shrink in _SHRINKS:
        found = stacked(legend(type_, words, width, size, shrink))
        if found.height <= room or size.height is None:
            return found
    for most in range(MOST_ENTRIES - 1, 0, -1):
        found = stacked(legend(type_, words, width, size, _SHRINKS[-1], most))
        if found.height <= room:
            break
    return found
