// A site's popup: rendered while it is open, reached and left by keyboard.
import { effect, untracked } from "@preact/signals";
import * as L from "leaflet";
import { h, render } from "preact";
import type { Countries } from "../countries.ts";
import type { SiteMarker } from "../layers/sites.ts";
import { t } from "../messages/index.ts";
import { SitePopup } from "../panel/SitePopup.tsx";
import type { State } from "../state.ts";

/** The popups of one map's sites. */
export class Popups {
  readonly #map: L.Map;
  readonly #state: State;
  readonly #countries: Countries;
  readonly #unbind = new Map<string, () => void>();

  constructor(map: L.Map, state: State, countries: Countries) {
    this.#map = map;
    this.#state = state;
    this.#countries = countries;
    map.getContainer().addEventListener("keydown", this.#onKey);
  }

  bind(id: string, marker: SiteMarker): void {
    this.#unbind.set(id, bindPopup(this.#map, this.#state, this.#countries, id, marker));
  }

  unbind(id: string): void {
    this.#unbind.get(id)?.();
    this.#unbind.delete(id);
  }

  remove(): void {
    this.#map.getContainer().removeEventListener("keydown", this.#onKey);
    for (const id of [...this.#unbind.keys()]) this.unbind(id);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.#map.closePopup();
  };
}

function bindPopup(
  map: L.Map,
  state: State,
  countries: Countries,
  id: string,
  { site, marker }: SiteMarker,
): () => void {
  const content = document.createElement("div");
  content.tabIndex = -1;
  content.setAttribute("role", "group");
  content.setAttribute("aria-label", site.name);
  const popup = L.popup(clearance());
  popup.setContent(() => {
    render(h(SitePopup, { state, site, countries }), content);
    Object.assign(popup.options, sizes(map, marker.getLatLng())); // asked for before Leaflet lays it out
    return content;
  });
  marker.bindPopup(popup);
  let byKeyboard = false;
  // Whoever sets it opens the popup, and whoever opens the popup sets it.
  const follow = (opened: string | null) => {
    if (!map.hasLayer(marker) || (opened === id) === marker.isPopupOpen()) return;
    if (opened === id) marker.openPopup();
    else marker.closePopup();
  };
  const mark = (marked: boolean) => () => {
    if (marked) state.marked.value = id;
    else if (state.marked.peek() === id) state.marked.value = null;
  };
  marker.on({
    mouseover: mark(true),
    mouseout: mark(false),
    add: () => {
      follow(state.opened.peek());
      const element = marker.getElement();
      element?.addEventListener("focus", mark(true));
      element?.addEventListener("blur", mark(false));
      // A button answers to Enter (Leaflet does that) and to the space bar.
      element?.addEventListener("keydown", (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        marker.openPopup();
      });
    },
    popupopen: () => {
      state.opened.value = id;
      byKeyboard = document.activeElement === marker.getElement();
      const close = marker.getPopup()?.getElement()?.querySelector("[aria-label='Close popup']");
      close?.setAttribute("aria-label", t.value.popup.close(site.name));
      if (byKeyboard) content.focus({ preventScroll: true });
    },
    popupclose: () => {
      if (state.opened.peek() === id) state.opened.value = null;
      if (byKeyboard) marker.getElement()?.focus({ preventScroll: true });
      render(null, content);
    },
  });
  const stop = effect(() => {
    const opened = state.opened.value;
    untracked(() => follow(opened));
  });
  return () => {
    stop();
    render(null, content);
  };
}

/** The zoom control's width with its margins, and what stays free at the other edges. */
const CONTROLS = 54;
const MARGIN = 14;

/** What a popup stays clear of. */
export const clearance = (): L.PopupOptions => ({
  autoPanPaddingTopLeft: [CONTROLS, MARGIN],
  autoPanPadding: [MARGIN, MARGIN],
});

export interface Sizes {
  minWidth: number;
  maxWidth: number;
  maxHeight: number;
}

/** No wider than the map, no higher than the map can be moved to make room for. */
export function sizes(map: L.Map, place: L.LatLng): Sizes {
  const { x, y } = map.getSize();
  const top = map.project([85.05, 0]).y - map.getPixelBounds().getTopLeft().y;
  const above = map.latLngToContainerPoint(place).y;
  const room = above + Math.max(0, -top) - 70;
  const maxWidth = Math.max(200, Math.min(340, x - CONTROLS - MARGIN - 34));
  const maxHeight = Math.max(110, Math.min(360, y - 110, room));
  return { maxWidth, minWidth: Math.min(240, maxWidth), maxHeight };
}
