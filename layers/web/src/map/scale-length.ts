// How long a scale bar is: true between its ends, as the shortest way goes, at one latitude.
import { distance } from "../geo/geodesic.ts";

const HALVINGS = 24; // to 1e-5 of a pixel

export interface Scale {
  /** A round number. */
  km: number;
  /** CSS pixels, not whole: rounding them would cost the bar up to 1 %. */
  width: number;
}

/**
 * Find the longest round distance that is not wider than `widest` pixels.
 *
 * A bar lies along a parallel, which on a map of the whole Earth is a detour: at zoom 1 and latitude
 * 60 a bar of 110 pixels is 4,316 km along it, and 4,064 km from end to end.
 */
export function scaleOf(lat: number, zoom: number, widest: number): Scale {
  const degrees = 360 / (256 * 2 ** zoom); // of longitude, in one pixel
  const km = (width: number) => distance(0, lat, Math.min(width * degrees, 180), lat) / 1000;
  const rounded = roundBelow(km(widest));
  let low = 0;
  let high = widest;
  for (let nth = 0; nth < HALVINGS; nth++) {
    const middle = (low + high) / 2;
    if (km(middle) < rounded) low = middle;
    else high = middle;
  }
  return { km: rounded, width: high };
}

/** The roundest number that is not above a length. */
function roundBelow(km: number): number {
  const power = 10 ** Math.floor(Math.log10(km));
  return ([5, 2].find((digit) => digit * power <= km) ?? 1) * power;
}
