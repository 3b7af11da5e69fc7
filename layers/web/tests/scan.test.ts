import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { areaOf as bandAreaOf } from "../src/geo/rows.ts";
import { LIVE_ROWS, prepareArea, ROWS, scan } from "../src/geo/scan.ts";
import type { ScanShape } from "../src/geo/scan.ts";
import { circle } from "../src/geo/shapes.ts";
import type { Geometry } from "../src/geo/types.ts";
import { areaOf, country, random } from "./golden.ts";

/** One line of tests/data/golden-shares.json, which make_golden_shares.py explains. */
interface Case {
  country: string;
  shapes: [lon: number, lat: number, radius: number, inner: number][];
  share: number;
  all: number;
  engine: { share: number; all: number };
}

const cases: Case[] = JSON.parse(
  readFileSync(new URL("../../../tests/data/golden-shares.json", import.meta.url), "utf8"),
);

const LARGE = 10_000e6; // m2
const EARTH = 510_065_621_724_088; // m2, Karney: GeographicLib's EllipsoidArea of WGS84

const disc = (lon: number, lat: number, radius: number, inner = 0): ScanShape => ({
  kind: "disc", lon, lat, radius, inner,
});
const box = (west: number, south: number, east: number, north: number): Geometry => ({
  type: "Polygon",
  coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
});
const near = (found: number, expected: number, within: number, what = "") =>
  assert.ok(Math.abs(found - expected) <= within, `${what} ${found}, not ${expected}`);

for (const { country: code, shapes: numbers, share, all, engine } of cases) {
  test(`golden shares of ${code}, ${numbers.join(" and ")}`, () => {
    const geometry = country(code);
    const shapes = numbers.map((each) => disc(...each));
    const groups = shapes.map((_, k) => k);
    const exact = scan(prepareArea(geometry, ROWS, shapes), shapes, groups);
    near(exact.covered / exact.area, engine.share, 1e-6, "Python's share");
    near(exact.agreed / exact.area, engine.all, 1e-6, "Python's share inside all");
    const tolerance = exact.area > LARGE ? 1e-4 : 1e-3;
    near(exact.covered / exact.area, share, tolerance, "share");
    near(exact.agreed / exact.area, all, tolerance, "share inside all");
    near(exact.area / areaOf(geometry), 1, 1e-9, "area");
    const live = scan(prepareArea(geometry), shapes, groups);
    near(live.covered / live.area, share, 5e-4, "live share");
    near(live.agreed / live.area, all, 5e-4, "live share inside all");
    near(live.area / exact.area, 1, 1e-12, "live area");
  });
}

test("depths and classes account for all of an area", () => {
  const area = prepareArea(country("TUR"));
  const shapes = [
    disc(33, 39, 3e5), disc(35, 38, 4e5, 1e5), disc(39, 39, 5e5), disc(33, 39, 3e5), disc(0, 0, 1e5),
  ];
  const found = scan(area, shapes, [0, 1, 0, 1, 2], 3);
  const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0);
  near(sum(found.depth) / area.area, 1, 1e-12);
  near(sum(found.groups) / area.area, 1, 1e-12);
  near((found.agreed + found.disputed + found.outside) / area.area, 1, 1e-12);
  near(found.outside / found.depth[0]!, 1, 1e-12);
  near(sum(found.groups.slice(1)) / found.covered, 1, 1e-12);
  assert.equal(found.agreed, 0, "nothing of it is in the third group");
  const alone = shapes.map((shape) => scan(area, [shape]).covered);
  const layers = found.depth.reduce((all, each, depth) => all + depth * each, 0);
  near(layers / sum(alone), 1, 1e-12, "each shape alone");
  const two = scan(area, shapes.slice(0, 4), [0, 1, 0, 1]);
  const [first, second] = [[shapes[0]!, shapes[2]!], [shapes[1]!, shapes[3]!]].map(
    (group) => scan(area, group).covered,
  );
  near((two.agreed + two.covered) / (first! + second!), 1, 1e-12, "both groups");
});

test("hundreds of shapes on one row", () => {
  const area = prepareArea(country("RUS"), 128);
  const next = random(7);
  const shapes = Array.from({ length: 400 }, () =>
    disc(-180 + 360 * next(), 50 + 35 * next(), 5e5 + 5e5 * next(), 1e5 + 3e5 * next()),
  );
  const found = scan(area, shapes);
  const alone = shapes.reduce((sum, shape) => sum + scan(area, [shape]).covered, 0);
  near(found.depth.reduce((sum, each, depth) => sum + depth * each, 0) / alone, 1, 1e-11);
});

test("a polygon of a disc counts as the disc does", () => {
  const geometry = country("NOR");
  for (const [lon, lat, radius] of [[10.75, 59.9, 5e5], [20, 78, 9e5], [179, 89, 1.5e6]] as const) {
    const [round, flat]: ScanShape[][] = [
      [disc(lon, lat, radius)],
      [{ kind: "polygon", geometry: circle(lon, lat, radius, 1) }],
    ];
    const [a, b] = [round!, flat!].map((shapes) =>
      scan(prepareArea(geometry, ROWS, shapes), shapes),
    );
    near(a!.covered / a!.area, b!.covered / b!.area, 1e-5);
  }
});

test("the whole Earth, with an annulus on each side of the antimeridian and round the poles", () => {
  const world = box(-180, -90, 180, 90);
  near(bandAreaOf(world) / EARTH, 1, 1e-12);
  for (const [lon, lat] of [[0, 0], [170, 10], [-180, -30], [180, 60], [40, 90], [40, -90]] as const) {
    const [hole, whole] = [3e6, 6e6].map((radius) => areaOf(circle(lon, lat, radius, 1)));
    const shapes = [disc(lon, lat, 6e6, 3e6)];
    const found = scan(prepareArea(world, ROWS, shapes), shapes);
    near(found.covered / (whole! - hole!), 1, 1e-4, `${lon}, ${lat}`);
  }
});

test("beyond the cut locus a disc is the Earth less what is provably outside", () => {
  const antipode = box(-30, -5, 30, 5);
  const covered = (radius: number, inner = 0) =>
    scan(prepareArea(antipode), [disc(180, 0, radius, inner)]).covered;
  const hole = EARTH - areaOf(circle(180, 0, 19_950_000, 1));
  near((areaOf(antipode) - covered(19_950_000)) / hole, 1, 0.02, "what is outside");
  near(covered(21_000_000) / areaOf(antipode), 1, 1e-9, "the whole Earth");
  const beyond = areaOf(antipode) - covered(19_000_000);
  near(covered(21_000_000, 19_000_000) / beyond, 1, 1e-3, "an annulus");
});

test("what is far away leaves an area as it is, what holds it covers it", () => {
  const area = prepareArea(country("ROU"));
  const nothing = scan(area, [disc(-100, 40, 1e6), disc(25, -46, 1e6)]);
  assert.deepEqual(nothing.depth, [nothing.area]);
  assert.equal(nothing.covered, 0);
  assert.equal(nothing.agreed, 0);
  const whole = scan(area, [disc(25, 46, 3e6), disc(25, 46, 2.9e6)]);
  near(whole.depth[2]! / area.area, 1, 1e-12);
  assert.equal(whole.outside, 0);
  const none = scan(area, []);
  assert.deepEqual([none.covered, none.outside / none.area], [0, 1]);
  const empty = scan(prepareArea({ type: "MultiPolygon", coordinates: [] }), [disc(25, 46, 3e6)]);
  assert.deepEqual([empty.area, empty.covered, empty.depth], [0, 0, [0]]);
});

test("what is kept from one scan never answers another", () => {
  const area = prepareArea(country("POL"));
  const [a, b] = [disc(17.1, 54.48, 3e5), disc(21, 52, 2e5)];
  const both = scan(area, [a, b], [0, 1]);
  assert.deepEqual(scan(area, [a, b], [0, 1]), both);
  assert.notEqual(scan(area, [a, b], [0, 0]).agreed, both.agreed);
  assert.ok(scan(area, [a]).covered < both.covered);
  assert.ok(scan(area, [a, disc(21, 52, 3e5)], [0, 1]).covered > both.covered);
  assert.deepEqual(scan(prepareArea(country("POL")), [a, b], [0, 1]), both);
  assert.equal(scan(area, [a, b], [0, 1], 3).agreed, 0);
});

test("more rows come closer", () => {
  const shapes = [disc(10.75, 59.9, 5e5), disc(18.9, 69.6, 4e5, 1e5)];
  const exact = scan(prepareArea(country("NOR"), 16 * ROWS, shapes), shapes);
  const off = [LIVE_ROWS / 4, LIVE_ROWS, ROWS].map((rows) =>
    Math.abs(scan(prepareArea(country("NOR"), rows), shapes).covered - exact.covered) / exact.area,
  );
  assert.ok(off[0]! < 5e-3 && off[1]! < 5e-4 && off[2]! < 1e-4, String(off));
});

test("a radius that is none is refused", () => {
  const area = prepareArea(country("LUX"));
  for (const [radius, inner] of [[0, 0], [-1, 0], [Infinity, 0], [NaN, 0], [10, 10], [10, -1]] as const) {
    assert.throws(() => scan(area, [disc(6, 49, radius, inner)]), RangeError);
  }
});
