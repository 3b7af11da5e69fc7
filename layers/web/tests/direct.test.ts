// Ends of geodesics against Karney's own JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";
import geodesic from "geographiclib-geodesic";
import { arcs } from "../src/geo/direct.ts";

const WGS84 = geodesic.Geodesic.WGS84;
const METRES_PER_RADIAN = 6.4e6;

/** Return metres between what `arcs` and Karney say. */
function miss(lat: number, azimuth: number, metres: number): number {
  const [found, truth] = [arcs(lat, metres)(azimuth), WGS84.Direct(lat, 0, azimuth, metres)];
  const radians = Math.PI / 180;
  const turn = (((found.dlon - truth.lon2! + 540) % 360) - 180) * Math.cos(truth.lat2! * radians);
  return METRES_PER_RADIAN * radians * Math.hypot(turn, found.lat - truth.lat2!);
}

test("ends are where Karney's own code says, poles and equator too", () => {
  for (const lat of [-90, -89.9999999, -60.5, -1e-9, 0, 45, 89.9, 90])
    for (const metres of [1e-3, 1, 1e3, 5e5, 1e7, 1.5e7, 2.0003e7])
      for (const azimuth of [0, 1e-9, 0.1, 45, 90, 120, 179.9, 180, 225, -30])
        assert.ok(miss(lat, azimuth, metres) < 2e-7, `${lat} ${azimuth} ${metres}`);
});

test("twenty thousand ends, spread over the globe", () => {
  let worst = 0;
  for (let k = 0; k < 20_000; k++) {
    const [u, v, w] = [0.618034, 0.754878, 0.569841].map((step) => (k * step) % 1) as [number, number, number];
    const lat = Math.asin(2 * u - 1) * (180 / Math.PI);
    worst = Math.max(worst, miss(lat, 360 * v - 180, 10 ** (7.3 * w)));
  }
  assert.ok(worst < 2e-7, `${worst} m`);
});
