// The globe's ground: sea, land, graticule, borders, coasts, and the countries' names.
import type { Countries, Country } from "../countries.ts";
import type { Position } from "../geo/types.ts";
import { nameFont, nameSize, nameTag } from "../map/country-names.ts";
import { drawText, isFree, type Rect, rect } from "../map/labels.ts";
import { ringsOf } from "../map/paths.ts";
import type { Theme } from "../map/theme.ts";
import { Figure, holds } from "./figure.ts";
import { type Frame, pixel, type Stage, turned, type Vector } from "./projection.ts";

interface Detail {
  land: Figure;
  borders: Figure;
}

/** Up to a scale in pixels, points so near to each other, in degrees, are drawn as one. */
const LEVELS = [
  { scale: 250, step: 0.25 },
  { scale: 650, step: 0.1 },
  { scale: 1600, step: 0.04 },
  { scale: Infinity, step: 0 },
] as const;

export type PaintGround = (
  context: CanvasRenderingContext2D,
  stage: Stage,
  theme: Theme,
  sea: string,
) => void;

/** Return the painter of the ground, which keeps what it made for a frame. */
export function groundPainter(countries: Countries): PaintGround {
  const details = new WeakMap<Frame, Map<number, Detail>>();
  const grids = new WeakMap<Frame, Figure>();
  return (context, stage, theme, sea) => {
    const { step } = LEVELS.find(({ scale }) => stage.scale <= scale) ?? LEVELS[3];
    const made = details.get(stage.frame) ?? new Map<number, Detail>();
    details.set(stage.frame, made);
    const { land, borders } = made.get(step) ?? {
      land: landFigure(countries, stage.frame, step),
      borders: new Figure(stage.frame, countries.borders().map((line) => thinned(line, step))),
    };
    made.set(step, { land, borders });
    const grid = grids.get(stage.frame) ?? new Figure(stage.frame, gridLines(15), null, false);
    grids.set(stage.frame, grid);

    context.fillStyle = sea;
    context.beginPath();
    context.arc(stage.x, stage.y, stage.rim, 0, 2 * Math.PI);
    context.fill();
    context.lineJoin = "round";
    context.setLineDash([]);
    context.fillStyle = theme.land;
    context.fill(land.fill(stage), "evenodd");
    stroke(context, grid.line(stage), theme.graticule, 0.7);
    stroke(context, borders.line(stage), theme.border, 0.8);
    stroke(context, land.fill(stage), theme.coast, 0.9); // along the rim too, which is drawn anyway
  };
}

function stroke(context: CanvasRenderingContext2D, path: Path2D, color: string, width: number): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke(path);
}

/**
 * Return all land, bounded by coasts alone, so that neighbours leave no gap between them.
 *
 * @param step degrees; points nearer to the last one kept are left out
 */
export function landFigure({ all, coasts }: Countries, frame: Frame, step: number): Figure {
  const rings = all.map(({ geometry }) => ringsOf(geometry));
  const isLand = (lon: number, lat: number) => rings.some((each) => holds(each, lon, lat));
  const lines = joined(coasts())
    .map((line) => thinned(line, step))
    .filter((line) => line.length > 3);
  return new Figure(frame, lines, isLand);
}

/**
 * Join coasts where the antimeridian or the pole cut them, so that all are closed.
 *
 * @returns rings whose longitudes run on over 180
 */
export function joined(lines: readonly Position[][]): Position[][] {
  const closed = lines.filter(isClosed);
  const open = lines.filter((line) => !isClosed(line));
  while (open.length > 0) {
    let line = open.pop() as Position[];
    while (open.length > 0) {
      const end = line.at(-1) as Position;
      const gaps = open.map((other) => [gap(end, other[0] as Position), gap(end, other.at(-1) as Position)]);
      const least = Math.min(...gaps.flat());
      if (gap(end, line[0] as Position) <= least) break;
      const nth = gaps.findIndex((each) => each.includes(least));
      const [next] = open.splice(nth, 1) as [Position[]];
      line = continued(line, gaps[nth]?.[0] === least ? next : next.toReversed());
    }
    closed.push(continued(line, [line[0] as Position]));
  }
  return closed;
}

/** Append points, turned round the Earth to where the line ends. */
function continued(line: Position[], next: readonly Position[]): Position[] {
  const [end] = line.at(-1) as Position;
  const turn = 360 * Math.round((end - (next[0] as Position)[0]) / 360);
  return [...line, ...next.map(([lon, lat]): Position => [lon + turn, lat])];
}

const isClosed = (line: readonly Position[]): boolean => String(line[0]) === String(line.at(-1));

/** How far two places are apart, in degrees, across the antimeridian if that is nearer. */
const gap = (a: Position, b: Position): number =>
  Math.hypot(Math.abs(((a[0] - b[0] + 540) % 360) - 180) * Math.cos((a[1] * Math.PI) / 180), a[1] - b[1]);

function thinned(line: readonly Position[], step: number): Position[] {
  if (step === 0) return [...line];
  const last = line.at(-1) as Position;
  const kept: Position[] = [];
  for (const point of line) {
    const before = kept.at(-1);
    if (before && point !== last && gap(point, before) < step) continue;
    kept.push(point);
  }
  return kept;
}

function gridLines(step: number): Position[][] {
  const lines: Position[][] = [];
  for (let lon = -180; lon < 180; lon += step) lines.push([[lon, -75], [lon, 75]]);
  for (let lon = -180; lon < 180; lon += 90) lines.push([[lon, -90], [lon, -75]], [[lon, 75], [lon, 90]]);
  for (let lat = -90 + step; lat < 90; lat += step) lines.push([[-180, lat], [180, lat]]);
  return lines;
}

const EARTH_KM = 6371;

export type NameCountries = (
  context: CanvasRenderingContext2D,
  stage: Stage,
  theme: Theme,
  unnamed: ReadonlySet<string>,
  taken: readonly Rect[],
) => Rect[];

/** Return what writes countries' names, the largest first, where they fit; it tells their boxes. */
export function namePainter({ all }: Countries): NameCountries {
  const known = new WeakMap<Frame, Map<string, Vector>>();
  return (context, stage, { name: color, land: halo, font }, unnamed, taken) => {
    const vectors = known.get(stage.frame) ?? new Map<string, Vector>();
    known.set(stage.frame, vectors);
    const vectorOf = ({ a3, label }: Country): Vector => {
      const vector = vectors.get(a3) ?? stage.frame.vector(...label);
      vectors.set(a3, vector);
      return vector;
    };
    const used: Rect[] = [];
    for (const country of all) {
      const width = (country.size / EARTH_KM) * stage.scale;
      if (width < 26) break; // sorted by size
      if (unnamed.has(country.a3)) continue;
      const at = turned(stage, vectorOf(country));
      // Towards the limb a country is foreshortened, and its name would leave it.
      if (at[2] < (stage.orthographic ? 0.35 : stage.edge)) continue;
      const [x, y] = pixel(stage, at);
      const tag = nameTag(context, country, font);
      const points = nameSize(width);
      const length = (tag.length * points) / 10;
      const line = points * 1.15;
      const height = tag.lines.length * line;
      const box = rect(x - length / 2 - 3, y - height / 2 - 2, length + 6, height + 4);
      const isOff = box.right < 0 || box.left > stage.width || box.bottom < 0 || box.top > stage.height;
      if (isOff || length > width || !isFree(box, taken) || !isFree(box, used)) continue;
      used.push(box);
      drawText(context, tag.lines, x, y, { ...nameFont(points, font), color, halo, line });
    }
    return used;
  };
}
