// Golden numbers: geographiclib 2.1 for Python. Found by bisection: the degrees of longitude at which
// Geodesic.WGS84.Inverse(lat, 0, lat, degrees)["s12"] is `km`, as pixels of 360 / (256 * 2**zoom)
// degrees; `km` is the largest of 1, 2, 5 times a power of ten that is no longer than 110 pixels.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scaleOf } from "../src/map/scale-length.ts";
import { latitudeText } from "../src/place-text.ts";

const GOLDEN: [lat: number, zoom: number, km: number, pixels: number][] = [
  [60, 1, 2000, 51.6273],
  [52, 4, 500, 82.8689],
  [44.08, 3.25, 1000, 84.5433],
  [0, 6, 200, 81.7667],
  [-33.5, 12, 2, 62.6912],
  [80, 2, 500, 73.9491],
  [85, 1, 500, 75.7276],
];

test("a bar is as long between its ends as it says", () => {
  for (const [lat, zoom, km, pixels] of GOLDEN) {
    const found = scaleOf(lat, zoom, 110);
    assert.equal(found.km, km, `latitude ${lat}, zoom ${zoom}`);
    assert.ok(Math.abs(found.width - pixels) < 1e-3, `latitude ${lat}, zoom ${zoom}: ${found.width} px`);
  }
});

test("the latitude in words", () => {
  assert.deepEqual([52.4, -33.6, 0.3, -0.3].map(latitudeText), ["52° N", "34° S", "0°", "0°"]);
});
