"""Scenarios from files: YAML with `extends`, and the files of places that other tools write.

Every error names the file, the line where it can be known, the field and the value.
"""

import os
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import yaml_text
from geo.disk import exists, read_text, write_bytes, write_text
from geo.errors import (
    BadScenario,
    CoverageError,
    UnknownName,
    UnreadableFile,
    did_you_mean,
    shown,
)
from geo.formats import json_text
from geo.model import Scenario, joined
from geo.units import Unit

if TYPE_CHECKING:
    import geopandas

__all__ = ["read_areas", "read_text", "scenario", "shipped", "write_bytes", "write_text"]

_YAML = {".yaml", ".yml"}
_PLACES = (
    *(".geojson", ".json", ".csv", ".tsv", ".kml", ".kmz"),
    *(".gpkg", ".shp", ".zip", ".fgb", ".parquet", ".geoparquet"),
)
"""Endings of files that hold places; a .zip is a Shapefile."""


def shipped() -> list[str]:
    """Return the names of the shipped scenarios."""
    folder = files("geo").joinpath("scenarios")
    return sorted(Path(each.name).stem for each in folder.iterdir() if each.name.endswith(".yaml"))


def scenario(
    source: str | os.PathLike[str],
    /,
    *,
    range: str | None = None,  # noqa: A002 - named as the column's meaning, for readers
    unit: Unit | None = None,
    id: str | None = None,  # noqa: A002 - likewise
    name: str | None = None,
) -> Scenario:
    """Read a scenario: a shipped name, a YAML file, or a file of places.

    Parameters
    ----------
    source : str or path
        ``"epaa"``, or a path that ends in .yaml or .yml; in .geojson, .csv, .tsv, .kml, .kmz,
        .gpkg, .shp, .zip (a Shapefile), .fgb or .parquet, as `layers.export` or another tool
        writes it: points are sites and polygons regions. Any CRS is brought to WGS84.
    range, unit, id, name : str, optional
        For another tool's file: the columns of ranges, ids and names, and the unit of ranges
        that have none; see `Scenario.from_geodataframe`.

    Raises
    ------
    CoverageError
        In one sentence with file, line, field, value and the way out.

    Warns
    -----
    CoverageWarning
        When a CRS was changed, or something was left out or taken for granted.
    """
    path, label = _locate(source)
    if path.suffix.lower() in _PLACES:
        from geo.formats import places  # here for start-up time: a shipped scenario is YAML

        return places.read(path, label, places.Columns(range, unit, id, name))
    if any(each is not None for each in (range, unit, id, name)):
        raise BadScenario(f"{label}: has no columns; leave out which hold the ranges, ids or names")
    return _from_yaml(path, label)


def read_areas(path: str | os.PathLike[str]) -> "geopandas.GeoDataFrame":
    """Read the reader's areas from any file of polygons that GDAL reads, in any CRS.

    Raises
    ------
    UnreadableFile
        When it cannot be read, or holds no polygon, or does not say its CRS.
    """
    import geopandas  # here for start-up time: only areas of the reader's need it
    from pyogrio.errors import DataSourceError

    label = os.fspath(path)
    try:
        frame = geopandas.read_file(path)
    except (DataSourceError, ValueError, OSError) as error:
        reason = shown(str(error))
        raise UnreadableFile(f"{label}: is no file of areas ({reason}); choose another") from None
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise UnreadableFile(f"{label}: has no geometry; choose a file of polygons")
    polygons = frame[frame.geom_type.isin(["Polygon", "MultiPolygon"])]
    if polygons.empty:
        raise UnreadableFile(f"{label}: holds no polygon; draw areas, not points or lines")
    if polygons.crs is None:
        raise UnreadableFile(f"{label}: does not say its CRS; write it again with one")
    return polygons


def _locate(name: str | os.PathLike[str]) -> tuple[Path, str]:
    text = os.fspath(name)
    path = Path(text)
    if path.suffix.lower() in {*_YAML, *_PLACES}:
        return path, text
    if text in shipped():
        with as_file(files("geo").joinpath("scenarios", f"{text}.yaml")) as real:
            return real, real.name
    if exists(path):
        what = f"'{path.suffix}'" if path.suffix else "a file without an ending, or a folder"
        raise UnreadableFile(f"{text}: cannot read {what}; use .yaml, {', '.join(_PLACES)}")
    raise UnknownName(
        f"{shown(text)} is no shipped scenario and no file; {did_you_mean(text, shipped())}"
    )


def _from_yaml(path: Path, label: str) -> Scenario:
    document = _document(path, label, ())
    with document.located():
        return Scenario.model_validate(document.data)


def _document(path: Path, label: str, above: tuple[Path, ...]) -> yaml_text.Document:
    """Read one file and what it extends: keys of the file win, estimates come first."""
    document = yaml_text.parse(read_text(path, label), label)
    if "regions" in document.data:
        _read_shapes(document, path.parent)
    if "extends" not in document.data:
        return document
    base_name = document.data.pop("extends")
    where = f"{label}:{document.line(('extends',))}: extends"
    if not isinstance(base_name, str):
        raise BadScenario(f"{where} is {shown(base_name)}; name one scenario or file")
    beside = path.parent / base_name
    try:
        base, base_label = _locate(beside if beside.suffix else base_name)
    except CoverageError as error:
        raise type(error)(f"{where} {error}") from None
    where = f"{where} {shown(base_name)}"
    if not exists(base):
        raise UnreadableFile(f"{where}, which does not exist; check the path")
    chain = (*above, path.resolve())
    if base.resolve() in chain:
        raise BadScenario(f"{where} leads back to this file; remove it")
    if base.suffix.lower() not in _YAML:
        raise BadScenario(f"{where}; only a shipped name or a YAML file can be")
    return document.over(_document(base, base_label, chain))


def _read_shapes(document: yaml_text.Document, folder: Path) -> None:
    """Replace a region's `geometry: file.geojson` by what is in that file."""
    regions = document.data["regions"]
    for name, region in regions.items() if isinstance(regions, dict) else ():
        if not isinstance(region, dict) or "geometry" not in region:
            continue
        shape = region["geometry"]
        if isinstance(shape, str):
            line = document.line(("regions", name, "geometry"))
            field = joined(("regions", name, "geometry"))
            where = f"{document.label}:{line}: {field} {shown(shape)}"
            region["geometry"] = _json(folder / shape, where)


def _json(path: Path, label: str) -> Any:
    return json_text.parse(read_text(path, label), label)
