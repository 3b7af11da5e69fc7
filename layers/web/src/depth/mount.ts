// A page of depth on a map with its panel: cells instead of sites. What it shares with a page of
// sites is the map, the basemap, the sheet of a phone and the languages.
import { effect, signal } from "@preact/signals";
import * as L from "leaflet";
import { h, render } from "preact";
import { type CountryFile, readCountries } from "../countries.ts";
import { dayOf } from "../dates.ts";
import { basemapLayer } from "../layers/basemap.ts";
import { CanvasLayer } from "../map/canvas-layer.ts";
import { createMap } from "../map/create.ts";
import { onThemeChange, readTheme } from "../map/theme.ts";
import { language, preferred, t } from "../messages/index.ts";
import { drawnElement } from "../out/drawing.ts";
import { printSheet } from "../out/print.ts";
import { roomIn } from "../room.ts";
import { Cells } from "./cells.ts";
import { classColors } from "./colors.ts";
import { addHere, type Here } from "./here.ts";
import { OPACITY, paintCell, paintDepth } from "./paint.ts";
import { DepthPanel } from "./Panel.tsx";
import type { SceneDepth } from "./scene.ts";
import { depthSheet } from "./sheet.ts";

export function mountDepth(scene: SceneDepth, element: HTMLElement, file: CountryFile): L.Map {
  const countries = readCountries(file);
  language.value = preferred(navigator.languages);
  const cells = new Cells(scene);
  const runs = cells.runs();
  const here = signal<Here | null>(null);
  const id = "shieldmap-depth";

  const { main, ground, side } = roomIn(element);
  const map = createMap(ground, scene, null);
  map.fitBounds(boundsOf(scene), { animate: false });
  const show = (lon: number, lat: number) => {
    if (!map.getBounds().contains([lat, lon])) map.panTo([lat, lon]);
  };
  const today = dayOf(new Date());
  const sheet = () => depthSheet(scene, cells, countries, map, today);
  render(h(DepthPanel, { scene, cells, here, show, sheet, root: element, id }), side);
  ground.setAttribute("aria-describedby", `${id}-words`);

  let theme = readTheme(element);
  let colors = classColors(element, cells.count);
  const basemap = basemapLayer({ countries, theme: () => theme, unnamed: () => new Set(), taken: () => [] });
  const layer = new CanvasLayer(paneOf(map, "sm-basemap", 150), (context, view) => {
    basemap.paintGround(context, view);
    context.globalAlpha = OPACITY;
    paintDepth(context, view, runs, colors, context.getTransform().a);
    context.globalAlpha = 1;
    basemap.paintLines(context, view);
  });
  const marked = new CanvasLayer(paneOf(map, "sm-marked-ring", 351), (context, view) => {
    const now = here.peek();
    const cell = now && cells.at(now.lon, now.lat);
    if (cell) paintCell(context, view, cell, theme);
  });
  layer.addTo(map);
  marked.addTo(map);
  addHere(map, cells, here);
  effect(() => {
    here.value;
    marked.repaint();
  });
  effect(() => {
    document.documentElement.lang = language.value;
    main.setAttribute("aria-label", t.value.map.main);
    layer.repaint(); // with the countries' names
  });
  onThemeChange(element, () => {
    theme = readTheme(element);
    colors = classColors(element, cells.count);
    layer.paintNow();
    marked.paintNow();
  });
  printSheet(() => drawnElement(sheet()));
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(ground);
  return map;
}

/** What Mercator shows well of the cells with circles over them. */
export function boundsOf({ cells: { lat, west, around, columns } }: SceneDepth): L.LatLngBounds {
  const width = Math.max(...columns.map((count, band) => (count * 360) / (around[band] as number)));
  const south = Math.max(lat[0] as number, -70);
  const north = Math.min(lat.at(-1) as number, 80);
  return L.latLngBounds([Math.min(south, north - 1), west], [north, west + Math.min(width, 360)]);
}

function paneOf(map: L.Map, name: string, order: number): string {
  const element = map.createPane(name);
  Object.assign(element.style, { zIndex: String(order), pointerEvents: "none" });
  return name;
}
