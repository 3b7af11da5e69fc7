// Geometries as Path2D in unit Mercator coordinates, made once, placed for every view.
import type { Flat } from "../arcs.ts";
import { outline } from "../geo/rings.ts";
import type { Geometry, Position } from "../geo/types.ts";
import { unitX, unitY } from "./mercator.ts";
import { thinned, unseenAt } from "./thinning.ts";
import { type Box, isInView, newPath, screenX, screenY, type View } from "./view.ts";

/** A polyline in unit coordinates. */
interface Line {
  xy: Flat;
  box: Box;
  /** As it was thinned last. */
  seen?: { step: number; xy: Flat };
}

/** Rings to fill or lines to stroke, as one drawing; a fill closes its rings by itself. */
export class Drawing {
  readonly #lines: readonly Line[];
  readonly #filled: boolean;
  readonly #alone: boolean;
  #whole: Path2D | undefined;

  /**
   * @param lines in unit coordinates
   * @param alone whether no other drawing shares its lines: then each may be thinned for itself
   */
  constructor(lines: readonly Flat[], filled: boolean, alone = false) {
    this.#lines = lines.filter(({ length }) => length > 2).map((xy) => ({ xy, box: boxOf(xy) }));
    this.#filled = filled;
    this.#alone = alone;
  }

  /** Whether any of it may be in view. */
  isSeen(view: View): boolean {
    return view.copies.some((copy) => this.#lines.some(({ box }) => isInView(view, box, copy)));
  }

  /**
   * Return the drawing in a view's pixels, every visible world copy in one path, so that copies
   * that meet at the antimeridian show no seam.
   */
  placed(view: View): Path2D {
    const path = newPath(view);
    // Only a canvas' paths can be scaled when they are made.
    const near = view.zoom >= CULL_FROM || view.path !== undefined || this.#alone;
    for (const copy of view.copies) {
      if (near) this.#emitVisible(path, view, copy);
      else {
        const { scale } = view;
        const dx = screenX(view, 0, copy);
        const dy = screenY(view, 0);
        path.addPath(this.#all(), new DOMMatrix([scale, 0, 0, scale, dx, dy]));
      }
    }
    return path;
  }

  #all(): Path2D {
    if (!this.#whole) {
      const path = new Path2D();
      for (const { xy } of this.#lines) {
        path.moveTo(xy[0] as number, xy[1] as number);
        for (let i = 2; i < xy.length; i += 2) path.lineTo(xy[i] as number, xy[i + 1] as number);
      }
      this.#whole = path;
    }
    return this.#whole;
  }

  // Close up, most of a drawing is far outside: dashing it all would take seconds.
  #emitVisible(path: Path2D, view: View, copy: number): void {
    for (const line of this.#lines) {
      if (!isInView(view, line.box, copy)) continue;
      // What is written to a file may be looked at from nearer.
      const xy = this.#alone && !view.path ? seenOf(line, view.zoom) : line.xy;
      // From afar a line is short: whole, so that its dashes stay where they are.
      if (this.#filled || (view.zoom < CULL_FROM && !view.path)) emitRing(path, xy, view, copy);
      else emitLine(path, xy, view, copy);
    }
  }
}

function seenOf(line: Line, zoom: number): Flat {
  const step = unseenAt(zoom);
  if (line.seen?.step !== step) line.seen = { step, xy: thinned(line.xy, step) };
  return line.seen.xy;
}

/** From this zoom on only what is in view is handed to the canvas. */
const CULL_FROM = 5;

const MARGIN = 32;

function emitRing(path: Path2D, xy: Flat, view: View, copy: number): void {
  for (let i = 0; i < xy.length; i += 2) {
    const x = screenX(view, xy[i] as number, copy);
    const y = screenY(view, xy[i + 1] as number);
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
}

function emitLine(path: Path2D, xy: Flat, view: View, copy: number): void {
  let x0 = 0;
  let y0 = 0;
  let drawing = false;
  for (let i = 0; i < xy.length; i += 2) {
    const x = screenX(view, xy[i] as number, copy);
    const y = screenY(view, xy[i + 1] as number);
    if (i > 0) {
      const out =
        (x < -MARGIN && x0 < -MARGIN) ||
        (y < -MARGIN && y0 < -MARGIN) ||
        (x > view.width + MARGIN && x0 > view.width + MARGIN) ||
        (y > view.height + MARGIN && y0 > view.height + MARGIN);
      if (!out) {
        if (!drawing) path.moveTo(x0, y0);
        path.lineTo(x, y);
      }
      drawing = !out;
    }
    x0 = x;
    y0 = y;
  }
}

/** Project to unit coordinates. */
export function unitLine(points: readonly Position[]): Flat {
  const xy = new Float64Array(2 * points.length);
  let at = 0;
  for (const point of points) {
    xy[at++] = unitX(point[0]);
    xy[at++] = unitY(point[1]);
  }
  return xy;
}

export function boxOf(xy: Flat): Box {
  let west = Infinity;
  let north = Infinity;
  let east = -Infinity;
  let south = -Infinity;
  for (let k = 0; k < xy.length; k += 2) {
    const x = xy[k] as number;
    const y = xy[k + 1] as number;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  return { west, north, east, south };
}

export const ringsOf = (geometry: Geometry): Position[][] =>
  geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();

/** Lines in one path: of more, a canvas takes far longer for each. */
const TOGETHER = 32;

const parts = new WeakMap<Geometry, Drawing[]>();

/** The fill of a geometry in parts that do not overlap, which is quicker when there are many. */
export function fillsOf(geometry: Geometry): readonly Drawing[] {
  if (geometry.type === "Polygon" || geometry.coordinates.length <= TOGETHER) return [fillOf(geometry)];
  const known = parts.get(geometry);
  if (known) return known;
  // What meets its neighbour at the antimeridian stays in one path with it, so that no seam shows.
  const meets = (polygon: Position[][]) => polygon.some((ring) => ring.some(([lon]) => Math.abs(lon) === 180));
  const together = geometry.coordinates.filter(meets);
  const apart = chunks(geometry.coordinates.filter((polygon) => !meets(polygon)));
  const made = [together, ...apart].map((some) => new Drawing(some.flat().map(unitLine), true, true));
  parts.set(geometry, made);
  return made;
}

const strokes = new WeakMap<Geometry, Drawing[]>();

/** The outline of a geometry, in parts when it has many lines. */
export function strokesOf(geometry: Geometry): readonly Drawing[] {
  let made = strokes.get(geometry);
  if (!made) {
    made = chunks(outline(geometry)).map((some) => new Drawing(some.map(unitLine), false, true));
    strokes.set(geometry, made);
  }
  return made;
}

function chunks<T>(all: readonly T[]): T[][] {
  const some: T[][] = [];
  for (let k = 0; k < all.length; k += TOGETHER) some.push(all.slice(k, k + TOGETHER));
  return some;
}

const fills = new WeakMap<Geometry, Drawing>();

/** The fill of a geometry, made once. */
export function fillOf(geometry: Geometry): Drawing {
  let fill = fills.get(geometry);
  if (!fill) {
    fill = new Drawing(ringsOf(geometry).map(unitLine), true, true);
    fills.set(geometry, fill);
  }
  return fill;
}
