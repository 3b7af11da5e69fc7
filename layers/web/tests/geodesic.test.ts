import assert from "node:assert/strict";
import { test } from "node:test";
import { azimuth, destination, distance, halfArc, radial } from "../src/geo/geodesic.ts";
import { centres, golden, name, radii } from "./golden.ts";

test("destinations are geographiclib's", () => {
  for (const { lon, lat, azimuth, distance: metres, lon2, lat2 } of golden.direct) {
    const found = destination(lon, lat, azimuth, metres);
    const apart = distance(...found, lon2, lat2);
    assert.ok(apart < 1e-5, `${lon}, ${lat}, ${azimuth}, ${metres}: ${apart} m`);
    assert.ok(Math.abs(found[0]) <= 180);
  }
});

test("distances and azimuths are geographiclib's", () => {
  for (const { distance: metres, azimuth: bearing, ...places } of golden.inverse) {
    const at = [places.lon1, places.lat1, places.lon2, places.lat2] as const;
    assert.ok(Math.abs(distance(...at) - metres) < 1e-5, name(places));
    const found = azimuth(...at);
    assert.ok(found >= 0 && found < 360);
    // Between a place and itself or its antipode every bearing is as good as another.
    if (metres < 1 || metres > 19_900_000) continue;
    assert.ok(Math.abs(((found - bearing + 540) % 360) - 180) < 1e-7, name(places));
  }
});

test("half a circle runs from north to south, east of the centre, at its radius", () => {
  for (const [, lat] of centres) {
    for (const radius of radii) {
      const half = halfArc(lat, radius, 1000);
      assert.equal(half[0]!.azimuth, 0);
      assert.equal(half.at(-1)!.azimuth, 180);
      half.forEach((vertex, k) => {
        if (k > 0) assert.ok(vertex.azimuth > half[k - 1]!.azimuth);
        assert.ok(vertex.dlon >= 0 && vertex.dlon <= 180);
        const metres = distance(0, lat, vertex.dlon, vertex.lat);
        assert.ok(Math.abs(metres - radius) < 1e-3, `${lat}, ${radius}, ${vertex.azimuth}: ${metres}`);
      });
    }
  }
});

test("edges of a radial stay beside their geodesic", () => {
  for (const lat of [0, 38, 80, -85, -23.0242453]) {
    for (const bearing of [1, 4.402778, 45, 90, 179]) {
      const line = radial(lat, bearing, 11_667_598.2, 10);
      assert.deepEqual(line[0], [0, lat]);
      line.slice(1).forEach(([lon2, lat2], k) => {
        const [lon1, lat1] = line[k]!;
        for (const part of [0.15, 0.2, 0.25, 0.5, 0.75, 0.8]) {
          const [lon, lat3] = [lon1 + part * (lon2 - lon1), lat1 + part * (lat2 - lat1)];
          const along = distance(0, lat, lon, lat3);
          const apart = distance(lon, lat3, ...destination(0, lat, bearing, along));
          assert.ok(apart < 10, `${lat}, ${bearing}: ${apart} m`);
        }
      });
    }
  }
});
