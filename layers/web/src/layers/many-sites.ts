// Many sites on one canvas: a symbol where there is room for one, else a dot, and names where free.
import { SYMBOL_BOX, paintSymbol } from "../globe/sites.ts";
import { Boxes, drawText, measure, rect } from "../map/labels.ts";
import { unitX, unitY } from "../map/mercator.ts";
import type { Theme } from "../map/theme.ts";
import { screenX, screenY, type View } from "../map/view.ts";
import type { SceneSite } from "../scene.ts";
import { labelLines } from "./sites.ts";

/** From so many sites on they are painted; fewer are elements of their own, reached by keyboard. */
export const MANY_SITES = 300;

export interface ShownSite {
  site: SceneSite;
  /** Only planned on the date. */
  planned: boolean;
}

/** A site where it stands in a view. */
interface Spot extends ShownSite {
  x: number;
  y: number;
}

/** What was painted, found by where it stands. */
export class Spots {
  readonly #cells = new Map<string, Spot[]>();

  constructor(spots: readonly Spot[]) {
    for (const spot of spots) {
      const cell = `${Math.floor(spot.x / REACH)},${Math.floor(spot.y / REACH)}`;
      const held = this.#cells.get(cell);
      if (held) held.push(spot);
      else this.#cells.set(cell, [spot]);
    }
  }

  /** The site nearest to a point, if one is within reach. */
  near(x: number, y: number): SceneSite | null {
    let [best, least]: [SceneSite | null, number] = [null, REACH];
    const column = Math.floor(x / REACH);
    const line = Math.floor(y / REACH);
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = line - 1; j <= line + 1; j++) {
        for (const spot of this.#cells.get(`${i},${j}`) ?? []) {
          const away = Math.hypot(spot.x - x, spot.y - y);
          if (away < least) [best, least] = [spot.site, away];
        }
      }
    }
    return best;
  }
}

const REACH = 14; // pixels, as an element's
const HALF = 9;
const DOT = 2;

/** Paint sites in the order given, the first ones on free ground; returns where they stand. */
export function paintManySites(
  context: CanvasRenderingContext2D,
  view: View,
  sites: readonly ShownSite[],
  theme: Theme,
): Spots {
  return paintSpots(context, spotsOf(view, sites), view, theme);
}

/** Paint sites where they stand, their names only when there is time. */
export function paintSpots(
  context: CanvasRenderingContext2D,
  spots: readonly Spot[],
  view: Pick<View, "width" | "light">,
  theme: Theme,
): Spots {
  const used = new Boxes();
  const [symbols, dots]: [Spot[], Spot[]] = [[], []];
  for (const spot of spots) {
    const box = rect(spot.x - HALF, spot.y - HALF, 2 * HALF, 2 * HALF);
    const free = used.isFree(box);
    (free ? symbols : dots).push(spot);
    if (free) used.add(box);
  }
  for (const { site, x, y } of dots) {
    context.fillStyle = theme.kinds[site.kind];
    context.fillRect(x - DOT, y - DOT, 2 * DOT, 2 * DOT);
  }
  const pictures = new Map<string, HTMLCanvasElement>();
  const { a: density } = context.getTransform();
  for (const spot of symbols) {
    const name = `${spot.site.kind} ${spot.planned || spot.site.until !== null}`;
    const picture = pictures.get(name) ?? pictureOf(spot, theme, density);
    pictures.set(name, picture);
    context.drawImage(picture, spot.x - HALF - EDGE, spot.y - HALF - EDGE, SIDE, SIDE);
  }
  if (!view.light) {
    for (const { x, y } of dots) used.add(rect(x - DOT, y - DOT, 2 * DOT, 2 * DOT));
    for (const spot of symbols) name(context, view, spot, theme, used);
  }
  return new Spots(spots);
}

function spotsOf(view: View, sites: readonly ShownSite[]): Spot[] {
  const spots: Spot[] = [];
  for (const { site, planned } of sites) {
    const y = screenY(view, unitY(site.lat));
    if (y < -HALF || y > view.height + HALF) continue;
    for (const copy of view.copies) {
      const x = screenX(view, unitX(site.lon), copy);
      if (x > -HALF && x < view.width + HALF) spots.push({ site, planned, x, y });
    }
  }
  return spots;
}

/** Room for a casing round a symbol. */
const EDGE = 4;
const SIDE = 2 * (HALF + EDGE);

/** A symbol once, in the canvas' own pixels. */
function pictureOf(spot: Spot, theme: Theme, density: number): HTMLCanvasElement {
  const picture = document.createElement("canvas");
  picture.width = picture.height = Math.ceil(SIDE * density);
  const context = picture.getContext("2d");
  context?.scale(density, density);
  const size = (2 * HALF) / SYMBOL_BOX;
  context?.translate(SIDE / 2, SIDE / 2);
  context?.scale(size, size);
  if (context) paintSymbol(context, { ...spot, x: 0, y: 0 }, false, theme);
  return picture;
}

/** A site's name beside its symbol, on the first side that is free. */
function name(context: CanvasRenderingContext2D, view: Pick<View, "width">, { site, planned, x, y }: Spot, theme: Theme, used: Boxes): void {
  const lines = labelLines(site, planned).slice(0, 1);
  const style = { font: `600 12px ${theme.font}`, color: theme.text, halo: theme.casing };
  const half = measure(context, lines, style) / 2 + 3;
  const away = HALF + 3 + half;
  for (const [dx, dy] of [[away, 0], [-away, 0], [0, -17], [0, 17]] as const) {
    const box = rect(x + dx - half, y + dy - 8, 2 * half, 16);
    if (box.left < 0 || box.right > view.width || !used.isFree(box)) continue;
    used.add(box);
    drawText(context, lines, x + dx, y + dy, style);
    return;
  }
}
