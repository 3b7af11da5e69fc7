// Files and links that nobody would write: cases that were found, and edits of good ones from a seed.
// FUZZ_RUNS says how many edits of each kind; `make fuzz` asks for more than `make test`.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { currentScene, createState, type State } from "../src/state.ts";
import { bring } from "../src/drop/read.ts";
import { readLink } from "../src/link/read.ts";
import { applySnapshot, baseOf, snapshotOf } from "../src/link/snapshot.ts";
import { writeLink } from "../src/link/write.ts";
import { polygonOf } from "../src/drop/wkt.ts";
import type { Geometry } from "../src/geo/types.ts";
import type { Scene } from "../src/scene.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 60);
const CASES = new URL("../../../tests/data/fuzz/", import.meta.url);
const SQUARE: Geometry = { type: "Polygon", coordinates: [[[50, 30], [52, 30], [52, 32], [50, 32], [50, 30]]] };
const scene = {
  ...{ version: 1, generator: "", notice: "", attribution: "", title: "", tolerance: 1e5 },
  ...{ farthest: 20_003_931.4586, phases: [], events: [], notes: [] },
  nato: { areas: { "nato-europe": "" }, convention: "", accessions: [] },
  sites: [
    {
      ...{ id: "a", name: "A", kind: "radar", country: null, lon: 1, lat: 2, since: null, until: null },
      ...{ events: [], notes: [], source: [] },
    },
  ],
  regions: [{ id: "i", name: "I", kind: "launch", country: "IRN", geometry: null, notes: [], source: [] }],
  estimates: [{ name: "E", source: null, entered: null, ranges: {} }],
} as unknown as Scene;
const page = (): State => createState(scene, (a3) => (a3 === "IRN" ? SQUARE : null), "2026-11-22");
const ASIDE = { show: [], lines: [], unit: "km", view: null } as const;

const SEEDS: Readonly<Record<string, readonly string[]>> = {
  yaml: [
    "title: T\nsites:\n  x: {name: X, kind: radar, lon: 24.41, lat: 44.08, from: 2016-05, events: [{on: 2016, what: w}]}\n" +
      "regions:\n  r: {name: R, country: IRN}\n  s:\n    name: S\n    geometry: {type: Polygon, coordinates: [[[0, 0], [9, 0], [9, 9]]]}\n" +
      "estimates:\n- {name: Me, source: s, ranges: {x: 5 km, r: {low: 1 km, high: 2 mi}, a: {range: 9 km, bearings: [1, 2], inner: 1 m}}}\n",
  ],
  geojson: [
    JSON.stringify({
      type: "FeatureCollection",
      features: [
        { type: "Feature", geometry: { type: "Point", coordinates: [24.41, 44.08] }, properties: { name: "X", radius_km: 5 } },
        { type: "Feature", geometry: SQUARE, properties: { role: "region", id: "r", name: "R", range: "3 nmi", notes: [{ text: "n" }] } },
        { type: "Feature", geometry: null, properties: { role: "coverage", id: "r", estimate: "Me", low_m: 1, high_m: 2, from: "everywhere" } },
        { type: "Feature", geometry: { type: "MultiPolygon", coordinates: [[[[170, 1], [-170, 1], [-170, 9], [170, 1]]]] }, properties: {} },
      ],
    }),
  ],
  csv: [
    "name,lat,lon,radius_km,kind\nX,44.08,24.41,500,radar\n\"Y \"\"y\"\"\",1,2,3 mi,\n",
    'role,id,name,kind,lon,lat,wkt,range_m,bearings,estimate,events\nsite,x,X,radar,1,2,,,,,"[{""on"": ""2016"", ""what"": ""w""}]"\n' +
      'region,r,R,sea,,,"POLYGON ((0 0, 9 0, 9 9, 0 0))",,,,\ncoverage,x,X,,,,,5000,70 to 190,Me,\n',
  ],
  link: [
    "v=1&estimate.1=Me&estimate.1.source=s&a=1300-2000km;70-190;beyond:30km&.i=1000000m;in:mi;everywhere&off=a&date=2018-12-31",
    "v=1&site.x=1,2,radar,ROU,X&site.x:since=2016&site.x:source=s&x=5km&region.r=sea,,R&region.r:outline=0,0,9,0,9,9;1,1,2,1,2,2/1,1,2,2,3,1",
    "v=1&line=a,@1,2&unit=mi&map=1,2,3&show=agreement&lang=pl&compare=1&area=nato-europe&shown=1&round=1,2,3,a",
  ],
};
const ODD = [
  ...["", " ", "\n", "\0", "\t", "\\", "'", '"', ",", ";", ":", "[", "]", "{", "}", "&", "*a", "&a ", "!!map ", "- ", "? ", "%", "%ff"],
  ...["0", "-0", "-1", "91", "181", "1e400", "NaN", "1_0", "9".repeat(400), "x".repeat(300), "٣", "²", "\ud800", "\u2028", "🚀"],
  ...["null", "true", "[]", "{}", "[1,2]", "__proto__", "constructor", "toString", "a", "x", "r", "IRN", "<b>", "POINT (1 2)", "km"],
];
const TOKEN = /[\w.]+|\s+|[^]/gu;

/** Replace, double or take out some of a text's words and signs. */
const edited = (ending: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...(SEEDS[ending] ?? [])),
      fc.array(fc.tuple(fc.nat(), fc.nat(2 * ODD.length), fc.nat(8)), { minLength: 1, maxLength: 6 }),
    )
    .map(([seed, edits]) => {
      const parts = seed.match(TOKEN) ?? [];
      for (const [where, what, many] of edits) {
        const at = where % Math.max(1, parts.length);
        const put = ODD[what];
        if (put !== undefined) parts[at] = put;
        else if (what % 2 === 0) parts.splice(at, many);
        else parts.splice(at, 0, ...parts.slice(at, at + 4 * many));
      }
      return parts.join("");
    });

/** What every answer is held to: words, and a state that a link can hold and a page can draw. */
async function answered(name: string, text: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const state = page();
  const { said, problems } = await bring(state, new File([text], name));
  assert.ok(said !== "" || problems.length > 0, "nothing is said");
  for (const each of [said, ...problems]) assert.ok(each.length < 600, each);
  assert.ok(state.rows.value.has("a"));
  const { sites, regions } = currentScene(state);
  for (const { lon, lat } of sites) assert.ok(Math.abs(lon) <= 180 && Math.abs(lat) <= 90, `${lon}, ${lat}`);
  for (const { geometry } of regions) assert.doesNotMatch(JSON.stringify(geometry), /null,|null\]/);
  const now = snapshotOf(state, ASIDE);
  const base = baseOf(scene, snapshotOf(page(), ASIDE));
  assert.deepEqual(readLink(writeLink(now, base), base)?.problems, []);
  return [said, ...problems].join(" ");
}

describe("cases that were found", () => {
  const names = readdirSync(CASES).filter((name) => !/\.(md|kml)$/.test(name)); // for KML see tests/web
  for (const name of names) {
    it(`${name} is answered`, async () => {
      await answered(name, new Uint8Array(readFileSync(new URL(name, CASES))));
    });
  }
  const many = 2_000_000;
  for (const [what, name, text, why] of [
    // Each of these took time as the square of its length: a second at 20,000.
    ["digits that are no distance", "x.csv", `lat,lon,range\n1,2,${"1".repeat(many)}!`, /“1{23}…” is no number/],
    ["digits that are no WKT", "x.csv", `role,id,name,wkt\nregion,r,R,POLYGON ((${"1".repeat(many)}))`, /left out/],
    ["very many keys", "x.yaml", `title: T\nsites: {${Array.from({ length: 20_000 }, (_, i) => `a${i}: 1`).join()}}`, /first 1000 sites/],
    // And these, memory: every line as many cells as there are titles.
    ["empty lines under many titles", "x.csv", `role${",".repeat(199)}${"\n".repeat(200_000)}`, /no columns lat/],
    ["a title of megabytes", "x.csv", `lat,lon,${"x".repeat(many)}\n${"1,2,3\n".repeat(1000)}`, /1000 sites/],
  ] as const) {
    it(`${what} are answered`, async () => {
      assert.match(await answered(name, text), why);
    });
  }
  it("keys that stand twice are refused, as Python does", async () => {
    assert.match(await answered("x.yaml", "title: T\nsites: {a: 1, a: 2}"), /no YAML/);
    assert.match(await answered("x.yaml", "title: T\nsites:\n  1: {}\n  '1': {}"), /no YAML/);
  });
  it("holes that cross are refused before they are cut out", async () => {
    const comb = (turn: boolean): number[][] => {
      const teeth = Array.from({ length: 1000 }, (_, i) => [[i * 0.01, 1], [i * 0.01, 20], [i * 0.01 + 0.005, 20], [i * 0.01 + 0.005, 1]]);
      const ring = [[-1, 0.5], [-1, 1], ...teeth.flat(), [30, 1], [30, 0.5], [-1, 0.5]];
      return turn ? ring.map(([x = 0, y = 0]) => [y - 1, x + 2]) : ring;
    };
    const shell = [[-20, -20], [40, -20], [40, 40], [-20, 40], [-20, -20]];
    const coordinates = [shell, comb(false), comb(true)];
    assert.match(await answered("x.json", JSON.stringify({ type: "Polygon", coordinates })), /crosses itself/);
  });
  it("an event without a day is left out, and dates nothing", async () => {
    const site = "x: {name: X, kind: radar, lon: 1, lat: 2, events: [{on: '', what: w}, {what: w}, {on: 2016}]}";
    assert.match(await answered("x.yaml", `title: T\nsites: {${site}}`), /1 site/);
  });
  it("a sector of a region is no range, and is told so", async () => {
    const properties = { role: "coverage", id: "i", estimate: "Me", range_m: 5000, bearings: [1, 2] };
    const said = await answered("x.json", JSON.stringify({ type: "Feature", geometry: null, properties }));
    assert.match(said, /“i” was left out: is a region; inner and bearings are for sites/);
  });
  it("WKT is read as it was", () => {
    assert.deepEqual(polygonOf("POLYGON Z ((0 0 5, 9 -1e1 5,9 9 5 , 0 0 5), (1 1,2 1,2 2,1 1))"), {
      type: "Polygon",
      coordinates: [[[0, 0], [9, -10], [9, 9], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 1]]],
    });
    assert.equal(polygonOf("POLYGON ((1 2, x))"), null);
  });
});

describe("edits of good ones", () => {
  for (const ending of ["yaml", "geojson", "csv"]) {
    it(`files: ${ending}`, async () => {
      await fc.assert(
        fc.asyncProperty(edited(ending), async (text) => {
          await answered(`x.${ending}`, text);
        }),
        { numRuns: RUNS, seed: 6 },
      );
    });
  }
  it("links", () => {
    fc.assert(
      fc.property(edited("link"), (text) => {
        const state = page();
        const base = baseOf(scene, snapshotOf(state, ASIDE));
        const found = readLink(text, base);
        if (!found) return;
        const problems = [...found.problems, ...applySnapshot(state, found.snapshot)];
        for (const each of problems) assert.match(each, /^.{10,600}$/su);
        assert.deepEqual(readLink(writeLink(snapshotOf(state, ASIDE), base), base)?.problems, []);
      }),
      { numRuns: 4 * RUNS, seed: 6 },
    );
  });
});
