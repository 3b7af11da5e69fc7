import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { normalPolygons } from "../src/drop/polygon.ts";
import { polygons, turns } from "../src/geo/rings.ts";
import type { Position } from "../src/geo/types.ts";

const polygon = (...rings: Position[][]) => ({ type: "Polygon", coordinates: rings });
const SQUARE: Position[] = [[10, 10], [20, 10], [20, 20], [10, 20], [10, 10]];
const area = (value: unknown) =>
  polygons(normalPolygons(value)).reduce(
    (sum, rings) => sum + rings.reduce((part, ring) => part + turns(ring) / 2, 0),
    0,
  );
const lons = (value: unknown) => polygons(normalPolygons(value)).flat(2).map(([lon]) => lon);

describe("polygons as readers give them", () => {
  it("are found in any wrapping, wound counter-clockwise", () => {
    const square = polygon(SQUARE.toReversed());
    for (const value of [
      square,
      { type: "Feature", geometry: square, properties: {} },
      { type: "FeatureCollection", features: [{ type: "Feature", geometry: square }] },
      { type: "MultiPolygon", coordinates: [square.coordinates] },
      { type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [0, 0] }, square] },
    ]) {
      assert.ok(Math.abs(area(value) - 100) < 1e-6);
    }
  });

  it("keep their holes, and may stay open", () => {
    const hole: Position[] = [[12, 12], [14, 12], [14, 14], [12, 14]];
    assert.ok(Math.abs(area(polygon(SQUARE, hole)) - 96) < 1e-6);
  });

  it("are cut at the antimeridian, in either convention", () => {
    for (const ring of [
      [[170, 0], [-170, 0], [-170, 10], [170, 10]],
      [[170, 0], [190, 0], [190, 10], [170, 10]],
      [[-190, 0], [-170, 0], [-170, 10], [-190, 10]],
    ] as Position[][]) {
      assert.ok(Math.abs(area(polygon(ring)) - 200) < 1e-6, JSON.stringify(ring));
      assert.ok(lons(polygon(ring)).every((lon) => Math.abs(lon) >= 170 && Math.abs(lon) <= 180));
    }
  });

  it("are kept as written round a pole", () => {
    const cap: Position[] = [[-180, 60], [-90, 60], [0, 60], [90, 60], [180, 60], [180, 90], [-180, 90]];
    assert.ok(Math.abs(area(polygon(cap)) - 360 * 30) < 1e-6);
  });

  it("are kept as written where an edge is a whole turn long, or runs along a pole", () => {
    const band: Position[] = [[-180, -60], [180, -60], [180, 60], [-180, 60]];
    const cap: Position[] = [[-170, 90], [-170, 60], [0, 60], [170, 60], [170, 90]];
    assert.ok(Math.abs(area(polygon(band)) - 360 * 120) < 1e-6);
    assert.ok(Math.abs(area(polygon(cap)) - 340 * 30) < 1e-6);
  });

  it("are closed along the pole that they run round", () => {
    const cap = (east: number): Position[] => [0, 90, 180, -90].map((lon) => [lon + east, 70]);
    const south = cap(0).reverse().map(([lon]): Position => [lon, -70]);
    for (const ring of [cap(0), cap(0).toReversed(), cap(0.5), cap(-1), cap(180), south]) {
      assert.ok(Math.abs(area(polygon(ring)) - 360 * 20) < 1e-6, JSON.stringify(ring));
    }
    for (const start of [0, -180, -360]) {
      const whole = [0, 120, 240, 360].map((lon): Position => [lon + start, 70]);
      assert.ok(Math.abs(area(polygon(whole)) - 360 * 20) < 1e-6, String(start));
    }
    const hole: Position[] = [[30, 80], [120, 80], [-150, 80], [-60, 80]];
    assert.ok(Math.abs(area(polygon(cap(0), hole)) - 360 * 10) < 1e-6);
    const island: Position[] = [[179, 80], [-179, 80], [-179, 85], [179, 85]];
    assert.ok(Math.abs(area(polygon(cap(0), island)) - (360 * 20 - 10)) < 1e-6);
  });

  for (const [what, value, why] of [
    ["a ring round the Earth", polygon([[0, -1], [90, 1], [180, -1], [-90, 1]]), /close it along the pole/],
    ["text", "Polygon", /no GeoJSON/],
    ["null", null, /no GeoJSON/],
    ["a point", { type: "Point", coordinates: [1, 2] }, /no polygon/],
    ["an empty collection", { type: "FeatureCollection", features: [] }, /no polygon/],
    ["no list", { type: "Polygon", coordinates: "x" }, /no list/],
    ["two corners", polygon([[1, 1], [2, 2]]), /fewer than three/],
    ["a NaN", polygon([[1, 1], [2, Number.NaN], [3, 3]]), /no pair of numbers/],
    ["infinity", polygon([[1, 1], [Infinity, 2], [3, 3]]), /no pair of numbers/],
    ["a place off the Earth", polygon([[1, 1], [2, 95], [3, 3]]), /lat 95, off the Earth/],
    ["a bow tie", polygon([[0, 0], [10, 10], [10, 0], [0, 10]]), /crosses itself near 5 5/],
    ["a line", polygon([[0, 0], [10, 10], [0, 0]]), /fewer than three|without any area/],
    ["too many corners", polygon(Array.from({ length: 20_001 }, (_, i) => [i / 1000, 0])), /20001 corners/],
  ] as const) {
    it(`refuse ${what}`, () => {
      assert.throws(() => normalPolygons(value), (error: unknown) => {
        assert.ok(error instanceof RangeError, String(error));
        assert.match(error.message, why);
        return true;
      });
    });
  }

  it("are not followed into the depths", () => {
    let value: unknown = polygon(SQUARE);
    for (let i = 0; i < 5000; i++) value = { type: "GeometryCollection", geometries: [value] };
    assert.throws(() => normalPolygons(value), /no GeoJSON/);
  });
});
