// Shares: how much of whose land lies inside at least one shape, as the numbers stand.
// Twin: layers/shares.py, which says who was a member when; counted as geo/questions.py counts.
import type { ReadonlySignal } from "@preact/signals";
import { members, type NamedShape } from "../geo/nato.ts";
import type { ScanShape } from "../geo/scan.ts";
import type { Geometry } from "../geo/types.ts";
import { byAreaName } from "../messages/area.ts";
import { t } from "../messages/index.ts";
import { grouped, marked } from "../messages/number.ts";
import { outerOf, sameCurve } from "../ranges.ts";
import type { Range } from "../scene.ts";
import { regionShape, siteShape } from "../shape.ts";
import type { Cell, EstimateState, Place, Row, State } from "../state.ts";
import {
  type Clock, type Counting, coveredExact, coveredLive, createParts, follow, type Part,
} from "./counting.ts";

/** A country, or all of them together. */
export interface ShareRow {
  /** ISO 3166-1 alpha-3 code, or the area: `nato-europe`. */
  area: string;
  name: string;
  area_km2: number;
  covered_km2: number;
  /** 0..1 */
  share: number;
}

export interface ShareTable {
  /** By country; the last row is all of them together. */
  readonly rows: readonly ShareRow[];
  /** False while the numbers are changing: then few rows are cut across each country. */
  readonly exact: boolean;
  readonly estimate: string;
  /** The chosen day; null for any date. */
  readonly date: string | null;
  /** How many countries were members, those across the Atlantic too. */
  readonly members: number;
  /** How many shapes count. */
  readonly shapes: number;
}

export interface Shares {
  /** Null until it is known: counted for the first time some frames after the start. */
  readonly table: ReadonlySignal<ShareTable | null>;
  /** Count exactly, now. */
  readonly exact: () => ShareRow[];
  /** The chosen area on the chosen day, by country. */
  readonly areas: ReadonlySignal<readonly Part[]>;
  readonly stop: () => void;
}

const FINE = 10; // metres: tolerance of the sectors and reaches whose areas are asked for

/** @param first what Python counted of all that the state has; who was a member that day may differ */
export function createShares(
  state: State,
  countries: ReadonlyMap<string, NamedShape>,
  first: ShareTable | null,
  clock?: Clock,
): Shares {
  const areas = createParts(state, countries);
  const membersOn = (date: string | null) =>
    members(state.scene.nato.accessions, date ?? state.today).length;

  /** Count one shape, then one country at a time. */
  function* count(exactly: boolean): Counting<ShareTable> {
    const measure = exactly ? coveredExact : coveredLive;
    const shapes = yield* shapesOf(state, state.estimate.peek(), exactly);
    const rows: ShareRow[] = [];
    for (const each of areas.peek()) {
      const { area, covered } = measure(each, shapes);
      rows.push(shareRow(each.code, each.name, area / 1e6, covered / 1e6));
      yield;
    }
    const sum = (column: "area_km2" | "covered_km2") =>
      rows.reduce((total, row) => total + row[column], 0);
    const date = state.date.peek();
    return {
      rows: [...rows, shareRow(...wholeOf(state), sum("area_km2"), sum("covered_km2"))],
      exact: exactly,
      estimate: state.estimate.peek().name,
      date,
      members: membersOn(date),
      shapes: shapes.length,
    };
  }

  const watch = () => {
    state.area.value;
    state.date.value;
    state.estimate.value;
    // What counts goes by its numbers: a reach that is drawn exactly after its draft is no change.
    for (const { range, on, stands } of state.rows.value.values()) {
      range.value;
      on.value;
      stands.value;
    }
  };
  const known = first?.members === membersOn(null) ? first : null;
  const { found, ...rest } = follow(watch, count, known, clock);
  return { ...rest, table: found, exact: () => [...rest.exact().rows], areas };
}

/** The chosen area, and what it is called. */
export function wholeOf(state: State): [code: string, name: string] {
  const code = state.area.peek();
  return [code, state.scene.nato.areas[code] ?? code];
}

const shareRow = (area: string, name: string, area_km2: number, covered_km2: number): ShareRow => ({
  ...{ area, name, area_km2, covered_km2 },
  share: covered_km2 / area_km2,
});

/** Whether a place's shapes count: the reach of a launch region covers nobody. */
export const counts = ({ place, on, stands }: Row): boolean =>
  place.kind !== "launch" && on.peek() && stands.peek();

/**
 * Make the shapes of an estimate that count, one at a time.
 *
 * @param exactly as they are measured after a pause, or as they are drawn
 * @param low whether bands count to their low ends only
 */
export function* shapesOf(
  state: State,
  { cells }: EstimateState,
  exactly: boolean,
  low = false,
): Counting<ScanShape[]> {
  const toShape = exactly ? exactShape : drawnShape;
  const shapes: ScanShape[] = [];
  for (const row of state.rows.value.values()) {
    const cell = cells.get(row.place.id);
    if (!cell || !counts(row) || cell.range.peek() === null) continue;
    shapes.push(toShape(row.place, cell, low));
    yield;
  }
  return shapes;
}

// The engine keeps what it knows of a shape by its identity: what has not changed stays the same.
const drawn = new WeakMap<Geometry, ScanShape>();
const scannables = { low: new WeakMap<Cell, Scannable>(), high: new WeakMap<Cell, Scannable>() };

interface Scannable {
  readonly range: Range;
  readonly shape: ScanShape;
}

/** What counts while the numbers are changing: sectors and reaches as they are drawn. */
export function drawnShape(place: Place, cell: Cell, low = false): ScanShape {
  if (isDisc(place, cell.range.peek())) return exactShape(place, cell, low);
  const known = cell.shape.peek();
  const geometry = (low ? known?.low : null) ?? known?.outer;
  if (!geometry) return exactShape(place, cell, low);
  const shape = drawn.get(geometry) ?? { kind: "polygon", geometry };
  drawn.set(geometry, shape);
  return shape;
}

const isDisc = ({ role }: Place, range: Range | null): boolean =>
  role === "site" && range?.bearings === null;

/**
 * @param cell has a range
 * @param low whether a band counts to its low end only
 */
export function exactShape(place: Place, cell: Cell, low = false): ScanShape {
  const given = cell.range.peek() as Range;
  const end = low && given.low_m !== null ? "low" : "high";
  const range_m = end === "low" ? given.low_m : outerOf(given);
  const range: Range = { ...given, range_m, low_m: null, high_m: null };
  const last = scannables[end].get(cell);
  if (last && sameCurve(last.range, range)) return last.shape;
  const shape = scannable(place, range);
  scannables[end].set(cell, { range, shape });
  return shape;
}

function scannable(place: Place, range: Range): ScanShape {
  if (place.role === "site" && range.bearings === null) {
    const { lon, lat } = place.site;
    return { kind: "disc", lon, lat, radius: outerOf(range), inner: range.inner_m ?? 0 };
  }
  const { outer } =
    place.role === "site"
      ? siteShape(place.site, range, FINE)
      : regionShape(place.geometry, range, FINE);
  return { kind: "polygon", geometry: outer };
}

/**
 * Choose the day that is shown; null is any date.
 *
 * @throws RangeError when it is no day, or lies before the treaty; then nothing has changed.
 */
export function chooseDate(state: State, date: string | null): void {
  if (date !== null) {
    if (!isDay(date)) throw new RangeError(t.value.shares.noDay(date));
    const first = firstDay(state);
    if (date < first) {
      throw new RangeError(t.value.shares.beforeTreaty(date, first));
    }
  }
  state.date.value = date;
}

/** The day of the treaty. */
export const firstDay = ({ scene }: State): string => scene.nato.accessions[0]?.on ?? "1949-04-04";

function isDay(text: unknown): text is string {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A share, in English as the command prints it: 51.92 %. */
export const percent = (share: number): string => t.value.percent(marked((share * 100).toFixed(2)));

export const wholeKm2 = (km2: number): string => grouped(Math.round(km2));

export type Column = "name" | "area_km2" | "share";

/**
 * The countries in the order of a column, without the row of all of them; equal as written is by
 * name.
 *
 * @param settled the exact rows, whose order holds while the numbers are changing
 */
export function sorted(
  rows: readonly ShareRow[],
  column: Column,
  descending: boolean,
  settled: readonly ShareRow[] = rows,
): ShareRow[] {
  const last = new Map(settled.map((row) => [row.area, row]));
  const value = (row: ShareRow) => {
    const { area_km2, share } = last.get(row.area) ?? row;
    return column === "share" ? Math.round(share * 1e4) : area_km2;
  };
  const order = (a: ShareRow, b: ShareRow) =>
    column === "name" ? byAreaName(a, b) : value(a) - value(b);
  const sign = descending ? -1 : 1;
  return rows.slice(0, -1).sort((a, b) => sign * order(a, b) || byAreaName(a, b));
}
