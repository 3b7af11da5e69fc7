// Which arcs of many equal circles show, all that the outline of their discs can be made of: the
// twin of geo/shown.py.
//
// Of the discs round a country's boundary a hundredth shows at long range; a sphere is enough to
// tell which. On it, what another disc covers of a circle is one interval of azimuths, in closed
// form.
import { degrees, radians, SPHERE } from "./geodesic.ts";
import type { Position } from "./types.ts";
import { dot, upright, type Vector } from "./vectors.ts";

/** An arc clockwise from azimuth `start` to `end`, in degrees: 0 <= start < end <= start + 360. */
export interface Arc {
  /** The circle, counted as they were given. */
  readonly disc: number;
  readonly start: number;
  readonly end: number;
}

// What a sphere may be wrong by: degrees of azimuth, and a part of how far an interval's half is
// from 90 degrees, which grows towards the antipode. Measured: 0.2 and at most 0.6 of that part.
const TURN = 0.5;
const LEAN = 0.01;
/** Radians apart: too close to tell a direction. */
const SAME = 1e-10;
/** Cosine of the angle apart from which it may be wrong by more. */
const OPPOSITE = -0.7;
/** Others that a circle is compared with; the pairs that a round may cost where that is more. */
const FEW = 12;
const WORTH = 1 << 14;
/** A round that leaves such a part of the circles is the last. */
const LEFT = 0.9;

/**
 * Return arcs that hold all of the circles that lies in no other disc, and not much more.
 *
 * What is left out lies in other discs, strictly, so that a union's outline is on these arcs, which
 * go beyond what shows by 0.3 degrees and more. None where there is no outline.
 *
 * @param centres best in the order of the boundaries that they lie on
 * @param radius metres, below 19,900 km
 * @param outside rather the places that lie outside no other disc: the outline of what is in all
 */
export function shownArcs(centres: readonly Position[], radius: number, outside = false): Arc[] {
  let kept = centres.map((centre, disc) => ({ disc, ...axesAt(centre) }));
  while (true) {
    const steps = stepsAmong(kept.length);
    const arcs = kept.flatMap((circle, k) => {
      const others = steps.map((step) => kept[(k + step) % kept.length]!);
      return gaps(circle, others, radius, outside);
    });
    const open = new Set(arcs.map(({ disc }) => disc));
    if (open.size >= LEFT * kept.length) return arcs;
    kept = kept.filter(({ disc }) => open.has(disc));
  }
}

interface Axes {
  up: Vector;
  east: Vector;
  north: Vector;
}

interface Circle extends Axes {
  disc: number;
}

/** Return what is up, east and north at a place, as vectors of length 1. */
function axesAt([lon, lat]: Position): Axes {
  const turn = radians(lon);
  const rise = radians(lat);
  const sinLon = Math.sin(turn);
  const cosLon = Math.cos(turn);
  const sinLat = Math.sin(rise);
  const cosLat = Math.cos(rise);
  return {
    up: upright([lon, lat]),
    east: [-sinLon, cosLon, 0],
    north: [-sinLat * cosLon, -sinLat * sinLon, cosLat],
  };
}

/**
 * Return how far along the boundary others stand that a circle is compared with: near ones and far
 * ones, so that bays of every size find what covers them.
 */
function stepsAmong(count: number): number[] {
  const most = Math.max(FEW, Math.floor(WORTH / count));
  if (most >= count) return Array.from({ length: Math.max(0, count - 1) }, (_, k) => k + 1);
  const half = Math.floor(most / 2);
  const far = Math.log(Math.floor(count / 2));
  const steps = Array.from({ length: half + 1 }, (_, k) => Math.floor(Math.exp((far * k) / half)));
  return [...new Set([...steps, ...steps.map((step) => count - step)])];
}

/** Return from where to where no other disc surely covers a circle. */
function gaps(circle: Circle, others: readonly Circle[], radius: number, outside: boolean): Arc[] {
  const angle = radius / SPHERE;
  const growing = (LEAN * angle) / Math.sin(angle);
  const spans: { from: number; to: number }[] = [];
  for (const { up } of others) {
    const east = dot(circle.east, up);
    const north = dot(circle.north, up);
    const near = dot(circle.up, up);
    const apart = Math.hypot(east, north);
    if (apart <= SAME || near <= OPPOSITE) continue;
    // Of the spherical triangle of both centres and where their circles meet.
    const sine = apart / (1 + near) / Math.tan(angle);
    const lean = degrees(Math.asin(Math.max(-1, Math.min(1, sine))));
    const half = 90 + (outside ? lean : -lean) - TURN - growing * Math.abs(lean);
    if (half <= 0) continue;
    const middle = degrees(Math.atan2(east, north)) + (outside ? 180 : 0);
    const from = (((middle - half) % 360) + 360) % 360;
    spans.push({ from, to: from + 2 * half });
  }
  const { disc } = circle;
  if (spans.length === 0) return [{ disc, start: 0, end: 360 }];
  spans.sort((a, b) => a.from - b.from);
  // What reaches over the end of the turn covers its beginning.
  let reach = spans.reduce((most, { to }) => Math.max(most, to), 0) - 360;
  const found: Arc[] = [];
  for (const { from, to } of spans) {
    const turn = reach < 0 ? 360 : 0;
    if (from > reach) found.push({ disc, start: reach + turn, end: from + turn });
    reach = Math.max(reach, to);
  }
  return found;
}
