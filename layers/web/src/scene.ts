// The one JSON contract with Python, mirrored from layers/scene.py and the models it uses.
// Lengths in metres, places in degrees (WGS84); names and texts are data, never markup.
import type { Geometry } from "./geo/types.ts";

export type SiteKind = "interceptor" | "radar" | "command" | "port" | "place";
export type RegionKind = "launch" | "sea";
export type Unit = "km" | "mi" | "nmi" | "m";

export interface Note {
  text: string;
  source: string[];
}

export interface Event {
  on: string;
  what: string;
  source: string[];
  /** Whether its source says by it that the place operates. */
  operational: boolean;
}

export interface Phase {
  name: string;
  announced: string;
  interceptor: string;
  planned: string;
  happened: string;
  source: string[];
}

export interface SceneSite {
  id: string;
  name: string;
  kind: SiteKind;
  country: string | null;
  lon: number;
  lat: number;
  /** It stands from here, as `Site.since` of geo/model.py says. */
  since: string | null;
  until: string | null;
  events: Event[];
  notes: Note[];
  source: string[];
}

export interface SceneRegion {
  id: string;
  name: string;
  kind: RegionKind;
  country: string | null;
  geometry: Geometry | null;
  notes: Note[];
  source: string[];
}

/** Either `range_m`, or both `low_m` and `high_m`. */
export interface Range {
  range_m: number | null;
  low_m: number | null;
  high_m: number | null;
  inner_m: number | null;
  bearings: [number, number] | null;
  from: "anywhere" | "everywhere";
  unit: Unit;
}

export interface Estimate {
  name: string;
  source: string | null;
  entered: string | null;
  ranges: Record<string, Range>;
}

export interface SceneAccession {
  on: string;
  countries: string[];
  source: string[];
}

export interface SceneNato {
  areas: Record<string, string>;
  convention: string;
  accessions: SceneAccession[];
}

export interface Scene {
  version: 1;
  generator: string;
  notice: string;
  attribution: string;
  title: string;
  tolerance: number;
  farthest: number;
  sites: SceneSite[];
  regions: SceneRegion[];
  estimates: Estimate[];
  nato: SceneNato;
  phases: Phase[];
  events: Event[];
  notes: Note[];
}
