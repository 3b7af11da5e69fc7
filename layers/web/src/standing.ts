// What a site is on a day, by its dates and events: as geo/model.py has it. Twin: layers/standing.py.
import { dateText } from "./dates.ts";
import { t } from "./messages/index.ts";
import type { Event, SceneSite } from "./scene.ts";

/** Planned from its first event on, until it stands. */
export type Standing = "absent" | "planned" | "stands" | "gone";

/** Compares ISO texts: a date known to the year or the month holds all of it. */
export function siteStanding({ since, until, events }: SceneSite, day: string): Standing {
  if (until !== null && day.slice(0, until.length) > until) return "gone";
  if (since === null || day >= since) return "stands";
  return happened(events, day).length > 0 ? "planned" : "absent";
}

/** The events that have happened by a day, as they are listed. */
export const happened = (events: readonly Event[], day: string): Event[] =>
  events.filter((_, nth) => day >= heldFrom(events, nth));

/** “2011” holds all of that year, after what is listed before it and happened in it. */
function heldFrom(events: readonly Event[], nth: number): string {
  const { on } = events[nth] as Event;
  const before = events.slice(0, nth).filter((event) => event.on.startsWith(on));
  return [on, ...before.map((event) => event.on)].reduce((a, b) => (a < b ? b : a));
}

/** Events with the dates that they hold from, the earliest first. */
const dated = (events: readonly Event[]): { event: Event; from: string }[] =>
  events
    .map((event, nth) => ({ event, from: heldFrom(events, nth) }))
    .sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)));

const claimsOf = (events: readonly Event[]) =>
  dated(events).filter(({ event }) => event.operational);

/** The date that a site stands from by its events alone. */
export const sinceOf = (events: readonly Event[]): string | null =>
  (claimsOf(events)[0] ?? dated(events)[0])?.from ?? null;

/** Whether sources name several days from which it operates. */
export const disagree = ({ events }: SceneSite): boolean => claimsOf(events).length > 1;

/** Whether it stands from its first event on, since none says that it ever operated. */
export const isPlan = ({ since, events }: SceneSite): boolean =>
  events.length > 0 && claimsOf(events).length === 0 && since === sinceOf(events);

/** “operating from 18 Dec 2015 by the first source that says so (others: 12 May 2016)”. */
export function fromText({ since, events }: SceneSite): string | null {
  if (since === null) return null;
  const claims = claimsOf(events);
  const [first, ...others] = claims;
  const among = (those: typeof claims) => those.map(({ event }) => dateText(event.on)).join(", ");
  const words = t.value.standing;
  if (!first) return words.counts(dateText(since));
  if (first.from !== since) {
    return words.countsBeside(dateText(since), among(claims));
  }
  const coarse = first.event.on === since ? "" : words.counted(dateText(since));
  const from = words.operating(dateText(first.event.on)) + coarse;
  return others.length > 0 ? words.others(from, among(others)) : from;
}
