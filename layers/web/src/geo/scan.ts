// The coverage engine: how much of which area lies inside how many shapes. The twin of geo/scan.py.
//
// Every area is cut by its own rows of constant latitude. On a row, the area and every shape are a
// few exact intervals of longitude; their ends are sorted once and swept from west to east, and
// each row counts with the exact area of its band on the ellipsoid.
//
// What stays between two edits is kept: an area's rows and intervals in `PreparedArea`, and there,
// by the identity of a shape, where the shape cuts them. So a caller keeps the shapes that an edit
// does not change.
//
// What runs for every row makes no arrays and takes none apart: that alone is a third of the time.
import { ClipType } from "clipper2-ts";
import { degrees, radians } from "./geodesic.ts";
import { cutEdges, edgesOf, firstNotBelow, fitDisc, halfWidths, reducedRows } from "./intervals.ts";
import type { Cuts, Disc, Edges, Reduced } from "./intervals.ts";
import { FARTHEST } from "./limits.ts";
import { overlay, polygons, toPaths } from "./rings.ts";
import { AREA, areaOf, rowsAcross } from "./rows.ts";
import { circle, CUT_LOCUS } from "./shapes.ts";
import type { Geometry, Position } from "./types.ts";
import { between, upright, type Vector } from "./vectors.ts";

/** Rows across an area with which Python measures: a share of a country is right to 4e-5. */
export const ROWS = 2048;

/**
 * Rows that keep up with a drag: a share of a European member is right to 3e-4, and 99 in 100 of
 * them to 6e-5.
 */
export const LIVE_ROWS = 512;

const EXACT = 1; // tolerance in metres where a disc has to be a polygon

/** A disc, or where `inner` is above zero an annulus, in degrees and metres; or a polygon. */
export type ScanShape =
  | {
      readonly kind: "disc";
      readonly lon: number;
      readonly lat: number;
      readonly radius: number;
      readonly inner: number;
    }
  | { readonly kind: "polygon"; readonly geometry: Geometry };

/** How much there is of an area, in m2. */
export interface Covered {
  readonly area: number;
  /** Inside at least one shape. */
  readonly covered: number;
}

/** What a sweep found in one area, in m2. */
export interface Scan extends Covered {
  /** Inside exactly 0, 1, ... shapes. */
  readonly depth: number[];
  /** Inside the unions of exactly 0, 1, ... groups of shapes. */
  readonly groups: number[];
  /** Inside every group's union. */
  readonly agreed: number;
  /** Inside some groups' unions but not all. */
  readonly disputed: number;
  /** Inside no shape. */
  readonly outside: number;
}

/** An area ready for any number of scans. */
export interface PreparedArea {
  readonly geometry: Geometry;
  /** Square metres. */
  readonly area: number;
  readonly box: Box;
  readonly around: Around;
  /** Its rows, which are laid when the first shape comes that may cover some of it but not all. */
  readonly laid: () => Laid;
  readonly cuts: WeakMap<ScanShape, Cut | null>;
  last: { readonly cuts: readonly Cut[]; readonly key: string; readonly scan: Scan } | null;
}

/** Rows across an area, and where they lie inside it. */
interface Laid {
  readonly rows: Reduced;
  readonly height: Float64Array;
  readonly inside: Cuts;
  /** The westernmost and easternmost end of the area on each row: 180 and -180 on an empty one. */
  readonly west: Float64Array;
  readonly east: Float64Array;
}

interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Where a shape cuts rows from .. from + full.length - 1 of an area. */
interface Cut extends Cuts {
  readonly from: number;
  /** 1 where a row of the area lies inside whole; the other rows' intervals are in `ends`. */
  readonly full: Uint8Array;
}

/** The cut of whatever holds an area. */
const WHOLE: Cut = {
  from: 0,
  full: new Uint8Array(),
  first: new Int32Array(1),
  ends: new Float64Array(),
};

/**
 * Prepare an area for scans.
 *
 * @param geometry valid, lon/lat degrees, cut at the antimeridian
 * @param rows how many rows to lay across it, at least
 * @param shapes what will be scanned, for the exact figure: with these, `ROWS` rows and the same
 *   shapes in `scan`, rows and bands are those of geo/scan.py. Without, the rows suit any shapes
 */
export function prepareArea(
  geometry: Geometry,
  rows = LIVE_ROWS,
  shapes: readonly ScanShape[] = [],
): PreparedArea {
  const box = boxOf(geometry);
  let laid: Laid | undefined;
  return {
    geometry,
    area: areaOf(geometry),
    box,
    around: aroundFor(geometry, box),
    laid: () => (laid ??= lay(geometry, box, rows, shapes)),
    cuts: new WeakMap(),
    last: null,
  };
}

function lay(geometry: Geometry, box: Box, rows: number, shapes: readonly ScanShape[]): Laid {
  const outline = edgesFor(geometry);
  const near = shapes
    .map(figureOf)
    .filter(({ boxes }) => boxes.some((each) => overlaps(each, box) && meets(each, geometry)));
  const edges = near.flatMap((figure) => (figure.kind === "polygon" ? [figure.edges] : []));
  const ends = new Set(near.flatMap((figure) => figure.ends));
  const { lat, height } = rowsAcross(geometry, [outline, ...edges], [...ends], rows);
  const inside = cutEdges(outline, lat);
  const west = new Float64Array(lat.length).fill(180);
  const east = new Float64Array(lat.length).fill(-180);
  for (let row = 0; row < lat.length; row++) {
    const first = inside.first[row]!;
    const after = inside.first[row + 1]!;
    if (first < after) [west[row], east[row]] = [inside.ends[first]!, inside.ends[after - 1]!];
  }
  return { rows: reducedRows(lat), height, inside, west, east };
}

/**
 * Measure an area by the number of shapes, and of groups of shapes, that cover it.
 *
 * @param groups the group 0, 1, ... each shape belongs to, such as its estimate; one by default
 * @param groupCount number of groups, where the last ones may have no shapes
 * @throws RangeError when a radius is not above zero, finite and above its inner radius
 */
export function scan(
  prepared: PreparedArea,
  shapes: readonly ScanShape[],
  groups: readonly number[] = [],
  groupCount = 1 + groups.reduce((most, group) => Math.max(most, group), 0),
): Scan {
  const cuts: Cut[] = [];
  const owners: number[] = [];
  shapes.forEach((shape, k) => {
    const cut = cutFor(prepared, shape);
    if (!cut) return;
    cuts.push(cut);
    owners.push(groups[k] ?? 0);
  });
  const key = `${groupCount} ${owners.join(" ")}`;
  const { last } = prepared;
  if (last?.key === key && last.cuts.every((cut, k) => cut === cuts[k])) return last.scan;
  const depth = new Float64Array(cuts.length + 1);
  const classes = new Float64Array(groupCount + 1);
  if (cuts.every((cut) => cut === WHOLE)) {
    depth[cuts.length] = classes[new Set(owners).size] = prepared.area;
  } else {
    sweep(prepared.laid(), cuts, owners, depth, classes);
  }
  // Rows miss a little of a ragged outline, inside and outside alike: shares carry over.
  const swept = depth.reduce((sum, each) => sum + each, 0);
  const exact = swept > 0 ? prepared.area / swept : 0;
  const scaled = (swept: Float64Array) => Array.from(swept, (each) => each * exact);
  const found = toScan(scaled(depth), scaled(classes));
  prepared.last = { cuts, key, scan: found };
  return found;
}

/** Of a scan, how much of an area lies inside at least one shape: where one holds it all, at once. */
export function coveredBy(prepared: PreparedArea, shapes: readonly ScanShape[]): Covered {
  const { area } = prepared;
  const isHeld = shapes.some((shape) => atOnce(prepared, figureOf(shape)) === WHOLE);
  return isHeld ? { area, covered: area } : scan(prepared, shapes);
}

function toScan(depth: number[], groups: number[]): Scan {
  while (depth.length > 1 && depth.at(-1) === 0) depth.pop();
  const covered = depth.slice(1).reduce((sum, each) => sum + each, 0);
  return {
    area: covered + depth[0]!,
    covered,
    depth,
    groups,
    agreed: groups.at(-1)!,
    disputed: groups.slice(1, -1).reduce((sum, each) => sum + each, 0),
    outside: groups[0]!,
  };
}

// Scratch for one row: the ends of intervals from west to east, and whose they are. A west end of
// group g is g + 1, an east end -(g + 1).
let at = new Float64Array(256);
let whose = new Int32Array(256);

function sweep(
  { inside, height }: Laid,
  cuts: readonly Cut[],
  owners: readonly number[],
  depth: Float64Array,
  classes: Float64Array,
): void {
  const open = new Int32Array(classes.length - 1); // intervals of each group
  for (let row = 0; row < height.length; row++) {
    const first = inside.first[row]!;
    const after = inside.first[row + 1]!;
    if (first === after) continue;
    open.fill(0);
    let count = 0;
    let deep = 0;
    let groups = 0;
    for (let k = 0; k < cuts.length; k++) {
      const cut = cuts[k]!;
      const nth = row - cut.from;
      if (cut !== WHOLE && (nth < 0 || nth >= cut.full.length)) continue;
      const owner = owners[k]!;
      if (cut === WHOLE || cut.full[nth] === 1) {
        deep++;
        if (open[owner]!++ === 0) groups++;
        continue;
      }
      const to = cut.first[nth + 1]!;
      while (count + to - cut.first[nth]! > at.length) grow();
      for (let end = cut.first[nth]!; end < to; end += 2) {
        at[count] = cut.ends[end]!;
        whose[count++] = owner + 1;
        at[count] = cut.ends[end + 1]!;
        whose[count++] = -(owner + 1);
      }
    }
    sortEnds(count);
    const metres = height[row]! * AREA;
    let next = 0;
    for (let end = first; end < after; end += 2) {
      let lon = inside.ends[end]!;
      const east = inside.ends[end + 1]!;
      while (next < count && at[next]! < east) {
        const to = at[next]!;
        if (to > lon) {
          depth[deep]! += (to - lon) * metres;
          classes[groups]! += (to - lon) * metres;
          lon = to;
        }
        const owner = whose[next++]!;
        if (owner > 0) {
          deep++;
          if (open[owner - 1]!++ === 0) groups++;
        } else {
          deep--;
          if (--open[-owner - 1]! === 0) groups--;
        }
      }
      depth[deep]! += (east - lon) * metres;
      classes[groups]! += (east - lon) * metres;
    }
  }
}

/** Sort the scratch by longitude; where two meet, what begins comes first (after Shell). */
function sortEnds(count: number): void {
  for (const gap of GAPS) {
    for (let k = gap; k < count; k++) {
      const lon = at[k]!;
      const owner = whose[k]!;
      let to = k;
      for (; to >= gap; to -= gap) {
        const before = at[to - gap]!;
        if (before < lon || (before === lon && whose[to - gap]! >= owner)) break;
        at[to] = before;
        whose[to] = whose[to - gap]!;
      }
      at[to] = lon;
      whose[to] = owner;
    }
  }
}

const GAPS = [301, 57, 10, 1];

function grow(): void {
  at = doubled(at);
  const owners = whose;
  whose = new Int32Array(at.length);
  whose.set(owners);
}

/** A shape ready to be cut by the rows of any area. */
type Figure = (
  | {
      readonly kind: "disc";
      readonly outer: Disc;
      readonly inner: Disc | null;
      readonly radius: number;
      readonly hole: number;
      readonly lat: number;
      readonly normal: Vector;
    }
  | { readonly kind: "polygon"; readonly edges: Edges }
) & {
  /** Boxes that hold it, cut at the antimeridian. */
  readonly boxes: readonly Box[];
  /** Latitudes at which a polygon begins and ends, and the circles of a disc that hold a pole. */
  readonly ends: number[];
};

const figures = new WeakMap<ScanShape, Figure>();

function figureOf(shape: ScanShape): Figure {
  let figure = figures.get(shape);
  if (!figure) {
    figure = shape.kind === "disc" ? roundFigure(shape) : flatFigure(shape.geometry);
    figures.set(shape, figure);
  }
  return figure;
}

function roundFigure({ lon, lat, radius, inner }: ScanShape & { kind: "disc" }): Figure {
  if (!(radius > 0 && radius < Infinity && inner >= 0 && inner < radius)) {
    throw new RangeError("a radius is not above zero, finite and above its inner radius");
  }
  if (radius >= CUT_LOCUS) { // the whole Earth less what is provably outside
    const whole = circle(lon, lat, Math.min(radius, FARTHEST));
    if (inner === 0) return flatFigure(whole);
    const hole = circle(lon, lat, inner, EXACT);
    return flatFigure(overlay(ClipType.Difference, toPaths(whole), toPaths(hole)));
  }
  const outer = fitDisc(lon, lat, radius);
  const hole = inner > 0 ? fitDisc(lon, lat, inner) : null;
  const south = outer.fullSouth ? -90 : outer.south;
  const north = outer.fullNorth ? 90 : outer.north;
  // sin dlon = sin s / cos lat on a sphere, and 2 % more than an ellipsoid needs
  const sphere = Math.sin(Math.min(radius / 6.3e6, Math.PI / 2));
  const sine = (1.02 * sphere) / Math.max(Math.cos(radians(lat)), 1e-12);
  const wide = sine < 1 && south > -90 && north < 90 ? degrees(Math.asin(sine)) : 180;
  const west = wide === 180 ? -180 : lon - wide + turn(lon - wide);
  const east = west + 2 * wide;
  const boxes = [{ west, south, east: Math.min(east, 180), north }];
  if (east > 180) boxes.push({ west: -180, south, east: east - 360, north });
  const circles = hole ? [outer, hole] : [outer];
  const level = circles.filter(({ fullSouth, fullNorth }) => fullSouth || fullNorth);
  const ends = level.flatMap((each) => [each.south, each.north]);
  const normal = upright([lon, lat]);
  return { kind: "disc", outer, inner: hole, radius, hole: inner, lat, normal, boxes, ends };
}

function flatFigure(geometry: Geometry): Figure {
  const box = boxOf(geometry);
  return { kind: "polygon", edges: edgesFor(geometry), boxes: [box], ends: [box.south, box.north] };
}

const allEdges = new WeakMap<Geometry, Edges>();

function edgesFor(geometry: Geometry): Edges {
  let edges = allEdges.get(geometry);
  if (!edges) allEdges.set(geometry, (edges = edgesOf(geometry)));
  return edges;
}

function boxOf(geometry: Geometry): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [exterior] of polygons(geometry)) {
    for (const place of exterior!) {
      box.west = Math.min(box.west, place[0]);
      box.south = Math.min(box.south, place[1]);
      box.east = Math.max(box.east, place[0]);
      box.north = Math.max(box.north, place[1]);
    }
  }
  return box;
}

/** Return the degrees that turn a longitude within -540..540 to -180..180. */
const turn = (lon: number): number => (lon < -180 ? 360 : lon >= 180 ? -360 : 0);

/** Return where a shape cuts an area's rows; null where it does not touch the area. */
function cutFor(prepared: PreparedArea, shape: ScanShape): Cut | null {
  let cut = prepared.cuts.get(shape);
  if (cut === undefined) prepared.cuts.set(shape, (cut = cutBy(prepared, figureOf(shape))));
  return cut;
}

// Scratch for one cut: half-widths on rows, and the intervals found so far, west and east by turns.
let widths = new Float64Array(2 * ROWS);
let holes = new Float64Array(2 * ROWS);
let found = new Float64Array(16 * ROWS);

/** Return the cut where no row is needed to tell it, because a shape is far off or holds all. */
function atOnce(prepared: PreparedArea, figure: Figure): Cut | null | undefined {
  if (!figure.boxes.some((box) => overlaps(box, prepared.box))) return null;
  if (figure.kind === "disc") {
    const { normal, angle } = prepared.around;
    const apart = between(normal, figure.normal);
    const nearest = LEAST_BENT * (apart - angle);
    const farthest = MOST_BENT * (apart + angle);
    if (nearest > figure.radius || farthest < figure.hole) return null;
    const clear = figure.hole === 0 || nearest > figure.hole;
    if (farthest < figure.radius && clear) return WHOLE;
  }
  return undefined;
}

function cutBy(prepared: PreparedArea, figure: Figure): Cut | null {
  const known = atOnce(prepared, figure);
  if (known !== undefined) return known;
  const { rows, west, east } = prepared.laid();
  const { lat } = rows;
  const from = firstNotBelow(lat, figure.boxes[0]!.south);
  const to = firstNotBelow(lat, figure.boxes[0]!.north, from);
  const full = new Uint8Array(to - from);
  const first = new Int32Array(to - from + 1);
  let count = 0;
  let whole = 0;
  if (figure.kind === "disc") {
    if (widths.length < to) [widths, holes] = [new Float64Array(to), new Float64Array(to)];
    const { lon } = figure.outer;
    halfWidths(figure.outer, rows, from, to, widths);
    if (figure.inner) halfWidths(figure.inner, rows, from, to, holes);
    else holes.fill(0, from, to);
    for (let row = from; row < to; row++) {
      const width = widths[row]!;
      const hole = holes[row]!;
      const areaWest = west[row]!;
      const areaEast = east[row]!;
      let after: number;
      if (hole > 0) {
        after = keepTurned(lon - width, lon - hole, areaWest, areaEast, count);
        if (after >= 0) after = keepTurned(lon + hole, lon + width, areaWest, areaEast, after);
      } else if (width >= 180) {
        after = keep(-180, 180, areaWest, areaEast, count);
      } else {
        after = keepTurned(lon - width, lon + width, areaWest, areaEast, count);
      }
      if (after < 0) full[row - from] = whole = 1;
      else count = after;
      first[row - from + 1] = count;
    }
  } else {
    const inside = cutEdges(figure.edges, lat.subarray(from, to));
    for (let row = from; row < to; row++) {
      let after = count;
      const last = inside.first[row - from + 1]!;
      for (let nth = inside.first[row - from]!; after >= 0 && nth < last; nth += 2) {
        after = keep(inside.ends[nth]!, inside.ends[nth + 1]!, west[row]!, east[row]!, after);
      }
      if (after < 0) full[row - from] = whole = 1;
      else count = after;
      first[row - from + 1] = count;
    }
  }
  return whole > 0 || count > 0 ? { from, full, first, ends: found.slice(0, count) } : null;
}

/**
 * Keep an interval in the scratch if it meets the area's on its row, and return how many ends are
 * there then; -1 if it holds the area's whole.
 */
function keep(
  west: number,
  east: number,
  areaWest: number,
  areaEast: number,
  count: number,
): number {
  if (west >= east || west >= areaEast || east <= areaWest) return count;
  if (west <= areaWest && east >= areaEast) return -1;
  if (count === found.length) found = doubled(found);
  found[count] = west;
  found[count + 1] = east;
  return count + 2;
}

/** Keep an interval that may begin west or east of -180..180, cut at the antimeridian. */
function keepTurned(
  start: number,
  end: number,
  areaWest: number,
  areaEast: number,
  count: number,
): number {
  const west = start + turn(start);
  const east = end + turn(start);
  if (east <= 180) return keep(west, east, areaWest, areaEast, count);
  const after = keep(west, 180, areaWest, areaEast, count);
  return after < 0 ? after : keep(-180, east - 360, areaWest, areaEast, after);
}

function doubled(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * array.length);
  larger.set(array);
  return larger;
}

const overlaps = (a: Box, b: Box): boolean =>
  a.west <= b.east && a.east >= b.west && a.south <= b.north && a.north >= b.south;

/** Tell whether a box and an area have a place in common. */
function meets(box: Box, area: Geometry): boolean {
  const { lon, lat, toLon, toLat } = edgesFor(area);
  let under = 0; // edges south of the box's south-western corner
  for (let k = 0; k < lon.length; k++) {
    const x1 = lon[k]!;
    const y1 = lat[k]!;
    const x2 = toLon[k]!;
    const y2 = toLat[k]!;
    const low = y2 > y1 ? Math.max(0, (box.south - y1) / (y2 - y1)) : Number(y1 < box.south);
    const high = y2 > y1 ? Math.min(1, (box.north - y1) / (y2 - y1)) : Number(y1 <= box.north);
    const a = x1 + low * (x2 - x1);
    const b = x1 + high * (x2 - x1);
    if (low <= high && y1 <= box.north && y2 >= box.south) {
      if (Math.max(a, b) >= box.west && Math.min(a, b) <= box.east) return true;
    }
    if (x1 > box.west !== x2 > box.west) {
      under += Number(y1 + ((box.west - x1) / (x2 - x1)) * (y2 - y1) < box.south);
    }
  }
  return under % 2 === 1;
}

/** What is "up" in an area differs from `normal` by at most `angle`, in radians, or Infinity. */
interface Around {
  readonly normal: Vector;
  readonly angle: number;
}

// Metres that a geodesic goes for one radian between what is "up" at its ends, at least, at most.
const LEAST_BENT = 6_335_000;
const MOST_BENT = 6_400_000;

const arounds = new WeakMap<Geometry, Around>();

function aroundFor(area: Geometry, box: Box): Around {
  let around = arounds.get(area);
  if (!around) arounds.set(area, (around = aroundOf(area, box)));
  return around;
}

function aroundOf(area: Geometry, box: Box): Around {
  const normals = polygons(area).flat().flatMap(spaced).map(upright);
  const sum = [0, 1, 2].map((axis) => normals.reduce((all, each) => all + each[axis]!, 0));
  const length = Math.hypot(...sum) || 1;
  const normal: Vector = [sum[0]! / length, sum[1]! / length, sum[2]! / length];
  const far = normals.reduce((most, each) => Math.max(most, between(normal, each)), 0);
  const angle = far + 0.01; // between two places a degree apart
  const lon = degrees(Math.atan2(-normal[1], -normal[0]));
  const lat = degrees(Math.atan2(-normal[2], Math.hypot(normal[0], normal[1])));
  const opposite = { west: lon, east: lon, south: lat, north: lat };
  const isBehind = angle > 1.4 || (overlaps(opposite, box) && meets(opposite, area));
  return { normal, angle: isBehind ? Infinity : angle };
}

/** Return a ring's places, with more between those over a degree apart. */
function spaced(ring: readonly Position[]): Position[] {
  const [start, ...others] = ring;
  const found = [start!];
  for (const to of others) {
    const from = found.at(-1)!;
    const pieces = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1])) || 1;
    for (let k = 1; k <= pieces; k++) {
      const part = k / pieces;
      found.push([from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])]);
    }
  }
  return found;
}
