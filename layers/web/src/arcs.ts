// The country file's arcs: lines that countries, coasts and borders share, each kept once.
import type { Position } from "./geo/types.ts";

/** A line: x, y, x, y, ... */
export type Flat = Float64Array;

/** What a TopoJSON topology says of its grid. */
export interface Grid {
  scale: [number, number];
  translate: [number, number];
}

/** Read what `packed` of countries.mjs wrote: lon, lat in degrees. */
export function unpackArcs(text: string, { scale, translate }: Grid): Flat[] {
  const bytes = atob(text);
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 0, byte = 128; byte > 127; shift += 7) {
      byte = bytes.charCodeAt(at++);
      value |= (byte & 127) << shift;
    }
    return value & 1 ? -(value + 1) / 2 : value / 2;
  };
  const arcs: Flat[] = [];
  while (at < bytes.length) {
    const arc = new Float64Array(2 * next());
    for (let k = 0, x = 0, y = 0; k < arc.length; k += 2) {
      arc[k] = (x += next()) * scale[0] + translate[0];
      arc[k + 1] = (y += next()) * scale[1] + translate[1];
    }
    arcs.push(arc);
  }
  return arcs;
}

/** Join arcs, each of which starts where the last one ended; ~k is arc k backwards. */
export function joined(arcs: readonly Flat[], indices: readonly number[]): Flat {
  const parts = indices.map((index) => arcs[index < 0 ? ~index : index] as Flat);
  const line = new Float64Array(2 + parts.reduce((sum, part) => sum + part.length - 2, 0));
  let at = 0;
  parts.forEach((part, nth) => {
    if ((indices[nth] as number) < 0) {
      for (let k = part.length - 2; k >= 0; k -= 2, at += 2) {
        line[at] = part[k] as number;
        line[at + 1] = part[k + 1] as number;
      }
    } else {
      line.set(part, at);
      at += part.length;
    }
    at -= 2; // the next one's first point
  });
  return line;
}

export function positions(line: Flat): Position[] {
  const points: Position[] = [];
  for (let k = 0; k < line.length; k += 2) points.push([line[k] as number, line[k + 1] as number]);
  return points;
}
