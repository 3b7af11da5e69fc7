// The ending of a link read back: whatever somebody wrote there, what can be understood of it.
import { REGION_KINDS, SITE_KINDS } from "../drop/fields.ts";
import { MOST_ESTIMATES, MOST_PLACES } from "../drop/found.ts";
import { normalPolygons } from "../drop/polygon.ts";
import type { AreaName } from "../geo/nato.ts";
import type { Geometry, Position } from "../geo/types.ts";
import type { End } from "../measures.ts";
import { LANGUAGES, t } from "../messages/index.ts";
import { EMPTY, outerOf } from "../ranges.ts";
import type { Estimate, Range, SceneRegion, SceneSite } from "../scene.ts";
import { parseDistance, UNITS } from "../units.ts";
import type { Base, LinkView, Read, Snapshot } from "./snapshot.ts";
import { RESERVED, VERSION } from "./write.ts";

/** Characters of a link that is followed. */
export const LONGEST = 60_000;
const MOST_ENDS = 200; // of all measured lines together

/** @returns null when the text is no state of ours at all; what is wrong is left out, in words */
export function readLink(text: string, base: Base, longest = LONGEST): Read | null {
  const problems: string[] = [];
  const nothing = (why: string): Read => ({
    snapshot: base.snapshot,
    problems: [t.value.link.asMade(why)],
  });
  if (text.length > longest) return nothing(t.value.link.long(text.length, longest));
  let pairs: [string, string][];
  try {
    pairs = text.split("&").filter(Boolean).map(decodedPair);
  } catch (error) {
    if (error instanceof URIError) return nothing(t.value.link.damaged);
    throw error;
  }
  const version = pairs.find(([key]) => key === "v")?.[1];
  if (version === undefined) return null;
  if (!/^\d+$/.test(version)) return nothing(t.value.link.version(cut(version)));
  if (Number(version) > VERSION) {
    problems.push(t.value.link.newer);
  }
  const reader = new Reader(base);
  // Places first, then whose numbers, then the numbers: each needs what came before.
  for (const step of [places, abouts, numbers, choices] as const) {
    for (const [key, value] of pairs) {
      if (key === "v") continue;
      try {
        step(reader, key, value);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        problems.push(t.value.link.leftOut(cut(key), error.message));
      }
    }
  }
  return { snapshot: reader.finished(), problems };
}

function decodedPair(pair: string): [string, string] {
  const at = pair.indexOf("=");
  const decode = (part: string) => decodeURIComponent(part.replace(/\+/g, " "));
  return at < 0 ? [decode(pair), ""] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
}

class Reader {
  readonly sites = new Map<string, SceneSite>();
  readonly regions = new Map<string, SceneRegion>();
  readonly lines: { ends: End[] }[] = [];
  /** Null as long as the link names none: then they are the page's. */
  abouts: Map<number, Estimate> | null = null;
  readonly numbers = new Map<number, Map<string, Range | null>>();
  readonly rest: Pick<Snapshot, "active" | "off" | "date" | "area" | "lang" | "show" | "compare" | "unit" | "view">;
  readonly base: Base;

  constructor(base: Base) {
    this.base = base;
    const { area, lang } = base.snapshot;
    this.rest = {
      ...{ active: 0, off: [], date: null, area, lang, show: [], compare: null, unit: "km", view: null },
    };
  }

  isSite(id: string): boolean {
    return this.base.sites.has(id) || this.sites.has(id);
  }

  isPlace(id: string): boolean {
    return this.isSite(id) || this.base.regions.has(id) || this.regions.has(id);
  }

  estimates(): Estimate[] {
    const { estimates } = this.base.snapshot;
    if (!this.abouts) return estimates;
    const named = [...this.abouts].sort(([a], [b]) => a - b).map(([, estimate]) => estimate);
    return named.map((about) => {
      const origin = estimates.find(({ name }) => name === about.name);
      return { ...about, ranges: origin?.ranges ?? {} };
    });
  }

  finished(): Snapshot {
    const estimates = this.estimates().map((estimate, i): Estimate => {
      const ranges = { ...estimate.ranges };
      for (const [id, range] of this.numbers.get(i + 1) ?? []) {
        if (range) ranges[id] = range;
        else delete ranges[id];
      }
      return { ...estimate, ranges };
    });
    const active = Math.min(this.rest.active, estimates.length - 1);
    const sites = [...this.sites.values()];
    const regions = [...this.regions.values()];
    return { ...this.rest, active, estimates, sites, regions, lines: this.lines };
  }
}

function places(reader: Reader, key: string, value: string): void {
  const [, role, id = "", detail] = /^(site|region)\.([^:]+)(?::(\w+))?$/.exec(key) ?? [];
  if (!role) return;
  if (detail) return placeDetail(reader.sites.get(id), reader.regions.get(id), detail, value);
  if (reader.isPlace(id)) throw new RangeError(t.value.link.placeTaken);
  if (reader.sites.size + reader.regions.size >= MOST_PLACES) {
    throw new RangeError(t.value.link.mostPlaces(MOST_PLACES));
  }
  const parts = value.split(",");
  if (role === "site") {
    const [lat, lon, kind = "", country = "", ...name] = parts;
    const at = { lon: within(lon, 180, "longitude"), lat: within(lat, 90, "latitude") };
    reader.sites.set(id, {
      ...{ id, name: named(name), kind: oneOf(kind, SITE_KINDS), country: codeOf(country) },
      ...{ ...at, since: null, until: null, events: [], notes: [], source: [] },
    });
    return;
  }
  const [kind = "", country = "", ...name] = parts;
  reader.regions.set(id, {
    ...{ id, name: named(name), kind: oneOf(kind, REGION_KINDS), country: codeOf(country) },
    ...{ geometry: null, notes: [], source: [] },
  });
}

function placeDetail(
  site: SceneSite | undefined,
  region: SceneRegion | undefined,
  detail: string,
  value: string,
): void {
  const place = site ?? region;
  if (!place) throw new RangeError(t.value.link.noPlace);
  if (detail === "source") place.source.push(value);
  else if (site && (detail === "since" || detail === "until")) site[detail] = partialDay(value);
  else if (region && detail === "outline") {
    // Left out when it is wrong, and not shown as the country that it replaces.
    region.country = null;
    region.geometry = outlineOf(value);
  } else throw new RangeError(t.value.link.detail(cut(detail)));
}

function abouts(reader: Reader, key: string, value: string): void {
  const [, number, detail] = /^estimate\.(\d{1,3})(?:\.(source|entered))?$/.exec(key) ?? [];
  if (!number) return;
  reader.abouts ??= new Map();
  const about = reader.abouts.get(Number(number));
  if (detail) {
    if (!about) throw new RangeError(t.value.link.noEstimateOf);
    Object.assign(about, { [detail]: detail === "entered" ? partialDay(value) : value });
    return;
  }
  const name = named([value]);
  if ([...reader.abouts.values()].some((other) => other.name === name)) {
    throw new RangeError(t.value.link.twoEstimates(cut(name)));
  }
  if (reader.abouts.size >= MOST_ESTIMATES) {
    throw new RangeError(t.value.link.mostEstimates(MOST_ESTIMATES));
  }
  reader.abouts.set(Number(number), { name, source: null, entered: null, ranges: {} });
}

function numbers(reader: Reader, key: string, value: string): void {
  if (RESERVED.has(key) || /^(site|region|estimate)\./.test(key)) return;
  const [, number = "1", id = key] = /^(?:(\d{1,3})?\.)(.+)$/.exec(key) ?? [];
  const nth = Number(number);
  if (!reader.isPlace(id)) throw new RangeError(t.value.link.unknownPlace);
  if (nth < 1 || nth > reader.estimates().length) throw new RangeError(t.value.link.noEstimate);
  const range = value === "none" ? null : rangeOf(value, reader.base.farthest);
  const site = reader.isSite(id);
  if (range && site && range.from === "everywhere") {
    throw new RangeError(t.value.link.everywhere);
  }
  if (range && !site && (range.bearings || range.inner_m !== null)) {
    throw new RangeError(t.value.link.forSites);
  }
  const known = reader.numbers.get(nth) ?? new Map<string, Range | null>();
  reader.numbers.set(nth, known.set(id, range));
}

function choices(reader: Reader, key: string, value: string): void {
  const { rest, base } = reader;
  if (key === "shown" || key === "compare") {
    const nth = Number(value);
    if (!(nth >= 1 && nth <= reader.estimates().length)) throw new RangeError(t.value.link.noEstimate);
    rest[key === "shown" ? "active" : "compare"] = Math.floor(nth) - 1;
  } else if (key === "off") {
    const ids = value.split(",");
    rest.off = ids.filter((id) => reader.isPlace(id));
    const unknown = ids.find((id) => !reader.isPlace(id));
    if (unknown !== undefined) throw new RangeError(t.value.link.unknown(cut(unknown)));
  } else if (key === "date") {
    const day = dayOf(value);
    if (day < base.first) throw new RangeError(t.value.link.beforeTreaty(day, base.first));
    rest.date = day;
  } else if (key === "line") reader.lines.push({ ends: endsOf(value, reader) });
  else if (key === "unit") rest.unit = oneOf(value, UNITS);
  else if (key === "area") rest.area = oneOf(value, base.areas) as AreaName;
  else if (key === "lang") rest.lang = oneOf(value, LANGUAGES);
  else if (key === "show") rest.show = value.split(",").filter((each) => /^[a-z]{1,20}$/.test(each));
  else if (key === "map" || key === "globe" || key === "round") rest.view = viewOf(key, value, reader);
}

function viewOf(kind: LinkView["kind"], value: string, reader: Reader): LinkView {
  const [lat, lon, zoom, about = ""] = value.split(",");
  const site = kind === "round" ? about : null;
  if (site !== null && !reader.isSite(site)) throw new RangeError(t.value.link.roundNoSite);
  // Leaflet lets the reader go round the world more than once.
  const turn = kind === "map" ? 720 : 180;
  return {
    ...{ kind, lat: within(lat, 90, "latitude"), lon: within(lon, turn, "longitude") },
    ...{ zoom: within(zoom, 100, "zoom"), site },
  };
}

function endsOf(value: string, reader: Reader): End[] {
  const ends: End[] = [];
  const parts = value.split(",");
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (part.startsWith("@")) {
      const lat = within(part.slice(1), 90, "latitude");
      ends.push({ lon: within(parts.shift(), 180, "longitude"), lat });
    } else if (reader.isSite(part)) ends.push({ site: part });
    else throw new RangeError(t.value.link.unknownSite(cut(part)));
  }
  const all = reader.lines.reduce((sum, line) => sum + line.ends.length, ends.length);
  if (all > MOST_ENDS) throw new RangeError(t.value.link.mostEnds(MOST_ENDS));
  if (ends.length < 2) throw new RangeError(t.value.link.line);
  return ends;
}

/** @throws RangeError for anything that a range cannot be. */
export function rangeOf(text: string, farthest: number): Range {
  const [outer = "", ...options] = text.split(";");
  const [, low, high = outer] = /^(\d[\d.]*(?:e[+-]?\d+)?)-(.+)$/.exec(outer) ?? [];
  const { metres, unit } = parseDistance(high, "km", farthest);
  const range: Range = { ...EMPTY, unit, range_m: metres };
  if (low !== undefined) {
    const low_m = parseDistance(low, unit, farthest).metres;
    if (low_m >= metres) throw new RangeError(t.value.link.band(cut(outer)));
    Object.assign(range, { range_m: null, low_m, high_m: metres });
  }
  for (const option of options) applyOption(range, option, farthest);
  return range;
}

function applyOption(range: Range, option: string, farthest: number): void {
  const [, from, to] = /^([\d.]+(?:e-?\d+)?)-([\d.]+(?:e-?\d+)?)$/.exec(option) ?? [];
  if (option === "everywhere") range.from = option;
  else if (from !== undefined && to !== undefined) {
    const bearings: [number, number] = [Number(from), Number(to)];
    if (!bearings.every((each) => each >= 0 && each <= 360) || bearings[0] === bearings[1]) {
      throw new RangeError(t.value.link.bearings(cut(option)));
    }
    range.bearings = bearings;
  } else if (option.startsWith("beyond:")) {
    const inner = parseDistance(option.slice(7), range.unit, farthest).metres;
    if (inner >= (range.low_m ?? outerOf(range))) {
      throw new RangeError(t.value.link.inner(cut(option)));
    }
    range.inner_m = inner;
  } else if (option.startsWith("in:")) range.unit = oneOf(option.slice(3), UNITS);
  else throw new RangeError(t.value.link.option(cut(option)));
}

function outlineOf(text: string): Geometry {
  const coordinates = text.split("/").map((polygon) => polygon.split(";").map(ringOf));
  try {
    return normalPolygons({ type: "MultiPolygon", coordinates });
  } catch (error) {
    if (error instanceof RangeError) throw new RangeError(`the outline ${error.message}`);
    throw error;
  }
}

function ringOf(text: string): Position[] {
  const values = text.split(",");
  const points = Array.from({ length: Math.floor(values.length / 2) }, (_, i): Position => {
    return [within(values[2 * i + 1], 180, "longitude"), within(values[2 * i], 90, "latitude")];
  });
  const [first] = points;
  if (!first || points.length < 3) throw new RangeError(t.value.link.corners);
  return [...points, first];
}

function oneOf<T extends string>(text: string, known: readonly T[]): T {
  const found = known.find((each) => each === text);
  if (found === undefined) throw new RangeError(t.value.link.oneOf(cut(text), known.join(", ")));
  return found;
}

function codeOf(text: string): string | null {
  if (text === "") return null;
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new RangeError(t.value.link.country(cut(text)));
}

function named(parts: readonly string[]): string {
  const name = parts.join(",").trim();
  if (name === "" || name.length > 200) throw new RangeError(t.value.link.name);
  return name;
}

function dayOf(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) {
    throw new RangeError(t.value.link.day(cut(text)));
  }
  return text;
}

/** Known to the year, the month or the day. */
function partialDay(text: string): string {
  if (/^\d{4}(-\d\d){0,2}$/.test(text)) return text;
  throw new RangeError(t.value.link.date(cut(text)));
}

function finite(text: string | undefined, what: "longitude" | "latitude" | "zoom"): number {
  const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new RangeError(t.value.link[what](`“${cut(text ?? "")}”`));
  return value;
}

function within(text: string | undefined, most: number, what: "longitude" | "latitude" | "zoom"): number {
  const value = finite(text, what);
  if (Math.abs(value) > most) throw new RangeError(t.value.link[what](String(value)));
  return value;
}

const cut = (text: string): string => (text.length <= 24 ? text : `${text.slice(0, 23)}…`);
