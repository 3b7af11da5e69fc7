// The whole state as the ending of a link, readable and short. No DOM in here.
//
//   #v=1&deveselu=1000km&iran=1300-2000km;everywhere&date=2018-12-31&map=52.1,20.3,4.25
//
// Written are the ranges of the estimate that is shown, and of every other that was changed.
import type { Geometry, Position } from "../geo/types.ts";
import { outerOf, sameCurve } from "../ranges.ts";
import type { Estimate, Range, SceneRegion, SceneSite } from "../scene.ts";
import { formatNumber, METRES } from "../units.ts";
import type { Base, LinkView, Snapshot } from "./snapshot.ts";

/** The first key of every link; it grows when an old page could no longer read a new link. */
export const VERSION = 1;

/** Characters of a region's outline that a link holds; a longer one is for a saved copy. */
const LONGEST_OUTLINE = 4000;

/** Keys that are no place's. */
export const RESERVED: ReadonlySet<string> = new Set(
  ["v", "shown", "off", "date", "area", "show", "map", "globe", "round"],
);

/**
 * @returns the ending of a link, without its #, and the names of regions that it is too short for
 */
export function writeLink(now: Snapshot, base: Base): { text: string; left: string[] } {
  const { snapshot: start } = base;
  const pairs: [string, string][] = [["v", String(VERSION)]];
  const left = now.regions.filter(({ geometry }) => geometry && outlineText(geometry) === null);
  const kept = now.regions.filter((region) => !left.includes(region));
  for (const site of now.sites) pairs.push(...sitePairs(site));
  for (const region of kept) pairs.push(...regionPairs(region));
  const renamed = !sameAbout(now.estimates, start.estimates);
  const gone = new Set(left.map(({ id }) => id));
  now.estimates.forEach((estimate, i) => {
    const number = now.estimates.length > 1 || renamed ? `${i + 1}.` : "";
    if (renamed) pairs.push(...aboutPairs(estimate, i + 1));
    const origin = start.estimates.find(({ name }) => name === estimate.name);
    if (i !== now.active && origin && sameRanges(estimate, origin)) return;
    for (const id of new Set([...Object.keys(origin?.ranges ?? {}), ...Object.keys(estimate.ranges)])) {
      const range = estimate.ranges[id];
      if (!gone.has(id)) pairs.push([rangeKey(number, id), range ? rangeText(range) : "none"]);
    }
  });
  if (now.active > 0) pairs.push(["shown", String(now.active + 1)]);
  if (now.off.length > 0) pairs.push(["off", now.off.join(",")]);
  if (now.date !== null) pairs.push(["date", now.date]);
  if (now.area !== start.area) pairs.push(["area", now.area]);
  if (now.show.length > 0) pairs.push(["show", now.show.join(",")]);
  if (now.view) pairs.push([now.view.kind, viewText(now.view)]);
  const text = pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join("&");
  return { text, left: left.map(({ name }) => name) };
}

/** An id that reads like one of our own keys is told apart by a leading dot. */
const rangeKey = (number: string, id: string): string =>
  number !== "" ? number + id : RESERVED.has(id) || /^(site|region|estimate|\d+)\./.test(id) ? `.${id}` : id;

const aboutPairs = ({ name, source, entered }: Estimate, number: number): [string, string][] => [
  [`estimate.${number}`, name],
  ...(source === null ? [] : [[`estimate.${number}.source`, source] as [string, string]]),
  ...(entered === null ? [] : [[`estimate.${number}.entered`, entered] as [string, string]]),
];

const sitePairs = ({ id, name, kind, country, lon, lat, source }: SceneSite): [string, string][] => [
  [`site.${id}`, [degrees(lat), degrees(lon), kind, country ?? "", name].join(",")],
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

const degrees = (value: number, digits = 5): string => String(Number(value.toFixed(digits)));

function outlineText({ type, coordinates }: Geometry): string | null {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  const ring = (points: readonly Position[]) =>
    points.slice(0, -1).map(([lon, lat]) => `${degrees(lat)},${degrees(lon)}`).join(",");
  const text = polygons.map((rings) => rings.map(ring).join(";")).join("/");
  return text.length <= LONGEST_OUTLINE ? text : null;
}

// Readable where a link allows it: these are left as they are in its ending (RFC 3986, 3.5).
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/%(?:2C|3A|3B|40|2F)/g, decodeURIComponent).replace(/%20/g, "+");

const sameAbout = (a: readonly Estimate[], b: readonly Estimate[]): boolean =>
  a.length === b.length &&
  a.every(({ name, source }, i) => name === b[i]?.name && source === b[i]?.source);

function sameRanges(a: Estimate, b: Estimate): boolean {
  const ids = new Set([...Object.keys(a.ranges), ...Object.keys(b.ranges)]);
  return [...ids].every((id) => {
    const [one, other] = [a.ranges[id] ?? null, b.ranges[id] ?? null];
    return sameCurve(one, other) && one?.unit === other?.unit;
  });
}
