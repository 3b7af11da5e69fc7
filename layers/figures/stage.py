"""The ground that a map is drawn on, and the strokes and fills that it is drawn with."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from layers.figures import basemap, theme
from layers.figures.frame import View
from layers.figures.labels import Box
from layers.figures.symbols import SYMBOLS, path_of
from layers.figures.texts import Type
from layers.figures.theme import Size


class Stage(NamedTuple):
    """What is drawn on: axes whose data are points from the map's lower left corner."""

    axes: Axes
    view: View
    size: Size
    type: Type
    points: float
    """Points in a metre of the plane."""
    ground: Any
    """All that is drawn, in points: the frame, or the Earth's rim."""
    outer: Box
    """Where words may stand."""

    def to_points(self, geometry: Any) -> Any:
        """Bring what a plane has placed to the map, without what cannot be seen."""
        west, south = self.view.box[:2]
        moved = shapely.transform(geometry, lambda xy: (xy - (west, south)) * self.points)
        box = shapely.box(*self.ground.bounds).buffer(4, join_style="mitre")
        return shapely.intersection(shapely.make_valid(shapely.simplify(moved, 0.02)), box)

    def place(self, lon: Any, lat: Any) -> Any:
        """Return the (n, 2) points of places; NaN where they are not on the map."""
        xy = (self.view.plane.points(lon, lat) - self.view.box[:2]) * self.points
        seen = shapely.intersects_xy(self.ground, *np.nan_to_num(xy, nan=-1e9).T)
        return np.where(seen[:, None], xy, np.nan)


def area_path(geometry: Any) -> Path:
    """Return polygons as one path; holes run the other way round."""
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(geometry)))
    if len(rings) == 0:
        return Path(np.empty((0, 2)))
    return Path.make_compound_path(*(Path(_rounded(r), closed=True) for r in rings))


def line_path(geometry: Any) -> Path:
    """Return lines as one path."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type in {"LineString", "LinearRing"}]
    if not parts:
        return Path(np.empty((0, 2)))
    return Path.make_compound_path(*(Path(_rounded(part)) for part in parts))


def _rounded(line: Any) -> Any:
    """Return vertices to 4 micrometres, which halves an SVG."""
    return shapely.get_coordinates(line).round(2)


def fill(axes: Axes, path: Path, color: tuple[str, float], *, zorder: float) -> None:
    """Fill a path."""
    if len(path):
        patch = PathPatch(path, facecolor=color, edgecolor="none", linewidth=0, zorder=zorder)
        axes.add_artist(patch)


def stroke(
    axes: Axes,
    path: Path,
    color: tuple[str, float],
    width: float,
    *,
    zorder: float,
    dash: Any = "solid",
    within: Any = None,
) -> None:
    """Stroke a path."""
    if len(path) == 0:
        return
    patch = PathPatch(
        path, facecolor="none", edgecolor=color, linewidth=width, linestyle=dash, zorder=zorder,
        joinstyle="round", capstyle="round" if dash == "solid" else "butt",
    )  # fmt: skip
    axes.add_artist(patch)
    if within is not None:
        patch.set_clip_path(within, axes.transData)


def symbols(
    axes: Axes, kind: str, hollow: bool, spots: list[Any], size: float, zorder: float = 9
) -> None:
    """Draw the symbol of a kind, so many points wide, at every x, y."""
    color, unit = theme.KINDS[kind], size / 20
    filled, lines = (
        Path.make_compound_path(
            *(Affine2D().scale(size).translate(x, y).transform_path(path) for x, y in spots)
        )
        for path in (path_of(d) for d in SYMBOLS[kind])
    )
    stroke(axes, Path.make_compound_path(filled, lines), theme.CASING, 5 * unit, zorder=zorder)
    stroke(
        axes,
        lines,
        (color, 1),
        1.9 * unit,
        zorder=zorder,
        dash=(0, (1.2, 1.2)) if hollow else "solid",
    )
    if len(filled):
        face = (theme.GROUND, 1) if hollow else (color, 0.3 if kind == "launch" else 1)
        fill(axes, filled, face, zorder=zorder)
        stroke(axes, filled, (color, 1), (1.8 if hollow else 1) * unit, zorder=zorder)


def hatching(box: Box, gap: float, rise: int) -> Any:
    """Return lines that rise (1) or fall (-1) from left to right over a box."""
    height = box.top - box.bottom
    starts = np.arange(box.left - height - gap, box.right + gap, gap)
    low, high = (box.bottom, box.top) if rise > 0 else (box.top, box.bottom)
    ends = [[(x, low), (x + height, high)] for x in starts]
    return shapely.multilinestrings(ends)


def graticule_step(view: View) -> int:
    """Return the degrees between lines of the graticule."""
    high = view.box[3] - view.box[1]
    return 30 if view.plane.name in {"eqearth", "ortho"} else basemap.step_of(high / 111_000)
