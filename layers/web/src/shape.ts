// From a place and a range to what is drawn: the one file that knows which geometry answers which.
import { reachFromAnywhere, reachFromEverywhere } from "./geo/reach.ts";
import { annulus, circle, sector } from "./geo/shapes.ts";
import type { Geometry } from "./geo/types.ts";
import { outerOf } from "./ranges.ts";
import type { Range, SceneSite } from "./scene.ts";

/** What a range covers; a band also has what its low end covers. */
export interface Shape {
  outer: Geometry;
  low: Geometry | null;
}

export function siteShape(site: SceneSite, range: Range, tolerance: number): Shape {
  const { lon, lat } = site;
  const { bearings, inner_m: inner } = range;
  const at = (radius: number): Geometry => {
    if (bearings) return sector(lon, lat, radius, bearings, inner ?? 0, tolerance);
    if (inner) return annulus(lon, lat, inner, radius, tolerance);
    return circle(lon, lat, radius, tolerance);
  };
  return both(range, at);
}

export function regionShape(region: Geometry, range: Range, tolerance: number): Shape {
  const reach = range.from === "everywhere" ? reachFromEverywhere : reachFromAnywhere;
  return both(range, (radius) => reach(region, radius, tolerance));
}

/** A tolerance that is quick to draw with while a number is still changing. */
export const draftTolerance = (range: Range, exact: number): number =>
  Math.max(exact, 2500, outerOf(range) / 150);

export const isEmpty = ({ coordinates }: Geometry): boolean => coordinates.length === 0;

const both = (range: Range, at: (radius: number) => Geometry): Shape => ({
  outer: at(outerOf(range)),
  low: range.low_m === null ? null : at(range.low_m),
});
