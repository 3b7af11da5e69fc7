"""A scenario, its shapes and whose numbers they are, in the formats of other tools."""

import json
import os
import sqlite3
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo.coverage import Progress, feature_collection
from geo.disk import write_bytes
from geo.errors import UnwritableOutput, shown
from geo.geodesic import TOLERANCE
from geo.model import Scenario

ENDINGS = {
    ".geojson": "GeoJSON (RFC 7946)",
    ".json": "the same",
    ".kml": "KML 2.2, for Google Earth",
    ".kmz": "the same, packed",
    ".gpkg": "GeoPackage, styled for QGIS",
    ".parquet": "GeoParquet 1.1 (needs pyarrow)",
    ".fgb": "FlatGeobuf",
    ".csv": "a table with WKT",
    ".tsv": "the same, with tabs",
    ".zip": "Shapefiles of sites, regions and coverage",
}
"""What can be written, by the file's ending."""


def export(
    scenario: Scenario,
    file: str | os.PathLike[str],
    *,
    tolerance: float = TOLERANCE,
    progress: Progress | None = None,
) -> int:
    """Write a scenario with its coverage shapes; `geo.scenario` reads it back without loss.

    Centre, range, unit, estimate, source, the notice that ranges are the reader's and the
    program's version travel in every format. The file is written whole or not at all.

    Parameters
    ----------
    scenario : Scenario
    file : str or path
        Its ending says the format: one of `ENDINGS`.
    tolerance : float
        Metres between a shape's edge and the true curve; see `geo.circles`.
    progress : callable, optional
        Hears each place's name as its shape is computed.

    Returns
    -------
    int
        How many features were written: sites, regions and shapes.

    Raises
    ------
    UnwritableOutput
        When no format has this ending, or the file cannot be written.

    Warns
    -----
    CoverageWarning
        When the format cannot hold something.
    """
    path = Path(file)
    ending = path.suffix.lower()
    if ending == ".shp":
        raise UnwritableOutput(
            f"{path}: a Shapefile is several files, and one for each kind of shape; "
            f"name them together: {path.stem}.shp.zip"
        )
    if ending not in ENDINGS:
        raise UnwritableOutput(
            f"{path}: cannot write {shown(path.suffix)}; end the name in {', '.join(ENDINGS)}"
        )
    collection = feature_collection(scenario, tolerance=tolerance, progress=progress)
    try:
        held = encoded(scenario, collection, ending)
    except (OSError, RuntimeError, sqlite3.Error) as error:  # RuntimeErrors are GDAL's
        reason = getattr(error, "strerror", None) or shown(str(error))
        raise UnwritableOutput(
            f"{path}: cannot be made (in {tempfile.gettempdir()}: {reason}); free some space there"
        ) from None
    write_bytes(path, held)
    return len(collection["features"])


def encoded(scenario: Scenario, collection: Mapping[str, Any], ending: str) -> bytes:
    """Return a file of one of `ENDINGS`, of what `geo.feature_collection` makes of a scenario."""
    if ending in (".geojson", ".json"):
        return (json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n").encode()
    from layers.out import gis, kml, table  # here for start-up time, as GDAL and pyarrow in them
    from layers.out.rows import rows

    listed = rows(collection)
    title, about = scenario.title, json.dumps(collection["shieldmap"])
    match ending:
        case ".kml":
            return kml.kml(scenario, listed, about)
        case ".kmz":
            return kml.kmz(kml.kml(scenario, listed, about))
        case ".csv":
            return table.table(listed, title, about)
        case ".tsv":
            return table.table(listed, title, about, separator="\t")
        case ".gpkg":
            return gis.geopackage(listed, title, about)
        case ".fgb":
            return gis.flatgeobuf(listed, title, about)
        case ".parquet":
            return gis.parquet(listed, title, about)
        case _:
            return gis.shapefile(listed, about)
