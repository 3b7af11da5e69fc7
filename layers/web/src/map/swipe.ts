// The divider on the flat map: left of it the active estimate is drawn, right of it another one.
import { effect, type Signal } from "@preact/signals";
import * as L from "leaflet";
import { compareWith } from "../layers/comparison.ts";
import { t } from "../messages/index.ts";
import type { State } from "../state.ts";
import { NAMES, type Side } from "./divider.ts";

/** The panes that are clipped at the divider. */
export type Sides = Readonly<Record<Side, HTMLElement>>;

/**
 * Add the divider, which is there while two estimates are compared; returns what takes it away.
 *
 * @param split where it stands: part of the map's width, 0..1
 * @param panes below the sites' symbols, and above them
 */
export function addSwipe(
  map: L.Map,
  state: State,
  split: Signal<number>,
  sides: Sides,
  { below, above }: { below: HTMLElement; above: HTMLElement },
): () => void {
  const divider = below.appendChild(document.createElement("div"));
  divider.className = "sm-divider";
  divider.tabIndex = 0;
  const fixed = { role: "slider", "aria-valuemin": "0", "aria-valuemax": "100" };
  for (const [name, value] of Object.entries(fixed)) divider.setAttribute(name, value);
  L.DomEvent.disableClickPropagation(divider);
  const [left, right] = [nameOn(above, "left"), nameOn(above, "right")] as const;

  const place = () => {
    const on = state.other.peek() !== null;
    for (const element of [divider, left, right]) element.hidden = !on;
    if (!on) {
      sides.left.style.clipPath = sides.right.style.clipPath = "";
      return;
    }
    // Panes move with the map: what stands still on the screen moves against them.
    const { x: width, y: height } = map.getSize();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const at = Math.round(split.peek() * width);
    clip(sides.left, corner.subtract([width, height]), corner.add([at, 2 * height]));
    clip(sides.right, corner.add([at, -height]), corner.add([2 * width, 2 * height]));
    divider.style.height = `${height}px`;
    L.DomUtil.setPosition(divider, corner.add([at, 0]));
    L.DomUtil.setPosition(left, corner.add([at, NAMES.top]));
    L.DomUtil.setPosition(right, corner.add([at, NAMES.top]));
    showName(left, at);
    showName(right, width - at);
  };
  const stop = [
    effect(() => {
      const mine = state.estimate.value.name;
      const other = state.other.value?.name ?? "";
      write(left, mine);
      write(right, other);
      const percent = Math.round(split.value * 100);
      divider.setAttribute("aria-valuenow", String(percent));
      divider.setAttribute("aria-label", t.value.compare.divider);
      divider.setAttribute("aria-valuetext", `${percent} %, ${t.value.compare.sides(mine, other)}`);
      place();
    }),
    drag(map, divider, split),
    keys(map, state, divider, split),
  ];
  map.on("move zoom viewreset resize", place);
  return () => {
    map.off("move zoom viewreset resize", place);
    for (const each of stop) each();
  };
}

function nameOn(parent: HTMLElement, side: Side): HTMLElement {
  const anchor = parent.appendChild(document.createElement("div"));
  anchor.className = `sm-side-name sm-on-${side}`;
  anchor.appendChild(document.createElement("bdi"));
  return anchor;
}

function write(anchor: HTMLElement, name: string): void {
  const words = anchor.firstElementChild;
  if (words) words.textContent = name;
}

/** A name has the room between the divider and the map's edge, if that is enough for one. */
function showName(anchor: HTMLElement, room: number): void {
  const words = anchor.firstElementChild as HTMLElement;
  words.style.maxWidth = `${Math.min(NAMES.width, room) - 14}px`;
  words.hidden = room < 50;
}

function clip(pane: HTMLElement, from: L.Point, to: L.Point): void {
  const corners = [[from.x, from.y], [to.x, from.y], [to.x, to.y], [from.x, to.y]];
  pane.style.clipPath = `polygon(${corners.map(([x, y]) => `${x}px ${y}px`).join(", ")})`;
}

const within = (part: number): number => Math.max(0, Math.min(1, part));

/** Drag by mouse, pen or finger, from wherever the divider is grabbed. */
function drag(map: L.Map, divider: HTMLElement, split: Signal<number>): () => void {
  const stop = new AbortController();
  const on = (type: "pointerdown" | "pointermove", listener: (event: PointerEvent) => void) =>
    divider.addEventListener(type, listener, { signal: stop.signal });
  let grabbed = 0;
  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    divider.setPointerCapture(event.pointerId);
    grabbed = event.clientX - split.peek() * map.getSize().x;
  });
  on("pointermove", (event) => {
    if (!divider.hasPointerCapture(event.pointerId)) return;
    split.value = within((event.clientX - grabbed) / map.getSize().x);
  });
  return () => stop.abort();
}

const STEPS: Readonly<Record<string, number>> = {
  ...{ ArrowLeft: -0.02, ArrowDown: -0.02, ArrowRight: 0.02, ArrowUp: 0.02 },
  ...{ PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 },
};

function keys(map: L.Map, state: State, divider: HTMLElement, split: Signal<number>): () => void {
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    if (event.key === "Escape") {
      compareWith(state, null);
      map.getContainer().focus({ preventScroll: true });
    } else if (step === undefined) return;
    else split.value = within(Math.round((split.peek() + step) * 100) / 100);
    event.preventDefault();
    event.stopPropagation();
  };
  divider.addEventListener("keydown", press);
  return () => divider.removeEventListener("keydown", press);
}
