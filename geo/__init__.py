"""What is covered: places, the reader's ranges, and geodesic shapes. No drawing.

Names are loaded when first used, so that a program that needs a scenario does not wait for
shapely, pyproj or geopandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.countries import country as country
    from geo.coverage import cover as cover
    from geo.coverage import feature_collection as feature_collection
    from geo.errors import CoverageError as CoverageError
    from geo.errors import CoverageWarning as CoverageWarning
    from geo.files import scenario as scenario
    from geo.files import shipped as shipped
    from geo.geodesic import azimuth as azimuth
    from geo.geodesic import destination as destination
    from geo.geodesic import distance as distance
    from geo.model import Estimate as Estimate
    from geo.model import Event as Event
    from geo.model import Note as Note
    from geo.model import Phase as Phase
    from geo.model import Range as Range
    from geo.model import Region as Region
    from geo.model import Scenario as Scenario
    from geo.model import Site as Site
    from geo.reach import reach_from_anywhere as reach_from_anywhere
    from geo.reach import reach_from_everywhere as reach_from_everywhere
    from geo.shapes import annulus as annulus
    from geo.shapes import circle as circle
    from geo.shapes import circles as circles
    from geo.shapes import sector as sector
    from geo.units import parse_distance as parse_distance

_HOME = {
    "countries": ["country"],
    "coverage": ["cover", "feature_collection"],
    "errors": ["CoverageError", "CoverageWarning"],
    "files": ["scenario", "shipped"],
    "geodesic": ["azimuth", "destination", "distance"],
    "model": ["Estimate", "Event", "Note", "Phase", "Range", "Region", "Scenario", "Site"],
    "reach": ["reach_from_anywhere", "reach_from_everywhere"],
    "shapes": ["annulus", "circle", "circles", "sector"],
    "units": ["parse_distance"],
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = sorted(_MODULE)  # noqa: PLE0605  # built from the one table above


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module 'geo' has no attribute '{name}'")
    value = getattr(import_module(f"geo.{_MODULE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*globals(), *_MODULE]
