// Where the pointer is, or the map's middle while it is moved by keys: shown quietly, never announced.
import * as L from "leaflet";
import { digitsAt, placeText } from "../place-text.ts";

/** A finger has no place before it touches. */
const HOVERS = "(hover: hover) and (pointer: fine)";

/** Show coordinates at the map's lower edge; returns what takes them away. */
export function addPointer(map: L.Map): () => void {
  const container = map.getContainer();
  const element = document.createElement("div");
  element.className = "sm-pointer";
  element.setAttribute("aria-hidden", "true");
  element.hidden = true;
  // Added after the scale bar, it stands on top of it.
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = () => element;
  control.addTo(map);
  const hovers = matchMedia(HOVERS);
  /** A point of the container, its middle, or nowhere. */
  let at: L.Point | "middle" | null = null;
  let frame = 0;

  const show = () => {
    frame = 0;
    element.hidden = at === null;
    if (at === null) return;
    const place = at === "middle" ? map.getCenter() : map.containerPointToLatLng(at);
    const { lng, lat } = place.wrap();
    element.textContent = placeText(lng, lat, digitsAt(map.getZoom()));
  };
  const update = () => {
    frame ||= requestAnimationFrame(show);
  };
  const goTo = (to: typeof at) => {
    at = to;
    update();
  };
  const onPointer = (event: L.LeafletMouseEvent) => {
    if (hovers.matches) goTo(event.containerPoint);
  };
  const onOut = () => goTo(null);
  const onKey = ({ target }: Event) => {
    if (target === container && container.matches(":focus-visible")) goTo("middle");
  };
  const onBlur = ({ target }: Event) => {
    if (target === container && at === "middle") goTo(null);
  };
  map.on("mousemove", onPointer);
  map.on("mouseout", onOut);
  map.on("move zoom", update);
  container.addEventListener("focus", onKey);
  container.addEventListener("keydown", onKey);
  container.addEventListener("blur", onBlur);
  return () => {
    cancelAnimationFrame(frame);
    map.off("mousemove", onPointer);
    map.off("mouseout", onOut);
    map.off("move zoom", update);
    container.removeEventListener("focus", onKey);
    container.removeEventListener("keydown", onKey);
    container.removeEventListener("blur", onBlur);
    control.remove();
  };
}
