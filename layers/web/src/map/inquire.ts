// Asking about a place: by a click or a tap, or by Enter at the keyboard's crosshair.
import { effect, untracked } from "@preact/signals";
import * as L from "leaflet";
import { h, render } from "preact";
import { placeText } from "../place-text.ts";
import type { Countries } from "../countries.ts";
import type { Position } from "../geo/types.ts";
import { measure } from "../layers/inquiry.ts";
import { t } from "../messages/index.ts";
import { PlaceAnswer } from "../panel/PlaceAnswer.tsx";
import { pick, type Picking } from "../picking.ts";
import type { State } from "../state.ts";
import type { Views } from "../views.ts";
import { nearestCopy } from "./mercator.ts";
import { clearance, sizes } from "./popups.ts";

/** A second click within this time, in milliseconds, zooms instead. */
const DOUBLE = 250;

/** Answer at the place that `state.asked` names, on the flat map; returns what stops it. */
export function bindInquiries(
  map: L.Map,
  state: State,
  countries: Countries,
  picking: Picking,
  { shown }: Views,
): () => void {
  const container = map.getContainer();
  const stopAiming = addCrosshair(container);
  // Of a place that the map shows twice, the one that was clicked.
  let near: number | null = null;
  let timer = 0;
  let byKeyboard = false;
  const pin = L.marker([0, 0], {
    icon: L.divIcon({ className: "sm-pin", iconSize: [16, 16] }),
    interactive: false,
    keyboard: false,
  });
  pin.on("add", () => pin.getElement()?.setAttribute("aria-hidden", "true"));

  const ask = (place: L.LatLng) => {
    near = place.lng;
    const { lng, lat } = place.wrap();
    pick(state, picking, lng, lat);
  };
  const onClick = ({ latlng, originalEvent: { detail, target } }: L.LeafletMouseEvent) => {
    clearTimeout(timer);
    if (target instanceof Element && target.closest(".leaflet-control")) return;
    if (picking.peek()) ask(latlng);
    else if (detail > 1) pin.remove();
    else {
      pin.setLatLng(latlng).addTo(map);
      timer = window.setTimeout(() => ask(latlng), DOUBLE);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    if (target === container && key === "Escape") picking.value = null;
    if (target !== container || altKey || ctrlKey || metaKey) return;
    if (key !== "Enter" && key !== " ") return;
    event.preventDefault(); // the space bar would scroll the page
    byKeyboard = true;
    ask(map.getCenter());
    byKeyboard = false;
  };
  map.on("click", onClick);
  container.addEventListener("keydown", onKey);

  const show = (place: Position): (() => void) => {
    const lon = nearestCopy(place[0], near ?? map.getCenter().lng);
    near = null;
    const at = L.latLng(place[1], lon);
    pin.setLatLng(at).addTo(map);
    const popup = answerAt(map, state, countries, place, at);
    // Opening one closes the other, which must not take the new question back.
    const closed = () => {
      if (state.asked.peek() === place) state.asked.value = null;
    };
    popup.once("remove", closed);
    popup.openOn(map);
    const content = popup.getContent();
    if (byKeyboard && content instanceof HTMLElement) content.focus({ preventScroll: true });
    return () => {
      pin.remove();
      popup.off("remove", closed);
      popup.close();
    };
  };
  const close = effect(() => {
    const place = shown.value === "flat" ? state.asked.value : null;
    return place ? untracked(() => show(place)) : undefined;
  });
  const stopShowing = effect(() => {
    container.classList.toggle("sm-picking", picking.value !== null);
  });
  return () => {
    clearTimeout(timer);
    stopShowing();
    close();
    map.off("click", onClick);
    container.removeEventListener("keydown", onKey);
    stopAiming();
  };
}

function answerAt(
  map: L.Map,
  state: State,
  countries: Countries,
  [lon, lat]: Position,
  at: L.LatLng,
): L.Popup {
  const { maxWidth, maxHeight } = sizes(map, at);
  const content = document.createElement("div");
  content.className = "sm-answer";
  content.tabIndex = 0; // it scrolls
  content.setAttribute("role", "region"); // as what scrolls by keyboard has to have
  content.setAttribute("aria-label", t.value.answer.label(placeText(lon, lat)));
  // Not Leaflet's maxHeight, which is measured once: the answer grows and shrinks with the numbers.
  content.style.maxHeight = `${maxHeight}px`;
  const width = Math.min(330, maxWidth);
  const popup = L.popup({ ...clearance(), minWidth: width, maxWidth: width, offset: [0, -4] });
  popup.setLatLng(at).setContent(content);
  popup.on("add", () => {
    const close = popup.getElement()?.querySelector("[aria-label='Close popup']");
    close?.setAttribute("aria-label", t.value.answer.close);
  });
  popup.on("remove", () => {
    // Whoever was in it, and so would be nowhere, is on the map again.
    const { activeElement, body } = document;
    const lost = activeElement === body || popup.getElement()?.contains(activeElement);
    if (lost) map.getContainer().focus({ preventScroll: true });
    render(null, content);
  });
  const measured = measure(state, countries, lon, lat);
  render(h(PlaceAnswer, { state, countries, measured }), content);
  return popup;
}

/** The crosshair shows while the map has the focus of the keyboard; returns what takes it away. */
function addCrosshair(container: HTMLElement): () => void {
  const crosshair = container.appendChild(document.createElement("div"));
  crosshair.className = "sm-crosshair";
  crosshair.setAttribute("aria-hidden", "true");
  const hint = crosshair.appendChild(document.createElement("span"));
  const stopHint = effect(() => {
    hint.textContent = t.value.map.hint;
  });
  // Where nothing had the focus before, a map that a pointer focused matches :focus-visible too.
  const onPointer = ({ type }: Event) =>
    container.classList.toggle("sm-pointed", type === "pointerdown");
  const types = ["pointerdown", "keydown", "blur"];
  for (const type of types) container.addEventListener(type, onPointer);
  return () => {
    for (const type of types) container.removeEventListener(type, onPointer);
    stopHint();
    crosshair.remove();
  };
}
