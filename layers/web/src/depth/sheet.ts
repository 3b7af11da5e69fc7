// A page of depth as a sheet: the map in view, what was aggregated, the legend with its areas.
import type * as L from "leaflet";
import type { Countries } from "../countries.ts";
import { dateText } from "../dates.ts";
import { basemapLayer } from "../layers/basemap.ts";
import { percent } from "../layers/shares.ts";
import type { Rect } from "../map/labels.ts";
import { rect } from "../map/labels.ts";
import { metresPerPixel } from "../map/scale-bar.ts";
import { t } from "../messages/index.ts";
import type { Picture } from "../out/brush.ts";
import type { Sheet } from "../out/drawing.ts";
import { latAt, viewOf } from "../out/frame.ts";
import type { Page } from "../out/items.ts";
import { layoutFramed } from "../out/layout.ts";
import { LIGHT } from "../out/light.ts";
import { measureOf, paintLaid, type SheetMap } from "../out/sheet.ts";
import { isolated, oneLine, wrap } from "../out/text.ts";
import type { Cells } from "./cells.ts";
import { lightColors } from "./colors.ts";
import { OPACITY, paintDepth } from "./paint.ts";
import type { SceneDepth } from "./scene.ts";
import { classText, leadText, rangesText, whoseText, wholeNumber } from "./text.ts";

/** @param today for the foot, such as 2026-11-22 */
export function depthSheet(scene: SceneDepth, cells: Cells, countries: Countries, map: L.Map, today: string): Sheet {
  const { title, notice, about } = scene;
  const words = t.value.scene;
  const content = {
    ...{ title, notice: words.notice(notice), lead: rangesText(scene) },
    sources: [t.value.sheet.rangeSource(isolated(oneLine(about.estimate)), whoseText(scene)), ...scene.notes.map(oneLine)],
    foot: {
      left: `${words.attribution(scene.attribution)} · ${t.value.sheet.mercator}`,
      right: `${scene.generator} · ${dateText(today)}`,
    },
  };
  return {
    ...{ title, notice },
    paint: (brush) => {
      const legend = (page: Page, column: Rect) => layoutClasses(page, column, scene, cells);
      paintLaid(brush, layoutFramed(content, measureOf(brush), legend), picturesOf(cells, countries, map));
    },
  };
}

const picturesOf = (cells: Cells, countries: Countries, map: L.Map): Pick<SheetMap, "picture"> => ({
  picture: (width, height, theme): Picture => {
    const [{ lat, lng: lon }, { x, y }] = [map.getCenter(), map.getSize()];
    const view = viewOf({ lon, lat, zoom: map.getZoom(), width: x, height: y }, width, height);
    const centre = latAt((height / 2 - view.y) / view.scale);
    return {
      scale: { metresPerPixel: metresPerPixel(centre, view.zoom), lat: centre },
      paint: ({ context, path, vector }, kept) => {
        const own = { ...view, path };
        const ground = basemapLayer({ countries, theme: () => theme, unnamed: () => new Set(), taken: () => kept });
        context.fillStyle = theme.sea;
        context.fillRect(0, 0, width, height);
        ground.paintGround(context, own);
        context.globalAlpha = OPACITY;
        paintDepth(context, own, cells.runs(), lightColors(cells.count), vector ? 100 : context.getTransform().a);
        context.globalAlpha = 1;
        ground.paintLines(context, own);
      },
    };
  },
});

const STEP = 21;

/** What was aggregated, and below it the classes with their areas, then those without cells. */
function layoutClasses(page: Page, column: Rect, scene: SceneDepth, cells: Cells): void {
  const words = t.value.depth;
  const wide = column.right - column.left;
  const text = { size: 11, weight: 400 } as const;
  const small = { size: 9.5, weight: 400, ink: "muted" } as const;
  const paragraph = (said: string, top: number, look: typeof text | typeof small) =>
    page.lines(wrap(said, wide, 6, look, page.measure), column.left, top, look);
  const row = (name: string, km2: number, top: number, left: number) => {
    page.line(name, left, top, { ...text, weight: 600 });
    page.line(wholeNumber(km2), column.right - 68, top, { ...text, align: "right" });
    page.line(percent(km2 / scene.earth_km2), column.right, top, { ...text, align: "right" });
  };
  const heads = (name: string, top: number) => {
    page.line(name, column.left, top, small);
    page.line("km²", column.right - 68, top, { ...small, align: "right" });
    page.line(words.ofEarth, column.right, top, { ...small, align: "right" });
    return top + 16;
  };
  let y = heads(words.circles, paragraph(words.legend, paragraph(leadText(scene), column.top - 2, text) + 10, small) + 4);
  const colors = lightColors(cells.count);
  for (const each of cells.classes()) {
    const box = rect(column.left, y + 1, 26, 14);
    page.items.push({ type: "swatch", color: LIGHT.land, box });
    const color = colors[each.class - 1];
    if (color) page.items.push({ type: "swatch", color: blended(color), box });
    row(classText(each), each.km2, y, column.left + 34);
    y += STEP;
  }
  y = heads(words.atLeast, paragraph(words.exactCaption, y + 10, small) + 4);
  for (const [count, km2] of scene.at_least) {
    if (y + STEP > column.bottom) return;
    row(wholeNumber(count), km2, y, column.left);
    y += STEP - 3;
  }
}

/** As it looks over land. */
const blended = (color: string): string => {
  const parts = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const land = parts(LIGHT.land);
  const mixed = parts(color).map((part, k) => Math.round(part * OPACITY + (land[k] as number) * (1 - OPACITY)));
  return `rgb(${mixed.join(" ")})`;
};
