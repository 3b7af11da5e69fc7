// A scenario file (YAML), as geo/files.py reads it: sites, regions and whose numbers.
import { t } from "../messages/index.ts";
import { isScalar, parseDocument, visit, type YAMLMap } from "yaml";
import { EMPTY, outerOf } from "../ranges.ts";
import type { Range, SceneSite } from "../scene.ts";
import { sinceOf } from "../standing.ts";
import { parseDistance } from "../units.ts";
import { countryOf, type Fields, fieldText, nameOf, notesOf, regionKindOf, siteKindOf, textsOf } from "./fields.ts";
import { type Found, type Ground, MOST_PLACES, nothing, shortened } from "./found.ts";
import { fileOutlines, isObject } from "./polygon.ts";

/** Reading YAML takes two seconds a megabyte. */
const MOST_CHARACTERS = 500_000;
const MOST_DEPTH = 200; // of brackets in brackets

/** The most brackets that are open at once. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const each of text) {
    if (each === "[" || each === "{") most = Math.max(most, ++depth);
    else if (each === "]" || each === "}") depth = Math.max(0, depth - 1);
  }
  return most;
}

/** As the library's own check would, which compares every key with every other. */
function refuseTwice({ items }: YAMLMap): void {
  const keys = items.map(({ key }) => (isScalar(key) ? String(key.value) : key));
  if (new Set(keys).size < keys.length) throw new RangeError("Map keys must be unique");
}

/** @throws RangeError when it is no YAML, or no scenario */
export function fromScenario(text: string, file: string, ground: Ground): Found {
  if (text.length > MOST_CHARACTERS) {
    throw new RangeError(t.value.drop.tooLong(text.length, MOST_CHARACTERS));
  }
  if (depthOf(text) > MOST_DEPTH) throw new RangeError(t.value.drop.nested);
  let data: unknown;
  try {
    // Aliases are counted, so that a few lines cannot grow to gigabytes.
    const document = parseDocument(text, { schema: "core", merge: false, logLevel: "silent", uniqueKeys: false });
    if (document.errors[0]) throw document.errors[0];
    visit(document, { Map: (_, map) => refuseTwice(map) });
    data = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new RangeError(t.value.drop.noYaml(shortened((error as Error).message.split("\n")[0] ?? "", 120)));
  }
  if (!isObject(data) || !["title", "sites", "regions", "estimates"].some((key) => key in data)) {
    throw new RangeError(t.value.drop.noScenario);
  }
  const found = nothing();
  const outline = fileOutlines();
  each(data["sites"], "sites", found, (id, fields) => found.sites.push(siteOf(id, fields)));
  each(data["regions"], "regions", found, (id, fields) => {
    const country = countryOf(fields);
    const shape = country ? ground.countryShape(country) : outline(noFile(fields["geometry"]));
    if (!shape) throw new RangeError(t.value.drop.noShape(String(country)));
    found.regions.push({
      ...{ id, name: nameOf({ name: fields["name"] }, id), kind: regionKindOf(fields), country },
      ...{ geometry: country ? null : shape, shape, notes: notesOf(fields["notes"]) },
      source: textsOf(fields["source"]),
    });
  });
  const sites = new Set([...ground.sites, ...found.sites.map(({ id }) => id)]);
  const regions = new Set([...ground.regions, ...found.regions.map(({ id }) => id)]);
  const estimates = Array.isArray(data["estimates"]) ? data["estimates"].filter(isObject) : [];
  for (const estimate of estimates) {
    const name = nameOf({ name: estimate["name"] }, file);
    const ranges: Record<string, Range> = {};
    each(estimate["ranges"], t.value.drop.rangesOf(name), found, (id, _, value) => {
      if (!sites.has(id) && !regions.has(id)) throw new RangeError(t.value.drop.noSuchPlace);
      ranges[id] = rangeOf(value, ground.farthest, sites.has(id));
    });
    const [source = null, entered = null] = [textsOf(estimate["source"])[0], dayOf(estimate["entered"])];
    found.estimates.push({ name, source, entered, ranges });
  }
  return found;
}

function each(
  value: unknown,
  what: string,
  found: Found,
  read: (id: string, fields: Fields, value: unknown) => void,
): void {
  if (!isObject(value)) return;
  const entries = Object.entries(value);
  const left = entries.length - MOST_PLACES;
  if (left > 0) found.problems.push(t.value.drop.entries(MOST_PLACES, shortened(what), left));
  for (const [id, entry] of entries.slice(0, MOST_PLACES)) {
    try {
      read(id, isObject(entry) ? entry : {}, entry);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      found.problems.push(t.value.drop.partLeftOut(shortened(id), shortened(what), error.message));
    }
  }
}

function siteOf(id: string, fields: Fields): Found["sites"][number] {
  const lon = fields["lon"];
  const lat = fields["lat"];
  if (typeof lon !== "number" || typeof lat !== "number") {
    throw new RangeError(t.value.drop.noNumbers);
  }
  const listed = Array.isArray(fields["events"]) ? fields["events"].slice(0, 100).filter(isObject) : [];
  const events = listed.flatMap(({ on, what, source, operational }): SceneSite["events"] => {
    const day = dayOf(on);
    const said = fieldText(what);
    if (day === null || said === null) return [];
    return [{ on: day, what: said.slice(0, 500), source: textsOf(source), operational: operational === true }];
  });
  return {
    ...{ id, name: nameOf({ name: fields["name"] }, id), kind: siteKindOf(fields), lon, lat },
    ...{ country: countryOf(fields), since: dayOf(fields["from"]) ?? sinceOf(events), events },
    until: dayOf(fields["to"]),
    notes: notesOf(fields["notes"]),
    source: textsOf(fields["source"]),
  };
}

function noFile(value: unknown): unknown {
  if (typeof value !== "string") return value;
  throw new RangeError(t.value.drop.otherFile(shortened(value)));
}

/** '1000 km', or a mapping of such texts with bearings and from. */
function rangeOf(value: unknown, farthest: number, site: boolean): Range {
  const fields: Fields = isObject(value) ? value : { range: value };
  const distance = (key: string) => {
    const value = fields[key];
    if (value === undefined || value === null) return null;
    return parseDistance(fieldText(value) ?? "", "km", farthest);
  };
  const range = distance("range");
  const low = distance("low");
  const high = distance("high");
  const inner = distance("inner");
  const outer = range ?? high;
  if (!outer || (range === null) === (low === null || high === null)) {
    throw new RangeError(t.value.drop.noRange);
  }
  const found: Range = {
    ...{ ...EMPTY, unit: outer.unit, range_m: range?.metres ?? null },
    ...{ low_m: low?.metres ?? null, high_m: high?.metres ?? null, inner_m: inner?.metres ?? null },
    from: fields["from"] === "everywhere" ? "everywhere" : "anywhere",
    bearings: bearingsOf(fields["bearings"]),
  };
  if (found.low_m !== null && found.low_m >= outerOf(found)) throw new RangeError(t.value.drop.lowHigh);
  if (found.inner_m !== null && found.inner_m >= (found.low_m ?? outerOf(found))) {
    throw new RangeError(t.value.drop.innerRange);
  }
  if (site && found.from === "everywhere") throw new RangeError(t.value.drop.site);
  if (!site && (found.bearings || found.inner_m !== null)) {
    throw new RangeError(t.value.drop.region);
  }
  return found;
}

function bearingsOf(value: unknown): [number, number] | null {
  if (value === undefined || value === null) return null;
  const [from, to] = Array.isArray(value) ? value : [];
  const good = (each: unknown): each is number => typeof each === "number" && each >= 0 && each <= 360;
  if (!good(from) || !good(to) || from === to) {
    throw new RangeError(t.value.drop.angles);
  }
  return [from, to];
}

/** Known to the year, the month or the day; YAML has a bare year as a number. */
const dayOf = (value: unknown): string | null => {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^\d{4}(-\d\d){0,2}$/.test(text) ? text : null;
};
