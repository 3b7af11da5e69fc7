// The grid of a page of depth: where its cells lie, and the class of each. No DOM in here.
import type { SceneDepth } from "./scene.ts";

export interface Cell {
  west: number;
  east: number;
  south: number;
  north: number;
  /** How many circles lie over it, on average over its area. */
  mean: number;
  /** 0 for none; 1, 2, … above. */
  class: number;
}

/** Neighbours of one class in one band, as one. */
export interface Run {
  west: number;
  east: number;
  south: number;
  north: number;
  class: number;
}

/** A class of cells: from `from` on, below `to`; null where it is open. */
export interface DepthClass {
  class: number;
  from: number | null;
  to: number | null;
  km2: number;
}

export class Cells {
  readonly #scene: SceneDepth;
  /** The number of each band's first cell. */
  readonly #starts: readonly number[];
  /** Classes with circles over them. */
  readonly count: number;

  constructor(scene: SceneDepth) {
    this.#scene = scene;
    let next = 0;
    this.#starts = scene.cells.columns.map((columns) => {
      next += columns;
      return next - columns;
    });
    this.count = scene.bounds.length + 1;
  }

  /** The class of a mean. */
  classOf(mean: number): number {
    return mean > 0 ? 1 + this.#scene.bounds.filter((bound) => mean >= bound).length : 0;
  }

  /** The cell at a place; null outside the grid, where no circle lies. */
  at(lon: number, lat: number): Cell | null {
    const { lat: edges, around, columns, west } = this.#scene.cells;
    const above = edges.findIndex((edge) => lat < edge);
    // The pole itself is in the last band.
    const band = above === -1 && lat === edges.at(-1) ? edges.length - 2 : above - 1;
    const column = Math.floor(((((lon - west) % 360) + 360) % 360) * ((around[band] ?? 0) / 360));
    return band < 0 || column >= (columns[band] ?? 0) ? null : this.#cell(band, column);
  }

  #cell(band: number, column: number): Cell {
    const { lat, around, west, mean } = this.#scene.cells;
    const wide = 360 / (around[band] as number);
    const value = mean[(this.#starts[band] as number) + column] as number;
    return {
      ...{ west: west + column * wide, east: west + (column + 1) * wide },
      ...{ south: lat[band] as number, north: lat[band + 1] as number },
      ...{ mean: value, class: this.classOf(value) },
    };
  }

  /** Every cell with circles over it. */
  *all(): Generator<Cell> {
    const { columns } = this.#scene.cells;
    for (let band = 0; band < columns.length; band++) {
      for (let column = 0; column < (columns[band] as number); column++) {
        const cell = this.#cell(band, column);
        if (cell.class > 0) yield cell;
      }
    }
  }

  /** The same, neighbours of one class joined: what is painted. */
  runs(): Run[] {
    const runs: Run[] = [];
    let last: Run | undefined;
    for (const { west, east, south, north, class: own } of this.all()) {
      if (last && last.south === south && last.class === own && Math.abs(last.east - west) < 1e-9) last.east = east;
      else runs.push((last = { west, east, south, north, class: own }));
    }
    return runs;
  }

  /** The legend: what lies under no circle, then the classes that have cells, deepest last. */
  classes(): DepthClass[] {
    const { bounds, cells, earth_km2 } = this.#scene;
    const counts = new Array<number>(this.count + 1).fill(0);
    for (const mean of cells.mean) {
      const own = this.classOf(mean);
      counts[own] = (counts[own] as number) + 1;
    }
    const found = counts.map((count, own): DepthClass => ({
      ...{ class: own, from: bounds[own - 2] ?? null, to: bounds[own - 1] ?? null },
      km2: count * cells.cell_km2,
    }));
    const covered = found.slice(1).reduce((sum, { km2 }) => sum + km2, 0);
    const [, ...some] = found;
    const none: DepthClass = { class: 0, from: null, to: null, km2: Math.max(0, earth_km2 - covered) };
    return [none, ...some.filter(({ km2 }) => km2 > 0)];
  }
}
