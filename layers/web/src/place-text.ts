// Places and bearings in words.
import { t } from "./messages/index.ts";
import { marked } from "./messages/number.ts";

/** “52.23° N, 21.01° E”. */
export function placeText(lon: number, lat: number, digits = 2): string {
  const { north, south, east, west } = t.value.compass;
  return `${side(lat, digits, north, south)}${t.value.mark === "," ? ";" : ","} ${side(lon, digits, east, west)}`;
}

function side(value: number, digits: number, plus: string, minus: string): string {
  const size = Math.abs(value).toFixed(digits);
  const letter = Number(size) === 0 ? "" : ` ${value < 0 ? minus : plus}`;
  return `${marked(size)}°${letter}`;
}

/** “52° N”, “0°”. */
export function latitudeText(lat: number): string {
  const { north, south } = t.value.compass;
  return side(lat, 0, north, south);
}

/** “336° NW”. */
export function bearingText(bearing: number): string {
  const whole = Math.round(bearing) % 360;
  return `${whole}° ${t.value.compass.points[Math.round(whole / 45) % 8]}`;
}

/** As many decimals of a degree as a pixel of the map tells apart, two at least. */
export const digitsAt = (zoom: number): number =>
  Math.max(2, Math.ceil(Math.log10((256 * 2 ** zoom) / 360)));
