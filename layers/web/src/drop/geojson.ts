// GeoJSON (RFC 7946): what this page and `shieldmap export` write, and what other tools do.
import { t } from "../messages/index.ts";
import type { Geometry } from "../geo/types.ts";
import type { Range, SceneSite } from "../scene.ts";
import { countryOf, type Fields, fieldOf, nameOf, notesOf, rangeOfFields, regionKindOf, siteKindOf, textsOf } from "./fields.ts";
import { type Found, type Ground, MOST_PLACES, nothing, shortened } from "./found.ts";
import { sinceOf } from "../standing.ts";
import { fileOutlines, isObject } from "./polygon.ts";

/** @throws RangeError when it is no GeoJSON at all */
export function fromGeojson(value: unknown, file: string, ground: Ground): Found {
  const features = featuresOf(value);
  const found = nothing();
  const outline = fileOutlines();
  const byName = new Map<string, { about: Fields; ranges: Record<string, Range> }>();
  const left = features.length - MOST_PLACES * 3;
  if (left > 0) found.problems.push(t.value.drop.features(MOST_PLACES * 3, left));
  features.slice(0, MOST_PLACES * 3).forEach((feature, i) => {
    const properties = isObject(feature["properties"]) ? feature["properties"] : {};
    const name = nameOf(properties, t.value.drop.place(i + 1));
    try {
      readFeature(feature, properties, name, found, ground, outline, (estimate, id, range) => {
        const known = byName.get(estimate) ?? { about: properties, ranges: {} };
        byName.set(estimate, known);
        known.ranges[id] = range;
      }, `${file} ${i + 1}`);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      found.problems.push(t.value.drop.itLeftOut(shortened(name), error.message));
    }
  });
  for (const [estimate, { about, ranges }] of byName) {
    const own = estimate !== "" && fieldOf(about, "estimate") === estimate;
    found.estimates.push({
      name: (estimate === "" ? file : estimate).slice(0, 200),
      source: own ? (textsOf(about["source"])[0] ?? null) : null,
      entered: own ? partialDate(about["entered"]) : ground.today,
      ranges,
    });
  }
  return found;
}

function featuresOf(value: unknown): Record<string, unknown>[] {
  if (!isObject(value)) throw new RangeError(t.value.drop.noObject);
  if (value["type"] === "FeatureCollection" && Array.isArray(value["features"])) {
    return value["features"].filter(isObject);
  }
  if (value["type"] === "Feature") return [value];
  if (typeof value["type"] === "string") return [{ type: "Feature", geometry: value, properties: {} }];
  throw new RangeError(t.value.drop.noGeojson);
}

type Note = (estimate: string, id: string, range: Range) => void;

function readFeature(
  feature: Record<string, unknown>,
  fields: Fields,
  name: string,
  found: Found,
  ground: Ground,
  outline: (value: unknown) => Geometry,
  number: Note,
  fallback: string,
): void {
  const geometry = isObject(feature["geometry"]) ? feature["geometry"] : null;
  const id = fieldOf(fields, "id") ?? fallback.replace(/[^\p{L}\p{N}_.-]+/gu, "-").replace(/^[-_.]+/, "");
  if (fields["role"] === "coverage") {
    const range = rangeOfFields(fields, ground.farthest);
    if (range) number(fieldOf(fields, "estimate") ?? "", id, range);
    return;
  }
  if (geometry?.["type"] === "Point") {
    found.sites.push(siteOf(id, name, geometry["coordinates"], fields));
  } else {
    const country = fields["role"] === "region" ? countryOf(fields) : null;
    const shape = (country && ground.countryShape(country)) || outline(geometry);
    found.regions.push({
      ...{ id, name, kind: regionKindOf(fields), country, geometry: country ? null : shape, shape },
      ...{ notes: notesOf(fields["notes"]), source: textsOf(fields["sources"] ?? fields["source"]) },
    });
  }
  const range = rangeOfFields(fields, ground.farthest);
  if (range) number("", id, range);
}

function siteOf(id: string, name: string, coordinates: unknown, fields: Fields): SceneSite {
  const [lon, lat] = Array.isArray(coordinates) ? coordinates : [];
  if (typeof lon !== "number" || typeof lat !== "number") {
    throw new RangeError(t.value.drop.noPair);
  }
  const events = eventsOf(fields["events"]);
  return {
    ...{ id, name, kind: siteKindOf(fields), country: countryOf(fields), lon, lat, events },
    since: partialDate(fields["since"]) ?? sinceOf(events),
    ...{ until: partialDate(fields["until"]), notes: notesOf(fields["notes"]) },
    source: textsOf(fields["sources"] ?? fields["source"]),
  };
}

const MOST_EVENTS = 100; // of one site

const partialDate = (value: unknown): string | null =>
  typeof value === "string" && /^\d{4}(-\d\d){0,2}$/.test(value) ? value : null;

function eventsOf(value: unknown): SceneSite["events"] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_EVENTS).flatMap((each): SceneSite["events"] => {
    if (!isObject(each) || typeof each["what"] !== "string") return [];
    const on = partialDate(each["on"]);
    if (!on) return [];
    const what = each["what"].slice(0, 500);
    return [{ on, what, source: textsOf(each["source"]), operational: each["operational"] === true }];
  });
}
