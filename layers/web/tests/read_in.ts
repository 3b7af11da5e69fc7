// Reads files as the page does when they are dropped: texts by name on stdin, what was found on stdout.
// Read by tests/layers/test_export.py.
import { readFileSync } from "node:fs";
import { foundIn } from "../src/drop/read.ts";
import { countries } from "./countries.ts";

const { byCode } = countries;
const ground = {
  ...{ farthest: 20_003_931.4586, today: "2026-11-22", sites: new Set<string>(), regions: new Set<string>() },
  countryShape: (a3: string) => byCode.get(a3)?.geometry ?? null,
};
const texts = Object.entries(JSON.parse(readFileSync(0, "utf8")) as Record<string, string>);
const found = texts.map(([name, text]) => [name, foundIn(text, name, ground)] as const);
process.stdout.write(JSON.stringify(Object.fromEntries(found)));
