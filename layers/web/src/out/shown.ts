// What the exports hold: the places that are shown, and their shapes under every estimate.
import type { Geometry } from "../geo/types.ts";
import type { Range } from "../scene.ts";
import { type EstimateState, type Place, type Row, settleAll, type State } from "../state.ts";

/** One coverage shape: whose range, of which place, and the polygon it makes. */
export interface Coverage {
  estimate: EstimateState;
  /** Whether it is the estimate that the map shows. */
  active: boolean;
  place: Place;
  range: Range;
  /** Exact; of a band, what its high end covers. */
  geometry: Geometry;
  /** Whether the reader changed in the page what the estimate came with. */
  edited: boolean;
}

/** The rows of the places that are switched on and, on the date, stand or are planned. */
export const shownRows = (state: State): Row[] =>
  [...state.rows.value.values()].filter(
    ({ on, standing }) => on.peek() && ["planned", "stands"].includes(standing.peek()),
  );

/** Estimate by estimate, in their order; a region that is still a draft is settled first. */
export function coverages(state: State): Coverage[] {
  settleAll(state);
  const standing = shownRows(state).filter(({ stands }) => stands.peek());
  const shown = new Map(standing.map(({ place }) => [place.id, place]));
  const active = state.estimate.peek();
  return state.estimates.value.flatMap((estimate) =>
    [...estimate.cells].flatMap(([id, cell]): Coverage[] => {
      const place = shown.get(id);
      const range = cell.range.peek();
      if (!place || !range) return [];
      const shape = cell.shape.peek();
      if (!shape) return [];
      const edited = cell.edited.peek();
      return [{ estimate, active: estimate === active, place, range, geometry: shape.outer, edited }];
    }),
  );
}
