// Everything drawn on the map, each in its pane, and what makes it paint again.
import { computed, effect } from "@preact/signals";
import * as L from "leaflet";
import type { Countries } from "../countries.ts";
import { basemapLayer } from "../layers/basemap.ts";
import { type Covered, paintCoverage, ringAt } from "../layers/coverage.ts";
import { nameRegions, paintRegions } from "../layers/regions.ts";
import { type SiteMarker, siteMarker, SiteLabels } from "../layers/sites.ts";
import { type RegionPlace, settleSoon, type State } from "../state.ts";
import { CanvasLayer } from "./canvas-layer.ts";
import { Popups } from "./popups.ts";
import { onThemeChange, readTheme } from "./theme.ts";

/** Add all layers; returns what stops them. */
export function addOverlays(
  map: L.Map,
  state: State,
  countries: Countries,
  root: HTMLElement,
): () => void {
  let theme = readTheme(root);
  const shown = computed(() =>
    [...state.rows.value.values()].filter(({ on, stands }) => on.value && stands.value),
  );
  const regions = computed(() =>
    shown.value.flatMap(({ place }) => (place.role === "region" ? [place as RegionPlace] : [])),
  );
  const covered = computed(() =>
    shown.value.flatMap(({ place, range, shape }): Covered[] => {
      const marked = state.marked.value === place.id;
      return range.value && shape.value
        ? [{ place, range: range.value, shape: shape.value, marked }]
        : [];
    }),
  );

  const markers = new Map<string, SiteMarker>();
  const visible = () => [...markers.values()].filter(({ marker }) => map.hasLayer(marker));
  const labels = new SiteLabels(map, visible, () => theme.font);

  const ground = basemapLayer({
    countries,
    theme: () => theme,
    unnamed: () => new Set(regions.value.flatMap(({ country }) => country ?? [])),
    taken: (view) => labels.taken(view),
  });
  const basemap = new CanvasLayer(pane(map, "sm-basemap", 150), ground.paint);
  const overlay = new CanvasLayer(pane(map, "sm-overlay", 350), (context, view) => {
    const taken = labels.taken(view);
    paintRegions(context, view, regions.value, theme);
    const paint = () => {
      const named = nameRegions(context, view, regions.value, countries, theme, taken);
      return [...taken, ...named];
    };
    paintCoverage(context, view, covered.value, theme, paint, ground.names());
  });

  const popups = new Popups(map, state, countries);
  const stop = [
    effect(() => {
      const rows = state.rows.value;
      for (const [id, { marker }] of markers) {
        if (rows.has(id)) continue;
        marker.remove();
        popups.unbind(id);
        markers.delete(id);
      }
      for (const { place } of rows.values()) {
        if (place.role !== "site" || markers.has(place.id)) continue;
        const made = siteMarker(place.site);
        markers.set(place.id, made);
        popups.bind(place.id, made);
      }
      const on = new Set(shown.value.map(({ place }) => place.id));
      for (const [id, { marker }] of markers) {
        if (on.has(id)) marker.addTo(map);
        else marker.remove();
      }
      basemap.repaint();
    }),
    effect(() => {
      covered.value;
      regions.value;
      overlay.repaint();
    }),
    effect(() => markMarkers(state, markers)),
    effect(() => settleSoon(state)),
    onThemeChange(() => {
      theme = readTheme(root);
      basemap.paintNow();
      overlay.paintNow();
    }),
    () => popups.remove(),
  ];
  basemap.addTo(map);
  overlay.addTo(map);
  markRings(map, state, overlay, () => covered.peek());
  return () => {
    for (const each of stop) each();
  };
}

function pane(map: L.Map, name: string, order: number): string {
  const element = map.createPane(name);
  element.style.zIndex = String(order);
  element.style.pointerEvents = "none";
  return name;
}

/** Hovering a ring marks its row, at most once a frame. */
function markRings(
  map: L.Map,
  state: State,
  overlay: CanvasLayer,
  covered: () => readonly Covered[],
): void {
  let frame = 0;
  let ours: string | null = null;
  const mark = (id: string | null) => {
    if (id !== null) state.marked.value = id;
    else if (ours !== null && state.marked.peek() === ours) state.marked.value = null;
    ours = id;
  };
  map.on("mousemove", ({ layerPoint, originalEvent }: L.LeafletMouseEvent) => {
    cancelAnimationFrame(frame);
    const onSite = originalEvent.target instanceof Element && originalEvent.target.closest(".sm-site");
    if (originalEvent.buttons !== 0 || onSite) return;
    frame = requestAnimationFrame(() => {
      mark(overlay.look(layerPoint, (context, view, x, y) => ringAt(context, view, covered(), x, y)));
    });
  });
  map.on("mouseout", () => {
    cancelAnimationFrame(frame);
    mark(null);
  });
}

/** Hovering or focusing a site marks its row, and the other way round. */
function markMarkers(state: State, markers: ReadonlyMap<string, SiteMarker>): void {
  const marked = state.marked.value;
  for (const [id, { marker }] of markers) {
    marker.getElement()?.classList.toggle("sm-marked", id === marked);
  }
}
