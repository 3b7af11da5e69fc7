// The words of an answer at a place: margins, shapes, distances.
import { CUT_LOCUS } from "./geo/shapes.ts";
import type { Held } from "./layers/inquiry.ts";
import { t } from "./messages/index.ts";
import { grouped, marked } from "./messages/number.ts";
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
  const words = t.value.answer;
  if (margin_m < 0) return (edge ? words.by : words.short)(say(margin_m));
  if (low_margin_m === null) return (edge ? words.withinEdge : words.toSpare)(say(margin_m));
  if (low_margin_m >= 0) return (edge ? words.withinLow : words.spareLow)(say(low_margin_m));
  return (edge ? words.betweenEnds : words.spareBetween)(say(margin_m), say(low_margin_m));
}

/** “1,000 km, beyond 30 km, bearings 70° to 190°”, “2,000 km from anywhere in it”. */
export function shapeText(range: Range, role: "site" | "region"): string {
  const { answer, row } = t.value;
  if (role === "region") {
    return (range.from === "anywhere" ? answer.fromAnywhere : answer.fromEverywhere)(rangeText(range));
  }
  const { inner_m, bearings } = range;
  return [
    rangeText(range),
    inner_m !== null && row.beyond(roundDistance(inner_m, range.unit)),
    bearings && bearingsText(bearings),
  ]
    .filter((part) => typeof part === "string")
    .join(", ");
}

/** “bearings 70° to 190°”. */
export const bearingsText = ([first, last]: readonly [number, number]): string =>
  t.value.row.bearings(marked(String(first)), marked(String(last)));

/** A measured distance, in whole units from 10 on and two digits below: “1,954 km”, “0.35 km”. */
export function roundDistance(metres: number, unit: Unit): string {
  const value = metres / METRES[unit];
  const rounded = value >= 9.95 ? Math.round(value) : Number(value.toPrecision(2));
  return `${grouped(rounded, { maximumSignificantDigits: 9 })}\u00a0${unit}`;
}
