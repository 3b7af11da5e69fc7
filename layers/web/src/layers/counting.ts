// How the page counts areas: coarsely before the next picture, exactly once the reader pauses.
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { areasOf, type CountryPart, type NamedShape } from "../geo/nato.ts";
import {
  type Covered,
  coveredBy,
  type PreparedArea,
  prepareArea,
  ROWS,
  type Scan,
  scan,
  type ScanShape,
} from "../geo/scan.ts";
import { QUIET_MS, type State } from "../state.ts";

/** When to count; a test brings its own. */
export interface Clock {
  /** Call back before the next picture; returns what takes it back. */
  frame: (call: () => void) => () => void;
  /** Milliseconds since some moment. */
  now: () => number;
}

/** A count that may pause wherever it yields. */
export type Counting<T> = Generator<undefined, T>;

export interface Followed<T> {
  /** Null until it is known: counted for the first time some frames after the start. */
  readonly found: ReadonlySignal<T | null>;
  /** Count exactly, now. */
  readonly exact: () => T;
  readonly stop: () => void;
}

// Milliseconds of counting in one go, so that the page stays at hand. What follows a slider takes a
// few; only the first time, when every country is cut into rows, takes more than one slice.
const LIVE_SLICE = 30;
const EXACT_SLICE = 8;

/**
 * Count anew whenever a signal changes that `watch` reads.
 *
 * @param count how to count: coarsely and at once, or exactly
 * @param first what is found as things stand now, where that is known: it is counted after the
 *   first picture, so that what follows is at hand
 */
export function follow<T>(
  watch: () => void,
  count: (exactly: boolean) => Counting<T>,
  first: T | null,
  clock: Clock = page,
): Followed<T> {
  const found = signal<T | null>(first);
  let known = first !== null;
  let cancel: () => void = () => {};
  const later = (ms: number, call: () => void) => {
    const timer = setTimeout(call, ms);
    cancel = () => clearTimeout(timer);
  };
  const run = (counting: Counting<T>, slice: number, done: () => void) => {
    const end = clock.now() + slice;
    for (let step = counting.next(); ; step = counting.next()) {
      if (step.done) {
        found.value = step.value;
        return done();
      }
      if (clock.now() > end) return later(0, () => run(counting, slice, done));
    }
  };
  const exactly = () => run(count(true), EXACT_SLICE, () => {});
  const quietly = () => later(QUIET_MS, exactly);
  const afterPicture = () => {
    cancel = clock.frame(quietly); // the second frame begins once the first is drawn
  };
  const atOnce = () => run(count(false), LIVE_SLICE, quietly);
  const stop = effect(() => {
    watch();
    cancel();
    cancel = clock.frame(known ? afterPicture : atOnce);
    known = false;
  });
  return {
    found,
    exact: () => finished(count(true)),
    stop: () => {
      stop();
      cancel();
    },
  };
}

export function finished<T>(counting: Counting<T>): T {
  let step = counting.next();
  while (!step.done) step = counting.next();
  return step.value;
}

const page: Clock = {
  frame: (call) => {
    const frame = requestAnimationFrame(call);
    return () => cancelAnimationFrame(frame);
  },
  now: () => performance.now(),
};

/** A country's part of an area, with what is kept of it between two edits. */
export interface Part extends CountryPart {
  live: PreparedArea | null;
  exact: { readonly asked: Asked; readonly found: Scan } | null;
  covered: { readonly asked: Asked; readonly found: Covered } | null;
}

/** Shapes, and where it matters the group 0, 1, ... that each belongs to. */
export interface Asked {
  readonly shapes: readonly ScanShape[];
  readonly groups?: readonly number[];
  readonly groupCount?: number;
}

/** Return the parts of the chosen area on the chosen day. */
export function createParts(
  state: State,
  countries: ReadonlyMap<string, NamedShape>,
): ReadonlySignal<readonly Part[]> {
  // A country's part of an area is the same on every day on which it has one.
  const parts = new Map<string, Part>();
  return computed(() => {
    const name = state.area.value;
    const day = state.date.value ?? state.today;
    return areasOf(name, day, state.scene.nato.accessions, countries).map((part): Part => {
      const key = `${name} ${part.code}`;
      const known = parts.get(key) ?? { ...part, live: null, exact: null, covered: null };
      parts.set(key, known);
      return known;
    });
  });
}

export type Measure = (part: Part, asked: Asked) => Scan;

/** With few rows, the same for all shapes. */
export const live: Measure = (part, { shapes, groups, groupCount }) =>
  scan(liveRows(part), shapes, groups, groupCount);

/** With the rows that geo/scan.py lays for these shapes. */
export const exact: Measure = (part, asked) => {
  if (part.exact && isSame(part.exact.asked, asked)) return part.exact.found;
  const { shapes, groups, groupCount } = asked;
  const found = scan(prepareArea(part.geometry, ROWS, shapes), shapes, groups, groupCount);
  part.exact = { asked, found };
  return found;
};

export type MeasureCovered = (part: Part, shapes: readonly ScanShape[]) => Covered;

/** What `live` has of it. */
export const coveredLive: MeasureCovered = (part, shapes) => coveredBy(liveRows(part), shapes);

/** What `exact` has of it. */
export const coveredExact: MeasureCovered = (part, shapes) => {
  if (part.covered && isSame(part.covered.asked, { shapes })) return part.covered.found;
  const found = coveredBy(prepareArea(part.geometry, ROWS, shapes), shapes);
  part.covered = { asked: { shapes }, found };
  return found;
};

const liveRows = (part: Part): PreparedArea => (part.live ??= prepareArea(part.geometry));

/** Return a part for another question: it shares rows and cuts, and keeps answers of its own. */
export const asideOf = (part: Part): Part => ({
  ...part,
  live: { ...liveRows(part), last: null },
  exact: null,
  covered: null,
});

const isSame = (a: Asked, b: Asked): boolean =>
  a.groupCount === b.groupCount && areSame(a.shapes, b.shapes) && areSame(a.groups, b.groups);

const areSame = <T>(a: readonly T[] = [], b: readonly T[] = []): boolean =>
  a.length === b.length && a.every((each, k) => each === b[k]);
