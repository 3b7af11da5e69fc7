from .catalogue import shares_of_table
from .countries import country
from .coverage import cover, feature_collection
from .distributions import Normal, Triangular, Uniform
from .draws import ensemble
from .errors import CoverageError, CoverageWarning
from .files import scenario, shipped
from .geodesic import azimuth, destination, distance
from .model import Estimate, Event, Note, Phase, Range, Region, Scenario, Site
from .nato import members
from .outcomes import Ensemble
from .overlays import agreement_polygons, compare_polygons, depth
from .questions import Moment, Needed, agreement, compare, needed_range, shares
from .reach import reach_from_anywhere, reach_from_everywhere
from .shapes import annulus, circle, circles, sector, vertices
from .units import parse_distance

__all__ = [
    "CoverageError",
    "CoverageWarning",
    "Ensemble",
    "Estimate",
    "Event",
    "Moment",
    "Needed",
    "Normal",
    "Note",
    "Phase",
    "Range",
    "Region",
    "Scenario",
    "Site",
    "Triangular",
    "Uniform",
    "agreement",
    "agreement_polygons",
    "annulus",
    "azimuth",
    "circle",
    "circles",
    "compare",
    "compare_polygons",
    "country",
    "cover",
    "depth",
    "destination",
    "distance",
    "ensemble",
    "feature_collection",
    "members",
    "needed_range",
    "parse_distance",
    "reach_from_anywhere",
    "reach_from_everywhere",
    "scenario",
    "sector",
    "shares",
    "shares_of_table",
    "shipped",
    "vertices",
]
