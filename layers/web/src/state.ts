// What the page knows and what follows from it, as signals: no DOM and no Leaflet in here.
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { AreaName } from "./geo/nato.ts";
import type { Geometry, Position } from "./geo/types.ts";
import { t } from "./messages/index.ts";
import { outerOf, type Part, rangeIn, sameCurve, withMetres } from "./ranges.ts";
import type {
  Estimate,
  Range,
  RegionKind,
  Scene,
  SceneRegion,
  SceneSite,
  SiteKind,
  Unit,
} from "./scene.ts";
import { draftTolerance, regionShape, type Shape, siteShape } from "./shape.ts";
import { type Standing, siteStanding } from "./standing.ts";

export type Kind = SiteKind | RegionKind;

interface Common {
  id: string;
  name: string;
  kind: Kind;
  country: string | null;
}
export type SitePlace = Common & { role: "site"; site: SceneSite };
export type RegionPlace = Common & { role: "region"; region: SceneRegion; geometry: Geometry };
export type Place = SitePlace | RegionPlace;

/** One place under one estimate. */
export interface Cell {
  /** What the scene came with. */
  readonly start: Range | null;
  readonly range: Signal<Range | null>;
  /** Regions are drawn coarsely at first, and while a number is still changing. */
  readonly draft: Signal<boolean>;
  readonly shape: ReadonlySignal<Shape | null>;
  readonly edited: ReadonlySignal<boolean>;
}

/** One place under the active estimate. */
export interface Row {
  readonly place: Place;
  readonly on: Signal<boolean>;
  /** What the place was on the date. On any date all places stand. */
  readonly standing: ReadonlySignal<Standing>;
  /** Only what stands is drawn with its shape, and counts. */
  readonly stands: ReadonlySignal<boolean>;
  readonly cell: ReadonlySignal<Cell>;
  readonly range: ReadonlySignal<Range | null>;
  readonly unit: ReadonlySignal<Unit>;
  /** What is drawn: null when there is no range, or the place is off or not there on the date. */
  readonly shape: ReadonlySignal<Shape | null>;
}

export interface EstimateState {
  readonly name: string;
  readonly source: string | null;
  readonly entered: string | null;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly edited: ReadonlySignal<boolean>;
}

export interface State {
  /** As the page was given it; `currentScene` is what became of it. */
  readonly scene: Scene;
  /** Never empty. */
  readonly estimates: Signal<readonly EstimateState[]>;
  /** Which of them is shown, by its place in the list. */
  readonly active: Signal<number>;
  readonly estimate: ReadonlySignal<EstimateState>;
  /** By id: the scene's sites and regions, then those that were added in the page. */
  readonly rows: Signal<ReadonlyMap<string, Row>>;
  /** The place that the pointer or the focus is on, in the panel or on the map. */
  readonly marked: Signal<string | null>;
  /** The place that the reader asked about, and that is being answered. */
  readonly asked: Signal<Position | null>;
  /** The site whose popup is open on the flat map. */
  readonly opened: Signal<string | null>;
  /** The day that sites and members are shown for, such as 2018-12-31; null for any date. */
  readonly date: Signal<string | null>;
  /** Whose land is counted. */
  readonly area: Signal<AreaName>;
  /** Whether the map shows where readings agree, in place of what each shape covers. */
  readonly agreement: Signal<boolean>;
  /** Name of the estimate that the active one is to be compared with; null for none. */
  readonly compared: Signal<string | null>;
  /** What is drawn beside the active estimate: none while the map shows agreement. */
  readonly other: ReadonlySignal<EstimateState | null>;
  readonly today: string;
  /** A country's polygons by ISO alpha-3 code. */
  readonly countryShape: (a3: string) => Geometry | null;
}

/** Wait this long after the last change before a region is drawn exactly. */
export const QUIET_MS = 200;

/**
 * @param today names the day of an estimate that starts in the page, and the members of any date
 */
export function createState(
  scene: Scene,
  countryShape: (a3: string) => Geometry | null,
  today: string,
): State {
  const places = placesOf(scene, countryShape);
  const own = { name: t.value.estimates.nameHint, source: null, entered: today, ranges: {} };
  const given: readonly Estimate[] = scene.estimates.length > 0 ? scene.estimates : [own];
  const estimates = signal<readonly EstimateState[]>(
    given.map((each) => estimateState(each, places, scene.tolerance)),
  );
  const active = signal(0);
  const estimate = computed(() => estimates.value[active.value] as EstimateState);
  const date = signal<string | null>(null);
  const rows = signal<ReadonlyMap<string, Row>>(
    new Map(places.map((place) => [place.id, createRow(place, estimate, date)])),
  );
  const marked = signal<string | null>(null);
  const asked = signal<Position | null>(null);
  const opened = signal<string | null>(null);
  const area = signal<AreaName>("nato-europe");
  const agreement = signal(false);
  const compared = signal<string | null>(null);
  const other = computed(() => {
    if (compared.value === null || agreement.value) return null;
    const others = estimates.value.filter((_, i) => i !== active.value);
    // Once the other one is shown itself, or gone, another takes its place.
    return others.find(({ name }) => name === compared.value) ?? others[0] ?? null;
  });
  return {
    ...{ scene, estimates, active, estimate, rows, marked, asked, opened, date, area, agreement },
    ...{ compared, other, today, countryShape },
  };
}

function placesOf(scene: Scene, countryShape: (a3: string) => Geometry | null): Place[] {
  const regions = scene.regions.flatMap((region): Place[] => {
    const geometry = region.geometry ?? (region.country ? countryShape(region.country) : null);
    return geometry ? [regionPlace(region, geometry)] : [];
  });
  return [...scene.sites.map(sitePlace), ...regions];
}

export const sitePlace = (site: SceneSite): SitePlace => ({ ...common(site), role: "site", site });

export const regionPlace = (region: SceneRegion, geometry: Geometry): RegionPlace => ({
  ...{ ...common(region), role: "region", region, geometry },
});

const common = ({ id, name, kind, country }: Common): Common => ({ id, name, kind, country });

export function estimateState(
  { name, source, entered, ranges }: Estimate,
  places: readonly Place[],
  tolerance: number,
): EstimateState {
  const cells = new Map(places.map((p) => [p.id, createCell(p, rangeIn(ranges, p.id), tolerance)]));
  return { ...{ name, source, entered }, ...withCells(cells) };
}

export const withCells = (cells: ReadonlyMap<string, Cell>) => ({
  cells,
  edited: computed(() => [...cells.values()].some((each) => each.edited.value)),
});

export function createCell(place: Place, start: Range | null, tolerance: number): Cell {
  const range = signal(start);
  const draft = signal(place.role === "region");
  let last: { range: Range | null; tolerance: number; shape: Shape | null } | undefined;
  const shape = computed(() => {
    const now = range.value;
    const coarse = place.role === "region" && draft.value;
    const wanted = now && coarse ? draftTolerance(now, tolerance) : tolerance;
    // A change of unit alone, or a draft that is as fine as the exact shape, draws nothing new.
    if (last && sameCurve(last.range, now) && last.tolerance <= wanted) return last.shape;
    last = { range: now, tolerance: wanted, shape: now && shapeOf(place, now, wanted) };
    return last.shape;
  });
  return { start, range, draft, shape, edited: computed(() => !sameCurve(range.value, start)) };
}

const shapeOf = (place: Place, range: Range, tolerance: number): Shape =>
  place.role === "site"
    ? siteShape(place.site, range, tolerance)
    : regionShape(place.geometry, range, tolerance);

export function createRow(
  place: Place,
  estimate: ReadonlySignal<EstimateState>,
  date: ReadonlySignal<string | null>,
): Row {
  const on = signal(true);
  const standing = computed(() =>
    place.role === "site" && date.value !== null ? siteStanding(place.site, date.value) : "stands",
  );
  const stands = computed(() => standing.value === "stands");
  const cell = computed(() => estimate.value.cells.get(place.id) as Cell);
  const range = computed(() => cell.value.range.value);
  return {
    place,
    on,
    standing,
    stands,
    cell,
    range,
    unit: computed(() => range.value?.unit ?? "km"),
    shape: computed(() => (on.value && stands.value ? cell.value.shape.value : null)),
  };
}

/** @throws RangeError when no place has that id. */
export function rowOf(state: State, id: string): Row {
  const found = state.rows.peek().get(id);
  if (!found) {
    const known = [...state.rows.peek().keys()].join(", ");
    throw new RangeError(`“${id}” is no site or region of this map; use one of ${known}`);
  }
  return found;
}

/**
 * Change one number of a place under the active estimate.
 *
 * @throws RangeError when the number makes no sense; then nothing has changed.
 */
export function setMetres(
  state: State,
  row: Row,
  part: Part,
  metres: number,
  { unit = row.unit.value, draft = false, written }: SetOptions = {},
): void {
  const cell = row.cell.value;
  const before = cell.range.value;
  const after = withMetres(before, part, metres, unit, state.scene.farthest, written);
  if (draft) changing(cell);
  else cell.draft.value = false;
  cell.range.value = after;
}

export interface SetOptions {
  unit?: Unit;
  draft?: boolean;
  written?: string | undefined;
}

/** Change anything that is no number: the unit, or from where in a region a range is meant. */
export function setOption(row: Row, change: Partial<Pick<Range, "unit" | "from">>): void {
  const { range } = row.cell.value;
  if (range.value) range.value = { ...range.value, ...change };
}

export function clearRange(row: Row): void {
  row.cell.value.range.value = null;
}

/** Go back to what the scene came with. */
export function reset(row: Row): void {
  const { range, start, draft } = row.cell.value;
  draft.value = false;
  range.value = start;
}

/** Draw exactly, now; what was drawn so already stays. */
export function settle(row: Row): void {
  row.cell.value.draft.value = false;
}

/** Draw every region exactly, now: for what is kept. */
export function settleAll(state: State): void {
  for (const { cells } of state.estimates.peek()) {
    for (const cell of cells.values()) cell.draft.value = false;
  }
}

/** Draw every region of the estimates that are shown exactly once it has been quiet for a while. */
export function settleSoon(state: State): void {
  const two = [state.estimate.value, ...(state.other.value ? [state.other.value] : [])];
  const shown = state.agreement.value ? state.estimates.value : two;
  for (const cell of shown.flatMap(({ cells }) => [...cells.values()])) {
    if (cell.draft.peek()) changing(cell);
  }
}

const timers = new WeakMap<Cell, ReturnType<typeof setTimeout>>();

function changing(cell: Cell): void {
  clearTimeout(timers.get(cell));
  cell.draft.value = true;
  const exact = () => {
    cell.draft.value = false;
  };
  // The quiet begins once the draft is drawn, which for a long coast takes a while itself.
  const drawn = () => timers.set(cell, setTimeout(exact, QUIET_MS));
  timers.set(cell, setTimeout(drawn));
}

/** The estimates as they now stand, as the scene writes them. */
export function currentEstimates(state: State): Estimate[] {
  return state.estimates.value.map(({ name, source, entered, cells }) => {
    const ranges = [...state.rows.value.keys()].flatMap((id) => {
      const range = cells.get(id)?.range.value;
      return range ? [[id, range] as const] : [];
    });
    return { name, source, entered, ranges: Object.fromEntries(ranges) };
  });
}

/** The scene with the estimates, sites and regions as they now stand. */
export function currentScene(state: State): Scene {
  const places = [...state.rows.value.values()].map(({ place }) => place);
  return {
    ...state.scene,
    sites: places.flatMap((place) => (place.role === "site" ? [place.site] : [])),
    regions: places.flatMap((place) => (place.role === "region" ? [place.region] : [])),
    estimates: currentEstimates(state),
  };
}

/** Outer metres by id under the active estimate; places without a range are left out. */
export function currentRanges(state: State): Record<string, number> {
  const found = [...state.rows.value.values()].flatMap((row) =>
    row.range.value ? [[row.place.id, outerOf(row.range.value)] as const] : [],
  );
  return Object.fromEntries(found);
}
