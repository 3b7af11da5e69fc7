"""Make golden.json, the table that pytest and the TypeScript tests both read.

The oracle is geographiclib, Karney's own Python, with plain arithmetic beside it; nothing of
Shieldmap's is used but the country file. README.md here says how to add a case. The same cases
always give the same file: random places are drawn from each case's own words.

- direct, inverse: what geographiclib answers.
- discs: `poles` from the distance to them. `area` from PolygonArea of the geodesic polygons with
  720, 1440 and 2880 vertices at equal azimuths, whose error falls with the square of the number of
  vertices and then with its fourth power: two steps of Richardson extrapolation. Below 10 km, where
  PolygonArea's absolute error would show, the series pi r^2 (1 - K r^2 / 12).
- probes, [lon, lat, inside]: for discs, annuli and sectors from the distance and the bearing of
  the place seen from the centre, 200 m or more from every edge. For reaches from the smallest or
  largest distance to points of the region's boundary, and from everywhere in it to the antipode
  where that lies in the region, 500 m or more from the edge. Boundary edges are straight in
  lon/lat; the points on them stand so close that they miss 10 m at most.
"""

import json
import math
import random
from itertools import pairwise
from pathlib import Path

from geographiclib.geodesic import Geodesic

HERE = Path(__file__).resolve().parent
COUNTRIES = HERE.parent.parent / "geo" / "data" / "countries.json"
WGS84 = Geodesic.WGS84
SPHERE = 6_371_000.0

CENTRES = [
    (0, 0), (24.41, 44.08), (-147.3, 64.3), (30, 85), (-60, -85), (12, 90), (-75, -90),
    (180, 10), (-180, -35), (179.9, 60), (-179.99, -1),
]  # fmt: skip
AZIMUTHS = [0, 33, 90, 180, 275.5]
DISTANCES = [1, 1e3, 150e3, 2e6, 10_008e3, 15e6, 19.9e6]

PLACES = [(0, 0), (0, 90), (0, -90), (24.41, 44.08), (180, 10), (-180, 10), (-179.9, -50), (30, 85)]

DISC_RADII = [1, 1e3, 100e3, 1e6, 5e6, 10_008e3, 15e6, 19_890e3]
DISC_CENTRES = [(0, 0), (24.41, 44.08), (30, 85), (12, 90), (-75, -90), (180, 10), (-179.9, -60)]

ANNULI = [  # lon, lat, inner, outer
    (24.41, 44.08, 30e3, 1e6),
    (179.5, -20, 500e3, 3e6),
    (30, 85, 100e3, 2e6),  # the pole is in the ring
    (30, 85, 1e6, 2e6),  # the pole is in the hole
    (12, 90, 300e3, 900e3),
    (0, -70, 4e6, 12e6),  # a pole in the hole, and more than a hemisphere
]

SECTORS = [  # lon, lat, radius, first bearing, last bearing, inner
    (38.2, 38.35, 1.5e6, 70, 190, 30e3),
    (38.2, 38.35, 1.5e6, 350, 10, 0),
    (179, 60, 2e6, 30, 150, 0),  # across the antimeridian
    (-179, -40, 3e6, 200, 340, 500e3),
    (20, 80, 2.5e6, 300, 60, 0),  # over the pole
    (20, 80, 2.5e6, 60, 300, 0),  # all but that
    (20, 80, 2.5e6, 0, 180, 0),  # along the meridians
    (12, 90, 2e6, 40, 200, 200e3),  # at a pole a bearing is a meridian
    (-75, -90, 3e6, 300, 100, 0),
    (0, 20, 12e6, 45, 80, 0),  # beyond a quarter of the Earth
]

PLAIN = {
    "type": "Polygon",
    "coordinates": [[[10, 50], [14, 49.5], [15, 52], [12, 51], [11, 54], [10, 50]]],
}
DATELINE = {
    "type": "MultiPolygon",
    "coordinates": [
        [[[177, 62], [180, 61.5], [180, 67], [176, 66], [177, 62]]],
        [[[-180, 61.5], [-174, 63], [-180, 67], [-180, 61.5]]],
    ],
}
HOLED = {
    "type": "Polygon",
    "coordinates": [
        [[40, -10], [52, -12], [54, 0], [42, 2], [40, -10]],
        [[43, -8], [43, -1], [50, -2], [50, -9], [43, -8]],
    ],
}
HIGH = {  # long edges along parallels near the pole bulge far from the geodesics of their ends
    "type": "Polygon",
    "coordinates": [[[-20, 74], [40, 74], [40, 79], [-20, 79], [-20, 74]]],
}
REACHES = [  # region, radius, mode
    (PLAIN, 300e3, "anywhere"),
    (PLAIN, 5e6, "anywhere"),
    (PLAIN, 400e3, "everywhere"),
    (PLAIN, 200e3, "everywhere"),  # too wide for the range: empty
    (DATELINE, 300e3, "anywhere"),
    (DATELINE, 3.5e6, "anywhere"),  # over the pole
    (DATELINE, 1e6, "everywhere"),
    (HOLED, 100e3, "anywhere"),  # leaves part of the hole
    (HOLED, 1.5e6, "everywhere"),
    (HIGH, 5e6, "anywhere"),
    (HIGH, 3e6, "everywhere"),
    (HIGH, 15e6, "everywhere"),  # beyond a quarter of the Earth
    (PLAIN, 20e3, "anywhere"),  # short: strips beside the edges
    (DATELINE, 50e3, "anywhere"),
    (HIGH, 150e3, "anywhere"),
    ("IRN", 20e3, "anywhere"),
    ("IRN", 300e3, "anywhere"),
    ("IRN", 2e6, "anywhere"),
    ("IRN", 2e6, "everywhere"),
    ("PRK", 300e3, "anywhere"),
    ("PRK", 5e6, "anywhere"),
    ("PRK", 1e6, "everywhere"),
    ("RUS", 300e3, "anywhere"),
    ("RUS", 2e6, "anywhere"),
    ("RUS", 7e6, "everywhere"),
    ("IRN", 19.8e6, "everywhere"),  # what lies opposite it is too far
]


def main():
    golden = {
        "direct": [direct(*c, a, s) for c in CENTRES for a in AZIMUTHS for s in DISTANCES],
        "inverse": [inverse(*a, *b) for a in PLACES for b in PLACES],
        "discs": [disc(*c, radius) for c in DISC_CENTRES for radius in DISC_RADII],
        "annuli": [annulus(*case) for case in ANNULI],
        "sectors": [sector(*case) for case in SECTORS],
        "reaches": [reach(*case) for case in REACHES],
    }
    kinds = (lines(kind, cases) for kind, cases in golden.items())
    text = "{\n" + ",\n".join(kinds) + "\n}\n"
    (HERE / "golden.json").write_text(text, encoding="utf-8")
    print(f"golden.json: {sum(map(len, golden.values()))} cases, {len(text) / 1000:.0f} kB")


def lines(kind, cases):
    return f'"{kind}": [\n' + ",\n".join(map(compact, cases)) + "\n]"


def compact(case):
    return json.dumps(case, separators=(",", ":"))


def random_of(*case):
    return random.Random(compact(case))


def metres(lon1, lat1, lon2, lat2):
    return WGS84.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE)["s12"]


def go(lon, lat, azimuth, distance):
    end = WGS84.Direct(lat, lon, azimuth, distance)
    return end["lon2"], end["lat2"]


def direct(lon, lat, azimuth, distance):
    lon2, lat2 = go(lon, lat, azimuth, distance)
    return {
        "lon": lon, "lat": lat, "azimuth": azimuth, "distance": distance,
        "lon2": round(lon2, 13), "lat2": round(lat2, 13),
    }  # fmt: skip


def inverse(lon1, lat1, lon2, lat2):
    found = WGS84.Inverse(lat1, lon1, lat2, lon2)
    return {
        "lon1": lon1, "lat1": lat1, "lon2": lon2, "lat2": lat2,
        "distance": round(found["s12"], 7), "azimuth": round(found["azi1"] % 360, 10),
    }  # fmt: skip


def probes_of(draw, margin_of, count=10, most=400):
    """Return places on both sides of an edge; `margin_of` is how far inside a place is, or None."""
    kept = {True: [], False: []}
    for _ in range(most):
        lon, lat = (round(degrees, 6) for degrees in draw())
        if abs(lon) > 179.99999 or abs(lat) > 89.99999:  # on a cut there is no inside
            continue
        margin = margin_of(lon, lat)
        side = margin is not None and kept[margin > 0]
        if margin is not None and len(side) < count:
            side.append([lon, lat, margin > 0])
        if all(len(side) == count for side in kept.values()):
            break
    return kept[True] + kept[False]


def disc(lon, lat, radius):
    rng = random_of("disc", lon, lat, radius)

    def draw():
        near = radius + rng.choice([-1, 1]) * rng.choice([250, 2e3, 100e3, 0.4 * radius])
        return go(lon, lat, rng.uniform(0, 360), min(max(near, 0), 19.99e6))

    def margin(lon2, lat2):
        inside = radius - metres(lon, lat, lon2, lat2)
        return inside if abs(inside) >= 200 else None

    return {
        "lon": lon, "lat": lat, "radius": radius,
        "poles": [pole for pole in (90, -90) if metres(lon, lat, lon, pole) < radius],
        "area": exact_area(lon, lat, radius),
        "probes": probes_of(draw, margin, 6),
    }  # fmt: skip


def exact_area(lon, lat, radius):
    if radius < 10e3:  # the ellipsoid's curvature takes off r^2 / 12R^2 of it, under 3e-7
        return float(f"{math.pi * radius**2 * (1 - (radius / SPHERE) ** 2 / 12):.12g}")
    first, second, third = (geodesic_polygon(lon, lat, radius, n) for n in (720, 1440, 2880))
    a, b = (4 * second - first) / 3, (4 * third - second) / 3
    return float(f"{(16 * b - a) / 15:.12g}")


def geodesic_polygon(lon, lat, radius, count):
    polygon = WGS84.Polygon()
    for nth in range(count, 0, -1):  # counter-clockwise: azimuths fall
        lon2, lat2 = go(lon, lat, 360 * nth / count, radius)
        polygon.AddPoint(lat2, lon2)
    return polygon.Compute(False, False)[2]


def annulus(lon, lat, inner, outer):
    case = {"lon": lon, "lat": lat, "inner": inner, "outer": outer}
    return case | {"probes": ring_probes(case, lon, lat, inner, outer)}


def sector(lon, lat, radius, first, last, inner):
    case = {"lon": lon, "lat": lat, "radius": radius, "bearings": [first, last], "inner": inner}
    return case | {"probes": ring_probes(case, lon, lat, inner, radius, first, last)}


def ring_probes(case, lon, lat, inner, outer, first=0, last=360):
    rng = random_of(case)

    def draw():
        edge = rng.choice([inner, outer, rng.uniform(inner, outer)])
        side = rng.choice([first, last, rng.uniform(0, 360)])
        away = rng.choice([-1, 1]) * rng.choice([250, 3e3, 100e3])
        return go(lon, lat, side + rng.uniform(-4, 4), min(max(edge + away, 1), 19.8e6))

    def margin(lon2, lat2):
        seen = WGS84.Inverse(lat, lon, lat2, lon2)
        margins = [outer - seen["s12"]] + ([seen["s12"] - inner] if inner else [])
        if (last - first) % 360:
            width, turn = (last - first) % 360, (seen["azi1"] - first) % 360
            # Degrees to the nearer side, positive within, times the metres of one there.
            one = math.radians(1) * SPHERE * math.sin(min(seen["s12"] / SPHERE, math.pi / 2))
            within = turn < width
            angle = min(turn, width - turn) if within else min(turn - width, 360 - turn)
            margins.append(min(angle, 90) * one * (1 if within else -1))
        return min(margins) if min(map(abs, margins)) >= 200 else None

    return probes_of(draw, margin, 12)


def reach(region, radius, mode):
    rng = random_of("reach", region, radius, mode)
    rings = country(region) if isinstance(region, str) else rings_of(region)
    points = boundary(rings, radius)
    best = min if mode == "anywhere" else max

    def draw():
        # From the place's nearest (farthest) boundary point to about the edge of the answer.
        start = rng.choice(points)
        place = go(*start, rng.uniform(0, 360), radius)
        key = extreme(points, *place, best)[1]
        seen = WGS84.Inverse(key[1], key[0], place[1], place[0])
        away = rng.choice([-1, 1]) * rng.choice([600, 600, 3e3, 50e3])
        return go(*key, seen["azi1"], max(radius + away, 0))

    def margin(lon, lat):
        if mode == "anywhere" and is_inside(rings, lon, lat):
            return radius
        if mode == "everywhere" and is_inside(rings, *opposite(lon, lat)):
            return radius - metres(lon, lat, *opposite(lon, lat))
        inside = radius - extreme(points, lon, lat, best)[0]
        return inside if abs(inside) >= 500 else None

    if mode == "anywhere":
        probes = probes_of(draw, margin, 8, 60)
    elif radius < 19e6:  # the answer may be small: draw within it, too
        probes = probes_of(everywhere_draw(rng, points, radius, draw), margin, 8, 120)
    else:  # beyond it lies what is about the region's antipodes

        def draw_opposite():
            one, other = rng.choice(points), rng.choice(points)
            middle = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
            return draw() if rng.random() < 0.5 else opposite(*middle)

        probes = probes_of(draw_opposite, margin, 8, 120)
    return {"region": region, "radius": radius, "mode": mode, "probes": probes}


def opposite(lon, lat):
    return (lon - 180 if lon > 0 else lon + 180), -lat


def everywhere_draw(rng, points, radius, edge):
    """Draw round the middle of the region, and move each place to about the edge of the answer."""
    x, y, z = (sum(axis) for axis in zip(*(upright(*p) for p in points), strict=True))
    middle = math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))

    def draw():
        place = go(*middle, rng.uniform(0, 360), rng.uniform(0, 0.2) * radius)
        for _ in range(20 if rng.random() < 0.8 else 0):
            worst, key = extreme(points, *place, max)
            # Walk straight away from, or towards, the farthest point until it is about as far.
            seen = WGS84.Inverse(key[1], key[0], place[1], place[0])
            place = go(*key, seen["azi1"], worst + 0.7 * (radius - worst))
        key = extreme(points, *place, max)[1]
        seen = WGS84.Inverse(key[1], key[0], place[1], place[0])
        away = rng.choice([-1, 1]) * rng.choice([600, 600, 3e3, 50e3])
        return go(*key, seen["azi1"], max(seen["s12"] + away, 0))

    return lambda: edge() if rng.random() < 0.2 else draw()


def extreme(points, lon, lat, best):
    """Return the smallest or largest geodesic distance to points, and the point it belongs to."""
    here = upright(lon, lat)
    apart = [math.dist(here, there) for there in map(upright_of, points)]
    sphere = [2 * SPHERE * math.asin(min(1.0, chord / 2)) for chord in apart]
    # Sphere and ellipsoid differ by less than 0.6 %; geographiclib decides among the rest.
    limit = best(sphere) * (1.013 if best is min else 0.987)
    sign = 1 if best is min else -1
    near = [p for p, s in zip(points, sphere, strict=True) if sign * s <= sign * limit]
    if len(near) > 300:  # a first look at every few finds the threshold for the others
        some = best(metres(lon, lat, *p) for p in near[:: len(near) // 100])
        limit = some * (1.0057 if best is min else 0.9943)
        near = [p for p, s in zip(points, sphere, strict=True) if sign * s <= sign * limit]
    return best((metres(lon, lat, *p), p) for p in near)


def upright(lon, lat):
    east, north = math.radians(lon), math.radians(lat)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


UPRIGHT = {}


def upright_of(point):
    if point not in UPRIGHT:
        UPRIGHT[point] = upright(*point)
    return UPRIGHT[point]


def boundary(rings, radius):
    """Return points on the straight lon/lat edges; the cuts at 180 are left out."""
    points = []
    for ring in rings:
        for (lon1, lat1), (lon2, lat2) in pairwise(ring):
            points.append((lon1, lat1))
            if lon1 == lon2 and abs(lon1) == 180:
                continue
            length = metres(lon1, lat1, lon2, lat2)
            # Straight edges turn by dlon sin(lat) from the geodesic; the rest is s^2 / 8r.
            steepest = math.sin(math.radians(max(abs(lat1), abs(lat2))))
            turn = 2 * math.radians(abs(lon2 - lon1)) * steepest
            bend = 1 / min(radius, 20e6 - radius)
            count = math.ceil(math.sqrt(length * (length * bend + turn) / 8 / 10))
            points += [
                (lon1 + (lon2 - lon1) * k / count, lat1 + (lat2 - lat1) * k / count)
                for k in range(1, count)
            ]
    return points


def is_inside(rings, lon, lat):
    inside = False
    for ring in rings:
        for (lon1, lat1), (lon2, lat2) in pairwise(ring):
            if (lat1 > lat) != (lat2 > lat):
                inside ^= lon < lon1 + (lat - lat1) / (lat2 - lat1) * (lon2 - lon1)
    return inside


def rings_of(geometry):
    parts = geometry["coordinates"]
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    return [[tuple(p) for p in ring] for rings in polygons for ring in rings]


def country(code):
    """Return a country's rings from the built TopoJSON."""
    topology = json.loads(COUNTRIES.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(index):
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][index if index >= 0 else ~index]:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        return points if index >= 0 else points[::-1]

    def ring(indices):
        first, *rest = map(arc, indices)
        return first + [p for points in rest for p in points[1:]]

    geometries = topology["objects"]["countries"]["geometries"]
    (found,) = (g for g in geometries if g["properties"]["a3"] == code)
    polygons = [found["arcs"]] if found["type"] == "Polygon" else found["arcs"]
    return [ring(indices) for rings in polygons for indices in rings]


if __name__ == "__main__":
    main()
