// Comparison: what is gained and what is lost from one estimate to another, as geo.compare counts.
// On the map the active estimate is drawn left of a divider, and the other one right of it.
import { batch, type ReadonlySignal } from "@preact/signals";
import type { ScanShape } from "../geo/scan.ts";
import { byAreaName } from "../messages/area.ts";
import type { EstimateState, Row, State } from "../state.ts";
import {
  asideOf, type Clock, type Counting, coveredExact, coveredLive, finished, follow, type Part,
} from "./counting.ts";
import type { Covered } from "./coverage.ts";
import { shapesOf, wholeOf } from "./shares.ts";

/** A country, or all of them together. */
export interface ComparisonRow {
  /** ISO 3166-1 alpha-3 code, or the area: `nato-europe`. */
  area: string;
  name: string;
  area_km2: number;
  before_km2: number;
  after_km2: number;
  /** Inside after, and not before. */
  gained_km2: number;
  /** Inside before, and not after. */
  lost_km2: number;
}

export interface ComparisonTable {
  /** By country; the last row is all of them together. */
  readonly rows: readonly ComparisonRow[];
  /** False while the numbers are changing: then few rows are cut across each country. */
  readonly exact: boolean;
  readonly before: EstimateState;
  readonly after: EstimateState;
  /** The chosen day; null for any date. */
  readonly date: string | null;
}

export interface Comparison {
  /** Null while nothing is compared, and until it is counted for the first time. */
  readonly table: ReadonlySignal<ComparisonTable | null>;
  /**
   * Count exactly, now, from one estimate to another.
   *
   * @throws RangeError when there is no estimate of that name
   */
  readonly between: (before: string, after: string) => ComparisonRow[];
  readonly stop: () => void;
}

/** A country three times, so that each scan of it keeps its own answers. */
type Sides = Record<"before" | "after" | "either", Part>;

/** @param areas what `createShares` asks about too */
export function createComparison(
  state: State,
  areas: ReadonlySignal<readonly Part[]>,
  clock?: Clock,
): Comparison {
  const known = new WeakMap<Part, Sides>();
  const sidesOf = (part: Part): Sides => {
    const before = asideOf(part);
    const after = asideOf(part);
    const either = asideOf(part);
    const sides = known.get(part) ?? { before, after, either };
    known.set(part, sides);
    return sides;
  };

  /** Count one shape, then one country at a time. */
  function* count(
    before: EstimateState,
    after: EstimateState,
    exactly: boolean,
  ): Counting<ComparisonTable> {
    const measure = exactly ? coveredExact : coveredLive;
    const first = yield* shapesOf(state, before, exactly);
    const second = yield* shapesOf(state, after, exactly);
    const either: ScanShape[] = [...first, ...second];
    const rows: ComparisonRow[] = [];
    for (const part of areas.peek()) {
      const sides = sidesOf(part);
      const { covered: one } = measure(sides.before, first);
      const { covered: other } = measure(sides.after, second);
      const { area, covered } = measure(sides.either, either);
      const m2 = [area, one, other, Math.max(covered - one, 0), Math.max(covered - other, 0)];
      rows.push(toRow(part.code, part.name, m2.map((each) => each / 1e6)));
      yield;
    }
    const sums = SUMMED.map((column) => rows.reduce((sum, row) => sum + row[column], 0));
    const total = toRow(...wholeOf(state), sums);
    return { rows: [...rows, total], exact: exactly, before, after, date: state.date.peek() };
  }

  function* shown(exactly: boolean): Counting<ComparisonTable | null> {
    const other = state.other.peek();
    return other && (yield* count(state.estimate.peek(), other, exactly));
  }

  const watch = () => {
    if (!state.other.value) return;
    areas.value;
    state.date.value;
    for (const { cells } of [state.estimate.value, state.other.value]) {
      for (const { range } of cells.values()) range.value;
    }
    for (const { on, stands } of state.rows.value.values()) {
      on.value;
      stands.value;
    }
  };
  const { found, stop } = follow(watch, shown, null, clock);
  const between = (before: string, after: string) => {
    const first = named(state, before);
    const second = named(state, after);
    return finished(count(first, second, true)).rows.slice();
  };
  return { table: found, between, stop };
}

function named(state: State, name: string): EstimateState {
  const found = state.estimates.peek().find((each) => each.name === name);
  if (found) return found;
  const known = state.estimates.peek().map((each) => `“${each.name}”`);
  throw new RangeError(`“${name}” is no estimate of this map; use one of ${known.join(", ")}`);
}

const SUMMED = ["area_km2", "before_km2", "after_km2", "gained_km2", "lost_km2"] as const;

function toRow(area: string, name: string, km2: readonly number[]): ComparisonRow {
  const [area_km2, before_km2, after_km2, gained_km2, lost_km2] = km2 as [
    number, number, number, number, number,
  ];
  return { area, name, area_km2, before_km2, after_km2, gained_km2, lost_km2 };
}

/**
 * Compare the active estimate with another one, on the map in place of where readings agree.
 *
 * @param name the other one's; null ends it
 */
export function compareWith(state: State, name: string | null): void {
  batch(() => {
    state.compared.value = name;
    if (name !== null) state.agreement.value = false;
  });
}

/** Return what is drawn right of the divider; nothing while nothing is compared. */
export function drawnBeside(state: State, rows: readonly Row[]): Covered[] {
  const { other, marked } = state;
  return rows.flatMap(({ place, on, stands }): Covered[] => {
    const cell = other.value?.cells.get(place.id);
    const range = cell?.range.value;
    const shape = cell?.shape.value;
    if (!range || !shape || !on.value || !stands.value) return [];
    return [{ place, range, shape, marked: marked.value === place.id }];
  });
}

/**
 * The countries without the row of all of them, those where most changes first; equal to 1 km2 is
 * by name.
 *
 * @param settled the exact rows, whose order holds while the numbers are changing
 */
export function byChange(
  rows: readonly ComparisonRow[],
  settled: readonly ComparisonRow[],
): ComparisonRow[] {
  const last = new Map(settled.map((row) => [row.area, row]));
  const changed = (row: ComparisonRow) => {
    const { gained_km2, lost_km2 } = last.get(row.area) ?? row;
    return Math.round(gained_km2 + lost_km2);
  };
  return rows
    .slice(0, -1)
    .sort((a, b) => changed(b) - changed(a) || byAreaName(a, b));
}
