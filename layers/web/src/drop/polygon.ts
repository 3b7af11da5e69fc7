// Polygons as readers give them, in any GeoJSON wrapping, brought to one normal form: the twin of
// geo/polygons.py, and one thing more: a ring drawn over the antimeridian is cut there.
import { t } from "../messages/index.ts";
import { ClipType } from "clipper2-ts";
import { overlay, polygons, toPaths, world } from "../geo/rings.ts";
import type { Geometry, Position } from "../geo/types.ts";

/** More would make every edit slow; a coast needs fewer. */
export const MOST_CORNERS = 20_000;
/** Of one polygon's rings with the meridians along which others are closed at a pole. */
const MOST_SEAMS = 1000;
/** Of all polygons of a file together: checking them takes about a second. */
const MOST_CORNERS_OF_A_FILE = 50_000;

/** Return `normalPolygons` for the polygons of one file, which together may have only so many corners. */
export function fileOutlines(): (value: unknown) => Geometry {
  let left = MOST_CORNERS_OF_A_FILE;
  return (value) => {
    const found = normalPolygons(value, Math.min(left, MOST_CORNERS));
    left -= polygons(found).flat(2).length;
    return found;
  };
}

/**
 * Return the polygons in a GeoJSON object as one geometry; what is no polygon in it is left out.
 *
 * @param most corners that it may have
 * @throws RangeError in one sentence: no polygon, a corner off the Earth, a ring that crosses itself
 */
export function normalPolygons(value: unknown, most = MOST_CORNERS): Geometry {
  const parts = [...coordinatesOf(value, 0)];
  if (parts.length === 0) throw new RangeError(t.value.drop.noPolygon);
  const corners = parts.flat().reduce<number>((sum, ring) => sum + (Array.isArray(ring) ? ring.length : 0), 0);
  if (corners > most) {
    throw new RangeError(t.value.drop.tooManyCorners(corners, most));
  }
  const checked = parts.map((rings) => withoutCrossing(rings.map(closedRing)));
  const cut = checked.flatMap((rings) => polygons(withinTheSeam(rings)));
  const [only] = cut;
  if (!only) throw new RangeError(t.value.drop.noArea);
  return cut.length === 1
    ? { type: "Polygon", coordinates: only }
    : { type: "MultiPolygon", coordinates: cut };
}

function* coordinatesOf(value: unknown, depth: number): Generator<unknown[]> {
  if (!isObject(value) || depth > 8) {
    throw new RangeError(t.value.drop.noGeometry);
  }
  const { type, coordinates } = value;
  if (type === "Polygon") yield list(coordinates);
  else if (type === "MultiPolygon") yield* list(coordinates).map(list);
  else if (type === "Feature" && isObject(value["geometry"])) {
    yield* coordinatesOf(value["geometry"], depth + 1);
  } else if (type === "FeatureCollection" || type === "GeometryCollection") {
    const inner = value[type === "FeatureCollection" ? "features" : "geometries"];
    for (const each of list(inner)) yield* coordinatesOf(each, depth + 1);
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new RangeError(t.value.drop.noList);
}

function closedRing(value: unknown): Position[] {
  const ring = list(value).map(position);
  const first = ring[0];
  const last = ring.at(-1);
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) ring.push(first);
  if (ring.length < 4) throw new RangeError(t.value.drop.fewCorners);
  return ring;
}

/** A polygon's rings as they are; of many that cross one another the pieces would have no end. */
function withoutCrossing(rings: Position[][]): Position[][] {
  const crossing = crossingOf(rings);
  if (crossing) {
    const [lon, lat] = crossing.map((each) => Number(each.toFixed(4)));
    throw new RangeError(t.value.drop.crossing(lon ?? 0, lat ?? 0));
  }
  return rings;
}

function position(value: unknown): Position {
  const [lon, lat] = list(value);
  if (typeof lon !== "number" || typeof lat !== "number" || !isFinite(lon) || !isFinite(lat)) {
    throw new RangeError(t.value.drop.noCorner);
  }
  // A ring over the antimeridian may go on past 180.
  if (Math.abs(lat) > 90 || Math.abs(lon) > 360) {
    throw new RangeError(t.value.drop.offEarth(lon, lat));
  }
  return [lon, lat];
}

/** Cut what runs past 180, wind as RFC 7946 asks. */
function withinTheSeam(rings: readonly Position[][]): Geometry {
  const [solid = [], ...holes] = rings.map(unwrapped).map(allRound);
  const whole = overlay(ClipType.Intersection, toPaths(apart(solid)), toPaths(world()));
  if (holes.length === 0) return whole;
  return overlay(ClipType.Difference, toPaths(whole), toPaths(apart(holes.flat())));
}

/** Return a ring, and again a turn or two on, wherever some of it lies within 180. */
const allRound = (ring: readonly Position[]): Position[][] =>
  [-720, -360, 0, 360, 720]
    .map((turn) => moved(ring, turn))
    .filter((each) => !each.every(([lon]) => lon <= -180) && !each.every(([lon]) => lon >= 180));

const apart = (rings: Position[][]): Geometry =>
  ({ type: "MultiPolygon", coordinates: rings.map((ring) => [ring]) });

/**
 * Longitudes of a closed ring without jumps: from one corner to the next by the shorter way round.
 * Half a turn is meant as it is written, and so is any way along a pole; so are whole turns, there
 * and back, as round a band. A ring that runs round a pole is closed along it.
 */
function unwrapped(ring: readonly Position[]): Position[] {
  const steps = ring.map(([lon, lat], k) => {
    const [before, beside] = ring[k - 1] ?? [lon, lat];
    const alongPole = Math.abs(lat) === 90 && Math.abs(beside) === 90;
    const jump = Math.abs(lon - before) > 180 && !alongPole ? Math.round((lon - before) / 360) : 0;
    return { jump, whole: (lon - before) % 360 === 0 ? jump : 0 };
  });
  const asWritten = steps.reduce((sum, { whole }) => sum + whole, 0) === 0;
  let turned = 0;
  const path = ring.map(([lon, lat], k): Position => {
    const { jump, whole } = steps[k] ?? { jump: 0, whole: 0 };
    turned -= asWritten ? jump - whole : jump;
    return [lon + 360 * turned, lat];
  });
  const first = path[0];
  const last = path.at(-1);
  if (turned === 0 || !first || !last) return path;
  const lats = ring.map(([, lat]) => lat);
  const north = lats.every((lat) => lat > 0);
  if (Math.abs(turned) > 1 || !(north || lats.every((lat) => lat < 0))) {
    throw new RangeError(t.value.drop.round);
  }
  const pole = north ? 90 : -90;
  return [...path, [last[0], pole], [first[0], pole], first];
}

const moved = (ring: readonly Position[], by: number): Position[] =>
  ring.map(([lon, lat]) => [lon + by, lat]);

/** Where two edges of closed rings cross; null when none do. Edges sorted by their west end. */
function crossingOf(closed: readonly Position[][]): Position | null {
  const placed = closed.flatMap((ring, of) =>
    allRound(unwrapped(ring)).map((each) => edgesOf(each, of, ring.length - 1)),
  );
  const edges = placed.flat().sort((a, b) => a.west - b.west);
  const open: Edge[] = [];
  let seams = 0;
  for (const edge of edges) {
    for (let i = open.length - 1; i >= 0; i--) {
      const other = open[i] as Edge;
      if (other.east < edge.west) {
        open[i] = open.at(-1) as Edge; // ended, and so its place is another's
        open.pop();
        continue;
      }
      if (other.north < edge.south || other.south > edge.north) continue;
      if (edge.of === other.of && !areApart(edge, other)) continue;
      const found = meeting(edge.from, edge.to, other.from, other.to);
      if (found && (edge.of === other.of || (edge.own && other.own) || seams++ > MOST_SEAMS)) return found;
    }
    open.push(edge);
  }
  return null;
}

/** Whether two edges of one ring may meet nowhere: neighbours do, and so may a ring and itself a turn on. */
function areApart(edge: Edge, other: Edge): boolean {
  const steps = Math.abs(edge.nth - other.nth);
  return edge.ring === other.ring && steps > 1 && steps < edge.ring.length - 2;
}

interface Edge {
  /** Which ring of the polygon, and that ring where it is placed. */
  of: number;
  ring: readonly Position[];
  nth: number;
  /** False where it closes a ring round a pole, along a meridian: other rings run over that. */
  own: boolean;
  from: Position;
  to: Position;
  west: number;
  east: number;
  south: number;
  north: number;
}

const edgesOf = (ring: readonly Position[], of: number, own: number): Edge[] =>
  ring.slice(1).map((to, nth): Edge => {
    const from = ring[nth] as Position;
    const [west, east] = from[0] < to[0] ? [from[0], to[0]] : [to[0], from[0]];
    const [south, north] = from[1] < to[1] ? [from[1], to[1]] : [to[1], from[1]];
    return { of, ring, nth, own: nth < own, from, to, west, east, south, north };
  });

function meeting(a: Position, b: Position, c: Position, d: Position): Position | null {
  const side = (p: Position, q: Position, r: Position) =>
    (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  const first = side(a, b, c);
  const second = side(a, b, d);
  if (first * second >= 0 || side(c, d, a) * side(c, d, b) >= 0) return null;
  const at = first / (first - second);
  return [c[0] + at * (d[0] - c[0]), c[1] + at * (d[1] - c[1])];
}
