// What one range means, and how one of its numbers is changed; ranges are never mutated.
import { t } from "./messages/index.ts";
import type { Range, Unit } from "./scene.ts";
import { checkDistance, formatDistance, labelDistance } from "./units.ts";

/** The number of a range that a field holds: a band has two. */
export type Part = "range" | "low" | "high";

/** The farthest distance that a range claims, in metres. */
export const outerOf = (range: Range): number => range.high_m ?? range.range_m ?? 0;

export const partsOf = (range: Range | null): readonly Part[] =>
  range?.low_m != null ? ["low", "high"] : ["range"];

export function metresOf(range: Range | null, part: Part): number | null {
  if (range === null) return null;
  return part === "low" ? range.low_m : part === "high" ? range.high_m : range.range_m;
}

/** Whether two ranges draw the same curves: their unit may differ. */
export function sameCurve(a: Range | null, b: Range | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.range_m === b.range_m &&
    a.low_m === b.low_m &&
    a.high_m === b.high_m &&
    a.inner_m === b.inner_m &&
    a.from === b.from &&
    a.bearings?.[0] === b.bearings?.[0] &&
    a.bearings?.[1] === b.bearings?.[1]
  );
}

/**
 * Return `range` with one number changed; a place without a range gets its first.
 *
 * @param written what the reader wrote, for messages
 * @throws RangeError when the result would make no sense; the message says why.
 */
export function withMetres(
  range: Range | null,
  part: Part,
  metres: number,
  unit: Unit,
  farthest: number,
  written = formatDistance(metres, unit),
): Range {
  checkDistance(metres, written, unit, farthest);
  const changed: Range = { ...(range ?? EMPTY), [`${part}_m`]: metres, unit };
  const { low_m, high_m, inner_m } = changed;
  if (low_m !== null && high_m !== null && low_m >= high_m) {
    const { aboveHigh, belowLow } = t.value.wrong;
    if (part === "low") throw new RangeError(aboveHigh(written, formatDistance(high_m, unit)));
    throw new RangeError(belowLow(written, formatDistance(low_m, unit)));
  }
  if (inner_m !== null && inner_m >= (low_m ?? outerOf(changed))) {
    throw new RangeError(t.value.wrong.belowInner(written, formatDistance(inner_m, unit)));
  }
  return changed;
}

/** The range of a place among ranges by id: “constructor” is an id like any other. */
export const rangeIn = (ranges: Readonly<Record<string, Range>> | undefined, id: string): Range | null =>
  (ranges && Object.hasOwn(ranges, id) && ranges[id]) || null;

/** The number in words, for labels: "1,000 km", "1,300 to 2,000 km". */
export function rangeText(range: Range): string {
  const outer = labelDistance(outerOf(range), range.unit);
  if (range.low_m === null) return outer;
  const low = labelDistance(range.low_m, range.unit).replace(/ \w+$/, "");
  return t.value.to.replace("{low}", low).replace("{high}", outer);
}

/** A range without a number yet. */
export const EMPTY: Range = {
  range_m: null,
  low_m: null,
  high_m: null,
  inner_m: null,
  bearings: null,
  from: "anywhere",
  unit: "km",
};
