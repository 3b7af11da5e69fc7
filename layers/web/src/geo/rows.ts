// Rows of constant latitude across an area, weighed by the ellipsoid's exact band areas: the twin
// of geo/rows.py.
//
// Rows are laid in the equal-area variable z, the sine of the authalic latitude: between two of
// them lies an area in proportion to their difference in z (Snyder, Map Projections: A Working
// Manual, 1987, equations 3-11, 3-12 and 14-15).
import { degrees, radians } from "./geodesic.ts";
import type { Edges } from "./intervals.ts";
import { oriented, polygons } from "./rings.ts";
import type { Geometry } from "./types.ts";

const A = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const E2 = FLATTENING * (2 - FLATTENING);
const E = Math.sqrt(E2);
const POLE_Q = 1 + ((1 - E2) * Math.atanh(E)) / E;
// z as a series in odd powers of the sine of latitude: what would follow is below 1e-17.
const TERMS = Float64Array.from({ length: 8 }, (_, k) => (((1 - E2) / POLE_Q) * E2 ** k * (2 * k + 2)) / (2 * k + 1));

/** Square metres of one degree of longitude by one unit of z; the whole Earth is 720 of them. */
export const AREA = (Math.PI * A ** 2 * POLE_Q) / 360;

const MOST_ENDS = 48; // so many latitudes at which shapes begin and end are limits; of more, none is
const WIDEST = 24; // so many level edges are limits in any case
// Nodes and weights of Gauss and Legendre on 0..1.
const NODES = [
  0.04691007703066802, 0.23076534494715845, 0.5, 0.7692346550528415, 0.953089922969332,
];
const WEIGHTS = [
  0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324,
  0.11846344252809454,
];
const GAUSS = 0.5 / Math.sqrt(3); // off a band's middle, in heights: two rows do what is straight

/** Return the sine of the authalic latitude of a latitude in degrees (Snyder 3-11, 3-12). */
export function zOf(lat: number): number {
  const sin = Math.sin(radians(lat));
  const square = sin * sin;
  let sum = 0;
  for (let k = TERMS.length - 1; k >= 0; k--) sum = sum * square + TERMS[k]!;
  return sin * sum;
}

/** Return the latitude in degrees of a sine of authalic latitude strictly within -1..1. */
export function latOf(z: number): number {
  const beta = Math.asin(z);
  // Snyder 3-18 begins so, within 5e-8; one step of Newton's makes that 1e-14.
  const further = E2 / 3 + (31 * E2 ** 2) / 180 + ((23 * E2 ** 2) / 180) * Math.cos(2 * beta);
  const lat = beta + Math.sin(2 * beta) * further;
  const slope = (2 * (1 - E2) * Math.cos(lat)) / (1 - E2 * Math.sin(lat) ** 2) ** 2 / POLE_Q;
  return degrees(lat - (zOf(degrees(lat)) - z) / slope);
}

/** Return the exact area in m2 within edges straight in lon/lat: the integral of z along them. */
export function areaOf(area: Geometry): number {
  let sum = 0;
  for (const ring of polygons(oriented(area)).flat()) {
    for (let k = 1; k < ring.length; k++) {
      const [[lon, lat], [toLon, toLat]] = [ring[k - 1]!, ring[k]!];
      let mean = 0;
      for (let n = 0; n < 5; n++) mean += WEIGHTS[n]! * zOf(lat + (toLat - lat) * NODES[n]!);
      sum += mean * (lon - toLon);
    }
  }
  return AREA * sum;
}

/** Latitudes in degrees, ascending, and the height in z of the band each stands for. */
export interface Rows {
  readonly lat: Float64Array;
  readonly height: Float64Array;
}

/**
 * Lay about `count` rows across an area.
 *
 * What a row measures goes straight from one vertex to the next: there the bands end, in a large
 * area at as many vertices as are due, half by their height and half by their number, and in every
 * band stand the two rows of Gauss.
 *
 * @param edges of the area and of the polygons that cover it. A level edge, such as the 49th
 *   parallel, is a jump from one row to the next, so the longest end bands in any case
 * @param ends latitudes at which polygons, and circles round a pole, begin and end: there they may
 *   run along a row. They end bands while they are few
 */
export function rowsAcross(
  area: Geometry,
  edges: readonly Edges[],
  ends: readonly number[],
  count: number,
): Rows {
  const spans = spansOf(area);
  const total = spans.reduce((sum, [south, north]) => sum + north - south, 0);
  const must = spans.flat();
  must.push(...levelEnds(edges, (2 * total) / count));
  if (ends.length <= MOST_ENDS) must.push(...ends);
  const vertices = polygons(area).flat(2).map(([, lat]) => lat);
  let limits = unique([...must, ...vertices]);

  const heights = heightsOf(limits, spans);
  const bands = heights.reduce((sum, height) => sum + Number(height > 0), 0);
  const half = Math.floor(count / 2);
  if (bands > half) limits = unique([...must, ...due(limits, heights, bands, half)]);

  const kept = heightsOf(limits, spans);
  const sum = kept.reduce((all, height) => all + height, 0);
  const lats: number[] = [];
  const height: number[] = [];
  kept.forEach((band, k) => {
    if (band === 0) return;
    const each = Math.max(1, Math.ceil(((count / 2) * band) / sum));
    const low = zOf(limits[k]!);
    const step = band / each;
    for (let nth = 0; nth < each; nth++) {
      const middle = low + (nth + 0.5) * step;
      lats.push(latOf(middle - GAUSS * step), latOf(middle + GAUSS * step));
      height.push(step / 2, step / 2);
    }
  });
  return { lat: Float64Array.from(lats), height: Float64Array.from(height) };
}

/** Return the latitudes of both ends of the longest edges that rise by at most `most` degrees. */
function levelEnds(edges: readonly Edges[], most: number): number[] {
  const level: { wide: number; ends: [number, number] }[] = [];
  for (const { lon, lat, toLon, toLat } of edges) {
    for (let k = 0; k < lon.length; k++) {
      const wide = Math.abs(toLon[k]! - lon[k]!);
      if (wide > 0 && toLat[k]! - lat[k]! <= most) level.push({ wide, ends: [lat[k]!, toLat[k]!] });
    }
  }
  level.sort((a, b) => b.wide - a.wide);
  return level.slice(0, WIDEST).flatMap(({ ends }) => ends);
}

/** Choose among limits, half by the height below them and half by their number. */
function due(limits: Float64Array, heights: Float64Array, bands: number, half: number): number[] {
  const sum = heights.reduce((all, height) => all + height, 0);
  const chosen: number[] = [];
  let passed = 0;
  let nth = 1;
  heights.forEach((height, k) => {
    passed += height / sum + (height > 0 ? 1 / bands : 0);
    if (nth < half && passed / 2 >= nth / half) chosen.push(limits[k + 1]!);
    while (nth < half && passed / 2 >= nth / half) nth++;
  });
  return chosen;
}

/** Return the stretches of latitude in which there is area: between them, no rows. */
function spansOf(area: Geometry): [number, number][] {
  const parts = polygons(area).map(([exterior]): [number, number] => {
    const lats = exterior!.map(([, lat]) => lat);
    return [least(lats), -least(lats.map((lat) => -lat))];
  });
  const spans: [number, number][] = [];
  for (const [south, north] of parts.sort((a, b) => a[0] - b[0])) {
    const last = spans.at(-1);
    if (!last || south > last[1]) spans.push([south, north]);
    else last[1] = Math.max(last[1], north);
  }
  return spans;
}

const least = (numbers: readonly number[]): number =>
  numbers.reduce((low, each) => Math.min(low, each), Infinity);

/** Return the heights in z of the bands between ascending limits; 0 outside the stretches. */
function heightsOf(limits: Float64Array, spans: readonly [number, number][]): Float64Array {
  const heights = new Float64Array(Math.max(0, limits.length - 1));
  const z = limits.map(zOf);
  let span = 0;
  for (let k = 0; k < heights.length; k++) {
    while (span < spans.length && limits[k]! >= spans[span]![1]) span++;
    if (span === spans.length) break;
    if (limits[k]! >= spans[span]![0]) heights[k] = z[k + 1]! - z[k]!;
  }
  return heights;
}

function unique(numbers: readonly number[]): Float64Array {
  const sorted = Float64Array.from(numbers).sort();
  return sorted.filter((each, k) => k === 0 || each !== sorted[k - 1]);
}
