import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { distances, holds } from "../src/geo/distances.ts";
import { destination, distance } from "../src/geo/geodesic.ts";
import { FARTHEST } from "../src/geo/limits.ts";
import { annulusMargin, reachMargin, sectorMargin } from "../src/geo/margin.ts";
import { reachFromAnywhere, reachFromEverywhere } from "../src/geo/reach.ts";
import { annulus, circle, sector } from "../src/geo/shapes.ts";
import type { Geometry, Position } from "../src/geo/types.ts";
import { contains, country, golden, name, random } from "./golden.ts";

interface Places {
  regions: { region: string | Geometry; lon: number; lat: number; nearest: number; farthest: number }[];
  sites: {
    lon: number; lat: number; radius: number; bearings: [number, number] | null; inner: number;
    place: Position; margin: number;
  }[];
}
const table = new URL("../../../tests/data/golden-places.json", import.meta.url);
const places: Places = JSON.parse(readFileSync(table, "utf8"));

const shapeOf = (region: string | Geometry): Geometry =>
  typeof region === "string" ? country(region) : region;

const near = (found: number, wanted: number, within: number) =>
  assert.ok(Math.abs(found - wanted) <= within, `${found}, not ${wanted}`);

for (const { region, lon, lat, nearest, farthest } of places.regions) {
  test(`distances of ${name({ region })} from ${lon}, ${lat}`, () => {
    const found = distances(shapeOf(region), lon, lat);
    near(found.nearest, nearest, 1);
    near(found.farthest, farthest, 1);
  });
}

for (const { place, margin, ...site } of places.sites) {
  test(`margin of ${place} in ${Object.values(site).join(" ")}`, () => {
    const { lon, lat, radius, bearings, inner } = site;
    const found = bearings
      ? sectorMargin([lon, lat], radius, bearings, inner, place)
      : annulusMargin(distance(lon, lat, ...place), radius, inner);
    near(found, margin, 1);
  });
}

/** Places all over the Earth, and some round a centre up to twice a radius away. */
function* somewhere(next: () => number, [lon, lat]: Position, radius: number): Generator<Position> {
  for (let nth = 0; nth < 40; nth++) {
    yield [360 * next() - 180, (Math.asin(2 * next() - 1) * 180) / Math.PI];
    yield destination(lon, lat, 360 * next(), Math.min(2 * radius * next(), 19_800_000));
  }
}

/** Hold a margin to what is drawn: its sign, and that no edge is nearer. */
function assertDrawn(drawn: Geometry, at: Position, margin: number): void {
  if (Math.abs(margin) < 2 * OFF) return;
  const inside = margin > 0;
  assert.equal(contains(drawn, ...at), inside, `${at}, ${margin}`);
  const away = Math.min(Math.abs(margin) - OFF, 19_900_000);
  for (let bearing = 0; bearing < 360; bearing += 20) {
    const there = destination(...at, bearing, away);
    assert.equal(contains(drawn, ...there), inside, `${there} is nearer to ${at} than ${margin}`);
  }
}

const OFF = 400; // metres: the tolerance of what is drawn, and more

test("margins of discs are what is drawn", () => {
  const next = random(3);
  for (const { lon, lat, radius } of golden.discs.filter((disc) => disc.radius >= 1e5)) {
    const drawn = circle(lon, lat, radius);
    for (const at of somewhere(next, [lon, lat], radius)) {
      assertDrawn(drawn, at, annulusMargin(distance(lon, lat, ...at), radius));
    }
  }
});

test("margins of annuli and sectors are what is drawn", () => {
  const next = random(4);
  for (const { lon, lat, inner, outer } of golden.annuli) {
    const drawn = annulus(lon, lat, inner, outer);
    for (const at of somewhere(next, [lon, lat], outer)) {
      assertDrawn(drawn, at, annulusMargin(distance(lon, lat, ...at), outer, inner));
    }
  }
  for (const { lon, lat, radius, bearings, inner } of golden.sectors) {
    const drawn = sector(lon, lat, radius, bearings, inner);
    for (const at of somewhere(next, [lon, lat], radius)) {
      assertDrawn(drawn, at, sectorMargin([lon, lat], radius, bearings, inner, at));
    }
  }
});

test("margins of reaches have the sign of what is drawn, and no edge is nearer", () => {
  const next = random(5);
  for (const { region, radius, mode } of golden.reaches) {
    if (region === "RUS") continue;
    const area = shapeOf(region);
    const reach = mode === "anywhere" ? reachFromAnywhere : reachFromEverywhere;
    const drawn = reach(area, radius);
    const corner = (area.type === "Polygon" ? area.coordinates[0] : area.coordinates[0]![0])![0]!;
    for (const at of somewhere(next, corner, Math.max(radius, 1e6))) {
      assertDrawn(drawn, at, reachMargin(distances(area, ...at), radius, mode));
    }
  }
});

test("beyond the cut locus a disc's margin has the sign of what is drawn", () => {
  const next = random(6);
  for (const [lon, lat] of [[0, 0], [24.41, 44.08], [12, 90]] as const) {
    const opposite: Position = [lon - 180, -lat];
    for (const radius of [19_910_000, 19_960_000, 20_000_000]) {
      const drawn = circle(lon, lat, radius);
      for (let nth = 0; nth < 200; nth++) {
        const at = destination(...opposite, 360 * next(), 150_000 * next());
        const margin = annulusMargin(distance(lon, lat, ...at), radius);
        if (Math.abs(margin) > 200) assert.equal(contains(drawn, ...at), margin > 0, `${at}`);
      }
    }
    assert.ok(annulusMargin(distance(lon, lat, ...opposite), FARTHEST) > -1e-3, "the whole Earth");
  }
});

test("a sector ends at 19,900 km, and all round it is a disc", () => {
  near(sectorMargin([0, 20], 2e7, [40, 200], 0, destination(0, 20, 90, 19_850_000)), 50_000, 1);
  near(sectorMargin([0, 20], 1e6, [0, 360], 1e5, destination(0, 20, 90, 3e5)), 2e5, 1e-3);
});

test("at the centre and on a leg the margin is nothing", () => {
  near(sectorMargin([20, 50], 1e6, [30, 90], 0, [20, 50]), 0, 1e-3);
  near(sectorMargin([20, 50], 1e6, [30, 90], 1e5, [20, 50]), -1e5, 1e-3);
  near(sectorMargin([20, 50], 1e6, [30, 90], 0, destination(20, 50, 30, 4e5)), 0, 1);
});

test("places on the antimeridian are inside what goes on beyond it", () => {
  for (const lon of [180, -180]) near(distances(country("RUS"), lon, 68).nearest, 0, 100);
  assert.ok(holds(country("RUS"), 90, 60));
  assert.ok(!holds(country("RUS"), 90, 10));
});

test("an empty region is refused in words", () => {
  const nothing: Geometry = { type: "MultiPolygon", coordinates: [] };
  assert.throws(() => distances(nothing, 0, 0), /no area; draw a polygon/);
});
