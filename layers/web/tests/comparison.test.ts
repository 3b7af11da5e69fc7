import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { createApi } from "../src/api.ts";
import { renameEstimate, removeEstimate } from "../src/changes.ts";
import type { NamedShape } from "../src/geo/nato.ts";
import type { Geometry } from "../src/geo/types.ts";
import {
  byChange, type ComparisonRow, compareWith, createComparison, drawnBeside,
} from "../src/layers/comparison.ts";
import { createShares } from "../src/layers/shares.ts";
import { isFree, meet, type Rect, rect } from "../src/map/labels.ts";
import { beyondDivider, dividerBoxes } from "../src/map/divider.ts";
import { EMPTY } from "../src/ranges.ts";
import type { Range, Scene, SceneSite } from "../src/scene.ts";
import { createState, QUIET_MS, rowOf } from "../src/state.ts";

// A square of 2 degrees round 45 N, 25 E.
const SQUARE: Geometry = {
  type: "Polygon",
  coordinates: [[[24, 44], [26, 44], [26, 46], [24, 46], [24, 44]]],
};
const PLAIN = new Map<string, NamedShape>([["ROU", { name: "Romania", geometry: SQUARE }]]);

function start(estimates: Record<string, Partial<Range>>[], change: Partial<SceneSite> = {}) {
  const at: Record<string, [number, number]> = { a: [24.7, 45], b: [25.3, 45] };
  const scene: Scene = {
    ...{ version: 1, generator: "test", notice: "notice", attribution: "", title: "Test" },
    ...{ tolerance: 100, farthest: 20_003_931.4586, phases: [], events: [], notes: [] },
    sites: Object.entries(at).map(([id, [lon, lat]]): SceneSite => ({
      ...{ id, name: id, kind: "radar", country: null, lon, lat },
      ...{ since: null, until: null, events: [], notes: [], source: [], ...change },
    })),
    regions: [{
      ...{ id: "war", name: "war", kind: "launch", country: null, geometry: SQUARE },
      ...{ notes: [], source: [] },
    }],
    estimates: estimates.map((each, nth) => ({
      ...{ name: "ABC"[nth]!, source: null, entered: null },
      ranges: Object.fromEntries(
        Object.entries(each).map(([id, range]) => [id, { ...EMPTY, ...range }]),
      ),
    })),
    nato: {
      areas: { "nato-europe": "NATO Europe", "article-6": "Article 6" },
      convention: "",
      accessions: [{ on: "1949-04-04", countries: ["ROU"], source: [] }],
    },
  };
  const state = createState(scene, () => null, "2026-11-22");
  const frames: (() => void)[] = [];
  const frame = (call: () => void) => {
    frames.push(call);
    return () => {
      frames.splice(frames.indexOf(call), 1);
    };
  };
  const clock = { frame, now: () => 0 };
  const { areas, exact } = createShares(state, PLAIN, null, clock);
  const comparison = createComparison(state, areas, clock);
  const draw = () => {
    for (const call of frames.splice(0)) call();
  };
  const api = createApi(state, exact, () => null, () => null, { all: [] }, comparison.between);
  return { state, comparison, api, frames, draw };
}

const near = (actual: number, wanted: number, within: number, what = "") =>
  assert.ok(Math.abs(actual - wanted) <= within, `${what} ${actual} is not ${wanted} to ${within}`);

const circle = (km: number) => Math.PI * km ** 2;

/** What two discs of 30 km have in common whose middles are so many km apart. */
const lens = (apart: number) =>
  2 * 30 ** 2 * Math.acos(apart / 60) - (apart / 2) * Math.sqrt(4 * 30 ** 2 - apart ** 2);

describe("comparison", () => {
  const apart = 47.31; // km from a to b along 45 N, on WGS84

  function shows(row: ComparisonRow, before: number, after: number, both: number): void {
    near(row.before_km2, before, 1, "before");
    near(row.after_km2, after, 1, "after");
    near(row.gained_km2, after - both, 1, "gained");
    near(row.lost_km2, before - both, 1, "lost");
  }

  it("counts what is inside under one of two estimates only", () => {
    const { api } = start([{ a: { range_m: 3e4 } }, { b: { range_m: 3e4 } }]);
    const [row, all] = api.compare("A", "B");
    shows(row!, circle(30), circle(30), lens(apart));
    assert.deepEqual({ ...all, area: "ROU", name: "Romania" }, row);
    assert.equal(all!.area, "nato-europe");
    near(row!.area_km2, api.shares[0]!.area_km2, 1e-6);
  });

  it("takes bands at their high ends, leaves launch regions out, and turns round", () => {
    const { api } = start([
      { a: { low_m: 1e4, high_m: 3e4 } },
      { a: { range_m: 4e4 }, war: { range_m: 1e5 } },
    ]);
    shows(api.compare("A", "B")[0]!, circle(30), circle(40), circle(30));
    shows(api.compare("B", "A")[0]!, circle(40), circle(30), circle(30));
    const [same] = api.compare("A", "A");
    assert.deepEqual([same!.gained_km2, same!.lost_km2], [0, 0]);
  });

  it("follows the date and the sites that are switched off", () => {
    const { state, api } = start([{ a: { range_m: 3e4 } }, { b: { range_m: 3e4 } }], { since: "2016-05" });
    api.setDate("2015-01-01");
    shows(api.compare("A", "B")[0]!, 0, 0, 0);
    api.setDate("2017-01-01");
    rowOf(state, "a").on.value = false;
    shows(api.compare("A", "B")[0]!, 0, circle(30), 0);
  });

  it("refuses a name that no estimate has", () => {
    const { api } = start([{}, {}]);
    assert.throws(() => api.compare("A", "D"), { name: "RangeError", message: /“D” .* use one of “A”, “B”/ });
  });

  it("is counted once a frame while numbers change, exactly after a pause, and not unasked", (t: TestContext) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { state, comparison, api, frames, draw } = start([{ a: { range_m: 2e4 } }, { a: { range_m: 3e4 } }]);
    draw();
    t.mock.timers.tick(QUIET_MS);
    assert.equal(comparison.table.value, null);
    compareWith(state, "B");
    draw();
    near(comparison.table.value!.rows[0]!.gained_km2, circle(30) - circle(20), 20);
    assert.equal(comparison.table.value!.exact, false);
    const range = state.estimates.value[1]!.cells.get("a")!.range;
    for (const metres of [3.1e4, 3.2e4, 4e4]) range.value = { ...EMPTY, range_m: metres };
    assert.equal(frames.length, 1); // the shares of the active estimate have not changed
    draw();
    t.mock.timers.tick(QUIET_MS);
    const table = comparison.table.value!;
    assert.equal(table.exact, true);
    assert.deepEqual(table.rows, api.compare("A", "B"));
    near(table.rows[0]!.gained_km2, circle(40) - circle(20), 1);
    compareWith(state, null);
    draw();
    assert.equal(comparison.table.value, null);
    comparison.stop();
  });
});

describe("what is compared", () => {
  const names = (state: ReturnType<typeof start>["state"]) =>
    [state.estimate.value.name, state.other.value?.name ?? null].join(" | ");

  it("is the active estimate with another one, whichever becomes active or goes", () => {
    const { state } = start([{}, {}, {}]);
    assert.equal(state.other.value, null);
    compareWith(state, "B");
    assert.equal(names(state), "A | B");
    state.active.value = 1;
    assert.equal(names(state), "B | A");
    state.active.value = 2;
    assert.equal(names(state), "C | B");
    renameEstimate(state, 2, { name: "D", source: null });
    assert.equal(names(state), "D | B");
    removeEstimate(state, 1);
    assert.equal(names(state), "D | A");
    removeEstimate(state, 0);
    assert.equal(state.other.value, null);
  });

  it("takes the place of agreement, and gives way to it", () => {
    const { state } = start([{}, {}]);
    state.agreement.value = true;
    compareWith(state, "B");
    assert.equal(state.agreement.value, false);
    assert.equal(names(state), "A | B");
    state.agreement.value = true;
    assert.equal(state.other.value, null);
  });

  it("is drawn from the other estimate's numbers, where the site is on and stands", () => {
    const { state, api } = start(
      [{ a: { range_m: 2e4 } }, { a: { range_m: 3e4 }, b: { low_m: 1e4, high_m: 2e4 } }],
      { since: "2016-05" },
    );
    const drawn = () => drawnBeside(state, [...state.rows.value.values()]);
    assert.deepEqual(drawn(), []);
    compareWith(state, "B");
    state.marked.value = "b";
    assert.deepEqual(drawn().map(({ place, marked }) => [place.id, marked]), [["a", false], ["b", true]]);
    assert.equal(drawn()[0]!.shape, state.estimates.value[1]!.cells.get("a")!.shape.value);
    rowOf(state, "a").on.value = false;
    assert.deepEqual(drawn().map(({ place }) => place.id), ["b"]);
    api.setDate("2015-01-01");
    assert.deepEqual(drawn(), []);
  });
});

describe("labels at the divider", () => {
  // A map of 1000 by 500 pixels, drawn 15 % beyond each edge.
  const view = { zoom: 3, width: 1300, height: 650, scale: 2048, x: 0, y: 0, copies: [0] };
  const label = (x: number, y = 300) => rect(x - 25, y - 8, 50, 16);

  it("stay on their side of it, clear of the line and of the names at its top", () => {
    const line = 150 + 400; // at 0.4 of the map
    const [left, right] = (["left", "right"] as const).map((side) => [
      ...[...dividerBoxes(view, 0.4), beyondDivider(view, side, 0.4)],
    ]) as [Rect[], Rect[]];
    for (let x = 160; x < 1140; x += 5) {
      const onLine = meet(label(x), rect(line, 0, 1, 650));
      assert.ok(!(onLine && (isFree(label(x), left) || isFree(label(x), right))));
      if (x < line - 60) assert.ok(isFree(label(x), left) && !isFree(label(x), right));
      if (x > line + 60) assert.ok(isFree(label(x), right) && !isFree(label(x), left));
    }
    assert.ok(!isFree(label(line - 60, 75 + 20), left)); // 20 pixels below the map's upper edge
  });
});

describe("the table by country", () => {
  const row = (name: string, gained_km2: number, lost_km2: number): ComparisonRow => ({
    ...{ area: name, name, area_km2: 1000, before_km2: 0, after_km2: 0, gained_km2, lost_km2 },
  });
  const rows = [row("B", 2, 5), row("D", 0, 0), row("C", 0, 1e-9), row("A", 7, 0), row("E", 0, 9), row("all", 9, 14)];
  const names = (found: ComparisonRow[]) => found.map(({ name }) => name).join("");

  it("has the largest change first, and keeps the settled order while numbers change", () => {
    assert.equal(names(byChange(rows, rows)), "EABCD");
    const moving = rows.map((each) => ({ ...each, gained_km2: each.name === "D" ? 50 : 0, lost_km2: 0 }));
    assert.equal(names(byChange(moving, rows)), "EABCD");
  });
});
