// Regions on the globe: hatched and named, sea areas waved, as layers/regions.ts paints them flat.
import type { Countries } from "../countries.ts";
import type { Geometry } from "../geo/types.ts";
import type { RegionPlace } from "../state.ts";
import { broken, drawText, isFree, measure, type Rect, rect } from "../map/labels.ts";
import type { Theme } from "../map/theme.ts";
import { figureOf } from "./coverage.ts";
import { project, type Stage } from "./projection.ts";
import { middleOf } from "./view.ts";

export function paintRegions(
  context: CanvasRenderingContext2D,
  stage: Stage,
  regions: readonly RegionPlace[],
  theme: Theme,
): void {
  for (const { kind, geometry } of regions) {
    const figure = figureOf(stage.frame, geometry);
    const color = theme.kinds[kind];
    context.fillStyle = color;
    context.globalAlpha = kind === "sea" ? 0.13 : 0.14;
    context.fill(figure.fill(stage), "evenodd");
    context.globalAlpha = kind === "sea" ? 0.6 : 0.5;
    context.fillStyle = pattern(context, kind, color) ?? color;
    context.fill(figure.fill(stage), "evenodd");
    context.globalAlpha = 1;
    if (kind === "launch") {
      context.strokeStyle = color;
      context.lineWidth = 1;
      context.stroke(figure.line(stage));
    }
  }
}

// pixels
const HATCH = 8;
const WAVE = 16;

const patterns = new Map<string, CanvasPattern | null>();

/** Diagonal hatching for land, waves for the sea, in device pixels; made once for each colour. */
function pattern(
  context: CanvasRenderingContext2D,
  kind: RegionPlace["kind"],
  color: string,
): CanvasPattern | null {
  const density = window.devicePixelRatio || 1;
  const key = `${kind} ${color} ${density}`;
  const made = patterns.get(key) ?? makePattern(context, kind, color, density);
  patterns.set(key, made);
  return made;
}

function makePattern(
  context: CanvasRenderingContext2D,
  kind: RegionPlace["kind"],
  color: string,
  density: number,
): CanvasPattern | null {
  const side = Math.round((kind === "sea" ? WAVE : HATCH) * density);
  const tile = document.createElement("canvas");
  tile.width = tile.height = side;
  const brush = tile.getContext("2d");
  if (!brush) return null;
  brush.strokeStyle = color;
  brush.lineWidth = density;
  brush.beginPath();
  if (kind === "sea") {
    brush.moveTo(0, side / 2);
    brush.quadraticCurveTo(side / 4, side * 0.3, side / 2, side / 2);
    brush.quadraticCurveTo((side * 3) / 4, side * 0.7, side, side / 2);
  } else {
    for (const shift of [-side, 0, side]) {
      brush.moveTo(shift - 2, side + 2);
      brush.lineTo(shift + side + 2, -2);
    }
  }
  brush.stroke();
  const made = context.createPattern(tile, "repeat");
  made?.setTransform(new DOMMatrix([1 / density, 0, 0, 1 / density, 0, 0]));
  return made;
}

/**
 * Write the regions' names, in them or beside them; returns the boxes they take.
 *
 * @param names boxes that are left free where that is possible
 */
export function nameRegions(
  context: CanvasRenderingContext2D,
  stage: Stage,
  regions: readonly RegionPlace[],
  countries: Countries,
  theme: Theme,
  taken: readonly Rect[],
  names: readonly Rect[],
): Rect[] {
  const used: Rect[] = [];
  for (const place of regions) {
    const style = {
      font: `${place.kind === "sea" ? "italic 500" : "700"} 12.5px ${theme.font}`,
      color: theme.kinds[place.kind],
      halo: theme.casing,
      spacing: "0.5px",
      line: 14,
    };
    const label = place.country === null ? undefined : countries.byCode.get(place.country)?.label;
    const at = project(stage, ...(label ?? middleFor(place)));
    if (!at) continue;
    const lines = broken(place.name, 16);
    const width = measure(context, lines, style);
    const height = lines.length * style.line;
    const box = ([x, y]: Spot): Rect => rect(x - width / 2 - 3, y - height / 2 - 2, width + 6, height + 4);
    const spots = [at, ...beside(at, width, height)].filter((each) => {
      const { left, right } = box(each);
      return left >= 0 && right <= stage.width && isFree(box(each), [...taken, ...used]);
    });
    const spot = spots.find((each) => isFree(box(each), names)) ?? spots[0];
    if (!spot) continue;
    used.push(box(spot));
    drawText(context, lines, ...spot, style);
  }
  return used;
}

type Spot = [x: number, y: number];

const beside = ([x, y]: Spot, width: number, height: number): Spot[] => [
  [x - width / 2 - 12, y],
  [x + width / 2 + 12, y],
  [x, y - height / 2 - 12],
  [x, y + height / 2 + 12],
];

const middles = new WeakMap<Geometry, ReturnType<typeof middleOf>>();

function middleFor(place: RegionPlace): ReturnType<typeof middleOf> {
  const middle = middles.get(place.geometry) ?? middleOf(place);
  middles.set(place.geometry, middle);
  return middle;
}
