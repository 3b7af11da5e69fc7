// Launch regions, hatched and named, and sea areas, waved and without an edge. Twin: regions.py.
import type { Countries } from "../countries.ts";
import type { Position } from "../geo/types.ts";
import { broken, drawText, isFree, measure, type Rect, rect } from "../map/labels.ts";
import { unitX, unitY } from "../map/mercator.ts";
import { fillOf, ringsOf } from "../map/paths.ts";
import type { Theme } from "../map/theme.ts";
import { newPath, screenX, screenY, type View } from "../map/view.ts";
import type { RegionPlace } from "../state.ts";
import { strokeOf } from "./coverage.ts";

export function paintRegions(
  context: CanvasRenderingContext2D,
  view: View,
  regions: readonly RegionPlace[],
  theme: Theme,
): void {
  for (const { kind, geometry } of regions) {
    const path = fillOf(geometry).placed(view);
    const color = theme.kinds[kind];
    context.fillStyle = color;
    context.globalAlpha = kind === "sea" ? 0.13 : 0.14;
    context.fill(path, "evenodd");
    context.save();
    context.clip(path, "evenodd");
    context.globalAlpha = kind === "sea" ? 0.6 : 0.5;
    context.strokeStyle = color;
    context.lineWidth = kind === "sea" ? 1 : 1.1;
    context.setLineDash([]);
    context.stroke(kind === "sea" ? waves(view) : hatching(view));
    context.restore();
    context.globalAlpha = 1;
    if (kind === "launch") {
      context.strokeStyle = color;
      context.lineWidth = 1;
      context.stroke(strokeOf(geometry).placed(view));
    }
  }
}

/** Write the regions' names and return the boxes they take. */
export function nameRegions(
  context: CanvasRenderingContext2D,
  view: View,
  regions: readonly RegionPlace[],
  countries: Countries,
  theme: Theme,
  taken: readonly Rect[],
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
    const lines = broken(place.name, 16);
    const width = measure(context, lines, style);
    const height = lines.length * style.line;
    for (const copy of view.copies) {
      const inside = spotsOf(place, countries).map(
        ([lon, lat]): Spot => [screenX(view, unitX(lon), copy), screenY(view, unitY(lat))],
      );
      const outside = place.kind === "launch" ? inside.slice(0, 1).flatMap(beside(width, height)) : [];
      const spot = [...inside, ...outside].find(([x, y]) => {
        const box = around(x, y, width, height);
        const whole = box.left >= 0 && box.right <= view.width; // a name is not cut at the edge
        return whole && isFree(box, [...taken, ...used]);
      });
      if (!spot) continue;
      used.push(around(...spot, width, height));
      drawText(context, lines, ...spot, style);
    }
  }
  return used;
}

type Spot = [x: number, y: number];

/** A small region's name may stand next to it. */
const beside =
  (width: number, height: number) =>
  ([x, y]: Spot): Spot[] => [
    [x - width / 2 - 12, y],
    [x + width / 2 + 12, y],
    [x, y - height / 2 - 12],
    [x, y + height / 2 + 12],
  ];

const around = (x: number, y: number, width: number, height: number): Rect =>
  rect(x - width / 2 - 3, y - height / 2 - 2, width + 6, height + 4);

const spots = new WeakMap<RegionPlace, Position[]>();

function spotsOf(place: RegionPlace, countries: Countries): Position[] {
  const known = spots.get(place);
  if (known) return known;
  const label = place.country === null ? undefined : countries.byCode.get(place.country)?.label;
  const found = [...(label ? [label] : []), ...widest(ringsOf(place.geometry))];
  spots.set(place, found);
  return found;
}

/** The middles of the widest west-east chords of a geometry, widest first. */
function widest(rings: Position[][]): Position[] {
  const lats = rings.flat().map(([, lat]) => lat);
  const south = lats.reduce((a, b) => Math.min(a, b));
  const north = lats.reduce((a, b) => Math.max(a, b));
  const chords: { width: number; middle: Position }[] = [];
  for (let i = 1; i < 24; i++) {
    const lat = south + ((north - south) * i) / 24;
    const xs = rings.flatMap((ring) => crossings(ring, lat)).sort((a, b) => a - b);
    for (let k = 1; k < xs.length; k += 2) {
      const west = xs[k - 1] as number;
      const east = xs[k] as number;
      chords.push({ width: east - west, middle: [(west + east) / 2, lat] });
    }
  }
  return chords
    .sort((a, b) => b.width - a.width)
    .slice(0, 8)
    .map(({ middle }) => middle);
}

/** The longitudes at which a ring crosses a parallel. */
function crossings(ring: Position[], lat: number): number[] {
  const found: number[] = [];
  for (let k = 1; k < ring.length; k++) {
    const from = ring[k - 1] as Position;
    const to = ring[k] as Position;
    if (from[1] > lat === to[1] > lat) continue;
    found.push(from[0] + ((lat - from[1]) / (to[1] - from[1])) * (to[0] - from[0]));
  }
  return found;
}

/** Pixels from line to line of the hatching, along x, and from wave to wave. */
const GAP = 8;
const WAVE = 16;

/** Where a pattern of that step begins, which stays where it is on the map. */
const start = (offset: number, step: number): number => (((offset % step) + step) % step) - step;

/** Lines that rise from left to right. */
function hatching(view: View): Path2D {
  const path = newPath(view);
  const { x, y, width, height } = view;
  for (let at = start(x + y, GAP); at < width + height; at += GAP) {
    path.moveTo(at, 0);
    path.lineTo(at - height, height);
  }
  return path;
}

function waves(view: View): Path2D {
  const path = newPath(view);
  const { width, height } = view;
  const swing = WAVE / 5;
  for (let y = start(view.y, WAVE); y < height + WAVE; y += WAVE) {
    let x = start(view.x, WAVE);
    path.moveTo(x, y);
    for (; x < width; x += WAVE) {
      path.quadraticCurveTo(x + WAVE / 4, y - swing, x + WAVE / 2, y);
      path.quadraticCurveTo(x + (WAVE * 3) / 4, y + swing, x + WAVE, y);
    }
  }
  return path;
}
