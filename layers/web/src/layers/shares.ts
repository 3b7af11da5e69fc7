// Shares: how much of whose land lies inside at least one shape, as the numbers stand.
// Twin: layers/shares.py, which says who was a member when; counted as geo/questions.py counts.
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { areasOf, type CountryPart, members, type NamedShape } from "../geo/nato.ts";
import {
  type PreparedArea,
  prepareArea,
  ROWS,
  type Scan,
  scan,
  type ScanShape,
} from "../geo/scan.ts";
import type { Geometry } from "../geo/types.ts";
import { outerOf, sameCurve } from "../ranges.ts";
import type { Range } from "../scene.ts";
import { regionShape, siteShape } from "../shape.ts";
import { type Cell, type Place, QUIET_MS, type Row, type State } from "../state.ts";

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
  /** Null until it is counted for the first time, some frames after the start. */
  readonly table: ReadonlySignal<ShareTable | null>;
  /** Count exactly, now. */
  readonly exact: () => ShareRow[];
  readonly stop: () => void;
}

/** When to count; a test brings its own. */
export interface Clock {
  /** Call back before the next picture; returns what takes it back. */
  frame: (call: () => void) => () => void;
}

// Milliseconds of counting in one go, so that the page stays at hand. What follows a slider takes a
// few; only the first time, when every country is cut into rows, takes more than one slice.
const LIVE_SLICE = 30;
const EXACT_SLICE = 8;
const FINE = 10; // metres: tolerance of the sectors and reaches whose areas are asked for

export function createShares(
  state: State,
  countries: ReadonlyMap<string, NamedShape>,
  clock: Clock = page,
): Shares {
  const table = signal<ShareTable | null>(null);
  const day = computed(() => state.date.value ?? state.today);
  // A country's part of an area is the same on every day on which it has one.
  const parts = new Map<string, Part>();
  const areas = computed(() => {
    const name = state.area.value;
    return areasOf(name, day.value, state.scene.nato.accessions, countries).map((part): Part => {
      const key = `${name} ${part.code}`;
      const known = parts.get(key) ?? { ...part, live: null, exact: null };
      parts.set(key, known);
      return known;
    });
  });

  /** Count one shape, then one country at a time. */
  function* count(toShape: (row: Row) => ScanShape, measure: Measure): Counting {
    const shapes: ScanShape[] = [];
    for (const row of state.rows.value.values()) {
      if (!counts(row)) continue;
      shapes.push(toShape(row));
      yield;
    }
    const rows: ShareRow[] = [];
    for (const each of areas.peek()) {
      const { area, covered } = measure(each, shapes);
      rows.push(shareRow(each.code, each.name, area / 1e6, covered / 1e6));
      yield;
    }
    const sum = (column: "area_km2" | "covered_km2") =>
      rows.reduce((total, row) => total + row[column], 0);
    const code = state.area.peek();
    const name = state.scene.nato.areas[code] ?? code;
    return {
      rows: [...rows, shareRow(code, name, sum("area_km2"), sum("covered_km2"))],
      exact: measure === exact,
      estimate: state.estimate.peek().name,
      date: state.date.peek(),
      members: members(state.scene.nato.accessions, day.peek()).length,
      shapes: shapes.length,
    };
  }

  let cancel: () => void = () => {};
  const later = (ms: number, call: () => void) => {
    const timer = setTimeout(call, ms);
    cancel = () => clearTimeout(timer);
  };
  const run = (counting: Counting, slice: number, done: () => void) => {
    const end = performance.now() + slice;
    for (let step = counting.next(); ; step = counting.next()) {
      if (step.done) {
        table.value = step.value;
        return done();
      }
      if (performance.now() > end) return later(0, () => run(counting, slice, done));
    }
  };
  const exactly = () => run(count(exactShape, exact), EXACT_SLICE, () => {});
  const atOnce = () => run(count(drawnShape, live), LIVE_SLICE, () => later(QUIET_MS, exactly));
  const stop = effect(() => {
    areas.value;
    state.date.value;
    state.estimate.value;
    for (const row of state.rows.value.values()) {
      row.range.value;
      row.shape.value;
    }
    cancel();
    cancel = clock.frame(atOnce);
  });
  return {
    table,
    exact: () => finished(count(exactShape, exact)),
    stop: () => {
      stop();
      cancel();
    },
  };
}

/** A country's part of an area, with what is kept of it between two edits. */
interface Part extends CountryPart {
  live: PreparedArea | null;
  exact: { readonly shapes: readonly ScanShape[]; readonly found: Scan } | null;
}

type Counting = Generator<undefined, ShareTable>;

type Measure = (part: Part, shapes: readonly ScanShape[]) => Scan;

/** With few rows, the same for all shapes. */
const live: Measure = (part, shapes) => scan((part.live ??= prepareArea(part.geometry)), shapes);

/** With the rows that geo/scan.py lays for these shapes. */
const exact: Measure = (part, shapes) => {
  const known = part.exact;
  if (known && isSame(known.shapes, shapes)) return known.found;
  const found = scan(prepareArea(part.geometry, ROWS, shapes), shapes);
  part.exact = { shapes, found };
  return found;
};

const isSame = (a: readonly ScanShape[], b: readonly ScanShape[]): boolean =>
  a.length === b.length && a.every((shape, k) => shape === b[k]);

const page: Clock = {
  frame: (call) => {
    const frame = requestAnimationFrame(call);
    return () => cancelAnimationFrame(frame);
  },
};

const shareRow = (area: string, name: string, area_km2: number, covered_km2: number): ShareRow => ({
  ...{ area, name, area_km2, covered_km2 },
  share: covered_km2 / area_km2,
});

function finished(counting: Counting): ShareRow[] {
  let step = counting.next();
  while (!step.done) step = counting.next();
  return [...step.value.rows];
}

/** The reach of a launch region covers nobody. */
const counts = ({ place, on, stands, range }: Row): boolean =>
  place.kind !== "launch" && on.peek() && stands.peek() && range.peek() !== null;

// The engine keeps what it knows of a shape by its identity: what has not changed stays the same.
const drawn = new WeakMap<Geometry, ScanShape>();
const scannables = new WeakMap<Cell, { range: Range; shape: ScanShape }>();

/** What counts while the numbers are changing: sectors and reaches as they are drawn. */
function drawnShape(row: Row): ScanShape {
  const geometry = row.shape.peek()?.outer;
  if (isDisc(row) || !geometry) return exactShape(row);
  const shape = drawn.get(geometry) ?? { kind: "polygon", geometry };
  drawn.set(geometry, shape);
  return shape;
}

const isDisc = ({ place, range }: Row): boolean =>
  place.role === "site" && range.peek()?.bearings === null;

function exactShape(row: Row): ScanShape {
  const [cell, range] = [row.cell.peek(), row.range.peek() as Range];
  const last = scannables.get(cell);
  if (last && sameCurve(last.range, range)) return last.shape;
  const shape = scannable(row.place, range);
  scannables.set(cell, { range, shape });
  return shape;
}

function scannable(place: Place, range: Range): ScanShape {
  const [radius, inner] = [outerOf(range), range.inner_m ?? 0];
  if (place.role === "site" && range.bearings === null) {
    return { kind: "disc", lon: place.site.lon, lat: place.site.lat, radius, inner };
  }
  const one: Range = { ...range, range_m: radius, low_m: null, high_m: null };
  const { outer } =
    place.role === "site"
      ? siteShape(place.site, one, FINE)
      : regionShape(place.geometry, one, FINE);
  return { kind: "polygon", geometry: outer };
}

/**
 * Choose the day that is shown; null is any date.
 *
 * @throws RangeError when it is no day, or lies before the treaty; then nothing has changed.
 */
export function chooseDate(state: State, date: string | null): void {
  if (date !== null) {
    if (!isDay(date)) throw new RangeError(`“${date}” is no day; write one as 2018-12-31`);
    const first = firstDay(state);
    if (date < first) {
      throw new RangeError(
        `${date} lies before NATO's treaty; choose a day from ${first} (its signature) on`,
      );
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

/** A share as the command prints it: 51.92 %. */
export const percent = (share: number): string => `${(share * 100).toFixed(2)}\u00a0%`;

export const wholeKm2 = (km2: number): string =>
  km2.toLocaleString("en", { maximumFractionDigits: 0 });

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
  const byName = (a: ShareRow, b: ShareRow) => a.name.localeCompare(b.name, "en");
  const order = (a: ShareRow, b: ShareRow) =>
    column === "name" ? byName(a, b) : value(a) - value(b);
  const sign = descending ? -1 : 1;
  return rows.slice(0, -1).sort((a, b) => sign * order(a, b) || byName(a, b));
}
