// A scenario file (YAML), as geo/files.py reads it: sites, regions and whose numbers.
import { parse } from "yaml";
import type { Geometry } from "../geo/types.ts";
import { EMPTY, outerOf } from "../ranges.ts";
import type { Range } from "../scene.ts";
import { sinceOf } from "../standing.ts";
import { parseDistance } from "../units.ts";
import { countryOf, type Fields, nameOf, notesOf, regionKindOf, siteKindOf, textsOf } from "./fields.ts";
import { type Found, type Ground, nothing, shortened } from "./found.ts";
import { isObject, normalPolygons } from "./polygon.ts";

/** @throws RangeError when it is no YAML, or no scenario */
export function fromScenario(text: string, file: string, ground: Ground): Found {
  let data: unknown;
  try {
    // Aliases are counted, so that a few lines cannot grow to gigabytes.
    data = parse(text, { maxAliasCount: 100, schema: "core", merge: false, logLevel: "error" });
  } catch (error) {
    throw new RangeError(`is no YAML (${shortened((error as Error).message.split("\n")[0] ?? "", 120)})`);
  }
  if (!isObject(data) || !["title", "sites", "regions", "estimates"].some((key) => key in data)) {
    throw new RangeError("is no scenario; it has neither sites, regions nor estimates");
  }
  const found = nothing();
  each(data["sites"], "sites", found, (id, fields) => found.sites.push(siteOf(id, fields)));
  each(data["regions"], "regions", found, (id, fields) => {
    const country = countryOf(fields);
    const shape = country ? ground.countryShape(country) : outline(fields["geometry"]);
    if (!shape) throw new RangeError(`has no shape; there is no country ${country} here`);
    found.regions.push({
      ...{ id, name: nameOf({ name: fields["name"] }, id), kind: regionKindOf(fields), country },
      ...{ geometry: country ? null : shape, shape, notes: notesOf(fields["notes"]) },
      source: textsOf(fields["source"]),
    });
  });
  const estimates = Array.isArray(data["estimates"]) ? data["estimates"].filter(isObject) : [];
  for (const estimate of estimates) {
    const name = nameOf({ name: estimate["name"] }, file);
    const ranges: Record<string, Range> = {};
    each(estimate["ranges"], `ranges of ${name}`, found, (id, _, value) => {
      const site = found.sites.some((place) => place.id === id) || ground.sites.has(id);
      const region = found.regions.some((place) => place.id === id) || ground.regions.has(id);
      if (!site && !region) throw new RangeError("is no place of this page or of that file");
      ranges[id] = rangeOf(value, ground.farthest, site);
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
  for (const [id, entry] of Object.entries(value)) {
    try {
      read(id, isObject(entry) ? entry : {}, entry);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      found.problems.push(`“${shortened(id)}” in ${shortened(what)} was left out: it ${error.message}.`);
    }
  }
}

function siteOf(id: string, fields: Fields): Found["sites"][number] {
  const [lon, lat] = [fields["lon"], fields["lat"]];
  if (typeof lon !== "number" || typeof lat !== "number") {
    throw new RangeError("has no numbers lon and lat");
  }
  const listed = Array.isArray(fields["events"]) ? fields["events"].filter(isObject) : [];
  const events = listed.map(({ on, what, source, operational }) => ({
    ...{ on: dayOf(on) ?? "", what: String(what ?? "").slice(0, 500), source: textsOf(source) },
    operational: operational === true,
  }));
  return {
    ...{ id, name: nameOf({ name: fields["name"] }, id), kind: siteKindOf(fields), lon, lat },
    ...{ country: countryOf(fields), since: dayOf(fields["from"]) ?? sinceOf(events), events },
    until: dayOf(fields["to"]),
    notes: notesOf(fields["notes"]),
    source: textsOf(fields["source"]),
  };
}

function outline(value: unknown): Geometry {
  if (typeof value === "string") {
    throw new RangeError(`names the file “${shortened(value)}”, which a page cannot open; bring that file too`);
  }
  return normalPolygons(value);
}

/** '1000 km', or a mapping of such texts with bearings and from. */
function rangeOf(value: unknown, farthest: number, site: boolean): Range {
  const fields: Fields = isObject(value) ? value : { range: value };
  const distance = (key: string) => {
    const text = fields[key];
    return text === undefined || text === null ? null : parseDistance(String(text), "km", farthest);
  };
  const [range, low, high, inner] = [distance("range"), distance("low"), distance("high"), distance("inner")];
  const outer = range ?? high;
  if (!outer || (range === null) === (low === null || high === null)) {
    throw new RangeError("needs either a range, or both low and high");
  }
  const found: Range = {
    ...{ ...EMPTY, unit: outer.unit, range_m: range?.metres ?? null },
    ...{ low_m: low?.metres ?? null, high_m: high?.metres ?? null, inner_m: inner?.metres ?? null },
    from: fields["from"] === "everywhere" ? "everywhere" : "anywhere",
    bearings: bearingsOf(fields["bearings"]),
  };
  if (found.low_m !== null && found.low_m >= outerOf(found)) throw new RangeError("has low at or above high");
  if (found.inner_m !== null && found.inner_m >= (found.low_m ?? outerOf(found))) {
    throw new RangeError("has inner at or above the range");
  }
  if (site && found.from === "everywhere") throw new RangeError("is a site; 'from' is for regions");
  if (!site && (found.bearings || found.inner_m !== null)) {
    throw new RangeError("is a region; inner and bearings are for sites");
  }
  return found;
}

function bearingsOf(value: unknown): [number, number] | null {
  if (value === undefined || value === null) return null;
  const [from, to] = Array.isArray(value) ? value : [];
  const good = (each: unknown): each is number => typeof each === "number" && each >= 0 && each <= 360;
  if (!good(from) || !good(to) || from === to) {
    throw new RangeError("has bearings that are no two different angles within 0 to 360");
  }
  return [from, to];
}

/** Known to the year, the month or the day; YAML has a bare year as a number. */
const dayOf = (value: unknown): string | null => {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^\d{4}(-\d\d){0,2}$/.test(text) ? text : null;
};
