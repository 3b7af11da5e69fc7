from .countries import country
from .coverage import cover, feature_collection
from .errors import CoverageError, CoverageWarning
from .files import scenario, shipped
from .geodesic import azimuth, destination, distance
from .model import Estimate, Event, Note, Phase, Range, Region, Scenario, Site
from .reach import reach_from_anywhere, reach_from_everywhere
from .shapes import annulus, circle, circles, sector
from .units import parse_distance

__all__ = [
    "CoverageError",
    "CoverageWarning",
    "Estimate",
    "Event",
    "Note",
    "Phase",
    "Range",
    "Region",
    "Scenario",
    "Site",
    "annulus",
    "azimuth",
    "circle",
    "circles",
    "country",
    "cover",
    "destination",
    "distance",
    "feature_collection",
    "parse_distance",
    "reach_from_anywhere",
    "reach_from_everywhere",
    "scenario",
    "sector",
    "shipped",
]
