// What is known about a site, and under whose numbers it is drawn.
import { placeText } from "../place-text.ts";
import type { Countries } from "../countries.ts";
import { dateText } from "../dates.ts";
import { endedText } from "../ended.ts";
import { countryName } from "../messages/country.ts";
import { fill } from "../messages/fill.ts";
import { t } from "../messages/index.ts";
import { rangeText } from "../ranges.ts";
import type { SceneSite } from "../scene.ts";
import type { State } from "../state.ts";
import { Sources } from "./Sources.tsx";
import { EventList, NoteList } from "./Timeline.tsx";

interface Props {
  state: State;
  site: SceneSite;
  countries: Countries;
}

export function SitePopup({ state, site, countries }: Props) {
  const { popup, timeline, kinds } = t.value;
  const found = site.country === null ? undefined : countries.byCode.get(site.country);
  const country = found && countryName(found.a3, found.name);
  const day = state.date.value;
  const planned = state.rows.value.get(site.id)?.standing.value === "planned";
  const status = planned && day !== null ? popup.plannedOn(dateText(day)) : endedText(site);
  const about = [kinds[site.kind], country, status].filter(Boolean).join(" · ");
  return (
    <div class="sm-popup">
      <h2>
        <bdi>{site.name}</bdi>
      </h2>
      <p class="sm-kind">{about}</p>
      <RangeLine state={state} site={site} />
      {site.events.length > 0 && <h3>{timeline.events}</h3>}
      <EventList events={site.events} day={day} />
      {site.notes.length > 0 && <h3>{timeline.notes}</h3>}
      <NoteList notes={site.notes} />
      <p class="sm-place">
        {placeText(site.lon, site.lat)}
        {site.source.length > 0 && " · "}
        <Sources source={site.source} />
      </p>
    </div>
  );
}

function RangeLine({ state, site }: Pick<Props, "state" | "site">) {
  const row = state.rows.value.get(site.id);
  const range = row?.range.value;
  if (!range) return <p class="sm-range">{t.value.popup.noRange}</p>;
  return (
    <p class="sm-range">
      {fill(t.value.popup.under, {
        range: <strong>{rangeText(range)}</strong>,
        name: <bdi>{state.estimate.value.name}</bdi>,
      })}
      {row?.stands.value === false && t.value.popup.absent}
    </p>
  );
}
