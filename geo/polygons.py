"""Polygons as readers give them, in any GeoJSON wrapping, brought to one normal form."""

from collections.abc import Iterator, Mapping
from typing import Any

from geo.errors import shown

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
        Exterior rings counter-clockwise, two numbers a position.

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
        parts.append(shapely.Polygon(checked[0], checked[1:]))
    if not parts:
        raise ValueError("holds no polygon; draw an area, not points or lines")
    shape: Any = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    if not shape.is_valid and all(part.is_valid for part in parts):
        shape = shapely.union_all(parts)  # neighbours that share an edge are one region
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
    return points


def _position(point: Any) -> tuple[float, float]:
    match point:
        case [int() | float() as lon, int() | float() as lat, *_] if not isinstance(
            lon, bool
        ) and not isinstance(lat, bool):
            pass
        case _:
            raise ValueError(f"has {shown(point)} where [lon, lat] belongs; export it again")
    if not abs(lon) <= 180:
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
