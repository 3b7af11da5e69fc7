import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { batch } from "@preact/signals";
import { createApi } from "../src/api.ts";
import type { Geometry } from "../src/geo/types.ts";
import { createShares, percent, type ShareRow, type ShareTable, sorted, wholeKm2 } from "../src/layers/shares.ts";
import { EMPTY } from "../src/ranges.ts";
import type { Range, Scene, SceneSite } from "../src/scene.ts";
import { createState, QUIET_MS, rowOf } from "../src/state.ts";

const square = (lon: number, lat: number, side = 2): Geometry => {
  const [east, north] = [lon + side, lat + side];
  return {
    type: "Polygon",
    coordinates: [[[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]],
  };
};
// Two squares of 2 degrees in the members' box, one that joins later, one across the Atlantic.
const COUNTRIES = new Map([
  ["ROU", { name: "Romania", geometry: square(24, 44) }],
  ["POL", { name: "Poland", geometry: square(17, 50) }],
  ["SWE", { name: "Sweden", geometry: square(15, 60) }],
  ["USA", { name: "United States", geometry: square(-100, 40) }],
]);
const site = (id: string, change: Partial<SceneSite> = {}): SceneSite => ({
  ...{ id, name: `Site ${id}`, kind: "interceptor", country: "ROU", lon: 25, lat: 45 },
  ...{ since: null, until: null, events: [], notes: [], source: [], ...change },
});
const region = (id: string, kind: "launch" | "sea", geometry: Geometry) => ({
  ...{ id, name: id, kind, country: null, geometry, notes: [], source: [] },
});

function scene(): Scene {
  return {
    ...{ version: 1, generator: "test", notice: "notice", attribution: "", title: "Test" },
    ...{ tolerance: 100, farthest: 20_003_931.4586, phases: [], events: [], notes: [] },
    sites: [site("a"), site("b", { lon: 18, lat: 51, since: "2016-05", until: "2018" })],
    regions: [region("war", "launch", square(24, 44)), region("water", "sea", square(23, 44, 1))],
    estimates: [
      { name: "First", source: null, entered: null, ranges: { a: { ...EMPTY, range_m: 5e5 } } },
      { name: "Second", source: null, entered: null, ranges: { b: { ...EMPTY, range_m: 5e5 } } },
    ],
    nato: {
      areas: { "nato-europe": "NATO Europe", "article-6": "Article 6" },
      convention: "",
      accessions: [
        { on: "1949-04-04", countries: ["USA"], source: [] },
        { on: "2004-03-29", countries: ["ROU", "POL"], source: [] },
        { on: "2024-03-07", countries: ["SWE"], source: [] },
      ],
    },
  };
}

function start(first: ShareTable | null = null) {
  const state = createState(scene(), () => null, "2026-11-22");
  const frames: (() => void)[] = [];
  const frame = (call: () => void) => {
    frames.push(call);
    return () => {
      frames.splice(frames.indexOf(call), 1);
    };
  };
  const shares = createShares(state, COUNTRIES, first, { frame, now: () => 0 });
  const draw = () => {
    for (const call of frames.splice(0)) call();
  };
  const api = createApi(state, shares.exact);
  const of = (area: string) => api.shares.find((row) => row.area === area) as ShareRow;
  const set = (id: string, range: Partial<Range> | null) => {
    rowOf(state, id).cell.value.range.value = range && { ...EMPTY, ...range };
  };
  return { state, shares, api, frames, draw, of, set };
}

const near = (actual: number, wanted: number, within: number) =>
  assert.ok(Math.abs(actual - wanted) <= within, `${actual} is not ${wanted} to ${within}`);

describe("shares", () => {
  it("has a row per European member in the order of accession, and all of them last", () => {
    const { api } = start();
    const rows = api.shares;
    assert.deepEqual(rows.map(({ area }) => area), ["ROU", "POL", "SWE", "nato-europe"]);
    const total = rows.at(-1) as ShareRow;
    assert.equal(total.name, "NATO Europe");
    near(total.area_km2, rows.slice(0, -1).reduce((sum, row) => sum + row.area_km2, 0), 1e-6);
    near(rows[0]!.share, 1, 1e-9);
    near(rows[2]!.share, 0, 0);
    assert.equal(total.share, total.covered_km2 / total.area_km2);
  });

  it("counts the disc, less its hole, and a band out to its high end", () => {
    const { of, set } = start();
    set("a", { range_m: 50_000 });
    const disc = Math.PI * 50 ** 2;
    near(of("ROU").covered_km2, disc, disc * 1e-4);
    set("a", { range_m: 50_000, inner_m: 30_000 });
    near(of("ROU").covered_km2, disc * (1 - 0.36), disc * 1e-4);
    set("a", { low_m: 30_000, high_m: 50_000 });
    near(of("ROU").covered_km2, disc, disc * 1e-4);
  });

  it("counts sectors and the reach of a sea, never that of a launch region", () => {
    const { of, set } = start();
    set("a", { range_m: 50_000, bearings: [0, 90] });
    near(of("ROU").covered_km2, (Math.PI * 50 ** 2) / 4, 3);
    set("a", null);
    set("war", { range_m: 1e6 });
    assert.equal(of("ROU").covered_km2, 0);
    set("water", { range_m: 10_000 });
    near(of("ROU").covered_km2, 111.1 * 10 + (Math.PI * 10 ** 2) / 4, 3);
  });

  it("follows the switch, the estimate and the area", () => {
    const { state, api, of } = start();
    rowOf(state, "a").on.value = false;
    assert.equal(of("ROU").covered_km2, 0);
    state.active.value = 1;
    near(of("POL").share, 1, 1e-9);
    state.area.value = "article-6";
    assert.equal(api.shares.at(-1)?.name, "Article 6");
  });

  it("knows members and sites by the day, as far as their dates are known", () => {
    const { state, api, of } = start();
    state.active.value = 1;
    for (const [day, stands] of [
      ["2016-04-30", false], ["2016-05-01", true], ["2018-12-31", true], ["2019-01-01", false],
    ] as const) {
      api.setDate(day);
      assert.equal(of("POL").covered_km2 > 0, stands, day);
      assert.equal(api.shape("b") !== null, stands, day);
      assert.equal(of("SWE"), undefined);
    }
    api.setDate("2024-03-07");
    assert.ok(of("SWE"));
    api.setDate(null);
    near(of("POL").share, 1, 1e-9);
  });

  it("refuses what is no day, and changes nothing", () => {
    const { state, api } = start();
    api.setDate("2018-12-31");
    for (const wrong of ["2018-02-30", "2018-13-01", "2018", "31.12.2018", "", 5, undefined]) {
      assert.throws(() => api.setDate(wrong as string), /is no day; write one as 2018-12-31/);
    }
    assert.throws(() => api.setDate("1949-04-03"), /before NATO's treaty/);
    assert.equal(state.date.value, "2018-12-31");
  });

  it("counts once a frame while numbers change, and exactly after a pause", (t: TestContext) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { state, shares, api, frames, draw } = start();
    assert.equal(shares.table.value, null);
    for (const metres of [1e5, 2e5, 3e5]) api.setRange("a", metres);
    batch(() => {
      api.setRange("a", 4e5);
      api.setDate("2018-12-31");
    });
    assert.equal(frames.length, 1);
    draw();
    assert.equal(shares.table.value!.exact, false);
    t.mock.timers.tick(QUIET_MS - 1);
    assert.equal(shares.table.value!.exact, false);
    api.setRange("a", 50_000);
    t.mock.timers.tick(QUIET_MS);
    assert.equal(shares.table.value!.exact, false); // the pause begins with the frame
    draw();
    const live = shares.table.value!.rows.at(-1) as ShareRow;
    t.mock.timers.tick(QUIET_MS);
    const table = shares.table.value!;
    assert.equal(table.exact, true);
    assert.deepEqual([table.members, table.shapes, table.date], [3, 1, "2018-12-31"]);
    assert.deepEqual(table.rows, api.shares);
    near(live.share, table.rows.at(-1)!.share, 1e-2);
    shares.stop();
    state.active.value = 1;
    assert.equal(frames.length, 0);
  });
});

describe("shares that were counted before", () => {
  const before: ShareTable = {
    rows: [{ area: "nato-europe", name: "NATO Europe", area_km2: 2, covered_km2: 1, share: 0.5 }],
    ...{ exact: true, estimate: "First", date: null, members: 4, shapes: 1 },
  };

  it("are there from the start, and counted again in the quiet after the first picture", (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { shares, api, frames, draw } = start(before);
    for (const frame of ["the first", "the next"]) {
      assert.equal(shares.table.value, before, frame);
      t.mock.timers.tick(10 * QUIET_MS);
      assert.equal(shares.table.value, before, frame);
      draw();
    }
    t.mock.timers.tick(QUIET_MS - 1);
    assert.equal(shares.table.value, before);
    t.mock.timers.tick(1);
    assert.equal(shares.table.value!.exact, true);
    assert.deepEqual(shares.table.value!.rows, api.shares);
    assert.equal(frames.length, 0);
  });

  it("make way for a change at once", (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    for (const drawn of [0, 1, 2]) {
      const { shares, api, draw } = start(before);
      for (let nth = 0; nth < drawn; nth++) draw();
      api.setRange("a", 4e5);
      draw();
      const { exact, rows } = shares.table.value!;
      assert.deepEqual([exact, rows.length], [false, 4]);
      t.mock.timers.tick(10 * QUIET_MS);
      assert.deepEqual(shares.table.value!.rows, api.shares);
    }
  });

  it("are not those of other members", () => {
    assert.equal(start({ ...before, members: 3 }).shares.table.value, null);
  });
});

describe("the table", () => {
  const row = (name: string, area_km2: number, share: number): ShareRow => ({
    ...{ area: name, name, area_km2, covered_km2: area_km2 * share, share },
  });
  const rows = [row("B", 3, 0.5), row("Å", 1, 1), row("C", 2, 1 - 1e-12), row("all", 6, 0.7)];
  const names = (found: ShareRow[]) => found.map(({ name }) => name).join("");

  it("sorts by any column, equal shares by name, and leaves the total out", () => {
    assert.equal(names(sorted(rows, "share", true)), "ÅCB");
    assert.equal(names(sorted(rows, "share", false)), "BÅC");
    assert.equal(names(sorted(rows, "name", false)), "ÅBC");
    assert.equal(names(sorted(rows, "area_km2", true)), "BCÅ");
  });

  it("keeps the settled order while numbers change", () => {
    const moving = [row("B", 3, 1), row("Å", 1, 0), row("C", 2, 0.5), row("all", 6, 0.6)];
    assert.equal(names(sorted(moving, "share", true, rows)), "ÅCB");
  });

  it("writes numbers as the command prints them", () => {
    assert.equal(percent(0.519193), "51.92\u00a0%");
    assert.equal(percent(0), "0.00\u00a0%");
    assert.equal(wholeKm2(4_657_399.4), "4,657,399");
  });
});
