// What was found in a file that the reader brought, and how it comes to the map: all in the browser.
import { t } from "../messages/index.ts";
import { batch } from "@preact/signals";
import { addEstimate, addRegion, addSite, freeId } from "../changes.ts";
import type { Geometry } from "../geo/types.ts";
import type { Estimate, Range, SceneRegion, SceneSite } from "../scene.ts";
import type { State } from "../state.ts";

export interface Found {
  sites: SceneSite[];
  regions: FoundRegion[];
  /** Their ranges are by the ids that the file uses. */
  estimates: Estimate[];
  /** In words, what was left out and why. */
  problems: string[];
}

export interface FoundRegion extends SceneRegion {
  shape: Geometry;
}

/** What a reader of files needs to know of the page. */
export interface Ground {
  countryShape: (a3: string) => Geometry | null;
  farthest: number;
  today: string;
  /** Ids of sites and of regions that a file may have numbers for without bringing them. */
  sites: ReadonlySet<string>;
  regions: ReadonlySet<string>;
}

/** More at once would bury the panel. */
export const MOST_PLACES = 1000;
/** Each holds a number for every place. */
export const MOST_ESTIMATES = 50;
const MOST_PROBLEMS = 20;

export const nothing = (): Found => ({ sites: [], regions: [], estimates: [], problems: [] });

/**
 * Add what was found to the map. A place whose id is taken gets another one, unless it is the same.
 *
 * @returns in words, what was added
 */
export function addFound(state: State, found: Found): string {
  const ids = new Map<string, string>();
  const { problems } = found;
  let sites = 0;
  let regions = 0;
  let numbers = 0;
  const attempt = (name: string, add: () => void): boolean => {
    try {
      add();
      return true;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push(t.value.link.nameLeftOut(shortened(name), error.message));
      return false;
    }
  };
  batch(() => {
    for (const site of found.sites.slice(0, MOST_PLACES)) {
      const id = idFor(state, site, ids);
      if (id !== null && attempt(site.name, () => addSite(state, { ...site, id }))) sites++;
    }
    for (const { shape, ...region } of found.regions.slice(0, MOST_PLACES)) {
      const id = idFor(state, region, ids);
      if (id !== null && attempt(region.name, () => addRegion(state, { ...region, id }, shape))) regions++;
    }
    for (const estimate of found.estimates.slice(0, MOST_ESTIMATES)) {
      if (attempt(estimate.name, () => addNumbers(state, estimate, ids, problems))) numbers++;
    }
  });
  const more = [found.sites.length - MOST_PLACES, found.regions.length - MOST_PLACES];
  const left = more.reduce((sum, each) => sum + Math.max(0, each), 0);
  if (left > 0) problems.push(t.value.drop.places(MOST_PLACES, left));
  const unread = found.estimates.length - MOST_ESTIMATES;
  if (unread > 0) {
    problems.push(t.value.drop.estimatesLeft(MOST_ESTIMATES, unread));
  }
  problems.splice(MOST_PROBLEMS, Infinity, ...(problems.length > MOST_PROBLEMS ? [t.value.drop.more] : []));
  const parts = [counted(sites, t.value.drop.sites), counted(regions, t.value.drop.regions), counted(numbers, t.value.drop.estimates)];
  const added = parts.filter((part) => part !== null);
  return added.length > 0 ? t.value.drop.added(added.join(", ")) : t.value.drop.nothing;
}

const counted = (count: number, words: (count: number) => string): string | null =>
  count === 0 ? null : words(count);

/** The id under which a place is added; null when the page has that very place already. */
function idFor(state: State, place: SceneSite | SceneRegion, ids: Map<string, string>): string | null {
  const known = state.rows.peek().get(place.id)?.place;
  if (known && known.name === place.name && known.kind === place.kind) {
    ids.set(place.id, place.id);
    return null;
  }
  const id = known || place.id === "" ? freeId(state, place.name) : place.id;
  ids.set(place.id, id);
  return id;
}

/** Add an estimate; one of the same name gets another, so that nobody's numbers are changed. */
function addNumbers(state: State, estimate: Estimate, ids: ReadonlyMap<string, string>, problems: string[]): void {
  const rows = state.rows.peek();
  const ranges = Object.entries(estimate.ranges).flatMap(([id, range]): [string, Range][] => {
    const to = ids.get(id) ?? id;
    const place = rows.get(to)?.place;
    const unfit = place && unfitFor(place.role, range);
    if (unfit) problems.push(t.value.link.nameLeftOut(shortened(id), unfit));
    return place && !unfit ? [[to, range]] : [];
  });
  if (ranges.length === 0) return;
  const taken = new Set(state.estimates.peek().map(({ name }) => name));
  let { name } = estimate;
  for (let i = 2; taken.has(name); i++) name = `${estimate.name} (${i})`;
  addEstimate(state, { ...estimate, name, ranges: Object.fromEntries(ranges) });
}

/** Why a range is none for such a place, as geo/model.py has it; null when it is. */
function unfitFor(role: "site" | "region", { bearings, inner_m, from }: Range): string | null {
  if (role === "region" && (bearings || inner_m !== null)) return t.value.drop.region;
  return role === "site" && from === "everywhere" ? t.value.drop.site : null;
}

export const shortened = (text: string, most = 60): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;
