"""Polygons as readers give them, in any GeoJSON wrapping, brought to one normal form.

Over the antimeridian a ring may run on (170, 190), back (-170, -190), or jump (170, -170): an edge
over more than half the Earth's longitudes is meant the shorter way. It is cut there (RFC 7946).
"""

import math
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from typing import Any

from geo.errors import shown

MOST_MEETINGS = 100
"""Of an edge's surroundings with others', on average: neighbours have a few."""

_WRAPPED = {"FeatureCollection": "features", "GeometryCollection": "geometries"}


def normal_polygons(value: Any) -> dict[str, Any]:
    """Return the polygons in a GeoJSON object as one Polygon or MultiPolygon.

    Parameters
    ----------
    value : mapping
        GeoJSON of any type; what is no polygon in it is left out. Degrees, WGS84 (RFC 7946).

    Returns
    -------
    dict
        Exterior rings counter-clockwise, two numbers a position, within -180..180.

    Raises
    ------
    ValueError
        When there is no polygon, a position is off the Earth, or a ring crosses itself (with
        the place where it does).
    """
    import shapely  # here for start-up time: most scenarios name countries only

    parts = []
    for rings in _coordinates(value, 0):
        checked = [_ring(ring) for ring in rings]
        if not checked:
            raise ValueError("has a polygon without a ring; draw it again")
        parts += shapely.get_parts(_polygon(*checked)).tolist()
    if not parts:
        raise ValueError("holds no polygon; draw an area, not points or lines")
    shape: Any = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    if not shape.is_valid and all(part.is_valid for part in parts):
        _refuse_endless(parts)
        shape = shapely.union_all(parts)  # neighbours that share an edge are one region
    if shape.convex_hull.area == 0:
        raise ValueError("has no area; draw a polygon whose corners are not all in one line")
    if not shape.is_valid:
        raise ValueError(f"is no simple polygon ({_reason(shape)}); draw it without crossings")
    oriented = shapely.orient_polygons(shape, exterior_cw=False)
    plain: dict[str, Any] = _plain(shapely.geometry.mapping(oriented))
    return plain


def _coordinates(value: Any, depth: int) -> Iterator[Any]:
    if not isinstance(value, Mapping) or depth > 8:
        raise ValueError("is no GeoJSON geometry; give a Polygon, a MultiPolygon or a file of them")
    kind = value.get("type")
    if kind == "Polygon":
        yield _list(value.get("coordinates"))
    elif kind == "MultiPolygon":
        yield from map(_list, _list(value.get("coordinates")))
    elif kind == "Feature" and value.get("geometry") is not None:
        yield from _coordinates(value["geometry"], depth + 1)
    elif isinstance(kind, str) and kind in _WRAPPED:
        for each in _list(value.get(_WRAPPED[kind])):
            yield from _coordinates(each, depth + 1)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"has {shown(value)} where a list belongs; export it again")
    return list(value)


def _ring(ring: Any) -> list[tuple[float, float]]:
    points = [_position(point) for point in _list(ring)]
    if len(points) < 3:
        raise ValueError(f"has a ring of {len(points)} points; a polygon needs at least three")
    return _unwrapped(points if points[0] == points[-1] else [*points, points[0]])


def _unwrapped(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Take out a closed ring's jumps over the antimeridian; close it along the pole it runs round.

    Half a turn is meant as it is written, and so is any way along a pole; so are whole turns,
    there and back, as round a band.
    """
    steps = [(b[0] - a[0], abs(a[1]) == abs(b[1]) == 90) for a, b in pairwise(ring)]
    jumps = [0 if pole or abs(step) <= 180 else round(step / 360) for step, pole in steps]
    whole = [jump if step % 360 == 0 else 0 for jump, (step, _) in zip(jumps, steps, strict=True)]
    if sum(whole) == 0:
        jumps = [jump - as_written for jump, as_written in zip(jumps, whole, strict=True)]
    turns = [0, *accumulate(jumps)]
    path = [(lon - 360 * turn, lat) for (lon, lat), turn in zip(ring, turns, strict=True)]
    turned = turns[-1]
    if turned == 0:
        return path
    lats = [lat for _, lat in ring]
    if abs(turned) > 1 or min(lats) <= 0 <= max(lats):
        raise ValueError(
            "runs round the whole Earth; close it along the pole that it holds, as in "
            "[180, 60], [180, 90], [-180, 90], [-180, 60]"
        )
    pole = math.copysign(90.0, lats[0])
    return [*path, (path[-1][0], pole), (path[0][0], pole), path[0]]


def _polygon(shell: list[tuple[float, float]], *holes: list[tuple[float, float]]) -> Any:
    """Return a polygon, as it is written or, if that runs beyond +-180, cut there."""
    import shapely

    if all(abs(lon) <= 180 for ring in (shell, *holes) for lon, _ in ring):
        return shapely.Polygon(shell, holes)
    solid, *hollow = (shapely.Polygon(ring) for ring in (shell, *holes))
    for each in (solid, *hollow):
        if not each.is_valid:
            return each
    _refuse_endless(hollow)
    return shapely.difference(within_180(solid), shapely.union_all([*map(within_180, hollow)]))


def _refuse_endless(polygons: list[Any]) -> None:
    """Refuse polygons to be united whose pieces might be as many as the square of their corners."""
    import numpy as np
    import shapely

    corners = shapely.get_coordinates(polygons)
    edges: Any = shapely.linestrings(np.stack([corners[:-1], corners[1:]], axis=1))
    tree, left = shapely.STRtree(edges), MOST_MEETINGS * len(edges) + 1_000_000
    step = max(1, 10_000_000 // max(1, len(edges)))
    for first in range(0, len(edges), step):
        left -= tree.query(edges[first : first + step]).shape[1]
        if left < 0:
            raise ValueError("has polygons that lie over one another too often; unite them first")


def within_180(polygon: Any) -> Any:
    """Cut a shapely Polygon or MultiPolygon that runs beyond +-180, and bring its parts within."""
    import shapely.affinity

    west, _, east, _ = polygon.bounds
    if west >= -180 and east <= 180:
        return polygon
    first, last = math.floor((west + 180) / 360), math.ceil((east - 180) / 360)
    world = shapely.box(-180, -90, 180, 90)
    moved = [shapely.affinity.translate(polygon, -360.0 * k) for k in range(first, last + 1)]
    pieces = shapely.get_parts(shapely.union_all([shapely.intersection(m, world) for m in moved]))
    parts = [each for each in pieces if each.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _position(point: Any) -> tuple[float, float]:
    match point:
        case [int() | float() as lon, int() | float() as lat, *_] if not isinstance(
            lon, bool
        ) and not isinstance(lat, bool):
            pass
        case _:
            raise ValueError(f"has {shown(point)} where [lon, lat] belongs; export it again")
    if not abs(lon) <= 360:  # a ring over the antimeridian may run on
        raise ValueError(f"has longitude {shown(lon)}; longitude must be within -180..180")
    if not abs(lat) <= 90:
        raise ValueError(
            f"has latitude {shown(lat)}; latitude must be within -90..90 (are lon and lat swapped?)"
        )
    return float(lon), float(lat)


def _reason(shape: Any) -> str:
    """Turn GEOS' 'Self-intersection[24 44]' into words with the place."""
    import shapely

    reason, _, place = shapely.is_valid_reason(shape).partition("[")
    lon, lat = place.rstrip("]").split()
    return f"{reason.lower()} at lon {float(lon):.4g}, lat {float(lat):.4g}"


def _plain(value: Any) -> Any:
    """Tuples to lists, so that what is read back from JSON is equal."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
