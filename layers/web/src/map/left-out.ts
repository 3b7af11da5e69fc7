// What is not painted while something moves, said on the map.
import * as L from "leaflet";
import { t } from "../messages/index.ts";
import { grouped } from "../messages/number.ts";

export interface LeftOut {
  readonly element: HTMLElement;
  /** Say it for a number of circles, or nothing for none. */
  readonly say: (count: number | null) => void;
}

/** Make the sentence, hidden. */
export function leftOut(): LeftOut {
  const element = document.createElement("div");
  element.className = "sm-left-out";
  element.setAttribute("aria-hidden", "true"); // the panel says it once, and not at every move
  element.hidden = true;
  const say = (count: number | null) => {
    element.hidden = count === null;
    if (count !== null) element.textContent = t.value.rows.moving(grouped(count));
  };
  return { element, say };
}

/** Add the sentence to a flat map; returns what says it. */
export function addLeftOut(map: L.Map): LeftOut["say"] {
  const { element, say } = leftOut();
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = () => element;
  control.addTo(map);
  return say;
}
