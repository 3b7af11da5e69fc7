// Where labels may stand while two estimates are shown beside each other. No Leaflet in here.
import { type Rect, rect } from "./labels.ts";
import { PADDING, type View } from "./view.ts";

export type Side = "left" | "right";

/** Pixels that labels leave free on each side of the line. */
const CLEAR = 16;
const LINE = 5;
/** Its grip, as styles/compare.css places it: part of the map's height, and pixels to each side. */
const GRIP = { at: 0.7, half: 22 };

/** How far the names of both sides reach at most, and from where: CSS pixels. */
export const NAMES = { width: 200, height: 26, top: 10 };

const whole = 1 + 2 * PADDING; // of what the map shows

/**
 * Return what the divider and the names at its top hide.
 *
 * @param split where the divider stands: part of the map's width, 0..1
 */
export function dividerBoxes({ width, height }: View, split: number): Rect[] {
  const x = (width * (split + PADDING)) / whole;
  const top = (height * PADDING) / whole;
  const names = rect(x - NAMES.width, top, 2 * NAMES.width, NAMES.top + NAMES.height + 4);
  const y = top + (GRIP.at * height) / whole - GRIP.half;
  const grip = rect(x - GRIP.half, y, 2 * GRIP.half, 2 * GRIP.half);
  return [names, grip, rect(x - LINE, 0, 2 * LINE, height)];
}

/** Return the box in which labels of one side would be cut. */
export function beyondDivider({ width, height }: View, side: Side, split: number): Rect {
  const x = (width * (split + PADDING)) / whole;
  return rect(side === "left" ? x - CLEAR : x + CLEAR - width, 0, width, height);
}
