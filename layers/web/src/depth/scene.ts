// The JSON contract of a page of depth with Python, mirrored from layers/depths.py.

/** Cells of one area, band by band from south to north, each from west to east. */
export interface SceneCells {
  cell_km2: number;
  /** Where every band begins, in degrees. */
  west: number;
  /** The latitudes between bands: one more than there are bands. */
  lat: number[];
  /** How many cells go once round the Earth in each band. */
  around: number[];
  /** How many of them there are here. */
  columns: number[];
  /** How many circles lie over each cell, on average over its area. */
  mean: number[];
}

/** What was aggregated: `sites` have a circle, of `points` in the file. */
export interface Aggregated {
  file: string;
  points: number;
  sites: number;
  nearest_m: number;
  farthest_m: number;
  estimate: string;
  source: string | null;
  entered: string | null;
}

export interface SceneDepth {
  version: 1;
  generator: string;
  notice: string;
  attribution: string;
  title: string;
  about: Aggregated;
  /** Sentences about the file. */
  notes: string[];
  earth_km2: number;
  /** The most circles over one place. */
  deepest: number;
  /** Where classes part, ascending. */
  bounds: number[];
  /** A number of circles, and the km² inside at least as many, counted without cells. */
  at_least: [number, number][];
  cells: SceneCells;
}
