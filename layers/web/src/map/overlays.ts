// Everything drawn on the map, each in its pane, and what makes it paint again.
import { computed, effect, type Signal } from "@preact/signals";
import * as L from "leaflet";
import type { Countries } from "../countries.ts";
import { basemapLayer } from "../layers/basemap.ts";
import { drawnReadings } from "../layers/agreement.ts";
import { type Covered, paintFills, paintRings, ringAt } from "../layers/coverage.ts";
import { createMerging } from "../layers/merged.ts";
import { nameRegions, paintRegions } from "../layers/regions.ts";
import { showPlanned, type SiteMarker, siteMarker, SiteLabels } from "../layers/sites.ts";
import { drawnLegs, type Measures } from "../measures.ts";
import type { Picking } from "../picking.ts";
import { type RegionPlace, settleSoon, type State } from "../state.ts";
import type { Views } from "../views.ts";
import { paintAgreement } from "./agreement.ts";
import { CanvasLayer } from "./canvas-layer.ts";
import { bindInquiries } from "./inquire.ts";
import { paintLines } from "./measure.ts";
import { Popups } from "./popups.ts";
import { onThemeChange, readTheme } from "./theme.ts";

/** What the reader works with on the map. */
export interface Tools {
  picking: Picking;
  views: Views;
  measures: Measures;
  /** Whether circles of a kind become one outline. */
  merge: Signal<boolean>;
}

/** Add all layers; returns what stops them. */
export function addOverlays(
  map: L.Map,
  state: State,
  countries: Countries,
  root: HTMLElement,
  { picking, views, measures, merge }: Tools,
): () => void {
  let theme = readTheme(root);
  const shown = computed(() =>
    [...state.rows.value.values()].filter(
      ({ on, standing }) => on.value && ["planned", "stands"].includes(standing.value),
    ),
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

  const readings = computed(() => drawnReadings(state));
  const legs = computed(() => drawnLegs(measures));
  const merging = createMerging(covered, merge, state.scene.tolerance);

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
      const boxes = [...taken, ...named];
      return [...boxes, ...paintLines(context, view, legs.value, measures.unit.value, theme, boxes)];
    };
    const drawn = merging.drawn.value;
    if (!readings.value) paintFills(context, view, drawn, theme);
    paintRings(context, view, drawn, theme, paint, ground.names());
  });
  const agreement = new CanvasLayer(pane(map, "sm-agreement", 250), (context, view) => {
    if (readings.value) paintAgreement(context, view, readings.value, theme);
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
      const on = new Map(shown.value.map(({ place, standing }) => [place.id, standing.value]));
      for (const [id, each] of markers) {
        showPlanned(each, on.get(id) === "planned");
        if (on.has(id)) each.marker.addTo(map);
        else each.marker.remove();
      }
      basemap.repaint();
    }),
    effect(() => {
      merging.drawn.value;
      regions.value;
      readings.value;
      legs.value;
      measures.unit.value;
      overlay.repaint();
    }),
    effect(() => {
      readings.value;
      agreement.repaint();
    }),
    effect(() => markMarkers(state, markers)),
    effect(() => settleSoon(state)),
    onThemeChange(() => {
      theme = readTheme(root);
      basemap.paintNow();
      agreement.paintNow();
      overlay.paintNow();
    }),
    () => popups.remove(),
    bindInquiries(map, state, countries, picking, views),
    merging.stop,
  ];
  basemap.addTo(map);
  agreement.addTo(map);
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
