// A place that the reader asks about: which shapes hold it, under whose numbers, and how far it is
// from where. No DOM in here.
import type { Countries, Country } from "../countries.ts";
import { distances, holds } from "../geo/distances.ts";
import { azimuth, distance } from "../geo/geodesic.ts";
import { annulusMargin, reachMargin, sectorMargin } from "../geo/margin.ts";
import { outerOf } from "../ranges.ts";
import type { Range } from "../scene.ts";
import type { EstimateState, Place, State } from "../state.ts";

/** A site or region that is switched on, seen from the place. */
export interface Away {
  id: string;
  name: string;
  /** Metres to the site, or to the nearest place of the region: 0 inside it. */
  distance_m: number;
  /** Degrees at the site, 0..360 clockwise from north; null for a region, and at the site itself. */
  bearing: number | null;
  /** Whether it was there on the chosen date: if not, it holds nothing. */
  stands: boolean;
}

/** A shape and the place, in metres: above zero inside, below zero outside. */
export interface Held {
  id: string;
  /**
   * For a site, to the nearest edge. For a region, what its range may lose or lacks. Of a band,
   * that of its high end.
   */
  margin_m: number;
  /** Of a band, that of its low end: below zero where only the high end holds the place. */
  low_margin_m: number | null;
}

/** The shapes of one estimate that are switched on and stand on the date, largest margin first. */
export interface UnderEstimate {
  estimate: string;
  inside: Held[];
  outside: Held[];
}

export interface PlaceAnswer {
  lon: number;
  lat: number;
  /** ISO alpha-3 code of the country that holds the place; null at sea. */
  country: string | null;
  /** The nearest first. */
  places: Away[];
  /** Every estimate, in the scene's order. */
  estimates: UnderEstimate[];
}

/** What no edit changes: the place, and its distance from everything. */
export interface Measured {
  readonly lon: number;
  readonly lat: number;
  readonly country: string | null;
  readonly away: ReadonlyMap<string, MeasuredPlace>;
}

interface MeasuredPlace {
  readonly place: Place;
  readonly nearest: number;
  readonly farthest: number;
  readonly bearing: number | null;
}

/** @throws RangeError when the place is off the Earth. */
export function measure(
  state: State,
  countries: Pick<Countries, "all">,
  lon: number,
  lat: number,
): Measured {
  const within = (degrees: unknown, most: number) =>
    typeof degrees === "number" && Math.abs(degrees) <= most;
  if (!within(lon, 180) || !within(lat, 90)) {
    const written = `the place ${lon}, ${lat}`;
    throw new RangeError(`${written} is off the Earth; lon is -180..180, lat -90..90`);
  }
  const rows = [...state.rows.value.values()];
  return {
    lon,
    lat,
    country: countryAt(countries, lon, lat)?.a3 ?? null,
    away: new Map(rows.map(({ place }) => [place.id, measurePlace(place, lon, lat)])),
  };
}

function measurePlace(place: Place, lon: number, lat: number): MeasuredPlace {
  if (place.role === "region") {
    return { place, ...distances(place.geometry, lon, lat), bearing: null };
  }
  const { site } = place;
  const metres = distance(site.lon, site.lat, lon, lat);
  const bearing = metres > 0 ? azimuth(site.lon, site.lat, lon, lat) : null;
  return { place, nearest: metres, farthest: metres, bearing };
}

const BESIDE = 1e-3; // degrees: countries are cut at the antimeridian and poles, or a little beside

/** Return the country that holds a place. */
export function countryAt(
  { all }: Pick<Countries, "all">,
  lon: number,
  lat: number,
): Country | null {
  const x = Math.max(BESIDE - 180, Math.min(180 - BESIDE, lon));
  const y = Math.max(BESIDE - 90, Math.min(90 - BESIDE, lat));
  return all.find(({ geometry }) => holds(geometry, x, y)) ?? null;
}

/** Say how the numbers, switches and dates now stand at a place. */
export function answer(state: State, { lon, lat, country, away }: Measured): PlaceAnswer {
  const on = [...state.rows.value.values()].filter((row) => row.on.value);
  const places = on.flatMap(({ place: { id, name }, stands }): Away[] => {
    const found = away.get(id);
    if (!found) return [];
    const { nearest, bearing } = found;
    return [{ id, name, distance_m: nearest, bearing, stands: stands.value }];
  });
  const standing = on
    .filter(({ stands }) => stands.value)
    .flatMap(({ place }) => away.get(place.id) ?? []);
  return {
    lon,
    lat,
    country,
    places: places.sort((a, b) => a.distance_m - b.distance_m),
    estimates: state.estimates.value.map((estimate) => under(estimate, standing, [lon, lat])),
  };
}

function under(
  { name, cells }: EstimateState,
  standing: readonly MeasuredPlace[],
  at: [number, number],
): UnderEstimate {
  const held = standing.flatMap((measured): Held[] => {
    const range = cells.get(measured.place.id)?.range.value;
    if (!range) return [];
    const margin = (radius: number) => marginOf(measured, range, radius, at);
    const low_margin_m = range.low_m === null ? null : margin(range.low_m);
    return [{ id: measured.place.id, margin_m: margin(outerOf(range)), low_margin_m }];
  });
  held.sort((a, b) => b.margin_m - a.margin_m);
  return {
    estimate: name,
    inside: held.filter(({ margin_m }) => margin_m >= 0),
    outside: held.filter(({ margin_m }) => margin_m < 0),
  };
}

function marginOf(
  measured: MeasuredPlace,
  { bearings, inner_m, from }: Range,
  radius: number,
  at: [number, number],
): number {
  const { place, nearest } = measured;
  if (place.role === "region") return reachMargin(measured, radius, from);
  const { lon, lat } = place.site;
  if (bearings) return sectorMargin([lon, lat], radius, bearings, inner_m ?? 0, at);
  return annulusMargin(nearest, radius, inner_m ?? 0);
}
