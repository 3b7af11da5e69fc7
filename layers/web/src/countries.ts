// The country file as the page uses it: shapes by code, coasts and borders as lines.
import type { GeometryCollection, MultiLineString, MultiPolygon, Polygon, Topology } from "topojson-specification";
import { type Flat, type Grid, joined, positions, unpackArcs } from "./arcs.ts";
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

/** What layers/static/countries.json holds: geo/data/countries.json with its arcs packed. */
export interface CountryFile extends Omit<Topology, "arcs" | "objects"> {
  arcs: string;
  transform: Grid;
  objects: {
    countries: GeometryCollection<Properties>;
    coasts: MultiLineString;
    borders: MultiLineString;
  };
}

export interface Country extends Properties {
  readonly geometry: Geometry;
}

/** Which arcs make which line; ~k is arc k backwards. */
type Lines = readonly (readonly number[])[];

interface Drawn {
  readonly arcs: readonly Flat[];
  readonly rings: Lines;
  readonly coasts: Lines;
  readonly borders: Lines;
}

export interface Countries {
  /** Largest first. */
  readonly all: readonly Country[];
  readonly byCode: ReadonlyMap<string, Country>;
  readonly coasts: () => Position[][];
  readonly borders: () => Position[][];
  /** The same as arcs, for who draws all of it. */
  readonly drawn: Drawn;
}

type Shape = Polygon<Properties> | MultiPolygon<Properties>;

export function readCountries({ arcs: text, transform, objects }: CountryFile): Countries {
  const arcs = unpackArcs(text, transform);
  const line = (indices: readonly number[]) => positions(joined(arcs, indices));
  const shapes = objects.countries.geometries as Shape[];
  const all = shapes.map((shape) => country(shape, line)).sort((a, b) => b.size - a.size);
  learnCodes(all);
  const coasts = objects.coasts.arcs;
  const borders = objects.borders.arcs;
  const rings = shapes.flatMap((shape) => (shape.type === "Polygon" ? shape.arcs : shape.arcs.flat()));
  return {
    all,
    byCode: new Map(all.map((each) => [each.a3, each])),
    coasts: () => coasts.map(line),
    borders: () => borders.map(line),
    drawn: { arcs, rings, coasts, borders },
  };
}

/** Return a country, whose shape is made when it is asked for: most never are. */
function country(shape: Shape, line: (indices: readonly number[]) => Position[]): Country {
  let geometry: Geometry | undefined;
  const make = (): Geometry =>
    shape.type === "Polygon"
      ? { type: "Polygon", coordinates: shape.arcs.map(line) }
      : { type: "MultiPolygon", coordinates: shape.arcs.map((rings) => rings.map(line)) };
  return {
    ...(shape.properties as Properties),
    get geometry() {
      return (geometry ??= make());
    },
  };
}
