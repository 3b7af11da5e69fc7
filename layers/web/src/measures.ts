// What the reader measures: lines from place to place as plain data, and what follows from them.
// No DOM in here.
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type GeodesicLine, geodesicLine } from "./geo/line.ts";
import type { Position } from "./geo/types.ts";
import { t } from "./messages/index.ts";
import { placeText } from "./place-text.ts";
import type { Unit } from "./scene.ts";
import type { State } from "./state.ts";

/** Where a line begins, turns or ends: at a site, or anywhere. */
export type End = { readonly site: string } | { readonly lon: number; readonly lat: number };

/** One leg leads from each of its ends to the next; there are two of them at least. */
export interface MeasuredLine {
  readonly ends: readonly End[];
}

export interface Measures {
  readonly lines: Signal<readonly MeasuredLine[]>;
  readonly unit: Signal<Unit>;
  /** What becomes of each line, in the same order. */
  readonly measured: ReadonlySignal<readonly Measured[]>;
}

export interface Stop {
  readonly name: string;
  /** null for a site that is not on the map any more. */
  readonly at: Position | null;
  /** Whether its site is switched off, or not there on the date. */
  readonly hidden: boolean;
}

export interface Measured {
  readonly stops: readonly Stop[];
  /** One from each stop to the next; none when a stop is nowhere. */
  readonly legs: readonly GeodesicLine[];
  /** All legs together. */
  readonly metres: number;
  /** Whether all its places are on the map, and so the line as well. */
  readonly drawn: boolean;
}

export function createMeasures(state: State): Measures {
  const lines = signal<readonly MeasuredLine[]>([]);
  let known = new Map<string, GeodesicLine>();
  const measured = computed(() => {
    const kept = new Map<string, GeodesicLine>();
    const legOf = (from: Position, to: Position): GeodesicLine => {
      const key = [...from, ...to].join();
      const leg = kept.get(key) ?? known.get(key) ?? geodesicLine(from, to);
      kept.set(key, leg);
      return leg;
    };
    const found = lines.value.map(({ ends }) => measure(ends.map((end) => stopOf(state, end)), legOf));
    known = kept;
    return found;
  });
  return { lines, unit: signal<Unit>("km"), measured };
}

function measure(
  stops: readonly Stop[],
  legOf: (from: Position, to: Position) => GeodesicLine,
): Measured {
  const places = stops.flatMap(({ at }) => (at ? [at] : []));
  const whole = places.length === stops.length;
  const legs = whole ? places.slice(1).map((to, k) => legOf(places[k] as Position, to)) : [];
  const metres = legs.reduce((sum, leg) => sum + leg.distance, 0);
  return { stops, legs, metres, drawn: whole && stops.every(({ hidden }) => !hidden) };
}

function stopOf(state: State, end: End): Stop {
  if (!("site" in end)) {
    return { name: placeText(end.lon, end.lat), at: [end.lon, end.lat], hidden: false };
  }
  const row = state.rows.value.get(end.site);
  if (row?.place.role !== "site") return { name: end.site, at: null, hidden: true };
  const { name, lon, lat } = row.place.site;
  return { name, at: [lon, lat], hidden: !row.on.value || !row.stands.value };
}

/** The legs that the map shows. */
export const drawnLegs = ({ measured }: Measures): GeodesicLine[] =>
  measured.value.flatMap(({ drawn, legs }) => (drawn ? legs : []));

/** Add a line; returns its place in the list. */
export function addLine({ lines }: Measures, ends: readonly End[]): number {
  if (ends.length < 2) throw new RangeError(t.value.wrong.twoPlaces);
  lines.value = [...lines.peek(), { ends }];
  return lines.peek().length - 1;
}

/** Two ends to begin with: sites that are shown, or where there are not enough, a place. */
export function firstEnds(state: State, place: Position): [End, End] {
  const shown = [...state.rows.peek().values()].flatMap((row): End[] =>
    row.place.role === "site" && row.on.peek() && row.stands.peek() ? [{ site: row.place.id }] : [],
  );
  const elsewhere = { lon: place[0], lat: place[1] };
  return [shown[0] ?? elsewhere, shown[1] ?? elsewhere];
}

export function removeLine({ lines }: Measures, index: number): void {
  lines.value = lines.peek().filter((_, i) => i !== index);
}

export const addEnd = (measures: Measures, index: number, end: End): void =>
  change(measures, index, (ends) => [...ends, end]);

export const setEnd = (measures: Measures, index: number, nth: number, end: End): void =>
  change(measures, index, (ends) => ends.map((each, k) => (k === nth ? end : each)));

/** Two ends stay: without them there is no line. */
export const removeEnd = (measures: Measures, index: number, nth: number): void =>
  change(measures, index, (ends) => (ends.length > 2 ? ends.filter((_, k) => k !== nth) : ends));

function change(
  { lines }: Measures,
  index: number,
  to: (ends: readonly End[]) => readonly End[],
): void {
  lines.value = lines.peek().map((line, i) => (i === index ? { ends: to(line.ends) } : line));
}
