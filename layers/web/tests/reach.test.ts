import assert from "node:assert/strict";
import { test } from "node:test";
import { distance } from "../src/geo/geodesic.ts";
import { reachFromAnywhere, reachFromEverywhere } from "../src/geo/reach.ts";
import type { Geometry, Position } from "../src/geo/types.ts";
import { areaOf, assertProbes, assertValid, country, golden, name, polygons, vertices } from "./golden.ts";

const REACHES = { anywhere: reachFromAnywhere, everywhere: reachFromEverywhere };

for (const { probes, ...case_ } of golden.reaches) {
  test(`reach ${name(case_)}`, () => {
    const region = typeof case_.region === "string" ? country(case_.region) : case_.region;
    const reach = REACHES[case_.mode](region, case_.radius);
    assertValid(reach);
    assertProbes(reach, probes);
    const empty = !probes.some(([, , inside]) => inside);
    if (empty) assert.deepEqual(reach, { type: "MultiPolygon", coordinates: [] });
  });
}

const upright = ([lon, lat]: Position): [number, number, number] => {
  const [x, y] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
  return [Math.cos(y) * Math.cos(x), Math.cos(y) * Math.sin(x), Math.sin(y)];
};

/** Points 1 km apart on a region's edges, with their vectors. */
function boundary(region: Geometry) {
  return polygons(region).flat().flatMap((ring) =>
    ring.slice(1).flatMap(([x2, y2], k) => {
      const [x1, y1] = ring[k]!;
      const length = 111_500 * Math.hypot((x2 - x1) * Math.cos((y1 * Math.PI) / 180), y2 - y1);
      const count = Math.ceil(length / 1000);
      return Array.from({ length: count }, (_, n) => {
        const place: Position = [x1 + (n / count) * (x2 - x1), y1 + (n / count) * (y2 - y1)];
        return { place, vector: upright(place) };
      });
    }),
  );
}

/** The smallest (sign 1) or largest (-1) geodesic distance; a sphere says where to look first. */
function extreme(points: ReturnType<typeof boundary>, place: Position, sign: 1 | -1): number {
  const [x, y, z] = upright(place);
  const near = points.map(({ place, vector: [a, b, c] }) => ({ place, turn: sign * (x * a + y * b + z * c) }));
  const best = near.reduce((a, b) => (a.turn > b.turn ? a : b));
  let found = distance(...place, ...best.place);
  // Sphere and ellipsoid differ by less than 0.6 %.
  const limit = sign * Math.cos(Math.min(Math.PI, (found / 6_371_000) * (1 + sign * 0.006)));
  for (const point of near) {
    if (point.turn < limit) continue;
    const metres = distance(...place, ...point.place);
    if (sign * metres < sign * found) found = metres;
  }
  return found;
}

/** Every so-manieth, so that a test ends soon. */
const some = (places: Position[], most: number): Position[] =>
  places.filter((_, k) => k % Math.ceil(places.length / most) === 0);

for (const code of ["IRN", "PRK", "RUS"]) {
  const region = country(code);
  const points = boundary(region);
  for (const radius of [300e3, 2e6, 5e6]) {
    test(`${code} from anywhere, ${radius / 1000} km: vertices within 25 m at a tolerance of 10 m`, () => {
      const reach = reachFromAnywhere(region, radius, 10);
      assertValid(reach);
      for (const place of some(vertices(reach), code === "RUS" ? 200 : 700)) {
        const off = Math.abs(extreme(points, place, 1) - radius);
        assert.ok(off < 25, `${place} is ${off} m off`);
      }
    });
  }
}

for (const [code, radius] of [["IRN", 2e6], ["IRN", 5e6], ["PRK", 1e6], ["RUS", 7e6]] as const) {
  test(`${code} from everywhere, ${radius / 1000} km: vertices within 25 m at a tolerance of 10 m`, () => {
    const region = country(code);
    const points = boundary(region);
    const reach = reachFromEverywhere(region, radius, 10);
    assertValid(reach);
    for (const place of some(vertices(reach), code === "RUS" ? 80 : 500)) {
      const off = Math.abs(extreme(points, place, -1) - radius);
      assert.ok(off < 25, `${place} is ${off} m off`);
    }
  });
}

const box = (west: number, south: number, east: number, north: number): Geometry => ({
  type: "Polygon",
  coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
});

for (const [what, region, mode, radius] of [
  ["long edges near a pole", box(-20, 74, 40, 79), "anywhere", 5e6],
  ["ranges beyond a quarter of the Earth", box(-20, -4, -10, 6), "everywhere", 18.5e6],
] as const) {
  test(`${what} are as exact`, () => {
    const points = boundary(region);
    const sign = mode === "anywhere" ? 1 : -1;
    const reach = REACHES[mode](region, radius, 10);
    assert.ok(vertices(reach).length > 0);
    for (const place of some(vertices(reach), 300)) {
      const off = Math.abs(extreme(points, place, sign) - radius);
      assert.ok(off < 25, `${place} is ${off} m off`);
    }
  });
}

const islands = (...places: Position[]): Geometry => ({
  type: "MultiPolygon",
  coordinates: places.map(([lon, lat]) => polygons(box(lon, lat, lon + 0.5, lat + 0.5))[0]!),
});

const ring: Geometry = {
  type: "Polygon",
  coordinates: [...polygons(box(0, 0, 40, 40)).flat(), polygons(box(1, 1, 39, 39)).flat()[0]!.toReversed()],
};

// Where most of the discs do not show, and what they alone hold has to stay.
for (const [what, region, radius, probes] of [
  ["a ring whose hole is left", ring, 1.2e6, [[20, 20, false], [0.5, 20, true], [8, 20, true], [20, 13, false]]],
  ["a ring whose hole is filled", ring, 3e6, [[20, 20, true], [5, 5, true], [-28, 20, true], [-29, 20, false]]],
  ["a band closing over the pole", box(-180, 85, 180, 86), 4.3e5, [[0, 89.99, false], [90, 89, true], [0, 82, true]]],
  ["islands that just meet", islands([0, 20], [20, 20]), 1.03e6, [[10.25, 20.25, true], [10.25, 10, false]]],
  ["islands that just do not", islands([0, 20], [20, 20]), 1.01e6, [[10.25, 20.25, false], [9, 20.25, true]]],
  ["a pole on the edge", box(20, 70, 22, 72), 2_008_240, [[21, 89.9, true], [-159, 89, false]]],
] as const) {
  test(`discs that do not show are not missed: ${what}`, () => {
    const points = boundary(region);
    const reach = reachFromAnywhere(region, radius, 10);
    assertValid(reach);
    assertProbes(reach, probes.map(([lon, lat, inside]) => [lon, lat, inside]));
    for (const place of some(vertices(reach), 100)) {
      const off = Math.abs(extreme(points, place, 1) - radius);
      assert.ok(off < 25, `${place} is ${off} m off`);
    }
  });
}

test("beyond the cut locus a wide region reaches everywhere", () => {
  assert.deepEqual(reachFromAnywhere(country("RUS"), 19.95e6), box(-180, -90, 180, 90));
});

test("a coarse answer is off by no more than it says", () => {
  for (const code of ["IRN", "RUS"]) {
    const region = country(code);
    const points = boundary(region);
    const reach = reachFromAnywhere(region, 2e6, 3000);
    for (const place of some(vertices(reach), 300)) {
      const off = Math.abs(extreme(points, place, 1) - 2e6);
      assert.ok(off < 2.25 * 3000, `${code}: ${place} is ${off} m off`);
    }
  }
});

test("what is within the coarse answer is within the fine one", () => {
  const region = country("IRN");
  const [coarse, fine] = [3000, 100].map((tolerance) => areaOf(reachFromAnywhere(region, 2e6, tolerance)));
  assert.ok(coarse! < fine! && coarse! > 0.995 * fine!);
});

test("a region that ends at 180 and goes on nowhere has an edge there", () => {
  const reach = reachFromAnywhere(box(170, 10, 180, 20), 300e3);
  assertProbes(reach, [[-178, 15, true], [-177, 15, false], [-178, 10, true], [-178, 20, true]]);
});

test("an edge all round a parallel is as long as that", () => {
  const reach = reachFromAnywhere(box(-180, 70, 180, 90), 500e3);
  for (let lon = -175; lon < 180; lon += 10) {
    const edge = reach.type === "Polygon" ? reach.coordinates : reach.coordinates.flat();
    const south = Math.min(...edge.flat().map(([x, y]) => (Math.abs(x - lon) < 5 ? y : 90)));
    assert.ok(Math.abs(distance(lon, 70, lon, south) - 500e3) < 225, `${lon}: ${south}`);
  }
});

test("how a region is wound does not matter", () => {
  const region = country("PRK");
  const turned = polygons(region).map((rings) => rings.map((ring) => ring.toReversed()));
  const reach = reachFromAnywhere({ type: "MultiPolygon", coordinates: turned }, 3e5);
  const ratio = areaOf(reach) / areaOf(reachFromAnywhere(region, 3e5));
  assert.ok(Math.abs(ratio - 1) < 1e-6, `${ratio}`);
});

test("a region without area is refused", () => {
  assert.throws(() => reachFromAnywhere({ type: "MultiPolygon", coordinates: [] }, 1e6), /no area/);
});
