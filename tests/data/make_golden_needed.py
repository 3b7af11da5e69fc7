"""Make golden-needed.json: how far a range has to reach, from a place or a region, over an area.

The reference knows nothing of rows, reaches or golden sections. The nearest and the farthest
distance are those of geographiclib to points along the area's edges, 1 km apart and where it
matters 1 m apart; from a region, PROJ's to the closest of points along its own edges, 500 m apart.
For a share below 1 of what lies round a place, dense geodesic discs are cut out of the area in the
equal-area plane, as make_golden_shares.py does, until the share is met; round a region, it is the
distance of the last of as many points of a fine grid, weighed by their cells.

`engine` is not the reference but what geo/needed.py finds, to which the page's code is held.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from geographiclib.geodesic import Geodesic
from make_golden_shares import WGS84, flat_disc, plane
from shapely.geometry import mapping, shape

import geo
from geo import nato
from geo.countries import country

TABLE = Path(__file__).with_name("golden-needed.json")
EARTH = 6_371_000.0
SLACK = 0.012  # what a sphere's distances may be off, and more
FEW = 1500  # points of the grid round the answer, whose distances are exact
GRID = 250  # points of a grid across an area, from west to east and from south to north

DEVESELU, REDZIKOWO, KURECIK = (24.41, 44.08), (17.11, 54.48), (37.79, 38.35)
SEA = {
    "type": "Polygon",
    "coordinates": [[[3, 37], [9, 38], [9, 42], [4, 42], [1, 40], [0, 38], [3, 37]]],
}
NATO = "nato-europe 2018-12-31"

# From a place, a country or a polygon; the area; the share.
CASES: list[tuple[Any, str, float]] = [
    (DEVESELU, "ROU", 1),
    (DEVESELU, "ROU", 0.9),
    (DEVESELU, "POL", 0.5),
    (DEVESELU, NATO, 1),
    (DEVESELU, NATO, 0.6),
    (REDZIKOWO, "NOR", 1),
    (REDZIKOWO, "NOR", 0.75),
    (KURECIK, "LUX", 1),
    (KURECIK, "LUX", 0.25),
    ((-180, -20), "FJI", 1),
    ((175, -20), "FJI", 0.5),
    ((-145.73, 63.95), "USA", 1),
    ((-172, 64.5), "RUS", 1),
    ((176, -40), "ESP", 1),
    ((176, -40), "ESP", 0.5),
    ((40, 90), "ISL", 1),
    ((10, 70), "ATA", 1),
    ("IRN", "ROU", 1),
    ("IRN", "ROU", 0.5),
    ("SYR", "TUR", 1),
    ("SYR", "TUR", 0.5),
    ("PRK", "JPN", 1),
    (SEA, "DEU", 0.8),
]


def away(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return metres."""
    return float(Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE)["s12"])


def along(edges: Any, metres: float) -> Any:
    """Return the ends of short edges that make up edges, (n, 2, 2) arrays of lon, lat."""
    a, b = edges[:, 0], edges[:, 1]
    long = 111_700 * np.hypot(*(b - a).T)
    count = np.maximum(1, np.ceil(long / metres)).astype(int)
    which = np.repeat(np.arange(count.size), count)
    nth = np.arange(which.size) - np.repeat(np.cumsum(count) - count, count)
    step = ((b - a) / count[:, None])[which]
    start = a[which] + nth[:, None] * step
    return np.stack([start, start + step], axis=1)


def edges_of(area: Any) -> Any:
    rings = [
        np.array(ring.coords) for part in area.geoms for ring in (part.exterior, *part.interiors)
    ]
    return np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in rings])


def unit(xy: Any) -> Any:
    lon, lat = np.radians(xy).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def on_sphere(xy: Any, lon: float, lat: float) -> Any:
    """Return metres on a sphere."""
    chord = np.linalg.norm(unit(xy) - unit(np.array([[lon, lat]])), axis=1)
    return 2 * EARTH * np.arcsin(np.minimum(1, chord / 2))


def extreme(area: Any, lon: float, lat: float, sign: int) -> float:
    """Return the farthest (sign 1) or the nearest (-1) distance along an area's edges."""
    edges, best = edges_of(area), 0.0
    for spacing in (10_000.0, 1_000.0, 30.0, 1.0):
        edges = along(edges, spacing)
        rough = sign * on_sphere(edges[:, 0], lon, lat)
        close = edges[rough > rough.max() - SLACK * abs(rough.max()) - 2 * spacing]
        exact = sign * np.array([away(lon, lat, *start) for start, _ in close])
        best = exact.max()
        edges = close[exact > best - 2 * spacing]
    return float(sign * best)


def from_place(lon: float, lat: float, area: Any, share: float) -> dict[str, float]:
    opposite = shapely.Point(lon - 180 if lon > 0 else lon + 180, -lat)
    farthest = extreme(area, lon, lat, 1)
    if area.contains(opposite):
        farthest = away(lon, lat, opposite.x, opposite.y)
    inside = area.contains(shapely.Point(lon, lat))
    nearest = 0.0 if inside else extreme(area, lon, lat, -1)
    low, high, land = nearest, farthest, plane(area) if share < 1 else None
    while share < 1 and high - low > 0.5:
        middle = (low + high) / 2
        covered = shapely.intersection(land, flat_disc(lon, lat, middle, 8001)).area / land.area
        low, high = (low, middle) if covered >= share else (middle, high)
    return {"range_m": high, "nearest_m": nearest, "farthest_m": farthest}


def closest(points: Any, region: Any) -> Any:
    """Return the exact distance of each point to the closest of many of a region's edges."""
    ends = unit(region)
    found = np.empty(len(points))
    for k, (point, up) in enumerate(zip(points, unit(points), strict=True)):
        chord = np.linalg.norm(ends - up, axis=1)
        near = region[chord <= chord.min() * (1 + SLACK)]
        here = np.broadcast_to(point[:, None], (2, len(near)))
        found[k] = WGS84.inv(*here, *near.T)[2].min()
    return found


def spherical(points: Any, region: Any) -> Any:
    ends = unit(region).T
    return np.concatenate(
        [
            2 * EARTH * np.arcsin(np.sqrt(np.maximum(0, (1 - (part @ ends).max(axis=1)) / 2)))
            for part in np.array_split(unit(points), max(1, len(points) // 200))
        ]
    )


def from_region(region: Any, area: Any, share: float) -> dict[str, float]:
    own = along(edges_of(region), 500.0)[:, 0]
    edge = along(edges_of(area), 1_000.0)[:, 0]
    rough = spherical(edge, own)
    farthest = closest(edge[rough > rough.max() * (1 - 2 * SLACK)], own).max()
    touching = region.intersects(area)
    least = rough.min() * (1 + 2 * SLACK)
    nearest = 0.0 if touching else closest(edge[rough <= least], own).min()
    if share == 1:
        return {"range_m": farthest, "nearest_m": nearest, "farthest_m": farthest}
    west, south, east, north = area.bounds
    lon, lat = np.meshgrid(np.linspace(west, east, GRID), np.linspace(south, north, GRID))
    grid = np.column_stack([lon.ravel(), lat.ravel()])
    grid = grid[shapely.contains_xy(area, grid[:, 0], grid[:, 1])]
    weight = (
        np.cos(np.radians(grid[:, 1])) / (1 - 0.00669438 * np.sin(np.radians(grid[:, 1])) ** 2) ** 2
    )
    rough = np.where(shapely.contains_xy(region, *grid.T), 0.0, spherical(grid, own))
    order = np.argsort(rough)
    at = np.searchsorted(np.cumsum(weight[order]), share * weight.sum())
    # The sphere's order, and near its answer the ellipsoid's.
    few = order[max(0, at - FEW) : at + FEW]
    exact = closest(grid[few], own)
    inside = weight[order[: max(0, at - FEW)]].sum()
    line = np.argsort(exact)
    nth = np.searchsorted(inside + np.cumsum(weight[few][line]), share * weight.sum())
    return {"range_m": exact[line][nth], "nearest_m": nearest, "farthest_m": farthest}


def main() -> None:
    rows = []
    for start, name, share in CASES:
        asked, on = (*name.split(), "2026-01-01")[:2]
        parts = nato.areas(asked, on)
        area = shapely.MultiPolygon([part for each in parts.values() for part in each.geoms])
        scenario = geo.Scenario(title="golden")
        if isinstance(start, tuple):
            found = from_place(*start, area, share)
            place: Any = geo.Site(name="from", kind="radar", lon=start[0], lat=start[1])
            scenario = scenario.model_copy(update={"sites": {"from": place}})
        else:
            region = (
                country(start) if isinstance(start, str) else shapely.MultiPolygon([shape(start)])
            )
            found = from_region(region, area, share)
            place = geo.Region(name="from", geometry=mapping(region))
            scenario = scenario.model_copy(update={"regions": {"from": place}})
        engine = geo.needed_range("from", parts, scenario=scenario, share=share)
        row = {"from": start, "area": asked, "members": list(parts), "share": share}
        row |= {key: float(round(value, 2)) for key, value in found.items()}
        row |= {"engine": engine._asdict()}
        off = [engine._asdict()[key] - found[key] for key in found]
        print(
            f"{str(start)[:16]:16} {name:24} {share:<5}",
            *(f"{each:12.2f}" for each in (*found.values(), *off)),
            flush=True,
        )
        rows.append(row)
    lines = [json.dumps(row) for row in rows]
    TABLE.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
