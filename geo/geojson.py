"""A scenario and its shapes as one GeoJSON FeatureCollection (RFC 7946), and back without loss.

Features are sites, regions and coverage shapes (`role`); what belongs to the whole scenario
stands in the foreign member `shieldmap` (RFC 7946 section 6.1).
"""

import math
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from geo.errors import BadScenario, UnreadableFile, shown
from geo.model import Estimate, Model, Range, Region, Scenario, Site, build

NOTICE = "Illustrative: every range was entered by the reader"
"""The sentence that every output carries."""

PROPERTIES = (
    *("id", "name", "role", "kind", "country", "estimate", "source"),
    *("range_m", "low_m", "high_m", "inner_m", "bearings", "from"),
)
"""The properties that every feature has, null where they do not apply."""

ROLES = ("site", "region", "coverage")
"""What a feature is."""

_WHOLE = ("title", "phases", "events", "notes")

Shape = Mapping[str, Any]


def collection(
    scenario: Scenario, shapes: Iterable[tuple[str, str, Shape]], region_shapes: Mapping[str, Shape]
) -> dict[str, Any]:
    """Return the FeatureCollection of a scenario.

    Parameters
    ----------
    scenario : Scenario
    shapes : iterable of (estimate name, place id, GeoJSON geometry)
        The coverage shapes, in drawing order.
    region_shapes : mapping of region id to GeoJSON geometry
    """
    features = [_site(id_, site) for id_, site in scenario.sites.items()]
    features += [
        _region(id_, region, region_shapes[id_]) for id_, region in scenario.regions.items()
    ]
    estimates = {estimate.name: estimate for estimate in scenario.estimates}
    features += [
        _coverage(scenario, estimates[name], id_, geometry) for name, id_, geometry in shapes
    ]
    whole = scenario.model_dump(mode="json", include=set(_WHOLE))
    whole["estimates"] = [
        estimate.model_dump(mode="json", exclude={"ranges"}) for estimate in scenario.estimates
    ]
    return {
        "type": "FeatureCollection",
        "shieldmap": {"notice": NOTICE, "generator": generator(), **whole},
        "features": features,
    }


def generator() -> str:
    """Return the program's name and version, which every output carries."""
    return f"shieldmap {version('shieldmap')}"


def _feature(geometry: Shape | None, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {**dict.fromkeys(PROPERTIES), **properties},
    }


def _site(id_: str, site: Site) -> dict[str, Any]:
    data = site.model_dump(mode="json")
    return _feature(
        {"type": "Point", "coordinates": [site.lon, site.lat]},
        id=id_,
        role="site",
        name=site.name,
        kind=site.kind,
        country=site.country,
        source="; ".join(site.source) or None,
        since=site.from_,
        until=site.to,
        sources=data["source"],
        events=data["events"],
        notes=data["notes"],
    )


def _region(id_: str, region: Region, geometry: Shape) -> dict[str, Any]:
    data = region.model_dump(mode="json")
    return _feature(
        geometry,
        id=id_,
        role="region",
        name=region.name,
        kind=region.kind,
        country=region.country,
        source="; ".join(region.source) or None,
        sources=data["source"],
        notes=data["notes"],
    )


def _coverage(scenario: Scenario, estimate: Estimate, id_: str, geometry: Shape) -> dict[str, Any]:
    place, range_ = scenario.places[id_], estimate.ranges[id_]
    data = range_.model_dump(mode="json")
    if id_ in scenario.sites:
        data["from"] = None
    return _feature(
        geometry,
        id=id_,
        role="coverage",
        name=place.name,
        kind=place.kind,
        country=place.country,
        estimate=estimate.name,
        source=estimate.source,
        entered=estimate.entered,
        lon=place.lon if isinstance(place, Site) else None,
        lat=place.lat if isinstance(place, Site) else None,
        **data,
    )


def to_scenario(data: Any, label: str) -> Scenario:
    """Read back what `collection` made.

    Raises
    ------
    UnreadableFile, BadScenario
        When it is no FeatureCollection of this kind; the message names the feature.
    """
    if not isinstance(data, Mapping) or data.get("type") != "FeatureCollection":
        raise UnreadableFile(f"{label}: is no GeoJSON FeatureCollection; export it again")
    whole = data.get("shieldmap", {})
    if not isinstance(whole, Mapping) or not isinstance(data.get("features"), list):
        raise UnreadableFile(f"{label}: is not as 'shieldmap export' writes it; export it again")
    places: dict[str, dict[str, Model]] = {"site": {}, "region": {}}
    estimates: dict[str, dict[str, Any]] = {}
    for each in _listed(whole.get("estimates", []), f"{label}: shieldmap.estimates"):
        estimates[str(each.get("name"))] = {**each, "ranges": {}}
    for number, feature in enumerate(data["features"]):
        where = f"{label}: feature {number}"
        properties = feature.get("properties") if isinstance(feature, Mapping) else None
        if not isinstance(properties, Mapping):
            raise BadScenario(f"{where} has no properties; export it again")
        role, id_ = properties.get("role"), _named(properties, "id", where)
        if role in ("site", "region"):
            if id_ in places[role]:
                raise BadScenario(f"{where} repeats the {role} {shown(id_)}; remove one")
            place = _read_site if role == "site" else _read_region
            places[role][id_] = place(feature, properties, where)
        elif role == "coverage":
            name = _named(properties, "estimate", where)
            start: dict[str, Any] = {"name": name, "source": properties.get("source"), "ranges": {}}
            start["entered"] = properties.get("entered")
            estimate = estimates.setdefault(name, start)
            estimate["ranges"][id_] = _read_range(properties, where)
        else:
            raise BadScenario(f"{where} has the role {shown(role)}; use site, region or coverage")
    top = {key: whole[key] for key in _WHOLE if key in whole}
    top = {"title": label, **top, "sites": places["site"], "regions": places["region"]}
    return build(Scenario, {**top, "estimates": list(estimates.values())}, f"{label}:")


def _named(properties: Mapping[str, Any], key: str, where: str) -> str:
    value = properties.get(key)
    if not isinstance(value, str):
        raise BadScenario(f"{where}.{key} is {shown(value)}; write text")
    return value


def _listed(value: Any, where: str) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise BadScenario(f"{where} is no list of mappings; export it again")
    return value


def _read_site(feature: Mapping[str, Any], properties: Mapping[str, Any], where: str) -> Site:
    match feature.get("geometry"):
        case {"type": "Point", "coordinates": [lon, lat, *_]}:
            pass
        case _:
            raise BadScenario(f"{where} is a site without a Point; give it one")
    data = {"lon": lon, "lat": lat, "from": properties.get("since"), "to": properties.get("until")}
    data |= _common(properties)
    return build(Site, data | {"events": properties.get("events") or ()}, where)


def _read_region(feature: Mapping[str, Any], properties: Mapping[str, Any], where: str) -> Region:
    data = _common(properties)
    if data["country"] is None:
        data["geometry"] = feature.get("geometry")
    return build(Region, data, where)


def _common(properties: Mapping[str, Any]) -> dict[str, Any]:
    data = {key: properties.get(key) for key in ("name", "kind", "country")}
    data["notes"] = properties.get("notes") or ()
    data["source"] = properties.get("sources") or properties.get("source") or ()
    return data


def _read_range(properties: Mapping[str, Any], where: str) -> Range:
    data = {
        key: properties[key]
        for key in ("range_m", "low_m", "high_m", "inner_m", "bearings", "from", "unit")
        if properties.get(key) is not None
    }
    for key, value in data.items():
        if key.endswith("_m") and not (isinstance(value, int | float) and abs(value) < math.inf):
            raise BadScenario(f"{where}.{key} is {shown(value)}; write metres as a number")
    return build(Range, data, where)
