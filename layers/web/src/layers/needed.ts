// The range that a row of the shares table needs: from which place, of which share, in which unit.
import type { CountryPart } from "../geo/nato.ts";
import { neededRange, type Needed, type Steps } from "../geo/needed.ts";
import { polygons } from "../geo/rings.ts";
import type { Geometry } from "../geo/types.ts";
import { dot, upright } from "../geo/vectors.ts";
import { t } from "../messages/index.ts";
import { unmarked } from "../messages/number.ts";
import { partsOf } from "../ranges.ts";
import type { Unit } from "../scene.ts";
import { type Place, type Row, setMetres, setOption, type State } from "../state.ts";
import { METRES } from "../units.ts";

/** The land that a row of the shares table counts, by its `area`; null where there is no such row. */
export function landOf(state: State, parts: readonly CountryPart[], area: string): Geometry | null {
  if (area !== state.area.value) return parts.find(({ code }) => code === area)?.geometry ?? null;
  const coordinates = parts.flatMap(({ geometry }) => polygons(geometry));
  return { type: "MultiPolygon", coordinates };
}

/** The range of a place that covers a share of an area; see geo/needed.ts. */
export const neededFrom = (place: Place, area: Geometry, share: number): Steps<Needed> =>
  neededRange(place.role === "site" ? [place.site.lon, place.site.lat] : place.geometry, area, share);

/**
 * The place to ask from first: of the sites that count, or else of those that are switched on, the
 * one that an area lies closest about, its farthest corner measured. Null where there is no place.
 */
export function likelyPlace(state: State, area: Geometry): Row | null {
  const rows = [...state.rows.value.values()];
  const sites = rows.filter(({ place }) => place.role === "site");
  const there = sites.filter(({ on, stands }) => on.peek() && stands.peek());
  const counted = there.filter(({ range }) => range.peek() !== null);
  const choice = [counted, there, sites, rows].find(({ length }) => length > 0) ?? [];
  const corners = polygons(area).flat(2).map(upright);
  const least = (row: Row): number => {
    const { place } = row;
    if (place.role === "region") return -1;
    const here = upright([place.site.lon, place.site.lat]);
    // The cosine of the angle to the farthest corner: the larger, the closer.
    return corners.reduce((low, corner) => Math.min(low, dot(here, corner)), 1);
  };
  const [first = null] = choice.toSorted((a, b) => least(b) - least(a));
  return first;
}

const SHARE = /^(\d+\.?\d*|\.\d+)\s*%?$/;

/**
 * Read a share in percent as 0..1.
 *
 * @throws RangeError in one sentence that says what to write instead.
 */
export function parseShare(text: string): number {
  const written = text.trim();
  const { quote, needed } = t.value;
  const quoted = quote(written.length <= 24 ? written : `${written.slice(0, 23)}…`);
  const [, number] = SHARE.exec(unmarked(written.replace(/^\+/, ""))) ?? [];
  if (written === "") throw new RangeError(needed.noShare);
  if (number === undefined) {
    const below = /^[-−]\s*[\d.]/.test(written);
    throw new RangeError(below ? needed.below(quoted) : needed.noNumber(quoted));
  }
  const percent = Number(number);
  if (percent === 0) throw new RangeError(needed.zero(quoted));
  if (percent > 100) throw new RangeError(needed.above(quoted));
  return percent / 100;
}

/** Metres, up to the next whole km, mi or nmi, so that the share is never missed. */
export function roundedUp(metres: number, unit: Unit, farthest: number): number {
  return Math.min(farthest, Math.ceil(metres / stepOf(unit)) * stepOf(unit));
}

/** Metres, to the closest whole km, mi or nmi. */
export const rounded = (metres: number, unit: Unit): number =>
  Math.round(metres / stepOf(unit)) * stepOf(unit);

const stepOf = (unit: Unit): number => METRES[unit === "m" ? "km" : unit];

/**
 * Set a range that was answered, so that it is drawn and counts: of a band its high end, of a
 * region from anywhere in it, which is what the answer means.
 *
 * @throws RangeError when the number makes no sense there; then nothing has changed.
 */
export function useNeeded(state: State, row: Row, metres: number): void {
  setMetres(state, row, partsOf(row.range.value).at(-1) ?? "range", metres);
  if (row.range.value?.from === "everywhere") setOption(row, { from: "anywhere" });
  row.on.value = true;
}

/** Count a slice at a time, with the page at hand between them; returns what stops it. */
export function inSlices<T>(steps: Steps<T>, done: (found: T) => void): () => void {
  let timer = setTimeout(run);
  function run(): void {
    const end = performance.now() + SLICE;
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return done(step.value);
      if (performance.now() > end) {
        timer = setTimeout(run);
        return;
      }
    }
  }
  return () => clearTimeout(timer);
}

const SLICE = 8; // milliseconds
