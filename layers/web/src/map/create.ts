// The Leaflet map: its limits, its controls, and the view it opens with.
import { effect } from "@preact/signals";
import * as L from "leaflet";
import { outline } from "../geo/rings.ts";
import { attributionOf, type Tiles } from "../layers/tiles.ts";
import { t } from "../messages/index.ts";
import { outerOf } from "../ranges.ts";
import type { Scene } from "../scene.ts";
import type { Place, State } from "../state.ts";
import { destination } from "../geo/geodesic.ts";
import { type Span, spanOf, windowRound } from "./fit.ts";
import { addScaleBar } from "./scale-bar.ts";

export interface StartView {
  /** lat, lon: Leaflet's order. */
  center: [number, number];
  zoom: number;
}

const EDGE = 85.0511;

export function createMap(
  ground: HTMLElement,
  scene: Pick<Scene, "title" | "attribution">,
  tiles: Tiles | null,
): L.Map {
  ground.className = "sm-map";
  ground.setAttribute("role", "application");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(ground, {
    minZoom: 1,
    maxZoom: 12,
    zoomSnap: 0.25,
    zoomDelta: 0.75,
    maxBounds: [
      [-EDGE, -540],
      [EDGE, 540],
    ],
    maxBoundsViscosity: 0.7,
    zoomControl: false,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    inertia: !calm,
  });
  L.control.zoom({ position: "topleft" }).addTo(map);
  map.attributionControl.setPrefix(false);
  const attribution = addAttribution(map, tiles);
  addScaleBar(map);
  const stop = effect(() => {
    const { label } = t.value.map;
    const { zoomIn, zoomOut } = t.value.globe;
    ground.setAttribute("aria-label", label(scene.title));
    attribution.textContent = t.value.scene.attribution(scene.attribution);
    for (const [name, words] of [["in", zoomIn], ["out", zoomOut]] as const) {
      const button = ground.querySelector(`.leaflet-control-zoom-${name}`);
      button?.setAttribute("aria-label", words);
      button?.setAttribute("title", words);
    }
  });
  map.on("unload", stop);
  return map;
}

// Leaflet's own control takes markup: the scene's words are data, so they stand in one of ours.
function addAttribution(map: L.Map, tiles: Tiles | null): HTMLElement {
  const element = document.createElement("div");
  element.className = "sm-attribution";
  const link = document.createElement("a");
  Object.assign(link, { href: "https://leafletjs.com", target: "_blank", rel: "noopener noreferrer" });
  link.textContent = "Leaflet";
  const words = document.createElement("span");
  element.append(link, " · ", words);
  if (tiles) element.append(" · ", attributionOf(tiles));
  const control = new L.Control({ position: "bottomright" });
  control.onAdd = () => element;
  control.addTo(map);
  return words;
}

/** A circle larger than this is no reason to zoom out: its site is. */
const LARGEST_FITTED = 4_500_000;

/** Show what the scene is about: its sites with their circles, and its launch regions. */
export function firstView(map: L.Map, state: State): void {
  const spans: Span[] = [];
  const lats: number[] = [];
  for (const { place, range } of state.rows.value.values()) {
    const found = extent(place, range.value ? outerOf(range.value) : 0);
    if (!found) continue;
    spans.push(found.span);
    lats.push(...found.lats);
  }
  const window = windowRound(spans, lats);
  if (!window) {
    map.setView([30, 15], 2);
    return;
  }
  const { west, east, south, north } = window;
  const bounds = L.latLngBounds([Math.max(south, -70), west], [Math.min(north, 80), east]);
  const padding = Math.round(Math.min(map.getSize().x, map.getSize().y) / 16);
  map.fitBounds(bounds, { padding: [padding, padding], maxZoom: 7, animate: false });
}

function extent(place: Place, radius: number): { span: Span; lats: number[] } | null {
  if (place.role === "region") {
    const points = outline(place.geometry).flat();
    const lats = points.map(([, lat]) => lat);
    const south = lats.reduce((a, b) => Math.min(a, b));
    const north = lats.reduce((a, b) => Math.max(a, b));
    return { span: spanOf(points), lats: [south, north] };
  }
  const { lon, lat } = place.site;
  const reach = radius <= LARGEST_FITTED ? radius : 0;
  const edge = [0, 90, 180, 270].map((bearing) => destination(lon, lat, bearing, Math.max(1, reach)));
  const half = Math.min(90, Math.abs((((edge[1]?.[0] ?? lon) - lon + 540) % 360) - 180));
  const lats = edge.map(([, y]) => y);
  return { span: { west: lon - half, east: lon + half }, lats };
}
