// The country file as the page uses it: shapes by code, coasts and borders as lines.
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Geometry, Position } from "./geo/types.ts";
import { learnCodes } from "./messages/country.ts";

interface Properties {
  a3: string;
  /** ISO 3166-1 alpha-2, where there is one. */
  a2?: string;
  name: string;
  label: [number, number];
  /** Square root of the area, in km. */
  size: number;
}

/** What geo/data/countries.json holds. */
export type CountryFile = Topology<{ countries: GeometryCollection<Properties> }>;

export interface Country extends Properties {
  geometry: Geometry;
}

export interface Countries {
  readonly all: readonly Country[];
  readonly byCode: ReadonlyMap<string, Country>;
  readonly coasts: Position[][];
  readonly borders: Position[][];
}

export function readCountries(file: CountryFile): Countries {
  const { countries } = file.objects;
  const all = feature(file, countries).features.map(({ properties, geometry }) => ({
    ...properties,
    geometry: geometry as Geometry,
  }));
  learnCodes(all);
  const lines = (filter: (a: unknown, b: unknown) => boolean) =>
    (mesh(file, countries, filter).coordinates as Position[][]).flatMap(withoutCuts);
  return {
    all: all.sort((a, b) => b.size - a.size),
    byCode: new Map(all.map((country) => [country.a3, country])),
    coasts: lines((a, b) => a === b),
    borders: lines((a, b) => a !== b),
  };
}

// The file's grid puts the antimeridian and the pole a little beside 180 and 90 degrees.
const NEARLY = 1e-3;

/** Split a line where it runs along the antimeridian or a pole, where countries are only cut. */
function withoutCuts(line: Position[]): Position[][] {
  const lines: Position[][] = [[]];
  line.forEach((point, i) => {
    const before = line[i - 1];
    if (before && isCut(before, point)) lines.push([]);
    lines.at(-1)?.push(point);
  });
  return lines.filter(({ length }) => length > 1);
}

const isCut = ([lon1, lat1]: Position, [lon2, lat2]: Position): boolean =>
  runsAlong(180, lon1, lon2) || runsAlong(90, lat1, lat2);

const runsAlong = (edge: number, a: number, b: number): boolean =>
  Math.abs(Math.abs(a) - edge) < NEARLY && Math.abs(a - b) < NEARLY;
