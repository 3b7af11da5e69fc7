// Agreement on the map: solid where all readings cover a place, hatched where some do, else nothing.
import type { Geometry } from "../geo/types.ts";
import { fillOf } from "./paths.ts";
import type { Theme } from "./theme.ts";
import { newPath, type View } from "./view.ts";

const GAP = 8; // pixels from line to line of the hatching, along x

/**
 * Paint on a canvas of its own, since what is agreed is cut out of what is disputed.
 *
 * Exteriors run one way round and holes the other, so that many shapes filled as one path by the
 * winding rule are their union; clips, one after another, are the intersection of the unions.
 *
 * @param readings what each reading covers
 */
export function paintAgreement(
  context: CanvasRenderingContext2D,
  view: View,
  readings: readonly (readonly Geometry[])[],
  theme: Theme,
): void {
  const unions = readings.map((shapes) => joined(view, shapes.map((each) => fillOf(each).placed(view))));
  context.save();
  context.clip(joined(view, unions), "nonzero");
  context.fillStyle = context.strokeStyle = theme.disputed;
  context.globalAlpha = 0.18;
  context.fillRect(0, 0, view.width, view.height);
  context.globalAlpha = 0.8;
  context.lineWidth = 1.2;
  context.stroke(hatching(view));
  context.restore();
  context.save();
  for (const union of unions) context.clip(union, "nonzero");
  context.clearRect(0, 0, view.width, view.height);
  context.fillStyle = theme.agreed;
  context.globalAlpha = 0.4;
  context.fillRect(0, 0, view.width, view.height);
  context.restore();
}

function joined(view: View, paths: readonly Path2D[]): Path2D {
  const all = newPath(view);
  for (const path of paths) all.addPath(path);
  return all;
}

/** Lines that fall from left to right and stay where they are on the map. */
function hatching(view: View): Path2D {
  const { x, y, width, height } = view;
  const path = newPath(view);
  const first = ((((x - y) % GAP) + GAP) % GAP) - height - GAP;
  for (let start = first; start < width; start += GAP) {
    path.moveTo(start, 0);
    path.lineTo(start + height, height);
  }
  return path;
}
