"""Launch regions and labelled sea areas. Twin: web/src/layers/regions.ts.

A country travels as its code only: the page draws it from the country file it already carries.
"""

from typing import Any

from geo.model import Model, Note, RegionKind, Scenario


class SceneRegion(Model):
    """A region as the page shows it: a country code, or the polygon that the reader drew."""

    id: str
    name: str
    kind: RegionKind
    country: str | None
    geometry: dict[str, Any] | None
    notes: tuple[Note, ...]
    source: tuple[str, ...]


def region_layer(scenario: Scenario) -> tuple[SceneRegion, ...]:
    """Return the scenario's regions, in its order."""
    return tuple(
        SceneRegion(
            id=id_,
            name=region.name,
            kind=region.kind,
            country=region.country,
            geometry=region.geometry,
            notes=region.notes,
            source=region.source,
        )
        for id_, region in scenario.regions.items()
    )
