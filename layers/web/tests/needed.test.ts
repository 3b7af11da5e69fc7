// Needed ranges: held to the table that holds Python (tests/data/README.md), and asked of a state.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { createApi } from "../src/api.ts";
import { areasOf } from "../src/geo/nato.ts";
import { finished, type Needed, neededRange, type Steps } from "../src/geo/needed.ts";
import type { Geometry, Position } from "../src/geo/types.ts";
import {
  inSlices,
  landOf,
  likelyPlace,
  parseShare,
  rounded,
  roundedUp,
  useNeeded,
} from "../src/layers/needed.ts";
import { createShares } from "../src/layers/shares.ts";
import { EMPTY } from "../src/ranges.ts";
import type { Range, Scene, SceneSite } from "../src/scene.ts";
import { createState, rowOf } from "../src/state.ts";
import { countries } from "./countries.ts";

interface Case extends Needed {
  from: Position | string | Geometry;
  area: string;
  /** The countries of an area with a name. */
  members: string[];
  share: number;
  /** What Python finds. */
  engine: Needed;
}

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const cases: Case[] = read("../../../tests/data/golden-needed.json");
const { byCode } = countries;
const country = (code: string): Geometry => byCode.get(code)!.geometry;

function areaOf({ area, members }: Case): Geometry {
  if (area !== "nato-europe") return country(area);
  const accessions = [{ on: "1949-04-04", countries: members, source: [] }];
  const state = { area: { value: area } } as Parameters<typeof landOf>[0];
  return landOf(state, areasOf(area, "2018-12-31", accessions, byCode), area)!;
}

const near = (found: number, wanted: number, within: number, what = "") =>
  assert.ok(Math.abs(found - wanted) <= within, `${what}: ${found} is not ${wanted} to ${within} m`);

describe("golden needed ranges", () => {
  for (const each of cases) {
    const { from, share, engine } = each;
    const start = typeof from === "string" ? country(from) : from;
    const name = typeof from === "string" ? from : Array.isArray(from) ? from.join(" ") : "a sea";
    it(`${name} to ${each.area}, ${share}`, () => {
      const found = finished(neededRange(start, areaOf(each), share));
      const site = Array.isArray(start);
      for (const key of ["range_m", "nearest_m", "farthest_m"] as const) {
        const exact = share === 1 || key !== "range_m";
        near(found[key], engine[key], 1, `Python's ${key}`);
        near(found[key], each[key], !site ? 1000 : exact ? 1 : 30, key);
      }
      assert.ok(Math.ceil(found.range_m / 1000) * 1000 >= each.range_m, "never below");
    });
  }

  it("pauses on its way", () => {
    const steps = [...neededRange([24.41, 44.08], country("ROU"), 0.9)];
    assert.ok(steps.length > 10, String(steps.length));
    assert.ok([...neededRange(country("SYR"), country("ROU"), 1)].length > 10);
  });

  it("refuses a share outside 0..1 and an area without land", () => {
    for (const share of [0, -0.1, 1.01, NaN, Infinity, "1" as unknown as number]) {
      const wrong = () => finished(neededRange([24, 44], country("ROU"), share));
      assert.throws(wrong, { name: "RangeError", message: /give one above 0 and at most 1/ });
    }
    const nothing: Geometry = { type: "MultiPolygon", coordinates: [] };
    assert.throws(() => finished(neededRange([24, 44], nothing, 1)), /has no land/);
  });
});

describe("a share in percent", () => {
  it("is read as a reader writes it", () => {
    for (const [text, share] of [
      ["100", 1], [" 90 % ", 0.9], ["99.5", 0.995], [".5", 0.005], ["+50%", 0.5], ["1e2", null],
    ] as const) {
      if (share === null) assert.throws(() => parseShare(text), /no number/);
      else assert.equal(parseShare(text), share);
    }
  });

  it("is refused in words", () => {
    for (const [text, words] of [
      ["", "There is no share"], ["abc", "“abc” is no number"], ["0", "“0” is not above 0"],
      ["-5", "“-5” is below 0"], ["120", "“120” is above 100"], ["5,5", "“5,5” is no number"],
      ["9".repeat(400), "is above 100"], ["NaN", "“NaN” is no number"],
    ] as const) {
      assert.throws(() => parseShare(text), (error: unknown) => {
        assert.ok(error instanceof RangeError);
        assert.ok(error.message.includes(words), error.message);
        assert.ok(error.message.endsWith("write a percentage above 0 and at most 100, such as 90"));
        return error.message.length < 120;
      });
    }
  });
});

describe("an answer in the unit of its place", () => {
  it("goes up to the next whole one, never beyond the Earth", () => {
    assert.equal(roundedUp(499_081.8, "km", 2e7), 500_000);
    assert.equal(roundedUp(500_000, "km", 2e7), 500_000);
    assert.equal(roundedUp(499_081.8, "m", 2e7), 500_000);
    assert.equal(roundedUp(1610, "mi", 2e7), 2 * 1609.344);
    assert.equal(roundedUp(1853, "nmi", 2e7), 3704);
    assert.equal(roundedUp(20_003_500, "km", 20_003_931.4586), 20_003_931.4586);
  });

  it("writes distances to the closest whole one", () => {
    assert.equal(rounded(499_081.8, "km"), 499_000);
    assert.equal(rounded(0, "mi"), 0);
    assert.equal(rounded(2779, "nmi"), 3704);
  });
});

const square = (lon: number, lat: number, size = 2): Geometry => ({
  type: "Polygon",
  coordinates: [
    [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]],
  ],
});
const site = (id: string, lon: number, lat: number): SceneSite => ({
  ...{ id, name: id, kind: "radar", country: null, lon, lat },
  ...{ since: null, until: null, events: [], notes: [], source: [] },
});

function start(ranges: Record<string, Partial<Range>>) {
  const scene: Scene = {
    ...{ version: 1, generator: "test", notice: "notice", attribution: "", title: "Test" },
    ...{ tolerance: 100, farthest: 20_003_931.4586, phases: [], events: [], notes: [] },
    sites: [site("far", 10, 30), site("near", 25, 45), site("between", 20, 40)],
    regions: [
      { id: "water", name: "Water", kind: "sea", country: null, geometry: square(30, 44), notes: [], source: [] },
    ],
    estimates: [{
      ...{ name: "First", source: null, entered: null },
      ranges: Object.fromEntries(
        Object.entries(ranges).map(([id, range]) => [id, { ...EMPTY, ...range }]),
      ),
    }],
    nato: {
      areas: { "nato-europe": "NATO Europe", "article-6": "Article 6 area" },
      convention: "",
      accessions: [{ on: "1949-04-04", countries: ["FRA", "ROU"], source: [] }],
    },
  };
  const state = createState(scene, () => null, "2026-11-22");
  const shares = createShares(state, byCode, null, { frame: () => () => {}, now: () => 0 });
  const land = (area: string) => landOf(state, shares.areas.value, area);
  const api = createApi(state, shares.exact, undefined, land);
  return { state, land, api };
}

describe("asked of a map", () => {
  it("answers for a row of the table, with the land that the table counts", () => {
    const { api, state } = start({});
    const rou = api.neededRange("near", "ROU");
    assert.deepEqual(rou, finished(neededRange([25, 45], country("ROU"), 1)));
    assert.ok(api.neededRange("near", "ROU", 0.5).range_m < rou.range_m);
    const core = api.neededRange("near", "FRA").farthest_m;
    assert.ok(core > 1e6 && core < 2.5e6, `${core}: the European part alone`);
    assert.equal(api.neededRange("near", "nato-europe").farthest_m, core);
    state.area.value = "article-6";
    assert.equal(api.neededRange("near", "article-6").nearest_m, 0);
  });

  it("refuses in words", () => {
    const { api } = start({});
    const refused = (id: unknown, area: unknown, share?: unknown) => {
      try {
        api.neededRange(id as string, area as string, share as number);
      } catch (error) {
        assert.ok(error instanceof RangeError);
        return error.message;
      }
      return assert.fail("answered");
    };
    assert.match(refused("nowhere", "ROU"), /“nowhere” is no site or region of this map; use one of far/);
    for (const area of ["IRN", "article-6", "", undefined, "__proto__"]) {
      assert.match(refused("near", area), /is no row of the shares table; use nato-europe/);
    }
    for (const share of [0, 1.5, NaN, "half", "1", null]) {
      assert.match(refused("near", "ROU", share), /give one above 0 and at most 1/);
    }
  });

  it("begins with the closest site that counts, or else that is switched on", () => {
    const rou = country("ROU");
    const likely = (ranges: Record<string, Partial<Range>>, off: string[] = []) => {
      const { state } = start(ranges);
      for (const id of off) rowOf(state, id).on.value = false;
      return likelyPlace(state, rou)?.place.id;
    };
    assert.equal(likely({}), "near");
    assert.equal(likely({ far: { range_m: 1e6 }, between: { range_m: 1e6 } }), "between");
    assert.equal(likely({ near: { range_m: 1e6 } }, ["near"]), "between");
    assert.equal(likely({}, ["near", "far", "between"]), "near");
  });

  it("uses an answer as the range that is drawn", () => {
    const { state, api } = start({
      near: { low_m: 1e5, high_m: 2e5, unit: "mi" },
      far: { range_m: 5e5, inner_m: 4e5 },
      water: { range_m: 1e5, from: "everywhere" },
    });
    for (const id of ["near", "between"]) {
      rowOf(state, id).on.value = false;
      useNeeded(state, rowOf(state, id), 321_868.8);
      assert.equal(api.ranges[id], 321_868.8);
      assert.equal(rowOf(state, id).on.value, true);
    }
    assert.equal(rowOf(state, "near").range.value?.low_m, 1e5);
    useNeeded(state, rowOf(state, "water"), 3e5);
    assert.deepEqual(rowOf(state, "water").range.value, { ...EMPTY, range_m: 3e5 });
    assert.throws(() => useNeeded(state, rowOf(state, "far"), 3e5), /inner edge/);
    assert.equal(api.ranges.far, 5e5);
  });
});

describe("counting in slices", () => {
  /** Each step takes longer than a slice, and leaves something for the page to do. */
  function* counting(log: string[], toDo: (k: number) => void): Steps<string> {
    for (let k = 0; k < 3; k++) {
      log.push(`step ${k}`);
      setTimeout(() => toDo(k));
      const end = performance.now() + 10;
      while (performance.now() < end);
      yield;
    }
    return "found";
  }

  it("leaves the page alone between two of them, and says what it found", async () => {
    const log: string[] = [];
    const found = new Promise<string>((done) => {
      inSlices(counting(log, (k) => log.push(`page ${k}`)), done);
      log.push("asked");
    });
    assert.equal(await found, "found");
    assert.deepEqual(log, ["asked", ...[0, 1, 2].flatMap((k) => [`step ${k}`, `page ${k}`])]);
  });

  it("stops when asked to", async () => {
    const log: string[] = [];
    await new Promise<void>((done) => {
      const stop = inSlices(
        counting(log, () => {
          stop();
          setTimeout(() => setTimeout(done));
        }),
        () => assert.fail("went on"),
      );
    });
    assert.deepEqual(log, ["step 0"]);
  });
});
