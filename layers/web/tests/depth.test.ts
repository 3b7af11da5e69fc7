// Cells of a page of depth: where they lie, their classes, and what is saved of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Cells } from "../src/depth/cells.ts";
import { LIGHT_CLASSES, shades } from "../src/depth/colors.ts";
import { depthCsv, depthGeojson } from "../src/depth/save.ts";
import type { SceneDepth } from "../src/depth/scene.ts";

/** Two bands over the antimeridian: 4 of 36 cells, then 2 of 18; all begin at 170 E. */
const scene: SceneDepth = {
  ...{ version: 1, generator: "g", notice: 'a "notice"', attribution: "a", title: "t", notes: [] },
  about: { file: "f", points: 9, sites: 8, nearest_m: 1, farthest_m: 2, estimate: "e", source: null, entered: null },
  ...{ earth_km2: 1000, deepest: 40, bounds: [1, 20], at_least: [[1, 50]] },
  cells: { cell_km2: 10, west: 170, lat: [50, 60, 70], around: [36, 18], columns: [4, 2], mean: [0, 0.5, 0.5, 20, 1, 40] },
};
const cells = new Cells(scene);

test("a place is in the cell whose edges are round it, over the antimeridian as elsewhere", () => {
  const at = (lon: number, lat: number) => cells.at(lon, lat)?.mean ?? null;
  assert.equal(at(170, 50), 0);
  assert.equal(at(180, 55), 0.5);
  assert.equal(at(-180, 55), 0.5);
  assert.equal(at(-151, 59.9), 20);
  assert.equal(at(-151, 60), 40);
  assert.equal(at(175, 69.9), 1);
  assert.equal(at(-149, 55), null); // east of the last column
  assert.equal(at(169, 55), null);
  assert.equal(at(175, 70.1), null);
  assert.equal(at(175, 49), null);
});

test("the place of the pole is in the last band", () => {
  const polar = new Cells({ ...scene, cells: { ...scene.cells, lat: [50, 60, 90] } });
  assert.equal(polar.at(175, 90)?.mean, 1);
});

test("classes begin at their bounds, and what no circle touches is none", () => {
  assert.deepEqual([0, 0.01, 0.99, 1, 19.9, 20, 40].map((mean) => cells.classOf(mean)), [0, 1, 1, 2, 2, 3, 3]);
  assert.deepEqual(
    cells.classes().map(({ class: own, from, to, km2 }) => [own, from, to, km2]),
    [[0, null, null, 950], [1, null, 1, 20], [2, 1, 20, 10], [3, 20, null, 20]],
  );
});

test("runs are the cells with circles over them, neighbours of one class joined", () => {
  assert.deepEqual(
    cells.runs().map(({ west, east, south, class: own }) => [west, east, south, own]),
    [[180, 200, 50, 1], [200, 210, 50, 3], [170, 190, 60, 2], [190, 210, 60, 3]],
  );
});

test("GeoJSON has a polygon for each, in longitudes that there are, cut at the antimeridian", () => {
  const { features, aggregated } = JSON.parse(depthGeojson(scene, cells));
  assert.equal(aggregated.about.sites, 8);
  assert.deepEqual(features.map((each: { properties: { circles: number } }) => each.properties.circles), [0.5, 0.5, 20, 1, 40]);
  const cut = features[3].geometry;
  assert.equal(cut.type, "MultiPolygon");
  assert.deepEqual(cut.coordinates[0][0], [[170, 60], [180, 60], [180, 70], [170, 70], [170, 60]]);
  assert.deepEqual(cut.coordinates[1][0], [[-180, 60], [-170, 60], [-170, 70], [-180, 70], [-180, 60]]);
  assert.deepEqual(features[0].geometry.coordinates[0][0], [-180, 50]);
});

test("the table has a row for each, its text in quotes", () => {
  const [head, first, ...rest] = depthCsv(scene, cells).slice(1).trimEnd().split("\r\n");
  assert.equal(head, "lon,lat,west,south,east,north,km2,circles,illustrative");
  assert.equal(first, '-175.000000,55.000000,180.000000,50.000000,-170.000000,60.000000,10.000,0.5,"a ""notice"""');
  assert.equal(rest.length, 4);
});

test("the sheet's colours are those of the light style sheet; few classes are far apart", () => {
  const css = readFileSync(new URL("../src/styles/depth.css", import.meta.url), "utf8");
  const light = [...css.slice(0, css.indexOf("@media")).matchAll(/--sm-depth-(\d): (#\w{6});/g)];
  assert.deepEqual(light.map(([, , color]) => color), LIGHT_CLASSES);
  assert.deepEqual(shades(6), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(shades(3), [0, 3, 5]);
  assert.deepEqual(shades(1), [3]);
});
