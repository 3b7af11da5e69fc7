// What a link keeps, and how it is taken from the state and brought back. No DOM in here.
import { batch } from "@preact/signals";
import { addRegion, addSite, isAdded, removePlace } from "../changes.ts";
import type { AreaName } from "../geo/nato.ts";
import type { MeasuredLine } from "../measures.ts";
import { type Language, language, t } from "../messages/index.ts";
import { rangeIn, sameCurve } from "../ranges.ts";
import type { Estimate, Scene, SceneRegion, SceneSite, Unit } from "../scene.ts";
import { currentEstimates, currentScene, estimateState, type State } from "../state.ts";

/** What a link keeps that the state does not know. */
export interface Aside {
  /** What else is shown, such as `agreement`. */
  show: readonly string[];
  /** What the reader measures, and the unit of the distances. */
  lines: readonly MeasuredLine[];
  unit: Unit;
  view: LinkView | null;
}

/** What a link keeps. */
export interface Snapshot extends Aside {
  estimates: Estimate[];
  active: number;
  /** Sites and regions that were added in the page. */
  sites: SceneSite[];
  regions: SceneRegion[];
  /** Places that are switched off. */
  off: string[];
  date: string | null;
  area: AreaName;
  lang: Language;
  /** Which estimate is drawn beside the active one, by its place in the list. */
  compare: number | null;
}

/** How the map looks: flat at a centre and zoom, or turned, about a site or not. */
export interface LinkView {
  kind: "map" | "globe" | "round";
  lat: number;
  lon: number;
  /** Leaflet's zoom, or its like on a globe. */
  zoom: number;
  site: string | null;
}

/** What a link is read against: the page without it. */
export interface Base {
  snapshot: Snapshot;
  /** Ids of the scene's own sites and regions. */
  sites: ReadonlySet<string>;
  regions: ReadonlySet<string>;
  areas: readonly string[];
  /** The first day that may be chosen. */
  first: string;
  farthest: number;
}

export interface Read {
  snapshot: Snapshot;
  /** In words, what was left out and why. */
  problems: string[];
}

export function snapshotOf(state: State, aside: Aside): Snapshot {
  const { sites, regions } = currentScene(state);
  const rows = [...state.rows.value.values()];
  return {
    estimates: currentEstimates(state),
    active: state.active.value,
    sites: sites.filter(({ id }) => isAdded(state, id)),
    regions: regions.filter(({ id }) => isAdded(state, id)),
    off: rows.flatMap(({ place, on }) => (on.value ? [] : [place.id])),
    date: state.date.value,
    area: state.area.value,
    lang: language.value,
    compare: state.other.value && state.estimates.value.indexOf(state.other.value),
    ...aside,
  };
}

export function baseOf(scene: Scene, snapshot: Snapshot): Base {
  return {
    snapshot,
    sites: new Set(scene.sites.map(({ id }) => id)),
    regions: new Set(scene.regions.map(({ id }) => id)),
    areas: Object.keys(scene.nato.areas),
    first: scene.nato.accessions[0]?.on ?? "1949-04-04",
    farthest: scene.farthest,
  };
}

/**
 * Bring the state to a snapshot: the numbers that are the same keep their shapes.
 *
 * @returns in words, what could not be brought back
 */
export function applySnapshot(state: State, to: Snapshot): string[] {
  const problems: string[] = [];
  batch(() => {
    replacePlaces(state, to, problems);
    replaceEstimates(state, to);
    state.active.value = to.active;
    state.compared.value = to.compare === null ? null : (to.estimates[to.compare]?.name ?? null);
    const off = new Set(to.off);
    for (const { place, on } of state.rows.peek().values()) on.value = !off.has(place.id);
    state.date.value = to.date;
    state.area.value = to.area;
    language.value = to.lang;
  });
  return problems;
}

function replacePlaces(state: State, { sites, regions }: Snapshot, problems: string[]): void {
  const wanted = new Map([...sites, ...regions].map((place) => [place.id, JSON.stringify(place)]));
  for (const { place } of state.rows.peek().values()) {
    if (!isAdded(state, place.id)) continue;
    const now = JSON.stringify(place.role === "site" ? place.site : place.region);
    if (wanted.get(place.id) === now) wanted.delete(place.id);
    else removePlace(state, place.id);
  }
  const attempt = (name: string, add: () => void) => {
    try {
      add();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push(t.value.link.nameLeftOut(name, error.message));
    }
  };
  for (const site of sites) {
    if (wanted.has(site.id)) attempt(site.name, () => addSite(state, site));
  }
  for (const region of regions) {
    if (!wanted.has(region.id)) continue;
    const geometry = region.geometry ?? (region.country ? state.countryShape(region.country) : null);
    if (geometry) attempt(region.name, () => addRegion(state, region, geometry));
    else problems.push(t.value.link.noShape(region.name));
  }
}

function replaceEstimates(state: State, { estimates }: Snapshot): void {
  const now = state.estimates.peek();
  const same =
    now.length === estimates.length &&
    now.every(({ name, source, entered }, i) => {
      const other = estimates[i];
      return name === other?.name && source === other.source && entered === other.entered;
    });
  if (!same) {
    const places = [...state.rows.peek().values()].map(({ place }) => place);
    // A start of its own, so that `reset` leads back to what the scene came with.
    state.estimates.value = estimates.map((each) => {
      const origin = state.scene.estimates.find(({ name }) => name === each.name);
      return estimateState({ ...each, ranges: origin?.ranges ?? {} }, places, state.scene.tolerance);
    });
  }
  state.estimates.peek().forEach(({ cells }, i) => {
    for (const [id, { range, draft }] of cells) {
      const wanted = rangeIn(estimates[i]?.ranges, id);
      if (sameCurve(range.peek(), wanted) && range.peek()?.unit === wanted?.unit) continue;
      draft.value = false;
      range.value = wanted;
    }
  });
}
