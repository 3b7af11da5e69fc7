// Measured lines on the map: the shortest way, its ends, and the distance at its middle.
import type { GeodesicLine } from "../geo/line.ts";
import type { Position } from "../geo/types.ts";
import type { Unit } from "../scene.ts";
import { labelDistance } from "../units.ts";
import { drawText, isFree, measure, meet, type Rect, rect } from "./labels.ts";
import { unitX, unitY } from "./mercator.ts";
import { Drawing, unitLine } from "./paths.ts";
import type { Theme } from "./theme.ts";
import { screenX, screenY, type View } from "./view.ts";

/**
 * Paint lines with their ends and distances.
 *
 * @param taken boxes that distances leave free; one that finds no room is not written
 * @returns the boxes of the distances, for what is written next
 */
export function paintLines(
  context: CanvasRenderingContext2D,
  view: View,
  lines: readonly GeodesicLine[],
  unit: Unit,
  theme: Theme,
  taken: readonly Rect[] = [],
): Rect[] {
  const paths = lines.map((line) => drawingOf(line).placed(view));
  context.setLineDash([]);
  context.lineJoin = context.lineCap = "round";
  for (const [width, color] of [[5, theme.casing], [1.8, theme.text]] as const) {
    context.lineWidth = width;
    context.strokeStyle = color;
    for (const path of paths) context.stroke(path);
  }
  context.lineCap = "butt";
  for (const line of lines) paintEnds(context, view, line, theme);
  const used: Rect[] = [];
  for (const line of lines) {
    for (const copy of view.copies) label(context, view, copy, line, unit, theme, taken, used);
  }
  return used;
}

const drawings = new WeakMap<GeodesicLine, Drawing>();

function drawingOf(line: GeodesicLine): Drawing {
  const drawing = drawings.get(line) ?? new Drawing(line.lines.map(unitLine), false);
  drawings.set(line, drawing);
  return drawing;
}

const RADIUS = 3; // of the dot at an end, in CSS pixels

function paintEnds(
  context: CanvasRenderingContext2D,
  view: View,
  { lines }: GeodesicLine,
  theme: Theme,
): void {
  const ends = [lines[0]?.[0], lines.at(-1)?.at(-1)].filter((end) => end !== undefined);
  context.fillStyle = theme.text;
  context.strokeStyle = theme.casing;
  context.lineWidth = 1.5;
  for (const copy of view.copies) {
    for (const end of ends) {
      context.beginPath();
      context.arc(...onScreen(view, end, copy), RADIUS, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }
}

/** Parts of the way at which a distance may stand, best first; where none is free, beside that. */
const PARTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
const BESIDE = [[0, 0], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1]] as const;

function label(
  context: CanvasRenderingContext2D,
  view: View,
  copy: number,
  line: GeodesicLine,
  unit: Unit,
  theme: Theme,
  taken: readonly Rect[],
  used: Rect[],
): void {
  const text = [labelDistance(line.distance, unit)];
  const style = { font: `600 11px ${theme.font}`, color: theme.text, halo: theme.plate, spacing: "0px" };
  const width = measure(context, text, style) + 8;
  const seen = rect(0, 0, view.width, view.height);
  const places = placesOn(line).map((place) => onScreen(view, place, copy));
  const box = BESIDE.flatMap(([right, down]) =>
    places.map(([x, y]) => rect(x - width / 2 + right * (width / 2 + 6), y - 9 + down * 14, width, 18)),
  ).find((each) => meet(each, seen) && isFree(each, used) && isFree(each, taken));
  if (!box) return; // the panel says it
  used.push(box);
  context.fillStyle = theme.plate;
  context.strokeStyle = theme.text;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(box.left, box.top + 1, width, 16, 4);
  context.fill();
  context.stroke();
  drawText(context, text, box.left + width / 2, box.top + 9.5, style);
}

const onScreen = (view: View, [lon, lat]: Position, copy: number): [number, number] => [
  screenX(view, unitX(lon), copy),
  screenY(view, unitY(lat)),
];

/** Its middle, then vertices about as far along as `PARTS` says: they are close to one another. */
function placesOn({ lines, middle }: GeodesicLine): Position[] {
  const points = lines.flat();
  const others = PARTS.slice(1).map((part) => points[Math.round(part * (points.length - 1))]);
  return points.length === 0 ? [] : [middle, ...others.filter((place) => place !== undefined)];
}
