// Cells on Mercator, where each is a rectangle; neighbours of one class are one.
import { unitX, unitY } from "../map/mercator.ts";
import { newPath, screenX, screenY, type View } from "../map/view.ts";
import type { Cell, Run } from "./cells.ts";

/** Land, sea and names show through. */
export const OPACITY = 0.82;

/**
 * @param colors of the classes 1, 2, …
 * @param density of the canvas, in its own pixels for one of CSS; of a drawing, what it rounds to
 */
export function paintDepth(
  context: CanvasRenderingContext2D,
  view: View,
  runs: readonly Run[],
  colors: readonly string[],
  density: number,
): void {
  const paths = colors.map(() => newPath(view));
  // On whole pixels of a canvas: no seam between neighbours, no overlap.
  const snapped = (at: number) => Math.round(at * density) / density;
  for (const { west, east, south, north, class: own } of runs) {
    const top = snapped(screenY(view, unitY(north)));
    const bottom = snapped(screenY(view, unitY(south)));
    if (bottom < 0 || top > view.height) continue;
    for (const copy of [...view.copies, (view.copies.at(-1) ?? 0) + 1, (view.copies[0] ?? 0) - 1]) {
      const left = snapped(screenX(view, unitX(west), copy));
      const right = snapped(screenX(view, unitX(east), copy));
      if (right < 0 || left > view.width) continue;
      paths[own - 1]?.rect(left, top, right - left, bottom - top);
    }
  }
  paths.forEach((path, k) => {
    context.fillStyle = colors[k] as string;
    context.fill(path);
  });
}

/** The outline of the cell that is asked about. */
export function paintCell(
  context: CanvasRenderingContext2D,
  view: View,
  { west, east, south, north }: Cell,
  { text, casing }: { text: string; casing: string },
): void {
  const top = screenY(view, unitY(north));
  const bottom = screenY(view, unitY(south));
  for (const copy of view.copies.flatMap((each) => [each - 1, each, each + 1])) {
    const left = screenX(view, unitX(west), copy);
    const right = screenX(view, unitX(east), copy);
    if (right < 0 || left > view.width) continue;
    for (const [color, width] of [[casing, 5], [text, 2]] as const) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.strokeRect(left, top, right - left, bottom - top);
    }
  }
}
