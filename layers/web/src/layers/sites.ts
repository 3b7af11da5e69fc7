// Sites: a symbol per kind, a name that avoids the others, a popup. Twin: layers/sites.py.
import * as L from "leaflet";
import { endedText } from "../ended.ts";
import { isFree, measure, type Rect, rect, shifted } from "../map/labels.ts";
import { nearestCopy } from "../map/mercator.ts";
import type { View } from "../map/view.ts";
import { t } from "../messages/index.ts";
import type { SceneSite } from "../scene.ts";
import { symbolElement } from "../symbols.ts";

const HALF = 14;

export interface SiteMarker {
  readonly site: SceneSite;
  readonly marker: L.Marker;
  readonly icon: HTMLElement;
  readonly label: HTMLElement;
  /** Only planned on the date. */
  planned: boolean;
}

/** A site's name on its label: what stands in brackets goes to a second line. */
export function labelLines(site: SceneSite, planned = false): string[] {
  const [, name = site.name, place = ""] = /^(.+?)\s*\((.+)\)$/u.exec(site.name) ?? [];
  const second = [place, statusText(site, planned) ?? ""].filter((part) => part !== "").join(" · ");
  return second === "" ? [name] : [name, second];
}

const statusText = (site: SceneSite, planned: boolean): string | null =>
  planned ? t.value.row.planned : endedText(site);

export function siteMarker(site: SceneSite): SiteMarker {
  const icon = document.createElement("div");
  const label = document.createElement("div");
  label.className = "sm-label";
  label.dir = "auto";
  const marker = L.marker([site.lat, site.lon], {
    icon: L.divIcon({ html: icon, className: "sm-site", iconSize: [2 * HALF, 2 * HALF] }),
    riseOnHover: true,
  });
  const made: SiteMarker = { site, marker, icon, label, planned: false };
  marker.on("add", () => speak(made));
  write(made);
  return made;
}

/** Planned sites are hollow like those that are gone, and say so. */
export function showPlanned(shown: SiteMarker, planned: boolean): void {
  if (shown.planned === planned) return;
  shown.planned = planned;
  retell(shown);
}

/** Say it again, in another language. */
export function retell(shown: SiteMarker): void {
  write(shown);
  speak(shown);
}

function write({ site, icon, label, planned }: SiteMarker): void {
  const lines = labelLines(site, planned).map((line, i, all) => {
    const part = document.createElement("span");
    part.textContent = i < all.length - 1 ? `${line} ` : line; // or they would be read as one word
    return part;
  });
  label.replaceChildren(...lines);
  icon.replaceChildren(symbolElement(site.kind, planned || site.until !== null), label);
}

function speak({ site, marker, planned }: SiteMarker): void {
  // As on its label, so that whoever says what they see reaches it by voice.
  const parts = [...labelLines(site, planned), t.value.kinds[site.kind]];
  marker.getElement()?.setAttribute("aria-label", parts.join(", "));
}

/** Bring markers to the world copy that the view's centre lies in. */
export function hop(map: L.Map, markers: readonly SiteMarker[]): void {
  const center = map.getCenter().lng;
  for (const { site, marker } of markers) {
    const lon = nearestCopy(site.lon, center);
    if (marker.getLatLng().lng !== lon) marker.setLatLng([site.lat, lon]);
  }
}

/** Places labels and remembers where: a layout holds until the map moves or a site changes. */
export class SiteLabels {
  readonly #map: L.Map;
  readonly #markers: () => readonly SiteMarker[];
  readonly #context = document.createElement("canvas").getContext("2d");
  readonly #font: () => string;
  #key = "";
  #boxes: Rect[] = [];

  constructor(map: L.Map, markers: () => readonly SiteMarker[], font: () => string) {
    this.#map = map;
    this.#markers = markers;
    this.#font = font;
  }

  /** The boxes of all symbols and labels, in the pixels of a view. */
  taken(view: View): Rect[] {
    const markers = this.#markers();
    const center = this.#map.getCenter();
    const ids = markers.map(({ site, planned }) => [site.id, planned]).join();
    const key = [view.zoom, center.lng, center.lat, view.width, view.height, ids].join();
    if (key !== this.#key) {
      this.#key = key;
      hop(this.#map, markers);
      this.#boxes = this.#layout(markers);
    }
    const origin = this.#map.getPixelOrigin();
    return this.#boxes.map((box) => shifted(box, view.x + origin.x, view.y + origin.y));
  }

  #layout(markers: readonly SiteMarker[]): Rect[] {
    const points = markers.map(({ marker }) => this.#map.latLngToLayerPoint(marker.getLatLng()));
    const boxes = points.map(({ x, y }) => rect(x - 9, y - 9, 18, 18));
    const min = this.#map.containerPointToLayerPoint([4, 4]);
    const max = this.#map.containerPointToLayerPoint(this.#map.getSize().subtract([4, 4]));
    const inside = ({ left, top, right, bottom }: Rect) =>
      left >= min.x && right <= max.x && top >= min.y && bottom <= max.y;
    markers.forEach((each, i) => {
      const { x, y } = points[i] as L.Point;
      const options = this.#options(each, x, y);
      const own = boxes[i];
      const others = boxes.filter((box) => box !== own);
      const found = options.find(({ box }) => inside(box) && isFree(box, others));
      each.label.dataset.side = found?.side ?? "none";
      each.label.dataset.lines = found?.lines ?? "all";
      if (found) boxes.push(found.box);
    });
    return boxes;
  }

  #options({ site, planned }: SiteMarker, x: number, y: number) {
    const all = labelLines(site, planned);
    const sides = (lines: "all" | "one") => {
      const { width, height } = this.#size(lines === "all" ? all : all.slice(0, 1));
      return [
        { side: "right", lines, box: rect(x + HALF - 2, y - height / 2, width, height) },
        { side: "left", lines, box: rect(x - HALF + 2 - width, y - height / 2, width, height) },
        { side: "above", lines, box: rect(x - width / 2, y - HALF + 3 - height, width, height) },
        { side: "below", lines, box: rect(x - width / 2, y + HALF - 3, width, height) },
      ];
    };
    return all.length > 1 ? [...sides("all"), ...sides("one")] : sides("all");
  }

  #size(lines: string[]): { width: number; height: number } {
    if (!this.#context) return { width: 0, height: 0 };
    const widths = lines.map((line, i) => {
      const font = `${i === 0 ? "600 12px" : "400 11px"} ${this.#font()}`;
      return measure(this.#context as CanvasRenderingContext2D, [line], { font });
    });
    return { width: Math.max(...widths) + 6, height: lines.length * 14 + 2 };
  }
}
