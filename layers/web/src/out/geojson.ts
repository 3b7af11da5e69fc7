// What is shown as one GeoJSON FeatureCollection (RFC 7946), as geo/geojson.py writes and reads it.
import type { Geometry } from "../geo/types.ts";
import type { Event, Note, Phase, SceneSite } from "../scene.ts";
import { currentEstimates, type Place, type State } from "../state.ts";
import { type Coverage, coverages, shownRows } from "./shown.ts";

export interface Feature {
  type: "Feature";
  geometry: Geometry | { type: "Point"; coordinates: [number, number] };
  properties: Record<string, unknown>;
}

export interface FeatureCollection {
  type: "FeatureCollection";
  /** What belongs to the whole scenario (a foreign member, RFC 7946 section 6.1). */
  shieldmap: {
    notice: string;
    generator: string;
    title: string;
    phases: Phase[];
    events: Event[];
    notes: Note[];
    estimates: { name: string; source: string | null; entered: string | null }[];
  };
  features: Feature[];
}

/** The properties that every feature has, null where they do not apply. */
const PROPERTIES = {
  ...{ id: null, name: null, role: null, kind: null, country: null, estimate: null, source: null },
  ...{ range_m: null, low_m: null, high_m: null, inner_m: null, bearings: null, from: null },
};

/**
 * Sites, regions and coverage shapes; `shieldmap` reads it back without loss.
 *
 * A range that the reader changed in the page has `edited: true` besides.
 */
export function featureCollection(state: State): FeatureCollection {
  const { notice, generator, title, phases, events, notes, estimates: given } = state.scene;
  const places = shownRows(state).map(({ place }) => place);
  // The estimate that a page without any starts is one once it holds a number.
  const estimates = currentEstimates(state)
    .filter(({ ranges }) => given.length > 0 || Object.keys(ranges).length > 0)
    .map(({ name, source, entered }) => ({ name, source, entered }));
  return {
    type: "FeatureCollection",
    shieldmap: { notice, generator, title, phases, events, notes, estimates },
    features: [
      ...places.flatMap((place) => (place.role === "site" ? [site(place.site)] : [])),
      ...places.flatMap((place) => (place.role === "region" ? [region(place)] : [])),
      ...coverages(state).map(coverage),
    ],
  };
}

const feature = (geometry: Feature["geometry"], properties: Record<string, unknown>): Feature => ({
  type: "Feature",
  geometry,
  properties: { ...PROPERTIES, ...properties },
});

function site({ lon, lat, source, since, ...rest }: SceneSite): Feature {
  const properties = {
    ...{ ...rest, role: "site", source: source.join("; ") || null, sources: source },
    since: since === sinceOf(rest.events) ? null : since,
  };
  return feature({ type: "Point", coordinates: [lon, lat] }, properties);
}

/** The date that a site stands from by its events, as `Site.since` has it: then none is written. */
function sinceOf(events: readonly Event[]): string | null {
  const dated = events.map((event, nth) => {
    // A date known to the year holds all of it, after what is listed before it and happened in it.
    const before = events.slice(0, nth).filter(({ on }) => on.startsWith(event.on));
    const from = [event, ...before].map(({ on }) => on).sort().at(-1) ?? event.on;
    return { from, operational: event.operational };
  });
  dated.sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)));
  return (dated.find(({ operational }) => operational) ?? dated[0])?.from ?? null;
}

function region({ geometry, region }: Extract<Place, { role: "region" }>): Feature {
  const { id, name, kind, country, notes, source } = region;
  const sources = { source: source.join("; ") || null, sources: source };
  return feature(geometry, { id, name, role: "region", kind, country, notes, ...sources });
}

function coverage({ estimate, place, range, geometry, edited }: Coverage): Feature {
  const { id, name, kind, country } = place;
  const { source, entered } = estimate;
  return feature(geometry, {
    ...{ id, name, role: "coverage", kind, country },
    ...{ estimate: estimate.name, source, entered, ...centreOf(place) },
    ...range,
    from: place.role === "region" ? range.from : null,
    ...(edited ? { edited } : {}),
  });
}

const centreOf = (place: Place): { lon: number | null; lat: number | null } =>
  place.role === "site" ? { lon: place.site.lon, lat: place.site.lat } : { lon: null, lat: null };
