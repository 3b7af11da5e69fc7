// What a sheet says, from the state alone: no layout and no drawing in here.
import { bearingsText } from "../answer-text.ts";
import { dateText } from "../dates.ts";
import { endedText } from "../ended.ts";
import { readingsOf } from "../layers/agreement.ts";
import { rangeText } from "../ranges.ts";
import type { Range } from "../scene.ts";
import type { EstimateState, Kind, Place, Row, State } from "../state.ts";
import { labelDistance } from "../units.ts";
import { shownRows } from "./shown.ts";
import { isolated, oneLine } from "./text.ts";
import { type Messages, t } from "../messages/index.ts";

export interface Entry {
  kind: Kind;
  hollow: boolean;
  name: string;
  /** Null while no number is entered. */
  range: string | null;
  facts: string;
}

export type Sign = keyof Messages["sheet"]["signs"];

/** What stands round the map of any sheet. */
export interface SheetFrame {
  title: string;
  /** Which day, and what the map shows. */
  lead: string;
  notice: string;
  sources: string[];
  foot: { left: string; right: string };
}

export interface SheetContent extends SheetFrame {
  heading: string;
  whose: string;
  groups: { kind: Kind; title: string; entries: Entry[] }[];
  /** What a mark at a number means; null where there is none. */
  mark: string | null;
  signs: Sign[];
}

const KINDS: readonly Kind[] = ["interceptor", "radar", "command", "port", "launch", "sea"];

/** @param projection of the map, in words */
export function sheetContent(state: State, projection: string): SheetContent {
  const { title, notice, generator, attribution } = state.scene;
  const rows = shownRows(state);
  const { name } = state.estimate.peek();
  const date = state.date.peek();
  const others = agreementShown(state)
    ? state.estimates.value.filter((estimate) => estimate !== state.estimate.peek())
    : [];
  const groups = KINDS.map((kind) => ({
    kind,
    title: t.value.groups[kind],
    entries: rows.filter(({ place }) => place.kind === kind).map((row) => entry(row, others)),
  }));
  return {
    title,
    lead: date === null ? t.value.sheet.anyDate : t.value.sheet.asOn(dateText(date)),
    notice: t.value.scene.notice(notice),
    heading: t.value.sheet.under(isolated(oneLine(name))),
    whose: whoseText(state.estimate.peek()),
    groups: groups.filter(({ entries }) => entries.length > 0),
    mark: rows.some(isEdited) ? t.value.sheet.changedMark : null,
    signs: signsOf(rows, agreementShown(state)),
    sources: [...[state.estimate.peek(), ...others].map(rangeSource), ...placeSources(rows)],
    foot: {
      left: [t.value.scene.attribution(attribution), projection].filter((part) => part !== "").join(" · "),
      right: `${generator} · ${dateText(state.today)}`,
    },
  };
}

/** Whether the map shows agreement, which takes two readings of the numbers. */
const agreementShown = (state: State): boolean =>
  state.agreement.peek() && readingsOf(state).length > 1;

function whoseText({ source, entered }: EstimateState): string {
  const said = [source ?? t.value.estimates.noSource, entered && t.value.estimates.entered(dateText(entered))];
  return said.filter(Boolean).join(" · ");
}

const rangeSource = (estimate: EstimateState): string =>
  t.value.sheet.rangeSource(isolated(oneLine(estimate.name)), whoseText(estimate));

const isEdited = ({ range, cell }: Row): boolean =>
  range.peek() !== null && cell.peek().edited.peek();

function entry(row: Row, others: readonly EstimateState[]): Entry {
  const { place, range, standing } = row;
  const now = range.peek();
  const ended = place.role === "site" ? endedText(place.site) : null;
  const planned = standing.peek() === "planned";
  const also = others.map(({ name, cells }) => {
    const other = cells.get(place.id)?.range.peek();
    return other && t.value.sheet.by(rangeText(other), isolated(oneLine(name)));
  });
  const status = planned ? t.value.row.planned : ended;
  const facts = [status, ...(now ? factsOf(place, now) : []), ...also];
  return {
    kind: place.kind,
    hollow: planned || ended !== null,
    name: place.name,
    range: now && `${rangeText(now)}${isEdited(row) ? "*" : ""}`,
    facts: facts.filter((fact) => typeof fact === "string").join(" · "),
  };
}

const factsOf = (place: Place, { inner_m, bearings, from, unit }: Range): (string | null)[] => [
  place.role === "region" ? (from === "everywhere" ? t.value.row.everywhere : t.value.row.anywhere) : null,
  inner_m === null ? null : t.value.row.beyond(labelDistance(inner_m, unit)),
  bearings && bearingsText(bearings),
];

function signsOf(rows: readonly Row[], agreement: boolean): Sign[] {
  const drawn = rows.filter(({ range, stands }) => range.peek() !== null && stands.peek());
  const ended = rows.some(
    ({ place, standing }) =>
      standing.peek() === "planned" || (place.role === "site" && place.site.until !== null),
  );
  return [
    ...(agreement ? (["agreed", "disputed"] as const) : []),
    ...(drawn.some(({ place }) => place.role === "site") ? (["site"] as const) : []),
    ...(drawn.some(({ place }) => place.role === "region") ? (["region"] as const) : []),
    ...(drawn.some(({ range }) => range.peek()?.low_m != null) ? (["band"] as const) : []),
    ...(ended ? (["ended"] as const) : []),
  ];
}

/** Each source of a shown place once, in the order of the places. */
function placeSources(rows: readonly Row[]): string[] {
  const all = rows.flatMap(({ place }) =>
    place.role === "site" ? place.site.source : place.region.source,
  );
  return [...new Set(all.map((source) => oneLine(source).replace(/^https?:\/\/(www\.)?/i, "")))];
}
