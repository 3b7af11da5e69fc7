// Coverage on the globe: fills, rings and their distances, as layers/coverage.ts paints them flat.
import { destination } from "../geo/geodesic.ts";
import type { Geometry, Position } from "../geo/types.ts";
import { type Covered, dashOf } from "../layers/coverage.ts";
import { Boxes, drawText, measure, type Rect, rect } from "../map/labels.ts";
import type { Theme } from "../map/theme.ts";
import { outerOf } from "../ranges.ts";
import { labelDistance } from "../units.ts";
import { mayBeSeen, passing } from "./culling.ts";
import { areaFigure, type Figure } from "./figure.ts";
import { type Frame, pixel, type Stage, turned, type Vector } from "./projection.ts";

const figures = new WeakMap<Frame, WeakMap<Geometry, Figure>>();

/** The figure of a geometry in a frame, made once. */
export function figureOf(frame: Frame, geometry: Geometry): Figure {
  const known = figures.get(frame) ?? new WeakMap<Geometry, Figure>();
  figures.set(frame, known);
  const figure = known.get(geometry) ?? areaFigure(frame, geometry);
  known.set(geometry, figure);
  return figure;
}

/** Paint fills below, then casings, then lines, so that no ring is lost. */
export function paintCoverage(
  context: CanvasRenderingContext2D,
  stage: Stage,
  covered: readonly Covered[],
  theme: Theme,
): void {
  const seen = covered.filter((each) => mayBeSeen(stage, each));
  for (const each of largestFirst(seen)) fill(context, stage, each, theme);
  paintRings(context, stage, seen, theme);
}

export function paintRings(
  context: CanvasRenderingContext2D,
  stage: Stage,
  covered: readonly Covered[],
  theme: Theme,
): void {
  const order = largestFirst(covered.filter((each) => mayBeSeen(stage, each)));
  const lines = order.flatMap((each) => ringsOf(each).map((ring) => ({ each, ...ring })));
  const paths = lines.map(({ geometry }) => figureOf(stage.frame, geometry).line(stage));
  context.lineJoin = "round";
  context.setLineDash([]);
  context.strokeStyle = theme.casing;
  lines.forEach(({ each, low }, k) => {
    context.lineWidth = widthOf(each, low) + 2.4;
    context.stroke(paths[k] as Path2D);
  });
  lines.forEach(({ each, low }, k) => {
    context.lineWidth = widthOf(each, low);
    context.strokeStyle = theme.kinds[each.place.kind];
    context.setLineDash(dashOf(each.place, low));
    context.stroke(paths[k] as Path2D);
  });
  context.setLineDash([]);
}

/** The place whose ring is within a few pixels of a point, the smallest first. */
export function ringAt(
  context: CanvasRenderingContext2D,
  stage: Stage,
  covered: readonly Covered[],
  x: number,
  y: number,
): string | null {
  const near = covered.filter(passing(stage, x, y));
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.setLineDash([]);
  context.lineWidth = 10;
  const hit = largestFirst(near)
    .reverse()
    .find((each) =>
      ringsOf(each).some(({ geometry }) =>
        context.isPointInStroke(figureOf(stage.frame, geometry).line(stage), x, y),
      ),
    );
  context.restore();
  return hit?.place.id ?? null;
}

const largestFirst = (covered: readonly Covered[]): Covered[] =>
  covered.toSorted((a, b) => outerOf(b.range) - outerOf(a.range));

const widthOf = ({ marked }: Covered, low: boolean): number =>
  (low ? 1.5 : 2) * (marked ? 1.75 : 1);

const ringsOf = ({ shape: { outer, low } }: Covered): { geometry: Geometry; low: boolean }[] => [
  ...(low ? [{ geometry: low, low: true }] : []),
  { geometry: outer, low: false },
];

/** From this range on, in metres, a fill covers most of what is in view. */
const LARGE = 5_000_000;

/** A band is drawn denser up to its low end, lighter on to its high end. */
function fill(context: CanvasRenderingContext2D, stage: Stage, each: Covered, theme: Theme): void {
  const base = each.place.role === "region" ? 0.05 : outerOf(each.range) > LARGE ? 0.06 : 0.11;
  const alpha = base * (each.marked ? 1.8 : 1);
  const { outer, low } = each.shape;
  context.fillStyle = theme.kinds[each.place.kind];
  context.globalAlpha = low ? alpha * 0.7 : alpha;
  context.fill(figureOf(stage.frame, outer).fill(stage), "evenodd");
  if (low) {
    context.globalAlpha = alpha * 1.3;
    context.fill(figureOf(stage.frame, low).fill(stage), "evenodd");
  }
  context.globalAlpha = 1;
}

/**
 * Write the distance on each ring where it is seen and free, its northern edge first.
 *
 * @param names boxes that are left free where that is possible
 */
export function labelRings(
  context: CanvasRenderingContext2D,
  stage: Stage,
  covered: readonly Covered[],
  theme: Theme,
  taken: readonly Rect[],
  names: readonly Rect[],
): void {
  const used = new Boxes(taken);
  const free = new Boxes(names);
  for (const each of largestFirst(covered)) {
    if ("merged" in each || !mayBeSeen(stage, each)) continue;
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
      const spots = anchors(stage.frame, each, metres)
        .map((vector) => turned(stage, vector))
        .filter(([, , z]) => z > stage.edge)
        .map((at) => pixel(stage, at))
        .filter((at) => isInside(boxAt(at, width), stage) && used.isFree(boxAt(at, width)));
      const spot = spots.find((at) => free.isFree(boxAt(at, width))) ?? spots[0];
      if (!spot) continue;
      const box = boxAt(spot, width);
      used.add(box);
      context.fillStyle = theme.plate;
      context.beginPath();
      context.roundRect(box.left, box.top + 1, width + 6, 14, 3);
      context.fill();
      drawText(context, text, ...spot, style);
    }
  }
}

const boxAt = ([x, y]: [number, number], width: number): Rect =>
  rect(x - width / 2 - 3, y - 8, width + 6, 16);

const BEARINGS = [0, 20, 340, 40, 320, 65, 295, 180, 160, 200, 90, 270];

const anchored = new WeakMap<Frame, WeakMap<Geometry, Vector[]>>();

/** Where a ring's label may stand, best first. */
function anchors(
  frame: Frame,
  { place, range, shape: { outer, low } }: Covered,
  metres: number,
): Vector[] {
  const ring = metres === range.low_m && low ? low : outer;
  const known = anchored.get(frame) ?? new WeakMap<Geometry, Vector[]>();
  anchored.set(frame, known);
  const made = known.get(ring);
  if (made) return made;
  const found =
    place.role === "site"
      ? bearingsIn(range.bearings).map((bearing) =>
          destination(place.site.lon, place.site.lat, bearing, metres),
        )
      : northernmost(ring);
  const vectors = found.map(([lon, lat]) => frame.vector(lon, lat));
  known.set(ring, vectors);
  return vectors;
}

function northernmost({ type, coordinates }: Geometry): Position[] {
  const points = (type === "Polygon" ? coordinates : coordinates.flat())
    .flat()
    .filter(([lon, lat]) => Math.abs(lon) !== 180 && Math.abs(lat) !== 90);
  const step = Math.max(1, Math.floor(points.length / 60));
  return points.filter((_, k) => k % step === 0).sort((a, b) => b[1] - a[1]);
}

function bearingsIn(bearings: [number, number] | null): number[] {
  if (!bearings) return BEARINGS;
  const width = (bearings[1] - bearings[0] + 360) % 360 || 360;
  return [0.5, 0.3, 0.7, 0.15, 0.85].map((part) => (bearings[0] + part * width) % 360);
}

const isInside = ({ left, right, top, bottom }: Rect, { width, height }: Stage): boolean =>
  left > 8 && right < width - 8 && top > 8 && bottom < height - 8;
