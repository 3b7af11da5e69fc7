"""Scenarios from files: YAML with `extends`, and the files of places that other tools write.

Every error names the file, the line where it can be known, the field and the value.
"""

import os
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import yaml_text
from geo.disk import MOST_BYTES, exists, read_text, write_bytes, write_text
from geo.errors import (
    BadRegion,
    BadScenario,
    CoverageError,
    UnknownName,
    UnreadableFile,
    did_you_mean,
    shown,
)
from geo.formats import json_text
from geo.model import Scenario, joined
from geo.polygons import normal_polygons
from geo.units import Unit

if TYPE_CHECKING:
    import geopandas

    from geo.formats.fields import Columns
    from geo.formats.many import Sites

__all__ = ["read_areas", "read_text", "scenario", "shipped", "write_bytes", "write_text"]

MOST_EXTENDED = 20
"""Files, each extending the next."""

_YAML = {".yaml", ".yml"}
_PLACES = (
    *(".geojson", ".json", ".csv", ".tsv", ".kml", ".kmz"),
    *(".gpkg", ".shp", ".zip", ".fgb", ".parquet", ".geoparquet"),
)
"""Endings of files that hold places; a .zip is a Shapefile."""
_AREAS = (".geojson", ".json", ".gpkg", ".shp", ".zip", ".fgb", ".parquet", ".geoparquet")


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


def many_sites(
    source: str | os.PathLike[str],
    columns: "Columns",
    ranges: Mapping[str, str],
    whose: tuple[str, str],
) -> "Sites | None":
    """Read a file of more places than a page can show: see `geo.formats.many.read`.

    Returns
    -------
    geo.formats.many.Sites or None
        None for whatever `scenario` is to read.
    """
    path, label = _locate(source)
    if path.suffix.lower() not in _PLACES or not exists(path):
        return None
    from geo.formats import many  # here for start-up time: a shipped scenario is YAML

    return many.read(path, label, columns, ranges, whose)


def read_areas(path: str | os.PathLike[str]) -> "geopandas.GeoDataFrame":
    """Read the reader's areas from a file of polygons, in any CRS.

    Parameters
    ----------
    path : str or path
        It ends in .geojson, .json, .gpkg, .fgb, .shp, .zip (a Shapefile) or .parquet: other formats
        of GDAL's may lead on to further files, or to the network.

    Raises
    ------
    UnreadableFile
        When it cannot be read, or holds no polygon, or does not say its CRS.
    """
    from geo.formats import vector  # here for start-up time: only areas of the reader's need it

    label, file = os.fspath(path), Path(path)
    if file.suffix.lower() not in _AREAS or not exists(file):
        reason = "there is none" if file.suffix.lower() in _AREAS else shown(file.suffix)
        raise UnreadableFile(
            f"{label}: is no file of areas ({reason}); choose one of {', '.join(_AREAS)}"
        )
    frame = vector.areas(file, label)
    polygons = frame[frame.geom_type.isin(["Polygon", "MultiPolygon"])]
    if polygons.empty:
        raise UnreadableFile(f"{label}: holds no polygon; draw areas, not points or lines")
    if polygons.crs is None:
        raise UnreadableFile(f"{label}: does not say its CRS; write it again with one")
    if polygons.crs.to_epsg() != 4326:
        return polygons
    read = [_area(each, f"{label}: area {nth + 1}") for nth, each in enumerate(polygons.geometry)]
    return polygons.set_geometry(read, crs=polygons.crs)


def _area(geometry: Any, where: str) -> Any:
    """Return a polygon in lon/lat as a scenario's region would be read."""
    from shapely.geometry import mapping, shape

    try:
        return shape(normal_polygons(mapping(geometry)))
    except ValueError as error:
        raise BadRegion(f"{where} {error}") from None


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
    if len(chain) > MOST_EXTENDED:
        raise BadScenario(f"{where}, beyond {MOST_EXTENDED} files in a row; join some of them")
    return document.over(_document(base, base_label, chain))


def _read_shapes(document: yaml_text.Document, folder: Path) -> None:
    """Replace a region's `geometry: file.geojson` by what is in that file."""
    regions = document.data["regions"]
    left = MOST_BYTES  # of all files together, since one may be named as often as there are regions
    for name, region in regions.items() if isinstance(regions, dict) else ():
        if not isinstance(region, dict) or "geometry" not in region:
            continue
        shape = region["geometry"]
        if isinstance(shape, str):
            line = document.line(("regions", name, "geometry"))
            field = joined(("regions", name, "geometry"))
            where = f"{document.label}:{line}: {field} {shown(shape)}"
            text = read_text(folder / shape, where, most=left)
            left -= len(text)
            region["geometry"] = json_text.parse(text, where)
