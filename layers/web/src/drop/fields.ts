// Fields of records that other tools write: names, kinds, ranges and their units, under many titles.
import { t } from "../messages/index.ts";
import { EMPTY, outerOf } from "../ranges.ts";
import type { Note, Range, RegionKind, SiteKind, Unit } from "../scene.ts";
import { checkDistance, parseDistance, UNITS } from "../units.ts";
import { isObject } from "./polygon.ts";

export type Fields = Readonly<Record<string, unknown>>;

export const SITE_KINDS: readonly SiteKind[] = ["interceptor", "radar", "command", "port", "place"];
export const REGION_KINDS: readonly RegionKind[] = ["launch", "sea"];

/** Text as it is, a number written out; null for anything else. */
export function fieldText(value: unknown): string | null {
  if (typeof value === "string") return value.trim() === "" ? null : value.trim();
  return typeof value === "number" && Number.isFinite(value) ? String(value) : null;
}

/** The first of these titles that holds text or a number, whatever its case. */
export function fieldOf(fields: Fields, ...titles: readonly string[]): string | null {
  const known = new Map<string, string>();
  for (const [title, value] of Object.entries(fields)) {
    const plain = title.trim().toLowerCase();
    const text = titles.includes(plain) && !known.has(plain) ? fieldText(value) : null;
    if (text !== null) known.set(plain, text);
  }
  return titles.map((title) => known.get(title)).find((text) => text !== undefined) ?? null;
}

export const nameOf = (fields: Fields, otherwise: string): string =>
  (fieldOf(fields, "name", "title", "label", "site", "place", "id") ?? otherwise).slice(0, 200);

export const siteKindOf = (fields: Fields): SiteKind =>
  SITE_KINDS.find((kind) => kind === fieldOf(fields, "kind")) ?? "place";

export const regionKindOf = (fields: Fields): RegionKind =>
  REGION_KINDS.find((kind) => kind === fieldOf(fields, "kind")) ?? "launch";

/** ISO 3166-1 alpha-3. */
export function countryOf(fields: Fields): string | null {
  const code = fieldOf(fields, "country", "iso3", "iso_a3");
  return code !== null && /^[A-Z]{3}$/.test(code) ? code : null;
}

/** "radius_km" and "range (nmi)" name their unit; "radius" alone is metres, as Leaflet has it. */
const TITLE = /^(?:range|radius)(?:[ _(\[]+(km|mi|nmi|m)[)\]]?)?$/;

/**
 * The range that a record holds.
 *
 * @returns null when it has none
 * @throws RangeError when it is no distance
 */
export function rangeOfFields(fields: Fields, farthest: number): Range | null {
  const own = ownRange(fields, farthest);
  if (own) return own;
  for (const [title, value] of Object.entries(fields)) {
    const plain = title.trim().toLowerCase();
    const match = TITLE.exec(plain);
    if (!match || value === null || value === "" || value === undefined) continue;
    const named = UNITS.find((each) => each === (match[1] ?? fieldOf(fields, "unit", "units")?.toLowerCase()));
    const meant: Unit = named ?? "m";
    const { metres, unit } = parseDistance(fieldText(value) ?? "", meant, farthest);
    return { ...EMPTY, range_m: metres, unit: unit === "m" && named === undefined ? "km" : unit };
  }
  return null;
}

/** As `shieldmap export` and this page write it: metres, with the unit beside. */
function ownRange(fields: Fields, farthest: number): Range | null {
  const metres = (title: string): number | null => {
    const value = fields[title];
    if (value === null || value === undefined || value === "") return null;
    const text = fieldText(value) ?? "";
    const number = text === "" ? Number.NaN : Number(text);
    checkDistance(number, `“${text.slice(0, 24)}”`, "m", farthest);
    return number;
  };
  const [range_m, low_m, high_m, inner_m] = [
    ...[metres("range_m"), metres("low_m"), metres("high_m"), metres("inner_m")],
  ];
  if (range_m === null && (low_m === null || high_m === null)) return null;
  const unit = UNITS.find((each) => each === fields["unit"]) ?? "km";
  const band = range_m === null;
  const range: Range = {
    ...EMPTY,
    ...{ unit, range_m: range_m ?? null, low_m: band ? (low_m ?? null) : null },
    ...{ high_m: band ? (high_m ?? null) : null, inner_m: inner_m ?? null },
    bearings: bearingsOf(fields["bearings"]),
    from: fields["from"] === "everywhere" ? "everywhere" : "anywhere",
  };
  const least = range.low_m ?? outerOf(range);
  if (range.low_m !== null && range.low_m >= outerOf(range)) {
    throw new RangeError(t.value.drop.band);
  }
  if (range.inner_m !== null && range.inner_m >= least) {
    throw new RangeError(t.value.drop.inner);
  }
  return range;
}

function bearingsOf(value: unknown): [number, number] | null {
  if (value === null || value === undefined || value === "") return null;
  const pair: unknown = typeof value === "string" ? value.split(/ to |[-,; ]+/) : value;
  if (Array.isArray(pair) && pair.length === 2) {
    const [from, to] = pair.map((each) => Number(fieldText(each) ?? Number.NaN)) as [number, number];
    if ([from, to].every((each) => each >= 0 && each <= 360) && from !== to) return [from, to];
  }
  throw new RangeError(t.value.drop.bearings);
}

const MOST_LISTED = 100; // notes or sources of one place

export function notesOf(value: unknown): Note[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_LISTED).flatMap((each): Note[] =>
    isObject(each) && typeof each["text"] === "string"
      ? [{ text: each["text"].slice(0, 2000), source: textsOf(each["source"]) }]
      : [],
  );
}

/** A text, or a list of texts. */
export function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.slice(0, MOST_LISTED).flatMap((each) => (typeof each === "string" && each !== "" ? [each.slice(0, 500)] : []));
}
