"""The map of a figure: ground, regions, coverage, agreement and sites in a view's plane."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import shapely
from matplotlib.path import Path

from geo.coverage import region_shape
from geo.model import Region, Site
from geo.projections import edges
from layers.figures import basemap, theme
from layers.figures.content import Drawn
from layers.figures.labels import Box
from layers.figures.names import draw_names
from layers.figures.stage import (
    Stage,
    area_path,
    fill,
    graticule_step,
    hatching,
    line_path,
    stroke,
    symbols,
)

DASHES = {"region": (0, (3.6, 2.4)), "low": (0, (1, 1.6))}
_LARGE = 5_000_000.0  # metres: a fill that covers most of the map is lighter
_GAP = 4.2  # points from line to line of a hatching


def draw_map(stage: Stage, places: list[Drawn], agreement: tuple[Any, Any] | None) -> None:
    """Draw everything; `agreement` is what is agreed and what disputed, in lon/lat."""
    _ground(stage)
    for each in places:
        if isinstance(each.place, Region):
            _region(stage, each.place)
    if agreement is None:
        for each in _largest_first(places):
            _fill(stage, each)
    else:
        _agreement(stage, *agreement)
    lines = [line for each in _largest_first(places) for line in _rings(stage, each)]
    for line in lines:  # the casings first, so that no ring is lost below another
        stroke(stage.axes, line.path, theme.CASING, line.width + 1.2, zorder=6)
    for line in lines:
        stroke(stage.axes, line.path, (line.color, 1), line.width, zorder=7, dash=line.dash)
    on_map = _sites(stage, places)
    for kind, hollow in dict.fromkeys((each.place.kind, each.hollow) for each, *_ in on_map):
        spots = [xy for each, *xy in on_map if (each.place.kind, each.hollow) == (kind, hollow)]
        symbols(stage.axes, kind, hollow, spots, stage.size.symbol)
    draw_names(stage, places, on_map)


def _sites(stage: Stage, places: list[Drawn]) -> list[tuple[Drawn, float, float]]:
    """Return the sites that the map shows, with their points."""
    sites = [(each, each.place) for each in places if isinstance(each.place, Site)]
    lons, lats = [site.lon for _, site in sites], [site.lat for _, site in sites]
    spots = stage.place(lons, lats) if sites else []
    return [
        (each, float(x), float(y))
        for (each, _), (x, y) in zip(sites, spots, strict=True)
        if np.isfinite(x)
    ]


class Line(NamedTuple):
    """One edge of a coverage shape."""

    path: Path
    color: str
    width: float
    dash: Any


def _ground(stage: Stage) -> None:
    ground, plane, line = basemap.ground(), stage.view.plane, stage.size.line
    fill(stage.axes, area_path(stage.ground), (theme.SEA, 1), zorder=0)
    fill(
        stage.axes, area_path(stage.to_points(plane.areas(ground.land))), (theme.LAND, 1), zorder=1
    )
    step = graticule_step(stage.view)
    for lines in (basemap.meridians(step), basemap.parallels(step)):
        grid = stage.to_points(plane.lines(shapely.union_all(list(lines.values()))))
        stroke(stage.axes, line_path(grid), theme.GRATICULE, 0.5 * line, zorder=2)
    for lines, color, width in (
        (ground.borders, theme.BORDER, 0.5), (ground.coasts, theme.COAST, 0.45),
    ):  # fmt: skip
        path = line_path(stage.to_points(plane.lines(lines)))
        stroke(stage.axes, path, (color, 1), width * line, zorder=3)


def _region(stage: Stage, region: Region) -> None:
    shape, color = region_shape(region), theme.KINDS[region.kind]
    area = stage.to_points(stage.view.plane.areas(shape))
    if area.is_empty:
        return
    box = Box(*stage.ground.bounds)
    fill(stage.axes, area_path(area), (color, 0.13), zorder=4)
    lines = hatching(box, _GAP * 1.2, 1) if region.kind == "launch" else _waves(box)
    inside = shapely.intersection(lines, area)
    stroke(stage.axes, line_path(inside), (color, 0.5), 0.5 * stage.size.line, zorder=4)
    if region.kind == "launch":
        edge = stage.to_points(stage.view.plane.outline(shape))
        stroke(stage.axes, line_path(edge), (color, 1), 0.55 * stage.size.line, zorder=4)


def _waves(box: Box) -> Any:
    x = np.arange(box.left, box.right + 1, 1.0)
    ys = np.arange(box.bottom, box.top, 2 * _GAP)
    lines = [np.column_stack([x, y + 1.1 * np.sin(x * 2 * np.pi / 9)]) for y in ys]
    return shapely.multilinestrings([shapely.LineString(line) for line in lines])


def _largest_first(places: list[Drawn]) -> list[Drawn]:
    covering = [each for each in places if each.outer is not None and each.range is not None]
    return sorted(covering, key=lambda each: each.range.outer_m if each.range else 0, reverse=True)


def _fill(stage: Stage, each: Drawn) -> None:
    """Fill what a place covers; between a band's ends hatched, as nobody says which holds."""
    color, region = theme.KINDS[each.place.kind], isinstance(each.place, Region)
    large = each.range is not None and each.range.outer_m > _LARGE
    alpha = 0.05 if region else 0.06 if large else 0.11
    plane = stage.view.plane
    outer = stage.to_points(plane.areas(each.outer))
    fill(
        stage.axes, area_path(outer), (color, alpha if each.low is None else 0.6 * alpha), zorder=5
    )
    if each.low is None:
        return
    low = stage.to_points(plane.areas(each.low))
    fill(stage.axes, area_path(low), (color, alpha * 1.3), zorder=5)
    lines = hatching(Box(*stage.ground.bounds), _GAP * 1.5, 1)
    between = shapely.intersection(lines, shapely.difference(outer, low))
    stroke(stage.axes, line_path(between), (color, 0.35), 0.4 * stage.size.line, zorder=5)


def _agreement(stage: Stage, agreed: Any, disputed: Any) -> None:
    some = stage.to_points(stage.view.plane.areas(disputed))
    fill(stage.axes, area_path(some), (theme.DISPUTED, 0.18), zorder=5)
    lines = shapely.intersection(hatching(Box(*stage.ground.bounds), _GAP, -1), some)
    stroke(stage.axes, line_path(lines), (theme.DISPUTED, 0.8), 0.55 * stage.size.line, zorder=5)
    every = stage.to_points(stage.view.plane.areas(agreed))
    fill(stage.axes, area_path(every), (theme.AGREED, 0.4), zorder=5)


def _rings(stage: Stage, each: Drawn) -> Iterator[Line]:
    color, line = theme.KINDS[each.place.kind], stage.size.line
    dash = DASHES["region"] if isinstance(each.place, Region) else "solid"
    for shape, style, width in ((each.low, DASHES["low"], 0.75), (each.outer, dash, 1.0)):
        if shape is not None and not shape.is_empty:
            edge = stage.to_points(stage.view.plane.lines(edges(shape)))
            yield Line(line_path(edge), color, width * line, style)
