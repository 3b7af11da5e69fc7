"""Random discs over the globe, and what a planar program makes of them."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import shapely
from pyproj import Geod

from geo.countries import country, names
from geo.scan import Shapes, discs

WGS84 = Geod(ellps="WGS84")
E = np.sqrt(WGS84.es)
WHOLE = 510_065_621_724_088.44  # m2, Karney: GeographicLib's EllipsoidArea of WGS84
VERTICES = 72
SIZES = ((1_000, 1e5, 1e6), (10_000, 2e4, 3e5), (100_000, 5e3, 1e5))


class Field(NamedTuple):
    """Discs as we take them, and as polygons in the equal-area plane of longitude and z.

    Those over the antimeridian or a pole are left out for both: as polygons they would have to
    be cut first.
    """

    shapes: Shapes
    polygons: Any


@cache
def field(count: int, least: float, most: float) -> Field:
    rng = np.random.default_rng(count)
    lon, lat = rng.uniform(-180, 180, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    radius = rng.uniform(least, most, count)
    xy = rings(lon, lat, radius, VERTICES)
    plain = np.ptp(xy[:, :, 0], axis=1) < 180
    shapes = discs(lon[plain], lat[plain], radius[plain])
    return Field(shapes, shapely.polygons(flat(xy[plain])))


def rings(lon: Any, lat: Any, radius: Any, vertices: int) -> Any:
    """Return rings of vertices, (n, vertices, 2) in degrees."""
    turns = np.linspace(0, 360, vertices + 1)[:-1]
    places = np.broadcast_arrays(lon[:, None], lat[:, None], turns, radius[:, None])
    return np.stack(WGS84.fwd(*places)[:2], axis=-1)


def flat(xy: Any) -> Any:
    """Take lon/lat to lon and the equal-area ordinate, from the closed form of a zone's area."""
    sin = np.sin(np.radians(xy[..., 1]))

    def zone(s: Any) -> Any:
        return s / (2 * (1 - WGS84.es * s**2)) + np.arctanh(E * s) / (2 * E)

    return np.stack([xy[..., 0], zone(sin) / zone(1.0)], axis=-1)


@cache
def countries() -> dict[str, Any]:
    return {code: country(code) for code in names()}


@cache
def lands() -> Any:
    """Return the countries in the plane."""
    return shapely.transform(np.array(list(countries().values()), dtype=object), flat)
