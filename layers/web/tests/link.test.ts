import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addEstimate, addRegion, addSite, removeEstimate } from "../src/changes.ts";
import type { Geometry } from "../src/geo/types.ts";
import { readLink } from "../src/link/read.ts";
import { applySnapshot, baseOf, type LinkView, snapshotOf } from "../src/link/snapshot.ts";
import { writeLink } from "../src/link/write.ts";
import { EMPTY } from "../src/ranges.ts";
import type { Scene, SceneRegion, SceneSite } from "../src/scene.ts";
import { createState, rowOf, setMetres, setOption, type State } from "../src/state.ts";

const site = (id: string, lon = 24.41, lat = 44.08, name = `Site ${id}`): SceneSite =>
  ({
    ...{ id, name, kind: "interceptor", country: "ROU", lon, lat },
    ...{ since: null, until: null, events: [], notes: [], source: [] },
  }) as unknown as SceneSite;
const SQUARE: Geometry = {
  type: "Polygon",
  coordinates: [[[50, 30], [52, 30], [52.12345, 32], [50, 32], [50, 30]]],
};
const region = (id: string, geometry: Geometry | null = null): SceneRegion => ({
  ...{ id, name: `Region ${id}`, kind: "launch", country: geometry ? null : "IRN", geometry },
  ...{ notes: [], source: ["https://example.org/?a=1&b=2"] },
});
const scene = {
  ...{ version: 1, generator: "test", notice: "notice", attribution: "", title: "Test" },
  ...{ tolerance: 100, farthest: 20_003_931.4586, phases: [], events: [], notes: [] },
  nato: { areas: { "nato-europe": "NATO Europe", "article-6": "Article 6" }, convention: "", accessions: [] },
  sites: [site("deveselu"), site("off", 0, 0), site("2.b", 1, 1)],
  regions: [region("iran")],
  estimates: [
    {
      ...{ name: "First", source: "https://example.org", entered: "2026-01-01" },
      ranges: { deveselu: { ...EMPTY, range_m: 1e6 }, iran: { ...EMPTY, low_m: 1.3e6, high_m: 2e6 } },
    },
    { name: "Zweite & dritte", source: null, entered: null, ranges: { off: { ...EMPTY, range_m: 5e5 } } },
  ],
} as unknown as Scene;

function start() {
  const state = createState(scene, () => SQUARE, "2026-11-22");
  return { state, base: baseOf(scene, snapshotOf(state, [], null)) };
}
const view: LinkView = { kind: "map", lat: 52.1, lon: -20.3, zoom: 4.25, site: null };

/** What a reader does → the link → the same page opened with it. */
function sent(change: (state: State) => void, show: string[] = [], at: LinkView | null = view) {
  const { state, base } = start();
  change(state);
  const before = snapshotOf(state, show, at);
  const { text, left } = writeLink(before, base);
  const other = start();
  const read = readLink(text, other.base);
  assert.ok(read);
  assert.deepEqual(read.problems, []);
  assert.deepEqual(applySnapshot(other.state, read.snapshot), []);
  const after = snapshotOf(other.state, read.snapshot.show, read.snapshot.view);
  return { text, left, before, after };
}

describe("a link", () => {
  it("is short and readable", () => {
    const { text } = sent((state) => setMetres(state, rowOf(state, "deveselu"), "range", 1.2e6));
    assert.equal(text, "v=1&1.deveselu=1200km&1.iran=1300-2000km&map=52.1,-20.3,4.25");
  });

  const changes: Record<string, (state: State) => void> = {
    nothing: () => {},
    "a range in miles": (state) =>
      setMetres(state, rowOf(state, "deveselu"), "range", 500 * 1609.344, { unit: "mi" }),
    "a range taken away": (state) => {
      rowOf(state, "deveselu").cell.value.range.value = null;
    },
    "from everywhere": (state) => setOption(rowOf(state, "iran"), { from: "everywhere" }),
    "a sector": (state) => {
      const { cell } = rowOf(state, "deveselu");
      cell.value.range.value = { ...EMPTY, range_m: 9e5, inner_m: 3e4, bearings: [350, 10.5], unit: "nmi" };
    },
    "another estimate": (state) => {
      state.active.value = 1;
      setMetres(state, rowOf(state, "off"), "range", 7e5);
    },
    "an id like a key of ours": (state) => setMetres(state, rowOf(state, "2.b"), "range", 1e5),
    "places off, a date, an area": (state) => {
      rowOf(state, "off").on.value = false;
      state.date.value = "2018-12-31";
      state.area.value = "article-6";
    },
    "an estimate added": (state) =>
      addEstimate(state, {
        ...{ name: "Mine = 100 % & #1", source: "a book, p. 3", entered: "2026-11-22" },
        ranges: { deveselu: { ...EMPTY, range_m: 12345 } },
      }),
    "an estimate removed": (state) => removeEstimate(state, 0),
    "places added": (state) => {
      addSite(state, site("neu.1", -179.99999, -89.5, "Łódź, <b>&amp; {{7*7}} 🛰"));
      addRegion(state, region("mine", SQUARE), SQUARE);
      addRegion(state, region("land"), SQUARE);
      setMetres(state, rowOf(state, "neu.1"), "range", 3e5);
      setMetres(state, rowOf(state, "mine"), "range", 3e5);
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`brings back ${what}`, () => {
      const { before, after } = sent(change, ["agreement"]);
      assert.deepEqual(after, before);
    });
  }

  it("brings back the globe, and the view round a site", () => {
    for (const at of [
      { kind: "globe", lat: -10, lon: 170, zoom: 2, site: null },
      { kind: "round", lat: 44.08, lon: 24.41, zoom: 1.5, site: "deveselu" },
    ] as const) {
      assert.deepEqual(sent(() => {}, [], at).after.view, at);
    }
  });

  it("says which outline is too long for it, and leaves its numbers out too", () => {
    const ring = Array.from({ length: 500 }, (_, i): [number, number] => [i / 10, Math.sin(i) * 10]);
    const long: Geometry = { type: "Polygon", coordinates: [[...ring, ring[0] as [number, number]]] };
    const { state, base } = start();
    addRegion(state, region("coast", long), long);
    setMetres(state, rowOf(state, "coast"), "range", 1e5);
    const { text, left } = writeLink(snapshotOf(state, [], null), base);
    assert.deepEqual(left, ["Region coast"]);
    assert.ok(!text.includes("coast"));
  });

  it("goes back to the page as it was made", () => {
    const { state, base } = start();
    const before = snapshotOf(state, [], null);
    addSite(state, site("x"));
    removeEstimate(state, 0);
    rowOf(state, "off").on.value = false;
    applySnapshot(state, base.snapshot);
    assert.deepEqual(snapshotOf(state, [], null), before);
  });
});

describe("a link that somebody else wrote", () => {
  const read = (text: string) => {
    const { state, base } = start();
    const found = readLink(text, base);
    if (found) applySnapshot(state, found.snapshot);
    return { state, problems: found?.problems };
  };

  it("is none of ours without a version", () => {
    for (const text of ["", "top", "x=1", "&&&", "="]) assert.equal(read(text).problems, undefined);
  });

  it("shows the page as it was made when it is damaged, and says so", () => {
    for (const [text, why] of [
      ["v=1&deveselu=%E0%A4%A", /is damaged/],
      ["v=one&deveselu=5km", /has the version “one”/],
      [`v=1&${"x".repeat(70_000)}`, /has 70004 characters/],
    ] as const) {
      const { state, problems } = read(text);
      assert.match(problems?.join() ?? "", why);
      assert.deepEqual(snapshotOf(state, [], null), start().base.snapshot);
    }
  });

  it("keeps what it understands of a newer version", () => {
    const { state, problems } = read("v=7&deveselu=5km&hologram=on");
    assert.match(problems?.[0] ?? "", /newer version/);
    assert.match(problems?.[1] ?? "", /“hologram” was left out: this page has no such place/);
    assert.equal(rowOf(state, "deveselu").range.value?.range_m, 5000);
  });

  const wrong: [string, RegExp][] = [
    ["deveselu=1e999km", /too far|no number/],
    ["deveselu=NaN", /no number/],
    ["deveselu=-5km", /not above zero/],
    ["deveselu=20km-10km", /no number/],
    ["deveselu=20-10km", /low end at or above/],
    ["deveselu=20km;everywhere", /for regions/],
    ["iran=20km;1-2", /for sites/],
    ["deveselu=20km;beyond:30km", /at or above the range/],
    ["deveselu=20km;1-1", /no pair of bearings/],
    ["deveselu=20km;up", /nothing that a range has/],
    ["9.deveselu=20km", /no such estimate/],
    ["__proto__=20km", /no such place/],
    ["constructor=20km", /no such place/],
    ["site.deveselu=1,1,radar,,X", /has such a place already/],
    ["site.x=91,1,radar,,X", /latitude is 91/],
    ["site.x=1,1,rocket,,X", /none of interceptor/],
    ["site.x=1,1,radar,,", /no name/],
    ["site.x=1,1,radar,rou,X", /no country code/],
    ["site.no id=1,1,radar,,X", /no usable id/],
    ["region.x=launch,,X", /no shape of it here/],
    ["region.x:outline=1,1,2,2", /no place of this link/],
    ["region.x=launch,,X&region.x:outline=1,1,2,2", /fewer than three corners/],
    ["estimate.1.source=x", /no estimate of this link/],
    ["estimate.1=A&estimate.2=A", /two estimates/],
    ["shown=3", /no such estimate/],
    ["date=2018-02-30", /no day/],
    ["date=1948-12-31", /before NATO's treaty/],
    ["deveselu=20km;in:parsec", /none of km, mi/],
    ["area=atlantis", /none of nato-europe/],
    ["map=1,2", /zoom is/],
    ["map=1e999,2,3", /latitude is “1e999”/],
    ["round=1,2,3,nowhere", /round no site/],
  ];
  for (const [text, why] of wrong) {
    it(`leaves out ${text}`, () => {
      const { state, base } = start();
      const found = readLink(`v=1&${text}`, base);
      assert.ok(found);
      const all = [...found.problems, ...applySnapshot(state, found.snapshot)].join(" ");
      assert.match(all, why);
      assert.equal(({} as Record<string, unknown>)["range_m"], undefined);
    });
  }
});
