// A provider's tiles, for those who asked for them; the page's own basemap shows where there are
// none. Twin: layers/tiles.py, whose policy lets their images in.
import * as L from "leaflet";

/** A part of an attribution: its text and, where it is a link, where to. */
export interface Words {
  text: string;
  href: string | null;
}

export interface Tiles {
  name: string;
  /** With {z}, {x}, {y}, and {s} where there are subdomains, {r} where there are finer tiles. */
  url: string;
  subdomains: string[];
  min_zoom: number;
  max_zoom: number;
  tile_size: number;
  zoom_offset: number;
  tms: boolean;
  attribution: Words[];
}

/** Add the tiles to a pane of the map; their attribution stands with the map's own. */
export function addTiles(map: L.Map, tiles: Tiles, pane: string): void {
  const { url, subdomains, min_zoom, max_zoom, tile_size, zoom_offset, tms } = tiles;
  L.tileLayer(url, {
    ...{ pane, subdomains, tms, tileSize: tile_size, zoomOffset: zoom_offset },
    ...{ minNativeZoom: min_zoom, maxNativeZoom: max_zoom },
  }).addTo(map);
}

/** The attribution as text and links. */
export function attributionOf({ attribution }: Tiles): HTMLElement {
  const element = document.createElement("span");
  element.className = "sm-tiles-by";
  for (const { text, href } of attribution) {
    if (href === null) {
      element.append(text);
      continue;
    }
    const link = document.createElement("a");
    Object.assign(link, { href, target: "_blank", rel: "noopener noreferrer", textContent: text });
    element.append(link);
  }
  return element;
}
