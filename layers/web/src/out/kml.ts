// What is shown as KML 2.2: places as placemarks, a folder of shapes per estimate.
import { endedText } from "../ended.ts";
import type { Geometry, Position } from "../geo/types.ts";
import { rangeText } from "../ranges.ts";
import { isEmpty } from "../shape.ts";
import type { Kind, Place, State } from "../state.ts";
import { LIGHT } from "./light.ts";
import { type Coverage, coverages, shownRows } from "./shown.ts";
import { t } from "../messages/index.ts";
import { lost, type Xml, xml, xmlDocument } from "./xml.ts";

export function kmlText(state: State): string {
  const { title, notice, generator, attribution } = state.scene;
  const places = shownRows(state).map(({ place }) => place);
  const shapes = coverages(state);
  const body = [
    ...styles(),
    folder(t.value.files.sites, places.filter(({ role }) => role === "site").map(placemark)),
    folder(t.value.files.regions, places.filter(({ role }) => role === "region").map(placemark)),
    ...state.estimates.value.map((estimate) => {
      const own = shapes.filter((shape) => shape.estimate === estimate);
      const shown = estimate === state.estimate.peek();
      return folder(estimate.name, own.map((each) => coverage(each, notice)), shown);
    }),
  ];
  const gone = lost(xml("Document", {}, title, ...body));
  const about = [
    ...[`${notice}.`, `${generator}, ${state.today}.`, attribution],
    ...(gone > 0 ? [t.value.files.dropped(gone)] : []),
  ];
  const head = [xml("name", {}, title), described(about)];
  return xmlDocument(
    xml("kml", { xmlns: "http://www.opengis.net/kml/2.2" }, xml("Document", {}, ...head, ...body)),
  );
}

const folder = (name: string, children: Xml[], visible = true): Xml =>
  xml("Folder", {}, xml("name", {}, name), ...visibility(visible), ...children);

const visibility = (visible: boolean): Xml[] => (visible ? [] : [xml("visibility", {}, "0")]);

/** Google Earth reads a description as HTML, and `$[…]` in it as a name to replace. */
function described(lines: readonly string[]): Xml {
  const asText = (line: string) =>
    line.replace(/[&<>"'$]/g, (found) => `&#${found.codePointAt(0)};`);
  return xml("description", {}, lines.filter((line) => line !== "").map(asText).join("<br>"));
}

function placemark(place: Place): Xml {
  const { id, name, kind, country } = place;
  const source = place.role === "site" ? place.site.source : place.region.source;
  const ended = place.role === "site" ? endedText(place.site) : null;
  const events = place.role === "site" ? place.site.events : [];
  const lines = [
    [t.value.kinds[kind], country, ended].filter((part) => part !== null).join(" · "),
    ...events.map(({ on, what, source }) => [`${on} ${what}`, ...source].join(" · ")),
    source.length > 0 ? t.value.files.sourceList(source.join("; ")) : "",
  ];
  const geometry =
    place.role === "site"
      ? xml("Point", {}, coordinates([[place.site.lon, place.site.lat]]))
      : shape(place.geometry);
  return xml(
    "Placemark",
    {},
    ...[xml("name", {}, name), described(lines), xml("styleUrl", {}, `#${place.role}-${kind}`)],
    extended({ id, role: place.role, kind, country, source: source.join("; ") }),
    ...geometryOf(geometry),
  );
}

function coverage({ estimate, active, place, range, geometry, edited }: Coverage, notice: string): Xml {
  const { id, name, kind, country } = place;
  const { source, entered } = estimate;
  const lines = [
    t.value.files.whoseRange(rangeText(range), estimate.name),
    [source ?? t.value.estimates.noSource, entered && t.value.estimates.entered(entered)].filter(Boolean).join(" · "),
    ...(edited ? [t.value.sheet.changed] : []),
    ...(isEmpty(geometry) ? [t.value.files.emptyShape] : []),
    `${notice}.`,
  ];
  return xml(
    "Placemark",
    {},
    ...[xml("name", {}, name), ...visibility(active), described(lines)],
    xml("styleUrl", {}, `#coverage-${kind}`),
    extended({
      ...{ id, role: "coverage", kind, country, estimate: estimate.name, source, entered },
      ...{ unit: range.unit, range_m: range.range_m, low_m: range.low_m, high_m: range.high_m },
      ...{ inner_m: range.inner_m, bearings: range.bearings?.join(" to ") ?? null },
      from: place.role === "region" ? range.from : null,
      ...(place.role === "site" ? { lon: place.site.lon, lat: place.site.lat } : {}),
      edited: edited ? "in the page" : null,
    }),
    ...geometryOf(shape(geometry)),
  );
}

const extended = (values: Readonly<Record<string, string | number | null>>): Xml =>
  xml(
    "ExtendedData",
    {},
    ...Object.entries(values).flatMap(([name, value]) =>
      value === null ? [] : [xml("Data", { name }, xml("value", {}, String(value)))],
    ),
  );

const geometryOf = (geometry: Xml | null): Xml[] => (geometry ? [geometry] : []);

/** Null for a shape that covers nothing. */
function shape(geometry: Geometry): Xml | null {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const polygons = parts.filter((rings) => rings.length > 0).map(polygon);
  const [first, ...rest] = polygons;
  return first && rest.length > 0 ? xml("MultiGeometry", {}, ...polygons) : (first ?? null);
}

function polygon(rings: Position[][]): Xml {
  const boundaries = rings.map((ring, nth) =>
    xml(
      nth === 0 ? "outerBoundaryIs" : "innerBoundaryIs",
      {},
      xml("LinearRing", {}, coordinates(ring)),
    ),
  );
  return xml("Polygon", {}, xml("tessellate", {}, "1"), ...boundaries);
}

/** To a centimetre. */
const coordinates = (points: readonly Position[]): Xml =>
  xml("coordinates", {}, points.map(([lon, lat]) => `${round(lon)},${round(lat)}`).join(" "));

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

const styles = (): Xml[] =>
  (Object.keys(LIGHT.kinds) as Kind[]).flatMap((kind) => {
    const color = LIGHT.kinds[kind];
    const line = (width: number) =>
      xml("LineStyle", {}, xml("color", {}, kmlColor(color, 1)), xml("width", {}, String(width)));
    const fill = (alpha: number) => xml("PolyStyle", {}, xml("color", {}, kmlColor(color, alpha)));
    const icon = xml("IconStyle", {}, xml("color", {}, kmlColor(color, 1)));
    return [
      xml("Style", { id: `site-${kind}` }, icon),
      xml("Style", { id: `region-${kind}` }, line(1), fill(0.3)),
      xml("Style", { id: `coverage-${kind}` }, line(2), fill(0.12)),
    ];
  });

/** KML writes colours as alpha, blue, green, red. */
function kmlColor(hex: string, alpha: number): string {
  const [red, green, blue] = [1, 3, 5].map((at) => hex.slice(at, at + 2));
  return `${Math.round(alpha * 255).toString(16).padStart(2, "0")}${blue}${green}${red}`;
}
