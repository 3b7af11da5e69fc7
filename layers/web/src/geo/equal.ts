// Many equal discs laid together, their union and their intersection, by those that show alone: the
// twin of geo/equal.py.
import { ClipType } from "clipper2-ts";
import type { Paths64 } from "clipper2-ts";
import { holds } from "./distances.ts";
import { distance, firstStep, halfArc, SPHERE } from "./geodesic.ts";
import { FARTHEST } from "./limits.ts";
import { cascade, overlay, polygons, toPaths, toPolygons, world } from "./rings.ts";
import { circle, CUT_LOCUS } from "./shapes.ts";
import { type Arc, shownArcs } from "./shown.ts";
import type { Geometry, Position } from "./types.ts";
import { between, upright } from "./vectors.ts";

const LEAST = 100_000; // metres
/** Of a disc's bend: 3 insets are less than what arcs go beyond what shows. */
const INSET = 1 / 1000;
/** Metres: beyond the cut locus, what discs as far apart leave out does not meet. */
const APART = 500_000;
/** Insets: a disc whose circle comes as close to a pole is drawn whole. */
const POLAR = 10;
/** Of a distance: twice what a sphere may be wrong by. */
const ROUGH = 0.012;

/**
 * Return the radius, in metres, by which a circle bends: beyond a quarter of the Earth that is the
 * radius of the disc's outside.
 */
export const bendOf = (radius: number): number =>
  Math.min(radius, Math.max(FARTHEST - radius, LEAST));

/**
 * Return the union of a region and of discs round places all along its boundary.
 *
 * @param centres best in the order of the boundary, which the discs cover
 * @param within the region
 */
export function union(
  centres: readonly Position[],
  radius: number,
  tolerance: number,
  within: Geometry,
): Geometry {
  if (radius >= CUT_LOCUS) {
    const [[lon, lat] = [0, 0]] = centres;
    const wide = centres.some((centre) => distance(lon, lat, ...centre) > APART);
    if (radius >= FARTHEST || wide) return world();
    const discs = cascade(ClipType.Union, discsRound(centres, radius, tolerance));
    return overlay(ClipType.Union, discs, toPaths(within));
  }
  const found = cascade(ClipType.Union, showing(centres, radius, tolerance));
  // What the others alone hold is bounded by those that show: it is a gap as a whole, or not.
  const gaps = parts(overlay(ClipType.Difference, toPaths(world()), found));
  const isHeld = (place: Position) => holds(within, ...place) || nearest(place, centres) <= radius;
  const filled = gaps.filter((gap) => isHeld(placeIn(gap)));
  return overlay(ClipType.Union, found, filled.flatMap(toPaths));
}

/**
 * Return what lies in all discs of one radius round places all along a region's boundary; may be a
 * MultiPolygon without coordinates. Parameters as of `union`.
 */
export function intersection(
  centres: readonly Position[],
  radius: number,
  tolerance: number,
): Geometry {
  const shown = new Set(shownArcs(centres, radius, true).map(({ disc }) => disc));
  const some = centres.filter((_, disc) => radius >= CUT_LOCUS || shown.has(disc));
  const discs = cascade(ClipType.Intersection, discsRound(scattered(some), radius, tolerance));
  const whole = overlay(ClipType.Intersection, discs, toPaths(world()));
  const isHeld = (place: Position) => farthest(place, centres) <= radius + tolerance;
  const found = parts(whole).filter((part) => isHeld(placeIn(part)));
  return overlay(ClipType.Union, found.flatMap(toPaths), []);
}

function* discsRound(
  centres: Iterable<Position>,
  radius: number,
  tolerance: number,
): Iterable<Paths64> {
  for (const [lon, lat] of centres) yield toPaths(circle(lon, lat, radius, tolerance));
}

/** Return points in an order in which those that follow one another stand far apart. */
function scattered(points: Position[]): Position[] {
  const stride = Math.ceil(Math.sqrt(points.length));
  return points
    .map((point, k) => ({ point, turn: k % stride }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ point }) => point);
}

/**
 * Yield areas within the discs, which reach the circles where they show: a disc is a polygon a
 * little smaller, drawn coarsely, and rims.
 */
function* showing(
  centres: readonly Position[],
  radius: number,
  tolerance: number,
): Iterable<Paths64> {
  const inset = INSET * bendOf(radius);
  const byDisc = new Map<number, Arc[]>();
  for (const arc of shownArcs(centres, radius)) {
    byDisc.set(arc.disc, [...(byDisc.get(arc.disc) ?? []), arc]);
  }
  for (const [disc, arcs] of byDisc) {
    const [lon, lat] = centres[disc]!;
    const isPolar = (pole: number) => Math.abs(distance(lon, lat, lon, pole) - radius) < POLAR * inset;
    if (inset <= 4 * tolerance || isPolar(90) || isPolar(-90)) {
      yield toPaths(circle(lon, lat, radius, tolerance));
      continue;
    }
    const inner = circle(lon, lat, radius - inset, inset);
    const rims = arcs.flatMap((arc) => rimsOf(lon, lat, radius, tolerance, inset, arc));
    yield cascade(ClipType.Union, [inner, ...rims].map(toPaths));
  }
}

/** Return what lies along an arc, fine outside and coarse on the inner side, three insets deep. */
function rimsOf(
  lon: number,
  lat: number,
  radius: number,
  tolerance: number,
  inset: number,
  { start, end }: Arc,
): Geometry[] {
  // Between vertices of the whole circle: where one disc alone shows, it is as `circle` has it.
  const steps = Math.ceil(180 / firstStep(radius, tolerance));
  // Cut at the meridian of the centre: a half is the other's mirror image.
  return [0, 180, 360, 540].flatMap((half) => {
    const from = Math.max(start, half) - half;
    const to = Math.min(end, half + 180) - half;
    if (from >= to) return [];
    const west = half % 360 === 180;
    const first = (Math.floor(((west ? 180 - to : from) * steps) / 180) * 180) / steps;
    const last = (Math.min(steps, Math.ceil(((west ? 180 - from : to) * steps) / 180)) * 180) / steps;
    // Out along the fine edge, back along the coarse one.
    const edges = [
      ...halfArc(lat, radius, tolerance, first, last),
      ...halfArc(lat, radius - 3 * inset, inset, first, last).reverse(),
    ];
    const ring = edges.map(({ dlon, lat: y }): Position => [west ? -dlon : dlon, y]);
    return [toPolygons(west ? ring : ring.reverse(), lon)];
  });
}

const parts = (geometry: Geometry): Geometry[] =>
  polygons(geometry).map((coordinates) => ({ type: "Polygon", coordinates }));

/** Return a place inside an area: the middle of the widest stretch half-way up. */
function placeIn(area: Geometry): Position {
  const rings = polygons(area).flat();
  const lats = rings.flat().map(([, lat]) => lat);
  const lat = (lats.reduce((a, b) => Math.min(a, b)) + lats.reduce((a, b) => Math.max(a, b))) / 2;
  const crossed = rings
    .flatMap((ring) =>
      ring.slice(1).flatMap(([x2, y2], k) => {
        const [x1, y1] = ring[k]!;
        return y1 > lat === y2 > lat ? [] : [x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)];
      }),
    )
    .sort((a, b) => a - b);
  let west = crossed[0] ?? 0;
  let east = crossed[0] ?? 0;
  for (let k = 1; k < crossed.length; k += 2) {
    if (crossed[k]! - crossed[k - 1]! > east - west) [west, east] = [crossed[k - 1]!, crossed[k]!];
  }
  return [(west + east) / 2, lat];
}

/** Return the distance in metres from a place to the nearest of others. */
const nearest = (place: Position, others: readonly Position[]): number => extreme(place, others, 1);

/** Return the distance in metres from a place to the farthest of others. */
const farthest = (place: Position, others: readonly Position[]): number =>
  -extreme(place, others, -1);

function extreme([lon, lat]: Position, others: readonly Position[], sign: 1 | -1): number {
  const here = upright([lon, lat]);
  const rough = others.map((place) => sign * SPHERE * between(here, upright(place)));
  const best = rough.reduce((a, b) => Math.min(a, b), Infinity);
  // On the ellipsoid it is one of those that nearly are it on a sphere.
  const some = others.filter((_, k) => rough[k]! <= best + ROUGH * Math.max(Math.abs(best), 1000));
  return some.map((place) => sign * distance(lon, lat, ...place)).reduce((a, b) => Math.min(a, b), Infinity);
}
