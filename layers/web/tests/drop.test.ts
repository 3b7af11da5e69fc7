import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { addFound, type Ground, MOST_PLACES } from "../src/drop/found.ts";
import { bring, foundIn } from "../src/drop/read.ts";
import type { Geometry } from "../src/geo/types.ts";
import { currentEstimates, createState } from "../src/state.ts";
import type { Scene } from "../src/scene.ts";

const SQUARE: Geometry = {
  type: "Polygon",
  coordinates: [[[50, 30], [52, 30], [52, 32], [50, 32], [50, 30]]],
};
const FARTHEST = 20_003_931.4586;
const ground: Ground = {
  ...{ farthest: FARTHEST, today: "2026-11-22", sites: new Set(["a"]), regions: new Set<string>() },
  countryShape: (a3) => (a3 === "IRN" ? SQUARE : null),
};
const scene = {
  ...{ version: 1, generator: "", notice: "", attribution: "", title: "", tolerance: 100 },
  ...{ farthest: FARTHEST, phases: [], events: [], notes: [], regions: [], estimates: [] },
  nato: { areas: {}, convention: "", accessions: [] },
  sites: [
    {
      ...{ id: "a", name: "A", kind: "radar", country: null, lon: 1, lat: 2, since: null, until: null },
      ...{ events: [], notes: [], source: [] },
    },
  ],
} as unknown as Scene;
const page = () => createState(scene, ground.countryShape, "2026-11-22");
const feature = (geometry: unknown, properties: unknown) => ({ type: "Feature", geometry, properties });
const point = (lon: unknown, lat: unknown) => ({ type: "Point", coordinates: [lon, lat] });
const json = (...features: unknown[]) => JSON.stringify({ type: "FeatureCollection", features });

describe("GeoJSON", () => {
  it("of other tools: a point with a radius in metres, a polygon", () => {
    const text = json(
      feature(point(24.41, 44.08), { title: "Deveselu", radius: 500_000 }),
      feature(SQUARE, { name: "Area", radius_km: "300" }),
    );
    const { sites, regions, estimates, problems } = foundIn(text, "mine.geojson", ground);
    assert.deepEqual(problems, []);
    assert.deepEqual(sites.map(({ name, lon, lat, kind }) => [name, lon, lat, kind]), [
      ["Deveselu", 24.41, 44.08, "place"],
    ]);
    assert.deepEqual(regions.map(({ name, kind }) => [name, kind]), [["Area", "launch"]]);
    assert.equal(estimates[0]?.name, "mine");
    assert.deepEqual(Object.values(estimates[0]?.ranges ?? {}).map(({ range_m }) => range_m), [5e5, 3e5]);
  });

  it("of this page: roles, estimates, bands, a region by its country", () => {
    const coverage = { role: "coverage", estimate: "Analyst A", source: "a book" };
    const text = json(
      feature(point(1, 2), { role: "site", id: "x", name: "X", kind: "radar", since: "2016-05" }),
      feature(SQUARE, { role: "region", id: "iran", name: "Iran", kind: "launch", country: "IRN" }),
      feature(SQUARE, { ...coverage, id: "x", range_m: 1e6, bearings: [350, 10], inner_m: 1e4, unit: "mi" }),
      feature(SQUARE, { ...coverage, id: "iran", low_m: 1e6, high_m: 2e6, from: "everywhere" }),
    );
    const { sites, regions, estimates } = foundIn(text, "x.geojson", ground);
    assert.deepEqual([sites[0]?.since, sites[0]?.kind], ["2016-05", "radar"]);
    assert.deepEqual([regions[0]?.country, regions[0]?.geometry], ["IRN", null]);
    assert.deepEqual(estimates.map(({ name, source }) => [name, source]), [["Analyst A", "a book"]]);
    const { x, iran } = estimates[0]?.ranges ?? {};
    assert.deepEqual([x?.range_m, x?.inner_m, x?.bearings, x?.unit], [1e6, 1e4, [350, 10], "mi"]);
    assert.deepEqual([iran?.low_m, iran?.high_m, iran?.from], [1e6, 2e6, "everywhere"]);
  });

  it("leaves out what is wrong, in words, and keeps the rest", () => {
    const text = json(
      feature(point(1, 2), { name: "good" }),
      feature(point("1", 2), { name: "text" }),
      feature(point(1, 2), { name: "far", radius: 1e12 }),
      feature(null, { name: "none" }),
    ).replace("}]}", `},${'{"type":"Feature","geometry":{"type":"Point","coordinates":[1e400,2]},"properties":{"name":"big"}}'}]}`);
    const state = page();
    const found = foundIn(text, "x.json", ground);
    assert.equal(addFound(state, found), "Added 2 sites.");
    assert.equal(found.problems.length, 4);
    assert.match(found.problems.join(" "), /“text”.*no pair of numbers/);
    assert.match(found.problems.join(" "), /“far”.*too far/);
    assert.match(found.problems.join(" "), /“none”.*no GeoJSON/);
    assert.match(found.problems.join(" "), /“big”.*longitude Infinity/);
  });
});

describe("CSV", () => {
  for (const [what, text] of [
    ["commas", "name,lat,lon,radius_km\nX,44.08,24.41,500\n"],
    ["semicolons and decimal commas", "\ufeffname;latitude;longitude;range (km)\r\nX;44,08;24,41;500\r\n"],
    ["tabs", "title\ty\tx\trange\tunit\nX\t44.08\t24.41\t500\tkm"],
    ["quotes", 'name,lat,lon,radius\n"X",44.08,24.41,"500 km"\n'],
  ] as const) {
    it(`with ${what}`, () => {
      const { sites, estimates, problems } = foundIn(text, "t.csv", ground);
      assert.deepEqual(problems, []);
      assert.deepEqual([sites[0]?.name, sites[0]?.lat, sites[0]?.lon], ["X", 44.08, 24.41]);
      assert.deepEqual(Object.values(estimates[0]?.ranges ?? {}).map(({ range_m }) => range_m), [5e5]);
    });
  }
  it("names the row that is wrong", () => {
    const { sites, problems } = foundIn("name,lat,lon\nA,1,2\n\nB,x,2\nC,,2\n", "t.csv", ground);
    assert.equal(sites.length, 1);
    assert.deepEqual(problems, [
      "Row 4, “B”, was left out: its latitude is “x”.",
      "Row 5, “C”, was left out: its latitude is “”.",
    ]);
  });
  it("has a limit of rows, and says so", () => {
    const text = `lat,lon\n${"1,2\n".repeat(MOST_PLACES + 5)}`;
    assert.match(foundIn(text, "t.csv", ground).problems.join(), /Only the first 1000 rows.*left out/);
  });
});

describe("a scenario file", () => {
  it("brings sites, regions and whose numbers", () => {
    const { sites, regions, estimates, problems } = foundIn(
      `title: Two opinions
sites:
  x: {name: X, kind: radar, lon: 24.41, lat: 44.08, from: 2016-05-12, events: [{on: 2016, what: begun}]}
regions:
  iran: {name: Iran, country: IRN}
  nowhere: {name: N, country: XXX}
estimates:
  - name: Analyst A
    source: https://example.org
    entered: 2026-11-22
    ranges:
      x: {range: 1500 km, bearings: [70, 190], inner: 30 km}
      a: 500 mi
      iran: {low: 1300 km, high: 2000 km, from: everywhere}
      y: 1 km
      x2: [1]
`,
      "two.yaml",
      ground,
    );
    assert.deepEqual(sites.map(({ id, since, events }) => [id, since, events[0]?.on]), [["x", "2016-05-12", "2016"]]);
    assert.deepEqual(regions.map(({ id, country }) => [id, country]), [["iran", "IRN"]]);
    const { x, a, iran } = estimates[0]?.ranges ?? {};
    assert.deepEqual([x?.range_m, x?.bearings, x?.inner_m], [1.5e6, [70, 190], 3e4]);
    assert.deepEqual([a?.range_m, a?.unit], [804672, "mi"]);
    assert.deepEqual([iran?.low_m, iran?.high_m, iran?.from], [1.3e6, 2e6, "everywhere"]);
    assert.match(problems.join(" "), /“nowhere”.*no country XXX.*“y”.*no place/);
  });

  it("does not grow out of a few lines", () => {
    const lines = ["a: &a [x,x,x,x,x,x,x,x,x]"];
    for (let i = 0; i < 9; i++) {
      const [from, to] = [String.fromCharCode(97 + i), String.fromCharCode(98 + i)];
      lines.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(",")}]`);
    }
    assert.throws(() => foundIn(`${lines.join("\n")}\nsites: *j\n`, "bomb.yaml", ground), RangeError);
  });
});

describe("a file that the reader brings", () => {
  const dropped = async (name: string, content: BlobPart) => {
    const state = page();
    return { state, ...(await bring(state, new File([content], name))) };
  };

  it("is added with its numbers as an estimate of their own", async () => {
    const { state, said, problems } = await dropped("own.csv", "id,name,lat,lon,range_km\nb,B,1,2,700\na,A,1,2,800\n");
    assert.deepEqual(problems, []);
    assert.equal(said, "own.csv: Added 2 sites, 1 estimate.");
    // “a” is another place than the page's A, which is a radar: it gets an id of its own.
    assert.deepEqual([...state.rows.value.keys()], ["a", "b", "a-2"]);
    const own = currentEstimates(state).at(-1);
    assert.equal(own?.name, "own");
    assert.deepEqual(Object.entries(own?.ranges ?? {}).map(([id, { range_m }]) => [id, range_m]), [["b", 7e5], ["a-2", 8e5]]);
  });

  for (const [name, content, why] of [
    ["x.pdf", "%PDF", /no known kind/],
    ["x", "", /no known kind/],
    ["x.kmz", "PK", /unzip it/],
    ["x.csv", new Uint8Array([0xff, 0xfe, 0x41]), /no UTF-8/],
    ["x.csv", "a,b\n1,2\n", /no columns lat and lon/],
    ["x.csv", "", /no columns lat and lon/],
    ["x.json", "{", /no JSON/],
    ["x.json", "[".repeat(200_000), /no JSON/],
    ["x.json", "null", /no GeoJSON/],
    ["x.json", '{"type": 5}', /no GeoJSON/],
    ["x.yaml", "a: [", /no YAML/],
    ["x.yaml", "just words", /no scenario/],
    ["x.yaml", "!!js/function 'x'", /no scenario|no YAML/],
    ["x.csv", "x".repeat(12_000_001), /12 MB/],
  ] as const) {
    it(`is refused: ${name} ${String(content).slice(0, 12)}`, async () => {
      const { state, said, problems } = await dropped(name, content);
      assert.equal(said, "");
      assert.match(problems.join(), why);
      assert.deepEqual([...state.rows.value.keys()], ["a"]);
    });
  }

  it("of 10 MB of names is answered", async () => {
    const { problems } = await dropped("x.csv", `name,lat,lon\n${"x".repeat(10_000_000)},1,2\n`);
    assert.deepEqual(problems, []);
  });

  it("of any content is answered, and never thrown", async () => {
    const anything = fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.object().map((each) => JSON.stringify(each)));
    const ending = fc.constantFrom("json", "geojson", "csv", "yaml", "");
    await fc.assert(
      fc.asyncProperty(anything, ending, async (text, end) => {
        const { state, said, problems } = await dropped(`x.${end}`, text);
        assert.ok(said !== "" || problems.length > 0);
        assert.ok(state.rows.value.size >= 1);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
