// The basemap: land, coasts, borders, graticule and country names. Twin: layers/basemap.py.
import { type Flat, joined } from "../arcs.ts";
import type { Countries, Country } from "../countries.ts";
import type { Position } from "../geo/types.ts";
import type { Paint } from "../map/canvas-layer.ts";
import { nameFont, nameSize, nameTag } from "../map/country-names.ts";
import { drawText, isFree, type Rect, rect } from "../map/labels.ts";
import { unitX, unitY } from "../map/mercator.ts";
import { boxOf, Drawing, unitLine } from "../map/paths.ts";
import type { Theme } from "../map/theme.ts";
import { screenX, screenY, type View } from "../map/view.ts";

interface Detail {
  land: Drawing;
  coasts: Drawing;
  borders: Drawing;
}

/** From this zoom on every point of the file is drawn; below, what a pixel can show. */
const FULL_DETAIL = 6;
const LEVELS = [1.5, 3, 4.5];

export interface BasemapInput {
  countries: Countries;
  theme: () => Theme;
  /** Countries whose name another layer writes. */
  unnamed: () => ReadonlySet<string>;
  /** Where on a view names must not stand. */
  taken: (view: View) => readonly Rect[];
}

export interface Basemap {
  paint: Paint;
  /** Land and graticule. */
  paintGround: Paint;
  /** Borders, coasts and names, for above what covers the land. */
  paintLines: Paint;
  /** Borders alone, for above tiles. */
  paintBorders: Paint;
  /** Where the names stand that were painted last. */
  names: () => readonly Rect[];
}

/** Return the painter of the basemap; the sea is the map's background. */
export function basemapLayer({ countries, theme, unnamed, taken }: BasemapInput): Basemap {
  let names: readonly Rect[] = [];
  const details = new Map<number, Detail>();
  const detailAt = (zoom: number): Detail => {
    const level = LEVELS.find((each) => zoom <= each) ?? FULL_DETAIL;
    const detail = details.get(level) ?? makeDetail(countries, level);
    details.set(level, detail);
    return detail;
  };
  const paintLines: Paint = (context, view) => {
    const { coasts, borders } = detailAt(view.zoom);
    const colors = theme();
    context.lineJoin = "round";
    stroke(context, borders.placed(view), colors.border, 0.8);
    stroke(context, coasts.placed(view), colors.coast, 0.9);
    names = paintNames(context, view, countries.all, colors, unnamed(), taken(view));
  };
  const paintGround: Paint = (context, view) => {
    const { land } = detailAt(view.zoom);
    const colors = theme();
    context.lineJoin = "round";
    context.setLineDash([]);
    context.fillStyle = colors.land;
    context.fill(land.placed(view));
    stroke(context, graticule(view), colors.graticule, 0.6);
  };
  const paint: Paint = (context, view) => {
    paintGround(context, view);
    paintLines(context, view);
  };
  const paintBorders: Paint = (context, view) => {
    context.lineJoin = "round";
    stroke(context, detailAt(view.zoom).borders.placed(view), theme().border, 0.8);
  };
  return { paint, paintGround, paintLines, paintBorders, names: () => names };
}

function makeDetail({ drawn }: Countries, level: number): Detail {
  const step = level === FULL_DETAIL ? 0 : 0.5 / (256 * 2 ** level);
  const arcs = drawn.arcs.map((arc) => projected(arc, step)); // once for all that share them
  const lines = (some: readonly (readonly number[])[]) =>
    some.map((indices) => joined(arcs, indices)).filter((line) => !isSpeck(line, step));
  return {
    land: new Drawing(lines(drawn.rings), true),
    coasts: new Drawing(lines(drawn.coasts), false),
    borders: new Drawing(lines(drawn.borders), false),
  };
}

/** Project; points closer than `step` to the last one kept are left out, the ends stay. */
function projected(arc: Flat, step: number): Flat {
  const xy = new Float64Array(arc.length);
  let at = 0;
  for (let k = 0; k < arc.length; k += 2) {
    const x = unitX(arc[k] as number);
    const y = unitY(arc[k + 1] as number);
    const ends = k === 0 || k === arc.length - 2;
    const near = Math.abs(x - (xy[at - 2] as number)) < step && Math.abs(y - (xy[at - 1] as number)) < step;
    if (near && !ends) continue;
    xy[at++] = x;
    xy[at++] = y;
  }
  return xy.slice(0, at);
}

/** What a pixel would swallow anyway. */
function isSpeck(line: Flat, step: number): boolean {
  const { west, north, east, south } = boxOf(line);
  return east - west < step && south - north < step;
}

function stroke(context: CanvasRenderingContext2D, path: Path2D, color: string, width: number) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke(path);
}

const GRIDS = new Map([30, 15, 5].map((step) => [step, new Drawing(gridLines(step).map(unitLine), false)]));

const graticule = (view: View): Path2D =>
  (GRIDS.get(view.zoom < 3 ? 30 : view.zoom < 6 ? 15 : 5) as Drawing).placed(view);

function gridLines(step: number): Position[][] {
  const lines: Position[][] = [];
  for (let lon = -180; lon < 180; lon += step) lines.push([[lon, -89], [lon, 89]]);
  for (let lat = -90 + step; lat < 90; lat += step) lines.push([[-180, lat], [180, lat]]);
  return lines;
}

/** Largest first; a name is left out when its country is too narrow, or another stands there. */
function paintNames(
  context: CanvasRenderingContext2D,
  view: View,
  countries: readonly Country[],
  { name: color, land: halo, font }: Theme,
  unnamed: ReadonlySet<string>,
  taken: readonly Rect[],
): Rect[] {
  const used: Rect[] = [];
  for (const country of countries) {
    const { a3, label, size } = country;
    const width = pixels(size, label[1], view);
    if (width < 24) continue;
    if (unnamed.has(a3)) continue;
    const y = screenY(view, unitY(label[1]));
    const places = view.copies.map((copy) => screenX(view, unitX(label[0]), copy));
    const seen = places.filter((x) => x > -width && x < view.width + width);
    if (seen.length === 0 || y < -width || y > view.height + width) continue;
    const points = nameSize(width);
    const tag = nameTag(context, country, font);
    const length = (tag.length * points) / 10;
    if (length > width * 1.05) continue;
    const style = { ...nameFont(points, font), color, halo, line: points * 1.15 };
    const height = tag.lines.length * style.line;
    for (const x of seen) {
      const box = rect(x - length / 2 - 3, y - height / 2 - 2, length + 6, height + 4);
      if (!isFree(box, taken) || !isFree(box, used)) continue;
      used.push(box);
      drawText(context, tag.lines, x, y, style);
    }
  }
  return used;
}

const EARTH_KM = 40_075;

/** How many pixels a length in km takes at a latitude, on Mercator. */
const pixels = (km: number, lat: number, view: View): number =>
  (km / EARTH_KM / Math.cos((lat * Math.PI) / 180)) * view.scale;
