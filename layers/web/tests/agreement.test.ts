import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it, type TestContext } from "node:test";
import { createApi } from "../src/api.ts";
import type { NamedShape } from "../src/geo/nato.ts";
import type { Geometry } from "../src/geo/types.ts";
import {
  type AgreementRow, byDispute, createAgreement, drawnReadings, readingsOf,
} from "../src/layers/agreement.ts";
import { createShares } from "../src/layers/shares.ts";
import { EMPTY } from "../src/ranges.ts";
import type { Range, Scene, SceneSite } from "../src/scene.ts";
import { createState, QUIET_MS, rowOf } from "../src/state.ts";
import { countries } from "./countries.ts";
import { contains } from "./golden.ts";

/** One line of tests/data/golden-agreement.json, which make_golden_shares.py explains. */
interface Case {
  areas: string;
  sites: Record<string, [lon: number, lat: number]>;
  estimates: Record<string, Partial<Range>>[];
  shares: [agreed: number, disputed: number, outside: number][];
  engine: AgreementRow[];
}

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const cases: Case[] = read("../../../tests/data/golden-agreement.json");
const { byCode } = countries;

const region = (id: string, kind: "launch" | "sea", geometry: Geometry) => ({
  ...{ id, name: id, kind, country: null, geometry, notes: [], source: [] },
});

function sceneOf(
  sites: Case["sites"],
  estimates: Case["estimates"],
  countries: readonly string[],
  change: Partial<SceneSite> = {},
): Scene {
  return {
    ...{ version: 1, generator: "test", notice: "notice", attribution: "", title: "Test" },
    ...{ tolerance: 100, farthest: 20_003_931.4586, phases: [], events: [], notes: [] },
    sites: Object.entries(sites).map(([id, [lon, lat]]): SceneSite => ({
      ...{ id, name: id, kind: "radar", country: null, lon, lat },
      ...{ since: null, until: null, events: [], notes: [], source: [], ...change },
    })),
    regions: [],
    estimates: estimates.map((each, nth) => ({
      ...{ name: `estimate ${nth}`, source: null, entered: null },
      ranges: Object.fromEntries(
        Object.entries(each).map(([id, range]) => [id, { ...EMPTY, ...range }]),
      ),
    })),
    nato: {
      areas: { "nato-europe": "NATO Europe", "article-6": "Article 6" },
      convention: "",
      accessions: [{ on: "1949-04-04", countries: [...countries], source: [] }],
    },
  };
}

function start(scene: Scene, countries: ReadonlyMap<string, NamedShape> = byCode) {
  const state = createState(scene, () => null, "2026-11-22");
  const frames: (() => void)[] = [];
  const frame = (call: () => void) => {
    frames.push(call);
    return () => {
      frames.splice(frames.indexOf(call), 1);
    };
  };
  const clock = { frame, now: () => 0 };
  const { areas, exact, table: shares } = createShares(state, countries, null, clock);
  const agreement = createAgreement(state, areas, clock);
  const draw = () => {
    for (const call of frames.splice(0)) call();
  };
  const api = createApi(state, exact, agreement.exact);
  const set = (estimate: number, id: string, range: Partial<Range> | null) => {
    const cell = state.estimates.value[estimate]!.cells.get(id)!;
    cell.range.value = range && { ...EMPTY, ...range };
  };
  return { state, agreement, shares, api, frames, draw, set };
}

const near = (actual: number, wanted: number, within: number, what = "") =>
  assert.ok(Math.abs(actual - wanted) <= within, `${what} ${actual} is not ${wanted} to ${within}`);

const CLASSES = ["agreed", "disputed", "outside"] as const;

for (const { areas, sites, estimates, shares, engine } of cases) {
  it(`golden agreement of ${areas}`, () => {
    const { api, agreement, draw } = start(sceneOf(sites, estimates, areas.split(",")));
    const rows = api.agreement!;
    // Python leaves the row of all out where there is one country only.
    assert.equal(rows.length, areas.split(",").length + 1);
    engine.forEach((wanted, k) => {
      if (k < rows.length - 1) assert.deepEqual([rows[k]!.area, rows[k]!.name], [wanted.area, wanted.name]);
      near(rows[k]!.area_km2 / wanted.area_km2, 1, 1e-9, "area");
      CLASSES.forEach((name, nth) => {
        near(rows[k]![name], wanted[name], 1e-6, `Python's ${name}`);
        near(rows[k]![`${name}_km2`], wanted[`${name}_km2`], 1e-6 * wanted.area_km2, name);
        near(rows[k]![name], shares[k]![nth]!, wanted.area_km2 > 10_000 ? 1e-4 : 1e-3, name);
      });
    });
    draw();
    const { rows: live, exact } = agreement.table.value!;
    assert.equal(exact, false);
    rows.forEach((row, k) => {
      for (const name of CLASSES) near(live[k]![name], row[name], 5e-4, `live ${name}`);
    });
    for (const row of [...rows, ...live]) {
      near(row.agreed + row.disputed + row.outside, 1, 1e-12, "all three");
      near(row.agreed_km2 + row.disputed_km2 + row.outside_km2, row.area_km2, 1e-6, "all three");
    }
  });
}

// A square of 2 degrees round 45 N, 25 E.
const SQUARE: Geometry = {
  type: "Polygon",
  coordinates: [[[24, 44], [26, 44], [26, 46], [24, 46], [24, 44]]],
};
const PLAIN = new Map([["ROU", { name: "Romania", geometry: SQUARE }]]);
const one = (estimates: Case["estimates"], change: Partial<SceneSite> = {}) =>
  sceneOf({ a: [25, 45] }, estimates, ["ROU"], change);
const circle = (km: number) => Math.PI * km ** 2;

describe("readings", () => {
  const names = (scene: Scene) =>
    readingsOf(start(scene, PLAIN).state).map(({ estimate, end }) => [estimate.name, end]);

  it("are the estimates, one with bands twice", () => {
    assert.deepEqual(names(one([{ a: { range_m: 1e5 } }])), [["estimate 0", null]]);
    assert.deepEqual(names(one([])), [["my numbers", null]]);
    assert.deepEqual(names(one([{ a: { low_m: 1e5, high_m: 2e5 } }, {}])), [
      ["estimate 0", "low"], ["estimate 0", "high"], ["estimate 1", null],
    ]);
  });

  it("are too few to compare where there is one", () => {
    const { state, api, agreement, draw } = start(one([{ a: { range_m: 1e5 } }]), PLAIN);
    draw();
    state.agreement.value = true;
    assert.equal(api.agreement, null);
    assert.equal(agreement.table.value, null);
    assert.equal(drawnReadings(state), null);
  });
});

describe("agreement", () => {
  const km2 = (row: AgreementRow) => CLASSES.map((name) => row[`${name}_km2`]);
  const shows = (api: { agreement: AgreementRow[] | null }, agreed: number, disputed: number) => {
    const [first, all] = api.agreement!;
    near(first!.agreed_km2, agreed, agreed * 1e-4, "agreed");
    near(first!.disputed_km2, disputed, disputed * 1e-4, "disputed");
    assert.deepEqual(km2(all!), km2(first!));
    assert.equal(all!.name, "NATO Europe");
  };

  it("is the smaller of two discs, and the ring between them is disputed", () => {
    const { api, set } = start(one([{ a: { range_m: 3e4 } }, { a: { range_m: 5e4 } }]), PLAIN);
    shows(api, circle(30), circle(50) - circle(30));
    set(0, "a", { range_m: 3e4, inner_m: 1e4 });
    shows(api, circle(30) - circle(10), circle(50) - circle(30) + circle(10));
    set(1, "a", { low_m: 2e4, high_m: 6e4 });
    shows(api, circle(20) - circle(10), circle(60) - circle(20) + circle(10));
    set(0, "a", null);
    shows(api, 0, circle(60));
  });

  it("follows the estimate that is not active, the switch and the date", () => {
    const scene = one([{ a: { range_m: 3e4 } }, { a: { range_m: 5e4 } }], { since: "2016-05" });
    const { state, api, set } = start(scene, PLAIN);
    const before = api.agreement;
    state.active.value = 1;
    assert.deepEqual(api.agreement, before);
    set(0, "a", { range_m: 4e4 });
    shows(api, circle(40), circle(50) - circle(40));
    api.setDate("2015-01-01");
    shows(api, 0, 0);
    api.setDate("2017-01-01");
    shows(api, circle(40), circle(50) - circle(40));
    rowOf(state, "a").on.value = false;
    shows(api, 0, 0);
  });

  it("leaves the reach of launch regions out, and counts that of the sea", () => {
    const scene = one([{ war: { range_m: 1e5 }, sea: { low_m: 1e4, high_m: 2e4 } }]);
    const east: Geometry = {
      type: "Polygon",
      coordinates: [[[26, 44], [27, 44], [27, 46], [26, 46], [26, 44]]],
    };
    scene.regions.push(region("war", "launch", SQUARE), region("sea", "sea", east));
    const { state, api } = start(scene, PLAIN);
    const strip = 222.23; // km of the meridian from 44 to 46 N, on WGS84
    const [row] = api.agreement!;
    near(row!.agreed_km2, strip * 10, 15);
    near(row!.disputed_km2, strip * 10, 15);
    state.agreement.value = true;
    assert.deepEqual(drawnReadings(state)!.map(({ length }) => length), [1, 1]);
  });

  it("is drawn from what each reading covers: low ends, high ends, the other estimate", () => {
    const scene = one([{ a: { low_m: 1e5, high_m: 3e5 } }, { a: { range_m: 2e5 } }]);
    const { state } = start(scene, PLAIN);
    assert.equal(drawnReadings(state), null);
    state.agreement.value = true;
    const covers = () =>
      drawnReadings(state)!.map((shapes) =>
        [45.7, 46.5, 47.5].map((lat) => shapes.some((shape) => contains(shape, 25, lat))),
      );
    assert.deepEqual(covers(), [[true, false, false], [true, true, true], [true, true, false]]);
    rowOf(state, "a").on.value = false;
    assert.deepEqual(covers(), [[false, false, false], [false, false, false], [false, false, false]]);
  });

  it("is counted once a frame while numbers change, and exactly after a pause", (t: TestContext) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const scene = one([{ a: { range_m: 3e4 } }, { a: { range_m: 5e4 } }]);
    const { state, agreement, shares, api, frames, draw, set } = start(scene, PLAIN);
    for (const metres of [2e4, 3e4, 4e4]) set(1, "a", { range_m: metres });
    assert.equal(frames.length, 2); // shares and agreement
    draw();
    assert.equal(agreement.table.value!.exact, false);
    const still = shares.value;
    set(1, "a", { range_m: 4.5e4 }); // of no concern to the shares of the other estimate
    assert.equal(frames.length, 1);
    draw();
    assert.equal(shares.value, still);
    t.mock.timers.tick(QUIET_MS);
    const table = agreement.table.value!;
    assert.equal(table.exact, true);
    assert.deepEqual(table.rows, api.agreement);
    assert.equal(table.readings.length, 2);
    agreement.stop();
    set(1, "a", { range_m: 1e4 });
    rowOf(state, "a").on.value = false;
    assert.equal(agreement.table.value, table);
  });

  it("does not slow down shares: their answers stay apart", () => {
    const scene = one([{ a: { range_m: 3e4 } }, { a: { range_m: 5e4 } }]);
    const { agreement, shares, draw, set } = start(scene, PLAIN);
    draw();
    set(0, "a", { range_m: 2e4 });
    draw();
    near(shares.value!.rows[0]!.covered_km2, circle(20), circle(20) * 1e-3);
    near(agreement.table.value!.rows[0]!.agreed_km2, circle(20), circle(20) * 1e-3);
  });
});

describe("the table by country", () => {
  const row = (name: string, agreed: number, disputed: number): AgreementRow => ({
    ...{ area: name, name, area_km2: 1, agreed_km2: agreed, disputed_km2: disputed },
    ...{ outside_km2: 1 - agreed - disputed, agreed, disputed, outside: 1 - agreed - disputed },
  });
  const rows = [row("B", 0.2, 0.5), row("D", 0, 0), row("C", 0, 1e-9), row("A", 0.5, 0.5), row("all", 0, 1)];
  const names = (found: AgreementRow[]) => found.map(({ name }) => name).join("");

  it("has the most disputed first, and keeps the settled order while numbers change", () => {
    assert.equal(names(byDispute(rows, rows)), "ABCD");
    const moving = [row("B", 0, 1), row("D", 0, 0.9), row("C", 0, 0.1), row("A", 0, 0), row("all", 0, 1)];
    assert.equal(names(byDispute(moving, rows)), "ABCD");
  });
});
