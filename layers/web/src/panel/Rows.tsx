// The list of rows: all of few; of many the first, a field to find the others, and how many they are.
import { MANY } from "../layers/coverage.ts";
import { MANY_SITES } from "../layers/many-sites.ts";
import { MERGE_FROM } from "../layers/merged.ts";
import { t } from "../messages/index.ts";
import { grouped } from "../messages/number.ts";
import type { Row as RowState, State } from "../state.ts";
import { useFind } from "./find.tsx";
import { Row } from "./Row.tsx";

interface Props {
  state: State;
  rows: readonly RowState[];
  id: string;
}

export function Rows({ state, rows, id }: Props) {
  const { listed, field, said } = useFind(rows, ({ place }) => place.name, id);
  return (
    <>
      {field}
      <ul class="sm-rows">
        {listed.map((row) => (
          <Row key={row.place.id} state={state} row={row} id={`${id}-${row.place.id}`} />
        ))}
      </ul>
      {said !== null && (
        <p class="sm-hint" role="status">
          {said}
        </p>
      )}
      {rows.length > MANY && <p class="sm-hint">{remarks(rows.length).join(" ")}</p>}
    </>
  );
}

const remarks = (count: number): string[] => [
  ...(count > MANY_SITES ? [t.value.rows.painted] : []),
  t.value.rows.light,
  ...(count > MERGE_FROM ? [t.value.rows.merged(grouped(MERGE_FROM))] : []),
];
