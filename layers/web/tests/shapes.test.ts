import assert from "node:assert/strict";
import { test } from "node:test";
import { distance, ROUND_FROM } from "../src/geo/geodesic.ts";
import { FARTHEST } from "../src/geo/limits.ts";
import { outline } from "../src/geo/rings.ts";
import { annulus, circle, sector } from "../src/geo/shapes.ts";
import {
  areaOf, assertProbes, assertValid, centres, contains, golden, name, polygons, radii, random, vertices,
} from "./golden.ts";

const WORLD_AREA = areaOf({
  type: "Polygon",
  coordinates: [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]],
});

for (const [lon, lat] of centres) {
  test(`circles round ${lon}, ${lat}: vertices at the radius, edges within the tolerance`, () => {
    for (const radius of [...radii, 19_899_000, 19_950_000]) {
      const disc = circle(lon, lat, radius);
      assertValid(disc);
      const miss = (x: number, y: number) => Math.abs(distance(lon, lat, x, y) - radius);
      for (const [x, y] of vertices(disc)) {
        assert.ok(miss(x, y) < 1e-3, `${radius}: ${x}, ${y} is ${miss(x, y)} m off`);
      }
      const tolerance = 100 * Math.min(1, radius / ROUND_FROM);
      for (const line of outline(disc)) {
        line.slice(1).forEach(([x2, y2], k) => {
          const [x1, y1] = line[k]!;
          for (const part of [0, 0.15, 0.3, 0.5, 0.7, 0.85]) {
            const off = miss(x1 + part * (x2 - x1), y1 + part * (y2 - y1));
            assert.ok(off < tolerance + 1e-3, `${radius}: an edge is ${off} m off`);
          }
        });
      }
    }
  });
}

test("an uncut disc keeps every bit of its vertices", () => {
  const [ring] = polygons(circle(24.41, 44.08, 1e6))[0]!;
  for (const [lon, lat] of ring!) {
    assert.ok(Math.abs(distance(24.41, 44.08, lon, lat) - 1e6) < 1e-7);
  }
});

for (const { probes, ...disc } of golden.discs) {
  test(`disc ${name(disc)}`, () => {
    const drawn = circle(disc.lon, disc.lat, disc.radius);
    assertValid(drawn);
    assertProbes(drawn, probes);
    for (const pole of [90, -90]) {
      const held = polygons(drawn).flat(2).some(([, lat]) => lat === pole);
      assert.equal(held, disc.poles.includes(pole), `the pole ${pole} inside`);
    }
    if (disc.radius < 1000) return; // the plane of equal areas has too few digits for it at a pole
    const area = areaOf(circle(disc.lon, disc.lat, disc.radius, 1));
    assert.ok(Math.abs(area / disc.area - 1) < 1e-5, `area ${area}, not ${disc.area}`);
  });
}

for (const { probes, ...ring } of golden.annuli) {
  test(`annulus ${name(ring)}`, () => {
    const drawn = annulus(ring.lon, ring.lat, ring.inner, ring.outer);
    assertValid(drawn);
    assertProbes(drawn, probes);
    const [outer, inner] = [ring.outer, ring.inner].map((r) => areaOf(circle(ring.lon, ring.lat, r)));
    assert.ok(Math.abs(areaOf(drawn) / (outer! - inner!) - 1) < 1e-8);
  });
}

for (const { probes, ...case_ } of golden.sectors) {
  const { lon, lat, radius, bearings: [first, last], inner } = case_;
  test(`sector ${name(case_)}`, () => {
    const drawn = sector(lon, lat, radius, [first, last], inner);
    assertValid(drawn);
    assertProbes(drawn, probes);
    const rest = sector(lon, lat, radius, [last, first], inner);
    assertValid(rest);
    const whole = inner ? annulus(lon, lat, inner, radius) : circle(lon, lat, radius);
    const share = (areaOf(drawn) + areaOf(rest)) / areaOf(whole);
    assert.ok(Math.abs(share - 1) < 1e-4, `a sector and the rest are ${share} of the whole`);
  });
}

test("a wide sector whose centre is on the antimeridian is two polygons that touch there", () => {
  for (const lon of [180, -180]) {
    const drawn = sector(lon, 28, 1e6, [110, 85]);
    assertValid(drawn);
    assert.equal(polygons(drawn).length, 3); // one west of it, two east
    for (const [ring] of polygons(drawn).filter(([ring]) => ring![0]![0] < 0)) {
      assert.ok(ring!.some(([x, y]) => x === -180 && y === 28), "both have its centre as a corner");
    }
  }
});

test("places fall on the right side of random discs", () => {
  const next = random(1);
  const place = () => [360 * next() - 180, (Math.asin(2 * next() - 1) * 180) / Math.PI] as const;
  for (let nth = 0; nth < 300; nth++) {
    const [lon, lat] = place();
    const radius = 10 ** (4 + next() * 3.3);
    const disc = circle(lon, lat, Math.min(radius, 19_899_000));
    for (let probe = 0; probe < 300; probe++) {
      const at = place();
      const inside = Math.min(radius, 19_899_000) - distance(lon, lat, ...at);
      if (Math.abs(inside) < 100) continue;
      assert.equal(contains(disc, ...at), inside > 0, `${lon}, ${lat}, ${radius}: ${at}`);
    }
  }
});

test("from 19,900 km on a disc is the Earth less what lies farther", () => {
  for (const [lon, lat] of centres) {
    let before = WORLD_AREA - areaOf(circle(lon, lat, 19_890_000));
    for (const radius of [19_910_000, 19_960_000, 20_000_000]) {
      const disc = circle(lon, lat, radius);
      assertValid(disc);
      const missing = WORLD_AREA - areaOf(disc);
      assert.ok(missing >= 0 && missing < before, `${lon}, ${lat}, ${radius}`);
      before = missing;
    }
    assert.ok(Math.abs(areaOf(circle(lon, lat, FARTHEST + 1)) / WORLD_AREA - 1) < 1e-12);
  }
});

test("a cut is no outline", () => {
  for (const [lon, lat, radius] of [[180, 10, 1e6], [30, 85, 2e6], [-60, -85, 15e6], [0, 0, 12e6]]) {
    const lines = outline(circle(lon!, lat!, radius!));
    assert.ok(lines.length > 0);
    for (const line of lines) {
      assert.ok(line.length > 1);
      line.forEach(([x, y], k) => {
        const [px, py] = line[k - 1] ?? [NaN, NaN];
        assert.ok(!(x === px && Math.abs(x) === 180) && !(y === py && Math.abs(y) === 90));
        assert.ok(Math.abs(distance(lon!, lat!, x, y) - radius!) < 100);
      });
    }
  }
  const plain = circle(24, 44, 1e6);
  assert.deepEqual(outline(plain), plain.coordinates);
});

test("wrong numbers are refused in words", () => {
  assert.throws(() => circle(0, 95, 1e6), /0, 95 is off the Earth/);
  assert.throws(() => circle(NaN, 0, 1e6), RangeError);
  assert.throws(() => circle(0, 0, 0), /the radius is 0; give metres above zero/);
  assert.throws(() => circle(0, 0, Infinity), RangeError);
  assert.throws(() => circle(0, 0, 1, 0), /tolerance/);
  assert.throws(() => annulus(0, 0, 2, 1), /inner 2 m is not below outer 1 m/);
  assert.throws(() => sector(0, 0, 1e6, [10, 10]), /bearings are 10, 10/);
  assert.throws(() => sector(0, 0, 1e6, [-10, 10]), /bearings are -10, 10/);
  assert.throws(() => sector(0, 0, 1e6, [1, 10], 2e6), /inner/);
});
