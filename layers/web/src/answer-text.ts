// The words of an answer at a place: margins, distances, bearings, coordinates.
import { CUT_LOCUS } from "./geo/shapes.ts";
import type { Held } from "./layers/inquiry.ts";
import { outerOf, rangeText } from "./ranges.ts";
import type { Range, Unit } from "./scene.ts";
import { METRES } from "./units.ts";

/** “213 km within its edge”, outside “by 120 km”; of a region “400 km to spare”, “120 km short”. */
export function marginText(
  { margin_m, low_margin_m }: Held,
  range: Range,
  role: "site" | "region",
): string {
  const say = (margin: number): string => roundDistance(Math.abs(margin), range.unit);
  // Where there is no edge, or it may lie farther, the margin is what the range may lose.
  const edge = role === "site" && outerOf(range) < CUT_LOCUS;
  if (margin_m < 0) return edge ? `by ${say(margin_m)}` : `${say(margin_m)} short`;
  if (low_margin_m === null) return `${say(margin_m)} ${edge ? "within its edge" : "to spare"}`;
  const [within, beyond] = edge ? ["within", "beyond"] : ["to spare at", "short at"];
  if (low_margin_m >= 0) return `${say(low_margin_m)} ${within} its low end`;
  return `${say(margin_m)} ${within} its high end, ${say(low_margin_m)} ${beyond} its low end`;
}

/** “1,000 km, beyond 30 km, bearings 70° to 190°”, “2,000 km from anywhere in it”. */
export function shapeText(range: Range, role: "site" | "region"): string {
  if (role === "region") return `${rangeText(range)} from ${range.from} in it`;
  const { inner_m, bearings } = range;
  return [
    rangeText(range),
    inner_m !== null && `beyond ${roundDistance(inner_m, range.unit)}`,
    bearings && `bearings ${bearings[0]}° to ${bearings[1]}°`,
  ]
    .filter((part) => typeof part === "string")
    .join(", ");
}

const POINTS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];

/** “312° NW”. */
export function bearingText(bearing: number): string {
  const whole = Math.round(bearing) % 360;
  return `${whole}° ${POINTS[Math.round(whole / 45) % 8]}`;
}

/** A measured distance, in whole units from 10 on and two digits below: “1,954 km”, “0.35 km”. */
export function roundDistance(metres: number, unit: Unit): string {
  const value = metres / METRES[unit];
  const rounded = value >= 9.95 ? Math.round(value) : Number(value.toPrecision(2));
  return `${rounded.toLocaleString("en", { maximumSignificantDigits: 9 })}\u00a0${unit}`;
}

/** “52.23° N, 21.01° E”. */
export const placeName = (lon: number, lat: number): string =>
  `${coordinate(lat, "N", "S")}, ${coordinate(lon, "E", "W")}`;

const coordinate = (value: number, plus: string, minus: string): string =>
  `${Math.abs(value).toFixed(2)}° ${value < 0 ? minus : plus}`;
