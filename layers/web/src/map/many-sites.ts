// Many sites are painted; the one that is pointed at becomes an element, which opens its popup.
import { effect, type ReadonlySignal, untracked } from "@preact/signals";
import * as L from "leaflet";
import { MANY_SITES, paintManySites, type ShownSite, Spots } from "../layers/many-sites.ts";
import { hop, showPlanned, type SiteMarker, siteMarker } from "../layers/sites.ts";
import type { Picking } from "../picking.ts";
import type { Row, State } from "../state.ts";
import { CanvasLayer } from "./canvas-layer.ts";
import type { Popups } from "./popups.ts";
import type { Theme } from "./theme.ts";

export const isManySites = (rows: ReadonlyMap<string, Row>): boolean => {
  let count = 0;
  for (const { place } of rows.values()) if (place.role === "site") count++;
  return count > MANY_SITES;
};

/** Whether the click ends a drag; Leaflet's types leave this out. */
const hasDragged = ({ dragging }: L.Map): boolean =>
  "moved" in dragging && typeof dragging.moved === "function" && dragging.moved() === true;

export interface ManySites {
  /** The id of the site that stands at a point of the map's layers. */
  at: (layerPoint: L.Point) => string | null;
  repaint: () => void;
  stop: () => void;
}

/**
 * @param shown rows that are on and, on the date, stand or are planned
 * @param many whether sites are painted
 */
export function addManySites(
  map: L.Map,
  state: State,
  shown: ReadonlySignal<readonly Row[]>,
  many: ReadonlySignal<boolean>,
  { popups, picking, pane, theme }: { popups: Popups; picking: Picking; pane: string; theme: () => Theme },
): ManySites {
  let spots = new Spots([]);
  const sites = (): ShownSite[] =>
    shown.peek().flatMap(({ place, standing }) =>
      place.role === "site" ? [{ site: place.site, planned: standing.peek() === "planned" }] : [],
    );
  const layer = new CanvasLayer(
    pane,
    (context, view) => {
      spots = paintManySites(context, view, sites(), theme());
    },
    { when: () => true, changed: () => {} },
  );
  const at = (point: L.Point): string | null =>
    many.peek() ? (layer.look(point, (_, __, x, y) => spots.near(x, y))?.id ?? null) : null;

  const markers = new Map<string, SiteMarker>();
  const open = state.opened;
  const take = (id: string) => {
    popups.unbind(id);
    markers.get(id)?.marker.remove();
    markers.delete(id);
  };
  const bring = (id: string): SiteMarker | null => {
    const known = markers.get(id);
    if (known) return known;
    const row = shown.peek().find(({ place }) => place.id === id);
    if (row?.place.role !== "site") return null;
    const made = siteMarker(row.place.site);
    markers.set(id, made);
    // Before the popup takes the focus, which would take the mark and the marker with it.
    made.marker.on("popupopen", () => {
      open.value = id;
    });
    popups.bind(id, made);
    made.marker.on("popupclose", () => {
      const { activeElement, body } = document;
      if (open.peek() === id) open.value = null;
      // Whoever was in it, and so would be nowhere, is on the map again.
      const lost = activeElement === body || activeElement?.closest(".leaflet-popup, .sm-site");
      if (lost) map.getContainer().focus({ preventScroll: true });
    });
    hop(map, [made]);
    made.marker.addTo(map);
    showPlanned(made, row.standing.peek() === "planned");
    Object.assign(made.label.dataset, { side: "right", lines: "all" });
    made.marker.getElement()?.classList.add("sm-marked");
    return made;
  };

  // A finger has not pointed before it touches.
  const onClick = (event: MouseEvent) => {
    const { target } = event;
    if (picking.peek() || hasDragged(map) || !(target instanceof Element)) return;
    if (target.closest(".leaflet-control, .leaflet-popup, .sm-site")) return;
    const id = at(map.mouseEventToLayerPoint(event));
    if (id === null) return;
    event.stopImmediatePropagation();
    bring(id)?.marker.openPopup();
  };
  const container = map.getContainer();
  container.addEventListener("click", onClick, true);
  const stops = [
    effect(() => {
      if (many.value) layer.addTo(map);
      else layer.remove();
    }),
    effect(() => {
      shown.value;
      if (many.value) layer.repaint();
    }),
    effect(() => {
      const marked = state.marked.value;
      const opened = open.value;
      const all = shown.value;
      const wanted = many.value ? [marked, opened].filter((id) => id !== null) : [];
      untracked(() => {
        const there = new Set(wanted.length > 0 ? all.map(({ place }) => place.id) : []);
        for (const id of [...markers.keys()]) if (!wanted.includes(id) || !there.has(id)) take(id);
        for (const id of wanted) if (there.has(id)) bring(id);
      });
    }),
  ];
  return {
    at,
    repaint: () => layer.paintNow(),
    stop: () => {
      for (const stop of stops) stop();
      container.removeEventListener("click", onClick, true);
    },
  };
}
