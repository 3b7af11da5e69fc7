import assert from "node:assert/strict";
import { test } from "node:test";
import type { Disc } from "../src/geo/exposed.ts";
import { distance } from "../src/geo/geodesic.ts";
import { outline, world } from "../src/geo/rings.ts";
import { prepareArea, scan, type ScanShape } from "../src/geo/scan.ts";
import { circle } from "../src/geo/shapes.ts";
import type { Geometry } from "../src/geo/types.ts";
import { unitingAreas, unitingDiscs } from "../src/geo/union.ts";
import { areaOf, assertValid, contains, polygons, random } from "./golden.ts";

function finish<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

function unite(discs: readonly Disc[], tolerance = 100): Geometry {
  const united = finish(unitingDiscs(discs, tolerance));
  assert.ok(united, "the arcs join");
  assertValid(united);
  return united;
}

/** Discs spread over a band of latitudes up to a sine, radii from half to one and a half times one. */
function spread(seed: number, count: number, radius: number, sine: number): Disc[] {
  const next = random(seed);
  return Array.from({ length: count }, () => ({
    lon: 360 * next() - 180,
    lat: (Math.asin((2 * next() - 1) * sine) * 180) / Math.PI,
    radius: radius * (0.5 + next()),
  }));
}

const disc = (lon: number, lat: number, radius: number): Disc => ({ lon, lat, radius });

const CASES: Record<string, Disc[]> = {
  "two that meet": [disc(24.41, 44.08, 1e6), disc(17.11, 54.48, 1e6)],
  "two apart": [disc(0, 0, 1e5), disc(20, 0, 1e5)],
  "one in another": [disc(10, 50, 1e6), disc(11, 51, 2e5)],
  "the same twice": [disc(10, 50, 1e6), disc(10, 50, 1e6)],
  "almost the same": [disc(10, 50, 1e6), disc(10.00001, 50, 1e6)],
  "across the antimeridian": [disc(175, 10, 1e6), disc(-176, 12, 8e5), disc(180, -5, 9e5)],
  "on the antimeridian": [disc(180, 20, 1e6), disc(-180, 27, 1e6)],
  "round a pole": [disc(0, 85, 1e6), disc(120, 80, 1.5e6), disc(-120, 82, 7e5)],
  "at both poles": [disc(12, 90, 2e6), disc(40, -90, 3e6), disc(20, 60, 2e6)],
  "a ring round a pole, open in its middle": Array.from({ length: 12 }, (_, k) => disc(30 * k - 165, 70, 8e5)),
  "a belt round the Earth": Array.from({ length: 24 }, (_, k) => disc(15 * k - 172, 0, 1.2e6)),
  "a ring with a hole": Array.from({ length: 8 }, (_, k) =>
    disc(20 + 12 * Math.cos(k * 0.785), 30 + 12 * Math.sin(k * 0.785), 7e5)),
  "an island in a hole": [...Array.from({ length: 8 }, (_, k) =>
    disc(20 + 12 * Math.cos(k * 0.785), 30 + 12 * Math.sin(k * 0.785), 7e5)), disc(20, 30, 1e5)],
  "as wide as they may be": [disc(0, 20, 8.9e6), disc(100, -30, 7e6)],
  "nearly all of the Earth": [disc(0, 0, 8.9e6), disc(180, 0, 8.9e6), disc(90, 10, 4e6), disc(-90, 10, 5e6)],
  "30 of 1,000 km": spread(1, 30, 1e6, 1),
  "100 of 500 km": spread(2, 100, 5e5, 1),
  "300 of 1,500 km": spread(3, 300, 1.5e6, 1),
  "400 of 500 km": spread(4, 400, 5e5, 0.9),
};

for (const [name, discs] of Object.entries(CASES)) {
  test(`${name}: places are in the union that are near enough to a centre`, () => {
    const united = unite(discs);
    const next = random(7);
    // Half of the places are near an edge, where a union goes wrong.
    for (let nth = 0; nth < 200; nth++) {
      const some = discs[Math.floor(next() * discs.length)] as Disc;
      const edge = circle(some.lon, some.lat, some.radius * (0.97 + 0.06 * next()), 50_000);
      const rings = polygons(edge).flat();
      const ring = rings[0]!.filter(([lon, lat]) => Math.abs(lon) < 180 && Math.abs(lat) < 90);
      const [lon, lat] = nth % 2 === 0
        ? ring[Math.floor(next() * ring.length)]!
        : [360 * next() - 180, (Math.asin(2 * next() - 1) * 180) / Math.PI];
      const inside = Math.max(...discs.map((each) => each.radius - distance(each.lon, each.lat, lon, lat)));
      if (Math.abs(inside) < 101) continue;
      assert.equal(contains(united, lon, lat), inside > 0, `${lon}, ${lat}, ${inside} m inside`);
    }
  });

  test(`${name}: the area is the engine's`, () => {
    const shapes = discs.map((each): ScanShape => ({ kind: "disc", ...each, inner: 0 }));
    const { covered } = scan(prepareArea(world(), 32_768, shapes), shapes);
    const area = areaOf(unite(discs, 1));
    assert.ok(Math.abs(area / covered - 1) < 1e-4, `${area} m2, not ${covered}`);
  });

  test(`${name}: the outline lies on the circles, and in no disc`, () => {
    const points = outline(unite(discs)).flat();
    const some = points.filter((_, k) => k % Math.ceil(points.length / 300) === 0);
    for (const [lon, lat] of some) {
      const inside = Math.max(...discs.map((each) => each.radius - distance(each.lon, each.lat, lon, lat)));
      const onCut = Math.abs(lon) === 180 || Math.abs(lat) === 90;
      assert.ok(Math.abs(inside) < (onCut ? 100 : 0.01), `${lon}, ${lat} is ${inside} m inside`);
    }
  });
}

test("discs that cover the Earth are all of it", () => {
  const six = [[0, 0], [90, 0], [180, 0], [-90, 0], [0, 90], [0, -90]] as const;
  assert.deepEqual(polygons(unite(six.map(([lon, lat]) => disc(lon, lat, 8e6)))), polygons(world()));
  assert.deepEqual(polygons(unite([])), []);
});

test("any other areas are united as well, and discs as areas alike", () => {
  for (const discs of [CASES["a ring with a hole"]!, CASES["across the antimeridian"]!, spread(5, 40, 8e5, 0.9)]) {
    const areas = discs.map((each) => circle(each.lon, each.lat, each.radius));
    const united = finish(unitingAreas(areas));
    assertValid(united);
    assert.ok(Math.abs(areaOf(united) / areaOf(unite(discs)) - 1) < 1e-4);
  }
  const one = circle(10, 50, 1e6);
  assert.equal(finish(unitingAreas([one])), one);
  assert.deepEqual(finish(unitingAreas([])).coordinates, []);
});
