// Coverage: fills, rings and their labels. Twin: layers/coverage.py.
import { destination, radians, SPHERE } from "../geo/geodesic.ts";
import { outline } from "../geo/rings.ts";
import type { Geometry, Position } from "../geo/types.ts";
import { Boxes, drawText, measure, type Rect, rect } from "../map/labels.ts";
import { unitX, unitY } from "../map/mercator.ts";
import { Drawing, fillsOf, strokesOf, unitLine } from "../map/paths.ts";
import type { Theme } from "../map/theme.ts";
import { screenX, screenY, type View } from "../map/view.ts";
import { outerOf } from "../ranges.ts";
import type { Range } from "../scene.ts";
import type { Shape } from "../shape.ts";
import type { Place, Row } from "../state.ts";
import { labelDistance } from "../units.ts";

/** From so many shapes on, fills and labels wait until the map and the numbers rest. */
export const MANY = 250;

/** One place as it is drawn. */
export interface Covered {
  place: Place;
  range: Range;
  /** Of many, read only what is drawn: a circle's points may be made no sooner. */
  readonly shape: Shape;
  marked: boolean;
}

/** What is drawn of rows that are on. Of many sites a circle's points are made when they are read. */
export function coveredOf(rows: readonly Row[], marked: string | null): Covered[] {
  const many = rows.length > MANY;
  return rows.flatMap((row): Covered[] => {
    const { place } = row;
    const range = row.range.value;
    if (!range || !row.on.value || !row.stands.value) return [];
    const rest = { place, range, marked: marked === place.id };
    if (many && place.role === "site") {
      let made: Shape | undefined;
      const cell = row.cell.value;
      return [{ ...rest, get shape() { return (made ??= cell.shape.peek() as Shape); } }];
    }
    const shape = row.shape.value;
    return shape ? [{ ...rest, shape }] : [];
  });
}

/** Paint what each shape covers, the largest first. */
export function paintFills(
  context: CanvasRenderingContext2D,
  view: View,
  covered: readonly Covered[],
  theme: Theme,
): void {
  if (view.light) return;
  for (const each of largestFirst(covered)) fill(context, view, each, theme);
}

/**
 * Paint all rings: casings, then lines, so that no ring is lost, then labels.
 *
 * @param between paints what stands above the lines and below their labels; returns boxes taken
 * @param names boxes that ring labels leave free where they can
 */
export function paintRings(
  context: CanvasRenderingContext2D,
  view: View,
  covered: readonly Covered[],
  theme: Theme,
  between: () => readonly Rect[],
  names: readonly Rect[],
): void {
  const order = largestFirst(covered);
  const lines = order
    .flatMap((each) =>
      linesOf(each).flatMap((line) => strokesOf(line.geometry).map((drawing) => ({ each, line, drawing }))),
    )
    .filter(({ drawing }) => drawing.isSeen(view));
  const paths = lines.map(({ drawing }) => drawing.placed(view));
  context.lineJoin = "round";
  context.setLineDash([]);
  if (view.light) {
    context.lineWidth = 1; // a wider line takes five times as long to paint
    lines.forEach(({ each }, i) => {
      context.strokeStyle = theme.kinds[each.place.kind];
      context.stroke(paths[i] as Path2D);
    });
    between();
    return;
  }
  context.strokeStyle = theme.casing;
  lines.forEach(({ each, line }, i) => {
    context.lineWidth = widthOf(each, line.low) + 2.4;
    context.stroke(paths[i] as Path2D);
  });
  lines.forEach(({ each, line }, i) => {
    context.lineWidth = widthOf(each, line.low);
    context.strokeStyle = theme.kinds[each.place.kind];
    context.setLineDash(dashOf(each.place, line.low));
    context.stroke(paths[i] as Path2D);
  });
  context.setLineDash([]);
  const used = new Boxes(between());
  const free = new Boxes(names);
  for (const each of new Set(lines.map((line) => line.each))) {
    const small = covered.length > MANY && onScreen(each, view) < ROOM;
    if (!("merged" in each) && !small) label(context, view, each, theme, used, free);
  }
}

/** The place whose ring is within a few pixels of a point of the view, the smallest first. */
export function ringAt(
  context: CanvasRenderingContext2D,
  view: View,
  covered: readonly Covered[],
  x: number,
  y: number,
): string | null {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.setLineDash([]);
  context.lineWidth = 10;
  const hit = covered
    .filter((each) => mayBeAt(each, view, x, y))
    .sort((a, b) => outerOf(a.range) - outerOf(b.range))
    .find((each) =>
      linesOf(each).some(({ geometry }) =>
        context.isPointInStroke(strokeOf(geometry).placed(view), x, y),
      ),
    );
  context.restore();
  return hit?.place.id ?? null;
}

/** Among many, a circle of a smaller radius in pixels has no room for its number. */
const ROOM = 60;

function onScreen({ place, range }: Covered, view: View): number {
  const lat = place.role === "site" ? place.site.lat : 0;
  return (outerOf(range) * view.scale) / EQUATOR / Math.max(0.1, Math.cos(radians(lat)));
}

/** What a sphere may be wrong by: part of a length. */
const ROUGH = 0.01;
const NEAR = 12; // pixels
const EQUATOR = 40_075_017; // metres

/** A quick look at whether the circle of a site may pass near a point: most do not. */
function mayBeAt({ place, range }: Covered, view: View, x: number, y: number): boolean {
  if (place.role !== "site" || range.bearings !== null) return true;
  const density = window.devicePixelRatio || 1;
  const turns = (x / density - view.x) / view.scale - 0.5;
  const lat = Math.atan(Math.sinh(Math.PI * (1 - (2 * (y / density - view.y)) / view.scale)));
  const own = radians(place.site.lat);
  const apart = radians(place.site.lon) - 2 * Math.PI * turns;
  const cos = Math.sin(lat) * Math.sin(own) + Math.cos(lat) * Math.cos(own) * Math.cos(apart);
  const away = Math.acos(Math.max(-1, Math.min(1, cos))) * SPHERE;
  const slack = ROUGH * away + (NEAR * EQUATOR) / view.scale;
  return [outerOf(range), range.low_m, range.inner_m].some(
    (radius) => radius !== null && Math.abs(away - radius) < slack,
  );
}

const largestFirst = (covered: readonly Covered[]): Covered[] =>
  covered.toSorted((a, b) => outerOf(b.range) - outerOf(a.range));

const widthOf = ({ marked }: Covered, low: boolean): number =>
  (low ? 1.5 : 2) * (marked ? 1.75 : 1);

/** A band's low end is dotted, so that it is no circle of its own. */
export const dashOf = ({ role }: Place, low: boolean): number[] =>
  low ? [2, 3.5] : role === "region" ? [7, 5] : [];

/** From this range on, in metres, a fill covers most of what is in view. */
const LARGE = 5_000_000;

/** A band is drawn denser up to its low end, lighter on to its high end. */
function fill(context: CanvasRenderingContext2D, view: View, each: Covered, theme: Theme): void {
  const base = each.place.role === "region" ? 0.05 : outerOf(each.range) > LARGE ? 0.06 : 0.11;
  const alpha = base * (each.marked ? 1.8 : 1);
  context.fillStyle = theme.kinds[each.place.kind];
  const { outer, low } = each.shape;
  const paint = (geometry: Geometry, opacity: number) => {
    context.globalAlpha = opacity;
    for (const part of fillsOf(geometry)) {
      if (part.isSeen(view)) context.fill(part.placed(view), "evenodd");
    }
  };
  paint(outer, low ? alpha * 0.7 : alpha);
  if (low) paint(low, alpha * 1.3);
  context.globalAlpha = 1;
}

interface Line {
  geometry: Geometry;
  low: boolean;
}

const linesOf = ({ shape: { outer, low } }: Covered): Line[] => [
  ...(low ? [{ geometry: low, low: true }] : []),
  { geometry: outer, low: false },
];

const strokes = new WeakMap<Geometry, Drawing>();

export function strokeOf(geometry: Geometry): Drawing {
  let stroke = strokes.get(geometry);
  if (!stroke) {
    stroke = new Drawing(outline(geometry).map(unitLine), false, true);
    strokes.set(geometry, stroke);
  }
  return stroke;
}

/** The distance, written on each ring where it is in view and free, its northern edge first. */
function label(
  context: CanvasRenderingContext2D,
  view: View,
  each: Covered,
  theme: Theme,
  used: Boxes,
  names: Boxes,
): void {
  const { range, place } = each;
  const style = {
    font: `600 11px ${theme.font}`,
    color: theme.kinds[place.kind],
    halo: theme.plate,
    spacing: "0px",
  };
  for (const metres of [outerOf(range), ...(range.low_m === null ? [] : [range.low_m])]) {
    const text = [labelDistance(metres, range.unit)];
    const width = measure(context, text, style);
    const around = ([x, y]: [number, number]) => rect(x - width / 2 - 3, y - 8, width + 6, 16);
    let spot: [number, number] | undefined;
    for (const candidate of anchors(each, metres, view)) {
      const box = around(candidate);
      if (!isInside(box, view) || !used.isFree(box)) continue;
      spot ??= candidate;
      if (!names.isFree(box)) continue;
      spot = candidate;
      break;
    }
    if (!spot) continue;
    const box = around(spot);
    used.add(box);
    context.fillStyle = theme.plate;
    context.beginPath();
    context.roundRect(box.left, box.top + 1, width + 6, 14, 3);
    context.fill();
    drawText(context, text, ...spot, style);
  }
}

const BEARINGS = [0, 20, 340, 40, 320, 65, 295, 180, 160, 200, 90, 270];

const anchored = new WeakMap<Geometry, { known: Position[]; rest: Iterator<Position> }>();

function* anchors(each: Covered, metres: number, view: View): Generator<[number, number]> {
  const { outer, low } = each.shape;
  const ring = metres === each.range.low_m && low ? low : outer;
  const { known, rest } = anchored.get(ring) ?? { known: [], rest: places(each, metres, ring) };
  anchored.set(ring, { known, rest });
  for (let nth = 0; ; nth++) {
    // The first will often do, so that the others need not be known.
    const next = nth < known.length ? null : rest.next();
    if (next?.done) return;
    if (next) known.push(next.value);
    const [lon, lat] = known[nth] as Position;
    for (const copy of view.copies) {
      yield [screenX(view, unitX(lon), copy), screenY(view, unitY(lat))];
    }
  }
}

/** Where a ring's label may stand, best first. */
function* places({ place, range }: Covered, metres: number, ring: Geometry): Generator<Position> {
  if (place.role === "site") {
    const { lon, lat } = place.site;
    for (const bearing of bearingsOf(range)) yield destination(lon, lat, bearing, metres);
    return;
  }
  const points = outline(ring).flat();
  const step = Math.max(1, Math.floor(points.length / 60));
  const some = points.filter((_, i) => i % step === 0);
  yield* some.sort((a, b) => b[1] - a[1]).slice(0, 12);
}

function bearingsOf({ bearings }: Range): number[] {
  if (!bearings) return BEARINGS;
  const width = (bearings[1] - bearings[0] + 360) % 360 || 360;
  return [0.5, 0.3, 0.7, 0.15, 0.85].map((part) => (bearings[0] + part * width) % 360);
}

/** Whether a box lies in the part of the canvas that the map shows, its margins left out. */
function isInside(box: Rect, { width, height }: View): boolean {
  const dx = width * 0.12;
  const dy = height * 0.12;
  return box.left > dx && box.right < width - dx && box.top > dy && box.bottom < height - dy;
}
