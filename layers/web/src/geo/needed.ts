// How far a range has to reach: to an area, over all of it, over a share of it. The twin of
// geo/needed.py, and of needed_range in geo/questions.py.
//
// What takes more than a moment is a generator that yields between two scans, so that a page can
// count in slices, and stop.
import { ClipType } from "clipper2-ts";
import { distances } from "./distances.ts";
import { FARTHEST } from "./limits.ts";
import { reachFromAnywhere } from "./reach.ts";
import { oriented, overlay, polygons, toPaths } from "./rings.ts";
import { prepareArea, ROWS, scan, type ScanShape } from "./scan.ts";
import type { Geometry, Position } from "./types.ts";

/** The range that a share needs, and the area's nearest and farthest place, in metres. */
export interface Needed {
  readonly range_m: number;
  readonly nearest_m: number;
  readonly farthest_m: number;
}

/** Counting that pauses whenever it yields. */
export type Steps<T> = Generator<undefined, T>;

const PRECISION = 10; // metres: what a site's radius is found to

// What a region's range is found to: the farthest distance, halved until it is below 1 km.
const HALVED = 2 ** 15;
const STEP = FARTHEST / HALVED;

/** The share that counts as some, and short of which is all. */
const TOUCHED = 1e-9;

/** Return what is counted, without a pause. */
export function finished<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/**
 * Return the smallest range at which a share of an area is inside.
 *
 * @param start a place, from which the answer is a circle's, or a region, from anywhere in which
 *   it is
 * @param area valid, lon/lat degrees, cut at the antimeridian
 * @param share above 0 and at most 1. At 1 the answer of a place is its farthest distance, exactly
 * @returns of a place, the range to 10 m and distances to 1 m; of a region, all to 1 km
 * @throws RangeError for a share outside 0..1, or an area without land
 */
export function* neededRange(
  start: Position | Geometry,
  area: Geometry,
  share: number,
): Steps<Needed> {
  if (!(Number.isFinite(share) && share > 0 && share <= 1)) {
    throw new RangeError(`the share is ${share}; give one above 0 and at most 1`);
  }
  if (!polygons(area).some((rings) => rings.length > 0)) {
    throw new RangeError("the area has no land; choose another");
  }
  yield;
  return yield* Array.isArray(start)
    ? neededRadius(start, area, share)
    : neededReach(start, area, share);
}

function* neededRadius([lon, lat]: Position, area: Geometry, share: number): Steps<Needed> {
  const { nearest, farthest } = distances(area, lon, lat);
  let low = nearest;
  let high = farthest;
  while (share < 1 && high - low > PRECISION) {
    yield;
    const radius = (low + high) / 2;
    const enough = shareIn({ kind: "disc", lon, lat, radius, inner: 0 }, area) >= share;
    [low, high] = enough ? [low, radius] : [radius, high];
  }
  return { range_m: high, nearest_m: nearest, farthest_m: farthest };
}

// Tolerances of reaches, in metres. Coarse ones are quick, and leave little for fine ones to find:
// the edge of a reach is off by at most 2.25 times its tolerance.
const TOLERANCES = [20_000, 2_000, 100];
const OFF = 3;

function* neededReach(region: Geometry, area: Geometry, share: number): Steps<Needed> {
  const found = new Map<string, number>();
  const shareAt = (step: number, tolerance: number): number => {
    const key = `${step} ${tolerance}`;
    let inside = found.get(key);
    if (inside === undefined) {
      const geometry = reachFromAnywhere(region, step * STEP, tolerance);
      inside = shareIn({ kind: "polygon", geometry }, area);
      found.set(key, inside);
    }
    return inside;
  };
  function* least(enough: number): Steps<number> {
    let low = 0;
    let high = HALVED;
    let to = HALVED;
    for (const tolerance of TOLERANCES) {
      let from = low;
      to = high;
      while (to - from > 1) {
        yield;
        const middle = (from + to) >> 1;
        if (shareAt(middle, tolerance) >= enough) to = middle;
        else from = middle;
      }
      const open = Math.ceil((OFF * tolerance) / STEP);
      low = Math.max(0, from - open);
      high = Math.min(HALVED, to + open);
    }
    return to * STEP;
  }
  return {
    range_m: yield* least(share),
    nearest_m: touches(region, area) ? 0 : yield* least(TOUCHED),
    farthest_m: yield* least(1 - TOUCHED),
  };
}

function shareIn(shape: ScanShape, area: Geometry): number {
  const found = scan(prepareArea(area, ROWS, [shape]), [shape]);
  return found.covered / found.area;
}

/** Tell whether two areas have land or, as neighbours in the country file have, a corner in common. */
function touches(a: Geometry, b: Geometry): boolean {
  const corners = new Set(polygons(a).flat(2).map(String));
  return (
    polygons(b).flat(2).some((corner) => corners.has(String(corner))) ||
    overlay(ClipType.Intersection, toPaths(oriented(a)), toPaths(oriented(b))).coordinates.length > 0
  );
}
