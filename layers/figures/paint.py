"""Draws what stands round the map: words, symbols, samples, the scale bar, the frame's degrees."""

from typing import Any

import shapely
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path

from layers.figures import basemap, theme
from layers.figures.frame import Scale, degrees_text
from layers.figures.labels import Box
from layers.figures.legend import Item, Mark, Plate, Sample, Word
from layers.figures.map import DASHES
from layers.figures.stage import (
    Stage,
    fill,
    graticule_step,
    hatching,
    line_path,
    stroke,
    symbols,
)
from layers.figures.texts import Type
from layers.figures.theme import Size


def write(axes: Axes, type_: Type, word: Word) -> None:
    """Write a line; what it holds is never read as markup."""
    axes.text(
        word.x, word.y, word.text, color=word.color, ha=word.align, va="center_baseline",
        fontproperties=type_.properties(word.size, bold=word.bold),
        parse_math=False, usetex=False, zorder=10,
    )  # fmt: skip


def draw_item(axes: Axes, type_: Type, item: Item, height: float, size: Size) -> None:
    """Draw an item of a sheet so many points high on axes whose y runs upwards."""
    y = height - item.y
    match item:
        case Word():
            write(axes, type_, item._replace(y=y))
        case Mark():
            symbols(axes, item.kind, item.hollow, [(item.x, y)], item.size)
        case Plate():
            round_ = min(2.0, item.height / 3)
            patch = FancyBboxPatch(
                (item.x, y - item.height), item.width, item.height, facecolor=item.color,
                boxstyle=f"round,pad=0,rounding_size={round_}", edgecolor="none", zorder=1,
            )  # fmt: skip
            axes.add_artist(patch)
        case Sample():
            _sample(axes, item, y, size)


def _sample(axes: Axes, item: Sample, y: float, size: Size) -> None:
    x, width, half = item.x, item.width, item.height / 2
    if item.sign == "ended":
        symbols(axes, "interceptor", True, [(x + width / 2, y)], item.height * 1.4)
        return
    box = Box(x, y - half, x + width, y + half)
    if item.sign in {"agreed", "disputed", "band"}:
        color, alpha, rise, gap, weight = {
            "agreed": (theme.AGREED, 0.4, 0, 1.0, 0.0),
            "disputed": (theme.DISPUTED, 0.18, -1, 4.2, 0.55),
            "band": (theme.KINDS["interceptor"], 0.07, 1, 6.3, 0.4),
        }[item.sign]
        fill(axes, _box_path(box), (color, alpha), zorder=2)
        if rise:
            lines = shapely.intersection(hatching(box, gap, rise), shapely.box(*box))
            opacity = 0.8 if item.sign == "disputed" else 0.5
            stroke(axes, line_path(lines), (color, opacity), weight * size.line, zorder=3)
        if item.sign == "band":
            low, high = Path([box[:2], (box.right, box.bottom)]), Path([(x, box.top), box[2:]])
            stroke(axes, low, (color, 1), 0.75 * size.line, zorder=4, dash=DASHES["low"])
            stroke(axes, high, (color, 1), size.line, zorder=4)
        return
    kind, dash = ("launch", DASHES["region"]) if item.sign == "region" else ("interceptor", "solid")
    line = Path([(x, y), (x + width, y)])
    stroke(axes, line, (theme.KINDS[kind], 1), size.line, zorder=4, dash=dash)


def _box_path(box: Box) -> Path:
    corners = [box[:2], (box.right, box.bottom), box[2:], (box.left, box.top), box[:2]]
    return Path(corners, closed=True)


def draw_scale(
    axes: Axes,
    type_: Type,
    bar: tuple[Scale, float, float],
    points: float,
    height: float,
    size: Size,
) -> None:
    """Draw a bar of four parts, the numbers above it and below where it is true."""
    scale, left, top = bar
    length, fine = scale.length * points, size.fine
    y = height - top - fine * 1.5
    thick = fine * 0.4
    x = left + type_.width("0", fine)
    for nth in range(4):
        part = Box(x + nth * length / 4, y - thick, x + (nth + 1) * length / 4, y)
        fill(axes, _box_path(part), (theme.GROUND if nth % 2 else theme.TEXT, 1), zorder=2)
    stroke(axes, _box_path(Box(x, y - thick, x + length, y)), (theme.TEXT, 1), 0.5, zorder=3)
    half, whole = f"{scale.km / 2:,g}", f"{scale.km:,g} km"
    fits = type_.width(half, fine) + type_.width(whole, fine) < length - fine
    for part_of, text in ((0.0, "0"), *([(0.5, half)] if fits else []), (1.0, whole)):
        write(axes, type_, Word(x + part_of * length, y + fine * 0.75, text, fine, align="center"))
    words = f"true {scale.words}"
    write(axes, type_, Word(left, y - thick - fine * 0.85, words, fine, theme.MUTED))


def draw_frame(axes: Axes, stage: Stage) -> None:
    """Draw the frame, or the rim of what is shown."""
    width = stage.size.line
    rings = shapely.get_rings(stage.ground)
    for ring in rings:
        path = Path(shapely.get_coordinates(ring), closed=True)
        patch = PathPatch(
            path, facecolor="none", edgecolor=theme.COAST, linewidth=0.75 * width, zorder=8,
            clip_on=False,
        )  # fmt: skip
        axes.add_artist(patch)


def draw_degrees(axes: Axes, stage: Stage) -> None:
    """Write at the frame which meridian and which parallel ends there."""
    if stage.view.whole:
        return
    fine, type_, plane = stage.size.fine, stage.type, stage.view.plane
    west, south, east, _ = stage.ground.bounds
    step = graticule_step(stage.view)
    taken: list[Box] = []

    def note(x: float, y: float, text: str, align: str) -> None:
        wide = type_.width(text, fine)
        left = x - wide / 2 if align == "center" else x - wide
        box = Box(left - fine * 0.4, y - fine * 0.6, left + wide + fine * 0.4, y + fine * 0.6)
        if box.right > east + fine or any(box.meets(other) for other in taken):
            return
        taken.append(box)
        write(axes, type_, Word(x, y, text, fine, theme.MUTED, align=align))

    for lat, line in basemap.parallels(step).items():
        for y in _crossings(stage.to_points(plane.lines(line)), 0, west):
            note(west - fine * 0.4, y, degrees_text(lat, "NS"), "right")
    for lon, line in basemap.meridians(step).items():
        for x in _crossings(stage.to_points(plane.lines(line)), 1, south):
            if west < x < east:
                note(x, south - fine * 0.85, degrees_text(lon, "EW"), "center")


def _crossings(lines: Any, axis: int, at: float) -> list[float]:
    """Return where lines cross x = at (axis 0) or y = at (axis 1)."""
    edge = [(at, -1e4), (at, 1e4)] if axis == 0 else [(-1e4, at), (1e4, at)]
    found = shapely.intersection(lines, shapely.LineString(edge))
    return [float(xy[1 - axis]) for xy in shapely.get_coordinates(found)]
