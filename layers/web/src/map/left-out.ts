// What is not painted while something moves, said on the map.
import * as L from "leaflet";
import { t } from "../messages/index.ts";
import { grouped } from "../messages/number.ts";

/** Add the sentence, hidden; returns what shows it for a number of circles, or hides it for none. */
export function addLeftOut(map: L.Map): (count: number | null) => void {
  const element = document.createElement("div");
  element.className = "sm-left-out";
  element.setAttribute("aria-hidden", "true"); // the panel says it once, and not at every move
  element.hidden = true;
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = () => element;
  control.addTo(map);
  return (count) => {
    element.hidden = count === null;
    if (count !== null) element.textContent = t.value.rows.moving(grouped(count));
  };
}
