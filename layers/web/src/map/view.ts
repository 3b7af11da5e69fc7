// What part of the unit square a canvas shows, and how paths get there.

/** Canvas pixels are CSS pixels from its top left corner. */
export interface View {
  zoom: number;
  width: number;
  height: number;
  /** CSS pixels of the unit square's side. */
  scale: number;
  /** Where the corner (0, 0) of the unit square lies. */
  x: number;
  y: number;
  /** The world copies that are in view: 0 is the one of longitudes -180 to 180. */
  copies: number[];
  /** Something moves and much is shown: only what is quick to paint. */
  light?: boolean;
  /** In place of `new Path2D()`, where what is painted on is no canvas. */
  path?: () => Path2D;
}

/** How much is drawn beyond each edge of the map, so that a drag shows no gap: part of its size. */
export const PADDING = 0.15;

/** A path for painting this view. */
export const newPath = ({ path }: View): Path2D => path?.() ?? new Path2D();

/** Bounds in unit coordinates. */
export interface Box {
  west: number;
  north: number;
  east: number;
  south: number;
}

export const screenX = (view: View, unitX: number, copy = 0): number =>
  view.x + (unitX + copy) * view.scale;

export const screenY = (view: View, unitY: number): number => view.y + unitY * view.scale;

export function copiesOf(x: number, width: number, scale: number): number[] {
  const first = Math.floor(-x / scale);
  const last = Math.floor((width - x) / scale);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

export function isInView(view: View, box: Box, copy: number, margin = 4): boolean {
  return (
    screenX(view, box.east, copy) > -margin &&
    screenX(view, box.west, copy) < view.width + margin &&
    screenY(view, box.south) > -margin &&
    screenY(view, box.north) < view.height + margin
  );
}
