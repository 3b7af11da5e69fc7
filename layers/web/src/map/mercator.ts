// The unit square that Web Mercator maps the Earth to: x and y from 0 to 1, y downwards.

/** Where drawing ends: shapes that hold a pole are closed far outside the map's square. */
const LAST_LATITUDE = 89.9;

export const unitX = (lon: number): number => lon / 360 + 0.5;

export function unitY(lat: number): number {
  const clamped = Math.max(-LAST_LATITUDE, Math.min(LAST_LATITUDE, lat));
  const phi = (clamped * Math.PI) / 180;
  return 0.5 - Math.asinh(Math.tan(phi)) / (2 * Math.PI);
}

/** The longitude's copy that lies nearest to another longitude. */
export const nearestCopy = (lon: number, to: number): number =>
  lon + 360 * Math.round((to - lon) / 360);
