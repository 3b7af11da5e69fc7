"""What the notebooks are held against: distances by geographiclib, shares by counting points."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import shapely
from geographiclib.geodesic import Geodesic

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CLASSIC = ROOT / "notebooks" / "classic-error.ipynb"
MERCATOR_RADIUS = 6_378_137.0  # EPSG:3857

SITES = {"Redzikowo": (17.11, 54.48), "Deveselu": (24.41, 44.08), "Kürecik": (37.79, 38.35)}
RANGES_KM = (500, 1000, 2000, 4000)

Edge = Iterator[tuple[float, float]]


def markdown(path: Path) -> str:
    """Return what a notebook says, as one line."""
    cells = nbformat.read(path, 4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return " ".join(text.split())


def distance_km(lon: float, lat: float, lon2: float, lat2: float) -> float:
    return Geodesic.WGS84.Inverse(lat, lon, lat2, lon2)["s12"] / 1000


def errors_km(edge: Edge, lon: float, lat: float, range_km: float) -> list[float]:
    """Return how much too far each point of an edge is; points off the map are left out."""
    return [distance_km(lon, lat, x, y) - range_km for x, y in edge if abs(y) < 90]


def degrees_edge(lon: float, lat: float, range_km: float) -> Edge:
    radius = range_km / 111.32
    for turn in np.radians(np.arange(0, 360, 0.5)):
        yield lon + radius * math.cos(turn), lat + radius * math.sin(turn)


def to_mercator(lon: float, lat: float) -> tuple[float, float]:
    """Return EPSG:3857's metres: x, y."""
    y = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return MERCATOR_RADIUS * math.radians(lon), MERCATOR_RADIUS * y


def mercator_edge(lon: float, lat: float, range_km: float) -> Edge:
    x, y = to_mercator(lon, lat)
    for turn in np.radians(np.arange(0, 360, 0.5)):
        east = (x + 1000 * range_km * math.cos(turn)) / MERCATOR_RADIUS
        north = (y + 1000 * range_km * math.sin(turn)) / MERCATOR_RADIUS
        yield math.degrees(east), math.degrees(2 * math.atan(math.exp(north)) - math.pi / 2)


def percentage(area: Any, inside: Callable[[float, float], bool]) -> float:
    """Return the percentage of an area inside: of some 5,000 points, each for as much land.

    Rows are evenly spaced in the sine of latitude (Archimedes), so a point stands for the same
    area anywhere; the sphere's and the ellipsoid's differ by far less than the spacing does.
    """
    west, south, east, north = area.bounds
    rows = np.degrees(np.arcsin(np.linspace(*np.sin(np.radians([south, north])), 161)))
    columns = np.linspace(west, east, 161)
    lon, lat = (each.ravel() for each in np.meshgrid(columns, rows))
    land = shapely.contains_xy(area, lon, lat)
    found = [inside(x, y) for x, y in zip(lon[land], lat[land], strict=True)]
    return 100 * sum(found) / len(found)
