// Writes the files that the page would save: a scene on stdin, all texts as one JSON on stdout.
// Read by tests/layers/test_out.py.
import { readFileSync } from "node:fs";
import { coverageCsv, sharesCsv } from "../src/out/csv.ts";
import { featureCollection } from "../src/out/geojson.ts";
import { kmlText } from "../src/out/kml.ts";
import { createShares } from "../src/layers/shares.ts";
import { createState } from "../src/state.ts";
import { countries } from "./countries.ts";

const { byCode } = countries;
const scene = JSON.parse(readFileSync(0, "utf8"));
const state = createState(scene, (a3) => byCode.get(a3)?.geometry ?? null, "2026-11-22");
const shares = createShares(state, byCode, null, { frame: () => () => {}, now: () => 0 });
process.stdout.write(
  JSON.stringify({
    geojson: JSON.stringify(featureCollection(state)),
    kml: kmlText(state),
    csv: coverageCsv(state),
    shares: sharesCsv(state, shares.exact()),
  }),
);
