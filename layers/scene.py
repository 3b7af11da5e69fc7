"""Scenario -> Scene: the one JSON contract with the page, mirrored in web/src/scene.ts."""

from importlib.metadata import version
from typing import Literal

from geo.geojson import NOTICE
from geo.limits import FARTHEST
from geo.model import Estimate, Event, Model, Note, Phase, Scenario
from layers.basemap import ATTRIBUTION
from layers.coverage import coverage_layer
from layers.regions import SceneRegion, region_layer
from layers.shares import SceneNato, shares_layer
from layers.sites import SceneSite, site_layer

TOLERANCE = 100.0
"""Largest distance in metres between an edge that the page draws and the true curve."""


class Scene(Model):
    """Everything the page needs to know; lengths in metres, places in degrees (WGS84)."""

    version: Literal[1] = 1
    generator: str
    notice: str = NOTICE
    attribution: str = ATTRIBUTION
    title: str
    tolerance: float
    farthest: float = FARTHEST
    sites: tuple[SceneSite, ...]
    regions: tuple[SceneRegion, ...]
    estimates: tuple[Estimate, ...]
    nato: SceneNato
    phases: tuple[Phase, ...]
    events: tuple[Event, ...]
    notes: tuple[Note, ...]


def scene(scenario: Scenario, *, tolerance: float = TOLERANCE) -> Scene:
    """Return the scene of a scenario.

    Parameters
    ----------
    scenario : geo.model.Scenario
    tolerance : float
        Largest distance in metres between a drawn edge and the true curve.
    """
    return Scene(
        generator=f"shieldmap {version('shieldmap')}",
        title=scenario.title,
        tolerance=tolerance,
        sites=site_layer(scenario),
        regions=region_layer(scenario),
        estimates=coverage_layer(scenario),
        nato=shares_layer(),
        phases=scenario.phases,
        events=scenario.events,
        notes=scenario.notes,
    )
