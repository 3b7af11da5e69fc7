// Tables (RFC 4180, or with tabs or semicolons): a site per row, its columns under their usual titles.
import { t } from "../messages/index.ts";
import { dsvFormat } from "d3-dsv";
import { isOwn, ownFeature, unguarded } from "./cells.ts";
import { countryOf, fieldOf, nameOf, rangeOfFields, siteKindOf, textsOf } from "./fields.ts";
import { type Found, type Ground, MOST_PLACES, nothing, shortened } from "./found.ts";
import { fromGeojson } from "./geojson.ts";
import { polygonOf } from "./wkt.ts";

const MOST_COLUMNS = 200;
const LONGEST_TITLE = 200; // characters, which each row is searched for
const LAT = ["lat", "latitude", "y"];
const LON = ["lon", "lng", "long", "longitude", "x"];

/** @throws RangeError when it has no columns of places */
export function fromCsv(text: string, file: string, ground: Ground): Found {
  const plain = text.replace(/^\ufeff/, "");
  const head = plain.slice(0, plain.search(/[\r\n]|$/));
  const separator = [",", ";", "\t"].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ",";
  // parseRows, not parse: that one makes a function of the titles, which the page's policy forbids.
  const [first = [], ...records] = dsvFormat(separator).parseRows(plain);
  const titles = first.map((title) => title.slice(0, LONGEST_TITLE));
  if (titles.length > MOST_COLUMNS) {
    throw new RangeError(t.value.drop.tooManyColumns(titles.length, MOST_COLUMNS));
  }
  const known = titles.map((title) => title.trim().toLowerCase());
  if (known.includes("role")) {
    // Only the cells that a row has: a line may be empty, and there may be millions.
    const rows = records.map((cells) =>
      Object.fromEntries(cells.slice(0, titles.length).map((cell, k) => [titles[k] ?? "", unguarded(cell)])),
    );
    const own = rows.filter(isOwn).map((row) => ownFeature(row, geometryOf(row)));
    if (own.length > 0) return fromGeojson({ type: "FeatureCollection", features: own }, file, ground);
  }
  if (!LAT.some((each) => known.includes(each)) || !LON.some((each) => known.includes(each))) {
    throw new RangeError(t.value.drop.columns);
  }
  const found = nothing();
  const ranges: Found["estimates"][number]["ranges"] = {};
  records.slice(0, MOST_PLACES).forEach((cells, i) => {
    if (cells.every((cell) => cell.trim() === "")) return;
    const fields = Object.fromEntries(titles.map((title, k) => [title, cells[k] ?? ""]));
    const name = nameOf(fields, t.value.drop.row(i + 2));
    try {
      const lon = degreesOf(fields, LON, t.value.drop.longitude);
      const lat = degreesOf(fields, LAT, t.value.drop.latitude);
      const id = fieldOf(fields, "id") ?? `${file}-${i + 2}`.replace(/[^\p{L}\p{N}_.-]+/gu, "-").replace(/^[-_.]+/, "");
      const range = rangeOfFields(fields, ground.farthest);
      found.sites.push({
        ...{ id, name, kind: siteKindOf(fields), country: countryOf(fields), lon, lat },
        ...{ since: null, until: null, events: [], notes: [] },
        source: textsOf(fieldOf(fields, "source", "sources")),
      });
      if (range) ranges[id] = range;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      found.problems.push(t.value.drop.rowLeftOut(i + 2, shortened(name), error.message));
    }
  });
  if (Object.keys(ranges).length > 0) {
    found.estimates.push({ name: file, source: null, entered: ground.today, ranges });
  }
  // The line that ends the table is no row.
  const left = records.findLastIndex((cells) => cells.some((cell) => cell.trim() !== "")) + 1 - MOST_PLACES;
  if (left > 0) found.problems.push(t.value.drop.rows(MOST_PLACES, left));
  return found;
}

/** Of a row that this program wrote; a coverage shape is computed from its numbers. */
function geometryOf(row: Readonly<Record<string, string>>): unknown {
  if (row["role"] === "site") return { type: "Point", coordinates: [Number(row["lon"]), Number(row["lat"])] };
  return row["role"] === "region" ? polygonOf(row["wkt"] ?? "") : null;
}

function degreesOf(fields: Record<string, string>, titles: string[], wrong: (text: string) => string): number {
  const text = fieldOf(fields, ...titles);
  const value = text === null ? Number.NaN : Number(text.replace(/^(-?\d+),(\d+)$/, "$1.$2"));
  if (!Number.isFinite(value)) throw new RangeError(wrong(shortened(text ?? "", 24)));
  return value;
}
