// Circles, annuli and azimuth sectors on the ellipsoid, as valid lon/lat polygons: the twin of
// geo/shapes.py.
import { ClipType } from "clipper2-ts";
import {
  destination, distance, halfArc, holdsNorth, holdsSouth, radial, ROUND_FROM, TOLERANCE,
} from "./geodesic.ts";
import type { Vertex } from "./geodesic.ts";
import { FARTHEST } from "./limits.ts";
import {
  box, mirrored, NORTH_WALK, overlay, SOUTH_WALK, toPaths, toPolygons, world,
} from "./rings.ts";
import type { Geometry, Position } from "./types.ts";

/** Radius in metres up to which every geodesic of that length is the shortest way to its end. */
export const CUT_LOCUS = 19_900_000;

const OUTLINE = 100; // metres, to which a disc beyond it is outlined

/**
 * Return the places at most `radius` metres from a centre.
 *
 * Vertices are at the radius to 1 mm; cut at the antimeridian, closed along the poles. A radius
 * beyond the farthest place is the whole Earth.
 *
 * @param tolerance largest distance in metres between an edge, straight in lon/lat, and the true
 *   circle. It holds at every radius; below 150 km it shrinks in proportion, so that small circles
 *   are as round as large ones and areas are right to 1e-5 at a tolerance of 1 m. From 19,900 km
 *   on, where geodesics stop being shortest, the disc is the whole Earth less the places that lie
 *   farther, whose outline is found to 100 m.
 * @throws RangeError for a radius or tolerance that is not above zero, or a centre off the Earth
 */
export function circle(lon: number, lat: number, radius: number, tolerance = TOLERANCE): Geometry {
  check(lon, lat, radius, tolerance);
  if (radius >= FARTHEST) return world();
  const half =
    radius < CUT_LOCUS ? halfArc(lat, radius, tolerance) : halfRoundAntipode(lat, radius);
  // Where the half begins and ends beyond a pole, the disc holds it.
  const north = half[0]!.dlon === 180;
  const south = half.at(-1)!.dlon === 180;
  const ring = mirrored(half, north, south);
  return toPolygons(ring, lon);
}

/**
 * Return the places from `inner` to `outer` metres from a centre; see `circle`.
 *
 * @throws RangeError also when inner is not below outer
 */
export function annulus(
  lon: number,
  lat: number,
  inner: number,
  outer: number,
  tolerance = TOLERANCE,
): Geometry {
  if (!(inner < outer)) {
    throw new RangeError(`inner ${inner} m is not below outer ${outer} m; exchange them`);
  }
  const [hole, disc] = [inner, outer].map((radius) => circle(lon, lat, radius, tolerance));
  return overlay(ClipType.Difference, toPaths(disc!), toPaths(hole!));
}

/**
 * Return the part of a disc whose bearings from the centre lie in a sector; see `circle`.
 *
 * A sector ends at 19,900 km, beyond which bearings stop being unique.
 *
 * @param bearings degrees, clockwise from the first to the second: [350, 10] is 20 degrees wide
 * @param inner radius in metres of the part left out round the centre
 * @throws RangeError also for bearings outside 0..360 or of no width
 */
export function sector(
  lon: number,
  lat: number,
  radius: number,
  bearings: readonly [number, number],
  inner = 0,
  tolerance = TOLERANCE,
): Geometry {
  check(lon, lat, radius, tolerance);
  const [from, to] = bearings;
  if (!(from >= 0 && from <= 360 && to >= 0 && to <= 360) || from === to) {
    throw new RangeError(`bearings are ${from}, ${to}; give two different ones in 0..360`);
  }
  const width = (to - from + 360) % 360;
  if (width === 0) { // 0 to 360 is all round
    return inner
      ? annulus(lon, lat, inner, radius, tolerance)
      : circle(lon, lat, radius, tolerance);
  }
  const first = from % 360;
  const end = Math.min(radius, CUT_LOCUS);
  if (inner && !(inner < end)) {
    throw new RangeError(`inner ${inner} m is not below radius ${end} m; exchange them`);
  }
  const whole =
    Math.abs(lat) === 90
      ? overlay(
          ClipType.Intersection,
          toPaths(circle(lon, lat, end, tolerance)),
          toPaths(meridians(lon, lat, first, width)),
        )
      : toPolygons(sectorRing(lat, end, first, first + width, tolerance), lon);
  if (!inner) return whole;
  return overlay(ClipType.Difference, toPaths(whole), toPaths(circle(lon, lat, inner, tolerance)));
}

function check(lon: number, lat: number, radius: number, tolerance: number): void {
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
    throw new RangeError(`the centre ${lon}, ${lat} is off the Earth; lon is -180..180, lat -90..90`);
  }
  if (!(radius > 0 && radius < Infinity)) {
    throw new RangeError(`the radius is ${radius}; give metres above zero`);
  }
  if (!(tolerance > 0)) {
    throw new RangeError(`the tolerance is ${tolerance}; give metres above zero`);
  }
}

/** Outline, east of the centre, what lies beyond `radius`: a small region round the antipode. */
function halfRoundAntipode(lat: number, radius: number): Vertex[] {
  let last = wherePassed(lat, radius, 0);
  const found = [last];
  const walkTo = (next: Vertex, rounds = 40): void => {
    // Corners, and edges straight in lon/lat close to a pole, ask for more.
    const off = [1 / 3, 1 / 2, 2 / 3].map((part) => {
      const dlon = last.dlon + part * (next.dlon - last.dlon);
      return Math.abs(distance(0, lat, dlon, last.lat + part * (next.lat - last.lat)) - radius);
    });
    if (rounds > 0 && Math.max(...off) > OUTLINE / 2) {
      walkTo(wherePassed(lat, radius, (last.azimuth + next.azimuth) / 2), rounds - 1);
      walkTo(next, rounds - 1);
    } else {
      found.push((last = next));
    }
  };
  for (let k = 1; k <= 60; k++) walkTo(wherePassed(lat, radius, 3 * k));
  return found;
}

/**
 * Return where the distance to the centre passes `radius`, in a direction from the antipode.
 *
 * Along every one of them the distance falls, so that bisection finds it.
 */
function wherePassed(lat: number, radius: number, azimuth: number): Vertex {
  let low = 0;
  let high = 250_000;
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    const beyond = distance(0, lat, ...destination(180, -lat, azimuth, middle)) > radius;
    [low, high] = beyond ? [middle, high] : [low, middle];
  }
  const [dlon, lat2] = destination(180, -lat, azimuth, (low + high) / 2);
  const seam = Math.abs(dlon) > 90 ? 180 : 0; // on the meridian itself, or the one beyond the pole
  return { azimuth, dlon: azimuth % 180 === 0 ? seam : Math.abs(dlon), lat: lat2 };
}

/** Return what lies between two bearings from a pole, where a bearing is a meridian. */
function meridians(lon: number, lat: number, first: number, width: number): Geometry {
  const turned = lon + (lat > 0 ? 180 - first - width : first) + 180;
  const west = (((turned % 360) + 360) % 360) - 180;
  const parts = [[box(west, Math.min(west + width, 180))]];
  if (west + width > 180) parts.push([box(-180, west + width - 360)]);
  return { type: "MultiPolygon", coordinates: parts };
}

/** Walk out along the first bearing, along the arc, and back along the last: clockwise. */
function sectorRing(
  lat: number,
  radius: number,
  first: number,
  last: number,
  tolerance: number,
): Position[] {
  const north = holdsNorth(lat, radius);
  const south = holdsSouth(lat, radius);
  const turns = [first, ...[180, 360, 540].filter((turn) => first < turn && turn < last), last];
  const walk: Position[] = [];
  for (let k = 1; k < turns.length; k++) {
    const start = turns[k - 1]!;
    const end = turns[k]!;
    const base = Math.floor((start + end) / 360) * 180;
    const east = base % 360 === 0;
    const [a, b] = east ? [start - base, end - base] : [180 + base - end, 180 + base - start];
    const half = halfArc(lat, radius, tolerance, a, b);
    const arc = half.map(({ dlon, lat }): Position => [east ? dlon : -dlon, lat]);
    if (!east) arc.reverse();
    if (start === first) walk.push(...spoke(lat, radius, first, arc[0]!, tolerance));
    walk.push(...arc);
    const atNorth = end % 360 === 0;
    if (end === last) walk.push(...spoke(lat, radius, last, arc.at(-1)!, tolerance).reverse());
    else if (atNorth ? north : south) walk.push(...(atNorth ? NORTH_WALK : SOUTH_WALK));
  }
  const ring = walk.reverse();
  return ring.filter(([dlon, lat], k) => {
    const next = ring[(k + 1) % ring.length]!;
    return dlon !== next[0] || lat !== next[1];
  });
}

/** Return the way from the centre out to `end`, which closes the arc and is left out. */
function spoke(
  lat: number,
  radius: number,
  bearing: number,
  end: Position,
  tolerance: number,
): Position[] {
  if (bearing % 180 === 0) {
    const pole = bearing % 360 === 0 ? 90 : -90;
    const over: Position[] = Math.abs(end[0]) === 180 ? [[0, pole], [end[0], pole]] : [];
    return [[0, lat], ...over];
  }
  const east = bearing % 360 < 180;
  const finer = tolerance * Math.min(1, radius / ROUND_FROM); // as the arc's: beside a pole it shows
  const line = radial(lat, east ? bearing % 360 : 360 - (bearing % 360), radius, finer);
  return line.slice(0, -1).map(([dlon, lat2]) => [east ? dlon : -dlon, lat2]);
}
