// Tables (RFC 4180, or with tabs or semicolons): a site per row, its columns under their usual titles.
import { dsvFormat } from "d3-dsv";
import { countryOf, fieldOf, nameOf, rangeOfFields, siteKindOf, textsOf } from "./fields.ts";
import { type Found, type Ground, MOST_PLACES, nothing, shortened } from "./found.ts";

const LAT = ["lat", "latitude", "y"];
const LON = ["lon", "lng", "long", "longitude", "x"];

/** @throws RangeError when it has no columns of places */
export function fromCsv(text: string, file: string, ground: Ground): Found {
  const plain = text.replace(/^\ufeff/, "");
  const head = plain.slice(0, plain.search(/[\r\n]|$/));
  const separator = [",", ";", "\t"].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ",";
  // parseRows, not parse: that one makes a function of the titles, which the page's policy forbids.
  const [titles = [], ...records] = dsvFormat(separator).parseRows(plain);
  const known = titles.map((title) => title.trim().toLowerCase());
  if (!LAT.some((each) => known.includes(each)) || !LON.some((each) => known.includes(each))) {
    throw new RangeError("has no columns lat and lon; name them in its first line");
  }
  const found = nothing();
  const ranges: Found["estimates"][number]["ranges"] = {};
  records.slice(0, MOST_PLACES + 1).forEach((cells, i) => {
    if (cells.every((cell) => cell.trim() === "")) return;
    const fields = Object.fromEntries(titles.map((title, k) => [title, cells[k] ?? ""]));
    const name = nameOf(fields, `row ${i + 2}`);
    const where = `Row ${i + 2}, “${shortened(name)}”, was left out: `;
    try {
      const [lon, lat] = [degreesOf(fields, LON, "longitude"), degreesOf(fields, LAT, "latitude")];
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
      found.problems.push(`${where}${error.message}.`);
    }
  });
  if (Object.keys(ranges).length > 0) {
    found.estimates.push({ name: file, source: null, entered: ground.today, ranges });
  }
  const left = records.length - MOST_PLACES;
  if (left > 0) found.problems.push(`Only the first ${MOST_PLACES} rows were read; ${left} were left out.`);
  return found;
}

function degreesOf(fields: Record<string, string>, titles: string[], what: string): number {
  const text = fieldOf(fields, ...titles);
  const value = text === null ? Number.NaN : Number(text.replace(/^(-?\d+),(\d+)$/, "$1.$2"));
  if (!Number.isFinite(value)) throw new RangeError(`its ${what} is “${shortened(text ?? "", 24)}”`);
  return value;
}
