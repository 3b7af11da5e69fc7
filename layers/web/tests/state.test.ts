import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { effect } from "@preact/signals";
import { createApi } from "../src/api.ts";
import { createField } from "../src/field.ts";
import { distance } from "../src/geo/geodesic.ts";
import type { Geometry } from "../src/geo/types.ts";
import { webLink } from "../src/links.ts";
import { spanOf, windowRound } from "../src/map/fit.ts";
import { EMPTY } from "../src/ranges.ts";
import type { Event, Scene, SceneSite } from "../src/scene.ts";
import { disagree, fromText, happened, isPlan, sinceOf, siteStanding } from "../src/standing.ts";
import { createState, QUIET_MS, reset, rowOf, setMetres, setOption } from "../src/state.ts";

const SQUARE: Geometry = {
  type: "Polygon",
  coordinates: [[[50, 30], [52, 30], [52, 32], [50, 32], [50, 30]]],
};
const site = (id: string, lon: number, lat: number) => ({
  ...{ id, name: `Site ${id}`, kind: "interceptor" as const, country: "ROU", lon, lat },
  ...{ since: null, until: null, events: [], notes: [], source: [] },
});

function scene(change: Partial<Scene> = {}): Scene {
  return {
    ...{ version: 1, generator: "test", notice: "notice", attribution: "", title: "Test" },
    ...{ tolerance: 100, farthest: 20_003_931.4586 },
    ...{ phases: [], events: [], notes: [] },
    nato: { areas: {}, convention: "", accessions: [] },
    sites: [site("a", 24.41, 44.08), site("b", 17.11, 54.48), site("c", 0, 0)],
    regions: [
      { id: "r", name: "R", kind: "launch", country: "XXX", geometry: null, notes: [], source: [] },
    ],
    estimates: [
      {
        name: "First",
        source: "https://example.org/",
        entered: "2026-01-01",
        ranges: {
          a: { ...EMPTY, range_m: 1e6 },
          b: { ...EMPTY, low_m: 5e5, high_m: 9e5 },
          r: { ...EMPTY, range_m: 5e5 },
        },
      },
      { name: "Second", source: null, entered: null, ranges: { a: { ...EMPTY, range_m: 2e6, unit: "nmi" } } },
    ],
    ...change,
  };
}
const start = (change: Partial<Scene> = {}) => {
  const state = createState(scene(change), (a3) => (a3 === "XXX" ? SQUARE : null), "2026-11-22");
  return { state, api: createApi(state), a: rowOf(state, "a"), r: rowOf(state, "r") };
};
const vertices = ({ type, coordinates }: Geometry) =>
  type === "Polygon" ? coordinates.flat() : coordinates.flat(2);

describe("the state", () => {
  it("draws nothing without a range, and starts an estimate when there is none", () => {
    const { state, api } = start({ estimates: [] });
    assert.equal(state.estimate.value.name, "my numbers");
    assert.equal(state.estimate.value.entered, "2026-11-22");
    assert.deepEqual(api.ranges, {});
    assert.equal(api.shape("a"), null);
    api.setRange("a", 1000);
    assert.deepEqual(api.ranges, { a: 1000 });
  });

  it("recomputes only the shape that changed", () => {
    const { state, api, a, r } = start();
    let drawn = 0;
    const before = r.shape.value;
    const stop = effect(() => {
      for (const { shape } of state.rows.value.values()) shape.value;
      drawn++;
    });
    api.setRange("a", 1_200_000);
    assert.equal(drawn, 2);
    assert.equal(r.shape.value, before);
    assert.equal(a.range.value?.range_m, 1_200_000);
    stop();
  });

  it("switches estimates, each with its own numbers, and keeps their shapes", () => {
    const { state, api, a } = start();
    const first = a.shape.value;
    state.active.value = 1;
    assert.deepEqual(api.ranges, { a: 2e6 });
    assert.equal(a.unit.value, "nmi");
    api.setRange("a", 3e6);
    state.active.value = 0;
    assert.equal(a.shape.value, first);
    assert.equal(state.estimates.value[0]?.edited.value, false);
    assert.equal(state.estimates.value[1]?.edited.value, true);
  });

  it("switches a place off without forgetting it", () => {
    const { api, a } = start();
    const shape = a.shape.value;
    a.on.value = false;
    assert.equal(api.shape("a"), null);
    assert.equal(api.ranges["a"], 1e6);
    a.on.value = true;
    assert.equal(a.shape.value, shape);
  });

  it("goes back to the scene's number", () => {
    const { api, a } = start();
    api.setRange("a", 5);
    assert.ok(a.cell.value.edited.value);
    reset(a);
    assert.equal(api.ranges["a"], 1e6);
    assert.ok(!a.cell.value.edited.value);
  });

  it("converts the number, not the circle, when the unit changes", () => {
    const { a } = start();
    const shape = a.shape.value;
    setOption(a, { unit: "mi" });
    assert.equal(a.shape.value, shape);
    assert.equal(a.range.value?.range_m, 1e6);
    assert.ok(!a.cell.value.edited.value);
  });

  it("draws a region coarsely while a number changes, then exactly", (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { state, r } = start();
    setMetres(state, r, "range", 600_000, { draft: true });
    const coarse = r.shape.value;
    t.mock.timers.tick(QUIET_MS / 2);
    setMetres(state, r, "range", 610_000, { draft: true });
    t.mock.timers.tick(QUIET_MS / 2);
    assert.ok(r.cell.value.draft.value);
    const last = r.shape.value;
    assert.notEqual(last, coarse);
    t.mock.timers.tick(QUIET_MS);
    const exact = r.shape.value;
    assert.ok(exact && last);
    assert.ok(vertices(exact.outer).length > vertices(last.outer).length);
  });

  it("draws a region coarsely at first, and hands out its exact shape", () => {
    const { api, r } = start();
    const first = r.shape.value;
    const handed = api.shape("r");
    assert.ok(first && handed);
    assert.ok(vertices(handed.geometry).length > vertices(first.outer).length);
  });
});

const event = (on: string, what = on, operational = false): Event => ({
  ...{ on, what, operational, source: [] },
});
const dated = (change: Partial<SceneSite>): SceneSite => ({ ...site("a", 0, 0), ...change });

describe("the standing of a site", () => {
  const claims = [
    event("2011-05"), event("2013-10-28"), event("2015-12-18", "a", true), event("2016-05", "b", true),
  ];
  // As Kürecik's are listed: “2011” comes after what happened in that year before it.
  const coarse = [event("2011-09-02"), event("2011-09-14"), event("2011", "x", true), event("2012-01", "y", true)];

  it("is absent, planned, there and gone, to the day", () => {
    const known = dated({ events: claims, since: "2015-12-18", until: "2019" });
    for (const [day, standing] of [
      ["2011-04-30", "absent"], ["2011-05-01", "planned"], ["2015-12-17", "planned"],
      ["2015-12-18", "stands"], ["2019-12-31", "stands"], ["2020-01-01", "gone"],
    ] as const) {
      assert.equal(siteStanding(known, day), standing, day);
    }
    assert.equal(siteStanding(dated({}), "1900-01-01"), "stands");
    assert.equal(siteStanding(dated({ since: "2016-05" }), "2016-04-30"), "absent");
    assert.equal(siteStanding(dated({ since: "2016-05" }), "2016-05-01"), "stands");
  });

  it("takes a date known to the year after what is listed before it in that year", () => {
    const known = dated({ events: coarse, since: "2011-09-14" });
    assert.equal(siteStanding(known, "2011-09-01"), "absent");
    assert.equal(siteStanding(known, "2011-09-13"), "planned");
    assert.equal(siteStanding(known, "2011-09-14"), "stands");
    assert.deepEqual(happened(coarse, "2011-09-13").map(({ on }) => on), ["2011-09-02"]);
    assert.deepEqual(happened(coarse, "2011-12-31").map(({ on }) => on), ["2011-09-02", "2011-09-14", "2011"]);
  });

  it("knows since when by the events alone, as geo/model.py does", () => {
    assert.equal(sinceOf(claims), "2015-12-18");
    assert.equal(sinceOf([...claims].reverse()), "2015-12-18");
    assert.equal(sinceOf(coarse), "2011-09-14");
    assert.equal(sinceOf(claims.slice(0, 2)), "2011-05");
    assert.equal(sinceOf([]), null);
  });

  it("says from when, by which source, and what others say", () => {
    const text = (change: Partial<SceneSite>) => fromText(dated(change));
    assert.equal(
      text({ events: claims, since: "2015-12-18" }),
      "operating from 18 Dec 2015 by the first source that says so (others: May 2016)",
    );
    assert.equal(
      text({ events: coarse, since: "2011-09-14" }),
      "operating from 2011 (counted from 14 Sep 2011) by the first source that says so (others: Jan 2012)",
    );
    assert.equal(text({ events: claims.slice(0, 3), since: "2015-12-18" }), "operating from 18 Dec 2015");
    assert.equal(
      text({ events: claims, since: "2017" }),
      "counts from 2017 (operating by its sources: 18 Dec 2015, May 2016)",
    );
    assert.equal(text({ since: "2016-05" }), "counts from May 2016");
    assert.equal(text({}), null);
  });

  it("tells plans, and sources that differ", () => {
    assert.equal(disagree(dated({ events: claims })), true);
    assert.equal(disagree(dated({ events: claims.slice(0, 3) })), false);
    assert.equal(isPlan(dated({ events: claims.slice(0, 2), since: "2011-05" })), true);
    assert.equal(isPlan(dated({ events: claims, since: "2015-12-18" })), false);
    assert.equal(isPlan(dated({ since: "2016" })), false);
    assert.equal(isPlan(dated({ events: claims.slice(0, 2), since: "2017" })), false);
  });

  it("keeps what is planned on the map without its shape, and off the count", () => {
    const sites = [{ ...site("a", 24.41, 44.08), events: claims, since: "2015-12-18" }, site("b", 17, 54)];
    const { api, a } = start({ sites });
    assert.deepEqual([a.standing.value, a.stands.value], ["stands", true]);
    api.setDate("2013-12-01");
    assert.deepEqual([a.standing.value, a.stands.value, a.shape.value], ["planned", false, null]);
    api.setDate("2015-12-18");
    assert.ok(a.shape.value);
    api.setDate("2011-04-30");
    assert.equal(a.standing.value, "absent");
  });
});

describe("a field", () => {
  const fieldOf = (part: "range" | "low" | "high" = "range", id = "a") => {
    const started = start();
    const row = rowOf(started.state, id);
    return { ...started, row, field: createField(started.state, row, part) };
  };

  it("keeps the last good range when what is typed is wrong, and says why", () => {
    const { field, api } = fieldOf();
    field.type("12x");
    assert.equal(field.text.value, "12x");
    assert.match(field.error.value ?? "", /unknown unit “x”/);
    field.leave();
    assert.equal(field.text.value, "12x");
    assert.equal(api.ranges["a"], 1e6);
    field.type("1200");
    assert.equal(field.error.value, null);
    assert.equal(api.ranges["a"], 1.2e6);
  });

  it("takes a unit that is typed with the number", () => {
    const { field, api } = fieldOf();
    field.type("500 mi");
    assert.equal(field.text.value, "500 mi");
    assert.equal(field.unit.value, "mi");
    field.leave();
    assert.equal(field.text.value, "500");
    assert.equal(api.ranges["a"], 804_672);
  });

  it("gives up what was typed once somebody else sets the range", () => {
    const { field, api, state } = fieldOf();
    field.type("abc");
    api.setRange("a", 7000);
    assert.equal(field.text.value, "7");
    assert.equal(field.error.value, null);
    field.type("abc");
    state.active.value = 1;
    assert.equal(field.error.value, null);
  });

  it("takes the range away when it is left empty, not before", () => {
    const { field, api, row } = fieldOf();
    field.type("");
    assert.ok(row.shape.value);
    field.leave();
    assert.equal(api.ranges["a"], undefined);
    assert.equal(field.text.value, "");
  });

  it("remembers a unit where there is no range yet", () => {
    const { field, api } = fieldOf("range", "c");
    field.choose("nmi");
    field.type("100");
    assert.equal(api.ranges["c"], 185_200);
  });

  it("keeps the ends of a band apart", () => {
    const { field, api, row } = fieldOf("low", "b");
    field.type("950");
    assert.match(field.error.value ?? "", /at or above the high end, 900 km/);
    field.type("600");
    assert.equal(row.range.value?.low_m, 6e5);
    assert.equal(api.ranges["b"], 9e5);
  });
});

describe("the API", () => {
  it("sets a range at once", () => {
    const { api } = start();
    api.setRange("a", 750_000);
    const feature = api.shape("a");
    assert.ok(feature);
    assert.equal(feature.properties.range_m, 750_000);
    assert.equal(feature.properties.estimate, "First");
    for (const [lon, lat] of vertices(feature.geometry)) {
      assert.ok(Math.abs(distance(24.41, 44.08, lon, lat) - 750_000) < 1e-3);
    }
  });

  it("refuses what makes no sense and leaves everything as it was", () => {
    const { api } = start();
    const before = JSON.stringify(api.scene);
    const refused = (id: string, metres: number, words: RegExp) =>
      assert.throws(() => api.setRange(id, metres), { name: "RangeError", message: words });
    refused("nobody", 1, /“nobody” is no site or region of this map; use one of a, b, c, r/);
    refused("a", 0, /the range of a, 0 m, is not above zero/);
    refused("a", -1, /is not above zero/);
    refused("a", Number.NaN, /is no number/);
    refused("a", Number.POSITIVE_INFINITY, /is too far/);
    refused("a", "5" as unknown as number, /is no number; give metres/);
    refused("a", 3e7, /nowhere on Earth is farther than 20,004 km/);
    refused("b", 4e5, /at or below the low end, 500 km/);
    assert.equal(JSON.stringify(api.scene), before);
  });

  it("says what it draws, and hands out copies", () => {
    const { api } = start();
    const shape = api.shape("r");
    assert.deepEqual(shape?.properties, {
      ...{ id: "r", name: "R", role: "coverage", kind: "launch", country: "XXX" },
      ...{ estimate: "First", source: "https://example.org/", from: "anywhere" },
      ...{ range_m: 5e5, low_m: null, high_m: null, inner_m: null, bearings: null },
    });
    assert.equal(api.shape("a")?.properties.from, null);
    shape.geometry.coordinates.length = 0;
    assert.notEqual(api.shape("r")?.geometry.coordinates.length, 0);
    assert.equal(api.scene.estimates[0]?.ranges["b"]?.high_m, 9e5);
    api.scene.sites.length = 0;
    assert.equal(api.scene.sites.length, 3);
  });
});

describe("links", () => {
  it("are made of web addresses only", () => {
    assert.deepEqual(webLink("https://www.nato.int/x"), { href: "https://www.nato.int/x", host: "nato.int" });
    for (const text of ["javascript:alert(1)", "data:text/html,x", "news text (S0)", "https://", "//x.org"]) {
      assert.equal(webLink(text), null);
    }
  });
});

describe("the first view", () => {
  const at = (...lons: number[]) => lons.map((lon) => ({ west: lon, east: lon }));

  it("leaves out the widest empty stretch, over the antimeridian if need be", () => {
    const near = (lons: number[]) => windowRound(at(...lons), [0, 10]);
    assert.deepEqual(near([-6, 60, 20]), { west: -6, east: 60, south: 0, north: 10 });
    assert.deepEqual(near([-145, -120, 127, 140]), { west: 127, east: 240, south: 0, north: 10 });
    assert.deepEqual(near([5]), { west: 5, east: 5, south: 0, north: 10 });
    assert.equal(windowRound([], []), null);
  });

  it("holds spans whole", () => {
    const window = windowRound([{ west: 170, east: 190 }, { west: -150, east: -140 }], [0]);
    assert.deepEqual([window?.west, window?.east], [170, 220]);
    assert.deepEqual(windowRound([{ west: 0, east: 359 }, { west: 350, east: 370 }], [0])?.west, -180);
    assert.deepEqual(spanOf([[179, 0], [-179, 0]]), { west: 179, east: 181, south: 0, north: 0 });
  });
});
