// What lies at a place: under the pointer, where a finger taps, at the map's middle by Enter, or
// where the reader wrote it.
import { effect, type Signal } from "@preact/signals";
import * as L from "leaflet";
import type { Cells } from "./cells.ts";
import { hereText } from "./text.ts";

export interface Here {
  lon: number;
  lat: number;
  /** Whether it was asked for, and is to be announced: what is pointed at is not. */
  said: boolean;
}

/** Show it at the map's lower edge; returns what takes it away. */
export function addHere(map: L.Map, cells: Cells, here: Signal<Here | null>): () => void {
  const element = document.createElement("div");
  element.className = "sm-depth-here";
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = () => element;
  control.addTo(map);
  const container = map.getContainer();
  const ask = ({ lat, lng }: L.LatLng, said: boolean) => {
    const { lng: lon } = new L.LatLng(lat, lng).wrap();
    if (!here.peek()?.said || said) here.value = { lon, lat, said };
  };
  let frame = 0;
  const onMove = ({ latlng }: L.LeafletMouseEvent) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => ask(latlng, false));
  };
  const onOut = () => {
    cancelAnimationFrame(frame);
    if (!here.peek()?.said) here.value = null;
  };
  const onClick = ({ latlng }: L.LeafletMouseEvent) => ask(latlng, true);
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== container) return;
    if (event.key === "Enter") ask(map.getCenter(), true);
    if (event.key === "Escape") here.value = null;
  };
  map.on("mousemove", onMove);
  map.on("mouseout", onOut);
  map.on("click", onClick);
  container.addEventListener("keydown", onKey);
  const stop = effect(() => {
    const now = here.value;
    element.setAttribute("aria-live", now?.said ? "polite" : "off");
    element.textContent = now ? hereText(now.lon, now.lat, cells.at(now.lon, now.lat)) : "";
  });
  return () => {
    cancelAnimationFrame(frame);
    stop();
    map.off("mousemove", onMove);
    map.off("mouseout", onOut);
    map.off("click", onClick);
    container.removeEventListener("keydown", onKey);
    control.remove();
  };
}
