// Tables for spreadsheets: RFC 4180, UTF-8 with a byte order mark, one row per shape or country.
import { partsOf, metresOf } from "../ranges.ts";
import type { Range } from "../scene.ts";
import type { ShareRow } from "../layers/shares.ts";
import type { State } from "../state.ts";
import { formatNumber } from "../units.ts";
import { coverages } from "./shown.ts";

type Cell = string | number | null;

/** A row per coverage shape, of every estimate; metres in the columns that end in `_m`. */
export function coverageCsv(state: State): string {
  const rows = coverages(state).map(({ estimate, place, range, edited }): Cell[] => [
    ...[place.id, place.name, place.kind, place.country],
    ...(place.role === "site" ? [place.site.lon, place.site.lat] : [null, null]),
    ...[inUnit(range), range.unit, range.range_m, range.low_m, range.high_m, range.inner_m],
    range.bearings && range.bearings.join(" to "),
    ...[estimate.name, estimate.source, estimate.entered, edited ? "in the page" : null],
    ...[place.role === "region" ? range.from : null, state.scene.notice],
    state.scene.generator,
  ]);
  return csv([COLUMNS, ...rows]);
}

const COLUMNS = [
  ...["id", "name", "kind", "country", "lon", "lat", "range", "unit"],
  ...["range_m", "low_m", "high_m", "inner_m", "bearings"],
  ...["estimate", "source", "entered", "edited", "from", "illustrative", "generator"],
];

/** The shares table, all countries together last, each row with whose numbers and which day. */
export function sharesCsv(state: State, rows: readonly ShareRow[]): string {
  const { name, source, entered, edited } = state.estimate.peek();
  const day = state.date.peek() ?? state.today;
  const about = [day, name, source, entered, edited.peek() ? "in the page" : null, state.scene.notice];
  const columns = ["area", "name", "area_km2", "covered_km2", "share"];
  const last = ["date", "estimate", "source", "entered", "edited", "illustrative"];
  return csv([
    [...columns, ...last],
    ...rows.map((row) => [row.area, row.name, row.area_km2, row.covered_km2, row.share, ...about]),
  ]);
}

/** The numbers as the reader wrote them: “1000”, or “1300 to 2000”, which is a band. */
function inUnit(range: Range): Cell {
  const numbers = partsOf(range).map((part) => formatNumber(metresOf(range, part) ?? 0, range.unit));
  return numbers.length === 1 ? Number(numbers[0]) : numbers.join(" to ");
}

const csv = (rows: readonly (readonly Cell[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(written).join(",")}\r\n`).join("")}`;

/** Numbers stand as they are; text is guarded and, where it must be, quoted. */
function written(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = guarded(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A spreadsheet runs a cell that begins with one of these as a formula: such text gets an
 * apostrophe in front (OWASP, CSV injection).
 */
const guarded = (text: string): string => (/^\s*[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text);
