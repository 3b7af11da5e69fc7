// An unwrapped ring to valid lon/lat polygons, and what is laid over one another: the twin of
// geo/rings.py, with Clipper where Python has shapely.
//
// A ring is dlon, lat around its centre's meridian, dlon within -180..180, in which a pole that is
// inside shows as a walk along lat = +-90. Whether it is inside is known from the distance to it,
// never guessed from the ring's shape. The seam dlon = +-180 is one meridian.
import {
  ClipType, Clipper64, FillRule, InternalClipper, PointInPolygonResult, PolyTree64,
} from "clipper2-ts";
import type { Path64, Paths64, PolyPath64 } from "clipper2-ts";
import type { Vertex } from "./geodesic.ts";
import type { Geometry, Position } from "./types.ts";

/** What a clockwise ring walks at a pole that is inside, from seam to seam. */
export const NORTH_WALK: readonly Position[] = [[-180, 90], [180, 90]];
export const SOUTH_WALK: readonly Position[] = [[180, -90], [-180, -90]];

/** The whole Earth. */
export const world = (): Geometry => ({ type: "Polygon", coordinates: [box(-180, 180)] });

/** Return what lies between two meridians, as a closed ring. */
export const box = (west: number, east: number): Position[] =>
  [[west, -90], [east, -90], [east, 90], [west, 90], [west, -90]];

/**
 * Close an eastern half with its mirror image to a whole ring.
 *
 * @param half from azimuth 0 to 180
 * @param north whether the circle holds that pole, and `south` likewise
 * @returns dlon, lat; counter-clockwise, not closed
 */
export function mirrored(half: readonly Vertex[], north: boolean, south: boolean): Position[] {
  // On the meridian itself the mirror image is the vertex again, unless the seam parts them.
  const twice = half.filter(({ azimuth }) =>
    azimuth === 0 ? north : azimuth === 180 ? south : true,
  );
  const clockwise: Position[] = [
    ...half.map(({ dlon, lat }): Position => [dlon, lat]),
    ...(south ? SOUTH_WALK : []),
    ...twice.map(({ dlon, lat }): Position => [-dlon, lat]).reverse(),
    ...(north ? NORTH_WALK : []),
  ];
  return clockwise.reverse(); // azimuths run clockwise; RFC 7946 does not
}

/**
 * Move a ring to its centre's longitude and cut it at the antimeridian.
 *
 * Only a ring that has to be cut goes over to Clipper's integers; others keep every bit.
 *
 * @param ring as `mirrored` returns it
 * @param lon longitude of the centre
 */
export function toPolygons(ring: readonly Position[], lon: number): Geometry {
  const moved = ring.map(([dlon, lat]): Position => [lon + dlon, lat]);
  const lons = moved.map(([x]) => x);
  const west = lons.reduce((a, b) => Math.min(a, b));
  const east = lons.reduce((a, b) => Math.max(a, b));
  if (west >= -180 && east <= 180) return { type: "Polygon", coordinates: [[...moved, moved[0]!]] };
  // The west seam is the east seam less a turn, to the last unit, so that the two join again.
  const seam = units(lon + 180);
  const path = ring.map(([dlon, lat], k) => ({
    x: dlon === -180 ? seam - TURN : dlon === 180 ? seam : units(moved[k]![0]),
    y: units(lat),
  }));
  const turn = west < -180 ? TURN : -TURN;
  return overlay(ClipType.Intersection, [path, shifted(path, turn)], toPaths(world()));
}

/** Clipper counts in 1e-10 degrees, 0.01 mm. */
const UNITS = 1e10;
const TURN = 360 * UNITS;

const units = (degrees: number): number => Math.round(degrees * UNITS);
const shifted = (path: Path64, by: number): Path64 => path.map(({ x, y }) => ({ x: x + by, y }));

/** Return the polygons of a geometry, each a list of rings. */
export const polygons = (geometry: Geometry): Position[][][] =>
  geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;

/** Return a geometry as Clipper takes it; rings wound as RFC 7946 asks. */
export function toPaths(geometry: Geometry): Paths64 {
  return polygons(geometry)
    .flat()
    .map((ring) => ring.slice(1).map(([lon, lat]) => ({ x: units(lon), y: units(lat) })));
}

/** Lay two areas over each other; the result may be empty. */
export function overlay(type: ClipType, subject: Paths64, clip: Paths64): Geometry {
  const tree = new PolyTree64();
  clipper(subject, clip).execute(type, FillRule.NonZero, tree);
  const parts: Paths64[] = [];
  const astray: Paths64 = [];
  const collect = (node: PolyPath64): void => {
    for (const child of childrenOf(node)) {
      const inner = childrenOf(child);
      if (isHole(child.poly!)) {
        astray.push(child.poly!); // which Clipper hung beside its exterior
        collect(child);
        continue;
      }
      parts.push(...apart(child.poly!, inner.map(({ poly }) => poly!)));
      inner.forEach(collect); // an island in a lake is an exterior again
    }
  };
  collect(tree);
  for (const hole of astray) around(hole, parts)?.push(hole);
  const found = parts.map((paths) => paths.map(toRing));
  return found.length === 1
    ? { type: "Polygon", coordinates: found[0]! }
    : { type: "MultiPolygon", coordinates: found };
}

/** Return the polygon whose exterior holds a ring. */
const around = (hole: Path64, parts: Paths64[]): Paths64 | undefined =>
  parts.find(([exterior]) => hole.every((point) => isWithin(point, exterior!)));

const isHole = (path: Path64): boolean => turns(toRing(path)) < 0;

/**
 * Unite or intersect many areas pair by pair, as a balanced tree of which only one branch is kept.
 *
 * A union is quick when neighbours come one after another, an intersection when they do not.
 */
export function cascade(
  type: ClipType.Union | ClipType.Intersection,
  areas: Iterable<Paths64>,
): Paths64 {
  const branch: { size: number; area: Paths64 }[] = [];
  const join = (): void => {
    const [one, other] = branch.splice(-2) as [typeof branch[0], typeof branch[0]];
    const area: Paths64 = [];
    clipper(one.area, other.area).execute(type, FillRule.NonZero, area);
    branch.push({ size: one.size + other.size, area });
  };
  for (const area of areas) {
    branch.push({ size: 1, area });
    while (branch.at(-1)!.size === branch.at(-2)?.size) join();
    if (type === ClipType.Intersection && branch.at(-1)!.area.length === 0) return [];
  }
  while (branch.length > 1) join();
  return branch[0]?.area ?? [];
}

function clipper(subject: Paths64, clip: Paths64): Clipper64 {
  const clipper = new Clipper64();
  clipper.addSubject(subject);
  clipper.addClip(clip);
  return clipper;
}

/**
 * Return polygons of an exterior and its holes, split where the exterior touches itself: Clipper
 * leaves there one ring through one point twice, as at the centre of a sector on the antimeridian.
 */
function apart(exterior: Path64, holes: Paths64): Paths64[] {
  const found = loops(withTouches(exterior));
  const parts = found.filter((loop) => !isHole(loop)).map((loop) => [loop]);
  for (const hole of [...found.filter(isHole), ...holes]) {
    (around(hole, parts) ?? parts[0]!).push(hole);
  }
  return parts;
}

/** Insert into edges along the antimeridian the vertices of the same ring that touch them. */
function withTouches(path: Path64): Path64 {
  const onCut = path.filter(({ x }) => Math.abs(x) === TURN / 2);
  return path.flatMap((from, k) => {
    const to = path[(k + 1) % path.length]!;
    if (from.x !== to.x || Math.abs(from.x) !== TURN / 2) return [from];
    const touching = onCut
      .filter(({ x, y }) => x === from.x && (y - from.y) * (y - to.y) < 0)
      .sort((a, b) => (a.y - b.y) * (to.y - from.y));
    return [from, ...touching];
  });
}

/** Cut a ring into rings that pass no point twice. */
function loops(path: Path64): Paths64 {
  const found: Paths64 = [];
  const seen = new Map<string, number>();
  let walk: Path64 = [];
  for (const point of path) {
    const key = `${point.x} ${point.y}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, walk.length);
    else {
      const loop = walk.slice(before);
      for (const { x, y } of loop.slice(1)) seen.delete(`${x} ${y}`);
      walk = walk.slice(0, before);
      if (loop.length > 2) found.push(loop);
    }
    walk.push(point);
  }
  return walk.length > 2 ? [walk, ...found] : found;
}

const isWithin = (point: Path64[number], path: Path64): boolean =>
  InternalClipper.pointInPolygon(point, path) !== PointInPolygonResult.IsOutside;

const childrenOf = (node: PolyPath64): PolyPath64[] =>
  Array.from({ length: node.count }, (_, k) => node.child(k));

function toRing(path: Path64): Position[] {
  const ring = path.map(({ x, y }): Position => [x / UNITS, y / UNITS]);
  return [...ring, ring[0]!];
}

/** Wind exteriors counter-clockwise and holes clockwise, however they came. */
export function oriented(geometry: Geometry): Geometry {
  const wound = polygons(geometry).map((rings) =>
    rings.map((ring, nth) => (turns(ring) > 0 === (nth === 0) ? ring : ring.toReversed())),
  );
  return { type: "MultiPolygon", coordinates: wound };
}

/** Return twice a closed ring's area in square degrees, positive when counter-clockwise. */
export function turns(ring: readonly Position[]): number {
  let twice = 0;
  for (let k = 1; k < ring.length; k++) {
    const a = ring[k - 1]!;
    const b = ring[k]!;
    twice += a[0] * b[1] - b[0] * a[1];
  }
  return twice;
}

/**
 * Return the boundary as lines to stroke, without the edges that are only cuts: those along the
 * antimeridian and along the poles. A ring without cuts comes back closed.
 */
export function outline(geometry: Geometry): Position[][] {
  return polygons(geometry).flat().flatMap(uncut);
}

function uncut(ring: Position[]): Position[][] {
  const start = ring.findIndex((_, k) => k > 0 && isCut(ring[k - 1]!, ring[k]!));
  if (start < 0) return [ring];
  const lines: Position[][] = [[]];
  const walk = [...ring.slice(start), ...ring.slice(1, start + 1)];
  walk.forEach((point, k) => {
    if (k > 0 && isCut(walk[k - 1]!, point)) lines.push([]);
    lines.at(-1)!.push(point);
  });
  return lines.filter((line) => line.length > 1);
}

const isCut = (a: Position, b: Position): boolean =>
  (a[0] === b[0] && Math.abs(a[0]) === 180) || (a[1] === b[1] && Math.abs(a[1]) === 90);
