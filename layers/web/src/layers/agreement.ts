// Agreement: what lies inside under all readings of the numbers, under some of them, under none.
// The twin of geo/questions.agreement, and of geo/overlays.agreement_polygons for the map.
import type { ReadonlySignal } from "@preact/signals";
import type { ScanShape } from "../geo/scan.ts";
import type { Geometry } from "../geo/types.ts";
import { byAreaName } from "../messages/area.ts";
import type { EstimateState, State } from "../state.ts";
import { asideOf, type Clock, type Counting, exact, follow, live, type Part } from "./counting.ts";
import { shapesOf, wholeOf } from "./shares.ts";

/** A country, or all of them together: `agreed`, `disputed` and `outside` are shares, 0..1. */
export interface AgreementRow {
  /** ISO 3166-1 alpha-3 code, or the area: `nato-europe`. */
  area: string;
  name: string;
  area_km2: number;
  agreed_km2: number;
  disputed_km2: number;
  outside_km2: number;
  agreed: number;
  disputed: number;
  outside: number;
}

export interface AgreementTable {
  /** By country; the last row is all of them together. */
  readonly rows: readonly AgreementRow[];
  /** False while the numbers are changing: then few rows are cut across each country. */
  readonly exact: boolean;
  readonly readings: readonly Reading[];
  /** The chosen day; null for any date. */
  readonly date: string | null;
}

/** An estimate with its bands read at one end. */
export interface Reading {
  readonly estimate: EstimateState;
  /** The low ends or the high ones; null for an estimate without bands. */
  readonly end: "low" | "high" | null;
}

export interface Agreement {
  /** Null with fewer than two readings, and until it is counted for the first time. */
  readonly table: ReadonlySignal<AgreementTable | null>;
  /** Count exactly, now; null with fewer than two readings. */
  readonly exact: () => AgreementRow[] | null;
  readonly stop: () => void;
}

/** @param areas what `createShares` asks about too */
export function createAgreement(
  state: State,
  areas: ReadonlySignal<readonly Part[]>,
  clock?: Clock,
): Agreement {
  const asides = new WeakMap<Part, Part>();
  const aside = (part: Part): Part => {
    const known = asides.get(part) ?? asideOf(part);
    asides.set(part, known);
    return known;
  };

  /** Count one shape, then one country at a time. */
  function* count(exactly: boolean): Counting<AgreementTable | null> {
    const readings = readingsOf(state);
    if (readings.length < 2) return null;
    const measure = exactly ? exact : live;
    const shapes: ScanShape[] = [];
    const groups: number[] = [];
    for (const [group, { estimate, end }] of readings.entries()) {
      const own = yield* shapesOf(state, estimate, exactly, end === "low");
      shapes.push(...own);
      groups.push(...own.map(() => group));
    }
    const rows: AgreementRow[] = [];
    for (const part of areas.peek()) {
      const found = measure(aside(part), { shapes, groups, groupCount: readings.length });
      const { area, agreed, disputed, outside } = found;
      rows.push(toRow(part.code, part.name, [area, agreed, disputed, outside].map((m2) => m2 / 1e6)));
      yield;
    }
    const sums = SUMMED.map((column) => rows.reduce((sum, row) => sum + row[column], 0));
    return {
      rows: [...rows, toRow(...wholeOf(state), sums)],
      exact: exactly,
      readings,
      date: state.date.peek(),
    };
  }

  const watch = () => {
    if (readingsOf(state).length < 2) return;
    areas.value;
    state.date.value;
    for (const { on, stands } of state.rows.value.values()) {
      on.value;
      stands.value;
    }
  };
  const { found, exact: now, stop } = follow(watch, count, null, clock);
  return { table: found, exact: () => now()?.rows.slice() ?? null, stop };
}

const SUMMED = ["area_km2", "agreed_km2", "disputed_km2", "outside_km2"] as const;

function toRow(area: string, name: string, km2: readonly number[]): AgreementRow {
  const [area_km2, agreed_km2, disputed_km2, outside_km2] = km2 as [number, number, number, number];
  return {
    ...{ area, name, area_km2, agreed_km2, disputed_km2, outside_km2 },
    agreed: agreed_km2 / area_km2,
    disputed: disputed_km2 / area_km2,
    outside: outside_km2 / area_km2,
  };
}

/** Return every way to read the numbers: an estimate with bands is read twice, low ends first. */
export function readingsOf(state: State): Reading[] {
  return state.estimates.value.flatMap((estimate): Reading[] => {
    const ranges = [...estimate.cells.values()].map(({ range }) => range.value);
    if (!ranges.some((range) => range !== null && range.low_m !== null)) {
      return [{ estimate, end: null }];
    }
    return [{ estimate, end: "low" }, { estimate, end: "high" }];
  });
}

/**
 * Return what each reading covers, as it is drawn: its shapes may overlap.
 *
 * @returns null where agreement is not to be shown, or there are fewer than two readings
 */
export function drawnReadings(state: State): Geometry[][] | null {
  if (!state.agreement.value) return null;
  const readings = readingsOf(state);
  if (readings.length < 2) return null;
  const standing = [...state.rows.value.values()].filter(
    ({ place, on, stands }) => place.kind !== "launch" && on.value && stands.value,
  );
  return readings.map(({ estimate, end }) =>
    standing.flatMap(({ place }) => {
      const shape = estimate.cells.get(place.id)?.shape.value;
      return shape ? [(end === "low" ? shape.low : null) ?? shape.outer] : [];
    }),
  );
}

/**
 * The countries without the row of all of them, the most disputed first, then the most agreed;
 * equal as written is by name.
 *
 * @param settled the exact rows, whose order holds while the numbers are changing
 */
export function byDispute(
  rows: readonly AgreementRow[],
  settled: readonly AgreementRow[],
): AgreementRow[] {
  const last = new Map(settled.map((row) => [row.area, row]));
  const value = (row: AgreementRow, column: "disputed" | "agreed") =>
    Math.round((last.get(row.area) ?? row)[column] * 1e4);
  return rows.slice(0, -1).sort(
    (a, b) =>
      value(b, "disputed") - value(a, "disputed") ||
      value(b, "agreed") - value(a, "agreed") ||
      byAreaName(a, b),
  );
}
