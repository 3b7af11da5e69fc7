import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { effect } from "@preact/signals";
import { marginText, roundDistance, shapeText } from "../src/answer-text.ts";
import { bearingText, placeText as placeName } from "../src/place-text.ts";
import { createApi } from "../src/api.ts";
import type { Country } from "../src/countries.ts";
import { azimuth, destination, distance } from "../src/geo/geodesic.ts";
import type { Geometry } from "../src/geo/types.ts";
import { answer, countryAt, type Held, measure } from "../src/layers/inquiry.ts";
import { EMPTY } from "../src/ranges.ts";
import type { Range, Scene, SceneSite } from "../src/scene.ts";
import { createState, rowOf } from "../src/state.ts";

const SQUARE: Geometry = {
  type: "Polygon",
  coordinates: [[[50, 30], [52, 30], [52, 32], [50, 32], [50, 30]]],
};
const ALONG: Geometry = {
  type: "MultiPolygon",
  coordinates: [
    [[[170, 60], [180, 60], [180, 70], [170, 70], [170, 60]]],
    [[[-180, 60], [-170, 60], [-170, 70], [-180, 70], [-180, 60]]],
  ],
};
const land = (a3: string, geometry: Geometry): Country => ({
  ...{ a3, name: `The land ${a3}`, label: [0, 0], size: 1, geometry },
});
const COUNTRIES = { all: [land("SQU", SQUARE), land("ALO", ALONG)] };

const site = (id: string, lon: number, lat: number, change: Partial<SceneSite> = {}): SceneSite => ({
  ...{ id, name: `Site ${id}`, kind: "interceptor", country: null, lon, lat },
  ...{ since: null, until: null, events: [], notes: [], source: [], ...change },
});
const range = (change: Partial<Range>): Range => ({ ...EMPTY, ...change });

function start() {
  const scene: Scene = {
    ...{ version: 1, generator: "test", notice: "notice", attribution: "", title: "Test" },
    ...{ tolerance: 100, farthest: 20_003_931.4586, phases: [], events: [], notes: [] },
    nato: { areas: {}, convention: "", accessions: [] },
    sites: [
      site("a", 24.41, 44.08),
      site("b", 17.11, 54.48, { since: "2016" }),
      site("bare", 0, 0),
    ],
    regions: [
      { id: "r", name: "R", kind: "launch", country: null, geometry: SQUARE, notes: [], source: [] },
    ],
    estimates: [
      {
        ...{ name: "First", source: null, entered: null },
        ranges: {
          a: range({ range_m: 1e6 }),
          b: range({ low_m: 2e5, high_m: 9e5 }),
          r: range({ range_m: 5e5 }),
        },
      },
      {
        ...{ name: "Second", source: null, entered: null },
        ranges: { a: range({ range_m: 2e6, inner_m: 1e5, bearings: [300, 20] }) },
      },
    ],
  };
  const state = createState(scene, () => null, "2026-11-22");
  const api = createApi(state, undefined, undefined, undefined, COUNTRIES);
  const set = (id: string, change: Partial<Range>) => {
    rowOf(state, id).cell.value.range.value = range(change);
  };
  return { state, api, set };
}

const ids = (held: readonly Held[]) => held.map(({ id }) => id);
const near = (found: number | null | undefined, wanted: number) =>
  assert.ok(Math.abs((found ?? NaN) - wanted) < 1e-3, `${found}, not ${wanted}`);

describe("an answer", () => {
  const WARSAW = [21.01, 52.23] as const;

  it("names every place with its distance and its bearing, the nearest first", () => {
    const { api } = start();
    const { places, lon, lat } = api.at(...WARSAW);
    assert.deepEqual([lon, lat], WARSAW);
    assert.deepEqual(places.map(({ id }) => id), ["b", "a", "r", "bare"]);
    // By geographiclib's Python: Inverse(44.08, 24.41, 52.23, 21.01).
    const a = places.find(({ id }) => id === "a");
    near(a?.distance_m, 940_590.2827);
    assert.ok(Math.abs((a?.bearing ?? NaN) - 345.6567246) < 1e-6);
    assert.equal(places.find(({ id }) => id === "r")?.bearing, null);
    assert.equal(a?.name, "Site a");
  });

  it("says under every estimate what holds the place, by which margin", () => {
    const { api, state } = start();
    const [first, second] = api.at(...WARSAW).estimates;
    assert.deepEqual([first?.estimate, second?.estimate], ["First", "Second"]);
    assert.deepEqual(ids(first?.inside ?? []), ["b", "a"]);
    assert.deepEqual(ids(first?.outside ?? []), ["r"]);
    near(first?.inside[1]?.margin_m, 1e6 - distance(24.41, 44.08, ...WARSAW));
    assert.deepEqual(ids(second?.inside ?? []), ["a"]);
    const before = api.at(...WARSAW);
    state.active.value = 1;
    assert.deepEqual(api.at(...WARSAW), before, "whichever is shown");
  });

  it("holds a band by its high end, and says of its low end", () => {
    const { api } = start();
    const b = (away: number) => {
      const at = destination(17.11, 54.48, 200, away);
      const { inside, outside } = api.at(...at).estimates[0] ?? assert.fail();
      const held = [...inside, ...outside].find(({ id }) => id === "b");
      return [inside.some(({ id }) => id === "b"), held?.margin_m, held?.low_margin_m] as const;
    };
    for (const [away, holds] of [[150_000, true], [300_000, true], [950_000, false]] as const) {
      const [inside, high, low] = b(away);
      assert.equal(inside, holds);
      near(high, 9e5 - away);
      near(low, 2e5 - away);
    }
    const a = api.at(...WARSAW).estimates[0]?.inside.find(({ id }) => id === "a");
    assert.equal(a?.low_margin_m, null);
  });

  it("counts a region from its nearest place, or from its farthest", () => {
    const { api, set } = start();
    const margin = (lon: number, lat: number) => {
      const { inside, outside } = api.at(lon, lat).estimates[0] ?? assert.fail();
      return [...inside, ...outside].find(({ id }) => id === "r")?.margin_m;
    };
    const corner = distance(50, 30, 51, 29);
    assert.ok((margin(51, 29) ?? 0) > 5e5 - corner);
    near(margin(51, 31), 5e5);
    assert.equal(api.at(51, 31).places.find(({ id }) => id === "r")?.distance_m, 0);
    set("r", { range_m: 5e5, from: "everywhere" });
    near(margin(51, 29), 5e5 - distance(51, 29, 50, 32));
  });

  it("leaves out what is switched off, and what does not stand holds nothing", () => {
    const { api, state } = start();
    rowOf(state, "a").on.value = false;
    api.setDate("2015-12-31");
    const { places, estimates } = api.at(...WARSAW);
    const found = places.map(({ id, stands }) => [id, stands]);
    assert.deepEqual(found, [["b", false], ["r", true], ["bare", true]]);
    assert.deepEqual(estimates.map(({ inside }) => ids(inside)), [[], []]);
    assert.deepEqual(ids(estimates[0]?.outside ?? []), ["r"]);
  });

  it("names the country, at the antimeridian too", () => {
    const { api } = start();
    assert.equal(api.at(51, 31).country, "SQU");
    assert.equal(api.at(51, 33).country, null);
    for (const lon of [180, -180, 179.9999]) assert.equal(api.at(lon, 65).country, "ALO");
    assert.equal(countryAt(COUNTRIES, 0, 90), null);
  });

  it("has no bearing at the site itself", () => {
    const { api } = start();
    const [a] = api.at(24.41, 44.08).places;
    assert.deepEqual([a?.id, a?.distance_m, a?.bearing], ["a", 0, null]);
    const [near] = api.at(24.42, 44.08).places;
    assert.ok(Math.abs((near?.bearing ?? NaN) - azimuth(24.41, 44.08, 24.42, 44.08)) < 1e-9);
  });

  it("follows every number, without measuring again", () => {
    const { state, set } = start();
    const measured = measure(state, COUNTRIES, ...WARSAW);
    const margins: (number | undefined)[] = [];
    const stop = effect(() => {
      const { inside } = answer(state, measured).estimates[0] ?? assert.fail();
      margins.push(inside.find(({ id }) => id === "a")?.margin_m);
    });
    set("a", { range_m: 1.5e6 });
    set("a", { range_m: 5e5 });
    stop();
    set("a", { range_m: 2e6 });
    assert.equal(margins.length, 3);
    near((margins[1] ?? 0) - (margins[0] ?? 0), 5e5);
    assert.equal(margins[2], undefined);
  });

  it("refuses a place off the Earth in words, and hands out copies", () => {
    const { api } = start();
    assert.throws(() => api.at(200, 95), /the place 200, 95 is off the Earth; lon is -180..180/);
    const wrong = [[NaN, 0], [0, NaN], [0, 90.1], [-180.1, 0], ["1", 2], [undefined, null], [null, 1]];
    for (const [lon, lat] of wrong) {
      assert.throws(() => api.at(lon as number, lat as number), RangeError);
    }
    const first = api.at(0, 90);
    first.places.length = 0;
    assert.equal(api.at(0, 90).places.length, 4);
  });
});

describe("the words", () => {
  type Role = "site" | "region";
  const plain = (text: string) => text.replaceAll("\u00a0", " ");
  const said = (change: Partial<Range>, high: number, low: number | null, role: Role = "site") =>
    plain(marginText({ id: "x", margin_m: high, low_margin_m: low }, range(change), role));

  it("say inside and outside, of a site by its edge, of a region by its range", () => {
    assert.equal(said({ range_m: 1e6 }, 213_400, null), "213 km within its edge");
    assert.equal(said({ range_m: 1e6 }, -120_000, null), "by 120 km");
    assert.equal(said({ range_m: 1e6, unit: "mi" }, -1_609_344, null), "by 1,000 mi");
    assert.equal(said({ range_m: 2e6 }, 4e5, null, "region"), "400 km to spare");
    assert.equal(said({ range_m: 2e6 }, -4e5, null, "region"), "400 km short");
    assert.equal(said({ range_m: 2e7 }, 4e5, null), "400 km to spare");
  });

  it("say which end of a band holds the place", () => {
    const band = { low_m: 1.3e6, high_m: 2e6 };
    assert.equal(said(band, 9e5, 2e5), "200 km within its low end");
    assert.equal(said(band, 3e5, -4e5), "300 km within its high end, 400 km beyond its low end");
    assert.equal(said(band, -3e5, -1e6), "by 300 km");
    const region = said(band, 3e5, -4e5, "region");
    assert.equal(region, "300 km to spare at its high end, 400 km short at its low end");
  });

  it("describe the shape", () => {
    const sector = range({ range_m: 1.5e6, inner_m: 3e4, bearings: [70, 190] });
    assert.equal(plain(shapeText(sector, "site")), "1,500 km, beyond 30 km, bearings 70° to 190°");
    const reach = range({ range_m: 2e6, from: "everywhere" });
    assert.equal(plain(shapeText(reach, "region")), "2,000 km from everywhere in it");
  });

  it("round what is measured", () => {
    const metres = [0, 3, 350, 9_949, 9_960, 954_312, 1_954_312];
    const rounded = metres.map((each) => roundDistance(each, "km"));
    const wanted = ["0", "0.003", "0.35", "9.9", "10", "954", "1,954"];
    assert.deepEqual(rounded, wanted.map((each) => `${each}\u00a0km`));
    assert.equal(roundDistance(954_312, "m"), "954,312\u00a0m");
    const bearings = [0, 22.4, 22.6, 312, 359.7].map(bearingText);
    assert.deepEqual(bearings, ["0° N", "22° N", "23° NE", "312° NW", "0° N"]);
    assert.equal(placeName(21.012, -52.228), "52.23° S, 21.01° E");
  });
});
