// How near and how far an area lies from a place: the twin of `distances` in geo/needed.py.
//
// On the sphere of reduced latitudes no way is longer than its angle times the major half-axis, nor
// shorter than its angle times the minor one. So a look at angles leaves few edges to measure.
import { distance, radians } from "./geodesic.ts";
import { polygons } from "./rings.ts";
import type { Geometry, Position } from "./types.ts";

const MAJOR = 6_378_137;
const FLAT = 1 - 1 / 298.257223563; // minor by major half-axis
const MINOR = MAJOR * FLAT;

const PIECE = 0.25; // degrees: along so short an edge the distance has one peak or one valley
const GOLD = (Math.sqrt(5) - 1) / 2;
const CLOSE = 0.1; // metres of an edge, within which the nearest place is found

/** Metres. */
export interface Distances {
  /** 0 for a place inside. */
  readonly nearest: number;
  readonly farthest: number;
}

/**
 * Return the nearest and the farthest distance of an area from a place, right to 1 m.
 *
 * @param area valid, lon/lat degrees, edges straight in lon/lat, cut at the antimeridian
 * @throws RangeError when the area is empty
 */
export function distances(area: Geometry, lon: number, lat: number): Distances {
  const pieces = piecesOf(area);
  if (pieces.length.length === 0) throw new RangeError("the region has no area; draw a polygon");
  // Inside an area the distance has no peak but at the antipode.
  const opposite: Position = [lon > 0 ? lon - 180 : lon + 180, -lat];
  return {
    nearest: holds(area, lon, lat) ? 0 : extreme(pieces, lon, lat, 1),
    farthest: holds(area, ...opposite)
      ? distance(lon, lat, ...opposite)
      : -extreme(pieces, lon, lat, -1),
  };
}

/** Tell whether a place lies inside an area, by the rings that a walk to the east crosses. */
export function holds(area: Geometry, lon: number, lat: number): boolean {
  let inside = false;
  for (const rings of polygons(area)) {
    for (const ring of rings) {
      let before = ring[0];
      for (const to of ring) {
        const [x1, y1] = before ?? to;
        const [x2, y2] = to;
        before = to;
        if (y1 > lat === y2 > lat) continue;
        if (lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
      }
    }
  }
  return inside;
}

/** Return the least value between two ends of what has one valley there. */
export function valley(
  at: (x: number) => number,
  low: number,
  high: number,
  close: number,
): number {
  let a = low;
  let b = high;
  let left = b - GOLD * (b - a);
  let right = a + GOLD * (b - a);
  let atLeft = at(left);
  let atRight = at(right);
  while (b - a > close) {
    if (atLeft < atRight) {
      b = right;
      right = left;
      atRight = atLeft;
      left = b - GOLD * (b - a);
      atLeft = at(left);
    } else {
      a = left;
      left = right;
      atLeft = atRight;
      right = a + GOLD * (b - a);
      atRight = at(right);
    }
  }
  return Math.min(atLeft, atRight, at(low), at(high));
}

/** An area's edges, cut short. */
interface Pieces {
  readonly from: Position[];
  readonly to: Position[];
  /** Where they start, on the unit sphere of reduced latitudes. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** How long they are there at most, in radians. */
  readonly length: Float64Array;
}

const known = new WeakMap<Geometry, Pieces>();

function piecesOf(area: Geometry): Pieces {
  const made = known.get(area) ?? cut(area);
  known.set(area, made);
  return made;
}

function cut(area: Geometry): Pieces {
  const [from, to]: [Position[], Position[]] = [[], []];
  for (const ring of polygons(area).flat()) {
    ring.forEach(([lon, lat], k) => {
      const [lon0, lat0] = ring[k - 1] ?? [lon, lat];
      const count = Math.ceil(Math.max(Math.abs(lon - lon0), Math.abs(lat - lat0)) / PIECE);
      const point = (nth: number): Position =>
        nth === count
          ? [lon, lat]
          : [lon0 + ((lon - lon0) * nth) / count, lat0 + ((lat - lat0) * nth) / count];
      for (let nth = 0; nth < count; nth++) {
        from.push(point(nth));
        to.push(point(nth + 1));
      }
    });
  }
  const places = from.map(onSphere);
  return {
    from,
    to,
    x: Float64Array.from(places, ([x]) => x),
    y: Float64Array.from(places, ([, y]) => y),
    z: Float64Array.from(places, ([, , z]) => z),
    length: Float64Array.from(from, (a, k) => lengthOf(a, to[k] ?? a)),
  };
}

const reduced = (lat: number): number => Math.atan(FLAT * Math.tan(radians(lat)));

function onSphere([lon, lat]: Position): [number, number, number] {
  const east = radians(lon);
  const north = reduced(lat);
  return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
}

function lengthOf(a: Position, b: Position): number {
  const low = a[1] * b[1] > 0 ? Math.min(Math.abs(a[1]), Math.abs(b[1])) : 0;
  const east = radians(b[0] - a[0]) * Math.cos(reduced(low));
  // Straight in lon/lat is not quite so in reduced latitudes.
  return 1.001 * Math.hypot(east, reduced(b[1]) - reduced(a[1]));
}

/** Return the least distance from a place to the pieces, or with sign -1 the least negative one. */
function extreme(pieces: Pieces, lon: number, lat: number, sign: 1 | -1): number {
  const { from, to, x, y, z, length } = pieces;
  const [px, py, pz] = onSphere([lon, lat]);
  const bounds = length.map((long, k) => {
    const chord = Math.hypot((x[k] ?? 0) - px, (y[k] ?? 0) - py, (z[k] ?? 0) - pz);
    const angle = 2 * Math.asin(Math.min(1, chord / 2));
    return sign > 0 ? MINOR * (angle - long) : -MAJOR * (angle + long);
  });
  const metres = (place: Position): number => sign * distance(lon, lat, ...place);
  const first = bounds.reduce((least, bound, k) => (bound < (bounds[least] ?? 0) ? k : least), 0);
  let best = metres(from[first] ?? [lon, lat]);
  const near = [...bounds.keys()].filter((k) => (bounds[k] ?? 0) < best);
  for (const k of near.sort((a, b) => (bounds[a] ?? 0) - (bounds[b] ?? 0))) {
    if ((bounds[k] ?? 0) >= best) break;
    const a: Position = from[k] ?? [0, 0];
    const b: Position = to[k] ?? a;
    const atA = metres(a);
    const atB = metres(b);
    best = Math.min(best, atA, atB);
    const long = MAJOR * (length[k] ?? 0);
    if ((atA + atB - long) / 2 >= best) continue; // no way through this piece is shorter
    const at = (part: number): number =>
      metres([a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])]);
    best = Math.min(best, valley(at, 0, 1, CLOSE / Math.max(CLOSE, long)));
  }
  return best;
}
