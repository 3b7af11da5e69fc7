// Sites on the globe: a symbol per kind and a name that avoids the others, as layers/sites.ts does.
import { labelLines } from "../layers/sites.ts";
import { Boxes, drawText, measure, type Rect, rect, type TextStyle } from "../map/labels.ts";
import type { Theme } from "../map/theme.ts";
import type { SceneSite } from "../scene.ts";
import { SYMBOLS } from "../symbols.ts";
import { vectorOf } from "./culling.ts";
import { pixel, type Stage, turned } from "./projection.ts";

export interface Spotted {
  site: SceneSite;
  planned: boolean;
  x: number;
  y: number;
}

/**
 * Return the sites that are seen, and where.
 *
 * @param planned ids of those that are only planned on the date
 */
export function spotSites(
  stage: Stage,
  sites: readonly SceneSite[],
  planned: ReadonlySet<string> = new Set(),
): Spotted[] {
  const spotted: Spotted[] = [];
  for (const site of sites) {
    const at = turned(stage, vectorOf(stage.frame, site));
    if (at[2] <= stage.edge) continue;
    const [x, y] = pixel(stage, at);
    spotted.push({ site, planned: planned.has(site.id), x, y });
  }
  return spotted;
}

const REACH = 13; // pixels

/** The site nearest to a point, if one is within reach. */
export function siteAt(spotted: readonly Spotted[], x: number, y: number): SceneSite | null {
  let [best, least]: [SceneSite | null, number] = [null, REACH];
  for (const spot of spotted) {
    const away = Math.hypot(spot.x - x, spot.y - y);
    if (away < least) [best, least] = [spot.site, away];
  }
  return best;
}

const GAP = 12;
const LINE = 14;

/** A site's name where it stands, its lines' middles one above the other. */
export interface SiteLabel {
  box: Rect;
  lines: { text: string; x: number; y: number; style: TextStyle }[];
}

/** Return where sites' names stand, each on the first side that is free, and all boxes taken. */
export function layOutSites(
  context: CanvasRenderingContext2D,
  stage: Stage,
  spotted: readonly Spotted[],
  theme: Theme,
): { labels: SiteLabel[]; taken: Rect[] } {
  const symbols = spotted.map(({ x, y }) => rect(x - 9, y - 9, 18, 18));
  const labels: SiteLabel[] = [];
  const used = new Boxes(symbols); // a name stands beside its own
  spotted.forEach(({ site, planned, x, y }) => {
    const all = labelLines(site, planned);
    for (const lines of all.length > 1 ? [all, all.slice(0, 1)] : [all]) {
      const label = sides(context, x, y, lines, theme).find(
        ({ box }) => isOn(box, stage) && used.isFree(box),
      );
      if (!label) continue;
      labels.push(label);
      used.add(label.box);
      break;
    }
  });
  return { labels, taken: [...symbols, ...labels.map(({ box }) => box)] };
}

/** The four places that a name may stand at beside its symbol, best first. */
function sides(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  texts: readonly string[],
  theme: Theme,
): SiteLabel[] {
  const styles = texts.map((_, nth): TextStyle => ({
    font: `${nth === 0 ? "600 12px" : "400 11px"} ${theme.font}`,
    color: theme.text,
    halo: theme.casing,
  }));
  const halves = texts.map((text, nth) => measure(context, [text], styles[nth] as TextStyle) / 2);
  const half = Math.max(...halves) + 3;
  const height = texts.length * LINE + 2;
  const label = (side: -1 | 0 | 1, middle: number, top: number): SiteLabel => ({
    box: rect(middle - half, top, 2 * half, height),
    lines: texts.map((text, nth) => ({
      text,
      x: middle + side * ((halves[nth] as number) + 3 - half), // towards the symbol
      y: top + 1 + (nth + 0.5) * LINE,
      style: styles[nth] as TextStyle,
    })),
  });
  return [
    label(1, x + GAP + half, y - height / 2),
    label(-1, x - GAP - half, y - height / 2),
    label(0, x, y - GAP + 1 - height),
    label(0, x, y + GAP - 1),
  ];
}

export function paintSites(
  context: CanvasRenderingContext2D,
  spotted: readonly Spotted[],
  labels: readonly SiteLabel[],
  marked: string | null,
  theme: Theme,
): void {
  for (const each of spotted) paintSymbol(context, each, each.site.id === marked, theme);
  for (const { text, x, y, style } of labels.flatMap(({ lines }) => lines)) {
    measure(context, [text], style); // which sets its font
    drawText(context, [text], x, y, style);
  }
}

const isOn = ({ left, right, top, bottom }: Rect, { width, height }: Stage): boolean =>
  left >= 4 && right <= width - 4 && top >= 4 && bottom <= height - 4;

/** Units of the box that a symbol is drawn in. */
export const SYMBOL_BOX = 20;

/** Paint a symbol with its middle at x, y. */
export function paintSymbol(
  context: CanvasRenderingContext2D,
  { site, planned, x, y }: Spotted,
  marked: boolean,
  theme: Theme,
): void {
  const { filled, lines } = SYMBOLS[site.kind];
  const solid = new Path2D(filled);
  const stroked = new Path2D(lines);
  const color = theme.kinds[site.kind];
  const hollow = planned || site.until !== null;
  const size = marked ? 1.25 : 1;
  context.save();
  context.translate(x, y);
  context.scale(size, size);
  context.translate(-10, -10);
  context.lineJoin = context.lineCap = "round";
  context.strokeStyle = theme.casing;
  context.lineWidth = 5;
  context.stroke(solid);
  context.stroke(stroked);
  context.strokeStyle = color;
  context.lineWidth = 1.9;
  if (hollow) context.setLineDash([2.4, 3]);
  context.stroke(stroked);
  context.setLineDash([]);
  context.fillStyle = hollow ? theme.plate : color;
  context.lineWidth = hollow ? 1.8 : 1;
  context.fill(solid);
  context.stroke(solid);
  context.restore();
}
