// Geometries as Path2D in unit Mercator coordinates, made once, placed for every view.
import { outline } from "../geo/rings.ts";
import type { Geometry, Position } from "../geo/types.ts";
import { unitX, unitY } from "./mercator.ts";
import { thinned, unseenAt } from "./thinning.ts";
import { type Box, isInView, newPath, screenX, screenY, type View } from "./view.ts";

/** A polyline: x, y, x, y, ... in unit coordinates. */
interface Line {
  xy: Float64Array;
  box: Box;
  /** As it was thinned last. */
  seen?: { step: number; xy: Float64Array };
}

/** Rings to fill or lines to stroke, as one drawing; a fill closes its rings by itself. */
export class Drawing {
  readonly #lines: readonly Line[];
  readonly #filled: boolean;
  readonly #alone: boolean;
  #whole: Path2D | undefined;

  /** @param alone whether no other drawing shares its lines: then each may be thinned for itself */
  constructor(lines: readonly (readonly Position[])[], filled: boolean, step = 0, alone = false) {
    this.#lines = lines
      .map((line) => toLine(line, step))
      .filter(({ xy, box }) => xy.length > 2 && !isSpeck(box, step));
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
        const [dx, dy] = [screenX(view, 0, copy), screenY(view, 0)];
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

function seenOf(line: Line, zoom: number): Float64Array {
  const step = unseenAt(zoom);
  if (line.seen?.step !== step) line.seen = { step, xy: thinned(line.xy, step) };
  return line.seen.xy;
}

/** From this zoom on only what is in view is handed to the canvas. */
const CULL_FROM = 5;

const MARGIN = 32;

function emitRing(path: Path2D, xy: Float64Array, view: View, copy: number): void {
  for (let i = 0; i < xy.length; i += 2) {
    const x = screenX(view, xy[i] as number, copy);
    const y = screenY(view, xy[i + 1] as number);
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
}

function emitLine(path: Path2D, xy: Float64Array, view: View, copy: number): void {
  let [x0, y0, drawing] = [0, 0, false];
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
    [x0, y0] = [x, y];
  }
}

/** Project; points closer than `step` to the last one kept are left out, the ends stay. */
function toLine(points: readonly Position[], step: number): Line {
  const xy: number[] = [];
  const box: Box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  points.forEach(([lon, lat], i) => {
    const [x, y] = [unitX(lon), unitY(lat)];
    const [px, py] = [xy.at(-2), xy.at(-1)];
    const ends = i === 0 || i === points.length - 1;
    if (!ends && Math.abs(x - (px ?? 9)) < step && Math.abs(y - (py ?? 9)) < step) return;
    xy.push(x, y);
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.north = Math.min(box.north, y);
    box.south = Math.max(box.south, y);
  });
  return { xy: Float64Array.from(xy), box };
}

/** What a pixel would swallow anyway. */
const isSpeck = ({ west, north, east, south }: Box, step: number): boolean =>
  east - west < step && south - north < step;

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
  const made = [together, ...apart].map((some) => new Drawing(some.flat(), true, 0, true));
  parts.set(geometry, made);
  return made;
}

const strokes = new WeakMap<Geometry, Drawing[]>();

/** The outline of a geometry, in parts when it has many lines. */
export function strokesOf(geometry: Geometry): readonly Drawing[] {
  let made = strokes.get(geometry);
  if (!made) {
    made = chunks(outline(geometry)).map((some) => new Drawing(some, false, 0, true));
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
    fill = new Drawing(ringsOf(geometry), true, 0, true);
    fills.set(geometry, fill);
  }
  return fill;
}
