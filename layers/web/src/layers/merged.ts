// Many shapes of one kind as one outline: what paintCoverage draws instead of each.
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { WIDEST } from "../geo/exposed.ts";
import { type Disc, unitingAreas, unitingDiscs } from "../geo/union.ts";
import type { Geometry } from "../geo/types.ts";
import { outerOf } from "../ranges.ts";
import type { Shape } from "../shape.ts";
import { QUIET_MS } from "../state.ts";
import { type Covered, MANY } from "./coverage.ts";

/** An outline of many: its place and range are the largest one's, and no label is its. */
export interface Merged extends Covered {
  merged: true;
}

/** What is drawn as one outline. */
interface Group {
  name: string;
  members: readonly Covered[];
  key: string;
}

/** From so many circles of a kind on, none is drawn alone while their outline is made. */
export const MERGE_FROM = 2000;

/** Milliseconds of work between two looks at what else the page has to do. */
const SLICE = 8;

export interface Merging {
  /** What paintCoverage draws: outlines of groups once they are known, until then every shape. */
  readonly drawn: ReadonlySignal<readonly (Covered | Merged)[]>;
  /** Whether outlines are still being made. */
  readonly busy: ReadonlySignal<boolean>;
  readonly stop: () => void;
}

/**
 * Merge outlines per kind while `wanted`: after a pause, and in slices, so that a drag never waits.
 *
 * @param covered every shape; shapes that stay the same object are not united again
 * @param tolerance in metres, of the scene
 */
export function createMerging(
  covered: ReadonlySignal<readonly Covered[]>,
  wanted: ReadonlySignal<boolean>,
  tolerance: number,
): Merging {
  const groups = computed(() => (wanted.value ? groupsOf(covered.value) : []));
  const shapes = signal<ReadonlyMap<string, Shape>>(new Map());
  /** By a group's name. */
  const last = new Map<string, Made>();
  // As text, so that nothing begins anew when only a mark has changed.
  const next = computed(
    () => groups.value.find(({ key, members }) => members.length > 1 && !shapes.value.has(key))?.key ?? null,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;

  const work = ({ name, key, members }: Group, steps: Generator<void, Shape>) => () => {
    const end = performance.now() + SLICE;
    let step = steps.next();
    while (!step.done && performance.now() < end) step = steps.next();
    if (!step.done) {
      timer = setTimeout(work({ name, key, members }, steps));
      return;
    }
    if (members.length > MERGE_FROM) {
      last.set(name, { shape: step.value, curves: new Set(members.map(curveOf)) });
    }
    // Of what is not shown any more nothing is kept.
    const kept = new Set(groups.peek().map((group) => group.key));
    shapes.value = new Map([...shapes.peek(), [key, step.value] as const].filter(([each]) => kept.has(each)));
  };
  const stop = effect(() => {
    clearTimeout(timer);
    const key = next.value;
    const group = groups.peek().find((each) => each.key === key);
    if (key !== null && group) {
      timer = setTimeout(work(group, unitingShapes(group.members, tolerance)), QUIET_MS);
    }
  });
  const drawn = computed(() =>
    wanted.value ? groups.value.flatMap((group) => drawnOf(group, shapes.value.get(group.key), last.get(group.name)))
      : covered.value,
  );
  return {
    drawn,
    busy: computed(() => next.value !== null),
    stop: () => {
      stop();
      clearTimeout(timer);
    },
  };
}

/** An outline, and what it was made of. */
interface Made {
  shape: Shape;
  curves: ReadonlySet<string>;
}

/** One outline, and above it the shape that the reader points at. */
function drawnOf(
  { members }: Group,
  shape: Shape | undefined,
  last: Made | undefined,
): readonly (Covered | Merged)[] {
  const [first] = members;
  if (!first) return [];
  if (!shape && members.length <= MERGE_FROM) return members;
  if (!shape) {
    // The outline as it was, and what has changed since.
    const changed = last ? members.filter((each) => !last.curves.has(curveOf(each))) : [];
    return last ? [outlineOf(members, last.shape), ...changed.slice(0, MANY)] : [];
  }
  return [outlineOf(members, shape), ...members.filter(({ marked }) => marked)];
}

function outlineOf(members: readonly Covered[], shape: Shape): Merged {
  const largest = members.reduce((a, b) => (outerOf(b.range) > outerOf(a.range) ? b : a));
  const { place, range } = largest;
  return { place, range, marked: false, merged: true, shape };
}

/** Shapes of one kind belong together; of regions, those that answer the same question. */
export function groupsOf(covered: readonly Covered[]): Group[] {
  const byKind = new Map<string, Covered[]>();
  for (const each of covered) {
    const { kind, role } = each.place;
    const name = role === "region" ? `${kind} ${each.range.from}` : kind;
    const members = byKind.get(name) ?? [];
    members.push(each);
    byKind.set(name, members);
  }
  return [...byKind].map(([name, members]) => ({
    ...{ name, members },
    key: `${name} ${members.map(curveOf).join()}`,
  }));
}

/** The union of all; where some are bands, also the union of what is covered at their low ends. */
export function* unitingShapes(
  members: readonly Covered[],
  tolerance: number,
): Generator<void, Shape> {
  const outer = yield* uniting(members, ({ range }) => outerOf(range), ({ outer }) => outer, tolerance);
  if (members.every(({ range }) => range.low_m === null)) return { outer, low: null };
  const radius = ({ range }: Covered) => range.low_m ?? outerOf(range);
  return { outer, low: yield* uniting(members, radius, ({ outer, low }) => low ?? outer, tolerance) };
}

function* uniting(
  members: readonly Covered[],
  radiusOf: (member: Covered) => number,
  areaOf: (shape: Shape) => Geometry,
  tolerance: number,
): Generator<void, Geometry> {
  const discs: Disc[] = [];
  const areas: Geometry[] = [];
  for (const member of members) {
    const { place, range } = member;
    const radius = radiusOf(member);
    const isDisc = place.role === "site" && !range.bearings && !range.inner_m && radius <= WIDEST;
    if (isDisc) discs.push({ lon: place.site.lon, lat: place.site.lat, radius });
    else areas.push(areaOf(member.shape));
  }
  const united = discs.length > 0 ? yield* unitingDiscs(discs, tolerance) : null;
  if (discs.length > 0 && !united) return yield* unitingAreas(members.map(({ shape }) => areaOf(shape)));
  return yield* unitingAreas(united ? [united, ...areas] : areas);
}

/** What tells a curve from any other: of a site its numbers, so that no circle need be made. */
function curveOf(each: Covered): string {
  const { place, range } = each;
  if (place.role === "region") return idOf(each.shape);
  const { range_m, low_m, high_m, inner_m, bearings } = range;
  return [place.id, range_m, low_m, high_m, inner_m, ...(bearings ?? [])].join(" ");
}

const ids = new WeakMap<Geometry, number>();
let last = 0;

function idOf({ outer, low }: Shape): string {
  return [outer, ...(low ? [low] : [])]
    .map((geometry) => {
      const id = ids.get(geometry) ?? ++last;
      ids.set(geometry, id);
      return id;
    })
    .join("/");
}
