"""Make golden-places.json: how far places lie from regions, and from the edges of sites' shapes.

The oracle is geographiclib, Karney's own Python, and patience; nothing of Shieldmap's is used but
the country file. Along every edge stand many points, and round the nearest and the farthest of
them ever more, until they miss the answer by less than 1 m.

- regions: `nearest` (0 inside) and `farthest` distance of a region from a place. Edges are straight
  in lon/lat; a region that holds the antipode is farthest there.
- sites: `margin`, the distance from a place to the nearest arc or leg of a disc, annulus or sector,
  above zero inside and below zero outside, as its distance and its bearing from the centre say.
"""

from itertools import pairwise
from pathlib import Path

from make_golden import (
    DATELINE,
    HIGH,
    HOLED,
    PLAIN,
    WGS84,
    country,
    go,
    is_inside,
    lines,
    metres,
    rings_of,
)

TABLE = Path(__file__).with_name("golden-places.json")
PIECE = 0.25  # degrees
KEPT = 40  # edges that are looked at more closely

REGIONS = [PLAIN, DATELINE, HOLED, HIGH, "PRK", "IRN", "RUS", "ATA"]
PLACES = [
    (21.01, 52.23), (12.5, 51.5), (46, -5), (-179.5, 64), (179.9, 70), (51.4, 35.7), (-150, 89.5),
    (10, -89.9), (-74, 40.7), (-128.6, -35.7), (-85, -62),
]  # fmt: skip

SITES = [  # lon, lat, radius, bearings or None, inner
    (24.41, 44.08, 1e6, None, 0),
    (179.5, -20, 3e6, None, 5e5),
    (30, 85, 2e6, None, 1e5),
    (0, 20, 15e6, None, 0),
    (38.2, 38.35, 1.5e6, (70, 190), 3e4),
    (38.2, 38.35, 1.5e6, (350, 10), 0),
    (179, 60, 2e6, (30, 150), 0),
    (20, 80, 2.5e6, (300, 60), 0),
    (20, 80, 2.5e6, (60, 300), 4e5),
    (12, 90, 2e6, (40, 200), 2e5),
    (0, 20, 12e6, (45, 80), 0),
]
AROUND = [  # degrees from the first bearing, times the radius
    (10, 0.5), (60, 0.9), (119, 0.7), (15, 1.2), (-20, 0.6), (150, 0.4), (-100, 1.1), (40, 0.01),
]  # fmt: skip


def main():
    golden = {
        "regions": [region(each, *place) for each in REGIONS for place in PLACES],
        "sites": [site(*each, *around) for each in SITES for around in AROUND],
    }
    kinds = (lines(kind, cases) for kind, cases in golden.items())
    text = "{\n" + ",\n".join(kinds) + "\n}\n"
    TABLE.write_text(text, encoding="utf-8")
    print(f"{TABLE.name}: {sum(map(len, golden.values()))} cases, {len(text) / 1000:.0f} kB")


def region(name, lon, lat):
    rings = country(name) if isinstance(name, str) else rings_of(name)
    edges = [edge for ring in rings for edge in pairwise(ring)]

    def at(edge, part):
        (lon1, lat1), (lon2, lat2) = edge
        return metres(lon, lat, lon1 + part * (lon2 - lon1), lat1 + part * (lat2 - lat1))

    opposite = (lon - 180 if lon > 0 else lon + 180, -lat)
    farthest = -least(edges, lambda *p: -at(*p))
    if is_inside(rings, *opposite):
        farthest = metres(lon, lat, *opposite)
    nearest = 0 if is_inside(rings, lon, lat) else least(edges, at)
    found = {"nearest": round(nearest, 1), "farthest": round(farthest, 1)}
    return {"region": name, "lon": lon, "lat": lat, **found}


def least(edges, at):
    """Return the least value of `at` along edges, each run through from 0 to 1."""
    pieces = []
    for edge in edges:
        (lon1, lat1), (lon2, lat2) = edge
        count = int(max(abs(lon2 - lon1), abs(lat2 - lat1)) / PIECE) + 1
        values = [at(edge, k / count) for k in range(count + 1)]
        pieces += [(min(values[k : k + 2]), edge, k / count, (k + 1) / count) for k in range(count)]
    pieces.sort(key=lambda piece: piece[0])
    return min(closer(lambda x, e=edge: at(e, x), a, b) for _, edge, a, b in pieces[:KEPT])


def closer(at, low, high, count=40, rounds=4):
    """Return the least of ever denser points, each round about the best of the last one."""
    for _ in range(rounds):
        step = (high - low) / count
        values = [at(low + k * step) for k in range(count + 1)]
        best = low + values.index(min(values)) * step
        low, high = max(low, best - step), min(high, best + step)
    return min(values)


def site(lon, lat, radius, bearings, inner, turn, part):
    first, last = bearings or (0, 360)
    width = (last - first) % 360 or 360
    place = [round(x, 6) for x in go(lon, lat, (first + turn) % 360, part * radius)]
    seen = WGS84.Inverse(lat, lon, place[1], place[0])

    def to(azimuth, away):
        return metres(*place, *go(lon, lat, azimuth, away))

    def arc(away):
        return wide(lambda x: to(first + x * width, away))

    def leg(azimuth):
        return wide(lambda x: to(azimuth, inner + x * (radius - inner)))

    edges = [arc(radius)] + ([arc(inner)] if inner else [])
    edges += [leg(first), leg(last)] if bearings else []
    within = inner <= seen["s12"] <= radius and (seen["azi1"] - first) % 360 <= width
    return {
        "lon": lon, "lat": lat, "radius": radius, "bearings": bearings, "inner": inner,
        "place": place, "margin": round(min(edges) * (1 if within else -1), 1),
    }  # fmt: skip


def wide(at, count=720):
    values = [at(k / count) for k in range(count + 1)]
    best = values.index(min(values))
    return closer(at, (best - 1) / count if best else 0, min(best + 1, count) / count)


if __name__ == "__main__":
    main()
