"""Make golden-shares.json and golden-agreement.json: how much of which country lies inside.

The reference knows nothing of rows. A circle is a ring of points that PROJ's geodesics reach
(`pyproj.Geod`), and a country the file's polygon, both in the cylindrical equal-area plane of
longitude and z, the sine of the authalic latitude, where a planar area is a true area; shapely
cuts and unites them. Each case is made twice, with rings of 8,001 and of 16,001 points on a half;
the difference, which falls to a quarter with every doubling, goes into the file as `within`, and
the finer one as `share`, inside at least one shape, and `all`, inside every one.

The second table asks of several estimates, some with bands, what is agreed (inside under every
reading), disputed (under some) and outside (under none), as a share of each country and of all.

`engine` is not the reference but what geo finds with its default rows, so that the page's
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

import geo
from geo.countries import country
from geo.scan import discs, scan

WGS84 = Geod(ellps="WGS84")
E = np.sqrt(WGS84.es)
TABLE = Path(__file__).with_name("golden-shares.json")
AGREEMENT = Path(__file__).with_name("golden-agreement.json")

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

Place = tuple[float, float]

# Countries, sites at lon, lat, and each estimate's ranges in km: one number, or a band's low and
# high end; then the inner radius.
AGREED_CASES: list[tuple[str, dict[str, Place], list[dict[str, tuple[float, ...]]]]] = [
    (
        "ROU,BGR,HUN",
        {"a": (24.41, 44.08), "b": (21, 46.5)},
        [{"a": (300, 0), "b": (150, 0)}, {"a": (250, 0), "b": (260, 60)}],
    ),
    (
        "TUR,GRC",
        {"a": (32.9, 39.9), "b": (27.1, 38.4), "c": (38.3, 38.35)},
        [
            {"a": (200, 500, 50), "b": (250, 0)},
            {"a": (420, 0), "c": (300, 100)},
            {"b": (180, 600, 0), "c": (350, 0), "a": (300, 0)},
        ],
    ),
    ("POL", {"a": (17.1, 54.48), "b": (21, 52.2)}, [{"a": (150, 400, 0), "b": (100, 0)}]),
    ("DEU,CZE", {"a": (13.4, 52.5)}, [{"a": (350, 0)}, {}]),
    ("LUX,BEL", {"a": (6.13, 49.61)}, [{"a": (20, 0)}, {"a": (15, 90, 3)}]),
    ("EST", {"a": (25, 58)}, [{"a": (50, 0)}, {"a": (2000, 0)}]),
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


def union(shapes: list[tuple[float, ...]], points: int) -> Any:
    """Return what discs and annuli of lon, lat, radius and inner radius in km cover."""
    parts = []
    for lon, lat, radius, inner in shapes:
        disc = flat_disc(lon, lat, 1000 * radius, points)
        hole = flat_disc(lon, lat, 1000 * inner, points) if inner else shapely.Polygon()
        parts.append(shapely.difference(disc, hole))
    return shapely.union_all(parts)


def agreement(
    codes: str, sites: dict[str, Place], estimates: list[dict[str, tuple[float, ...]]], points: int
) -> np.ndarray:
    """Return the shares agreed, disputed and outside of each country, and of all in a last row."""
    readings = []
    for ranges in estimates:
        banded = any(len(numbers) == 3 for numbers in ranges.values())
        # Where there is one number, it is both the first and the last but one.
        for end in [0, -2] if banded else [-2]:
            shapes = [(*sites[id_], numbers[end], numbers[-1]) for id_, numbers in ranges.items()]
            readings.append(union(shapes, points))
    every, some = shapely.intersection_all(readings), shapely.union_all(readings)
    lands = [plane(country(code)) for code in codes.split(",")]
    areas = np.array(
        [
            [shapely.intersection(land, inside).area for inside in (every, some, land)]
            for land in lands
        ]
    )
    areas = np.vstack([areas, areas.sum(axis=0)]) if len(areas) > 1 else areas
    agreed, covered, whole_area = areas.T
    return np.column_stack([agreed, covered - agreed, whole_area - covered]) / whole_area[:, None]


def scenario_of(sites: dict[str, Any], estimates: list[dict[str, Any]]) -> geo.Scenario:
    """Return a scenario of radars with ranges in metres."""
    return geo.Scenario(
        title="golden",
        sites={
            id_: geo.Site(name=id_, kind="radar", lon=lon, lat=lat)
            for id_, (lon, lat) in sites.items()
        },
        estimates=[
            geo.Estimate(name=str(nth), ranges={k: geo.Range(**v) for k, v in each.items()})
            for nth, each in enumerate(estimates)
        ],
    )


def agreement_rows() -> list[dict[str, Any]]:
    rows = []
    for codes, sites, estimates in AGREED_CASES:
        coarse, fine = (agreement(codes, sites, estimates, points) for points in (8001, 16001))
        metres = [{id_: in_metres(numbers) for id_, numbers in each.items()} for each in estimates]
        found = geo.agreement(scenario_of(sites, metres), codes)
        off = np.abs(found[["agreed", "disputed", "outside"]].to_numpy() - fine).max()
        within = np.abs(coarse - fine).max()
        print(f"{codes} {np.round(fine[-1], 6)} {within:.1e} {off:.1e}")
        rows.append(
            {
                "areas": codes,
                "sites": sites,
                "estimates": metres,
                "shares": fine.tolist(),
                "within": within,
                "engine": found.to_dict(orient="records"),
            }
        )
    return rows


def in_metres(numbers: tuple[float, ...]) -> dict[str, float]:
    *ends, inner = (1000.0 * each for each in numbers)
    named = zip(["low_m", "high_m"] if len(ends) == 2 else ["range_m"], ends, strict=True)
    return dict(named) | ({"inner_m": inner} if inner else {})


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
    for table, found in [(TABLE, rows), (AGREEMENT, agreement_rows())]:
        lines = [json.dumps(row) for row in found]
        table.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
