import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { signal } from "@preact/signals";
import { circle } from "../src/geo/shapes.ts";
import { distance } from "../src/geo/geodesic.ts";
import type { Covered } from "../src/layers/coverage.ts";
import { createMerging, unitingShapes } from "../src/layers/merged.ts";
import { EMPTY } from "../src/ranges.ts";
import type { Range, SiteKind } from "../src/scene.ts";
import { siteShape } from "../src/shape.ts";
import { QUIET_MS, sitePlace } from "../src/state.ts";
import { areaOf, contains } from "./golden.ts";

function covered(id: string, kind: SiteKind, lon: number, lat: number, change: Partial<Range>): Covered {
  const site = {
    ...{ id, name: id, kind, country: null, lon, lat, since: null, until: null },
    ...{ events: [], notes: [], source: [] },
  };
  const range: Range = { ...EMPTY, range_m: 1e6, ...change };
  return { place: sitePlace(site), range, shape: siteShape(site, range, 100), marked: false };
}

const A = covered("a", "interceptor", 24.41, 44.08, {});
const B = covered("b", "interceptor", 17.11, 54.48, { range_m: 8e5 });
const RADAR = covered("r", "radar", 38, 38, { range_m: 15e5 });

function finish<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

function start(context: TestContext) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const all = signal<readonly Covered[]>([A, B, RADAR]);
  const merging = createMerging(all, signal(true), 100);
  const wait = () => {
    for (let nth = 0; nth < 50; nth++) context.mock.timers.tick(QUIET_MS);
  };
  return { all, merging, wait };
}

test("until the pause every circle is drawn, then one outline per kind", (context) => {
  const { merging, wait } = start(context);
  assert.deepEqual(merging.drawn.value, [A, B, RADAR]);
  assert.equal(merging.busy.value, true);
  wait();
  const [outline, radar, ...others] = merging.drawn.value;
  assert.deepEqual([others, radar, merging.busy.value], [[], RADAR, false]);
  assert.ok(outline && "merged" in outline);
  for (const [lon, lat] of [[24, 44], [17, 54], [20, 50]] as const) {
    assert.ok(contains(outline.shape.outer, lon, lat), `${lon}, ${lat}`);
  }
  assert.ok(distance(24.41, 44.08, 40, 40) > 1e6 && !contains(outline.shape.outer, 40, 40));
  merging.stop();
});

test("a mark makes nothing anew and shows its own circle", (context) => {
  const { all, merging, wait } = start(context);
  wait();
  const [before] = merging.drawn.value;
  const marked = { ...A, marked: true };
  all.value = [marked, B, RADAR];
  assert.equal(merging.busy.value, false);
  const [outline, own] = merging.drawn.value;
  assert.equal(outline?.shape, before?.shape);
  assert.equal(own, marked);
  merging.stop();
});

test("a change shows every circle again until the next pause", (context) => {
  const { all, merging, wait } = start(context);
  wait();
  const wider = covered("b", "interceptor", 17.11, 54.48, { range_m: 9e5 });
  all.value = [A, wider, RADAR];
  assert.deepEqual(merging.drawn.value, [A, wider, RADAR]);
  wait();
  assert.equal(merging.drawn.value.length, 2);
  merging.stop();
});

test("bands keep both ends, sectors their bearings, and a circle counts at both ends", () => {
  const band = covered("band", "interceptor", 0, 50, { range_m: null, low_m: 3e5, high_m: 6e5 });
  const sector = covered("sector", "interceptor", 40, 10, { bearings: [0, 90] });
  const alone = covered("alone", "interceptor", -60, 0, { range_m: 4e5 });
  const { outer, low } = finish(unitingShapes([band, sector, alone], 100));
  // They lie apart, so areas add up.
  const quarter = areaOf(sector.shape.outer);
  const other = areaOf(circle(-60, 0, 4e5));
  assert.ok(Math.abs(areaOf(outer) / (areaOf(circle(0, 50, 6e5)) + quarter + other) - 1) < 1e-6);
  assert.ok(low && Math.abs(areaOf(low) / (areaOf(circle(0, 50, 3e5)) + quarter + other) - 1) < 1e-6);
  assert.equal(finish(unitingShapes([A, B], 100)).low, null);
});
