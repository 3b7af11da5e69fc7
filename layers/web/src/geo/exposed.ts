// Which arcs of many circles lie in no other disc: the boundary of their union.
//
// On a sphere a disc covers one interval of another circle's azimuths, in closed form. That decides
// about most of them; the ends that bound what is left open are found on the ellipsoid.
import { azimuth, degrees, destination, distance, radians, SPHERE } from "./geodesic.ts";

export interface Disc {
  readonly lon: number;
  readonly lat: number;
  /** Metres; see `WIDEST`. */
  readonly radius: number;
}

/** Radius in metres up to which two discs that meet are far from being opposite. */
export const WIDEST = 9_000_000;

/** An arc clockwise from azimuth `from` to `to`, in degrees: from < to <= from + 360. */
export interface Arc {
  readonly disc: number;
  readonly from: number;
  readonly to: number;
  /** The disc that it comes out of, and the one that it goes into; null for a whole circle. */
  readonly after: number | null;
  readonly before: number | null;
}

/** What a sphere may be wrong by: part of a length, and degrees of azimuth. */
const LENGTH = 0.01;
const ANGLE = 0.5;

/**
 * Find the exposed arcs.
 *
 * @param discs up to `WIDEST`, each only once
 */
export function* exposedArcs(discs: readonly Disc[]): Generator<void, Arc[]> {
  const circles = discs.map(circleOf);
  const near = yield* neighbours(circles);
  const arcs: Arc[] = [];
  for (const [disc, circle] of circles.entries()) {
    arcs.push(...arcsOf(circle, disc, (near[disc] ?? []).map((nth) => circles[nth] as Circle)));
    yield;
  }
  return arcs;
}

interface Circle extends Disc {
  nth: number;
  /** Of the radius as an angle. */
  sin: number;
  cos: number;
  /** The centre as a vector of length 1, and the sine and cosine of its latitude. */
  x: number;
  y: number;
  z: number;
  cosLat: number;
  /** Of what the radius may be on a sphere. */
  sinReach: number;
  cosReach: number;
}

function circleOf({ lon, lat, radius }: Disc, nth: number): Circle {
  const angle = radius / SPHERE;
  const east = radians(lon);
  const north = radians(lat);
  const cosLat = Math.cos(north);
  const reach = angle * (1 + LENGTH);
  return {
    ...{ sinReach: Math.sin(reach), cosReach: Math.cos(reach) },
    ...{ nth, lon, lat, radius, sin: Math.sin(angle), cos: Math.cos(angle), cosLat },
    ...{ x: cosLat * Math.cos(east), y: cosLat * Math.sin(east), z: Math.sin(north) },
  };
}

const SHORTEST_DEGREE = 110_574; // of latitude, in metres

/** For each circle those that it may meet or lie in. */
function* neighbours(circles: readonly Circle[]): Generator<void, number[][]> {
  const found: number[][] = circles.map(() => []);
  const order = circles.toSorted((a, b) => a.lat - b.lat);
  const widest = order.reduce((most, { radius }) => Math.max(most, radius), 0);
  for (const [k, a] of order.entries()) {
    const last = a.lat + (a.radius + widest) / SHORTEST_DEGREE;
    for (let m = k + 1; m < order.length; m++) {
      const b = order[m] as Circle;
      if (b.lat > last) break;
      // Farther apart than both together reach, whose sum is less than half a turn.
      if (dot(a, b) < a.cosReach * b.cosReach - a.sinReach * b.sinReach) continue;
      found[a.nth]?.push(b.nth);
      found[b.nth]?.push(a.nth);
    }
    yield;
  }
  return found;
}

const dot = (a: Circle, b: Circle): number => a.x * b.x + a.y * b.y + a.z * b.z;

/** Among so many neighbours a few will often do to cover a circle. */
const MANY = 128;
const FEW = 32;

function arcsOf(circle: Circle, disc: number, near: readonly Circle[]): Arc[] {
  if (near.length > MANY) {
    const few = near.filter((_, k) => k % Math.floor(near.length / FEW) === 0);
    if (arcsOf(circle, disc, few).length === 0) return [];
  }
  const covers = near.map((other) => coverOf(circle, other)).filter(({ perhaps }) => perhaps > 0);
  if (covers.some(({ surely }) => surely >= 180)) return [];
  const sure = covers.filter(({ surely }) => surely > 0).map(sureSpan);
  const open = gaps(sure);
  if (open.length === 0) return [];
  const spans: Span[] = [];
  for (const cover of covers) {
    if (!open.some((gap) => meets(gap, cover))) spans.push(sureSpan(cover));
    else {
      const exact = exactSpan(circle, cover.other);
      if (exact === "all") return [];
      if (exact) spans.push(exact);
    }
  }
  return gaps(spans).map((gap) => ({ disc, ...gap }));
}

/** What another disc covers of a circle, by what a sphere can say: degrees to both sides of `middle`. */
interface Cover {
  other: Circle;
  middle: number;
  surely: number;
  perhaps: number;
}

function coverOf(circle: Circle, other: Circle): Cover {
  const cos = Math.min(1, dot(circle, other));
  const sin = Math.sqrt(1 - cos * cos);
  const margin = LENGTH * (circle.radius / SPHERE + Math.acos(cos));
  const half = (radius: number) =>
    radius <= 0 ? 0 : halfWidth(Math.cos(radius), circle.cos, circle.sin, cos, sin);
  const less = half(other.radius / SPHERE - margin);
  const more = half(other.radius / SPHERE + margin);
  const turn = radians(other.lon - circle.lon);
  const north = other.z * circle.cosLat - circle.z * other.cosLat * Math.cos(turn);
  return {
    other,
    middle: degrees(Math.atan2(other.cosLat * Math.sin(turn), north)),
    surely: less >= 180 ? 180 : Math.max(0, less - ANGLE),
    perhaps: more === 0 ? 0 : Math.min(180, more + ANGLE),
  };
}

/** The angle of a spherical triangle opposite to the first side, from the sides' cosines and sines. */
function halfWidth(cosOther: number, cosOwn: number, sinOwn: number, cos: number, sin: number): number {
  const angle = (cosOther - cosOwn * cos) / (sinOwn * sin || Number.MIN_VALUE);
  return angle >= 1 ? 0 : angle <= -1 ? 180 : degrees(Math.acos(angle));
}

const EXACT = 1e-4; // metres
const ROUNDS = 80;

/** The same on the ellipsoid: nothing, all, or from where to where. */
function exactSpan(circle: Circle, other: Circle): Span | "all" | null {
  const apart = distance(circle.lon, circle.lat, other.lon, other.lat);
  if (apart + circle.radius <= other.radius) return "all";
  if (apart >= circle.radius + other.radius || apart + other.radius <= circle.radius) return null;
  const middle = azimuth(circle.lon, circle.lat, other.lon, other.lat);
  const angle = apart / SPHERE;
  const cosOther = Math.cos(other.radius / SPHERE);
  const sinOther = Math.sin(other.radius / SPHERE);
  const start = halfWidth(cosOther, circle.cos, circle.sin, Math.cos(angle), Math.sin(angle));
  const slope = (circle.sin * Math.sin(angle) * SPHERE) / sinOther;
  const side = (sign: 1 | -1): number => {
    let low = 0;
    let high = 180;
    let width = Math.max(1e-6, Math.min(180 - 1e-6, start));
    for (let round = 0; round < ROUNDS; round++) {
      const place = destination(circle.lon, circle.lat, middle + sign * width, circle.radius);
      const beyond = distance(...place, other.lon, other.lat) - other.radius;
      if (Math.abs(beyond) < EXACT) break;
      if (beyond > 0) high = width;
      else low = width;
      // Newton's step with the sphere's slope, unless it leaves what is known.
      const next = width - degrees(beyond / (slope * Math.sin(radians(width))));
      width = next > low && next < high && round % 8 < 6 ? next : (low + high) / 2;
    }
    return width;
  };
  return { from: middle - side(-1), to: middle + side(1), other: other.nth };
}

interface Span {
  from: number;
  to: number;
  other: number;
}

const sureSpan = ({ middle, surely, other }: Cover): Span => ({
  ...{ from: middle - surely, to: middle + surely, other: other.nth },
});

type Gap = Omit<Arc, "disc">;

/** What spans leave open of a whole turn. */
function gaps(spans: readonly Span[]): Gap[] {
  if (spans.length === 0) return [{ from: 0, to: 360, after: null, before: null }];
  const turned = spans
    .map(({ from, to, other }): Span => {
      const start = ((from % 360) + 360) % 360;
      return { from: start, to: start + to - from, other };
    })
    .sort((a, b) => a.from - b.from);
  const last = turned.reduce((a, b) => (b.to > a.to ? b : a));
  // What reaches over the end of the turn covers its beginning.
  let reach = last.to - 360;
  let owner = last.other;
  const found: Gap[] = [];
  for (const { from, to, other } of turned) {
    if (from > reach) found.push({ from: reach, to: from, after: owner, before: other });
    if (to > reach) [reach, owner] = [to, other];
  }
  return found.map((gap) => (gap.from < 0 ? { ...gap, from: gap.from + 360, to: gap.to + 360 } : gap));
}

function meets({ from, to }: Gap, { middle, perhaps }: Cover): boolean {
  const along = (((middle - from) % 360) + 360) % 360;
  return along - perhaps <= to - from || along + perhaps >= 360;
}
