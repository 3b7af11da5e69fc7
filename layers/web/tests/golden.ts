// The table that holds Python and the page alike (tests/data/README.md), and plain means to test.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { FeatureCollection } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Geometry, Position } from "../src/geo/types.ts";

type Probe = [lon: number, lat: number, inside: boolean];

interface Golden {
  direct: { lon: number; lat: number; azimuth: number; distance: number; lon2: number; lat2: number }[];
  inverse: { lon1: number; lat1: number; lon2: number; lat2: number; distance: number; azimuth: number }[];
  discs: { lon: number; lat: number; radius: number; poles: number[]; area: number; probes: Probe[] }[];
  annuli: { lon: number; lat: number; inner: number; outer: number; probes: Probe[] }[];
  sectors: {
    lon: number; lat: number; radius: number; bearings: [number, number]; inner: number; probes: Probe[];
  }[];
  reaches: { region: string | Geometry; radius: number; mode: "anywhere" | "everywhere"; probes: Probe[] }[];
}

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

export const golden: Golden = read("../../../tests/data/golden.json");

/** Every centre of the table once, and the distances it goes from there. */
export const centres = [...new Set(golden.direct.map(({ lon, lat }) => `${lon},${lat}`))].map(
  (text) => text.split(",").map(Number) as Position,
);
export const radii = [...new Set(golden.direct.map(({ distance }) => distance))];

export const name = (numbers: object): string =>
  Object.entries(numbers)
    .filter(([key]) => !["probes", "area", "poles"].includes(key))
    .map(([, value]) => (typeof value === "object" && "type" in value ? "inline" : String(value)))
    .join(" ");

export function country(code: string): Geometry {
  const topology: Topology<{ countries: GeometryCollection<{ a3: string }> }> = read(
    "../../../geo/data/countries.json",
  );
  const all = feature(topology, topology.objects.countries) as FeatureCollection;
  return all.features.find(({ properties }) => properties?.a3 === code)!.geometry as Geometry;
}

export const polygons = (geometry: Geometry): Position[][][] =>
  geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;

/** The vertices that are not on a cut, each once. */
export const vertices = (geometry: Geometry): Position[] =>
  polygons(geometry)
    .flat()
    .flatMap((ring) => ring.slice(1))
    .filter(([lon, lat]) => Math.abs(lon) !== 180 && Math.abs(lat) !== 90);

/** Even-odd, over all rings at once. */
export function contains(geometry: Geometry, lon: number, lat: number): boolean {
  let inside = false;
  for (const ring of polygons(geometry).flat()) {
    for (let k = 1; k < ring.length; k++) {
      const [[x1, y1], [x2, y2]] = [ring[k - 1]!, ring[k]!];
      if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  }
  return inside;
}

export function assertProbes(geometry: Geometry, probes: Probe[]): void {
  for (const [lon, lat, inside] of probes) {
    assert.equal(contains(geometry, lon, lat), inside, `${lon}, ${lat} inside`);
  }
}

/** Closed rings within the Earth's bounds; exteriors counter-clockwise, holes clockwise within. */
export function assertValid(geometry: Geometry): void {
  for (const rings of polygons(geometry)) {
    rings.forEach((ring, nth) => {
      assert.ok(ring.length >= 4, "a ring has three corners at least");
      assert.deepEqual(ring[0], ring.at(-1), "a ring is closed");
      for (const [lon, lat] of ring) {
        assert.ok(Math.abs(lon) <= 180 && Math.abs(lat) <= 90, `${lon}, ${lat} is on the map`);
      }
      assert.equal(new Set(ring.slice(1).map(String)).size, ring.length - 1, "no vertex comes twice");
      assert.equal(planarArea(ring) > 0, nth === 0, "exteriors run counter-clockwise, holes not");
      const some = ring.find(([lon, lat]) => Math.abs(lon) !== 180 && Math.abs(lat) !== 90)!;
      if (nth > 0) assert.ok(withinOrOn(rings[0]!, some), "a hole is in its exterior");
    });
  }
}

function planarArea(ring: Position[]): number {
  const [x0, y0] = ring[0]!;
  let twice = 0;
  for (let k = 1; k < ring.length; k++) {
    const [[x1, y1], [x2, y2]] = [ring[k - 1]!, ring[k]!];
    twice += (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  }
  return twice / 2;
}

const withinOrOn = (ring: Position[], [lon, lat]: Position): boolean =>
  contains({ type: "Polygon", coordinates: [ring] }, lon, lat) ||
  ring.some(([x, y]) => x === lon && y === lat);

const A = 6_378_137;
const F = 1 / 298.257223563;
const E2 = F * (2 - F);
const E = Math.sqrt(E2);

/** Area north of the equator per radian of longitude (Snyder 1987, equation 3-12, times a^2 / 2). */
function areaTo(lat: number): number {
  const s = Math.sin((lat * Math.PI) / 180);
  return ((A ** 2 * (1 - E2)) / 2) * (s / (1 - E2 * s ** 2) + Math.atanh(E * s) / E);
}

/** Area in m^2 of polygons whose edges are straight in lon/lat: Simpson's rule along short pieces. */
export function areaOf(geometry: Geometry): number {
  let area = 0;
  for (const ring of polygons(geometry).flat()) {
    const base = areaTo(ring[0]![1]);
    for (let k = 1; k < ring.length; k++) {
      const [[lon1, lat1], [lon2, lat2]] = [ring[k - 1]!, ring[k]!];
      const pieces = Math.ceil(Math.abs(lat2 - lat1) / 0.5) || 1;
      const at = (part: number) => areaTo(lat1 + part * (lat2 - lat1)) - base;
      let mean = 0;
      for (let n = 0; n < pieces; n++) {
        const ends = at(n / pieces) + at((n + 1) / pieces);
        mean += (ends + 4 * at((n + 0.5) / pieces)) / 6 / pieces;
      }
      area -= (((lon2 - lon1) * Math.PI) / 180) * mean;
    }
  }
  return area;
}

/** Numbers from 0 to 1, the same on every run (mulberry32). */
export function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
