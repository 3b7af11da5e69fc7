// One core for every host: a scene on a map with its panel. It does not know where they come from.
import { effect, type Signal, signal } from "@preact/signals";
import type * as L from "leaflet";
import { h, render } from "preact";
import { createApi, type MapApi } from "./api.ts";
import { type CountryFile, type Countries, readCountries } from "./countries.ts";
import { dayOf } from "./dates.ts";
import type { Position } from "./geo/types.ts";
import { bindCard } from "./globe/answer.ts";
import { createGlobe, type Globe } from "./globe/globe.ts";
import { createAgreement } from "./layers/agreement.ts";
import { createComparison } from "./layers/comparison.ts";
import { createDrawn } from "./layers/drawn.ts";
import { landOf } from "./layers/needed.ts";
import { MERGE_FROM } from "./layers/merged.ts";
import { createShares, type ShareTable } from "./layers/shares.ts";
import type { Tiles } from "./layers/tiles.ts";
import { createLink, type Link } from "./link/history.ts";
import { createMap, firstView, type StartView } from "./map/create.ts";
import { addOverlays } from "./map/overlays.ts";
import { addPointer } from "./map/pointer.ts";
import { createMeasures } from "./measures.ts";
import { language, preferred, t } from "./messages/index.ts";
import { download } from "./out/download.ts";
import { sheetElement } from "./out/drawing.ts";
import { globeMap } from "./out/globe.ts";
import { flatMap } from "./out/picture.ts";
import { printSheet } from "./out/print.ts";
import { type SheetMap, whichever } from "./out/sheet.ts";
import { Panel } from "./panel/Panel.tsx";
import { pick, type Picking } from "./picking.ts";
import { roomIn } from "./room.ts";
import type { Scene } from "./scene.ts";
import { createState, currentScene, type State } from "./state.ts";
import { bindViews, createViews, type Views } from "./views.ts";

/** What a host brings: where the map goes, and the shapes of countries. */
export interface Host {
  /** An element that the map and its panel fill. */
  element: HTMLElement;
  countries: CountryFile;
  /** The view to open with; without one, everything the scene is about. */
  view?: StartView | null;
  /** Tiles to fetch, on the flat map. */
  tiles?: Tiles | null;
  /** What the first picture says of shares, where that was counted when the page was written. */
  shares?: ShareTable | null;
  /** The ending of a link that the page opens with. */
  start?: string | null;
  /** Whether the page is ours: then its address follows the state, and it prints as a sheet. */
  address?: boolean;
  /** What the ids of its elements begin with, where the page has other maps of other modules. */
  id?: string;
  /** The markup of a page like this one, with another scene and start. */
  copy?: (scene: Scene, start: string) => string;
}

export interface Mounted {
  map: L.Map;
  state: State;
  api: MapApi;
  link: Link;
  /** Take everything away again. */
  remove: () => void;
}

let mounted = 0;

export function mount(scene: Scene, host: Host): Mounted {
  const { element, view } = host;
  const countries = countriesOf(host.countries);
  const today = dayOf(new Date());
  if (mounted === 0) language.value = preferred(navigator.languages);
  const state = createState(scene, (a3) => countries.byCode.get(a3)?.geometry ?? null, today);
  const measures = createMeasures(state);
  const [picking, merge, views]: [Picking, Signal<boolean>, Views] = [
    ...[signal(null), signal(state.rows.peek().size > MERGE_FROM), createViews(state)],
  ] as const;
  const drawn = createDrawn(state, merge);
  const tools = { picking, views, measures, merge, drawn, tiles: host.tiles ?? null };

  const { main, ground, side } = roomIn(element);
  const map = createMap(ground, scene, tools.tiles);
  const home = () => {
    if (view) map.setView(view.center, view.zoom, { animate: false });
    else firstView(map, state);
  };
  home();
  mounted += 1;
  const id = host.id ?? `shieldmap-${mounted}`;
  const globe = createGlobe(main, state, drawn, countries, element, id);
  globe.onPlace = (lon, lat) => pick(state, picking, lon, lat);
  const look = bindViews(state, views, map, globe, home);
  const onSeen = () => look.view.peek() ?? home();
  const shows = { agreement: state.agreement, merged: merge };
  const link = createLink(state, { shows, measures, ...look }, { start: host.start ?? null, address: host.address ?? false });
  const shares = createShares(state, countries.byCode, link.opened ? null : (host.shares ?? null));
  const agreement = createAgreement(state, shares.areas);
  const comparison = createComparison(state, shares.areas);
  const sheet = sheetOf(state, countries, map, globe, views);
  const save = host.copy
    ? () => download(new Blob([host.copy?.(currentScene(state), link.kept()) ?? ""], HTML), scene.title, ".html")
    : null;
  const panel = { ...tools, shares, agreement, comparison, link, save, sheet, countries, centre: () => centreOf(map) };
  render(h(Panel, { ...panel, state, root: element, id }), side);
  ground.setAttribute("aria-describedby", `${id}-words`); // of panel/Summary.tsx
  const stop = [
    ...[addOverlays(map, state, countries, element, tools), addPointer(map), watchSize(map, ground, onSeen)],
    ...[bindCard(main, state, countries, views), look.stop, link.stop, globe.remove, drawn.merging.stop],
    ...[shares.stop, agreement.stop, comparison.stop],
    ...(host.address ? [printSheet(() => sheetElement(state, sheet))] : []),
  ];
  const spoken = host.address ? document.documentElement : element;
  stop.push(
    effect(() => {
      spoken.lang = language.value;
      main.setAttribute("aria-label", t.value.map.main);
    }),
  );
  const land = (area: string) => landOf(state, shares.areas.value, area);
  return {
    map,
    state,
    link,
    api: createApi(state, shares.exact, agreement.exact, land, countries, comparison.between),
    remove: () => {
      for (const each of stop) each();
      map.remove();
      render(null, side);
      element.replaceChildren();
      element.classList.remove("shieldmap");
    },
  };
}

const HTML = { type: "text/html" };

/** What is shown, the flat map or the globe, as a picture of a sheet. */
function sheetOf(state: State, countries: Countries, map: L.Map, globe: Globe, views: Views): SheetMap {
  const flat = flatMap(state, countries, () => {
    const [{ lat, lng }, { x, y }] = [map.getCenter(), map.getSize()];
    return { lon: lng, lat, zoom: map.getZoom(), width: x, height: y };
  });
  const turned = globeMap(state, countries, () => globe.view.peek());
  return whichever(() => (views.shown.peek() === "flat" ? flat : turned));
}

function centreOf(map: L.Map): Position {
  const { lng, lat } = map.getCenter().wrap();
  return [lng, lat];
}

const known = new WeakMap<CountryFile, Countries>();

/** Several maps of one page share what is made of the country file. */
function countriesOf(file: CountryFile): Countries {
  const countries = known.get(file) ?? readCountries(file);
  known.set(file, countries);
  return countries;
}

function watchSize(map: L.Map, ground: HTMLElement, onSeen: () => void): () => void {
  let hidden = map.getSize().x === 0; // in a frame or a tab: no view fits that
  const observer = new ResizeObserver(() => {
    map.invalidateSize({ pan: false });
    if (!hidden || map.getSize().x === 0) return;
    hidden = false;
    onSeen();
  });
  observer.observe(ground);
  return () => observer.disconnect();
}
