// One core for every host: a scene on a map with its panel. It does not know where they come from.
import * as L from "leaflet";
import { h, render } from "preact";
import { createApi, type MapApi } from "./api.ts";
import { type CountryFile, type Countries, readCountries } from "./countries.ts";
import { createAgreement } from "./layers/agreement.ts";
import { landOf } from "./layers/needed.ts";
import { createShares } from "./layers/shares.ts";
import { addOverlays } from "./map/overlays.ts";
import { createMap, firstView, type StartView } from "./map/create.ts";
import { Panel } from "./panel/Panel.tsx";
import type { Scene } from "./scene.ts";
import { createState, type State } from "./state.ts";

/** What a host brings: where the map goes, and the shapes of countries. */
export interface Host {
  /** An element that the map and its panel fill. */
  element: HTMLElement;
  countries: CountryFile;
  /** The view to open with; without one, everything the scene is about. */
  view?: StartView | null;
}

export interface Mounted {
  map: L.Map;
  state: State;
  api: MapApi;
  /** Take everything away again. */
  remove: () => void;
}

let mounted = 0;

export function mount(scene: Scene, { element, countries: file, view }: Host): Mounted {
  const countries = countriesOf(file);
  const today = new Date().toLocaleDateString("sv"); // written 2026-11-22
  const state = createState(scene, (a3) => countries.byCode.get(a3)?.geometry ?? null, today);
  const shares = createShares(state, countries.byCode);
  const agreement = createAgreement(state, shares.areas);
  const id = `shieldmap-${++mounted}`;

  const main = document.createElement("main");
  main.className = "sm-main";
  main.setAttribute("aria-label", "Map");
  const ground = main.appendChild(document.createElement("div"));
  const side = document.createElement("div");
  side.className = "sm-side";
  element.classList.add("shieldmap");
  element.replaceChildren(main, side);

  render(h(Panel, { state, shares, agreement, id }), side);
  const map = createMap(ground, scene);
  if (view) map.setView(view.center, view.zoom);
  else firstView(map, state);
  const stop = [addOverlays(map, state, countries, element), watchSize(map, ground), shares.stop, agreement.stop];
  return {
    map,
    state,
    api: createApi(state, shares.exact, agreement.exact, (area) => landOf(state, shares.areas.value, area), countries),
    remove: () => {
      for (const each of stop) each();
      map.remove();
      render(null, side);
      element.replaceChildren();
      element.classList.remove("shieldmap");
    },
  };
}

const known = new WeakMap<CountryFile, Countries>();

/** Several maps of one page share what is made of the country file. */
function countriesOf(file: CountryFile): Countries {
  const countries = known.get(file) ?? readCountries(file);
  known.set(file, countries);
  return countries;
}

function watchSize(map: L.Map, ground: HTMLElement): () => void {
  const observer = new ResizeObserver(() => map.invalidateSize({ pan: false }));
  observer.observe(ground);
  return () => observer.disconnect();
}
