// The intervals of longitude that discs and polygons have on rows of constant latitude: the twin of
// geo/intervals.py.
import { arcs } from "./direct.ts";
import { degrees, radians } from "./geodesic.ts";
import { polygons } from "./rings.ts";
import type { Geometry } from "./types.ts";

const FLAT = 1 - 1 / 298.257223563; // minor by major half-axis
const SMALL = 1_000_000; // metres: up to here 9 nodes do what 13 do
const FROM_POLE = 1e-7; // degrees, 1 cm: centres stay that far from the poles, where longitudes end

/** Edges of polygons, straight in lon/lat, from south to north. */
export interface Edges {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly toLon: Float64Array;
  readonly toLat: Float64Array;
}

/** Take a geometry apart. */
export function edgesOf(geometry: Geometry): Edges {
  const rings = polygons(geometry).flat();
  const count = rings.reduce((sum, ring) => sum + ring.length - 1, 0);
  const [lon, lat, toLon, toLat] = Array.from({ length: 4 }, () => new Float64Array(count));
  const edges = { lon: lon!, lat: lat!, toLon: toLon!, toLat: toLat! };
  let at = 0;
  for (const ring of rings) {
    for (let k = 1; k < ring.length; k++) {
      const from = ring[k - 1]!;
      const to = ring[k]!;
      const [a, b] = from[1] < to[1] ? [from, to] : [to, from];
      [edges.lon[at], edges.lat[at]] = a;
      [edges.toLon[at], edges.toLat[at]] = b;
      at++;
    }
  }
  return edges;
}

/** Ends of intervals, west and east by turns: those of row k at first[k] .. first[k + 1] - 1. */
export interface Cuts {
  readonly first: Int32Array;
  readonly ends: Float64Array;
}

/** Return where rows at ascending latitudes lie inside a polygon: a row that enters leaves it. */
export function cutEdges(edges: Edges, lat: Float64Array): Cuts {
  const count = edges.lon.length;
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const first = new Int32Array(lat.length + 1);
  for (let k = 0; k < count; k++) {
    from[k] = firstNotBelow(lat, edges.lat[k]!);
    to[k] = firstNotBelow(lat, edges.toLat[k]!, from[k]);
    for (let row = from[k]!; row < to[k]!; row++) first[row + 1]!++;
  }
  for (let row = 0; row < lat.length; row++) first[row + 1]! += first[row]!;
  const ends = new Float64Array(first[lat.length]!);
  const next = first.slice(0, -1);
  for (let k = 0; k < count; k++) {
    const slope = (edges.toLon[k]! - edges.lon[k]!) / (edges.toLat[k]! - edges.lat[k]!);
    for (let row = from[k]!; row < to[k]!; row++) {
      ends[next[row]!++] = edges.lon[k]! + (lat[row]! - edges.lat[k]!) * slope;
    }
  }
  for (let row = 0; row < lat.length; row++) {
    if (first[row + 1]! - first[row]! > 1) ends.subarray(first[row], first[row + 1]).sort();
  }
  return { first, ends };
}

/** Return the place of the first of ascending numbers that is not below a value. */
export function firstNotBelow(ascending: Float64Array, value: number, from = 0): number {
  let low = from;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What discs need to know of rows: reduced latitudes, and sines and cosines of their halves. */
export interface Reduced {
  readonly lat: Float64Array;
  readonly reduced: Float64Array;
  readonly cos: Float64Array;
  readonly sinHalf: Float64Array;
  readonly cosHalf: Float64Array;
}

export function reducedRows(lat: Float64Array): Reduced {
  const reduced = lat.map(reducedOf);
  return {
    lat,
    reduced,
    cos: reduced.map(Math.cos),
    sinHalf: reduced.map((each) => Math.sin(each / 2)),
    cosHalf: reduced.map((each) => Math.cos(each / 2)),
  };
}

const reducedOf = (lat: number): number => Math.atan(FLAT * Math.tan(radians(lat)));

/**
 * A disc ready to be cut by rows.
 *
 * On a sphere, sin^2(s/2) = sin^2((lat-lat0)/2) + cos lat cos lat0 sin^2(dlon/2) is constant on a
 * circle of radius s. On the ellipsoid, with reduced latitudes, it is a smooth function of latitude
 * along the whole circle, poles and all: the polynomial through 13 points of the circle that
 * Karney's algorithm gives is within 1 cm of it up to 19,900 km (9 points, within 1 mm up to
 * 1,000 km), and solving for dlon gives the interval.
 */
export interface Disc {
  readonly lon: number;
  /** The centre's reduced latitude in radians. */
  readonly centre: number;
  /** Reduced latitudes in radians. */
  readonly nodes: Float64Array;
  /** Coefficients of Newton's polynomial. */
  readonly terms: Float64Array;
  /** Latitudes in degrees between which the circle, not the disc, runs. */
  readonly south: number;
  readonly north: number;
  readonly fullSouth: boolean;
  readonly fullNorth: boolean;
}

/** Fit a disc with a centre in degrees and a radius in metres up to 19,900 km. */
export function fitDisc(lon: number, lat: number, radius: number): Disc {
  const at = Math.max(-90 + FROM_POLE, Math.min(90 - FROM_POLE, lat));
  const ends = (radius <= SMALL ? FEW : MANY).map(arcs(at, radius));
  const centre = reducedOf(at);
  const nodes = Float64Array.from(ends, (end) => reducedOf(end.lat));
  const terms = nodes.map(
    (node, k) =>
      Math.sin((node - centre) / 2) ** 2 +
      Math.cos(node) * Math.cos(centre) * Math.sin(radians(ends[k]!.dlon) / 2) ** 2,
  );
  for (let k = 1; k < terms.length; k++) {
    for (let j = k; j < terms.length; j++) {
      terms[j] = (terms[j]! - terms[k - 1]!) / (nodes[j]! - nodes[k - 1]!);
    }
  }
  const lats = ends.map((end) => end.lat);
  const [north, south] = ends; // who goes due north and ends on the other side has passed the pole
  return {
    lon,
    centre,
    nodes,
    terms,
    south: Math.min(...lats),
    north: Math.max(...lats),
    fullSouth: south!.dlon > 90,
    fullNorth: north!.dlon > 90,
  };
}

/** Write dlon at which rows from..to-1 leave a disc: 0 outside, 180 where a row is full. */
export function halfWidths(
  disc: Disc,
  rows: Reduced,
  from: number,
  to: number,
  widths: Float64Array,
): void {
  const { nodes, terms, south, north } = disc;
  const last = terms.length - 1;
  const cos0 = Math.cos(disc.centre);
  const sin0 = Math.sin(disc.centre / 2);
  const cosHalf0 = Math.cos(disc.centre / 2);
  for (let row = from; row < to; row++) {
    const lat = rows.lat[row]!;
    if (lat < south || lat > north) {
      widths[row] = (lat < south ? disc.fullSouth : disc.fullNorth) ? 180 : 0;
      continue;
    }
    const reduced = rows.reduced[row]!;
    let sine = terms[last]!;
    for (let k = last - 1; k >= 0; k--) sine = sine * (reduced - nodes[k]!) + terms[k]!;
    const half = rows.sinHalf[row]! * cosHalf0 - rows.cosHalf[row]! * sin0; // sin((lat - lat0) / 2)
    sine = (sine - half * half) / (rows.cos[row]! * cos0);
    widths[row] = sine <= 0 ? 0 : sine >= 1 ? 180 : 2 * degrees(Math.asin(Math.sqrt(sine)));
  }
}

/** Azimuths whose cosines are Chebyshev's points, in Leja's order: due north, due south, others. */
function turnsOf(count: number): number[] {
  const cos = Array.from({ length: count }, (_, k) => Math.cos((Math.PI * k) / (count - 1)));
  const order = [0];
  while (order.length < count) {
    const apart = cos.map((each) =>
      order.reduce((product, k) => product * Math.abs(each - cos[k]!), 1),
    );
    order.push(apart.indexOf(Math.max(...apart)));
  }
  return order.map((k) => (180 * k) / (count - 1));
}

const FEW = turnsOf(9);
const MANY = turnsOf(13);
