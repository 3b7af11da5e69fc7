// What a site was on the chosen date, and by what rule: sources may name several days.
import { dateText } from "../dates.ts";
import { fill } from "../messages/fill.ts";
import { language, t } from "../messages/index.ts";
import type { Event, SceneSite } from "../scene.ts";
import { disagree, fromText, happened, isPlan } from "../standing.ts";
import type { Row, State } from "../state.ts";

/** Said once, above the sites, while a date is chosen. */
export function StandingRule({ state }: { state: State }) {
  const day = state.date.value;
  const dated = state.scene.sites.some(({ events }) => events.length > 0);
  if (day === null || !dated) return null;
  return (
    <p class="sm-rule">
      {fill(t.value.standing.rule, { day: <strong>{dateText(day)}</strong> })}
    </p>
  );
}

/** “Planned on that day: Ground broken, 28 Oct 2013. Operating from 18 Dec 2015 by …” */
export function Standing({ state, row: { place, standing } }: { state: State; row: Row }) {
  const day = state.date.value;
  if (place.role !== "site" || day === null) return null;
  const { site } = place;
  const from = sentence(fromText(site));
  const now = happened(site.events, day).at(-1);
  const [first] = site.events;
  const words = t.value.standing;
  switch (standing.value) {
    case "absent":
      if (!first) return <Line words={words.absent} then={from} />;
      return <Line words={words.absentFirst} event={first} />;
    case "planned":
      return <Line words={words.planned} event={now} then={from} />;
    case "gone":
      return <Line words={words.gone} event={site.events.at(-1)} then={ended(site)} />;
    case "stands":
      if (!now) return null;
      return <Line words={words.latest} event={now} then={standsBy(site, from)} />;
  }
}

function standsBy(site: SceneSite, from: string): string {
  if (isPlan(site)) return ` ${t.value.standing.asPlan}`;
  return disagree(site) ? from : "";
}

const ended = ({ until, events }: SceneSite): string =>
  until === null || events.length > 0 ? "" : ` ${t.value.standing.ended(dateText(until))}`;

const sentence = (text: string | null): string =>
  text === null ? "" : ` ${text.slice(0, 1).toLocaleUpperCase(language.value)}${text.slice(1)}.`;

interface LineProps {
  words: string;
  event?: Event | undefined;
  then?: string;
}

function Line({ words, event, then = "" }: LineProps) {
  return (
    <p class="sm-facts sm-standing">
      {words}
      {event && ": "}
      {event && <bdi>{event.what}</bdi>}
      {event && `, ${dateText(event.on)}`}.{then}
    </p>
  );
}
