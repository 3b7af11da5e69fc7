"""Places of other tools: points are sites, polygons are regions, and a column may hold ranges."""

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from geo.errors import BadScenario, CoverageWarning, UnreadableFile, shown
from geo.formats import fields as read
from geo.formats.fields import Columns
from geo.model import (
    KINDS,
    Estimate,
    Range,
    Region,
    RegionKind,
    Scenario,
    Site,
    SiteKind,
    build,
    joined,
)

_POLYGONS = {"Polygon", "MultiPolygon", "GeometryCollection"}


class Feature(NamedTuple):
    """A geometry (GeoJSON, WGS84 degrees) with its fields, and where they stand in the file."""

    where: str
    geometry: Mapping[str, Any] | None
    fields: Mapping[str, Any]


def to_scenario(features: Iterable[Feature], label: str, title: str, columns: Columns) -> Scenario:
    """Return a scenario of the places in a file of another tool's.

    Their ranges are an estimate called `title`, or as a column 'estimate' says.

    Raises
    ------
    UnreadableFile, UnknownName, BadScenario
        When there is no place, no such column, or a value is wrong; the message names the row.
    """
    listed = list(features)
    columns.check(dict.fromkeys(title for each in listed for title in each.fields), label)
    taken: dict[str, Site | Region] = {}
    repeated: Counter[str] = Counter()
    estimates: dict[str, dict[str, Any]] = {}
    skipped, unitless = 0, False
    kinds: set[str | None] = set()
    for nth, feature in enumerate(listed):
        place = _place(feature, columns, f"Place {nth + 1}")
        if place is None:
            skipped += 1
            continue
        id_ = _id(feature, place, taken, columns, repeated)
        taken[id_] = place
        kinds.add(read.unknown_kind(feature.fields))
        if (range_ := _range(feature, columns)) is not None:
            unitless |= "unit" not in range_
            _enter(estimates, feature, id_, range_, title)
    if not taken:
        raise UnreadableFile(f"{label}: holds no point and no polygon; choose a file of places")
    say(label, _left_out(skipped, len(listed), kinds - {None}, unitless))
    found = {
        "title": title,
        "sites": {id_: place for id_, place in taken.items() if isinstance(place, Site)},
        "regions": {id_: place for id_, place in taken.items() if isinstance(place, Region)},
    }
    listed_estimates = [build(Estimate, each, f"{label}:") for each in estimates.values()]
    return build(Scenario, {**found, "estimates": listed_estimates}, f"{label}:")


def say(label: str, sentences: Iterable[str]) -> None:
    """Warn, in sentences that start with the file's name."""
    for sentence in sentences:
        warnings.warn(f"{label}: {sentence}", CoverageWarning, stacklevel=2)


def _left_out(skipped: int, of: int, kinds: set[str | None], unitless: bool) -> Iterable[str]:
    if skipped:
        yield f"{skipped} of {of} features are neither points nor polygons and were left out"
    if kinds:
        names = ", ".join(sorted(shown(kind) for kind in kinds)[:5])
        yield f"kinds that are not known here ({names}) are read as 'place' or 'launch'"
    if unitless:
        yield "ranges without a unit are read as metres, as Leaflet has them; else name the unit"


def _place(feature: Feature, columns: Columns, otherwise: str) -> Site | Region | None:
    """Return a point as a site, polygons as a region, and anything else as None."""
    fields, geometry = feature.fields, feature.geometry or {}
    common: dict[str, Any] = {
        "name": read.name_of(fields, columns, otherwise),
        # With a column 'estimate', a row's source is that estimate's.
        "source": () if read.field_of(fields, "estimate") else read.sources_of(fields),
    }
    if (at := _centre(geometry, fields)) is not None:
        lon, lat = at
        common["country"] = read.country_of(fields)
        kind = read.kind_of(fields, SiteKind, "place")
        return build(Site, {**common, "kind": kind, "lon": lon, "lat": lat}, feature.where)
    if str(geometry.get("type")) not in _POLYGONS:
        return None
    kind = read.kind_of(fields, RegionKind, "launch")
    return build(Region, {**common, "kind": kind, "geometry": geometry}, feature.where)


def _centre(geometry: Mapping[str, Any], fields: Mapping[str, Any]) -> tuple[Any, Any] | None:
    """Return where a site stands: a point, or the centre that a drawn circle names.

    mapbox-gl-draw-circle writes a circle as a polygon with `isCircle`, `center`, `radiusInKm`.
    """
    match geometry:
        case {"type": "Point", "coordinates": [lon, lat, *_]}:
            return lon, lat
        case {"type": "MultiPoint", "coordinates": [[lon, lat, *_]]}:
            return lon, lat
    match fields:
        case {"isCircle": True, "radiusInKm": int() | float(), "center": [lon, lat]}:
            return lon, lat
    return None


def _range(feature: Feature, columns: Columns) -> dict[str, Any] | None:
    fields = feature.fields
    if fields.get("isCircle") is True and columns.range is None and "radiusInKm" in fields:
        columns = columns._replace(range="radiusInKm", unit="km")
    return read.range_of(fields, columns, feature.where)


def _id(
    feature: Feature,
    place: Site | Region,
    taken: Mapping[str, Any],
    columns: Columns,
    repeated: Counter[str],
) -> str:
    """Return an id that is not taken, from the column of ids, or from the name.

    A place may stand in several rows, one for each estimate: then it keeps its id.
    """
    given = read.text_of(feature.fields.get(columns.id)) if columns.id else None
    text = given or read.field_of(feature.fields, "id") or place.name
    start = re.sub(r"[^\w.-]+", "-", text).strip("-_.")[:60] or "place"
    if taken.get(start) == place and read.field_of(feature.fields, "estimate"):
        return start
    if given is not None and start in taken:
        column = joined((str(columns.id),))
        raise BadScenario(f"{feature.where}.{column} repeats {shown(given)}; make ids differ")
    id_ = start
    while id_ in taken or id_ in KINDS:
        repeated[start] += 1
        id_ = f"{start}-{repeated[start] + 1}"
    return id_


def _enter(
    estimates: dict[str, dict[str, Any]],
    feature: Feature,
    id_: str,
    range_: dict[str, Any],
    title: str,
) -> None:
    """Put a range under its estimate."""
    name = read.field_of(feature.fields, "estimate")
    about: dict[str, str | None] = {"source": None, "entered": None}
    if name is not None:
        about = {key: read.field_of(feature.fields, key) for key in about}
    estimate = estimates.setdefault(name or title, {"name": name or title, **about, "ranges": {}})
    built = build(Range, range_, feature.where)
    if estimate["ranges"].setdefault(id_, built) != built:
        raise BadScenario(f"{feature.where} gives {shown(id_)} a second range; leave one out")
