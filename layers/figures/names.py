"""Words on the map: names of sites, regions and countries, and the distance on each ring."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import Stroke

from geo.coverage import region_shape
from geo.geodesic import destination
from geo.model import Range, Region, Site
from geo.projections import edges
from layers.figures import basemap, theme
from layers.figures.content import Drawn, distance_text
from layers.figures.labels import Box, Room, beside, halves, name_lines
from layers.figures.stage import Stage

_BEARINGS = (0, 20, 340, 40, 320, 65, 295, 90, 270, 115, 245, 140, 220, 160, 200, 180)


def draw_names(stage: Stage, places: list[Drawn], on_map: list[tuple[Drawn, float, float]]) -> None:
    """Write what matters most first; `on_map` are the sites with the points of their symbols."""
    room = Room(stage.outer, [])
    for _, x, y in on_map:
        room.taken.append(Box.around(x, y, stage.size.symbol, stage.size.symbol))
    names = [name_lines(each.place.name, None)[1:] for each, _, _ in on_map]
    for each, x, y in sorted(on_map, key=lambda at: at[0].outer is None):
        where = name_lines(each.place.name, None)[1:]
        _site_name(stage, room, each, x, y, where if names.count(where) == 1 else [])
    for each in places:
        if isinstance(each.place, Region):
            _region_name(stage, room, each.place)
    for each in sorted(places, key=lambda each: each.range.outer_m if each.range else 0):
        if each.range and each.outer is not None:
            _distances(stage, room, each, each.range)
    _country_names(
        stage, room, {each.place.country for each in places if isinstance(each.place, Region)}
    )


def _write(
    stage: Stage, box: Box, lines: list[str], size: float, color: str, *, bold: int = 0,
    italic: bool = False, align: str = "center", halo: tuple[str, float] | None = theme.CASING,
) -> None:  # fmt: skip
    """Write lines into a box; the first `bold` of them bold."""
    leading = (box.top - box.bottom) / len(lines)
    x = {"left": box.left, "center": box.middle[0], "right": box.right}[align]
    for nth, line in enumerate(lines):
        # What has an effect is drawn as outlines; the letters above them stay text.
        below = [(halo, [Stroke(linewidth=size * 0.28, foreground=halo)])] if halo else []
        for ink, effects in (*below, (color, None)):
            stage.axes.text(
                x, box.top - (nth + 0.5) * leading, line, color=ink, ha=align,
                va="center_baseline", path_effects=effects, parse_math=False, usetex=False,
                fontproperties=stage.type.properties(size, bold=nth < bold, italic=italic),
                zorder=10,
            )  # fmt: skip


def _site_name(stage: Stage, room: Room, each: Drawn, x: float, y: float, where: list[str]) -> None:
    """Name a site beside its symbol, if only by where it is: what stands in brackets."""
    size, gap = stage.size.label, stage.size.symbol / 2 + 1
    widest = (stage.outer.right - stage.outer.left) * 0.45
    first, *rest = [stage.type.clean(line) for line in name_lines(each.place.name, each.status)]
    broken = halves(first)
    short = [stage.type.shortened(line, widest, size, True) for line in broken]
    ways = [
        (1, [first, *rest]),
        (len(broken), [*broken, *rest]),
        (1, [first]),
        (len(short), short),
        (1, [stage.type.clean(line) for line in where]),
    ]
    for heads, lines in (way for way in ways if way[1]):
        widths = [stage.type.width(line, size, bold=n < heads) for n, line in enumerate(lines)]
        if max(widths) > widest + 0.01:
            continue
        box = room.first_free(beside(x, y, gap, max(widths) + 1, len(lines) * size * 1.2))
        if box:
            left, right = box.left > x, box.right < x
            align = "left" if left else "right" if right else "center"
            _write(stage, box, lines, size, theme.TEXT, bold=heads, align=align)
            return


def _region_name(stage: Stage, room: Room, region: Region) -> None:
    size, color = stage.size.label, theme.KINDS[region.kind]
    name = stage.type.clean(region.name)
    lines = [stage.type.shortened(line, 40 * size, size, True) for line in halves(name, 16)]
    width = max(stage.type.width(line, size, bold=True) for line in lines) + 2
    height = len(lines) * size * 1.2
    area = stage.to_points(stage.view.plane.areas(region_shape(region)))
    if area.is_empty:
        return
    spots = [Box.around(x, y, width, height) for x, y in _widest(area)]
    point = shapely.point_on_surface(area)
    near = beside(point.x, point.y, 5, width, height) if region.kind == "launch" else []
    box = room.first_free([*spots, *near])
    if box:
        launch = region.kind == "launch"
        _write(stage, box, lines, size, color, bold=2 if launch else 0, italic=not launch)


def _country_names(stage: Stage, room: Room, named: set[str | None]) -> None:
    """Name countries quietly where their land is wide enough, the widest first."""
    size = stage.size.fine
    countries = [each for each in basemap.countries_by_width() if each.code not in named]
    spots = stage.place([each.lon for each in countries], [each.lat for each in countries])
    for each, (x, y) in zip(countries, spots, strict=True):
        wide = each.width * stage.points
        if not np.isfinite(x) or wide < 2 * size:
            continue
        for lines in ([each.name], halves(each.name)):
            width = max(stage.type.width(line, size) for line in lines)
            box = Box.around(float(x), float(y), width + 2, len(lines) * size * 1.15)
            if width < wide and room.first_free([box]):
                halo = (theme.LAND, 0.6)
                _write(stage, box, lines, size, theme.NAME, halo=halo)
                break


def _widest(area: Any) -> Iterator[tuple[float, float]]:
    """Yield the middles of the widest chords of an area, the widest first."""
    west, south, east, north = area.bounds
    rows = south + (north - south) * (np.arange(24) + 0.5) / 24
    scan = shapely.multilinestrings([[(west - 1, y), (east + 1, y)] for y in rows])
    chords = shapely.get_parts(shapely.intersection(area, scan))
    middles = shapely.get_coordinates(shapely.centroid(chords))
    yield from middles[np.argsort(-shapely.length(chords))][:8]


def _distances(stage: Stage, room: Room, each: Drawn, range_: Range) -> None:
    """Write the distance on each ring where it is in view and free."""
    size, color = stage.size.label * 0.95, theme.KINDS[each.place.kind]
    size = max(size, 6)
    for metres, shape in ((range_.outer_m, each.outer), (range_.low_m, each.low)):
        if metres is None or shape is None or shape.is_empty:
            continue
        text = distance_text(metres, range_.unit)
        width, height = stage.type.width(text, size, bold=True) + 3, size * 1.25
        spots = _anchors(stage, each.place, range_, metres, shape)
        box = room.first_free(Box.around(x, y, width, height) for x, y in spots)
        if box:
            patch = PathPatch(
                Path([box[:2], (box.right, box.bottom), box[2:], (box.left, box.top), box[:2]]),
                facecolor=(theme.PLATE, 0.92), edgecolor="none", zorder=8, clip_on=False,
            )  # fmt: skip
            stage.axes.add_artist(patch)
            _write(stage, box, [text], size, color, bold=1, halo=None)


def _anchors(
    stage: Stage, place: Site | Region, range_: Range, metres: float, shape: Any
) -> Iterator[tuple[float, float]]:
    if isinstance(place, Site):
        bearings = np.array(_BEARINGS, dtype=float)
        if range_.bearings:
            first, last = range_.bearings
            width = (last - first) % 360 or 360.0
            bearings = (first + np.array([0.5, 0.3, 0.7, 0.15, 0.85]) * width) % 360
        lon, lat = destination(place.lon, place.lat, bearings, metres)
    else:
        xy = shapely.get_coordinates(edges(shape))
        xy = xy[:: max(1, len(xy) // 80)]
        lon, lat = xy[np.argsort(-xy[:, 1])].T
    inner = shapely.buffer(stage.ground, -0.04 * math.sqrt(stage.ground.area))
    for x, y in stage.place(lon, lat):
        if np.isfinite(x) and shapely.intersects_xy(inner, x, y):
            yield float(x), float(y)
