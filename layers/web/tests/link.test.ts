import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { addEstimate, addRegion, addSite, removeEstimate } from "../src/changes.ts";
import type { Geometry } from "../src/geo/types.ts";
import { readLink } from "../src/link/read.ts";
import { applySnapshot, type Aside, baseOf, type LinkView, snapshotOf } from "../src/link/snapshot.ts";
import { regionsLeft, writeLink } from "../src/link/write.ts";
import { EMPTY } from "../src/ranges.ts";
import type { Range, Scene, SceneRegion, SceneSite, Unit } from "../src/scene.ts";
import { createState, rowOf, setMetres, setOption, type State } from "../src/state.ts";

const site = (id: string, lon = 24.41, lat = 44.08, name = `Site ${id}`): SceneSite =>
  ({
    ...{ id, name, kind: "interceptor", country: "ROU", lon, lat },
    ...{ since: null, until: null, events: [], notes: [], source: [] },
  }) as unknown as SceneSite;
const SQUARE: Geometry = {
  type: "Polygon",
  coordinates: [[[52.12345, 32], [50, 32], [50, 30], [52, 30], [52.12345, 32]]],
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

const ASIDE: Aside = { show: [], lines: [], unit: "km", view: null };
const now = (state: State) => snapshotOf(state, ASIDE);
function start() {
  const state = createState(scene, () => SQUARE, "2026-11-22");
  return { state, base: baseOf(scene, now(state)) };
}
const view: LinkView = { kind: "map", lat: 52.1, lon: -20.3, zoom: 4.25, site: null };

/** What a reader does → the link → the same page opened with it. */
function sent(change: (state: State) => void, aside: Partial<Aside> = {}) {
  const { state, base } = start();
  change(state);
  const before = snapshotOf(state, { ...ASIDE, view, ...aside });
  const text = writeLink(before, base);
  const other = start();
  const read = readLink(text, other.base);
  assert.ok(read);
  assert.deepEqual(read.problems, []);
  assert.deepEqual(applySnapshot(other.state, read.snapshot), []);
  const { show, lines, unit, view: seen } = read.snapshot;
  const after = snapshotOf(other.state, { show, lines, unit, view: seen });
  return { text, before, after };
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
      const dates = { since: "2016-05", until: "2030" };
      addSite(state, { ...site("neu.1", -179.99999, -89.5, "Łódź, <b>&amp; {{7*7}} 🛰"), ...dates });
      addSite(state, site("constructor"));
      addRegion(state, region("mine", SQUARE), SQUARE);
      addRegion(state, region("land"), SQUARE);
      setMetres(state, rowOf(state, "neu.1"), "range", 3e5);
      setMetres(state, rowOf(state, "mine"), "range", 3e5);
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`brings back ${what}`, () => {
      const { before, after } = sent(change, { show: ["agreement"] });
      assert.deepEqual(after, before);
    });
  }

  it("brings back the globe, and the view round a site", () => {
    for (const at of [
      { kind: "globe", lat: -10, lon: 170, zoom: 2, site: null },
      { kind: "round", lat: 44.08, lon: 24.41, zoom: 1.5, site: "deveselu" },
    ] as const) {
      assert.deepEqual(sent(() => {}, { view: at }).after.view, at);
    }
  });

  it("brings back measured lines and their unit", () => {
    const aside: Partial<Aside> = {
      lines: [
        { ends: [{ site: "deveselu" }, { lon: 51.39, lat: 35.69 }, { site: "off" }] },
        { ends: [{ lon: -180, lat: 90 }, { lon: 0.00001, lat: -0.5 }] },
      ],
      unit: "nmi",
    };
    const { text, before, after } = sent(() => {}, aside);
    assert.deepEqual(after, before);
    assert.match(text, /&line=deveselu,@35\.69,51\.39,off&line=@90,-180,@-0\.5,0\.00001&unit=nmi&/);
  });

  it("leaves a line out whose site is gone", () => {
    const lines = [{ ends: [{ site: "deveselu" }, { site: "gone" }] }];
    assert.ok(!sent(() => {}, { lines }).text.includes("line="));
  });

  it("names only what changed of very many places, and stays short", () => {
    const many = Array.from({ length: 500 }, (_, i) => site(`s${i}`, i / 10, 0));
    const ranges = Object.fromEntries(many.map(({ id }) => [id, { ...EMPTY, range_m: 1e6 }]));
    const [estimate] = scene.estimates;
    const large = { ...scene, sites: many, estimates: [{ ...estimate, ranges }] } as unknown as Scene;
    const state = createState(large, () => SQUARE, "2026-11-22");
    const base = baseOf(large, now(state));
    setMetres(state, rowOf(state, "s7"), "range", 2e6);
    assert.equal(writeLink(now(state), base), "v=1&s7=2000km");
  });

  it("holds half a surrogate pair as U+FFFD, which no address could hold", () => {
    const { state, base } = start();
    addSite(state, site("x", 1, 2, "a\ud83d"));
    assert.match(writeLink(now(state), base), /a%EF%BF%BD/);
  });

  it("says which outline is too long for it, and leaves its numbers out too", () => {
    const ring = Array.from({ length: 500 }, (_, i): [number, number] => [i / 10, Math.sin(i) * 10]);
    const long: Geometry = { type: "Polygon", coordinates: [[...ring, ring[0] as [number, number]]] };
    const { state, base } = start();
    addRegion(state, region("coast", long), long);
    setMetres(state, rowOf(state, "coast"), "range", 1e5);
    const text = writeLink(now(state), base);
    assert.deepEqual(regionsLeft(now(state).regions).map(({ name }) => name), ["Region coast"]);
    assert.ok(!text.includes("coast"));
  });

  it("goes back to the page as it was made", () => {
    const { state, base } = start();
    const before = now(state);
    addSite(state, site("x"));
    removeEstimate(state, 0);
    rowOf(state, "off").on.value = false;
    applySnapshot(state, base.snapshot);
    assert.deepEqual(now(state), before);
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
      assert.deepEqual(now(state), start().base.snapshot);
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
    ["off=deveselu,atlantis", /no place “atlantis”/],
    ["site.x=1,1,radar,,X&site.x:since=May", /no date such as/],
    ["site.x=1,1,radar,,X&site.x:colour=red", /nothing that such a place has/],
    ["estimate.1=A&estimate.1.entered=1e9", /no date such as/],
    ["region.x=launch,,X&region.x:outline=0,0,10,10,0,10,10,0", /crosses itself/],
    ["line=deveselu", /from one place to another/],
    ["line=deveselu,atlantis", /no site “atlantis”/],
    ["line=deveselu,iran", /no site “iran”/],
    ["line=deveselu,@91,0", /latitude is 91/],
    ["line=deveselu,@1", /longitude is “”/],
    [`line=${"off,deveselu,".repeat(101)}off`, /at most 200 places/],
    ["unit=parsec", /none of km, mi/],
    ["compare=3", /no such estimate/],
    ["globe=1,200,2", /longitude is 200/],
    [Array.from({ length: 1001 }, (_, i) => `site.x${i}=1,1,radar,,X`).join("&"), /at most 1000 places/],
    [Array.from({ length: 51 }, (_, i) => `estimate.${i + 1}=${i}`).join("&"), /at most 50 estimates/],
    ["map=1,2", /zoom is/],
    ["map=1e999,2,3", /latitude is “1e999”/],
    ["round=1,2,3,nowhere", /round no site/],
  ];
  for (const [text, why] of wrong) {
    it(`leaves out ${text.slice(0, 60)}`, () => {
      const { state, base } = start();
      const found = readLink(`v=1&${text}`, base);
      assert.ok(found);
      const all = [...found.problems, ...applySnapshot(state, found.snapshot)].join(" ");
      assert.match(all, why);
      assert.equal(({} as Record<string, unknown>)["range_m"], undefined);
    });
  }
});

// Whatever a reader can have entered: a link brings all of it back.
const metres = fc.oneof(
  fc.integer({ min: 1, max: 20_000 }).map((km) => km * 1000),
  fc.integer({ min: 1, max: 12_000 }).map((miles) => miles * 1609.344),
  fc.double({ min: 1e-9, max: 20_003_931, noNaN: true }),
);
const angle = fc.oneof(fc.integer({ min: 0, max: 360 }), fc.double({ min: 0, max: 360, noNaN: true }));
const common = { unit: fc.constantFrom<Unit>("km", "mi", "nmi", "m") };
const siteRange = fc
  .record({ ...common, ends: fc.tuple(metres, metres, metres), bearings: fc.option(fc.tuple(angle, angle)) })
  .filter(({ bearings, ends: [a, b, c] }) => bearings?.[0] !== bearings?.[1] || bearings === null ? a < b && b < c : false)
  .chain(({ unit, ends: [inner, low, high], bearings }) =>
    fc.record({
      inner: fc.boolean(),
      band: fc.boolean(),
    }).map((has): Range => ({
      ...{ ...EMPTY, unit, bearings, inner_m: has.inner ? inner : null },
      ...(has.band ? { low_m: low, high_m: high } : { range_m: high }),
    })),
  );
const regionRange = fc
  .record({ ...common, range_m: metres, from: fc.constantFrom<Range["from"]>("anywhere", "everywhere") })
  .map((found): Range => ({ ...EMPTY, ...found }));
const written = fc
  .string({ minLength: 1, maxLength: 200, unit: "binary" })
  .map((text) => text.trim().slice(0, 200).trim().replace(/\p{Surrogate}/gu, ""))
  .filter((text) => text !== "");
const SITES = ["deveselu", "off", "2.b", "new", "constructor"];
const snapshots = fc.record({
  numbers: fc.array(
    fc.record({
      name: written,
      source: fc.option(written),
      entered: fc.constantFrom(null, "2026", "2026-11", "2026-11-22"),
      site: fc.dictionary(fc.constantFrom(...SITES), siteRange),
      iran: fc.option(regionRange),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  nth: fc.nat(),
  place: fc.record({
    name: written,
    lon: fc.double({ min: -180, max: 180, noNaN: true }).map((lon) => lon + 0), // of zeros, one
    lat: fc.double({ min: -90, max: 90, noNaN: true }).map((lat) => lat + 0),
  }),
  off: fc.subarray(["deveselu", "off", "2.b", "iran", "new", "constructor"]),
  date: fc.constantFrom(null, "1999-03-12", "2026-11-22"),
});

describe("any link", () => {
  it("brings back any state", () => {
    fc.assert(
      fc.property(snapshots, ({ numbers, nth, place, off, date }) => {
        const { before, after } = sent((state) => {
          for (const id of ["new", "constructor"]) addSite(state, { ...site(id), ...place, source: [place.name] });
          numbers.forEach(({ name, source, entered, site: sites, iran }, i) => {
            const ranges = { ...sites, ...(iran ? { iran } : {}) };
            addEstimate(state, { name: `${name.slice(0, 190)} ${i}!`, source, entered, ranges });
          });
          removeEstimate(state, 1);
          state.active.value = nth % state.estimates.peek().length;
          for (const id of off) rowOf(state, id).on.value = false;
          state.date.value = date;
        });
        assert.deepEqual(after, { ...before, off: after.off });
        assert.deepEqual(new Set(after.off), new Set(before.off));
      }),
      { numRuns: 300 },
    );
  });

  it("somebody wrote is read, or said in words to be wrong, and the state stands", () => {
    const key = fc.oneof(
      fc.constantFrom("v", "shown", "off", "date", "area", "show", "compare", "line", "unit", "map", "globe"),
      fc.constantFrom("round", "deveselu", "iran", "2.iran", "site.x", "site.x:source", "region.r"),
      fc.constantFrom("region.r:outline", "estimate.1", "estimate.1.entered", "constructor", "__proto__"),
      fc.string({ maxLength: 8, unit: "binary" }),
    );
    const value = fc.oneof(
      fc.string({ maxLength: 30, unit: "binary" }),
      fc.array(fc.constantFrom(..."0 1 -1 999 1e400 NaN , ; - / @ km everywhere none deveselu radar IRN".split(" ")), { maxLength: 12 })
        .map((parts) => parts.join("")),
    );
    const link = fc.array(fc.tuple(key, value)).map((pairs) => pairs.map((pair) => pair.join("=")).join("&"));
    fc.assert(
      fc.property(fc.oneof(link.map((text) => `v=1&${text}`), fc.string({ unit: "binary" })), (text) => {
        const { state, base } = start();
        const found = readLink(text, base);
        if (!found) return;
        const problems = [...found.problems, ...applySnapshot(state, found.snapshot)];
        for (const each of problems) assert.match(each, /^.{10,400}\.$/su);
        const again = readLink(writeLink(now(state), base), base);
        assert.deepEqual(again?.problems, []);
      }),
      { numRuns: 1000 },
    );
  });
});
