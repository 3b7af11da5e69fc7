"""Where on a map places are inside: cells of one area each, asked at their middles."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cuts import Circles
from geo.figures import Shapes, discs
from geo.geodesic import Floats, azimuth, distance
from geo.grid import Grid, Window, window_round
from geo.model import Range, Region, Site
from geo.questions import scannable
from geo.rows import lat_of, z_of
from geo.shapes import CUT_LOCUS


class Cells(NamedTuple):
    """Cells of one area each, at most about so many, over a window; see `geo.grid`."""

    window: Window
    most: int


def window(places: list[Site | Region], farthest: list[Range]) -> Window:
    """Return what holds every shape at its farthest."""
    boxes = []
    for place, range_ in zip(places, farthest, strict=True):
        if range_.outer_m >= CUT_LOCUS:
            return Window(-90.0, 90.0, -180.0, 360.0)
        if isinstance(place, Site):
            disc = Circles.of(discs(place.lon, place.lat, range_.outer_m))
            boxes.append((disc.south[0], disc.north[0], disc.west[0], disc.east[0]))
        else:
            west, south, east, north = scannable(place, range_).polygon[0].bounds
            boxes.append((south, north, west, east))
    return window_round(*np.array(boxes, dtype=float).reshape(-1, 4).T)


def held(
    cells: Cells, places: list[Site | Region], ranges: list[Range], shapes: list[Shapes]
) -> NDArray[np.bool_]:
    """Tell in which cells the middle is inside a shape.

    Parameters
    ----------
    cells : Cells
    places, ranges, shapes : lists
        Each place with its range, and the shape that it makes: a region's is a polygon. Sites are
        asked for distances and bearings, which do not change from one draw to the next.
    """
    lon, lat = _middles(cells)
    held = np.zeros(lon.size, dtype=bool)
    sites = [
        (place, range_)
        for place, range_ in zip(places, ranges, strict=True)
        if isinstance(place, Site)
    ]
    away = _distances(cells, tuple((site.lon, site.lat) for site, _ in sites))
    for (site, range_), metres in zip(sites, away, strict=True):
        inside = (metres <= range_.outer_m) & (metres >= (range_.inner_m or 0.0))
        if range_.bearings:
            inside &= _between(cells, site.lon, site.lat, range_.bearings)
        held |= inside
    for place, each in zip(places, shapes, strict=True):
        if isinstance(place, Region):
            shapely.prepare(each.polygon[0])
            held |= shapely.contains_xy(each.polygon[0], lon, lat)
    return held


@lru_cache(maxsize=2)
def _middles(cells: Cells) -> tuple[Floats, Floats]:
    """Return the middles of the cells of a grid, in degrees."""
    grid = Grid.over(*cells)
    z = z_of(grid.lat)
    lat = np.repeat(lat_of((z[1:] + z[:-1]) / 2), grid.columns)
    nth = np.arange(lat.size) - np.repeat(grid.starts[:-1], grid.columns)
    lon = grid.west + (nth + 0.5) * 360 / np.repeat(grid.around, grid.columns)
    return (lon + 180) % 360 - 180, lat


@lru_cache(maxsize=2)
def _distances(cells: Cells, places: tuple[tuple[float, float], ...]) -> Floats:
    """Return metres (sites, cells) from sites to the middles of cells."""
    to = _middles(cells)
    found = [
        distance(np.full_like(to[0], lon), np.full_like(to[0], lat), *to) for lon, lat in places
    ]
    return np.reshape(found, (-1, to[0].size))


@lru_cache(maxsize=64)
def _between(
    cells: Cells, lon: float, lat: float, bearings: tuple[float, float]
) -> NDArray[np.bool_]:
    """Tell which middles of cells lie between two bearings from a site."""
    to = _middles(cells)
    found = azimuth(np.full_like(to[0], lon), np.full_like(to[0], lat), *to)
    first, last = bearings
    within: NDArray[np.bool_] = (found - first) % 360 <= (last - first) % 360
    return within
