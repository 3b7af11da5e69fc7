// KML 2.2: placemarks with a point or polygons, as Google Earth writes them and as this page does.
import { t } from "../messages/index.ts";
import { isOwn, ownFeature } from "./cells.ts";
import { fieldOf, nameOf, rangeOfFields, regionKindOf, siteKindOf, countryOf, textsOf } from "./fields.ts";
import { type Found, type Ground, MOST_PLACES, nothing, shortened } from "./found.ts";
import { fromGeojson } from "./geojson.ts";
import { fileOutlines } from "./polygon.ts";

/** @throws RangeError when it is no KML */
export function fromKml(text: string, file: string, ground: Ground): Found {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw new RangeError(t.value.drop.doctype);
  }
  const tree = new DOMParser().parseFromString(text, "application/xml");
  if (tree.querySelector("parsererror")) throw new RangeError(t.value.drop.noXml);
  // One within another is no KML, and each would be read for all that it holds.
  const marks = [...tree.getElementsByTagNameNS("*", "Placemark")].filter(
    ({ parentElement }) => !parentElement?.closest("Placemark"),
  );
  if (marks.length === 0) throw new RangeError(t.value.drop.noPlacemarks);
  const own = marks.map((mark) => [mark, fieldsOf(mark)] as const).filter(([, fields]) => isOwn(fields));
  if (own.length > 0) {
    const features = own.map(([mark, fields]) => ownFeature(fields, geometryOf(mark)));
    return fromGeojson({ type: "FeatureCollection", features }, file, ground);
  }
  const found = nothing();
  const outline = fileOutlines();
  const ranges: Found["estimates"][number]["ranges"] = {};
  marks.slice(0, MOST_PLACES).forEach((mark, i) => {
    const fields = fieldsOf(mark);
    const name = nameOf(fields, t.value.drop.place(i + 1));
    try {
      const id = fieldOf(fields, "id") ?? `${file}-${i + 1}`.replace(/[^\p{L}\p{N}_.-]+/gu, "-").replace(/^[-_.]+/, "");
      const common = { id, name, country: countryOf(fields), notes: [], source: textsOf(fields["source"]) };
      const geometry = geometryOf(mark);
      if (geometry?.type === "MultiPolygon") {
        const shape = outline(geometry);
        found.regions.push({
          ...{ ...common, country: null, kind: regionKindOf(fields), geometry: shape, shape },
        });
      } else if (geometry) {
        const [lon = Number.NaN, lat = Number.NaN] = geometry.coordinates;
        if (!Number.isFinite(lon) || !Number.isFinite(lat)) throw new RangeError(t.value.drop.noCoordinates);
        found.sites.push({
          ...{ ...common, kind: siteKindOf(fields), lon, lat, since: null, until: null, events: [] },
        });
      } else throw new RangeError(t.value.drop.neither);
      const range = rangeOfFields(fields, ground.farthest);
      if (range) ranges[id] = range;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      found.problems.push(t.value.drop.itLeftOut(shortened(name), error.message));
    }
  });
  const left = marks.length - MOST_PLACES;
  if (left > 0) found.problems.push(t.value.drop.placemarks(MOST_PLACES, left));
  if (Object.keys(ranges).length > 0) {
    found.estimates.push({ name: file, source: null, entered: ground.today, ranges });
  }
  return found;
}

/** The placemark's name and its ExtendedData, typed or not. */
function fieldsOf(mark: Element): Record<string, string> {
  const named = [...mark.children].find(({ localName }) => localName === "name");
  const data = [...mark.getElementsByTagNameNS("*", "Data"), ...mark.getElementsByTagNameNS("*", "SimpleData")];
  const pairs = data.map((each): [string, string] => {
    const value = each.getElementsByTagNameNS("*", "value")[0] ?? each;
    return [each.getAttribute("name") ?? "", value.textContent?.trim() ?? ""];
  });
  return Object.fromEntries([["name", named?.textContent?.trim() ?? ""], ...pairs]);
}

type MarkGeometry =
  | { type: "MultiPolygon"; coordinates: number[][][][] }
  | { type: "Point"; coordinates: number[] };

/** All polygons of a placemark, else its first point; null without either. */
function geometryOf(mark: Element): MarkGeometry | null {
  const polygons = [...mark.getElementsByTagNameNS("*", "Polygon")];
  if (polygons.length > 0) return { type: "MultiPolygon", coordinates: polygons.map(ringsOf) };
  const point = mark.getElementsByTagNameNS("*", "Point")[0];
  return point ? { type: "Point", coordinates: positions(point)[0] ?? [] } : null;
}

const ringsOf = (polygon: Element): number[][][] => [
  ...[...polygon.getElementsByTagNameNS("*", "outerBoundaryIs")].map(positions),
  ...[...polygon.getElementsByTagNameNS("*", "innerBoundaryIs")].map(positions),
];

function positions(element: Element): number[][] {
  const text = element.getElementsByTagNameNS("*", "coordinates")[0]?.textContent ?? "";
  return text
    .trim()
    .split(/\s+/)
    .map((tuple) => tuple.split(",").slice(0, 2).map((part) => (part === "" ? Number.NaN : Number(part))));
}
