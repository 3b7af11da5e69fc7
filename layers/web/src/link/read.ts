// The ending of a link read back: whatever somebody wrote there, what can be understood of it.
import type { AreaName } from "../geo/nato.ts";
import type { Geometry, Position } from "../geo/types.ts";
import { EMPTY, outerOf } from "../ranges.ts";
import type { Estimate, Range, RegionKind, SceneRegion, SceneSite, SiteKind } from "../scene.ts";
import { checkDistance, parseDistance, UNITS } from "../units.ts";
import type { Base, LinkView, Read, Snapshot } from "./snapshot.ts";
import { RESERVED, VERSION } from "./write.ts";

const LONGEST = 60_000; // characters

/** @returns null when the text is no state of ours at all; what is wrong is left out, in words */
export function readLink(text: string, base: Base): Read | null {
  const problems: string[] = [];
  const nothing = (why: string): Read => ({
    snapshot: base.snapshot,
    problems: [`This link's ending ${why}; the page is shown as it was made.`],
  });
  if (text.length > LONGEST) return nothing(`has ${text.length} characters, more than ${LONGEST}`);
  let pairs: [string, string][];
  try {
    pairs = text.split("&").filter(Boolean).map(decodedPair);
  } catch (error) {
    if (error instanceof URIError) return nothing("is damaged");
    throw error;
  }
  const version = pairs.find(([key]) => key === "v")?.[1];
  if (version === undefined) return null;
  if (!/^\d+$/.test(version)) return nothing(`has the version “${cut(version)}”`);
  if (Number(version) > VERSION) {
    problems.push("This link was made by a newer version; what this one knows of it is shown.");
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
        problems.push(`The link's “${cut(key)}” was left out: ${error.message}.`);
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
  readonly sites: SceneSite[] = [];
  readonly regions: SceneRegion[] = [];
  /** Null as long as the link names none: then they are the page's. */
  abouts: Map<number, Estimate> | null = null;
  readonly numbers = new Map<number, Map<string, Range | null>>();
  readonly rest: Pick<Snapshot, "active" | "off" | "date" | "area" | "show" | "view">;

  readonly base: Base;

  constructor(base: Base) {
    this.base = base;
    const { area } = base.snapshot;
    this.rest = { active: 0, off: [], date: null, area, show: [], view: null };
  }

  isSite(id: string): boolean {
    return this.base.sites.includes(id) || this.sites.some((site) => site.id === id);
  }

  isPlace(id: string): boolean {
    return (
      this.isSite(id) ||
      this.base.regions.includes(id) ||
      this.regions.some((region) => region.id === id)
    );
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
    return { ...this.rest, active, estimates, sites: this.sites, regions: this.regions };
  }
}

function places(reader: Reader, key: string, value: string): void {
  const [, role, id = "", detail] = /^(site|region)\.([^:]+)(?::(\w+))?$/.exec(key) ?? [];
  if (!role) return;
  if (detail === "source" || detail === "outline") {
    const place = [...reader.sites, ...reader.regions].find((each) => each.id === id);
    if (!place) throw new RangeError("it is about no place of this link");
    if (detail === "source") place.source.push(value);
    else if ("geometry" in place) Object.assign(place, { country: null, geometry: outlineOf(value) });
    return;
  }
  if (reader.isPlace(id)) throw new RangeError("this page has such a place already");
  const parts = value.split(",");
  if (role === "site") {
    const [lat, lon, kind = "", country = "", ...name] = parts;
    const at = { lon: within(lon, 180, "longitude"), lat: within(lat, 90, "latitude") };
    reader.sites.push({
      ...{ id, name: named(name), kind: oneOf(kind, SITE_KINDS), country: codeOf(country) },
      ...{ ...at, since: null, until: null, events: [], notes: [], source: [] },
    } as unknown as SceneSite);
    return;
  }
  const [kind = "", country = "", ...name] = parts;
  reader.regions.push({
    ...{ id, name: named(name), kind: oneOf(kind, REGION_KINDS), country: codeOf(country) },
    ...{ geometry: null, notes: [], source: [] },
  });
}

function abouts(reader: Reader, key: string, value: string): void {
  const [, number, detail] = /^estimate\.(\d{1,3})(?:\.(source|entered))?$/.exec(key) ?? [];
  if (!number) return;
  reader.abouts ??= new Map();
  const about = reader.abouts.get(Number(number));
  if (detail) {
    if (!about) throw new RangeError("it is about no estimate of this link");
    if (detail === "entered") dayOf(value);
    Object.assign(about, { [detail]: value });
    return;
  }
  if ([...reader.abouts.values()].some(({ name }) => name === value)) {
    throw new RangeError(`there are two estimates “${cut(value)}”`);
  }
  reader.abouts.set(Number(number), { name: named([value]), source: null, entered: null, ranges: {} });
}

function numbers(reader: Reader, key: string, value: string): void {
  if (RESERVED.has(key) || /^(site|region|estimate)\./.test(key)) return;
  const [, number = "1", id = key] = /^(?:(\d{1,3})?\.)(.+)$/.exec(key) ?? [];
  const nth = Number(number);
  if (!reader.isPlace(id)) throw new RangeError("this page has no such place");
  if (nth < 1 || nth > reader.estimates().length) throw new RangeError("there is no such estimate");
  const range = value === "none" ? null : rangeOf(value, reader.base.farthest);
  const site = reader.isSite(id);
  if (range && site && range.from === "everywhere") {
    throw new RangeError("“everywhere” is for regions");
  }
  if (range && !site && (range.bearings || range.inner_m !== null)) {
    throw new RangeError("bearings and “beyond” are for sites");
  }
  const known = reader.numbers.get(nth) ?? new Map<string, Range | null>();
  reader.numbers.set(nth, known.set(id, range));
}

function choices(reader: Reader, key: string, value: string): void {
  const { rest, base } = reader;
  if (key === "shown") {
    const nth = Number(value);
    if (!(nth >= 1 && nth <= reader.estimates().length)) throw new RangeError("there is no such estimate");
    rest.active = Math.floor(nth) - 1;
  } else if (key === "off") rest.off = value.split(",").filter((id) => reader.isPlace(id));
  else if (key === "date") {
    rest.date = dayOf(value);
    if (value < base.first) {
      rest.date = null;
      throw new RangeError(`${value} lies before NATO's treaty, ${base.first}`);
    }
  }
  else if (key === "area") rest.area = oneOf(value, base.areas) as AreaName;
  else if (key === "show") rest.show = value.split(",").filter((each) => /^[a-z]{1,20}$/.test(each));
  else if (key === "map" || key === "globe" || key === "round") rest.view = viewOf(key, value, reader);
}

function viewOf(kind: LinkView["kind"], value: string, reader: Reader): LinkView {
  const [lat, lon, zoom, site = null] = value.split(",");
  if (kind === "round" && (site === null || !reader.isSite(site))) {
    throw new RangeError("it is round no site of this page");
  }
  const deep = finite(zoom, "zoom");
  if (deep < -2 || deep > 24) throw new RangeError(`the zoom is ${deep}`);
  // Leaflet lets the reader go round the world more than once.
  return { kind, lat: within(lat, 90, "latitude"), lon: within(lon, 540, "longitude"), zoom: deep, site };
}

/** @throws RangeError for anything that a range cannot be. */
export function rangeOf(text: string, farthest: number): Range {
  const [outer = "", ...options] = text.split(";");
  const [, low, high = outer] = /^([\d.e+]+)-(.+)$/.exec(outer) ?? [];
  const { metres, unit } = parseDistance(high, "km", farthest);
  const range: Range = { ...EMPTY, unit, range_m: metres };
  if (low !== undefined) {
    const low_m = parseDistance(low, unit, farthest).metres;
    if (low_m >= metres) throw new RangeError(`“${cut(outer)}” has its low end at or above its high end`);
    Object.assign(range, { range_m: null, low_m, high_m: metres });
  }
  for (const option of options) applyOption(range, option, farthest);
  return range;
}

function applyOption(range: Range, option: string, farthest: number): void {
  const [, from, to] = /^([\d.]+)-([\d.]+)$/.exec(option) ?? [];
  if (option === "everywhere") range.from = option;
  else if (from !== undefined && to !== undefined) {
    const bearings: [number, number] = [Number(from), Number(to)];
    if (!bearings.every((each) => each >= 0 && each <= 360) || bearings[0] === bearings[1]) {
      throw new RangeError(`“${cut(option)}” is no pair of bearings`);
    }
    range.bearings = bearings;
  } else if (option.startsWith("beyond:")) {
    const inner = parseDistance(option.slice(7), range.unit, farthest).metres;
    if (inner >= (range.low_m ?? outerOf(range))) {
      throw new RangeError(`“${cut(option)}” is at or above the range`);
    }
    checkDistance(inner, option, range.unit, farthest);
    range.inner_m = inner;
  } else if (option.startsWith("in:")) range.unit = oneOf(option.slice(3), UNITS);
  else throw new RangeError(`“${cut(option)}” is nothing that a range has`);
}

function outlineOf(text: string): Geometry {
  const polygons = text.split("/").map((polygon) => polygon.split(";").map(ringOf));
  const [first] = polygons;
  return polygons.length === 1 && first
    ? { type: "Polygon", coordinates: first }
    : { type: "MultiPolygon", coordinates: polygons };
}

function ringOf(text: string): Position[] {
  const values = text.split(",");
  const points = Array.from({ length: Math.floor(values.length / 2) }, (_, i): Position => {
    return [within(values[2 * i + 1], 180, "longitude"), within(values[2 * i], 90, "latitude")];
  });
  const [first] = points;
  if (!first || points.length < 3) throw new RangeError("an outline has fewer than three corners");
  return [...points, first];
}

const SITE_KINDS: readonly SiteKind[] = ["interceptor", "radar", "command", "port", "place"];
const REGION_KINDS: readonly RegionKind[] = ["launch", "sea"];

function oneOf<T extends string>(text: string, known: readonly T[]): T {
  const found = known.find((each) => each === text);
  if (found === undefined) throw new RangeError(`“${cut(text)}” is none of ${known.join(", ")}`);
  return found;
}

function codeOf(text: string): string | null {
  if (text === "") return null;
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new RangeError(`“${cut(text)}” is no country code`);
}

function named(parts: readonly string[]): string {
  const name = parts.join(",").trim();
  if (name === "" || name.length > 200) throw new RangeError("it has no name of 1 to 200 characters");
  return name;
}

function dayOf(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) {
    throw new RangeError(`“${cut(text)}” is no day such as 2018-12-31`);
  }
  return text;
}

function finite(text: string | undefined, what: string): number {
  const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new RangeError(`the ${what} is “${cut(text ?? "")}”`);
  return value;
}

function within(text: string | undefined, most: number, what: string): number {
  const value = finite(text, what);
  if (Math.abs(value) > most) throw new RangeError(`the ${what} is ${value}`);
  return value;
}

const cut = (text: string): string => (text.length <= 24 ? text : `${text.slice(0, 23)}…`);
