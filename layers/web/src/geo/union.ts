// The union of many areas, in steps, so that a page can do other things between them.
//
// Discs are united by their exposed arcs, which join end to end to the union's boundary; any other
// areas by Clipper, whose time grows faster with their number.
import { ClipType, type Paths64 } from "clipper2-ts";
import { type Arc, type Disc, exposedArcs } from "./exposed.ts";
import { halfArc, TOLERANCE } from "./geodesic.ts";
import { cascade, overlay, toPaths, turns, world } from "./rings.ts";
import type { Geometry, Position } from "./types.ts";

export type { Disc };

/** Unite areas pair by pair; every step is one pair. */
export function* unitingAreas(areas: readonly Geometry[]): Generator<void, Geometry> {
  const [only] = areas;
  if (only && areas.length === 1) return only;
  let level: Paths64[] = areas.map(toPaths);
  while (level.length > 1) {
    const next: Paths64[] = [];
    for (let k = 0; k < level.length; k += 2) {
      next.push(cascade(ClipType.Union, level.slice(k, k + 2)));
      yield;
    }
    level = next;
  }
  return overlay(ClipType.Union, level[0] ?? [], []);
}

/**
 * Unite discs of radius up to `WIDEST`.
 *
 * @param tolerance metres by which an edge may miss the discs' own boundary, as of `circle`
 * @returns null in the rare case that arcs do not join: where three circles meet in one point to
 *   less than what the ends of arcs are known to
 */
export function* unitingDiscs(
  discs: readonly Disc[],
  tolerance = TOLERANCE,
): Generator<void, Geometry | null> {
  if (discs.length === 0) return { type: "MultiPolygon", coordinates: [] };
  const own = [...new Map(discs.map((disc) => [`${disc.lon},${disc.lat},${disc.radius}`, disc])).values()];
  const arcs = yield* exposedArcs(own);
  const loops = joined(arcs, own.length);
  if (!loops) return null;
  const rings: Position[][] = [];
  for (const loop of loops) {
    const points = loop.flatMap((arc) => pointsOf(own[arc.disc] as Disc, arc, tolerance));
    rings.push(points.reverse()); // azimuths run clockwise; RFC 7946 does not
    yield;
  }
  return yield* nested(yield* cutAtBorder(rings));
}

/** Arcs in loops: where one goes into a disc, the next comes out of the one that it is on. */
function joined(arcs: readonly Arc[], count: number): Arc[][] | null {
  const starts = new Map<number, Arc>();
  for (const arc of arcs) if (arc.after !== null) starts.set(arc.disc * count + arc.after, arc);
  const loops: Arc[][] = arcs.filter(({ after }) => after === null).map((arc) => [arc]);
  while (starts.size > 0) {
    const loop: Arc[] = [];
    let [[key, arc]] = starts as unknown as [[number, Arc]];
    const first = key;
    do {
      loop.push(arc);
      starts.delete(key);
      key = (arc.before ?? 0) * count + arc.disc;
      const next = starts.get(key);
      if (!next && key !== first) return null;
      if (next) arc = next;
    } while (key !== first);
    loops.push(loop);
  }
  return loops;
}

/** The vertices of an arc without its last one, lon within -180..180, clockwise. */
function pointsOf({ lon, lat, radius }: Disc, { from, to }: Arc, tolerance: number): Position[] {
  const ends = [from, ...[180, 360, 540].filter((turn) => from < turn && turn < to), to];
  const points: Position[] = [];
  for (let k = 1; k < ends.length; k++) {
    const start = ends[k - 1] as number;
    const end = ends[k] as number;
    const base = Math.floor((start + end) / 360) * 180;
    const east = base % 360 === 0;
    const half = east
      ? halfArc(lat, radius, tolerance, start - base, end - base)
      : halfArc(lat, radius, tolerance, 180 + base - end, 180 + base - start).reverse();
    points.push(...half.slice(0, -1).map(({ dlon, lat: y }): Position => [wrapped(lon + (east ? dlon : -dlon)), y]));
  }
  return points;
}

const wrapped = (lon: number): number => ((((lon + 180) % 360) + 360) % 360) - 180;
const turn = (from: number, to: number): number => wrapped(to - from);

/** Cut rings at the antimeridian, and close what comes of it along that and over the poles. */
function* cutAtBorder(rings: readonly Position[][]): Generator<void, Position[][]> {
  const whole: Position[][] = [];
  const chains: Position[][] = [];
  for (const ring of rings) {
    const parts: Position[][] = [[]];
    ring.forEach((a, k) => {
      const b = ring[(k + 1) % ring.length] as Position;
      const by = turn(a[0], b[0]);
      parts.at(-1)?.push(a);
      if (Math.abs(b[0] - a[0]) <= 180) return;
      const edge = by > 0 ? 180 : -180;
      const lat = a[1] + ((edge - a[0]) / by) * (b[1] - a[1]);
      parts.at(-1)?.push([edge, lat]);
      parts.push([[-edge, lat]]);
    });
    const [first, ...others] = parts as [Position[], ...Position[][]];
    const last = others.pop();
    if (last) chains.push(...others, [...last, ...first]);
    else whole.push([...first, first[0] as Position]);
    yield;
  }
  return [...whole, ...closed(chains)].map(withoutTwins);
}

const withoutTwins = (ring: Position[]): Position[] =>
  ring.filter(([lon, lat], k) => lon !== ring[k - 1]?.[0] || lat !== ring[k - 1]?.[1]);

/** Once round the map's frame, counter-clockwise from its south-eastern corner. */
const along = ([lon, lat]: Position): number => (lon > 0 ? lat + 90 : 270 - lat);
const CORNERS: readonly [number, Position[]][] = [
  [180, [[180, 90], [-180, 90]]],
  [360, [[-180, -90], [180, -90]]],
  [540, [[180, 90], [-180, 90]]],
  [720, [[-180, -90], [180, -90]]],
];

/** The inside is left of every chain: from its end, counter-clockwise to where the next one starts. */
function closed(chains: readonly Position[][]): Position[][] {
  const starts = chains
    .map((chain) => ({ chain, at: along(chain[0] as Position) }))
    .sort((a, b) => a.at - b.at);
  const open = new Set(chains);
  const rings: Position[][] = [];
  for (const first of open) {
    const ring: Position[] = [];
    let chain = first;
    do {
      open.delete(chain);
      ring.push(...chain);
      const from = along(chain.at(-1) as Position);
      const next = starts.find(({ at }) => at > from) ?? starts[0];
      if (!next) break;
      const to = next.at > from ? next.at : next.at + 360;
      ring.push(...CORNERS.flatMap(([at, corners]) => (from < at && at < to ? corners : [])));
      chain = next.chain;
    } while (open.has(chain));
    rings.push([...ring, ring[0] as Position]);
  }
  return rings;
}

/** Exteriors with their holes; where a hole has no exterior, that is the whole Earth. */
function* nested(rings: readonly Position[][]): Generator<void, Geometry> {
  const holes: Position[][] = [];
  const parts: { rings: Position[][]; box: Box; size: number }[] = [];
  for (const ring of rings) {
    const size = turns(ring);
    if (size > 0) parts.push({ rings: [ring], box: boxOf(ring), size });
    else if (size < 0) holes.push(ring);
  }
  parts.sort((a, b) => a.size - b.size);
  const [earth] = (world().coordinates as Position[][]);
  const around = { rings: [earth as Position[]] };
  for (const hole of holes) {
    const [place] = hole as [Position];
    const part = parts.find(({ rings: [ring], box }) => isInBox(place, box) && isIn(place, ring as Position[]));
    (part ?? around).rings.push(hole);
    yield;
  }
  const all = around.rings.length > 1 || rings.length === 0 ? [...parts, around] : parts;
  return { type: "MultiPolygon", coordinates: all.map((part) => part.rings) };
}

interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

function boxOf(ring: readonly Position[]): Box {
  const box: Box = { west: 180, south: 90, east: -180, north: -90 };
  for (const [lon, lat] of ring) {
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return box;
}

const isInBox = ([lon, lat]: Position, { west, south, east, north }: Box): boolean =>
  west <= lon && lon <= east && south <= lat && lat <= north;

function isIn([lon, lat]: Position, ring: readonly Position[]): boolean {
  let inside = false;
  for (let k = 1; k < ring.length; k++) {
    const [[x1, y1], [x2, y2]] = [ring[k - 1] as Position, ring[k] as Position];
    if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}
