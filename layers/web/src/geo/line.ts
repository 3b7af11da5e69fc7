// The shortest way between two places, as lines to draw.
import { azimuth, destination, distance } from "./geodesic.ts";
import { CUT_LOCUS } from "./shapes.ts";
import type { Position } from "./types.ts";

/** A geodesic between two places. */
export interface GeodesicLine {
  /** Its length in metres. */
  distance: number;
  /** Where it sets out for, degrees clockwise from north; null between a place and itself. */
  bearing: number | null;
  /** Whether the places are so nearly opposite that another way may be as short. */
  opposite: boolean;
  /** The place half way. */
  middle: Position;
  /** lon, lat polylines: more than one where it crosses the antimeridian or passes over a pole. */
  lines: Position[][];
}

/** A pixel at the map's closest zoom is 10 m wide at latitude 75. */
export const LINE_TOLERANCE = 10;

/** No piece starts longer, in metres, so that refinement sees every bend. */
const LONGEST = 500_000;
const PARTS = [1 / 3, 1 / 2, 2 / 3] as const;
const ROUNDS = 40;
const POLAR = 90; // degrees of longitude that only an edge beside a pole spans

/**
 * Trace the shortest way between two places.
 *
 * @param tolerance largest distance in metres between an edge, straight in lon/lat, and the geodesic
 */
export function geodesicLine(
  [lon1, lat1]: Position,
  [lon2, lat2]: Position,
  tolerance = LINE_TOLERANCE,
): GeodesicLine {
  const metres = distance(lon1, lat1, lon2, lat2);
  const bearing = azimuth(lon1, lat1, lon2, lat2);
  const at = (along: number): Position => destination(lon1, lat1, bearing, along);
  const points: Position[] = [[lon1, lat1]];
  const walk = (from: number, a: Position, to: number, b: Position, rounds: number): void => {
    const isOff = PARTS.some((part) => {
      const edge: Position = [a[0] + part * turn(a[0], b[0]), a[1] + part * (b[1] - a[1])];
      return distance(...edge, ...at(from + part * (to - from))) > tolerance;
    });
    if (rounds > 0 && isOff) {
      const middle = (from + to) / 2;
      const between = at((from + to) / 2);
      walk(from, a, middle, between, rounds - 1);
      walk(middle, between, to, b, rounds - 1);
    } else points.push(b);
  };
  const count = Math.ceil(metres / LONGEST);
  let last: Position = [lon1, lat1];
  for (let nth = 1; nth <= count; nth++) {
    const next: Position = nth === count ? [lon2, lat2] : at((metres * nth) / count);
    walk((metres * (nth - 1)) / count, last, (metres * nth) / count, next, ROUNDS);
    last = next;
  }
  return {
    distance: metres,
    bearing: metres > 0 ? bearing : null,
    opposite: metres >= CUT_LOCUS,
    middle: at(metres / 2),
    lines: cut(points),
  };
}

/** Cut where a line crosses the antimeridian, and where it passes over a pole. */
function cut(points: readonly Position[]): Position[][] {
  const lines: Position[][] = [[points[0] as Position]];
  points.slice(1).forEach((b, k) => {
    const a = points[k] as Position;
    const line = lines.at(-1) as Position[];
    const by = turn(a[0], b[0]);
    if (Math.abs(by) > POLAR) {
      const pole = a[1] > 0 ? 90 : -90;
      line.push([a[0], pole]);
      lines.push([[b[0], pole], b]);
    } else if (Math.abs(a[0] + by) > 180) {
      const edge = by > 0 ? 180 : -180;
      const lat = a[1] + ((edge - a[0]) / by) * (b[1] - a[1]);
      line.push([edge, lat]);
      lines.push([[-edge, lat], b]);
    } else line.push([a[0] + by, b[1]]); // -180 and 180 are one meridian
  });
  return lines
    .map((line) => line.filter(([lon, lat], k) => lon !== line[k - 1]?.[0] || lat !== line[k - 1]?.[1]))
    .filter((line) => line.length > 1);
}

/** From one longitude to another the shorter way round, -180 to 180 degrees. */
const turn = (from: number, to: number): number => ((((to - from) % 360) + 540) % 360) - 180;
