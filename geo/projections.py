"""Planes for print: equal-area, azimuthal round a place, and the globe, from lon/lat polygons.

PROJ projects points, on the ellipsoid. What it cannot know is where shapes have to be cut: they
are cut here, in degrees relative to the centre's meridian, where cuts are exact; and their edges,
straight in lon/lat, are bent as far as a plane shows it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike
from pyproj import Proj

from geo.geodesic import Floats, HalfArcs
from geo.rings import WORLD, areas, mirrored, to_polygons
from geo.shapes import circle

RIM = 19_880_000.0
"""How far, in metres, azimuthal planes reach: their farthest point would be drawn as a circle."""

TOLERANCE = 500.0
"""Metres in the plane that a straight piece may lie beside the curve that it stands for."""

_WEST, _EAST = shapely.box(-180, -90, 0, 90), shapely.box(0, -90, 180, 90)
_LIMB = 90 - 1e-7  # degrees: beyond a quarter turn nothing of a globe is seen
_LONGEST = 2.0  # degrees of an edge before it is tested
_HALVINGS = 12

Lines = Any  # shapely LineString or MultiLineString
Polygons = Any  # shapely Polygon or MultiPolygon


class Plane(NamedTuple):
    """A projection round a centre: how points are placed, and what of the Earth it shows.

    `lon` and `lat` are the centre's; `pieces` cover what is shown, in degrees relative to `lon`,
    each so that it has no seam inside; lengths in the plane are metres.
    """

    name: str
    lon: float
    lat: float
    proj: Proj
    pieces: tuple[Polygons, ...]
    tolerance: float = TOLERANCE

    def points(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """Return the (n, 2) x, y of places, NaN where the plane does not show them.

        Parameters
        ----------
        lon, lat : (n,) arrays
            Degrees, WGS84.
        """
        dlon = _turned(np.atleast_1d(np.asarray(lon, dtype=float)) - self.lon)
        lats = np.atleast_1d(np.asarray(lat, dtype=float))
        seen = np.any([shapely.intersects_xy(each, dlon, lats) for each in self.pieces], axis=0)
        return np.where(seen[:, None], self._forward(np.column_stack([dlon, lats])), np.nan)

    def areas(self, geometry: Polygons) -> Polygons:
        """Return what the plane shows of polygons.

        Parameters
        ----------
        geometry : shapely Polygon or MultiPolygon
            Valid, lon/lat degrees, cut at the antimeridian; edges straight in lon/lat.

        Returns
        -------
        shapely Polygon or MultiPolygon
            Metres, counter-clockwise, possibly empty; whole across the antimeridian, cut where
            the plane ends.
        """
        charted = self._charted(geometry, areas)
        shown = [areas(shapely.intersection(charted, each)) for each in self.pieces]
        placed = [self._projected(each) for each in shown if not each.is_empty]
        return placed[0] if len(placed) == 1 else areas(_joined_at(0.0, placed))

    def lines(self, geometry: Lines) -> Lines:
        """Return what the plane shows of lines, as `areas` does of polygons."""
        charted = self._charted(geometry, _only_lines)
        shown = [_only_lines(shapely.intersection(charted, each)) for each in self.pieces]
        return _joined(self._projected(_joined(shapely.union_all(shown))))

    def outline(self, geometry: Polygons) -> Lines:
        """Return the edges of polygons without those that are only cuts; see `edges`."""
        return self.lines(edges(geometry))

    def rim(self) -> Polygons:
        """Return all of the Earth that the plane shows."""
        return areas(shapely.union_all([self._projected(each) for each in self.pieces]))

    def _charted(self, geometry: Any, kept: Callable[[Any], Any]) -> Any:
        """Turn longitudes to the centre, and join the antimeridian, which is no cut here."""
        if self.lon == 0:
            return geometry
        over = -360.0 if self.lon < 0 else 360.0
        cut = self.lon + (180 if self.lon < 0 else -180)
        low, high = shapely.box(-180, -90, cut, 90), shapely.box(cut, -90, 180, 90)
        here, there = (low, high) if self.lon < 0 else (high, low)
        parts = []
        for half, shift in ((here, 0.0), (there, over)):
            part = kept(shapely.intersection(geometry, half))
            if not part.is_empty:
                parts.append(shapely.transform(part, _shifted(shift, cut, self.lon)))
        return kept(_joined_at(np.copysign(180.0, self.lon) - self.lon, parts))

    def _projected(self, geometry: Any) -> Any:
        placed = shapely.transform(_bent(geometry, self._forward, self.tolerance), self._forward)
        if placed.is_valid:
            return placed
        # Two edges closer than the tolerance may cross when their curves do not.
        return areas(shapely.make_valid(placed, method="structure", keep_collapsed=False))

    def _forward(self, xy: Floats) -> Floats:
        """Project dlon, lat; what lies on the middle meridian, lies on the plane's."""
        dlon, lat = (_seen(self.lat, xy) if self.name == "ortho" else xy).T
        if len(self.pieces) == 1:
            return np.column_stack(self.proj(dlon, lat))
        pole = np.abs(lat) == 90
        x, y = self.proj(np.where(pole, 0.0, dlon), lat)
        middle = pole | np.isin(xy[:, 0], (-180.0, 0.0, 180.0))
        return np.column_stack([np.where(middle, 0.0, x), y])


def equal_area(
    lon: float, lat: float, *, reach: float = RIM, tolerance: float = TOLERANCE
) -> Plane:
    """Return Lambert's azimuthal equal-area plane round a place, as far as `reach` metres."""
    return _azimuthal("laea", lon, lat, reach, tolerance)


def equidistant(
    lon: float, lat: float, *, reach: float = RIM, tolerance: float = TOLERANCE
) -> Plane:
    """Return the azimuthal equidistant plane: distances and directions from a place are true."""
    return _azimuthal("aeqd", lon, lat, reach, tolerance)


def orthographic(lon: float, lat: float, *, tolerance: float = TOLERANCE) -> Plane:
    """Return the globe as seen from afar, above a place."""
    seen = _hemisphere(lat)
    pieces = tuple(areas(shapely.intersection(seen, half)) for half in (_WEST, _EAST))
    return Plane("ortho", lon, lat, _proj("ortho", lat), pieces, tolerance)


def equal_earth(lon: float = 0.0, *, tolerance: float = TOLERANCE) -> Plane:
    """Return the Equal Earth projection, which is equal-area, of the whole Earth.

    Source: Šavrič, Patterson, Jenny (2019), The Equal Earth map projection, IJGIS 33:454-465.
    """
    return Plane("eqearth", lon, 0.0, _proj("eqearth", 0.0), (WORLD,), tolerance)


def edges(geometry: Polygons) -> Lines:
    """Return the edges of polygons without those along the antimeridian and at the poles."""
    rings = shapely.get_rings(shapely.get_parts(geometry))
    xy, number = shapely.get_coordinates(rings, return_index=True)
    a, b = xy[:-1], xy[1:]
    cut = np.any((np.abs(a) == (180, 90)) & (a == b), axis=1)
    kept = np.flatnonzero((np.diff(number) == 0) & ~cut)
    pairs: Any = shapely.linestrings(np.stack([a[kept], b[kept]], axis=1))
    return _joined(shapely.multilinestrings(pairs))


def _proj(name: str, lat: float) -> Proj:
    # Longitudes are relative already; +over keeps -180 and 180 apart.
    return Proj(f"+proj={name} +lat_0={lat!r} +lon_0=0 +ellps=WGS84 +over")


def _azimuthal(name: str, lon: float, lat: float, reach: float, tolerance: float) -> Plane:
    near = circle(0.0, lat, min(reach, RIM))
    # Cut along the centre's meridian, which is straight: there, the halves join again exactly.
    pieces = tuple(areas(shapely.intersection(near, half)) for half in (_WEST, _EAST))
    return Plane(name, lon, lat, _proj(name, lat), pieces, tolerance)


def _hemisphere(lat: float) -> Polygons:
    """Return the places that are seen from above lon 0 and `lat`; see `_limb`."""
    azimuths = np.concatenate([[0.0, 1e-4, 1e-2], np.arange(0.25, 180, 0.25), [179.99, 180.0]])
    lat = lat or 1e-9  # on the equator both poles lie on the limb: let it hold one of them
    dlon, lats = _limb(lat, np.radians(azimuths))
    holds = np.array([lat > 90 - _LIMB]), np.array([-lat > 90 - _LIMB])
    dlon[0], dlon[-1] = (180.0 if held[0] else 0.0 for held in holds)
    half = HalfArcs(np.zeros(dlon.size, dtype=np.intp), azimuths, dlon, lats)
    return areas(shapely.make_valid(to_polygons(*mirrored(half, *holds), np.zeros(1))[0]))


def _limb(lat: float, azimuth: Floats) -> tuple[Floats, Floats]:
    """Return dlon, lat in degrees of the limb in directions, in radians, from lon 0 and `lat`.

    A place is seen where its vertical is at most a quarter turn from that of the eye. Verticals
    are what geodetic latitude measures: on the ellipsoid too, this is geometry of the sphere.
    """
    north, far = np.radians(lat), np.radians(_LIMB)
    up = np.sin(north) * np.cos(far) + np.cos(north) * np.sin(far) * np.cos(azimuth)
    east = np.sin(azimuth) * np.sin(far) * np.cos(north)
    dlon = np.arctan2(east, np.cos(far) - np.sin(north) * up)
    return np.degrees(dlon), np.degrees(np.arcsin(np.clip(up, -1.0, 1.0)))


def _seen(lat: float, xy: Floats) -> Floats:
    """Move what lies behind the limb, by as much as a straight edge cuts its bend, onto it."""
    dlon, lats = np.radians(xy).T
    north = np.radians(lat)
    height = np.sin(north) * np.sin(lats) + np.cos(north) * np.cos(lats) * np.cos(dlon)
    behind = height < np.cos(np.radians(_LIMB))
    if not behind.any():
        return xy
    east = np.cos(lats) * np.sin(dlon)
    ahead = np.cos(north) * np.sin(lats) - np.sin(north) * np.cos(lats) * np.cos(dlon)
    on_limb = np.column_stack(_limb(lat, np.arctan2(east, ahead)))
    return np.where(behind[:, None], on_limb, xy)


def _turned(dlon: Floats) -> Floats:
    return np.where(np.abs(dlon) > 180, dlon - 360 * np.sign(dlon), dlon)


def _shifted(shift: float, cut: float, lon: float) -> Callable[[Floats], Floats]:
    """Return the move to a centre, which keeps cuts at 180 degrees to the last bit."""

    def move(xy: Floats) -> Floats:
        dlon = xy[:, 0] + shift - lon
        seam = np.where(xy[:, 0] == cut, np.copysign(180.0, dlon), dlon)
        return np.column_stack([np.where(np.abs(seam) > 1e-12, seam, 0.0), xy[:, 1]])

    return move


def _bent(geometry: Any, forward: Callable[[Floats], Floats], tolerance: float) -> Any:
    """Put vertices on edges until none lies more than `tolerance` beside its curve."""
    geometry = shapely.segmentize(geometry, _LONGEST)
    parts = shapely.get_parts(geometry)
    polygonal = geometry.geom_type.endswith("Polygon")
    lines, part = shapely.get_rings(parts, return_index=True) if polygonal else (parts, None)
    xy, number = shapely.get_coordinates(lines, return_index=True)
    if xy.size == 0:
        return geometry
    tested = np.flatnonzero(np.diff(number) == 0)  # the first vertices of edges
    for _ in range(_HALVINGS):
        middle = (xy[tested] + xy[tested + 1]) / 2
        chord = (forward(xy[tested]) + forward(xy[tested + 1])) / 2
        far = np.hypot(*(chord - forward(middle)).T) > tolerance
        if not far.any():
            break
        split = tested[far]
        xy = np.insert(xy, split + 1, middle[far], axis=0)
        number = np.insert(number, split + 1, number[split])
        tested = np.add.outer(split + np.arange(split.size), (0, 1)).ravel()
    if part is None:
        bent: Any = shapely.linestrings(xy, indices=number)
        return shapely.multilinestrings(bent)
    rings: Any = shapely.linearrings(xy, indices=number)
    polygons: Any = shapely.polygons(rings, indices=part)
    return areas(shapely.multipolygons(polygons))


def _joined_at(x: float, geometries: list[Any]) -> Any:
    """Unite what meets on a vertical line; of the rest, no two parts have anything in common."""
    parts = shapely.get_parts(geometries)
    meeting = np.isin(shapely.bounds(parts)[:, (0, 2)], x).any(axis=1)
    united = shapely.union_all(parts[meeting])
    return shapely.geometrycollections([*parts[~meeting], *shapely.get_parts(united)])


def _only_lines(geometry: Any) -> Lines:
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.multilinestrings(parts[shapely.length(parts) > 0])


def _joined(lines: Lines) -> Lines:
    whole = shapely.line_merge(lines)
    return shapely.multilinestrings(shapely.get_parts(whole))
