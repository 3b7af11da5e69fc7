"""Land, coasts, borders and the graticule in lon/lat, from the built country file."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import shapely

from geo import countries

_STEPS = (30, 20, 15, 10, 5, 2, 1)
_DEGREE = 111_320.0  # metres, along the equator
_WANTED = 5  # parallels across the map, about


class Ground(NamedTuple):
    """Polygons and lines of the whole Earth, lon/lat degrees."""

    land: Any
    coasts: Any
    borders: Any


@cache
def ground() -> Ground:
    """Return the ground; an edge of one country is a coast, one of two a border between them."""
    shapes = [countries.country(code) for code in countries.names()]
    rings = shapely.get_rings(shapely.get_parts(shapes))
    xy, number = shapely.get_coordinates(rings, return_index=True)
    a, b = xy[:-1], xy[1:]
    cut = np.any((np.abs(a) == (180, 90)) & (a == b), axis=1)
    kept = np.flatnonzero((np.diff(number) == 0) & ~cut)
    forward = (a[kept] < b[kept])[:, 0] | ((a[kept] == b[kept])[:, 0] & (a[kept] < b[kept])[:, 1])
    ends = np.where(forward[:, None], np.hstack([a, b])[kept], np.hstack([b, a])[kept])
    edges, count = np.unique(ends, axis=0, return_counts=True)
    coasts, borders = (_merged(edges[which]) for which in (count == 1, count > 1))
    return Ground(shapely.coverage_union_all(shapes), coasts, borders)


def _merged(edges: Any) -> Any:
    lines: Any = shapely.linestrings(edges.reshape(-1, 2, 2))
    return shapely.line_merge(shapely.multilinestrings(lines))


class Country(NamedTuple):
    """Where a country is widest, from west to east, and by how many metres."""

    code: str
    name: str
    lon: float
    lat: float
    width: float


@cache
def countries_by_width() -> list[Country]:
    """Return every country, the widest first."""
    found = []
    for code, name in countries.names().items():
        shape = countries.country(code)
        west, south, east, north = shape.bounds
        rows = south + (north - south) * (np.arange(24) + 0.5) / 24
        across = shapely.multilinestrings([[(west - 1, y), (east + 1, y)] for y in rows])
        chords = shapely.get_parts(shapely.intersection(shape, across))
        chords = chords[shapely.length(chords) > 0]
        if len(chords) == 0:
            continue
        lon, lat = shapely.get_coordinates(shapely.centroid(chords)).T
        widths = shapely.length(chords) * np.cos(np.radians(lat)) * _DEGREE
        at = int(np.argmax(widths))
        found.append(Country(code, name, float(lon[at]), float(lat[at]), float(widths[at])))
    return sorted(found, key=lambda each: -each.width)


def step_of(height: float) -> int:
    """Return the degrees from line to line of the graticule, for a map of so many degrees."""
    return min(_STEPS, key=lambda step: abs(height / step - _WANTED))


def meridian(lon: float, step: int) -> Any:
    """Return a meridian; only some run on to the poles, where they would crowd."""
    end = 90.0 if lon % 90 == 0 or step >= 30 else 90.0 - max(step, 5)
    return shapely.LineString([(lon, -end), (lon, end)])


def meridians(step: int) -> dict[float, Any]:
    """Return the meridians of the graticule by their longitude."""
    return {float(lon): meridian(lon, step) for lon in range(-180, 180, step)}


def parallels(step: int) -> dict[float, Any]:
    """Return the parallels of the graticule by their latitude."""
    lats = range(-(89 // step) * step, 90, step)
    return {float(lat): shapely.LineString([(-180, lat), (0, lat), (180, lat)]) for lat in lats}
