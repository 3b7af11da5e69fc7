// Finding one of many places by a part of its name: a field, and what of them to list.
import { type Signal, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { t } from "../messages/index.ts";
import { grouped } from "../messages/number.ts";

/** So many are listed at once. */
export const LISTED = 100;

export interface Find<T> {
  /** All of few; of many, the first that have in their names what is looked for. */
  readonly listed: readonly T[];
  /** Where to write that; null of few. */
  readonly field: VNode | null;
  /** How many there are; null of few. */
  readonly said: string | null;
}

export function useFind<T>(all: readonly T[], nameOf: (each: T) => string, id: string): Find<T> {
  const query = useSignal("");
  if (all.length <= LISTED) return { listed: all, field: null, said: null };
  const wanted = folded(query.value);
  const found = wanted === "" ? all : all.filter((each) => folded(nameOf(each)).includes(wanted));
  const listed = found.slice(0, LISTED);
  return {
    listed,
    field: <Field query={query} id={`${id}-find`} />,
    said: summary(wanted, found.length, all.length, listed.length),
  };
}

function Field({ query, id }: { query: Signal<string>; id: string }) {
  return (
    <div class="sm-find">
      <label for={id}>{t.value.rows.find}</label>
      <input
        id={id}
        type="search"
        autocomplete="off"
        spellcheck={false}
        placeholder={t.value.rows.hint}
        value={query.value}
        onInput={({ currentTarget: { value } }) => {
          query.value = value;
        }}
      />
    </div>
  );
}

function summary(wanted: string, found: number, all: number, listed: number): string {
  const words = t.value.rows;
  if (wanted === "") return words.more(grouped(all - listed));
  if (found === 0) return words.none;
  if (found > listed) return words.foundMore(grouped(found), grouped(all), grouped(listed));
  return words.found(grouped(found), grouped(all));
}

/** Without accents and case, so that “kure” finds Kürecik. */
const folded = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** What a select lists: what is found, and always the one that is chosen. */
export function withChosen<T extends { readonly id: string }>(
  { listed }: Find<T>,
  all: readonly T[],
  chosen: string,
): readonly T[] {
  const known = listed.some(({ id }) => id === chosen) ? undefined : all.find(({ id }) => id === chosen);
  return known ? [known, ...listed] : listed;
}

/** How many are found, for a select. */
export const FoundSaid = ({ find: { said }, id }: { find: Find<unknown>; id: string }) =>
  said === null ? null : (
    <p class="sm-hint" id={`${id}-found`} role="status">
      {said}
    </p>
  );
