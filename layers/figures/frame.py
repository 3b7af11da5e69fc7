"""Which projection, and which part of its plane: what a figure shows is in view, with a margin."""

import math
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import projections
from geo.coverage import region_shape
from geo.errors import BadScenario, UnknownName, did_you_mean, shown
from geo.geodesic import SPHERE, destination, distance
from geo.model import Region, Scenario, Site
from geo.projections import Plane
from layers.figures.content import Drawn

NAMES = ("auto", "region", "world", "globe", "round")
"""Projections by name; `globe` and `round` take a site: ``"round:deveselu"``."""

_WORLD_FROM = math.radians(95)  # a region's radius: from there on most of the Earth is needed
_ROUND_FROM = math.radians(62)  # beyond it, a frame's corners would be drawn out of all shape
_LEAST = 250_000.0  # metres on every side of the middle, or three ranges where they are short
_MARGIN = 1.07
_STEPS = 300
_MOST_POINTS = 4000


class View(NamedTuple):
    """A plane, the part of it that is drawn, and in words what it does."""

    plane: Plane
    box: tuple[float, float, float, float]
    """West, south, east, north, in the plane's metres."""
    whole: bool
    """Whether the map ends with the Earth, or a circle on it, instead of a frame."""
    words: str

    @property
    def ratio(self) -> float:
        """Height over width."""
        return (self.box[3] - self.box[1]) / (self.box[2] - self.box[0])


class Scale(NamedTuple):
    """A scale bar: its length on the Earth and in the plane, and where it is true."""

    km: float
    length: float
    words: str


def view(scenario: Scenario, places: list[Drawn], extra: list[Any], projection: str) -> View:
    """Return the view of a scenario.

    Parameters
    ----------
    places : list of Drawn
    extra : list of shapely geometries
        What has to be in view besides, in lon/lat.
    projection : str
        One of `NAMES`; see `layers.figure`.

    Raises
    ------
    UnknownName
        When it is none of them, or its site is not in the scenario.
    """
    name, colon, id_ = projection.partition(":")
    if name not in NAMES or (colon and name not in {"globe", "round"}):
        way_out = did_you_mean(projection, [*NAMES, "globe:SITE", "round:SITE"])
        raise UnknownName(f"{shown(projection)} is no projection of a figure; {way_out}")
    if colon and id_ not in scenario.sites:
        way_out = did_you_mean(id_, scenario.sites)
        raise UnknownName(f"{shown(projection)} names no site; {way_out}")
    shapes = [*_shapes(places), *extra]
    ranges = [each.range.outer_m for each in places if each.range and each.outer is not None]
    least = min([_LEAST, 3 * max(ranges, default=_LEAST)])
    lonlat = shapely.get_coordinates(shapes or [shapely.Point(0, 0)])
    if name == "round":
        site = scenario.sites[id_] if colon else next(iter(scenario.sites.values()), None)
        if site is None:
            raise BadScenario(
                "there is no site for the map to lie round; choose another projection"
            )
        return _round(site, lonlat, least)
    lon, lat, radius = _cap(lonlat)
    if name == "globe":
        middle = scenario.sites[id_] if colon else None
        return _globe(*((middle.lon, middle.lat) if middle else (lon, lat)))
    opposite = shapely.Point((lon + 360) % 360 - 180, -lat)
    surrounds = any(shapely.intersects(each, opposite) for each in shapes)
    if name == "world" or (name == "auto" and (radius > _WORLD_FROM or surrounds or not shapes)):
        return _world(places)
    if surrounds or radius > math.radians(110):
        raise BadScenario(
            f"{shown(projection)} cannot show what reaches round the Earth; choose world or globe"
        )
    if radius > _ROUND_FROM:
        return _hemisphere(lon, lat, radius * SPHERE * _MARGIN)
    return _region(lon, lat, shapes or [shapely.Point(lon, lat)], least)


def scale(view: View, most: float) -> Scale:
    """Return the scale bar of a round length that is at most so many metres long in the plane."""
    plane = view.plane
    if plane.name == "eqearth":
        degree = float(plane.proj(1.0, 0.0)[0])
        km = _round_below(most / degree * float(distance(0, 0, 1, 0)) / 1000)
        return Scale(km, km * 1000 / float(distance(0, 0, 1, 0)) * degree, "along the equator")
    if plane.name == "aeqd":
        km = _round_below(most / 1000)
        return Scale(km, km * 1000, "from the centre, in every direction")
    km = _round_below(most / 1000)
    if plane.name == "ortho":
        km = min(km, 2000)  # farther out the globe turns away
    ends = [destination(0.0, plane.lat, side, km * 500) for side in (90.0, 270.0)]
    (x1, y1), (x2, y2) = (plane.proj(float(lon), float(lat)) for lon, lat in ends)
    elsewhere = ""
    if plane.name == "laea":
        west, south, east, north = view.box
        far = east if view.whole else math.hypot(max(-west, east), max(-south, north))
        off = 1 / math.cos(math.asin(min(1.0, far / 2 / SPHERE))) - 1
        elsewhere = f"; within {math.ceil(off * 100):d} % elsewhere"
    words = f"at the centre, {_place(plane)}{elsewhere}"
    return Scale(km, math.hypot(x2 - x1, y2 - y1), words)


def _shapes(places: list[Drawn]) -> list[Any]:
    found: list[Any] = []
    for each in places:
        if isinstance(each.place, Site):
            found.append(shapely.Point(each.place.lon, each.place.lat))
        elif each.place.kind == "launch" or each.outer is not None:
            found.append(region_shape(each.place))
        if each.outer is not None and not each.outer.is_empty:
            found.append(each.outer)
    return found or [region_shape(each.place) for each in places if isinstance(each.place, Region)]


def _cap(lonlat: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return a small cap that holds places: its centre to a degree, its radius in radians.

    Badoiu and Clarkson (2003), Smaller core-sets for balls: step towards the farthest point, ever
    less far.
    """
    some = lonlat[:: max(1, len(lonlat) // _MOST_POINTS)]
    lon, lat = np.radians(some).T
    points = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    middle = points.mean(axis=0)
    for step in range(1, _STEPS):
        far = points[np.argmin(points @ middle)]
        middle = middle + (far - middle) / (step + 1)
    x, y, z = middle
    lon_0 = float(round(math.degrees(math.atan2(y, x))))
    lat_0 = float(round(math.degrees(math.atan2(z, math.hypot(x, y)))))
    away = distance(lon_0, lat_0, some[:, 0], some[:, 1]).max() / SPHERE
    return lon_0, lat_0, float(away)


def _region(lon: float, lat: float, shapes: list[Any], least: float) -> View:
    plane = projections.equal_area(lon, lat)
    box = _bounds(plane, shapes, least)
    return View(plane, box, False, f"Lambert azimuthal equal-area, centred on {_place(plane)}")


def _hemisphere(lon: float, lat: float, reach: float) -> View:
    plane = projections.equal_area(lon, lat, reach=reach)
    words = f"Lambert azimuthal equal-area, centred on {_place(plane)}"
    return View(plane, plane.rim().bounds, True, words)


def _bounds(plane: Plane, shapes: list[Any], least: float) -> tuple[float, float, float, float]:
    placed = [
        plane.points(each.x, each.y) if each.geom_type == "Point"
        else shapely.get_coordinates(plane.areas(each))
        for each in shapes
    ]  # fmt: skip
    xy = np.concatenate(placed)
    (west, south), (east, north) = xy.min(axis=0), xy.max(axis=0)
    x, y = (west + east) / 2, (south + north) / 2
    half = [max(each / 2 * _MARGIN, least) for each in (east - west, north - south)]
    return x - half[0], y - half[1], x + half[0], y + half[1]


def _world(places: list[Drawn]) -> View:
    """Look at where most sites are; Europe and Africa stay in the middle while they are near it."""
    turns = np.radians([each.place.lon for each in places if isinstance(each.place, Site)] or [0.0])
    mean = math.degrees(math.atan2(np.sin(turns).mean(), np.cos(turns).mean()))
    lon = 0.0 if abs(mean) < 45 else 10.0 * round(mean / 10)
    plane = projections.equal_earth(lon)
    words = f"Equal Earth (equal-area), central meridian {degrees_text(lon, 'EW')}"
    return View(plane, plane.rim().bounds, True, words)


def _globe(lon: float, lat: float) -> View:
    plane = projections.orthographic(lon, lat)
    words = f"Orthographic view of the globe from above {_place(plane)}"
    return View(plane, plane.rim().bounds, True, words)


def _round(site: Site, lonlat: NDArray[np.float64], least: float) -> View:
    far = float(distance(site.lon, site.lat, lonlat[:, 0], lonlat[:, 1]).max())
    reach = min(max(far * _MARGIN, least), projections.RIM)
    plane = projections.equidistant(site.lon, site.lat, reach=reach)
    words = f"Azimuthal equidistant: distances and directions from {site.name} are true"
    return View(plane, (-reach, -reach, reach, reach), True, words)


def fitted(view: View, low: float, high: float) -> View:
    """Return a view whose height over width lies within bounds; it shows more, never less."""
    if view.whole or low <= view.ratio <= high:
        return view
    west, south, east, north = view.box
    x, y, wide, high_ = (west + east) / 2, (south + north) / 2, east - west, north - south
    wide, high_ = (high_ / high, high_) if view.ratio > high else (wide, wide * low)
    return view._replace(box=(x - wide / 2, y - high_ / 2, x + wide / 2, y + high_ / 2))


def sharpened(view: View, tolerance: float) -> View:
    """Return a view whose plane bends edges to a tolerance and ends beyond the frame."""
    plane = view.plane._replace(tolerance=tolerance)
    if plane.name == "laea" and not view.whole:
        west, south, east, north = view.box
        far = math.hypot(max(-west, east), max(-south, north))
        reach = 2 * math.asin(min(1.0, far * 1.02 / 2 / SPHERE)) * SPHERE
        plane = projections.equal_area(plane.lon, plane.lat, reach=reach, tolerance=tolerance)
    return view._replace(plane=plane)


def _place(plane: Plane) -> str:
    return f"{degrees_text(plane.lat, 'NS')} {degrees_text(plane.lon, 'EW')}"


def degrees_text(value: float, signs: str) -> str:
    """Write degrees with their side, of the two in `signs`: '35° N'."""
    sign = "" if abs(value) in {0, 180} else signs[0 if value > 0 else 1]
    return f"{abs(value):.4g}° {sign}".strip()


def _round_below(km: float) -> float:
    power = 10 ** math.floor(math.log10(km))
    return float(next((digit for digit in (5, 4, 2) if digit * power <= km), 1) * power)
