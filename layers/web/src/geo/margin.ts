// How far a place lies inside or outside a shape: metres, above zero inside and below zero outside.
import { azimuth, destination, distance } from "./geodesic.ts";
import { type Distances, valley } from "./distances.ts";
import { CUT_LOCUS } from "./shapes.ts";
import type { Position } from "./types.ts";

/**
 * Return the margin of a place in a disc or, with an inner radius, in an annulus.
 *
 * It is the distance to the nearer edge: none comes sooner than along the geodesic through the
 * centre.
 * For a disc it is as well how much shorter its range may be, or how much longer it has to be, for
 * the place to lie on its edge; beyond the cut locus (19,900 km), where an edge may lie a little
 * farther than that, it is this alone.
 *
 * @param away metres from the centre to the place
 */
export function annulusMargin(away: number, radius: number, inner = 0): number {
  return inner > 0 ? Math.min(radius - away, away - inner) : radius - away;
}

/**
 * Return the margin of a place in a sector: the distance to its arcs or its legs, whichever is
 * nearer; right to 1 m.
 *
 * As in `sector`, whose parameters these are, it ends at 19,900 km.
 */
export function sectorMargin(
  centre: Position,
  radius: number,
  [from, to]: readonly [number, number],
  inner: number,
  place: Position,
): number {
  const away = distance(...centre, ...place);
  const width = (to - from + 360) % 360;
  if (width === 0) return annulusMargin(away, radius, inner); // 0 to 360 is all round
  const end = Math.min(radius, CUT_LOCUS);
  const arcs = annulusMargin(away, end, inner);
  const within = (azimuth(...centre, ...place) - from + 360) % 360 <= width;
  if (within && arcs < 0) return arcs; // on the geodesic through the centre lies the nearest place
  const legs = [from, to].map((bearing) => toLeg(centre, bearing, inner, end, place));
  return within ? Math.min(arcs, ...legs) : -Math.min(...legs);
}

/**
 * Return the margin of a place in what a region reaches: what its range may lose, or lacks, for the
 * place to be at its very end. No edge of the reach is nearer than that.
 *
 * @param from anywhere in the region: the nearest place of it counts; everywhere: the farthest
 */
export const reachMargin = (
  { nearest, farthest }: Distances,
  radius: number,
  from: "anywhere" | "everywhere",
): number => radius - (from === "anywhere" ? nearest : farthest);

const STEPS = 16; // along a leg the distance has one valley at most: beside the least of these
const CLOSE = 1; // metres along a leg

function toLeg(
  centre: Position,
  bearing: number,
  inner: number,
  end: number,
  place: Position,
): number {
  const at = (along: number): number =>
    distance(...destination(...centre, bearing, along), ...place);
  const step = (end - inner) / STEPS;
  const tried = Array.from({ length: STEPS + 1 }, (_, k) => at(inner + k * step));
  const least = tried.indexOf(Math.min(...tried));
  const low = inner + Math.max(0, least - 1) * step;
  return valley(at, low, inner + Math.min(STEPS, least + 1) * step, CLOSE);
}
