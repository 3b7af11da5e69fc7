// NATO membership on a date, and which land of the members counts as European: the twin of
// geo/nato.py.
import type { SceneAccession } from "../scene.ts";
import { polygons } from "./rings.ts";
import type { Geometry, Position } from "./types.ts";

export type AreaName = "nato-europe" | "article-6";

/** What a country is called, and its shape in the country file. */
export interface NamedShape {
  name: string;
  geometry: Geometry;
}

export interface CountryPart extends NamedShape {
  code: string;
}

/** west, south, east, north in degrees. */
type Box = readonly [number, number, number, number];

/** Parts within `box` stay, less those in `dropped`; `added` are whole features of the file. */
interface Rule {
  readonly box: Box;
  readonly dropped: Readonly<Record<string, readonly Box[]>>;
  readonly added: Readonly<Record<string, readonly string[]>>;
}

const NOT_EUROPEAN: readonly string[] = ["USA", "CAN"];

const CEUTA: Box = [-5.4, 35.86, -5.26, 35.93];
const MELILLA: Box = [-2.98, 35.25, -2.91, 35.33];
const JAN_MAYEN: Box = [-9.2, 70.7, -7.8, 71.3];

const RULES: Readonly<Record<AreaName, Rule>> = {
  "nato-europe": {
    box: [-25, 34, 45, 72],
    dropped: { ESP: [CEUTA, MELILLA], NOR: [JAN_MAYEN] },
    added: { FIN: ["ALA"] },
  },
  // From the Tropic of Cancer to beyond Svalbard, from west of the Azores.
  "article-6": {
    box: [-35, 23.44, 45, 84],
    dropped: { ESP: [CEUTA, MELILLA] },
    added: { FIN: ["ALA"], DNK: ["FRO"] },
  },
};

/**
 * Return the codes of the members on a date, the day of an accession included, earliest first.
 *
 * @param on a day as 2018-12-31; before the treaty there are none
 */
export function members(accessions: readonly SceneAccession[], on: string): string[] {
  return accessions.filter((row) => row.on <= on).flatMap((row) => row.countries);
}

/**
 * Return the shapes of an area, by country: the members on the date without the United States and
 * Canada, each less the parts that the area's rule leaves out. geo/nato.py says in words what
 * stays; it is a mapping convention, not a legal statement.
 *
 * @param countries by ISO 3166-1 alpha-3 code, as the country file has them
 */
export function areasOf(
  name: AreaName,
  on: string,
  accessions: readonly SceneAccession[],
  countries: ReadonlyMap<string, NamedShape>,
): CountryPart[] {
  return members(accessions, on)
    .filter((code) => !NOT_EUROPEAN.includes(code) && countries.has(code))
    .map((code) => ({
      code,
      name: countries.get(code)!.name,
      geometry: partOf(code, RULES[name], countries),
    }));
}

/** Return what a rule keeps of a country: parts stay or go whole, by their centroids in lon/lat. */
function partOf(code: string, rule: Rule, countries: ReadonlyMap<string, NamedShape>): Geometry {
  const dropped = rule.dropped[code] ?? [];
  const kept = polygons(countries.get(code)!.geometry).filter((part) => {
    const place = centroid(part);
    return holds(rule.box, place) && !dropped.some((box) => holds(box, place));
  });
  for (const feature of rule.added[code] ?? []) {
    const whole = countries.get(feature);
    if (whole) kept.push(...polygons(whole.geometry));
  }
  return { type: "MultiPolygon", coordinates: kept };
}

const holds = ([west, south, east, north]: Box, [lon, lat]: Position): boolean =>
  west <= lon && lon <= east && south <= lat && lat <= north;

/** Return a polygon's centre of gravity in plain lon/lat, its holes left out. */
function centroid(rings: readonly Position[][]): Position {
  const [x0, y0] = rings[0]![0]!;
  let twice = 0;
  let x = 0;
  let y = 0;
  rings.forEach((ring, nth) => {
    let ringTwice = 0;
    let ringX = 0;
    let ringY = 0;
    for (let k = 1; k < ring.length; k++) {
      const ax = ring[k - 1]![0] - x0;
      const ay = ring[k - 1]![1] - y0;
      const bx = ring[k]![0] - x0;
      const by = ring[k]![1] - y0;
      const cross = ax * by - bx * ay;
      ringTwice += cross;
      ringX += (ax + bx) * cross;
      ringY += (ay + by) * cross;
    }
    const sign = ringTwice > 0 === (nth === 0) ? 1 : -1; // however the ring is wound
    twice += sign * ringTwice;
    x += sign * ringX;
    y += sign * ringY;
  });
  return [x0 + x / (3 * twice), y0 + y / (3 * twice)];
}
