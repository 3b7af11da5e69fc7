"""Depth: of many sites, how many circles lie over each place. Twin: web/src/depth/.

A page of more sites than `geo.limits.MOST_SITES` shows no site: it shows cells of one area, each
with how many circles lie over it, and says what was aggregated.
"""

from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

import numpy as np

from geo.geojson import NOTICE
from geo.model import Model
from layers.basemap import ATTRIBUTION

if TYPE_CHECKING:
    from geo.aggregate import Depth
    from geo.geodesic import Floats

_CLASSES = (0.2, 0.4, 0.6, 0.8, 0.95)
"""Parts of the cells with circles over them at which the map's classes part, about."""

_MOST_ROWS = 10  # of the table of exact areas
_DIGITS = 4  # of a cell's number


class Cells(Model):
    """The grid, as `geo.grid.Grid`; `mean` (cells) from south to north and west to east."""

    cell_km2: float
    west: float
    lat: tuple[float, ...]
    around: tuple[int, ...]
    columns: tuple[int, ...]
    mean: tuple[float, ...]


class Aggregated(Model):
    """What was aggregated, as the page says it: `sites` have a circle, of `points` in `file`."""

    file: str
    points: int
    sites: int
    nearest_m: float
    farthest_m: float
    estimate: str
    source: str | None
    entered: str | None


class SceneDepth(Model):
    """Everything that a page of depth needs to know.

    `bounds` part the classes of means; `at_least` are pairs of a number of circles and the km2
    inside at least as many, counted without the cells.
    """

    version: Literal[1] = 1
    generator: str
    notice: str = NOTICE
    attribution: str = ATTRIBUTION
    title: str
    about: Aggregated
    notes: tuple[str, ...]
    earth_km2: float
    deepest: int
    bounds: tuple[float, ...]
    at_least: tuple[tuple[int, float], ...]
    cells: Cells


def depth_scene(
    title: str, about: Aggregated, found: "Depth", notes: tuple[str, ...]
) -> SceneDepth:
    """Return what a page of depth is told.

    Parameters
    ----------
    notes : texts
        Sentences about the file, such as that its CRS was changed.
    """
    grid = found.grid
    mean = _rounded(found.mean)
    inside = np.cumsum(found.area[::-1])[::-1] / 1e6  # km2 inside at least so many
    return SceneDepth(
        generator=f"shieldmap {version('shieldmap')}",
        title=title,
        about=about,
        notes=notes,
        earth_km2=float(inside[0]),
        deepest=found.area.size - 1,
        bounds=_bounds(mean),
        at_least=tuple((k, round(float(inside[k]), 3)) for k in _steps(found.area.size - 1)),
        cells=Cells(
            cell_km2=grid.cell_m2 / 1e6,
            west=grid.west,
            lat=tuple(np.round(grid.lat, 9).tolist()),
            around=tuple(grid.around.tolist()),
            columns=tuple(grid.columns.tolist()),
            mean=tuple(int(each) if each == int(each) else each for each in mean.tolist()),
        ),
    )


def _rounded(mean: "Floats") -> "Floats":
    """Round to four significant digits: what is no nothing stays so."""
    size = np.floor(np.log10(np.where(mean > 0, mean, 1.0)))
    step = 10.0 ** (size - _DIGITS + 1)
    # Divided by whole powers, so that decimals are written as short as they are.
    return np.asarray(np.where(step < 1, np.round(mean / step) / (1 / step), np.round(mean)))


def _bounds(mean: "Floats") -> tuple[float, ...]:
    """Return numbers of one digit at which classes part, each with cells to both sides."""
    some = mean[mean > 0]
    wanted = np.quantile(some, _CLASSES)
    size = 10.0 ** np.floor(np.log10(wanted))
    nice = np.array([float(f"{each:.6g}") for each in np.round(wanted / size) * size])
    return tuple(float(each) for each in np.unique(nice) if some.min() < each <= some.max())


def _steps(deepest: int) -> list[int]:
    """Return 1, 2, 5, 10, 20, 50, ... up to the deepest; of more than fit, the tens alone."""
    every = [int(lead * 10**power) for power in range(8) for lead in (1, 2, 5)]
    steps = [each for each in every if each <= deepest]
    if len(steps) > _MOST_ROWS:
        steps = [each for each in steps if str(each)[0] == "1"]
    return steps
