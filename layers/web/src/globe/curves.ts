// Rings of directions to lines on the canvas, clipped where the Earth ends.
import { degrees, radians } from "../geo/geodesic.ts";
import { pixel, type Rotation, type Stage, stretch, turned, type Vector } from "./projection.ts";

/** A line on the canvas: x, y, x, y, ... */
export type Curve = number[];

export interface Ring {
  /** Directions: x, y, z, x, y, z, ... without the closing one. */
  xyz: Float64Array;
  /** Pixels and turned z of the last stage, likewise. */
  seen: Float64Array;
  /** Whether the edge that ends at a vertex is a cut, which is filled up to and never stroked. */
  cut: Uint8Array;
}

/** Turn a ring's directions and bring them to the canvas. */
export function see({ xyz, seen }: Ring, stage: Stage): void {
  const [a, b, c, d, e, f, g, h, i] = stage.turn as Rotation;
  const { orthographic, scale, x: x0, y: y0 } = stage;
  for (let k = 0; k < xyz.length; k += 3) {
    const x = xyz[k] as number;
    const y = xyz[k + 1] as number;
    const z = xyz[k + 2] as number;
    const depth = g * x + h * y + i * z;
    const by = orthographic ? scale : stretch(stage, depth);
    seen[k] = x0 + by * (a * x + b * y + c * z);
    seen[k + 1] = y0 - by * (d * x + e * y + f * z);
    seen[k + 2] = depth;
  }
}

const isSeen = ({ seen }: Ring, k: number, { edge }: Stage): boolean =>
  (seen[3 * k + 2] as number) > edge;

/** Follow a ring; what is hidden is led round the rim. */
export function closedCurve(ring: Ring, stage: Stage): Curve | null {
  const count = ring.cut.length;
  let start = 0;
  while (start < count && !isSeen(ring, start, stage)) start++;
  if (start === count) return null;
  const curve: Curve = [ring.seen[3 * start] as number, ring.seen[3 * start + 1] as number];
  let left = 0;
  for (let k = 1, from = start, was = true; k <= count; k++) {
    const to = (start + k) % count;
    const is = isSeen(ring, to, stage);
    if (was && is) pushEdge(curve, ring, from, to, stage);
    else if (was) {
      left = crossing(ring, from, to, stage);
      curve.push(...onRim(stage, left));
    } else if (is) {
      const back = crossing(ring, from, to, stage);
      pushArc(curve, stage, left, back);
      curve.push(...onRim(stage, back), ring.seen[3 * to] as number, ring.seen[3 * to + 1] as number);
    }
    from = to;
    was = is;
  }
  return curve;
}

/** Return the stretches of a line that are seen and no cuts. */
export function runs(ring: Ring, stage: Stage, closed: boolean): Curve[] {
  const count = ring.cut.length;
  const found: Curve[] = [];
  let curve: Curve | undefined;
  for (let k = 1; k < (closed ? count + 1 : count); k++) {
    const from = k - 1;
    const to = k % count;
    const was = isSeen(ring, from, stage);
    const is = isSeen(ring, to, stage);
    if (ring.cut[to] === 1 || !(was || is)) {
      curve = undefined;
      continue;
    }
    if (!curve) {
      const first = was
        ? [ring.seen[3 * from] as number, ring.seen[3 * from + 1] as number]
        : onRim(stage, crossing(ring, from, to, stage));
      curve = first;
      found.push(curve);
    }
    if (was && is) pushEdge(curve, ring, from, to, stage);
    else if (is) curve.push(ring.seen[3 * to] as number, ring.seen[3 * to + 1] as number);
    else {
      curve.push(...onRim(stage, crossing(ring, from, to, stage)));
      curve = undefined;
    }
  }
  return found;
}

const vectorAt = ({ xyz }: Ring, k: number): Vector => [
  xyz[3 * k] as number, xyz[3 * k + 1] as number, xyz[3 * k + 2] as number,
];

/** On a map that stretches, an edge is halved until it lies where it should. */
function pushEdge(curve: Curve, ring: Ring, from: number, to: number, stage: Stage): void {
  const { seen } = ring;
  const x = seen[3 * to] as number;
  const y = seen[3 * to + 1] as number;
  if (!stage.orthographic) {
    const dx = x - (seen[3 * from] as number);
    const dy = y - (seen[3 * from + 1] as number);
    if (dx * dx + dy * dy > LONG * LONG) {
      pushHalves(curve, turned(stage, vectorAt(ring, from)), turned(stage, vectorAt(ring, to)), stage, 8);
    }
  }
  curve.push(x, y);
}

const LONG = 6; // pixels

function pushHalves(curve: Curve, a: Vector, b: Vector, stage: Stage, rounds: number): void {
  const middle = unit([a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
  const [[ax, ay], [bx, by], [x, y]] = [pixel(stage, a), pixel(stage, b), pixel(stage, middle)];
  if (rounds === 0 || Math.hypot((ax + bx) / 2 - x, (ay + by) / 2 - y) < 0.3) return;
  pushHalves(curve, a, middle, stage, rounds - 1);
  curve.push(x, y);
  pushHalves(curve, middle, b, stage, rounds - 1);
}

const unit = ([x, y, z]: Vector): Vector => {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
};

/** Return at which angle round the middle an edge passes the rim. */
function crossing(ring: Ring, from: number, to: number, stage: Stage): number {
  const a = turned(stage, vectorAt(ring, from));
  const b = turned(stage, vectorAt(ring, to));
  const part = (stage.edge - a[2]) / (b[2] - a[2]);
  return Math.atan2(a[1] + part * (b[1] - a[1]), a[0] + part * (b[0] - a[0]));
}

const onRim = ({ x, y, rim }: Stage, angle: number): [number, number] => [
  x + rim * Math.cos(angle),
  y - rim * Math.sin(angle),
];

/** Go round the rim the short way, by whole degrees, so that all who go there meet. */
function pushArc(curve: Curve, stage: Stage, from: number, to: number): void {
  const way = Math.atan2(Math.sin(to - from), Math.cos(to - from));
  const a = degrees(from);
  const b = degrees(from + way);
  if (a < b) for (let k = Math.ceil(a); k <= b; k++) curve.push(...onRim(stage, radians(k)));
  else for (let k = Math.floor(a); k >= b; k--) curve.push(...onRim(stage, radians(k)));
}

/** The Earth's edge as a closed curve, which turns a fill inside out. */
export const rim = (stage: Stage): Curve =>
  Array.from({ length: 360 }, (_, k) => onRim(stage, radians(k))).flat();

/** Tell whether closed curves hold a pixel, by the even-odd rule. */
export function isWithin(curves: readonly Curve[], x: number, y: number): boolean {
  let inside = false;
  for (const curve of curves) {
    let px = curve.at(-2) as number;
    let py = curve.at(-1) as number;
    for (let k = 0; k < curve.length; k += 2) {
      const qx = curve[k] as number;
      const qy = curve[k + 1] as number;
      if (py > y !== qy > y && x < px + ((y - py) / (qy - py)) * (qx - px)) inside = !inside;
      px = qx;
      py = qy;
    }
  }
  return inside;
}

/** Return curves as one path; those beside the canvas show nothing. (A fill closes by itself.) */
export function pathOf(curves: readonly Curve[], stage: Stage): Path2D {
  const path = new Path2D();
  for (const curve of curves) {
    if (isBeside(curve, stage)) continue;
    path.moveTo(curve[0] as number, curve[1] as number);
    for (let k = 2; k < curve.length; k += 2) path.lineTo(curve[k] as number, curve[k + 1] as number);
  }
  return path;
}

const MARGIN = 4;

function isBeside(curve: Curve, { width, height }: Stage): boolean {
  let west = Infinity;
  let east = -Infinity;
  let north = Infinity;
  let south = -Infinity;
  for (let k = 0; k < curve.length; k += 2) {
    const x = curve[k] as number;
    const y = curve[k + 1] as number;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  return east < -MARGIN || west > width + MARGIN || south < -MARGIN || north > height + MARGIN;
}
