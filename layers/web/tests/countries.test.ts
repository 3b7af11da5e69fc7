// The country file as the page carries it, against the one that Python reads, by topojson-client.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { countries } from "./countries.ts";

const file = new URL("../../../geo/data/countries.json", import.meta.url);
const topology: Topology<{ countries: GeometryCollection<{ a3: string }> }> = JSON.parse(readFileSync(file, "utf8"));

test("every country's shape and properties are those of the file, bit for bit", () => {
  const { features } = feature(topology, topology.objects.countries);
  assert.equal(features.length, countries.all.length);
  for (const { properties, geometry } of features) {
    assert.deepEqual(countries.byCode.get(properties.a3), { ...properties, geometry });
  }
});

test("largest first", () => {
  const sizes = countries.all.map(({ size }) => size);
  assert.deepEqual(sizes, sizes.toSorted((a, b) => b - a));
});

test("coasts and borders are all that bounds one country or two, but for cuts at the antimeridian and the poles", () => {
  for (const [lines, filter] of [
    [countries.coasts(), (a: unknown, b: unknown) => a === b],
    [countries.borders(), (a: unknown, b: unknown) => a !== b],
  ] as const) {
    const wanted = mesh(topology, topology.objects.countries, filter).coordinates;
    const [found, all] = [steps(lines), steps(wanted as [number, number][][])];
    assert.equal(found.size, all.size);
    assert.ok([...found].every((step) => all.has(step)));
  }
});

/** Every step of lines once, whichever way it is gone, without those of the cuts. */
function steps(lines: readonly (readonly (readonly [number, number])[])[]): Set<string> {
  const isCut = (a: readonly number[], b: readonly number[]) =>
    [180, 90].some((edge, axis) => [a, b].every((each) => Math.abs(Math.abs(each[axis] as number) - edge) < 1e-3));
  return new Set(
    lines.flatMap((line) =>
      line.slice(1).flatMap((b, k) => {
        const a = line[k] as readonly [number, number];
        return isCut(a, b) ? [] : [[String(a), String(b)].sort().join(" ")];
      }),
    ),
  );
}
