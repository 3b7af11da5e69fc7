// Vertices of circles: the page's own code against turf and geographiclib-geodesic, in turn.
import { readFileSync } from "node:fs";
import { circle } from "@turf/circle";
import geodesic from "geographiclib-geodesic";
import { arcs } from "../../../layers/web/src/geo/direct.ts";

const RUNS = 5;
const { circles, vertices, checked } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const turns = Array.from({ length: vertices }, (_, nth) => (nth * 360) / vertices);

// A circle is symmetric about its centre's meridian: the page traces one half.
const half = turns.filter((turn) => turn <= 180);
const ours = ([lon, lat, radius]) => {
  const east = half.map(arcs(lat, radius));
  const west = east.slice(1, Math.ceil(vertices / 2)).reverse();
  return [
    ...east.map((end) => [lon + end.dlon, end.lat]),
    ...west.map((end) => [lon - end.dlon, end.lat]),
  ];
};
const turf = ([lon, lat, radius]) => {
  const ring = circle([lon, lat], radius / 1000, { steps: vertices }).geometry.coordinates[0];
  return [ring[0], ...ring.slice(1, -1).reverse()]; // which walks the other way round, and closes
};
const { LATITUDE, LONGITUDE } = geodesic.Geodesic;
const geographiclib = ([lon, lat, radius]) =>
  turns.map((turn) => {
    const end = geodesic.Geodesic.WGS84.Direct(lat, lon, turn, radius, LATITUDE | LONGITUDE);
    return [end.lon2, end.lat2];
  });

const works = { ours, "turf.circle, spherical": turf, "geographiclib-geodesic": geographiclib };
const times = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
for (let run = -1; run < RUNS; run++) {
  for (const [name, work] of Object.entries(works)) {
    const before = process.cpuUsage().user;
    let sum = 0; // so that nothing is left out as unused
    for (const each of circles) sum += work(each)[1][0];
    if (run >= 0) times[name].push((process.cpuUsage().user - before) / 1e6);
    if (Number.isNaN(sum)) throw new Error(`${name} gave no number`);
  }
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const found = Object.entries(works).map(([name, work]) => [
  name,
  {
    seconds: median(times[name]),
    vertices: circles.length * vertices,
    sample: circles.slice(0, checked).map(work),
  },
]);
console.log(JSON.stringify(Object.fromEntries(found)));
