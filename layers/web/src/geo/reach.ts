// Everywhere within a range of a region, from anywhere in it or from everywhere in it: the twin of
// geo/reach.py.
//
// A region's edges are straight in lon/lat (RFC 7946). Both answers come from discs round points of
// its boundary, so close to each other that the gap between two neighbours stays below a tolerance:
// discs of radius r whose centres lie s apart leave at most s^2 / 8r between them. Where that asks for
// many points, which is where the range is short, strips beside the edges fill the gaps instead.
import { ClipType } from "clipper2-ts";
import type { Paths64 } from "clipper2-ts";
import { bendOf, intersection, union } from "./equal.ts";
import { azimuth, destination, distance, radians, SPHERE, TOLERANCE } from "./geodesic.ts";
import { FARTHEST } from "./limits.ts";
import {
  cascade,
  oriented,
  outline,
  overlay,
  polygons,
  toPaths,
  toPolygons,
  turns,
  world,
} from "./rings.ts";
import { circle } from "./shapes.ts";
import type { Geometry, Position } from "./types.ts";

/** Radius in metres from which on discs alone need fewer points than edges have. */
const LONG = 200_000;

const NOTHING: Geometry = { type: "MultiPolygon", coordinates: [] };

const POLAR = radians(89);

/** Part of the tolerance by which tips of the boundary may be left out. */
const SHAVED = 1 / 4;

/**
 * Return the places at most `radius` metres from some place of a region: the union of the region
 * and of discs round its boundary.
 *
 * @param region valid, cut at the antimeridian
 * @param tolerance metres. An edge of the answer is off by at most 2.25 times this: once for the
 *   discs' edges, once for the gaps between neighbours, a quarter for tips left out. A radius of no
 *   more than that leaves the region as it is
 * @throws RangeError when the region has no area
 */
export function reachFromAnywhere(
  region: Geometry,
  radius: number,
  tolerance = TOLERANCE,
): Geometry {
  checkArea(region);
  if (radius <= tolerance) return region;
  if (radius < LONG) {
    const near = cascade(ClipType.Union, discsAndStrips(region, radius, tolerance));
    return overlay(ClipType.Union, near, toPaths(oriented(region)));
  }
  return union(boundaryPoints(region, radius, tolerance), radius, tolerance, oriented(region));
}

/**
 * Return the places at most `radius` metres from every place of a region: the intersection of discs
 * round its boundary, less what lies opposite the region; a MultiPolygon without coordinates when the
 * region is too wide for the range. Parameters, errors and exactness as in `reachFromAnywhere`.
 */
export function reachFromEverywhere(
  region: Geometry,
  radius: number,
  tolerance = TOLERANCE,
): Geometry {
  checkArea(region);
  const [[lon, lat] = [0, 0], ...others] = polygons(region).flat(2);
  if (others.some((place) => distance(lon, lat, ...place) > 2 * radius)) return NOTHING;
  // Beyond a quarter of the Earth it is the discs' small outsides that leave gaps.
  const points = boundaryPoints(region, bendOf(radius), tolerance);
  const found = intersection(points, radius, tolerance);
  // The distance from a place has no peak inside a region but at the place's antipode.
  if (radius >= FARTHEST || !mayFace(found, region)) return found;
  return overlay(ClipType.Difference, toPaths(found), toPaths(opposite(region)));
}

/** Tell by latitudes whether antipodes of one may lie in the other; of what is empty, none. */
function mayFace(one: Geometry, other: Geometry): boolean {
  const [south, north] = latitudes(one);
  const [low, high] = latitudes(other);
  return -north <= high && -south >= low;
}

function latitudes(geometry: Geometry): [south: number, north: number] {
  const lats = polygons(geometry).flat(2).map(([, lat]) => lat);
  return [lats.reduce((a, b) => Math.min(a, b), Infinity), lats.reduce((a, b) => Math.max(a, b), -Infinity)];
}

/** Return the antipodes of a region. */
function opposite(region: Geometry): Geometry {
  const parts = polygons(oriented(region));
  const turned = [-180, 180].flatMap((by) =>
    parts.map((rings) => rings.map((ring) => ring.map(([lon, lat]): Position => [lon + by, -lat]))),
  );
  return overlay(ClipType.Intersection, toPaths({ type: "MultiPolygon", coordinates: turned }), toPaths(world()));
}

/** Yield, for a short range, a disc round the start of every edge and a strip beside it. */
function* discsAndStrips(region: Geometry, radius: number, tolerance: number): Iterable<Paths64> {
  for (const line of boundary(oriented(region))) {
    for (const [k, to] of line.slice(1).entries()) {
      // Beside a pole a strip would turn round it: there, discs alone as well.
      const polar = isPolar(line[k]!, to, radius);
      const squares = polar ? gap(line[k]!, to, radius) : bulge(line[k]!, to, radius);
      const starts = between(line[k]!, to, Math.sqrt(squares / (8 * tolerance)));
      for (const [nth, a] of starts.entries()) {
        yield toPaths(circle(...a, radius, tolerance));
        if (!polar) yield toPaths(strip(a, starts[nth + 1] ?? to, radius));
      }
    }
  }
}

/** Return what lies beside an edge, up to `radius` to its left and right. */
function strip([lon1, lat1]: Position, [lon2, lat2]: Position, radius: number): Geometry {
  const there = azimuth(lon1, lat1, lon2, lat2);
  const back = azimuth(lon2, lat2, lon1, lat1);
  const corners = [
    destination(lon1, lat1, there - 90, radius),
    destination(lon1, lat1, there + 90, radius),
    destination(lon2, lat2, back - 90, radius),
    destination(lon2, lat2, back + 90, radius),
  ];
  const ring = corners.map(([lon, lat]): Position => [((lon - lon1 + 540) % 360) - 180, lat]);
  return toPolygons(ring, lon1);
}

/**
 * Return points along a region's boundary, so close that discs of a radius round them leave gaps
 * of at most the tolerance, and no closer than that needs.
 *
 * The cuts along the antimeridian and the closings along the poles are no boundary.
 */
function boundaryPoints(region: Geometry, radius: number, tolerance: number): Position[] {
  const pieces = (a: Position, b: Position) => Math.sqrt(gap(a, b, radius) / (8 * tolerance));
  return boundary(oriented(region))
    .map((line) => withoutTips(withoutBays(line, pieces), pieces, SHAVED * tolerance))
    .flatMap((line) => [
      ...line.slice(1).flatMap((to, k) => between(line[k]!, to, pieces(line[k]!, to))),
      line.at(-1)!,
    ]);
}

function checkArea(region: Geometry): void {
  if (!polygons(region).some(([exterior]) => exterior && turns(exterior) !== 0)) {
    throw new RangeError("the region has no area; draw a polygon");
  }
}

/** Return the outline; a side at lon = +-180 is a cut only where a region goes on beyond it. */
function boundary(region: Geometry): Position[][] {
  const rings = polygons(region).flat();
  const endsAt = (side: number) =>
    rings.some((ring) => ring.some(([lon], k) => lon === side && ring[k - 1]?.[0] === side));
  return endsAt(180) === endsAt(-180) ? outline(region) : rings;
}

/** In how many pieces an edge has to be cut for the gaps to stay below the tolerance. */
type Pieces = (a: Position, b: Position) => number;

/** Return 8 times the gap, in metres, that discs round the ends alone would leave. */
const gap = (a: Position, b: Position, radius: number): number =>
  lengthOf(a, b) ** 2 / radius + bulge(a, b);

/**
 * Return 8 times how far, in metres, an edge may lie from the geodesic of its ends.
 *
 * Meridians converge along it, by dlon sin lat (and twice that as far as it runs north); `away`
 * metres beside it they do so as much more as that is nearer to a pole. A line at that distance from
 * a geodesic bends by its tangent, and in lon/lat, where a degree of longitude shrinks along a
 * meridian, by 1 + 2 tan^2 lat as much of what runs north.
 */
function bulge(a: Position, b: Position, away = 0): number {
  const dlon = radians(Math.abs(b[0] - a[0]));
  const dlat = radians(Math.abs(b[1] - a[1]));
  const length = lengthOf(a, b);
  const nearer = Math.min(highest(a, b) + away / SPHERE, POLAR);
  const closer = away === 0 ? 1 : Math.cos(highest(a, b)) / Math.cos(nearer);
  const north = away === 0 ? 0 : 2 * (SPHERE * dlat * Math.tan(nearer)) ** 2;
  const bent = ((length ** 2 + north) * Math.tan(away / SPHERE)) / SPHERE;
  return dlon * Math.sin(nearer) * Math.hypot(length, 2 * SPHERE * dlat) * closer ** 2 + bent;
}

/** Tell whether a pole is less than a degree from what lies `away` metres beside an edge. */
const isPolar = (a: Position, b: Position, away: number): boolean =>
  highest(a, b) + away / SPHERE > POLAR;

const highest = (a: Position, b: Position): number =>
  radians(Math.max(Math.abs(a[1]), Math.abs(b[1])));

/**
 * Return how long an edge, straight in lon/lat, is at most, in metres. (A geodesic would measure
 * nothing of an edge all round a parallel.)
 */
function lengthOf(a: Position, b: Position): number {
  const low = a[1] * b[1] > 0 ? Math.min(Math.abs(a[1]), Math.abs(b[1])) : 0;
  const east = radians(b[0] - a[0]) * Math.cos(radians(low));
  return 1.005 * SPHERE * Math.hypot(east, radians(b[1] - a[1])); // the ellipsoid is no longer
}

/**
 * Leave out vertices where the boundary turns away from the region's outside: nothing is lost.
 *
 * Filling the triangle of such a vertex and its neighbours makes the region larger, so its reach no
 * smaller; the discs round the filled region's boundary still stand on places of the region, so
 * the reach is no larger either. Rings run with the region on their left.
 */
function withoutBays(line: readonly Position[], pieces: Pieces): Position[] {
  const kept: Position[] = [];
  for (const next of line) {
    while (kept.length > 1) {
      const a = kept.at(-2)!;
      const b = kept.at(-1)!;
      const turn = (b[0] - a[0]) * (next[1] - b[1]) - (b[1] - a[1]) * (next[0] - b[0]);
      if (turn > 0 || pieces(a, next) > 1) break;
      kept.pop();
    }
    kept.push(next);
  }
  return kept;
}

/** Leave out vertices that lie within a limit, in metres, of the straight edge that stays. */
function withoutTips(line: readonly Position[], pieces: Pieces, limit: number): Position[] {
  const kept = [line[0]!];
  for (let from = 0, to = 1; from < line.length - 1; from = to++) {
    const fits = (end: number) =>
      pieces(line[from]!, line[end]!) <= 1 &&
      line.slice(from + 1, end).every((p) => offEdge(p, line[from]!, line[end]!) <= limit);
    while (to + 1 < line.length && fits(to + 1)) to++;
    kept.push(line[to]!);
  }
  return kept;
}

/** Return how far, in metres, a place lies from an edge close by. */
function offEdge([lon, lat]: Position, a: Position, b: Position): number {
  const shrink = Math.cos(radians(lat));
  const ax = (a[0] - lon) * shrink;
  const ay = a[1] - lat;
  const bx = (b[0] - lon) * shrink;
  const by = b[1] - lat;
  const dx = bx - ax;
  const dy = by - ay;
  const share = Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
  return radians(Math.hypot(ax + share * dx, ay + share * dy)) * SPHERE;
}

/** Return an edge's start and the points that cut it in pieces, without its end. */
function between(a: Position, b: Position, pieces: number): Position[] {
  const count = Math.max(1, Math.ceil(pieces));
  return Array.from({ length: count }, (_, nth): Position => {
    const part = nth / count;
    return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
  });
}
