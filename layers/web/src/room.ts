// The room of a page: the map's ground, and the side where its panel goes.
import { h, render } from "preact";

export interface Room {
  main: HTMLElement;
  ground: HTMLElement;
  side: HTMLElement;
}

/** Lay out an element; the panel's room is there before its content, so that a view can fit beside it. */
export function roomIn(element: HTMLElement): Room {
  const main = document.createElement("main");
  main.className = "sm-main";
  const ground = main.appendChild(document.createElement("div"));
  const side = document.createElement("div");
  side.className = "sm-side";
  element.classList.add("shieldmap");
  element.replaceChildren(main, side);
  render(h("aside", { class: "sm-panel" }), side);
  return { main, ground, side };
}
