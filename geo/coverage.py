"""Where the two wings meet: a scenario's ranges become shapes."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from geo import geojson
from geo.countries import country
from geo.geodesic import TOLERANCE
from geo.model import Estimate, Range, Region, Scenario, Site
from geo.reach import reach_from_anywhere, reach_from_everywhere
from geo.shapes import annulus, circle, sector

if TYPE_CHECKING:
    import geopandas

Progress = Callable[[str], None]


class Covered(NamedTuple):
    """One coverage shape: whose range, of which place, and the polygon it makes."""

    estimate: Estimate
    id: str
    place: Site | Region
    range: Range
    geometry: Any


def region_shape(region: Region) -> Any:
    """Return a region's polygon: its country's, or the one the reader drew."""
    if region.country is not None:
        return country(region.country)
    return shapely.geometry.shape(region.geometry or {})


def shape(place: Site | Region, range_: Range, *, tolerance: float = TOLERANCE) -> Any:
    """Return the coverage shape of one range; a band reaches out to its high end.

    Parameters
    ----------
    place : Site or Region
    range_ : Range
    tolerance : float
        Metres; see `geo.circles` and `geo.reach_from_anywhere`.

    Returns
    -------
    shapely Polygon or MultiPolygon
        Lon/lat degrees (WGS84), valid, cut at the antimeridian.
    """
    if isinstance(place, Region):
        reach = reach_from_anywhere if range_.from_ == "anywhere" else reach_from_everywhere
        return reach(region_shape(place), range_.outer_m, tolerance=tolerance)
    at = (place.lon, place.lat)
    if range_.bearings:
        inner = range_.inner_m or 0.0
        return sector(*at, range_.outer_m, range_.bearings, inner=inner, tolerance=tolerance)
    if range_.inner_m:
        return annulus(*at, range_.inner_m, range_.outer_m, tolerance=tolerance)
    return circle(*at, range_.outer_m, tolerance=tolerance)


def covered(
    scenario: Scenario, *, tolerance: float = TOLERANCE, progress: Progress | None = None
) -> Iterator[Covered]:
    """Yield every coverage shape, estimate by estimate; `progress` hears each place's name."""
    for estimate in scenario.estimates:
        for id_, range_ in estimate.ranges.items():
            place = scenario.places[id_]
            if progress:
                progress(place.name)
            geometry = shape(place, range_, tolerance=tolerance)
            yield Covered(estimate, id_, place, range_, geometry)


def cover(scenario: Scenario, *, tolerance: float = TOLERANCE) -> "geopandas.GeoDataFrame":
    """Return the coverage shapes of a scenario.

    Parameters
    ----------
    scenario : Scenario
    tolerance : float
        Metres; see `shape`.

    Returns
    -------
    geopandas.GeoDataFrame
        One row per estimate and place: id, name, kind, country, estimate, source, entered,
        range_m, low_m, high_m, inner_m, bearings, from, unit, geometry (EPSG:4326).
    """
    import geopandas  # here for start-up time: a page needs no data frame

    rows = [
        {
            "id": each.id,
            "name": each.place.name,
            "kind": each.place.kind,
            "country": each.place.country,
            "estimate": each.estimate.name,
            "source": each.estimate.source,
            "entered": each.estimate.entered,
            **each.range.model_dump(),
            "geometry": each.geometry,
        }
        for each in covered(scenario, tolerance=tolerance)
    ]
    columns = ["id", "name", "kind", "country", "estimate", "source", "entered"]
    columns += [*Range(range_m=1.0).model_dump(), "geometry"]
    return geopandas.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4326")


def feature_collection(
    scenario: Scenario, *, tolerance: float = TOLERANCE, progress: Progress | None = None
) -> dict[str, Any]:
    """Return a scenario with its shapes as a GeoJSON FeatureCollection (RFC 7946).

    `geo.scenario` reads it back without loss; see `geo.geojson`.
    """
    shapes = [
        (each.estimate.name, each.id, _plain(each.geometry))
        for each in covered(scenario, tolerance=tolerance, progress=progress)
    ]
    regions = {
        id_: region.geometry or _plain(region_shape(region))
        for id_, region in scenario.regions.items()
    }
    return geojson.collection(scenario, shapes, regions)


def _plain(geometry: Any) -> dict[str, Any]:
    plain: dict[str, Any] = shapely.geometry.mapping(geometry)
    return plain
