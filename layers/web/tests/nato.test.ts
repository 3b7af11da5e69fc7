import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { areasOf, members } from "../src/geo/nato.ts";
import type { AreaName } from "../src/geo/nato.ts";
import type { SceneAccession } from "../src/scene.ts";
import { countries } from "./countries.ts";
import { areaOf, contains, polygons } from "./golden.ts";

const text = (path: string) =>
  readFileSync(new URL(`../../../geo/data/${path}`, import.meta.url), "utf8");

const accessions: SceneAccession[] = [
  ...text("membership.yaml").matchAll(/- on: (\S+).*\n\s+countries: \[(.*)\]/g),
].map(([, on, countries]) => ({ on: on!, countries: countries!.split(", "), source: [] }));

const { byCode } = countries;

// As tests/geo/test_nato.py has them.
for (const [on, count] of [
  ["1949-04-03", 0], ["1949-04-04", 12], ["2007-04-26", 26], ["2009-03-31", 26], ["2009-04-01", 28],
  ["2013-10-23", 28], ["2018-12-31", 29], ["2026-11-22", 32],
] as const) {
  test(`members on ${on}: ${count}`, () => {
    assert.equal(members(accessions, on).length, count);
    for (const name of ["nato-europe", "article-6"] as const) {
      const found = areasOf(name, on, accessions, byCode).map(({ code }) => code);
      const expected = members(accessions, on).filter((code) => code !== "USA" && code !== "CAN");
      assert.deepEqual(found, expected);
    }
  });
}

const holder = (name: AreaName, lon: number, lat: number): string | null =>
  areasOf(name, "2024-12-31", accessions, byCode)
    .filter(({ geometry }) => contains(geometry, lon, lat))
    .map(({ code }) => code)
    .join() || null;

// A place, and the member that it stays with in the core and under Article 6.
for (const [place, lon, lat, core, article6] of [
  ["Van", 43.38, 38.49, "TUR", "TUR"],
  ["Reykjavík, inland", -21.5, 64.1, "ISL", "ISL"],
  ["Crete", 24.9, 35.2, "GRC", "GRC"],
  ["North Cape", 25.7, 71.05, "NOR", "NOR"],
  ["Mariehamn", 19.94, 60.13, "FIN", "FIN"],
  ["Deveselu", 24.41, 44.08, "ROU", "ROU"],
  ["Tenerife", -16.6, 28.25, null, "ESP"],
  ["São Miguel", -25.5, 37.8, null, "PRT"],
  ["Flores", -31.2, 39.45, null, "PRT"],
  ["Madeira", -17.0, 32.75, null, "PRT"],
  ["Longyearbyen, inland", 16.5, 78.2, null, "NOR"],
  ["Bear Island", 19.05, 74.45, null, "NOR"],
  ["Jan Mayen", -8.4, 71.02, null, "NOR"],
  ["Tórshavn", -6.9, 62.05, null, "DNK"],
  ["Cayenne", -52.4, 4.8, null, null],
  ["Réunion", 55.54, -21.12, null, null],
  ["Ceuta", -5.31, 35.89, null, null],
  ["Greenland", -42.0, 72.0, null, null],
  ["Isle of Man", -4.5, 54.2, null, null],
  ["Washington", -77.2, 38.9, null, null],
  ["Nicosia, north", 33.3, 35.3, null, null],
  ["Prishtina", 21.0, 42.6, null, null],
] as const) {
  test(`the right land stays: ${place}`, () => {
    assert.equal(holder("nato-europe", lon, lat), core);
    assert.equal(holder("article-6", lon, lat), article6);
  });
}

test("parts stay or go whole, features are added, and nothing else changes", () => {
  const shapes = (name: AreaName) =>
    new Map(areasOf(name, "2024-12-31", accessions, byCode).map((area) => [area.code, area]));
  const [core, wider] = [shapes("nato-europe"), shapes("article-6")];
  assert.equal(core.get("DEU")!.name, "Germany");
  assert.deepEqual(polygons(core.get("DEU")!.geometry), polygons(byCode.get("DEU")!.geometry));
  const parts: Record<string, [core: number, wider: number]> = {
    DNK: [12, 17], ESP: [5, 12], FIN: [11, 11], FRA: [3, 3], NLD: [9, 9], NOR: [22, 32], PRT: [1, 9],
  };
  for (const code of core.keys()) {
    const all = polygons(byCode.get(code)!.geometry).length;
    const kept = [core, wider].map((areas) => polygons(areas.get(code)!.geometry).length);
    assert.deepEqual(kept, parts[code] ?? [all, all], code);
  }
  for (const [code, area] of core) {
    assert.ok(areaOf(area.geometry) <= areaOf(wider.get(code)!.geometry), code);
  }
});
