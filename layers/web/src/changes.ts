// What the reader adds, renames and removes: estimates, sites and regions. No DOM in here.
import { batch } from "@preact/signals";
import type { Geometry } from "./geo/types.ts";
import { rangeIn } from "./ranges.ts";
import type { Estimate, Range, Scene, SceneRegion, SceneSite } from "./scene.ts";
import {
  createCell,
  createRow,
  currentEstimates,
  type EstimateState,
  estimateState,
  type Place,
  regionPlace,
  sitePlace,
  type State,
  withCells,
} from "./state.ts";
import { en } from "./messages/en.ts";
import { t } from "./messages/index.ts";
import { marked } from "./messages/number.ts";

/** What a place may be named by, as geo/model.py has it. */
const ID = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,63}$/u;
/** Kinds stand for all their places on the command line. */
const KINDS: ReadonlySet<string> = new Set(Object.keys(en.kinds));
const LONGEST = 200; // characters of a name or a source

/** Add an estimate after the others, and show it. @throws RangeError when its name is none, or taken. */
export function addEstimate(state: State, estimate: Estimate): void {
  const name = freshName(state, estimate.name, null);
  const places = [...state.rows.peek().values()].map(({ place }) => place);
  const added = estimateState({ ...estimate, name }, places, state.scene.tolerance);
  batch(() => {
    state.estimates.value = [...state.estimates.peek(), added];
    state.active.value = state.estimates.peek().length - 1;
  });
}

/** Add a copy of an estimate with its numbers as they now stand, and show it. */
export function duplicateEstimate(state: State, index: number): void {
  const { name, ...rest } = currentEstimates(state)[index] as Estimate;
  const taken = new Set(state.estimates.peek().map((each) => each.name));
  const start = name.slice(0, LONGEST - 20); // room for what follows it
  const { copy: copyOf } = t.value.estimates;
  let copy = copyOf(start, 1);
  for (let i = 2; taken.has(copy); i++) copy = copyOf(start, i);
  addEstimate(state, { ...rest, name: copy, entered: state.today });
}

/** Say whose numbers these are. @throws RangeError when the name is none, or another's. */
export function renameEstimate(
  state: State,
  index: number,
  { name, source }: Pick<Estimate, "name" | "source">,
): void {
  const fresh = freshName(state, name, index);
  const from = source === null || source.trim() === "" ? null : short(source, t.value.wrong.longSource);
  state.estimates.value = state.estimates
    .peek()
    .map((each, i): EstimateState => (i === index ? { ...each, name: fresh, source: from } : each));
}

/** @throws RangeError for the last one: the page shows somebody's numbers. */
export function removeEstimate(state: State, index: number): void {
  const left = state.estimates.peek().filter((_, i) => i !== index);
  if (left.length === 0) {
    throw new RangeError(t.value.wrong.onlyEstimate);
  }
  batch(() => {
    const active = state.active.peek();
    state.active.value = Math.min(active > index ? active - 1 : active, left.length - 1);
    state.estimates.value = left;
  });
}

/** Add a site. @throws RangeError when its id, name or position is no good, or the id is taken. */
export function addSite(state: State, site: SceneSite, ranges: ByEstimate = {}): void {
  const { lon, lat } = site;
  if (!(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90)) {
    throw new RangeError(t.value.wrong.offEarth(site.name, marked(String(lon)), marked(String(lat))));
  }
  addPlace(state, sitePlace({ ...site, name: checkedName(site.name) }), ranges);
}

/** Add a region. @throws RangeError when its id or name is no good, or the id is taken. */
export function addRegion(
  state: State,
  region: SceneRegion,
  geometry: Geometry,
  ranges: ByEstimate = {},
): void {
  addPlace(state, regionPlace({ ...region, name: checkedName(region.name) }, geometry), ranges);
}

/** Ranges of a place by the name of the estimate. */
export type ByEstimate = Readonly<Record<string, Range>>;

function addPlace(state: State, place: Place, ranges: ByEstimate): void {
  const { id } = place;
  const { wrong } = t.value;
  if (!ID.test(id)) throw new RangeError(wrong.id(id));
  if (KINDS.has(id)) throw new RangeError(wrong.kindId(id));
  if (state.rows.peek().has(id)) throw new RangeError(wrong.placeTaken(id));
  const { tolerance } = state.scene;
  batch(() => {
    state.estimates.value = state.estimates.peek().map((each): EstimateState => {
      const cell = createCell(place, rangeIn(ranges, each.name), tolerance);
      return { ...each, ...withCells(new Map([...each.cells, [id, cell]])) };
    });
    const row = createRow(place, state.estimate, state.date);
    state.rows.value = new Map([...state.rows.peek(), [id, row]]);
  });
}

/** Remove a place that was added in the page; its numbers go with it. */
export function removePlace(state: State, id: string): void {
  // The cells stay until the estimates go: whoever still shows the row reads from them.
  state.rows.value = new Map([...state.rows.peek()].filter(([each]) => each !== id));
  if (state.marked.peek() === id) state.marked.value = null;
}

/** Whether a place was added in the page. */
export const isAdded = ({ scene }: State, id: string): boolean => !ownIds(scene).has(id);

const known = new WeakMap<Scene, ReadonlySet<string>>();

/** A scene of thousands of sites is asked about each of them. */
function ownIds(scene: Scene): ReadonlySet<string> {
  const ids = known.get(scene) ?? new Set([...scene.sites, ...scene.regions].map(({ id }) => id));
  known.set(scene, ids);
  return ids;
}

/** An id that no place has yet, made from a name: “Fort Greely” becomes fort-greely. */
export function freeId(state: State, name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const base = plain.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "place";
  const taken = state.rows.peek();
  let id = base;
  for (let i = 2; taken.has(id) || KINDS.has(id); i++) id = `${base}-${i}`;
  return id;
}

function freshName(state: State, name: string, own: number | null): string {
  const checked = checkedName(name);
  if (state.estimates.peek().some((each, i) => i !== own && each.name === checked)) {
    throw new RangeError(t.value.wrong.estimateTaken(checked));
  }
  return checked;
}

function checkedName(name: string): string {
  if (name.trim() === "") throw new RangeError(t.value.wrong.noName);
  return short(name, t.value.wrong.longName);
}

function short(text: string, wrong: (length: number, most: number) => string): string {
  const written = text.trim();
  if (written.length <= LONGEST) return written;
  throw new RangeError(wrong(written.length, LONGEST));
}
