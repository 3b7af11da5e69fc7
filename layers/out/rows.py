"""What is exported, as rows: sites, regions and coverage shapes, with their cells."""

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from geo.errors import CoverageWarning
from geo.formats.cells import COLUMNS, NUMBERS, Cell, flat
from geo.geojson import NOTICE, generator

if TYPE_CHECKING:
    import geopandas

LAYERS = {"site": "sites", "region": "regions", "coverage": "coverage"}
"""A layer or a file per role, where a format has them."""

TITLES = (*COLUMNS, "illustrative", "generator")
"""The columns of every format's table."""


class Row(NamedTuple):
    """A site, a region or a coverage shape."""

    role: str
    cells: Mapping[str, Cell]
    geometry: Any
    """shapely, lon/lat degrees (WGS84)."""


def rows(collection: Mapping[str, Any]) -> list[Row]:
    """Return the features of `geo.feature_collection` as rows."""
    carried = {"illustrative": NOTICE, "generator": generator()}
    found = []
    for feature in collection["features"]:
        role, geometry = feature["properties"]["role"], feature["geometry"]
        at = (
            dict(zip(("lon", "lat"), geometry["coordinates"], strict=True))
            if role == "site"
            else {}
        )
        cells = flat(feature["properties"]) | at | carried
        found.append(Row(role, cells, shapely.geometry.shape(geometry)))
    return found


def frame(listed: list[Row]) -> "geopandas.GeoDataFrame":
    """Return rows as a GeoDataFrame, with the same columns and types whatever they hold."""
    import geopandas
    import pandas

    columns = {}
    for title in TITLES:
        cells = [row.cells[title] for row in listed]
        columns[title] = pandas.Series(cells, dtype="float64" if title in NUMBERS else "object")
    shapes = [row.geometry for row in listed]
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def without_nul(listed: list[Row]) -> list[Row]:
    """Return the rows without zero characters, at which GDAL's texts end; say so where any was."""
    held = [text for row in listed for text in row.cells.values() if isinstance(text, str)]
    if not any("\0" in text for text in held):
        return listed
    say("characters U+0000 are left out of its texts, since this format cannot hold them")
    return [row._replace(cells={k: _cleaned(v) for k, v in row.cells.items()}) for row in listed]


def _cleaned(cell: Cell) -> Cell:
    return cell.replace("\0", "") if isinstance(cell, str) else cell


def say(sentence: str) -> None:
    """Warn of what a format does not hold."""
    warnings.warn(sentence, CoverageWarning, stacklevel=2)
