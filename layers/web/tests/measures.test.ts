// Distances: geographiclib 2.1 for Python, Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)["s12"].
import assert from "node:assert/strict";
import { test } from "node:test";
import { removePlace, addSite } from "../src/changes.ts";
import {
  addEnd, addLine, createMeasures, drawnLegs, firstEnds, removeEnd, removeLine, setEnd,
} from "../src/measures.ts";
import type { Scene, SceneSite } from "../src/scene.ts";
import { createState, rowOf } from "../src/state.ts";

const site = (id: string, lon: number, lat: number, since: string | null = null): SceneSite => ({
  ...{ id, name: `Site ${id}`, kind: "interceptor", country: null, lon, lat },
  ...{ since, until: null, events: [], notes: [], source: [] },
});

const SCENE: Scene = {
  ...{ version: 1, generator: "", notice: "", attribution: "", title: "", tolerance: 100 },
  ...{ farthest: 20_003_931.4586, estimates: [], regions: [], phases: [], events: [], notes: [] },
  nato: { areas: {}, convention: "", accessions: [] },
  sites: [site("deveselu", 24.41, 44.08), site("redzikowo", 17.11, 54.48, "2024-07-10")],
};
const TEHRAN = { lon: 51.39, lat: 35.69 };
const FIRST = 1_271_133.0699;
const SECOND = 3_357_167.6457;
const DIRECT = 2_474_524.2612;

function start() {
  const state = createState(SCENE, () => null, "2026-11-22");
  return { state, measures: createMeasures(state) };
}
const near = (found: number | undefined, metres: number) =>
  assert.ok(Math.abs((found ?? Number.NaN) - metres) < 1e-3, `${found} m, not ${metres} m`);

test("legs between sites and places add up, and follow their ends", () => {
  const { measures } = start();
  const index = addLine(measures, [{ site: "deveselu" }, { site: "redzikowo" }]);
  near(measures.measured.value[index]?.metres, FIRST);
  addEnd(measures, index, TEHRAN);
  const [line] = measures.measured.value;
  assert.deepEqual(line?.stops.map(({ name }) => name), [
    ...["Site deveselu", "Site redzikowo", "35.69° N, 51.39° E"],
  ]);
  near(line?.legs[1]?.distance, SECOND);
  near(line?.metres, FIRST + SECOND);
  removeEnd(measures, index, 1);
  near(measures.measured.value[index]?.metres, DIRECT);
  removeEnd(measures, index, 1);
  assert.equal(measures.lines.value[index]?.ends.length, 2, "two ends stay");
  setEnd(measures, index, 1, { site: "redzikowo" });
  near(measures.measured.value[index]?.metres, FIRST);
  removeLine(measures, index);
  assert.deepEqual([measures.lines.value, measures.measured.value, drawnLegs(measures)], [[], [], []]);
});

test("lines are plain data", () => {
  const { measures } = start();
  addLine(measures, [{ site: "deveselu" }, TEHRAN]);
  const copy = createMeasures(createState(SCENE, () => null, "2026-11-22"));
  copy.lines.value = JSON.parse(JSON.stringify(measures.lines.value));
  near(copy.measured.value[0]?.metres, DIRECT);
});

test("a line is drawn as long as all its sites are shown", () => {
  const { state, measures } = start();
  addLine(measures, [{ site: "deveselu" }, { site: "redzikowo" }]);
  addLine(measures, [{ site: "deveselu" }, TEHRAN]);
  assert.equal(drawnLegs(measures).length, 2);
  state.date.value = "2018-12-31"; // before Redzikowo
  assert.deepEqual(measures.measured.value.map(({ drawn }) => drawn), [false, true]);
  assert.deepEqual(measures.measured.value[0]?.stops.map(({ hidden }) => hidden), [false, true]);
  near(measures.measured.value[0]?.metres, FIRST);
  near(drawnLegs(measures)[0]?.distance, DIRECT);
  state.date.value = "2024-12-31";
  assert.equal(drawnLegs(measures).length, 2);
  rowOf(state, "deveselu").on.value = false;
  assert.equal(drawnLegs(measures).length, 0);
});

test("a site that is gone leaves its line without a distance", () => {
  const { state, measures } = start();
  addSite(state, site("added", 30, 50));
  addLine(measures, [{ site: "deveselu" }, { site: "added" }]);
  assert.equal(drawnLegs(measures).length, 1);
  removePlace(state, "added");
  const [line] = measures.measured.value;
  assert.deepEqual([line?.drawn, line?.legs, line?.stops[1]?.at], [false, [], null]);
  assert.equal(line?.stops[1]?.name, "added");
});

test("a leg that no change touches is the same leg, so that what is drawn of it stays", () => {
  const { measures } = start();
  addLine(measures, [{ site: "deveselu" }, { site: "redzikowo" }]);
  const [before] = drawnLegs(measures);
  addEnd(measures, 0, TEHRAN);
  assert.equal(drawnLegs(measures)[0], before);
});

test("a new line joins the first sites that are shown, or else places", () => {
  const { state, measures } = start();
  assert.deepEqual(firstEnds(state, [1, 2]), [{ site: "deveselu" }, { site: "redzikowo" }]);
  state.date.value = "2018-12-31";
  assert.deepEqual(firstEnds(state, [1, 2]), [{ site: "deveselu" }, { lon: 1, lat: 2 }]);
  assert.throws(() => addLine(measures, [TEHRAN]), /give two/);
});
