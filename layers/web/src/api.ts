// What a page that embeds the map may rely on: window.shieldmap.maps[i].
import { batch } from "@preact/signals";
import type { Geometry } from "./geo/types.ts";
import { chooseDate, type ShareRow } from "./layers/shares.ts";
import { metresOf, partsOf } from "./ranges.ts";
import type { Estimate, Range, Scene } from "./scene.ts";
import { currentRanges, currentScene, rowOf, type State, setMetres, settle } from "./state.ts";

export interface CoverageProperties
  extends Pick<Range, "range_m" | "low_m" | "high_m" | "inner_m" | "bearings"> {
  id: string;
  name: string;
  role: "coverage";
  kind: string;
  country: string | null;
  /** Whose number it is. */
  estimate: string;
  source: string | null;
  /** From anywhere or from everywhere in a region; null for a site. */
  from: Range["from"] | null;
}

/** A GeoJSON Feature (RFC 7946); of a band, the geometry is what its high end covers. */
export interface CoverageFeature {
  type: "Feature";
  geometry: Geometry;
  properties: CoverageProperties;
}

/** One map on the page. */
export interface MapApi {
  /** Metres by place under the active estimate, the high end of bands; a copy at each reading. */
  readonly ranges: Record<string, number>;
  /** The scene as the page was given it, with the estimates as they now stand; a copy. */
  readonly scene: Scene;
  /**
   * Set the range of a site or region under the active estimate; of a band, its high end.
   *
   * The shape is computed exactly before this returns; the picture follows in the next frame.
   *
   * @param id a site or region of the scene
   * @param metres above zero, at most `scene.farthest`
   * @throws RangeError for an unknown id or a wrong number; then nothing has changed.
   */
  setRange(id: string, metres: number): void;
  /**
   * The coverage shape of a place, exactly, as it is drawn once the reader pauses.
   *
   * @returns null when the place has no range, is switched off, or was not there on the date
   * @throws RangeError for an unknown id
   */
  shape(id: string): CoverageFeature | null;
  /**
   * How much of each country of the chosen area lies inside at least one shape of the active
   * estimate, exactly, as the table shows it once the reader pauses; the last row is all of them
   * together, such as `nato-europe`. Launch regions do not count; a band counts to its high end.
   * A copy, counted anew at each reading, which takes some tens of milliseconds.
   */
  readonly shares: ShareRow[];
  /**
   * Choose the day for which sites, members and shares are shown: those of `from` and `to` that
   * stood then, and the members as they were.
   *
   * @param date a day such as "2018-12-31", or null for any date: all sites, today's members
   * @throws RangeError for anything else, or a day before the treaty; then nothing has changed.
   */
  setDate(date: string | null): void;
}

export function createApi(state: State, shares: () => ShareRow[] = () => []): MapApi {
  return {
    get ranges() {
      return currentRanges(state);
    },
    get scene() {
      return structuredClone(currentScene(state));
    },
    setRange(id, metres) {
      const row = rowOf(state, String(id));
      if (typeof metres !== "number") {
        throw new RangeError(`the range of ${row.place.id} is no number; give metres`);
      }
      const part = partsOf(row.range.value).at(-1) ?? "range";
      const written = `the range of ${row.place.id}, ${metres} m,`;
      batch(() => setMetres(state, row, part, metres, { written }));
      row.shape.value; // computed here, so that it is there when this returns
    },
    shape(id) {
      const row = rowOf(state, String(id));
      const { place, range, shape } = row;
      settle(row);
      const drawn = shape.value;
      if (!drawn || !range.value) return null;
      return structuredClone({
        type: "Feature",
        geometry: drawn.outer,
        properties: {
          ...properties(range.value, state.estimate.value),
          id: place.id,
          name: place.name,
          kind: place.kind,
          country: place.country,
          from: place.role === "region" ? range.value.from : null,
        },
      });
    },
    get shares() {
      return shares();
    },
    setDate(date) {
      chooseDate(state, date);
    },
  };
}

function properties(range: Range, { name, source }: Pick<Estimate, "name" | "source">) {
  return {
    role: "coverage" as const,
    estimate: name,
    source,
    range_m: metresOf(range, "range"),
    low_m: range.low_m,
    high_m: range.high_m,
    inner_m: range.inner_m,
    bearings: range.bearings,
  };
}
