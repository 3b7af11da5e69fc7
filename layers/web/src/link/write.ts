// The whole state as the ending of a link, readable and short. No DOM in here.
//
//   #v=1&deveselu=1000km&iran=1300-2000km;everywhere&date=2018-12-31&map=52.1,20.3,4.25
//
// Written are the ranges of the estimate that is shown, unless there are many, and all that changed.
import type { Geometry, Position } from "../geo/types.ts";
import type { End } from "../measures.ts";
import { outerOf, rangeIn, sameCurve } from "../ranges.ts";
import type { Estimate, Range, SceneRegion, SceneSite } from "../scene.ts";
import { formatNumber, METRES } from "../units.ts";
import type { Base, LinkView, Snapshot } from "./snapshot.ts";

/** The first key of every link; it grows when an old page could no longer read a new link. */
export const VERSION = 1;

/** Characters of a region's outline that a link holds; a longer one is for a saved copy. */
const LONGEST_OUTLINE = 4000;

/** Of more places than these, a link names only those with changed numbers. */
const MOST_NAMED = 50;

/** Keys that are no place's. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...["v", "shown", "off", "date", "area", "lang", "show", "compare", "line", "unit"],
  ...["map", "globe", "round"],
]);

/** Regions whose outlines are too long for a link. */
export const regionsLeft = (regions: readonly SceneRegion[]): SceneRegion[] =>
  regions.filter(({ geometry }) => geometry && outlineText(geometry) === null);

/** Return the ending of a link, without its #; what it is too short for is left out. */
export function writeLink(now: Snapshot, base: Base): string {
  const { snapshot: start } = base;
  const pairs: [string, string][] = [["v", String(VERSION)]];
  const left = regionsLeft(now.regions);
  const kept = now.regions.filter((region) => !left.includes(region));
  for (const site of now.sites) pairs.push(...sitePairs(site));
  for (const region of kept) pairs.push(...regionPairs(region));
  const renamed = !sameAbout(now.estimates, start.estimates);
  const gone = new Set(left.map(({ id }) => id));
  now.estimates.forEach((estimate, i) => {
    const number = now.estimates.length > 1 || renamed ? `${i + 1}.` : "";
    if (renamed) pairs.push(...aboutPairs(estimate, i + 1));
    const origin = start.estimates.find(({ name }) => name === estimate.name);
    const ids = [...new Set([...Object.keys(origin?.ranges ?? {}), ...Object.keys(estimate.ranges)])];
    const changed = ids.filter((id) => !sameRange(rangeIn(estimate.ranges, id), rangeIn(origin?.ranges, id)));
    const whole = (i === now.active || changed.length > 0) && ids.length <= MOST_NAMED;
    for (const id of whole ? ids : changed) {
      const range = rangeIn(estimate.ranges, id);
      if (!gone.has(id)) pairs.push([rangeKey(number, id), range ? rangeText(range) : "none"]);
    }
  });
  if (now.active > 0) pairs.push(["shown", String(now.active + 1)]);
  if (now.compare !== null) pairs.push(["compare", String(now.compare + 1)]);
  if (now.off.length > 0) pairs.push(["off", now.off.join(",")]);
  if (now.date !== null) pairs.push(["date", now.date]);
  if (now.area !== start.area) pairs.push(["area", now.area]);
  if (now.lang !== start.lang) pairs.push(["lang", now.lang]);
  if (now.show.length > 0) pairs.push(["show", now.show.join(",")]);
  const sites = new Set([...base.sites, ...now.sites.map(({ id }) => id)]);
  for (const { ends } of now.lines) {
    // A line to a site that was removed is not drawn either.
    if (ends.every((end) => !("site" in end) || sites.has(end.site))) pairs.push(["line", lineText(ends)]);
  }
  if (now.unit !== "km") pairs.push(["unit", now.unit]);
  if (now.view) pairs.push([now.view.kind, viewText(now.view)]);
  return pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join("&");
}

/** An id that reads like one of our own keys is told apart by a leading dot. */
const rangeKey = (number: string, id: string): string =>
  number !== "" ? number + id : RESERVED.has(id) || /^(site|region|estimate|\d+)\./.test(id) ? `.${id}` : id;

const aboutPairs = ({ name, source, entered }: Estimate, number: number): [string, string][] => [
  [`estimate.${number}`, name],
  ...(source === null ? [] : [[`estimate.${number}.source`, source] as [string, string]]),
  ...(entered === null ? [] : [[`estimate.${number}.entered`, entered] as [string, string]]),
];

const sitePairs = ({ id, name, kind, country, lon, lat, since, until, source }: SceneSite): [string, string][] => [
  [`site.${id}`, [lat, lon, kind, country ?? "", name].join(",")],
  ...(since === null ? [] : [[`site.${id}:since`, since] as [string, string]]),
  ...(until === null ? [] : [[`site.${id}:until`, until] as [string, string]]),
  ...source.map((each): [string, string] => [`site.${id}:source`, each]),
];

function regionPairs({ id, name, kind, country, geometry, source }: SceneRegion): [string, string][] {
  return [
    [`region.${id}`, [kind, country ?? "", name].join(",")],
    ...(geometry ? [[`region.${id}:outline`, outlineText(geometry) ?? ""] as [string, string]] : []),
    ...source.map((each): [string, string] => [`region.${id}:source`, each]),
  ];
}

/** "1000km", "1300-2000km;everywhere", "1500km;70-190;beyond:30km"; "1000000m;in:mi" if not whole. */
export function rangeText(range: Range): string {
  const { low_m, inner_m, bearings, from, unit } = range;
  const all = [outerOf(range), low_m, inner_m].filter((metres) => metres !== null);
  const whole = all.every((metres) => Number(formatNumber(metres, unit)) * METRES[unit] === metres);
  const number = (metres: number) => (whole ? formatNumber(metres, unit) : String(metres));
  const written = whole ? unit : "m";
  const parts = [(low_m === null ? "" : `${number(low_m)}-`) + number(outerOf(range)) + written];
  if (bearings) parts.push(`${bearings[0]}-${bearings[1]}`);
  if (inner_m !== null) parts.push(`beyond:${number(inner_m)}${written}`);
  if (from === "everywhere") parts.push(from);
  if (!whole) parts.push(`in:${unit}`);
  return parts.join(";");
}

const viewText = ({ lat, lon, zoom, site }: LinkView): string =>
  [degrees(lat, 3), degrees(lon, 3), String(Number(zoom.toFixed(2))), site ?? []].flat().join(",");

/** “deveselu,redzikowo” from site to site, “deveselu,@35.69,51.39” to a place. */
const lineText = (ends: readonly End[]): string =>
  ends.map((end) => ("site" in end ? end.site : `@${end.lat},${end.lon}`)).join(",");

const degrees = (value: number, digits = 5): string => String(Number(value.toFixed(digits)));

function outlineText({ type, coordinates }: Geometry): string | null {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  const ring = (points: readonly Position[]) =>
    points.slice(0, -1).map(([lon, lat]) => `${degrees(lat)},${degrees(lon)}`).join(",");
  const text = polygons.map((rings) => rings.map(ring).join(";")).join("/");
  return text.length <= LONGEST_OUTLINE ? text : null;
}

// Readable where a link allows it: these are left as they are in its ending (RFC 3986, 3.5).
// Half a surrogate pair, which no address can hold, becomes U+FFFD.
const encoded = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")).replace(/%(?:2C|3A|3B|40|2F)/g, decodeURIComponent).replace(/%20/g, "+");

const sameAbout = (a: readonly Estimate[], b: readonly Estimate[]): boolean =>
  a.length === b.length &&
  a.every(({ name, source }, i) => name === b[i]?.name && source === b[i]?.source);

const sameRange = (a: Range | null, b: Range | null): boolean => sameCurve(a, b) && a?.unit === b?.unit;
