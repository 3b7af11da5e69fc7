"""Sites: a symbol per kind, a name, and what is publicly known. Twin: web/src/layers/sites.ts."""

from geo.model import Event, Model, Note, PartialDate, Scenario, SiteKind


class SceneSite(Model):
    """A place as the page shows it; the fields are those of `geo.model.Site`.

    `since` is the date that it stands from, which may come of its events.
    """

    id: str
    name: str
    kind: SiteKind
    country: str | None
    lon: float
    lat: float
    since: PartialDate | None
    until: PartialDate | None
    events: tuple[Event, ...]
    notes: tuple[Note, ...]
    source: tuple[str, ...]


def site_layer(scenario: Scenario) -> tuple[SceneSite, ...]:
    """Return the scenario's sites, in its order."""
    return tuple(
        SceneSite(
            id=id_,
            name=site.name,
            kind=site.kind,
            country=site.country,
            lon=site.lon,
            lat=site.lat,
            since=site.since,
            until=site.to,
            events=site.events,
            notes=site.notes,
            source=site.source,
        )
        for id_, site in scenario.sites.items()
    )
