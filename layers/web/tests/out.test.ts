// Files: what they hold of a state, and that no text breaks out of its place.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Geometry } from "../src/geo/types.ts";
import { coverageCsv, sharesCsv } from "../src/out/csv.ts";
import { featureCollection } from "../src/out/geojson.ts";
import { kmlText } from "../src/out/kml.ts";
import { safeName } from "../src/out/names.ts";
import { lost, xml, xmlText } from "../src/out/xml.ts";
import { EMPTY } from "../src/ranges.ts";
import type { Scene, SceneSite } from "../src/scene.ts";
import { createState, rowOf, setMetres } from "../src/state.ts";

const SQUARE: Geometry = {
  type: "Polygon",
  coordinates: [[[50, 30], [52, 30], [52, 32], [50, 32], [50, 30]]],
};
const site = (id: string, change: Partial<SceneSite> = {}): SceneSite => ({
  ...{ id, name: `Site ${id}`, kind: "interceptor", country: "ROU", lon: 24.41, lat: 44.08 },
  ...{ since: null, until: null, events: [], notes: [], source: [], ...change },
});
const event = (on: string, operational = false) => ({ on, what: "it", source: [], operational });

function start(change: Partial<Scene> = {}) {
  const scene: Scene = {
    ...{ version: 1, generator: "test 1", notice: "Illustrative", attribution: "", title: "Test" },
    ...{ tolerance: 100, farthest: 20_003_931.4586, phases: [], events: [], notes: [] },
    nato: { areas: {}, convention: "", accessions: [] },
    sites: [site("a"), site("b", { until: "2018", source: ["S", "T"] })],
    regions: [
      { id: "r", name: "R", kind: "launch", country: "XXX", geometry: null, notes: [], source: [] },
    ],
    estimates: [
      {
        ...{ name: "First", source: "https://example.org/?a=1&b=2", entered: "2026-01-01" },
        ranges: { a: { ...EMPTY, range_m: 926_000, unit: "nmi" }, r: { ...EMPTY, range_m: 5e5 } },
      },
      {
        ...{ name: "Second", source: null, entered: null },
        ranges: { b: { ...EMPTY, low_m: 5e5, high_m: 9e5, inner_m: 1e4, bearings: [350, 10] } },
      },
    ],
    ...change,
  };
  return createState(scene, () => SQUARE, "2026-11-22");
}

describe("GeoJSON", () => {
  const roles = (state: ReturnType<typeof start>) =>
    featureCollection(state).features.map(({ properties: { role, id, estimate } }) =>
      [role, id, ...(estimate ? [estimate] : [])].join(" "),
    );

  it("has what is shown: places, then the shapes of every estimate", () => {
    const state = start();
    const all = ["site a", "site b", "region r", "coverage a First", "coverage r First", "coverage b Second"];
    assert.deepEqual(roles(state), all);
    rowOf(state, "r").on.value = false;
    state.date.value = "2020-01-01"; // b is gone by then
    assert.deepEqual(roles(state), ["site a", "coverage a First"]);
  });

  it("has the shape as it is drawn exactly, and says what was changed in the page", () => {
    const state = start();
    const coverage = () => featureCollection(state).features.filter(({ properties }) => properties.role === "coverage");
    assert.deepEqual(coverage()[0]?.geometry, rowOf(state, "a").shape.value?.outer);
    assert.ok(coverage().every(({ properties }) => !("edited" in properties)));
    setMetres(state, rowOf(state, "r"), "range", 6e5, { draft: true });
    const region = coverage()[1];
    assert.equal(rowOf(state, "r").cell.value.draft.value, false);
    assert.deepEqual(region?.geometry, rowOf(state, "r").shape.value?.outer);
    assert.equal(region?.properties.edited, true);
    assert.equal(region?.properties.range_m, 6e5);
  });

  it("writes since only where the events do not say it", () => {
    const events = [event("2011", false), event("2016-05-12", true), event("2016", true)];
    const since = (value: string | null, given = events) =>
      featureCollection(start({ sites: [site("a", { since: value, events: given })] })).features[0]?.properties.since;
    assert.equal(since("2016-05-12"), null);
    assert.equal(since("2015"), "2015");
    assert.equal(since("2011", [event("2011")]), null);
    assert.equal(since("2011", []), "2011");
  });

  it("leaves out the estimate that a page starts for itself until it holds a number", () => {
    const state = start({ estimates: [] });
    const estimates = () => featureCollection(state).shieldmap.estimates.map(({ name }) => name);
    assert.deepEqual(estimates(), []);
    setMetres(state, rowOf(state, "a"), "range", 1e6);
    assert.deepEqual(estimates(), ["my numbers"]);
  });
});

describe("CSV", () => {
  it("is RFC 4180 with a byte order mark, a row per shape", () => {
    const text = coverageCsv(start());
    assert.ok(text.startsWith("\ufeffid,name,kind,country,lon,lat,range,unit,range_m,"));
    const [, first, second, third, end] = text.split("\r\n");
    const source = "https://example.org/?a=1&b=2,2026-01-01";
    assert.equal(first, `a,Site a,interceptor,ROU,24.41,44.08,500,nmi,926000,,,,,First,${source},,,Illustrative,test 1`);
    assert.equal(second, `r,R,launch,XXX,,,500,km,500000,,,,,First,${source},,anywhere,Illustrative,test 1`);
    assert.equal(
      third,
      "b,Site b,interceptor,ROU,24.41,44.08,500 to 900,km,,500000,900000,10000,350 to 10,Second,,,,,Illustrative,test 1",
    );
    assert.equal(end, "");
  });

  it("quotes, and guards text that a spreadsheet would run", () => {
    const name = (given: string) => {
      const state = start({ sites: [site("a", { name: given })] });
      return /^a,([^]*),interceptor/m.exec(coverageCsv(state))?.[1];
    };
    assert.equal(name('say "a", b\nc'), '"say ""a"", b\nc"');
    for (const bad of ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1"]) assert.equal(name(bad), `'${bad}`);
    assert.equal(name('=HYPERLINK("x","y")'), `"'=HYPERLINK(""x"",""y"")"`);
    assert.equal(name("a=1"), "a=1");
    // A number below zero is one, not a text that begins with a minus.
    assert.match(coverageCsv(start({ sites: [site("a", { lon: -120.5 })] })), /,ROU,-120\.5,44\.08,/);
  });

  it("has the shares with whose numbers and which day", () => {
    const row = { area: "ROU", name: "Romania", area_km2: 10.5, covered_km2: 2.1, share: 0.2 };
    const state = start();
    state.date.value = "2018-12-31";
    assert.equal(
      sharesCsv(state, [row]),
      "\ufeffarea,name,area_km2,covered_km2,share,date,estimate,source,entered,edited,illustrative\r\n" +
        "ROU,Romania,10.5,2.1,0.2,2018-12-31,First,https://example.org/?a=1&b=2,2026-01-01,,Illustrative\r\n",
    );
  });
});

describe("XML", () => {
  it("escapes, and leaves out and counts what XML cannot hold", () => {
    const node = xml("a", { b: '"<\n' }, "]]>&\u0000\u0008x\ud800y\uffff🚀", xml("c"));
    assert.equal(xmlText(node), '<a b="&quot;&lt;&#10;">]]&gt;&amp;xy🚀<c/></a>');
    assert.equal(lost(node), 4);
  });

  it("says in a KML what was left out, and keeps HTML from being read as such", () => {
    const hostile = "]]><script>\u0001$[name]";
    const text = kmlText(start({ sites: [site("a", { name: hostile, source: [hostile] })] }));
    assert.doesNotMatch(text, /<script|\u0001/);
    assert.match(text, /characters that XML cannot hold left out/);
    // Escaped once for XML, and in a description before that for HTML.
    assert.match(text, /<name>\]\]&gt;&lt;script&gt;\$\[name\]<\/name>/);
    assert.match(text, /Sources: \]\]&amp;#62;&amp;#60;script&amp;#62;&amp;#36;\[name\]/);
    assert.doesNotMatch(kmlText(start()), /cannot hold/);
  });

  it("hides the shapes of the estimates that the map does not show", () => {
    const [, second = ""] = kmlText(start()).split("<name>Second</name>");
    assert.match(second, /^<visibility>0<\/visibility><Placemark><name>Site b<\/name><visibility>0</);
    assert.equal(kmlText(start()).split("<visibility>").length, 3);
  });
});

describe("names of files", () => {
  it("keeps letters and digits of any script, and is never a path or a device", () => {
    const cases = [
      ["European Phased Adaptive Approach (2009-2024)", "European-Phased-Adaptive-Approach-2009-2024"],
      ["../../etc/passwd", "etc-passwd"],
      ["Kürecik: radar?", "Kürecik-radar"],
      ["مرحبا بالعالم", "مرحبا-بالعالم"],
      ["<>:\"/\\|?*\u0000 \u202e", "shieldmap"],
      ["CON", "map-CON"],
      ["x".repeat(1e6), "x".repeat(50)],
      ["🚀".repeat(30), "shieldmap"],
    ] as const;
    for (const [title, wanted] of cases) assert.equal(safeName(title), wanted);
  });
});
