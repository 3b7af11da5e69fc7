// Which view is shown, flat, the globe or round a site: one at a time, as a link keeps it.
import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";
import type * as L from "leaflet";
import type { Globe } from "./globe/globe.ts";
import { readView } from "./globe/view.ts";
import type { LinkView } from "./link/snapshot.ts";
import type { SceneSite } from "./scene.ts";
import type { State } from "./state.ts";

export type Shown = "flat" | "globe" | "round";

export interface Views {
  readonly shown: Signal<Shown>;
  /** Id of the site in the middle of the third view; null for the first there is. */
  readonly site: Signal<string | null>;
  readonly sites: ReadonlySignal<readonly SceneSite[]>;
}

export function createViews(state: State): Views {
  const sites = computed(() =>
    [...state.rows.value.values()].flatMap(({ place }) => (place.role === "site" ? [place.site] : [])),
  );
  return { shown: signal<Shown>("flat"), site: signal<string | null>(null), sites };
}

/** The site that the map lies round: the chosen one while there is such a site. */
export const middleSite = ({ site, sites }: Views): string | null =>
  (sites.value.find(({ id }) => id === site.value) ?? sites.value[0])?.id ?? null;

export interface Look {
  /** Null until the reader has moved the flat map, or turned to another view. */
  readonly view: ReadonlySignal<LinkView | null>;
  readonly look: (view: LinkView | null) => void;
  readonly stop: () => void;
}

/** @param home brings the flat map to what the scene is about */
export function bindViews(
  state: State,
  views: Views,
  map: L.Map,
  globe: Globe,
  home: () => void,
): Look {
  const start = flatView(map);
  const flat = signal<LinkView | null>(null);
  const onMove = () => {
    const now = flatView(map);
    flat.value = same(now, start) ? null : now;
  };
  map.on("moveend", onMove);
  const view = computed((): LinkView | null => {
    if (views.shown.value === "flat") return flat.value;
    const { site, lon, lat, zoom } = globe.view.value;
    return { kind: site === null ? "globe" : "round", lon, lat, zoom, site };
  });
  const ground = map.getContainer();
  const show = effect(() => {
    const shown = views.shown.value;
    const site = shown === "round" ? middleSite(views) : null;
    untracked(() => {
      ground.style.visibility = shown === "flat" ? "" : "hidden"; // keeps its size, loses the focus
      if (shown === "flat") return globe.hide();
      if (globe.view.peek().site !== site || globe.element.hidden) globe.around(site);
      globe.show();
    });
  });
  const look = (wanted: LinkView | null) => {
    if (wanted === null || wanted.kind === "map") {
      views.shown.value = "flat";
      if (wanted) map.setView([wanted.lat, wanted.lon], wanted.zoom, { animate: false });
      else if (!same(flatView(map), start)) home();
      return;
    }
    const kind = wanted.kind === "globe" ? "orthographic" : "azimuthal";
    const found = readView(state, { ...wanted, kind });
    if (!found) return;
    views.site.value = found.site;
    views.shown.value = wanted.kind;
    globe.view.value = found;
  };
  return {
    view,
    look,
    stop: () => {
      show();
      map.off("moveend", onMove);
    },
  };
}

function flatView(map: L.Map): LinkView {
  const { lat, lng } = map.getCenter();
  return { kind: "map", lat, lon: lng, zoom: map.getZoom(), site: null };
}

const same = (a: LinkView, b: LinkView): boolean =>
  Math.abs(a.lat - b.lat) < 1e-4 && Math.abs(a.lon - b.lon) < 1e-4 && Math.abs(a.zoom - b.zoom) < 1e-3;
