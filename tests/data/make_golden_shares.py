"""Make golden-shares.json: how much of which country lies inside which discs and annuli.

The reference knows nothing of rows. A circle is a ring of points that PROJ's geodesics reach
(`pyproj.Geod`), and a country the file's polygon, both in the cylindrical equal-area plane of
longitude and z, the sine of the authalic latitude, where a planar area is a true area; shapely
cuts and unites them. Each case is made twice, with rings of 8,001 and of 16,001 points on a half;
the difference, which falls to a quarter with every doubling, goes into the file as `within`, and
the finer one as `share`, inside at least one shape, and `all`, inside every one.

`engine` is not the reference but what geo/scan.py finds with its default rows, so that the page's
code, which lays the same rows, can be held to it more closely than either is to the truth.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely import affinity

from geo.countries import country
from geo.scan import discs, scan

WGS84 = Geod(ellps="WGS84")
E = np.sqrt(WGS84.es)
TABLE = Path(__file__).with_name("golden-shares.json")

# Country, and lon, lat, radius and inner radius in km of each shape.
CASES: list[tuple[str, list[tuple[float, float, float, float]]]] = [
    ("ROU", [(24.41, 44.08, 300, 0)]),
    ("ROU", [(24.41, 44.08, 400, 100), (28.5, 47, 250, 0)]),
    ("POL", [(17.1, 54.48, 300, 0), (21, 52.2, 200, 50)]),
    ("DEU", [(7.6, 49.44, 250, 0), (13.4, 52.5, 220, 0), (11.6, 48.1, 150, 30)]),
    ("ESP", [(-6.35, 36.64, 500, 0)]),
    ("FRA", [(2.35, 48.85, 300, 0), (5.4, 43.3, 250, 80)]),
    ("GBR", [(-0.1, 51.5, 350, 0), (-4.25, 55.86, 180, 0)]),
    ("ITA", [(12.5, 41.9, 280, 0), (9.2, 45.5, 150, 0), (15.1, 37.5, 120, 40)]),
    ("GRC", [(23.7, 38, 250, 0), (25.1, 35.3, 100, 0)]),
    ("ISL", [(-21.9, 64.1, 200, 0), (-14.5, 65.2, 120, 0)]),
    ("NOR", [(10.75, 59.9, 500, 0)]),
    ("NOR", [(18.9, 69.6, 400, 100), (15.6, 78.2, 150, 0), (5.3, 60.4, 300, 0)]),
    ("FIN", [(24.9, 60.2, 400, 0), (27.5, 68.5, 200, 0), (25.5, 65, 300, 100)]),
    ("TUR", [(38.3, 38.35, 500, 0)]),
    (
        "TUR",
        [
            (28.9, 41, 300, 0),
            (32.9, 39.9, 250, 0),
            (35.3, 37, 300, 100),
            (41.3, 39.9, 280, 0),
            (27.1, 38.4, 200, 0),
            (43.4, 38.5, 220, 60),
        ],
    ),
    ("USA", [(-145.7, 63.95, 3000, 0)]),
    ("USA", [(-120.6, 34.7, 1500, 0), (-176.6, 51.9, 600, 200), (-77, 38.9, 800, 0)]),
    ("CAN", [(-80, 60, 2000, 500), (-110, 75, 900, 0)]),
    ("RUS", [(37.6, 55.75, 2500, 0), (175, 66, 1500, 0), (-170, 68, 1200, 400)]),
    ("RUS", [(-172, 64.5, 2000, 700)]),
    ("RUS", [(100, 89, 2500, 300)]),
    ("FJI", [(179.9, -17, 120, 0), (-179.5, -16.5, 150, 40)]),
    ("ATA", [(0, -90, 1500, 0)]),
    ("ATA", [(166.7, -77.85, 1800, 500), (-60, -72, 900, 0), (40, -88, 700, 0)]),
    ("LUX", [(6.13, 49.61, 20, 0), (6, 50, 15, 3)]),
    ("MLT", [(14.5, 35.9, 10, 0)]),
    ("SVN", [(14.5, 46.05, 60, 10)]),
    ("AUS", [(-60, 40, 18000, 0)]),
    ("BRA", [(100, 20, 16500, 12000), (-47.9, -15.8, 900, 0)]),
]


def z(lat: Any) -> Any:
    """Return the equal-area ordinate, -1..1, from the closed form of a zone's area."""
    sin = np.sin(np.radians(lat))

    def zone(s: Any) -> Any:
        return s / (2 * (1 - WGS84.es * s**2)) + np.arctanh(E * s) / (2 * E)

    return zone(sin) / zone(1.0)


def plane(shape: Any) -> Any:
    """Take a lon/lat shape to the plane of lon and z, its edges bent as they are."""
    return shapely.transform(
        shapely.segmentize(shape, 0.02), lambda xy: np.column_stack([xy[:, 0], z(xy[:, 1])])
    )


def flat_disc(lon: float, lat: float, radius: float, points: int) -> Any:
    """Return a disc in the plane, from two halves beside its centre's meridian."""
    turns = np.linspace(0, 180, points)
    count = np.ones(points)
    east, lats, _ = WGS84.fwd(0 * count, lat * count, turns, radius * count)
    east = np.abs(east)
    north, south = (WGS84.inv(0, lat, 0, pole)[2] < radius for pole in (90, -90))
    east[0], east[-1] = (180.0 if inside else 0.0 for inside in (north, south))
    ring = np.column_stack([east, z(lats)])
    if abs(lat) == 90:
        ring = np.array([[180.0, ring[0, 1]], [0.0, ring[0, 1]]][:: 1 if lat > 0 else -1])
    if north:
        ring = np.concatenate([[[0.0, 1.0], [180.0, 1.0]], ring])
    if south:
        ring = np.concatenate([ring, [[180.0, -1.0], [0.0, -1.0]]])
    pieces = []
    for side in (1, -1):
        half = shapely.make_valid(shapely.Polygon(ring * (side, 1) + (lon, 0)))
        for turn in (-360, 0, 360):
            moved = affinity.translate(half, turn)
            pieces.append(shapely.intersection(moved, shapely.box(-180, -1, 180, 1)))
    return shapely.union_all([piece for piece in pieces if piece.area])


def reference(land: Any, shapes: list[tuple[float, ...]], points: int) -> tuple[float, float]:
    """Return the shares inside at least one shape and inside all of them."""
    union, common = shapely.Polygon(), land
    for lon, lat, radius, inner in shapes:
        flat = flat_disc(lon, lat, 1000 * radius, points)
        if inner:
            flat = shapely.difference(flat, flat_disc(lon, lat, 1000 * inner, points))
        union = shapely.union(union, shapely.intersection(land, flat))
        common = shapely.intersection(common, flat)
    return union.area / land.area, common.area / land.area


def main() -> None:
    rows = []
    for code, shapes in CASES:
        land = plane(country(code))
        coarse, fine = (reference(land, shapes, points) for points in (8001, 16001))
        within = max(abs(a - b) for a, b in zip(coarse, fine, strict=True))
        lon, lat, radius, inner = np.array(shapes, dtype=float).T
        found = scan(
            [country(code)],
            discs(lon, lat, 1000 * radius, inner=1000 * inner),
            groups=np.arange(lon.size),
        )
        row = {
            "country": code,
            "shapes": [[x, y, 1000 * r, 1000 * i] for x, y, r, i in shapes],
            "share": fine[0],
            "all": fine[1],
            "within": within,
            "engine": {"share": found.share[0], "all": (found.agreed / found.area)[0]},
        }
        off = abs(row["engine"]["share"] - fine[0]), abs(row["engine"]["all"] - fine[1])
        print(f"{code} {fine[0]:.6f} {fine[1]:.6f} {within:.1e} {off[0]:.1e} {off[1]:.1e}")
        rows.append(row)
    lines = [json.dumps(row) for row in rows]
    TABLE.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
