// The part of the Earth that a sheet's frame shows: at least what is in view on the map.
import { unitX, unitY } from "../map/mercator.ts";
import { copiesOf, type View } from "../map/view.ts";

/** What the map shows: its centre, and its size in pixels at that zoom. */
export interface Shown {
  lon: number;
  lat: number;
  zoom: number;
  width: number;
  height: number;
}

/** Everything in view stays in view, round the same centre; a frame of another form shows more. */
export function viewOf({ lon, lat, zoom, width: w, height: h }: Shown, width: number, height: number): View {
  const fitted = zoom + Math.log2(Math.min(width / Math.max(1, w), height / Math.max(1, h)));
  const all = Math.log2(height / 256); // from here on the world is no lower than the frame
  const scale = 256 * 2 ** Math.max(fitted, all);
  const x = width / 2 - unitX(lon) * scale;
  const y = Math.min(0, Math.max(height - scale, height / 2 - unitY(lat) * scale));
  return { zoom: Math.log2(scale / 256), width, height, scale, x, y, copies: copiesOf(x, width, scale) };
}

/** The latitude of a height in the unit square. */
export const latAt = (unit: number): number =>
  (Math.atan(Math.sinh((0.5 - unit) * 2 * Math.PI)) * 180) / Math.PI;
