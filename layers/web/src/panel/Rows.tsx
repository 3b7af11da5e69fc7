// The list of rows: all of few; of many the first, a field to find the others, and how many they are.
import { useSignal } from "@preact/signals";
import { MANY } from "../layers/coverage.ts";
import { MANY_SITES } from "../layers/many-sites.ts";
import { MERGE_FROM } from "../layers/merged.ts";
import { t } from "../messages/index.ts";
import { grouped } from "../messages/number.ts";
import type { Row as RowState, State } from "../state.ts";
import { Row } from "./Row.tsx";

/** So many rows are listed at once. */
export const LISTED = 100;

interface Props {
  state: State;
  rows: readonly RowState[];
  id: string;
}

export function Rows({ state, rows, id }: Props) {
  const query = useSignal("");
  const many = rows.length > LISTED;
  const wanted = folded(query.value);
  const found = many && wanted !== "" ? rows.filter(({ place }) => folded(place.name).includes(wanted)) : rows;
  const listed = many ? found.slice(0, LISTED) : found;
  return (
    <>
      {many && (
        <div class="sm-find">
          <label for={`${id}-find`}>{t.value.rows.find}</label>
          <input
            id={`${id}-find`}
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
      )}
      <ul class="sm-rows">
        {listed.map((row) => (
          <Row key={row.place.id} state={state} row={row} id={`${id}-${row.place.id}`} />
        ))}
      </ul>
      {many && (
        <p class="sm-hint" role="status">
          {summary(wanted, found.length, rows.length, listed.length)}
        </p>
      )}
      {rows.length > MANY && <p class="sm-hint">{remarks(rows.length).join(" ")}</p>}
    </>
  );
}

function summary(wanted: string, found: number, all: number, listed: number): string {
  const words = t.value.rows;
  if (wanted === "") return words.more(grouped(all - listed));
  if (found === 0) return words.none;
  if (found > listed) return words.foundMore(grouped(found), grouped(all), grouped(listed));
  return words.found(grouped(found), grouped(all));
}

const remarks = (count: number): string[] => [
  ...(count > MANY_SITES ? [t.value.rows.painted] : []),
  t.value.rows.light,
  ...(count > MERGE_FROM ? [t.value.rows.merged(grouped(MERGE_FROM))] : []),
];

/** Without accents and case, so that “kure” finds Kürecik. */
const folded = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
