// The panel of a phone is a sheet at the bottom: three heights, by a handle that is dragged, pressed
// or moved by the arrow keys.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** Its head alone; less than half of the screen; all of it but a strip of the map. */
export type Height = "peek" | "half" | "full";

const HEIGHTS: readonly Height[] = ["peek", "half", "full"];

/** In px, as in frame.css: what is wider has its panel beside the map. */
const NARROW = 720;
const HALF = 0.45;
const STRIP = 72;

/** In px: what moves less is a press, and what moves more goes on to the next height. */
const SLACK = 6;
const NEXT = 40;

export interface Sheet {
  readonly height: Signal<Height>;
  readonly dragging: Signal<boolean>;
  /** For the head, which is dragged as a whole. */
  readonly drag: {
    onPointerDown: (event: PointerEvent) => void;
    onPointerMove: (event: PointerEvent) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
  };
  /** For the handle. */
  readonly press: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

interface Grip {
  id: number;
  /** Where the pointer went down, and how high the sheet was then, in px. */
  y: number;
  from: number;
  now: number;
}

/** @param root the map with its panel */
export function useSheet(root: HTMLElement): Sheet {
  const height = useSignal<Height>("half");
  const dragging = useSignal(false);
  const grip = useRef<Grip | null>(null);
  const panel = () => root.querySelector<HTMLElement>(".sm-panel");
  useEffect(() => lowerForTheMap(root, height), [root, height]);

  const onPointerDown = ({ pointerId: id, clientY: y, isPrimary, button }: PointerEvent) => {
    if (!isPrimary || button !== 0 || root.clientWidth > NARROW) return;
    const from = panel()?.offsetHeight ?? 0;
    grip.current = { id, y, from, now: from };
  };
  const onPointerMove = (event: PointerEvent) => {
    const held = grip.current;
    if (!held || held.id !== event.pointerId) return;
    if (!dragging.value && Math.abs(event.clientY - held.y) < SLACK) return;
    if (!dragging.value) (event.currentTarget as Element).setPointerCapture(held.id);
    dragging.value = true;
    held.now = Math.min(root.clientHeight - STRIP, Math.max(headHeight(root), held.from + held.y - event.clientY));
    panel()?.style.setProperty("--sm-sheet", `${held.now}px`);
  };
  const end = () => {
    const held = grip.current;
    grip.current = null;
    if (!held || !dragging.value) return;
    height.value = nearest(held, headHeight(root), root.clientHeight);
    dragging.value = false;
    panel()?.style.removeProperty("--sm-sheet");
  };
  const step = (by: number) => {
    height.value = HEIGHTS[HEIGHTS.indexOf(height.value) + by] ?? height.value;
  };
  return {
    ...{ height, dragging },
    drag: { onPointerDown, onPointerMove, onPointerUp: end, onPointerCancel: end },
    press: () => {
      height.value = height.value === "half" ? "full" : "half";
    },
    onKeyDown: (event) => {
      const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (by === undefined) return;
      event.preventDefault(); // the page would scroll
      step(by);
    },
  };
}

const headHeight = (root: HTMLElement): number =>
  root.querySelector<HTMLElement>(".sm-head")?.offsetHeight ?? 0;

/** The height that is next to where the sheet was let go, in the direction of the drag. */
function nearest({ from, now }: Grip, head: number, room: number): Height {
  const pixels = { peek: head, half: room * HALF, full: room - STRIP };
  const moved = now - from;
  const ahead = HEIGHTS.filter((each) =>
    moved > NEXT ? pixels[each] > from + 1 : moved < -NEXT ? pixels[each] < from - 1 : true,
  );
  const [found] = (ahead.length > 0 ? ahead : HEIGHTS).toSorted(
    (a, b) => Math.abs(pixels[a] - now) - Math.abs(pixels[b] - now),
  );
  return found ?? "half";
}

/** What has the focus on the map is not left behind the sheet. */
function lowerForTheMap(root: HTMLElement, height: Signal<Height>): () => void {
  const onFocus = ({ target }: FocusEvent) => {
    const onMap = target instanceof Element && target.closest(".sm-main");
    if (onMap && height.peek() === "full") height.value = "half";
  };
  root.addEventListener("focusin", onFocus);
  return () => root.removeEventListener("focusin", onFocus);
}
