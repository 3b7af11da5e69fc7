// A scale bar that says where it is true: on Mercator only at one latitude.
import { effect } from "@preact/signals";
import * as L from "leaflet";
import { t } from "../messages/index.ts";
import { grouped } from "../messages/number.ts";
import { latitudeText } from "../place-text.ts";
import { scaleOf } from "./scale-length.ts";

const RADIUS = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const WIDEST = 110;

/** Metres that one pixel spans along a parallel of the ellipsoid. */
export function metresPerPixel(lat: number, zoom: number): number {
  const phi = (lat * Math.PI) / 180;
  const e2 = FLATTENING * (2 - FLATTENING);
  const parallel = (2 * Math.PI * RADIUS * Math.cos(phi)) / Math.sqrt(1 - e2 * Math.sin(phi) ** 2);
  return parallel / (256 * 2 ** zoom);
}

export function addScaleBar(map: L.Map): void {
  const element = document.createElement("div");
  element.className = "sm-scale";
  const bar = element.appendChild(document.createElement("div"));
  const text = bar.appendChild(document.createElement("span"));
  const where = element.appendChild(document.createElement("small"));
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = () => element;
  control.addTo(map);
  const update = () => {
    const { lat } = map.getCenter();
    const { km, width } = scaleOf(lat, map.getZoom(), WIDEST);
    const long = grouped(km);
    bar.style.width = `${width.toFixed(2)}px`;
    text.textContent = `${long} km`;
    where.textContent = t.value.map.scaleAt(latitudeText(lat));
    element.title = t.value.map.scale(long, latitudeText(lat));
  };
  map.on("move zoomend", update);
  map.whenReady(() => {
    map.on("unload", effect(update));
  });
}
