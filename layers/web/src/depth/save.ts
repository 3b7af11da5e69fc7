// The cells as data: GeoJSON (RFC 7946) and a table.
import type { Cell, Cells } from "./cells.ts";
import type { SceneDepth } from "./scene.ts";

/** A polygon for each cell with circles over it; those over the antimeridian are in two parts. */
export function depthGeojson(scene: SceneDepth, cells: Cells): string {
  const { notice, generator, title, about, notes, cells: grid } = scene;
  const features = [...cells.all()].map((cell) => ({
    type: "Feature",
    geometry: geometryOf(cell),
    properties: { circles: cell.mean },
  }));
  const aggregated = { notice, generator, title, about, notes, cell_km2: grid.cell_km2 };
  return `${JSON.stringify({ type: "FeatureCollection", aggregated, features })}\n`;
}

/** A row for each of them: its middle, its edges, its area and how many circles lie over it. */
export function depthCsv({ notice, cells: grid }: SceneDepth, cells: Cells): string {
  const columns = ["lon", "lat", "west", "south", "east", "north", "km2", "circles", "illustrative"];
  const rows = [...cells.all()].map(({ west, south, east, north, mean }) =>
    [turned((west + east) / 2), (south + north) / 2, turned(west), south, turned(east), north]
      .map((degrees) => degrees.toFixed(6))
      .concat([grid.cell_km2.toFixed(3), String(mean), quoted(notice)])
      .join(","),
  );
  return `\ufeff${[columns.join(","), ...rows].join("\r\n")}\r\n`;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Within -180..180. */
const turned = (lon: number): number => (lon > 180 ? lon - 360 : lon);

function geometryOf(cell: Cell) {
  const { west, east } = cell;
  if (west < 180 && east > 180 + 1e-9) {
    const halves = [ringOf(cell, west, 180), ringOf(cell, -180, east - 360)];
    return { type: "MultiPolygon", coordinates: halves.map((ring) => [ring]) };
  }
  const by = west >= 180 ? 360 : 0;
  return { type: "Polygon", coordinates: [ringOf(cell, west - by, east - by)] };
}

function ringOf({ south, north }: Cell, west: number, east: number): [number, number][] {
  const short = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
  const w = short(west);
  const e = short(Math.min(east, 180));
  const s = short(south);
  const n = short(north);
  return [[w, s], [e, s], [e, n], [w, n], [w, s]];
}
