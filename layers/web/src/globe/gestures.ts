// Turning the globe: a grabbed place follows the pointer, two fingers and the wheel zoom, keys turn.
//
// North stays up: a globe that may also roll loses its readers, and a link needs one number more.
// It stops where the pointer stops, so there is no motion to reduce.
import type { Signal } from "@preact/signals";
import type { Position } from "../geo/types.ts";
import { type Frame, unproject } from "./projection.ts";
import { type GlobeView, held, moved, type Size, stageOf, zoomed } from "./view.ts";

export interface Target {
  view: Signal<GlobeView>;
  frame: () => Frame;
  size: () => Size;
  /** Go back to the view that it opened with. */
  home: () => void;
  /** Where the pointer is while nothing is grabbed; null when it has left. */
  look: (at: [x: number, y: number] | null) => void;
  /** A place was clicked or tapped. */
  pick: (lon: number, lat: number) => void;
}

type Spot = [x: number, y: number];

/** Farther than this, in pixels, a click is a drag. */
const STILL = 4;

/** Listen on the canvas; returns what stops it. */
export function listen(canvas: HTMLElement, target: Target): () => void {
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ) => canvas.addEventListener(type, listener, { signal: stop.signal, passive: false });
  const spot = ({ clientX, clientY }: MouseEvent): Spot => {
    const { left, top } = canvas.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };
  listenToPointers(on, spot, canvas, target);
  on("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    const pace = event.ctrlKey ? 100 : 400; // a pinch on a touchpad comes in small steps
    zoomAt(target, spot(event), 2 ** ((-event.deltaY * lines) / pace));
  });
  on("dblclick", (event) => zoomAt(target, spot(event), event.shiftKey ? 0.5 : 2));
  on("keydown", (event) => {
    if (press(event, target)) event.preventDefault();
  });
  return () => stop.abort();
}

type On = <K extends keyof HTMLElementEventMap>(
  type: K,
  listener: (event: HTMLElementEventMap[K]) => void,
) => void;

function listenToPointers(
  on: On,
  spot: (event: MouseEvent) => Spot,
  canvas: HTMLElement,
  target: Target,
): void {
  const down = new Map<number, Spot>();
  let grabbed: Position | null = null;
  let apart = 0;
  let start: Spot | null = null;

  const grab = () => {
    const spots = [...down.values()];
    grabbed = spots.length > 0 ? placeNear(target, middle(spots)) : null;
    apart = spread(spots);
  };
  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, spot(event));
    start = down.size === 1 ? spot(event) : null;
    grab();
    target.look(null);
  });
  on("pointermove", (event) => {
    if (!down.has(event.pointerId)) {
      if (event.pointerType !== "touch") target.look(spot(event));
      return;
    }
    down.set(event.pointerId, spot(event));
    const spots = [...down.values()];
    if (start && Math.hypot(start[0] - event.offsetX, start[1] - event.offsetY) <= STILL) return;
    start = null;
    const now = spread(spots);
    const { view } = target;
    const next = apart > 0 && now > 0 ? zoomed(view.peek(), now / apart) : view.peek();
    apart = now;
    if (grabbed) view.value = held(next, target.frame(), target.size(), grabbed, ...middle(spots));
  });
  const release = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return;
    const place = start && event.type === "pointerup" ? placeAt(target, start) : null;
    start = null;
    grab();
    if (place) target.pick(...place);
  };
  on("pointerup", release);
  on("pointercancel", release);
  on("pointerleave", () => target.look(null));
}

const middle = (spots: readonly Spot[]): Spot => [
  spots.reduce((sum, [x]) => sum + x, 0) / spots.length,
  spots.reduce((sum, [, y]) => sum + y, 0) / spots.length,
];

/** How far two fingers are apart; 0 for one. */
function spread([a, b]: readonly Spot[]): number {
  return a && b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
}

const stageNow = ({ view, frame, size }: Target) => stageOf(view.peek(), frame(), size());

const placeAt = (target: Target, [x, y]: Spot): Position | null => unproject(stageNow(target), x, y);

/** Beside the Earth, its edge is grabbed. */
function placeNear(target: Target, [x, y]: Spot): Position | null {
  const stage = stageNow(target);
  const dx = x - stage.x;
  const dy = y - stage.y;
  const keep = Math.min(1, (0.999 * stage.rim) / Math.max(1e-9, Math.hypot(dx, dy)));
  return unproject(stage, stage.x + keep * dx, stage.y + keep * dy);
}

/** Zoom so that the place under the pointer stays there. */
function zoomAt(target: Target, spot: Spot, by: number): void {
  const next = zoomed(target.view.peek(), by);
  const place = placeAt(target, spot);
  target.view.value = place ? held(next, target.frame(), target.size(), place, ...spot) : next;
}

export const KEY_ZOOM = Math.SQRT2;

const ARROWS: Readonly<Record<string, readonly [east: number, north: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Degrees that an arrow key turns at zoom 1; close up, as much less. */
const FAR = 10;
const NEAR = 1;

function press(event: KeyboardEvent, target: Target): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { view } = target;
  const arrow = ARROWS[event.key];
  if (arrow) {
    const step = (event.shiftKey ? NEAR : FAR) / Math.max(1, view.peek().zoom);
    view.value = moved(view.peek(), target.frame(), arrow[0] * step, arrow[1] * step);
  } else if (event.key === "+" || event.key === "=") view.value = zoomed(view.peek(), KEY_ZOOM);
  else if (event.key === "-") view.value = zoomed(view.peek(), 1 / KEY_ZOOM);
  else if (event.key === "Home") target.home();
  else if (event.key === "Enter" || event.key === " ") target.pick(view.peek().lon, view.peek().lat);
  else return false;
  return true;
}
