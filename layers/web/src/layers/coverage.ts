// Coverage: fills, rings and their labels. Twin: layers/coverage.py.
import { destination } from "../geo/geodesic.ts";
import { outline } from "../geo/rings.ts";
import type { Geometry, Position } from "../geo/types.ts";
import { drawText, isFree, measure, type Rect, rect } from "../map/labels.ts";
import { unitX, unitY } from "../map/mercator.ts";
import { Drawing, fillOf } from "../map/paths.ts";
import type { Theme } from "../map/theme.ts";
import { screenX, screenY, type View } from "../map/view.ts";
import { outerOf } from "../ranges.ts";
import type { Range } from "../scene.ts";
import type { Shape } from "../shape.ts";
import type { Place } from "../state.ts";
import { labelDistance } from "../units.ts";

/** One place as it is drawn. */
export interface Covered {
  place: Place;
  range: Range;
  shape: Shape;
  marked: boolean;
}

/** Paint what each shape covers, the largest first. */
export function paintFills(
  context: CanvasRenderingContext2D,
  view: View,
  covered: readonly Covered[],
  theme: Theme,
): void {
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
  const lines = order.flatMap((each) => linesOf(each).map((line) => ({ each, line })));
  const paths = lines.map(({ line }) => strokeOf(line.geometry).placed(view));
  context.lineJoin = "round";
  context.setLineDash([]);
  context.strokeStyle = theme.casing;
  lines.forEach(({ each }, i) => {
    context.lineWidth = widthOf(each) + 2.4;
    context.stroke(paths[i] as Path2D);
  });
  lines.forEach(({ each, line }, i) => {
    context.lineWidth = line.low ? 1.4 : widthOf(each);
    context.strokeStyle = theme.kinds[each.place.kind];
    context.setLineDash(dashOf(each.place));
    context.stroke(paths[i] as Path2D);
  });
  context.setLineDash([]);
  const used = [...between()];
  for (const each of order.filter((one) => !("merged" in one))) label(context, view, each, theme, used, names);
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
    .toSorted((a, b) => outerOf(a.range) - outerOf(b.range))
    .find((each) =>
      linesOf(each).some(({ geometry }) =>
        context.isPointInStroke(strokeOf(geometry).placed(view), x, y),
      ),
    );
  context.restore();
  return hit?.place.id ?? null;
}

const largestFirst = (covered: readonly Covered[]): Covered[] =>
  covered.toSorted((a, b) => outerOf(b.range) - outerOf(a.range));

const widthOf = ({ marked }: Covered): number => (marked ? 3.5 : 2);
const dashOf = ({ role }: Place): number[] => (role === "region" ? [7, 5] : []);

/** From this range on, in metres, a fill covers most of what is in view. */
const LARGE = 5_000_000;

/** A band is drawn denser up to its low end, lighter on to its high end. */
function fill(context: CanvasRenderingContext2D, view: View, each: Covered, theme: Theme): void {
  const base = each.place.role === "region" ? 0.05 : outerOf(each.range) > LARGE ? 0.06 : 0.11;
  const alpha = base * (each.marked ? 1.8 : 1);
  context.fillStyle = theme.kinds[each.place.kind];
  const { outer, low } = each.shape;
  context.globalAlpha = low ? alpha * 0.7 : alpha;
  context.fill(fillOf(outer).placed(view), "evenodd");
  if (low) {
    context.globalAlpha = alpha * 1.3;
    context.fill(fillOf(low).placed(view), "evenodd");
  }
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
    stroke = new Drawing(outline(geometry), false);
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
  used: Rect[],
  names: readonly Rect[],
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
      if (!isInside(box, view) || !isFree(box, used)) continue;
      spot ??= candidate;
      if (!isFree(box, names)) continue;
      spot = candidate;
      break;
    }
    if (!spot) continue;
    const box = around(spot);
    used.push(box);
    context.fillStyle = theme.plate;
    context.beginPath();
    context.roundRect(box.left, box.top + 1, width + 6, 14, 3);
    context.fill();
    drawText(context, text, ...spot, style);
  }
}

const BEARINGS = [0, 20, 340, 40, 320, 65, 295, 180, 160, 200, 90, 270];

const anchored = new WeakMap<Geometry, Position[]>();

function* anchors(each: Covered, metres: number, view: View): Generator<[number, number]> {
  const { outer, low } = each.shape;
  const ring = metres === each.range.low_m && low ? low : outer;
  const known = anchored.get(ring) ?? places(each, metres, ring);
  anchored.set(ring, known);
  for (const [lon, lat] of known) {
    for (const copy of view.copies) {
      yield [screenX(view, unitX(lon), copy), screenY(view, unitY(lat))];
    }
  }
}

/** Where a ring's label may stand, best first. */
function places({ place, range }: Covered, metres: number, ring: Geometry): Position[] {
  if (place.role === "site") {
    const { lon, lat } = place.site;
    return bearingsOf(range).map((bearing) => destination(lon, lat, bearing, metres));
  }
  const points = outline(ring).flat();
  const step = Math.max(1, Math.floor(points.length / 60));
  const some = points.filter((_, i) => i % step === 0);
  return some.sort((a, b) => b[1] - a[1]).slice(0, 12);
}

function bearingsOf({ bearings }: Range): number[] {
  if (!bearings) return BEARINGS;
  const width = (bearings[1] - bearings[0] + 360) % 360 || 360;
  return [0.5, 0.3, 0.7, 0.15, 0.85].map((part) => (bearings[0] + part * width) % 360);
}

/** Whether a box lies in the part of the canvas that the map shows, its margins left out. */
function isInside(box: Rect, { width, height }: View): boolean {
  const [dx, dy] = [width * 0.12, height * 0.12];
  return box.left > dx && box.right < width - dx && box.top > dy && box.bottom < height - dy;
}
