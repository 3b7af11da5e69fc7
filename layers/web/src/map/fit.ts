// The first view: the smallest window that holds what the scene is about, across +-180 if need be.
import type { Position } from "../geo/types.ts";

export interface Window {
  west: number;
  east: number;
  south: number;
  north: number;
}

/** Spans of longitude; an east below its west runs over the antimeridian. */
export interface Span {
  west: number;
  east: number;
}

/**
 * The window round points and spans that leaves out the widest empty stretch of longitudes.
 *
 * @returns null without any; `east` may be above 180.
 */
export function windowRound(spans: readonly Span[], lats: readonly number[]): Window | null {
  if (spans.length === 0) return null;
  const turn = (lon: number) => ((lon % 360) + 360) % 360;
  const sorted = spans
    .map(({ west, east }) => ({ west: turn(west), width: Math.min(360, turn(east - west)) }))
    .sort((a, b) => a.west - b.west);
  const first = sorted[0] as { west: number; width: number };
  let reach = first.west + first.width;
  let best = { gap: -Infinity, west: first.west };
  for (const { west, width } of [...sorted.slice(1), { west: first.west + 360, width: 0 }]) {
    if (west - reach > best.gap) best = { gap: west - reach, west };
    reach = Math.max(reach, west + width);
  }
  const west = best.gap > 0 ? turn(best.west + 180) - 180 : -180;
  return {
    west,
    east: west + (best.gap > 0 ? 360 - best.gap : 360),
    south: Math.min(...lats),
    north: Math.max(...lats),
  };
}

/** The span of the longitudes of rings that belong together, over the antimeridian if shorter. */
export function spanOf(points: readonly Position[]): Span {
  const window = windowRound(
    points.map(([lon]) => ({ west: lon, east: lon })),
    [0],
  );
  return window ?? { west: -180, east: 180 };
}
