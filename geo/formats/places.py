"""Files of places by their endings: this program's own come back without loss, others as found."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import geojson
from geo.disk import read_bytes, read_text
from geo.errors import BadScenario, UnreadableFile, shown, told
from geo.formats import foreign, json_text, kml, table
from geo.formats.cells import is_own, nested, read_about
from geo.formats.fields import Columns
from geo.formats.foreign import Feature
from geo.model import Scenario

if TYPE_CHECKING:
    import geopandas

__all__ = ["Columns", "from_frame", "read"]

_CRS_NAME = re.compile(r"[A-Za-z0-9_:,./-]{1,100}")  # what PROJ would follow to files has more

WHOLE = "scenario"
"""The role of the row of a table that holds what belongs to the whole scenario."""


def read(path: Path, label: str, columns: Columns) -> Scenario:
    """Return the scenario of a file of places.

    Raises
    ------
    CoverageError
        In one sentence with file, line or row, field, value and the way out.
    """
    title = path.name.partition(".")[0] or path.name
    match path.suffix.lower():
        case ".geojson" | ".json":
            return _from_geojson(path, label, title, columns)
        case ".csv" | ".tsv":
            return _from_table(read_text(path, label), label, title, columns)
        case ".kml" | ".kmz":
            held = read_bytes(path, label)
            text = kml.unpacked(held, label) if path.suffix.lower() == ".kmz" else held
            tree = kml.parse(text, label)
            about = kml.about(tree, label)
            return _scenario(list(kml.features(tree, label)), about, label, title, columns)
    from geo.formats import vector  # here for start-up time: GDAL

    features, about = vector.contents(path, label)
    return _scenario(features, about, label, title, columns)


def from_frame(frame: "geopandas.GeoDataFrame", title: str, columns: Columns) -> Scenario:
    """Return the scenario of a GeoDataFrame; see `Scenario.from_geodataframe`."""
    from geo.formats.frames import to_features

    label = "the GeoDataFrame"
    return _scenario(list(to_features(frame, label)), None, label, title, columns)


def _scenario(
    features: list[Feature],
    about: Mapping[str, Any] | None,
    label: str,
    title: str,
    columns: Columns,
) -> Scenario:
    if not any(is_own(feature.fields) for feature in features) and about is None:
        return foreign.to_scenario(features, label, title, columns)
    _only_own(columns, label)
    back = [
        {"geometry": feature.geometry, "properties": nested(feature.fields, feature.where)}
        for feature in features
    ]
    whole = {"title": title} if about is None else about
    data = {"type": "FeatureCollection", "features": back, "shieldmap": whole}
    return geojson.to_scenario(data, label)


def _only_own(columns: Columns, label: str) -> None:
    if columns != Columns():
        raise BadScenario(f"{label}: has its ranges, ids and names; leave out which columns do")


def _from_geojson(path: Path, label: str, title: str, columns: Columns) -> Scenario:
    data = json_text.parse(read_text(path, label), label)
    if isinstance(data, Mapping) and "geometryType" in data:  # Esri's JSON, as ArcGIS writes it
        from geo.formats import vector
        from geo.formats.frames import to_features

        features = list(to_features(vector.read_json(path, label), label))
        return foreign.to_scenario(features, label, title, columns)
    features = _features(data, label)
    if "shieldmap" in data or any(is_own(feature.fields) for feature in features):
        _only_own(columns, label)
        return geojson.to_scenario(data, label)
    if (crs := _crs(data)) is not None:
        features = _brought(features, crs, label)
    return foreign.to_scenario(features, label, title, columns)


def _features(data: Any, label: str) -> list[Feature]:
    """Return the features of GeoJSON: a collection, a feature, or a bare geometry."""
    kind = data.get("type") if isinstance(data, Mapping) else None
    if kind == "FeatureCollection" and isinstance(data.get("features"), list):
        listed = data["features"]
    elif kind == "Feature":
        listed = [data]
    elif isinstance(kind, str) and kind != "FeatureCollection":
        listed = [{"geometry": data}]
    else:
        raise UnreadableFile(f"{label}: is no GeoJSON; choose another file or export it again")
    return [_feature(each, f"{label}: feature {nth}") for nth, each in enumerate(listed)]


def _feature(data: Any, where: str) -> Feature:
    if not isinstance(data, Mapping):
        raise BadScenario(f"{where} is no mapping; export it again")
    properties, geometry = data.get("properties") or {}, data.get("geometry")
    if not isinstance(properties, Mapping) or not isinstance(geometry, Mapping | None):
        raise BadScenario(f"{where} is no GeoJSON feature; export it again")
    given = {"id": data["id"]} if "id" in data and "id" not in properties else {}
    return Feature(where, geometry, {**given, **properties})


def _crs(data: Mapping[str, Any]) -> str | None:
    """Return the CRS that GeoJSON had before RFC 7946, which took it out; None for WGS84."""
    match data.get("crs"):
        case {"properties": {"name": str(name)}}:
            return None if name.endswith(("CRS84", ":4326")) else name
    return None


def _brought(features: list[Feature], crs: str, label: str) -> list[Feature]:
    import geopandas
    import shapely

    from geo.formats.frames import to_wgs84

    if not _CRS_NAME.fullmatch(crs):
        raise UnreadableFile(f"{label}: has the CRS {shown(crs)}; save it in WGS84")
    try:
        shapes = [
            each.geometry and shapely.geometry.shape(dict(each.geometry)) for each in features
        ]
        frame = geopandas.GeoDataFrame(geometry=shapes, crs=crs)
    except Exception as why:  # whatever shapely and PROJ raise at what is no geometry, no CRS
        raise UnreadableFile(
            f"{label}: cannot be brought to WGS84 ({told(why)}); save it so"
        ) from None
    placed = to_wgs84(frame, label).geometry
    return [
        feature._replace(geometry=shape and shapely.geometry.mapping(shape))
        for feature, shape in zip(features, placed, strict=True)
    ]


def _from_table(text: str, label: str, title: str, columns: Columns) -> Scenario:
    listed = table.rows(text, label)
    if not any(row.get("role") == WHOLE or is_own(row) for _, row in listed):
        return foreign.to_scenario(table.features(listed, label), label, title, columns)
    own = [(line, {k: table.unguarded(cell) for k, cell in row.items()}) for line, row in listed]
    about = next((row.get("about", "") for _, row in own if row.get("role") == WHOLE), None)
    places = [(line, row) for line, row in own if row.get("role") != WHOLE]
    whole = None if about is None else read_about(about, label)
    return _scenario(list(table.features(places, label)), whole, label, title, columns)
