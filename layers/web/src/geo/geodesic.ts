// Geodesics on the WGS84 ellipsoid, with direct.ts the one place of the page that knows it: the
// twin of geo/geodesic.py.
//
// Everything rests on Karney's algorithms (Algorithms for geodesics, J. Geodesy 87:43-55, 2013),
// the inverse problem in his own JavaScript. Degrees and metres; longitudes relative to a centre are called `dlon`.
import geodesic from "geographiclib-geodesic";
import { arcs, type End } from "./direct.ts";
import type { Position } from "./types.ts";

const WGS84 = geodesic.Geodesic.WGS84;
const { AZIMUTH, DISTANCE } = geodesic.Geodesic;

/** Default largest distance, in metres, between a drawn edge and the true curve. */
export const TOLERANCE = 100;

/** Radius from which a tolerance holds as it is; smaller circles scale it down, to stay round. */
export const ROUND_FROM = 150_000;

/** Metres, where a sphere will do. */
export const SPHERE = 6_371_000;

const COARSEST = 15; // degrees of azimuth: no edge starts wider, so that refinement sees every bend
const THIRDS = [1 / 3, 2 / 3] as const;
const AT_THIRDS = 0.88; // a parabola stands there at 8/9 of its height; the rest: the flattening
const QUARTERS = [1 / 4, 1 / 2, 3 / 4] as const;
const AT_QUARTERS = 0.91; // a cubic stands at one of them at 0.915 of its height, or higher
const ROUNDS = 40;

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;
export const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** Return the geodesic distance in metres between two places. */
export function distance(lon1: number, lat1: number, lon2: number, lat2: number): number {
  return WGS84.Inverse(lat1, lon1, lat2, lon2, DISTANCE).s12!;
}

/** Return the bearing in degrees, 0..360 clockwise from north, at which the geodesic starts. */
export function azimuth(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const bearing = WGS84.Inverse(lat1, lon1, lat2, lon2, AZIMUTH).azi1!;
  return bearing < 0 ? (bearing + 360) % 360 : bearing;
}

/** Return the lon (-180..180) and lat that a geodesic reaches. */
export function destination(
  lon: number,
  lat: number,
  azimuth: number,
  distance: number,
): Position {
  const end = arcs(lat, distance)(azimuth);
  const lon2 = lon + end.dlon;
  return [lon2 > 180 ? lon2 - 360 : lon2 < -180 ? lon2 + 360 : lon2, end.lat];
}

/** A vertex on the eastern half of a circle: azimuth and dlon 0..180. Mirrored west: -dlon. */
export interface Vertex {
  readonly azimuth: number;
  readonly dlon: number;
  readonly lat: number;
}

/**
 * Trace the eastern half of a circle so finely that its edges stay within a tolerance.
 *
 * On an ellipsoid of revolution a circle is symmetric about its centre's meridian, so its eastern
 * half, where a geodesic never turns back west, says it all.
 *
 * @param lat the centre's latitude in degrees
 * @param radius metres, up to 19,900 km
 * @param tolerance largest distance in metres between an edge, straight in lon/lat, and the
 *   circle; below a radius of 150 km it shrinks in proportion to the radius
 * @param start first azimuth in degrees, and `end` the last: 0 <= start < end <= 180
 * @returns vertices by azimuth, each at its radius to well below 1 mm
 */
export function halfArc(
  lat: number,
  radius: number,
  tolerance = TOLERANCE,
  start = 0,
  end = 180,
): Vertex[] {
  const limit = limitOf(radius, tolerance);
  const count = Math.ceil((end - start) / firstStep(radius, tolerance));
  const endAt = arcs(lat, radius);
  const overNorth = isOver(endAt(0));
  const overSouth = isOver(endAt(180));
  const place = (azimuth: number): Vertex => {
    const found = endAt(azimuth);
    // Due north and south, the meridian or the one beyond the pole: no sine is exactly zero.
    if (azimuth === 0) return { azimuth, dlon: overNorth ? 180 : 0, lat: found.lat };
    if (azimuth === 180) return { azimuth, dlon: overSouth ? 180 : 0, lat: found.lat };
    return { azimuth, ...found };
  };
  let last = place(start);
  const found = [last];
  const walkTo = (next: Vertex, rounds = ROUNDS): void => {
    if (rounds > 0 && miss(last, next, lat) > limit) {
      walkTo(place((last.azimuth + next.azimuth) / 2), rounds - 1);
      walkTo(next, rounds - 1);
    } else {
      found.push((last = next));
    }
  };
  for (let nth = 1; nth <= count; nth++) walkTo(place(start + (end - start) * (nth / count)));
  return found;
}

/** Whether a circle holds a pole. */
export const holdsNorth = (lat: number, radius: number): boolean => isOver(arcs(lat, radius)(0));
export const holdsSouth = (lat: number, radius: number): boolean => isOver(arcs(lat, radius)(180));

/** Who goes due north or south and ends on the other side has passed the pole. */
const isOver = ({ dlon }: End): boolean => Math.abs(dlon) > 90;

/** Return at most how many degrees of azimuth lie between vertices at a radius. */
export function firstStep(radius: number, tolerance: number): number {
  // A chord of a spherical circle of radius s misses it by (step)^2 / 8 times its bend R sin(s/R).
  const bend = SPHERE * Math.sin(Math.min(radius / SPHERE, Math.PI / 2));
  return Math.min(degrees(Math.sqrt((8 * limitOf(radius, tolerance)) / bend)), COARSEST);
}

const limitOf = (radius: number, tolerance: number): number =>
  tolerance * Math.min(1, radius / ROUND_FROM) * AT_THIRDS;

/**
 * Return how far, at a third or two thirds, an edge lies from its circle, in metres.
 *
 * A sphere is enough to see it: along one edge the two ends' own difference between sphere and
 * ellipsoid goes over into each other, and what is left is the flattening's part of the miss.
 */
function miss(from: Vertex, to: Vertex, lat: number): number {
  const a = onSphere(lat, from.dlon, from.lat);
  const b = onSphere(lat, to.dlon, to.lat);
  const misses = THIRDS.map((part) => {
    const dlon = from.dlon + part * (to.dlon - from.dlon);
    const lat2 = from.lat + part * (to.lat - from.lat);
    return Math.abs(onSphere(lat, dlon, lat2) - a - part * (b - a));
  });
  return Math.max(...misses);
}

/** Return the haversine distance in metres between places `dlon` apart. */
function onSphere(lat1: number, dlon: number, lat2: number): number {
  const chord =
    Math.sin(radians(lat2 - lat1) / 2) ** 2 +
    Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(dlon) / 2) ** 2;
  return 2 * SPHERE * Math.asin(Math.sqrt(Math.min(chord, 1)));
}

/**
 * Trace one geodesic from a centre so finely that its edges stay within a tolerance.
 *
 * @param azimuth strictly between 0 and 180
 * @param reach its length in metres
 * @returns dlon (0..180 east of the centre) and lat, from the centre outwards
 */
export function radial(
  lat: number,
  azimuth: number,
  reach: number,
  tolerance = TOLERANCE,
): Position[] {
  const limit = tolerance * AT_QUARTERS;
  const place = (along: number): Position => {
    const [dlon, lat2] = destination(0, lat, azimuth, along);
    return [Math.abs(dlon), lat2];
  };
  const found: Position[] = [[0, lat]];
  const walk = (from: number, a: Position, to: number, b: Position, rounds: number): void => {
    // Where a geodesic bends one way and then the other, an edge lies on both its sides.
    if (rounds > 0 && QUARTERS.some((part) => off(lat, azimuth, a, b, part) > limit)) {
      const middle = (from + to) / 2;
      const between = place(middle);
      walk(from, a, middle, between, rounds - 1);
      walk(middle, between, to, b, rounds - 1);
    } else {
      found.push(b);
    }
  };
  for (let nth = 0; nth < 8; nth++) {
    const from = (reach * nth) / 8;
    const to = (reach * (nth + 1)) / 8;
    walk(from, found.at(-1)!, to, place(to), ROUNDS);
  }
  return found;
}

/** Return how far an edge lies beside the geodesic, in metres, from the azimuth it is seen at. */
function off(lat: number, bearing: number, a: Position, b: Position, part: number): number {
  const lon2 = a[0] + part * (b[0] - a[0]);
  const lat2 = a[1] + part * (b[1] - a[1]);
  const turn = radians(((azimuth(0, lat, lon2, lat2) - bearing + 540) % 360) - 180);
  const metres = Math.min(distance(0, lat, lon2, lat2) / SPHERE, Math.PI / 2);
  return Math.abs(turn) * SPHERE * Math.sin(metres);
}
