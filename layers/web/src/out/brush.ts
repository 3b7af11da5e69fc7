// What painters paint with, on a canvas as in an SVG.
import type { Rect } from "../map/labels.ts";

export interface Brush {
  /** Whether it keeps shapes and words as such: an SVG. */
  vector: boolean;
  context: CanvasRenderingContext2D;
  /** In place of `new Path2D(d)`. */
  path: (d?: string) => Path2D;
  /** Paint on a ground of its own, so that what is cleared there leaves what lies below. */
  layer: (paint: (context: CanvasRenderingContext2D) => void) => void;
}

export function canvasBrush(context: CanvasRenderingContext2D): Brush {
  const layer: Brush["layer"] = (paint) => {
    const { width, height } = context.canvas;
    const ground = Object.assign(document.createElement("canvas"), { width, height });
    const own = ground.getContext("2d");
    if (!own) return;
    own.setTransform(context.getTransform());
    paint(own);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(ground, 0, 0);
    context.restore();
  };
  return { vector: false, context, path: (d) => new Path2D(d), layer };
}

/** The map of a sheet, of whichever projection, in a frame whose corner is 0, 0. */
export interface Picture {
  /** @param kept boxes that the sheet's own words take, painted above */
  paint: (brush: Brush, kept: readonly Rect[]) => void;
  /** Null where no one scale is true. */
  scale: { metresPerPixel: number; lat: number } | null;
}
