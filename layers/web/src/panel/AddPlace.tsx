// Add a site or a region: by typed coordinates, by clicks on the map, by naming a country.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { addRegion, addSite, freeId } from "../changes.ts";
import { parseCoordinates } from "../coordinates.ts";
import type { Country } from "../countries.ts";
import { normalPolygons } from "../drop/polygon.ts";
import { countryName } from "../messages/country.ts";
import { t } from "../messages/index.ts";
import { inOrder } from "../messages/order.ts";
import type { Picking } from "../picking.ts";
import type { RegionKind, SiteKind } from "../scene.ts";
import type { Kind, State } from "../state.ts";

interface Props {
  state: State;
  countries: readonly Country[];
  picking: Picking;
  id: string;
}

const SITES: readonly SiteKind[] = ["interceptor", "radar", "command", "port", "place"];
const REGIONS: readonly RegionKind[] = ["launch", "sea"];

export function AddPlace({ state, countries, picking, id }: Props) {
  const kind = useSignal<Kind>("interceptor");
  const name = useSignal("");
  const place = useSignal("");
  const country = useSignal("");
  const error = useSignal<string | null>(null);
  const said = useSignal("");
  const words = t.value.addPlace;
  const region = REGIONS.some((each) => each === kind.value);
  const outlined = region && country.value === "";
  usePicking(picking, place, outlined);
  const add = () => {
    try {
      const added = name.value.trim() || countries.find(({ a3 }) => a3 === country.value)?.name || "";
      if (region) addedRegion(state, kind.value as RegionKind, added, country.value, place.value);
      else addedSite(state, kind.value as SiteKind, added, place.value);
      said.value = words.added(added);
      name.value = place.value = country.value = "";
      error.value = picking.value = null;
    } catch (wrong) {
      if (!(wrong instanceof RangeError)) throw wrong;
      error.value = `${wrong.message}.`;
      said.value = "";
    }
  };
  const problem = error.value === null ? undefined : `${id}-add-error`;
  return (
    <details
      class="sm-more sm-add-place"
      onToggle={(event) => {
        if (!event.currentTarget.open) picking.value = null;
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key !== "Escape" || !currentTarget.open) return;
        currentTarget.open = false;
        currentTarget.querySelector("summary")?.focus();
      }}
    >
      <summary>{words.title}</summary>
      <form
        class="sm-editor"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <label>
          {words.what}
          <select
            value={kind.value}
            onChange={({ currentTarget: { value } }) => {
              kind.value = value as Kind;
            }}
          >
            {[...SITES, ...REGIONS].map((each) => (
              <option key={each} value={each}>
                {t.value.kinds[each]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.name}
          <input
            type="text"
            autocomplete="off"
            value={name.value}
            aria-describedby={problem}
            onInput={({ currentTarget: { value } }) => {
              name.value = value;
            }}
          />
        </label>
        {region && (
          <label>
            {words.shape}
            <select
              value={country.value}
              onChange={({ currentTarget: { value } }) => {
                country.value = value;
              }}
            >
              <option value="">{words.drawn}</option>
              {countries
                .map(({ a3, name: each }) => ({ a3, name: countryName(a3, each) }))
                .sort((a, b) => inOrder(a.name, b.name))
                .map(({ a3, name: each }) => (
                  <option key={a3} value={a3}>
                    {each}
                  </option>
                ))}
            </select>
          </label>
        )}
        {(!region || outlined) && (
          <>
            <label>
              {region ? words.corners : words.place}
              {region ? (
                <textarea
                  rows={4}
                  value={place.value}
                  placeholder={words.cornersHint}
                  aria-describedby={problem}
                  onInput={({ currentTarget: { value } }) => {
                    place.value = value;
                  }}
                />
              ) : (
                <input
                  type="text"
                  autocomplete="off"
                  value={place.value}
                  placeholder={words.placeHint}
                  aria-describedby={problem}
                  onInput={({ currentTarget: { value } }) => {
                    place.value = value;
                  }}
                />
              )}
            </label>
            <label class="sm-pick">
              <input
                type="checkbox"
                checked={picking.value !== null}
                onChange={({ currentTarget: { checked } }) => {
                  picking.value = checked ? picker(place, region) : null;
                }}
              />
              {words.pick}
            </label>
          </>
        )}
        {error.value !== null && (
          <p class="sm-error" id={problem} role="alert">
            {error.value}
          </p>
        )}
        <div class="sm-actions">
          <button type="submit">{words.add}</button>
        </div>
        <p class="sm-status" role="status">
          {said.value}
        </p>
      </form>
    </details>
  );
}

/** While the map is asked for places, it is asked for those that the form now wants. */
function usePicking(picking: Picking, place: Signal<string>, many: boolean): void {
  useEffect(() => {
    if (picking.peek()) picking.value = picker(place, many);
  }, [picking, place, many]);
  useEffect(
    () => () => {
      picking.value = null;
    },
    [picking],
  );
}

const picker = (place: Signal<string>, many: boolean) => (lon: number, lat: number) => {
  const at = `${lat.toFixed(4)}, ${lon.toFixed(4)}`;
  const before = place.peek().trimEnd();
  place.value = many && before !== "" ? `${before}\n${at}` : at;
};

function addedSite(state: State, kind: SiteKind, name: string, place: string): void {
  const { lat, lon } = parseCoordinates(place);
  const at = { id: freeId(state, name), name, kind, country: null, lon, lat };
  addSite(state, { ...at, ...{ since: null, until: null, events: [], notes: [], source: [] } });
}

function addedRegion(
  state: State,
  kind: RegionKind,
  name: string,
  country: string,
  corners: string,
): void {
  const base = { id: freeId(state, name), name, kind, notes: [], source: [] };
  if (country !== "") {
    const shape = state.countryShape(country);
    if (!shape) throw new RangeError(t.value.addPlace.noShape(country));
    addRegion(state, { ...base, country, geometry: null }, shape);
    return;
  }
  const ring = corners
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(parseCoordinates)
    .map(({ lon, lat }) => [lon, lat]);
  const geometry = outlined(ring);
  addRegion(state, { ...base, country: null, geometry }, geometry);
}

function outlined(ring: number[][]) {
  try {
    return normalPolygons({ type: "Polygon", coordinates: [ring] });
  } catch (wrong) {
    if (wrong instanceof RangeError) throw new RangeError(t.value.addPlace.outline(wrong.message));
    throw wrong;
  }
}

