// The answer to a click on the globe: a card beside it, since a popup there would turn away.
import { effect, untracked } from "@preact/signals";
import { h, render } from "preact";
import { placeText } from "../place-text.ts";
import type { Countries } from "../countries.ts";
import type { Position } from "../geo/types.ts";
import { measure } from "../layers/inquiry.ts";
import { t } from "../messages/index.ts";
import { PlaceAnswer } from "../panel/PlaceAnswer.tsx";
import type { State } from "../state.ts";
import type { Views } from "../views.ts";

/** Answer beside any view but the flat map at the place that `state.asked` names. */
export function bindCard(
  main: HTMLElement,
  state: State,
  countries: Countries,
  { shown }: Views,
): () => void {
  const show = ([lon, lat]: Position): (() => void) => {
    const card = main.appendChild(document.createElement("div"));
    card.className = "sm-card";
    const close = card.appendChild(document.createElement("button"));
    close.type = "button";
    close.className = "sm-close";
    close.setAttribute("aria-label", t.value.answer.close);
    close.textContent = "×";
    const content = card.appendChild(document.createElement("div"));
    content.className = "sm-answer";
    content.tabIndex = 0; // it scrolls
    content.setAttribute("role", "region"); // as what scrolls by keyboard has to have
    content.setAttribute("aria-label", t.value.answer.label(placeText(lon, lat)));
    const before = document.activeElement;
    const end = () => {
      state.asked.value = null;
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
    close.addEventListener("click", end);
    card.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") end();
    });
    render(h(PlaceAnswer, { state, countries, measured: measure(state, countries, lon, lat) }), content);
    if (before instanceof HTMLCanvasElement) content.focus({ preventScroll: true });
    return () => {
      render(null, content);
      card.remove();
    };
  };
  return effect(() => {
    const place = shown.value === "flat" ? null : state.asked.value;
    return place ? untracked(() => show(place)) : undefined;
  });
}
