"""What a page shows of its scenario: the reader's numbers, the day, the view.

Mirror of web/src/link/snapshot.ts. It crosses to a widget as JSON, and to a written page as the
ending of a link, as web/src/link/write.ts writes it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote

from pydantic import Field, model_validator

from geo import nato
from geo.errors import BadScenario, UnknownName, did_you_mean, shown
from geo.model import Estimate, Lat, Lon, Misplaced, Model, Region, Scenario, Site, Text, build
from geo.units import Unit
from layers.regions import SceneRegion
from layers.sites import SceneSite

ViewKind = Literal["flat", "globe", "round"]

ZOOMS: dict[ViewKind, tuple[float, float]] = {
    "flat": (1, 12),
    "globe": (0.5, 16),
    "round": (0.8, 40),
}
"""The least and the most zoom of each view, as the page has it."""

_LAST_LAT = 85.06  # of the flat map
_LINK_VERSION = "1"


class View(Model):
    """How the map looks: flat, as a globe, or round a site; lon and lat are in the middle."""

    kind: ViewKind
    lon: Annotated[float, Field(ge=-720, le=720)]
    lat: Lat
    zoom: float
    site: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_page(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and data.get("kind") == "map":
            return {**data, "kind": "flat"}
        return data

    @model_validator(mode="after")
    def _possible(self) -> Self:
        least, most = ZOOMS[self.kind]
        if not least <= self.zoom <= most:
            raise Misplaced(
                ("zoom",), f"is {self.zoom:g}; of the {self.kind} view it is {least:g}..{most:g}"
            )
        if self.kind == "flat" and abs(self.lat) > _LAST_LAT:
            raise Misplaced(("lat",), f"is {self.lat:g}; the flat map ends at 85; use the globe")
        if (self.kind == "round") != (self.site is not None):
            raise ValueError("needs a site if its kind is 'round', and only then")
        return self


class AtSite(Model):
    """An end of a measured line at a site."""

    site: str


class Spot(Model):
    """An end of a measured line anywhere."""

    lon: Lon
    lat: Lat


class Line(Model):
    """What the reader measures: from each end to the next."""

    ends: tuple[AtSite | Spot, ...]


class Snapshot(Model):
    """All that a reader changes in a page; places are those that were added there."""

    estimates: Annotated[tuple[Estimate, ...], Field(min_length=1)]
    active: int = 0
    sites: tuple[SceneSite, ...] = ()
    regions: tuple[SceneRegion, ...] = ()
    off: tuple[str, ...] = ()
    date: str | None = None
    area: str = "nato-europe"
    compare: int | None = None
    show: tuple[Annotated[str, Field(pattern="^[a-z]{1,20}$")], ...] = ()
    lines: tuple[Line, ...] = ()
    unit: Unit = "km"
    view: View | None = None
    selection: Text | tuple[Lon, Lat] | None = None

    @property
    def estimate(self) -> Estimate:
        """The estimate that is shown."""
        return self.estimates[self.active]

    def json_data(self) -> dict[str, Any]:
        """Return it as the page has it."""
        data = self.model_dump(mode="json")
        if data["view"] and data["view"]["kind"] == "flat":
            data["view"]["kind"] = "map"
        return data


def read(given: Scenario, data: Any) -> tuple[Snapshot, Scenario]:
    """Return what a page says that it shows, and the scenario that it makes of the given one.

    Raises
    ------
    CoverageError
        When it cannot be; the message names the field.
    """
    snapshot = build(Snapshot, data, "the map:")
    scenario = scenario_of(given, snapshot)
    for what, number in (("active", snapshot.active), ("compare", snapshot.compare)):
        if number is not None and not 0 <= number < len(snapshot.estimates):
            raise UnknownName(f"the map: {what} is {number}, and there is no such estimate")
    used = [(id_, scenario.places) for id_ in snapshot.off]
    if snapshot.view and snapshot.view.site is not None:
        used.append((snapshot.view.site, dict(scenario.sites)))
    if isinstance(snapshot.selection, str):
        used.append((snapshot.selection, dict(scenario.sites)))
    for line in snapshot.lines:
        used += [(end.site, dict(scenario.sites)) for end in line.ends if isinstance(end, AtSite)]
    for id_, known in used:
        if id_ not in known:
            raise UnknownName(f"the map: {shown(id_)} is not on it; {did_you_mean(id_, known)}")
    if snapshot.area not in nato.AREAS:
        way_out = did_you_mean(snapshot.area, nato.AREAS)
        raise UnknownName(f"the map: {shown(snapshot.area)} is no area of it; {way_out}")
    if snapshot.date is not None:
        nato.members(snapshot.date)  # no day, or one before the treaty
    return snapshot, scenario


def scenario_of(given: Scenario, snapshot: Snapshot) -> Scenario:
    """Return a scenario with the places that were added to it, and the numbers as they stand."""
    sites = {site.id: _site(site) for site in snapshot.sites}
    regions = {region.id: _region(region) for region in snapshot.regions}
    for id_ in (*sites, *regions):
        if id_ in given.places:
            raise UnknownName(f"the map: {shown(id_)} was added to it and is there already")
    data = {
        "title": given.title,
        "sites": {**given.sites, **sites},
        "regions": {**given.regions, **regions},
        "estimates": snapshot.estimates,
        **{key: getattr(given, key) for key in ("phases", "events", "notes")},
    }
    return build(Scenario, data, "the map:")


def _site(site: SceneSite) -> Site:
    data = {key: getattr(site, key) for key in _SITE}
    data |= {"from": site.since, "to": site.until}
    try:
        return build(Site, data, f"the map: {site.id}")
    except BadScenario:
        # The page takes a place far from its country, as a reader's file may have it.
        return build(Site, {**data, "country": None}, f"the map: {site.id}")


def _region(region: SceneRegion) -> Region:
    data = {key: getattr(region, key) for key in _REGION}
    drawn = {"country": None} if region.geometry else {}
    return build(Region, {**data, **drawn}, f"the map: {region.id}")


_SITE = ("name", "country", "kind", "lon", "lat", "events", "notes", "source")
_REGION = ("name", "kind", "country", "geometry", "notes", "source")


def link_ending(snapshot: Snapshot) -> str:
    """Return what a page opens with besides its scene, as the ending of a link."""
    return "&".join(f"{key}={quote(text, safe=',:;@/.')}" for key, text in _pairs(snapshot))


def _pairs(now: Snapshot) -> Iterator[tuple[str, str]]:
    yield "v", _LINK_VERSION
    if now.active:
        yield "shown", str(now.active + 1)
    if now.compare is not None:
        yield "compare", str(now.compare + 1)
    if now.off:
        yield "off", ",".join(now.off)
    if now.date is not None:
        yield "date", now.date
    yield "area", now.area
    if now.show:
        yield "show", ",".join(now.show)
    for line in now.lines:
        yield "line", ",".join(_end(end) for end in line.ends)
    yield "unit", now.unit
    if now.view:
        kind, site = now.view.kind, now.view.site
        numbers: Iterable[float] = (now.view.lat, now.view.lon, now.view.zoom)
        parts = [f"{number:.5f}" for number in numbers]
        yield "map" if kind == "flat" else kind, ",".join([*parts, *([site] if site else [])])


def _end(end: AtSite | Spot) -> str:
    return end.site if isinstance(end, AtSite) else f"@{end.lat},{end.lon}"
