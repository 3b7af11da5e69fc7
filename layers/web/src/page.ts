// The page's entry: finds the data blocks that layers/page.py wrote and mounts maps on them.
import "leaflet/dist/leaflet.css";
import "./page.css";
import * as L from "leaflet";
import type { MapApi } from "./api.ts";
import type { CountryFile } from "./countries.ts";
import { mountDepth } from "./depth/mount.ts";
import type { SceneDepth } from "./depth/scene.ts";
import type { ShareTable } from "./layers/shares.ts";
import type { Tiles } from "./layers/tiles.ts";
import { savedCopy } from "./link/copy.ts";
import type { StartView } from "./map/create.ts";
import { keepMarkerIcon } from "./map/marker-icon.ts";
import { mount as mountScene } from "./mount.ts";
import type { Scene } from "./scene.ts";

/** What the page offers to whoever embeds it, as `window.shieldmap`. */
export interface Shieldmap {
  /** Draw the scene in the block `<id>-scene`, or the depth in `<id>-depth`, into the element with that id. */
  mount: (id: string, view?: StartView | null) => L.Map;
  /** The maps of this page, in the order in which they were mounted. */
  readonly maps: readonly MapApi[];
}

declare global {
  interface Window {
    shieldmap: Shieldmap;
  }
}

// Folium's layers expect it there, and its plugins add to it.
Object.assign(window, { L: { ...L } });
keepMarkerIcon();

const maps: MapApi[] = [];
let countries: CountryFile | undefined;

window.shieldmap = {
  maps,
  mount: (id, view = null) => {
    countries ??= readBlock("shieldmap-countries") as CountryFile;
    const depth = document.getElementById(`${id}-depth`);
    if (depth) return mountDepth(JSON.parse(depth.textContent ?? "") as SceneDepth, find(id), countries);
    const scene = readBlock(`${id}-scene`) as Scene;
    const start = readMaybe(`${id}-start`);
    const { map, api } = mountScene(scene, {
      ...{ element: find(id), countries, view },
      shares: readMaybe(`${id}-shares`) as ShareTable | null,
      start: start === null ? null : String(start),
      tiles: readMaybe(`${id}-tiles`) as Tiles | null,
      address: maps.length === 0, // of several maps, the first has the address
      copy: (now, ending) => savedCopy(document, id, now, ending),
    });
    maps.push(api);
    return map;
  },
};

const readMaybe = (id: string): unknown => JSON.parse(document.getElementById(id)?.textContent || "null");

const readBlock = (id: string): unknown => JSON.parse(find(id).textContent ?? "");

function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`shieldmap: this page has no element with the id “${id}”`);
  return element;
}
