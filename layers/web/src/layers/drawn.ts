// What of the state the flat map and the globe both draw; outlines of many are merged once for both.
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Row, State } from "../state.ts";
import { type Covered, coveredOf, MANY } from "./coverage.ts";
import { createMerging, type Merging } from "./merged.ts";

export interface Drawn {
  /** Rows that are on and, on the date, stand or are planned. */
  readonly shown: ReadonlySignal<readonly Row[]>;
  /** Whether there are so many places that the marked one is painted on a canvas of its own. */
  readonly isMany: ReadonlySignal<boolean>;
  readonly covered: ReadonlySignal<readonly Covered[]>;
  readonly merging: Merging;
}

/** @param merge whether circles of a kind become one outline */
export function createDrawn(state: State, merge: ReadonlySignal<boolean>): Drawn {
  const shown = computed(() =>
    [...state.rows.value.values()].filter(
      ({ on, standing }) => on.value && ["planned", "stands"].includes(standing.value),
    ),
  );
  const isMany = computed(() => state.rows.value.size > MANY);
  const covered = computed(() => coveredOf(shown.value, isMany.value ? null : state.marked.value));
  const merging = createMerging(covered, merge, state.scene.tolerance);
  return { shown, isMany, covered, merging };
}

/** Whether there is so much to draw that, while something moves, fills and labels are left out. */
export const isLight = ({ isMany, covered }: Drawn): boolean =>
  isMany.peek() && covered.peek().length > MANY;
