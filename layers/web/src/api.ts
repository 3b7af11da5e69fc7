// What a page that embeds the map may rely on: window.shieldmap.maps[i].
import { batch } from "@preact/signals";
import type { Countries } from "./countries.ts";
import { finished, type Needed } from "./geo/needed.ts";
import type { Geometry } from "./geo/types.ts";
import type { AgreementRow } from "./layers/agreement.ts";
import type { ComparisonRow } from "./layers/comparison.ts";
import { answer, measure, type PlaceAnswer } from "./layers/inquiry.ts";
import { neededFrom } from "./layers/needed.ts";
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
   * How much of each country of the chosen area lies inside under all readings of the numbers
   * (agreed), under some but not all (disputed), and under none (outside), exactly, in km2 and as
   * shares 0..1; the last row is all of them together. Every estimate is a reading; one with bands
   * is read twice, all low and all high. Launch regions do not count. A copy, counted anew at each
   * reading; null where there are fewer than two readings.
   */
  readonly agreement: AgreementRow[] | null;
  /**
   * How much of each country of the chosen area lies inside under one estimate, under another, and
   * what is gained and lost from the first to the second, exactly, in km2; the last row is all of
   * them together. Launch regions do not count; a band counts to its high end. Whether the map shows
   * the two beside each other is of no concern. Counted anew at each call.
   *
   * @param before the name of an estimate, and `after` that of another
   * @throws RangeError when there is no estimate of that name
   */
  compare(before: string, after: string): ComparisonRow[];
  /**
   * What a click on a place answers: the country, how far every place of the map is, and under each
   * estimate which shapes hold it. Places that are switched off are left out; those that do not
   * stand on the date hold nothing, and say so by `stands`.
   *
   * Margins are metres, above zero inside and below zero outside: of a site, to the nearest edge; of
   * a region, what its range may lose or lacks. Of a band, `margin_m` is that of the high end and
   * `low_margin_m`, else null, that of the low end: inside, with `low_margin_m` below zero, is where
   * only the high end holds the place. `places` come nearest first, margins largest first. A copy.
   *
   * @param lon degrees, -180..180, and `lat` -90..90
   * @throws RangeError for anything else
   */
  at(lon: number, lat: number): PlaceAnswer;
  /**
   * Choose the day for which sites, members and shares are shown: the sites that stood then, by
   * their dates and events, and the members as they were.
   *
   * @param date a day such as "2018-12-31", or null for any date: all sites, today's members
   * @throws RangeError for anything else, or a day before the treaty; then nothing has changed.
   */
  setDate(date: string | null): void;
  /**
   * The smallest range of a place at which a share of a row of `shares` is inside, and the nearest
   * and the farthest distance of that row's land from the place; from a region, it is the range
   * from anywhere in it. The row's land is what the table counts: of a member its European part.
   *
   * From a site, the range is right to 10 m and never below what the share needs, and the distances
   * to 1 m, in some tens of milliseconds; from a region all are to 1 km, in some seconds.
   *
   * @param id a site or region of the scene
   * @param area the `area` of a row: an ISO 3166-1 alpha-3 code, or `nato-europe`
   * @param share above 0 and at most 1
   * @throws RangeError for an unknown id or area, or a share outside 0..1
   */
  neededRange(id: string, area: string, share?: number): Needed;
}

export function createApi(
  state: State,
  shares: () => ShareRow[] = () => [],
  agreement: () => AgreementRow[] | null = () => null,
  land: (area: string) => Geometry | null = () => null,
  countries: Pick<Countries, "all"> = { all: [] },
  between: (before: string, after: string) => ComparisonRow[] = () => [],
): MapApi {
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
    get agreement() {
      return agreement();
    },
    compare(before, after) {
      return between(String(before), String(after));
    },
    at(lon, lat) {
      return answer(state, measure(state, countries, lon, lat));
    },
    setDate(date) {
      chooseDate(state, date);
    },
    neededRange(id, area, share = 1) {
      const { place } = rowOf(state, String(id));
      const found = land(String(area));
      if (!found) {
        throw new RangeError(
          `“${area}” is no row of the shares table; use ${state.area.value}, or the ISO alpha-3 ` +
            "code of one of its countries, such as ROU",
        );
      }
      return finished(neededFrom(place, found, share));
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
