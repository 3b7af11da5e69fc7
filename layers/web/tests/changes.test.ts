import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApi } from "../src/api.ts";
import {
  addEstimate,
  addRegion,
  addSite,
  duplicateEstimate,
  freeId,
  isAdded,
  removeEstimate,
  removePlace,
  renameEstimate,
} from "../src/changes.ts";
import { distance } from "../src/geo/geodesic.ts";
import type { Geometry } from "../src/geo/types.ts";
import { EMPTY } from "../src/ranges.ts";
import type { Scene, SceneRegion, SceneSite } from "../src/scene.ts";
import { createState, currentScene, rowOf } from "../src/state.ts";

const FARTHEST = 20_003_931.4586;
const site = (id: string, lon: number, lat: number, name = `Site ${id}`): SceneSite =>
  ({
    ...{ id, name, kind: "interceptor", country: null, lon, lat },
    ...{ since: null, until: null, events: [], notes: [], source: [] },
  }) as unknown as SceneSite;
const region = (id: string): SceneRegion => ({
  ...{ id, name: `Region ${id}`, kind: "launch", country: null, geometry: SQUARE },
  ...{ notes: [], source: [] },
});
const SQUARE: Geometry = {
  type: "Polygon",
  coordinates: [[[50, 30], [52, 30], [52, 32], [50, 32], [50, 30]]],
};
const scene: Scene = {
  ...{ version: 1, generator: "test", notice: "notice", attribution: "", title: "Test" },
  ...{ tolerance: 100, farthest: FARTHEST, phases: [], events: [], notes: [] },
  nato: { areas: {}, convention: "", accessions: [] },
  sites: [site("a", 24, 44)],
  regions: [],
  estimates: [
    { name: "First", source: null, entered: "2026-01-01", ranges: { a: { ...EMPTY, range_m: 1e6 } } },
  ],
} as unknown as Scene;
const start = () => {
  const state = createState(scene, () => null, "2026-11-22");
  return { state, api: createApi(state) };
};
const names = ({ estimates }: ReturnType<typeof start>["state"]) =>
  estimates.value.map(({ name }) => name);

describe("estimates", () => {
  it("are added with numbers of their own, and shown", () => {
    const { state, api } = start();
    addEstimate(state, { name: " Mine ", source: null, entered: "2026-11-22", ranges: {} });
    assert.deepEqual(names(state), ["First", "Mine"]);
    assert.deepEqual(api.ranges, {});
    api.setRange("a", 5e5);
    state.active.value = 0;
    assert.deepEqual(api.ranges, { a: 1e6 });
  });

  it("are duplicated as they now stand; the copy changes alone", () => {
    const { state, api } = start();
    api.setRange("a", 2e6);
    duplicateEstimate(state, 0);
    duplicateEstimate(state, 0);
    assert.deepEqual(names(state), ["First", "First (copy)", "First (copy 2)"]);
    assert.deepEqual(api.ranges, { a: 2e6 });
    api.setRange("a", 3e6);
    state.active.value = 0;
    assert.deepEqual(api.ranges, { a: 2e6 });
  });

  it("are renamed, keep their numbers, and no two have one name", () => {
    const { state, api } = start();
    duplicateEstimate(state, 0);
    renameEstimate(state, 1, { name: "Analyst B", source: "https://example.org" });
    assert.equal(state.estimate.value.source, "https://example.org");
    assert.deepEqual(api.ranges, { a: 1e6 });
    assert.throws(() => renameEstimate(state, 1, { name: "First", source: null }), {
      message: "there is an estimate “First” already; choose another name",
    });
    assert.throws(() => renameEstimate(state, 1, { name: " ", source: null }), /no name; write one/);
    assert.throws(() => renameEstimate(state, 1, { name: "x".repeat(201), source: null }), /201 char/);
    assert.deepEqual(names(state), ["First", "Analyst B"]);
  });

  it("are removed, but for the last; what is shown stays where it can", () => {
    const { state } = start();
    duplicateEstimate(state, 0);
    removeEstimate(state, 0);
    assert.equal(state.estimate.value.name, "First (copy)");
    assert.throws(() => removeEstimate(state, 0), /only estimate/);
    duplicateEstimate(state, 0);
    removeEstimate(state, 1);
    assert.equal(state.estimate.value.name, "First (copy)");
  });
});

describe("places", () => {
  it("are added to every estimate, drawn at their range, and written in the scene", () => {
    const { state, api } = start();
    duplicateEstimate(state, 0);
    addSite(state, site("b", -179.9, 10), { First: { ...EMPTY, range_m: 7e5 } });
    addRegion(state, region("r"), SQUARE);
    assert.equal(api.shape("b"), null);
    api.setRange("b", 9e5);
    const ring = api.shape("b")?.geometry.coordinates.flat(2) as unknown as [number, number][];
    // Vertices on the cut along ±180 are on no circle.
    const off = ring.filter(([lon]) => Math.abs(lon) < 180).map(([lon, lat]) => distance(-179.9, 10, lon, lat));
    assert.ok(off.length > 50 && off.every((metres) => Math.abs(metres - 9e5) < 1e-3));
    state.active.value = 0;
    assert.equal(api.ranges["b"], 7e5);
    assert.deepEqual(currentScene(state).sites.map(({ id }) => id), ["a", "b"]);
    assert.deepEqual(currentScene(state).regions.map(({ id }) => id), ["r"]);
    assert.equal(isAdded(state, "b"), true);
    assert.equal(isAdded(state, "a"), false);
  });

  it("are refused in words, and then nothing has changed", () => {
    const { state } = start();
    const wrong: [SceneSite, RegExp][] = [
      [site("a", 0, 0), /a place “a” already/],
      [site("radar", 0, 0), /name of a kind/],
      [site("no id", 0, 0), /no usable id/],
      [site("", 0, 0), /no usable id/],
      [site("b", 181, 0), /longitude 181/],
      [site("b", 0, Number.NaN), /latitude NaN/],
      [site("b", 0, 0, "  "), /no name/],
    ];
    for (const [each, message] of wrong) assert.throws(() => addSite(state, each), message);
    assert.deepEqual([...state.rows.value.keys()], ["a"]);
  });

  it("go with their numbers, and may come again without them", () => {
    const { state, api } = start();
    addSite(state, site("b", 1, 2));
    api.setRange("b", 9e5);
    removePlace(state, "b");
    assert.deepEqual(api.ranges, { a: 1e6 });
    assert.throws(() => rowOf(state, "b"), RangeError);
    addSite(state, site("b", 3, 4));
    assert.deepEqual(api.ranges, { a: 1e6 });
  });

  it("get an id that nobody has", () => {
    const { state } = start();
    assert.equal(freeId(state, "Słupsk, Łódź"), "słupsk-łodz");
    assert.equal(freeId(state, "A"), "a-2");
    assert.equal(freeId(state, "radar"), "radar-2");
    assert.equal(freeId(state, "日本"), "日本");
    assert.equal(freeId(state, "?!"), "place-2"); // a place is a kind
  });
});
