// Sites on a sheet: their symbols as on the map, drawn as paths, and names that avoid each other.
import { endedText } from "../ended.ts";
import { isFree, type Rect, rect } from "../map/labels.ts";
import type { SceneSite } from "../scene.ts";
import type { Kind } from "../state.ts";
import { SYMBOLS } from "../symbols.ts";
import type { Brush } from "./brush.ts";
import type { SheetTheme } from "./light.ts";
import { t } from "../messages/index.ts";

/** Draw the symbol of a kind round a point; the look is that of styles/map.css. */
export function drawSymbol(
  { context, path: makePath }: Brush,
  { kind, hollow, x, y, size }: { kind: Kind; hollow: boolean; x: number; y: number; size: number },
  theme: SheetTheme,
): void {
  const { filled, lines } = SYMBOLS[kind];
  const color = theme.kinds[kind];
  const stroke = (d: string, style: string, width: number, dash: number[] = []) => {
    if (d === "") return;
    context.strokeStyle = style;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.stroke(makePath(d));
  };
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / 20, size / 20);
  context.lineJoin = "round";
  context.lineCap = "round";
  stroke(`${filled} ${lines}`.trim(), theme.casing, 5);
  stroke(lines, color, 1.9, hollow ? [2.4, 3] : []);
  if (filled !== "") {
    const faint = kind === "launch" && !hollow;
    context.fillStyle = hollow ? theme.ground : color;
    context.globalAlpha = faint ? 0.3 : 1;
    context.fill(makePath(filled));
    context.globalAlpha = 1;
    stroke(filled, color, hollow ? 1.8 : faint ? 1.6 : 1, faint ? [3, 2] : []);
  }
  context.restore();
}

export interface PlacedSite {
  site: SceneSite;
  /** Only planned on the date. */
  planned: boolean;
  x: number;
  y: number;
}

interface Label {
  lines: string[];
  align: "left" | "right" | "center";
  x: number;
  y: number;
}

export interface SiteLayout {
  sites: readonly PlacedSite[];
  labels: Label[];
  /** The boxes of all symbols and labels. */
  taken: Rect[];
}

/** Where more sites than this are in view, no further name would find room. */
const MOST_LABELS = 400;
const LINE = 14;
const font = (nth: number, family: string) => `${nth === 0 ? "600 12px" : "400 11px"} ${family}`;

/** A site's name: what stands in brackets goes to a second line. */
export function namedLines({ site, planned }: Pick<PlacedSite, "site" | "planned">): string[] {
  const [, name = site.name, place = ""] = /^(.+?)\s*\((.+)\)$/u.exec(site.name) ?? [];
  const status = planned ? t.value.row.planned : (endedText(site) ?? "");
  const second = [place, status].filter((part) => part !== "").join(" · ");
  return (second === "" ? [name] : [name, second]).map(short);
}

/** Find each name a side where it is whole and free; where there is none, it is left out. */
export function layoutSites(
  context: CanvasRenderingContext2D,
  sites: readonly PlacedSite[],
  view: { width: number; height: number },
  theme: SheetTheme,
  kept: readonly Rect[],
): SiteLayout {
  const inView = sites.filter(({ x, y }) => x > -10 && y > -10 && x < view.width + 10 && y < view.height + 10);
  const symbols = inView.map(({ x, y }) => rect(x - 9, y - 9, 18, 18));
  const taken = [...kept, ...symbols];
  const labels: Label[] = [];
  inView.slice(0, MOST_LABELS).forEach((each, i) => {
    const { x, y } = each;
    const all = namedLines(each);
    const choices = [all, ...(all.length > 1 ? [all.slice(0, 1)] : [])];
    const others = taken.filter((box) => box !== symbols[i]);
    for (const lines of choices) {
      const widths = lines.map((line, nth) => {
        context.font = font(nth, theme.font);
        return context.measureText(line).width;
      });
      const width = Math.max(...widths) + 6;
      const height = lines.length * LINE + 2;
      const found = sides(x, y, width, height).find(
        ({ box }) => isWhole(box, view) && isFree(box, others),
      );
      if (!found) continue;
      taken.push(found.box);
      const { box, align } = found;
      const at = align === "left" ? box.left + 3 : align === "right" ? box.right - 3 : x;
      labels.push({ lines, align, x: at, y: box.top + 1 + LINE / 2 });
      return;
    }
  });
  return { sites: inView, labels, taken };
}

export function drawSites(
  brush: Brush,
  { sites, labels }: SiteLayout,
  theme: SheetTheme,
): void {
  const { context } = brush;
  for (const { site, planned, x, y } of sites) {
    const hollow = planned || site.until !== null;
    drawSymbol(brush, { kind: site.kind, hollow, x, y, size: 20 }, theme);
  }
  if ("letterSpacing" in context) context.letterSpacing = "0px";
  context.setLineDash([]);
  context.lineJoin = "round";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = theme.casing;
  context.fillStyle = theme.text;
  for (const { lines, align, x, y } of labels) {
    context.textAlign = align;
    const each = (draw: (line: string, y: number) => void) =>
      lines.forEach((line, nth) => {
        context.font = font(nth, theme.font);
        draw(line, y + nth * LINE);
      });
    each((line, at) => context.strokeText(line, x, at));
    each((line, at) => context.fillText(line, x, at));
  }
}

function sides(x: number, y: number, width: number, height: number) {
  return [
    { align: "left", box: rect(x + 12, y - height / 2, width, height) },
    { align: "right", box: rect(x - 12 - width, y - height / 2, width, height) },
    { align: "center", box: rect(x - width / 2, y - 11 - height, width, height) },
    { align: "center", box: rect(x - width / 2, y + 11, width, height) },
  ] as const;
}

const isWhole = ({ left, top, right, bottom }: Rect, view: { width: number; height: number }) =>
  left >= 4 && top >= 4 && right <= view.width - 4 && bottom <= view.height - 4;

const short = (line: string): string => {
  const letters = [...line.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")];
  return letters.length <= 42 ? letters.join("") : `${letters.slice(0, 41).join("")}…`;
};
