// Two estimates side by side on the map, and what is gained and lost from one to the other.
import { useRef } from "preact/hooks";
import { dateText } from "../dates.ts";
import {
  byChange, type Comparison, type ComparisonRow, type ComparisonTable, compareWith,
} from "../layers/comparison.ts";
import { percent, wholeKm2 } from "../layers/shares.ts";
import { areaName, ofArea } from "../messages/area.ts";
import { fill } from "../messages/fill.ts";
import { t } from "../messages/index.ts";
import type { EstimateState, State } from "../state.ts";
import type { Views } from "../views.ts";
import { Part } from "./Part.tsx";

interface Props {
  state: State;
  comparison: Comparison;
  views: Views;
}

export function Compare({ state, comparison, views }: Props) {
  const table = comparison.table.value;
  const settled = useRef<ComparisonTable | null>(null);
  if (table?.exact) settled.current = table;
  const others = state.estimates.value.filter((each) => each !== state.estimate.value);
  const [first] = others;
  if (!first) return null;
  const other = state.other.value;
  return (
    <Part
      kind="sm-compare"
      title={t.value.compare.title}
      open={state.other.peek() !== null}
      onKeyDown={(event) => {
        if (event.key === "Escape") compareWith(state, null);
      }}
    >
      <label class="sm-switch">
        <input
          type="checkbox"
          checked={other !== null}
          onChange={(event) => compareWith(state, event.currentTarget.checked ? first.name : null)}
        />
        {t.value.compare.switch}
      </label>
      {state.agreement.value && <p class="sm-where">{t.value.compare.agreement}</p>}
      {other && <With state={state} other={other} others={others} />}
      {other && table && (
        <>
          <Sentence table={table} />
          <Totals table={table} />
          <details class="sm-more sm-countries">
            <summary>{t.value.compare.countries}</summary>
            <ByCountry table={table} settled={settled.current ?? table} />
          </details>
        </>
      )}
      {other && (
        <p class="sm-where">
          {views.shown.value === "flat" ? t.value.compare.where : t.value.compare.flat}
        </p>
      )}
    </Part>
  );
}

interface WithProps {
  state: State;
  other: EstimateState;
  others: readonly EstimateState[];
}

/** “Analyst A with [Analyst B]” */
function With({ state, other, others }: WithProps) {
  return (
    <label class="sm-with">
      <span>
        {fill(t.value.compare.with, { name: <bdi>{state.estimate.value.name}</bdi> })}
      </span>
      <select
        value={other.name}
        onChange={(event) => compareWith(state, event.currentTarget.value)}
      >
        {others.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const part = (row: ComparisonRow, column: Column): string =>
  percent(row[`${column}_km2`] / row.area_km2);

type Column = "before" | "after" | "gained" | "lost";

/** “From “A” to “B”, NATO Europe (today) gains 1,234 km² (0.12 %) and loses 0 km² (0.00 %).” */
function Sentence({ table: { rows, before, after, date } }: { table: ComparisonTable }) {
  const total = rows.at(-1) as ComparisonRow;
  return (
    <p class="sm-sentence">
      {fill(t.value.compare.sentence, {
        before: <bdi>{before.name}</bdi>,
        after: <bdi>{after.name}</bdi>,
        area: ofArea(total),
        when: date === null ? t.value.today : dateText(date),
        gained: <strong>{wholeKm2(total.gained_km2)} km²</strong>,
        gainedShare: part(total, "gained"),
        lost: <strong>{wholeKm2(total.lost_km2)} km²</strong>,
        lostShare: part(total, "lost"),
      })}
    </p>
  );
}

function Totals({ table: { rows, before, after } }: { table: ComparisonTable }) {
  const total = rows.at(-1) as ComparisonRow;
  const lines: readonly { column: Column; title: string; meaning: string; name?: string }[] = [
    { column: "before", title: t.value.compare.classes.before, meaning: "", name: before.name },
    { column: "after", title: t.value.compare.classes.after, meaning: "", name: after.name },
    { column: "gained", title: t.value.compare.classes.gained, meaning: t.value.compare.insideSecond },
    { column: "lost", title: t.value.compare.classes.lost, meaning: t.value.compare.insideFirst },
  ];
  return (
    <table class="sm-classes">
      <caption>{t.value.compare.totals}</caption>
      <thead>
        <tr>
          <th scope="col">{areaName(total)}</th>
          <th scope="col">km²</th>
          <th scope="col">{t.value.compare.share}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ column, title, meaning, name }) => (
          <tr key={column} data-change={column}>
            <th scope="row">
              {title} <small>{name === undefined ? meaning : <bdi>{name}</bdi>}</small>
            </th>
            <td>{wholeKm2(total[`${column}_km2`])}</td>
            <td>{part(total, column)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const COLUMNS: readonly Column[] = ["before", "after", "gained", "lost"];

function ByCountry({ table, settled }: { table: ComparisonTable; settled: ComparisonTable }) {
  return (
    <table class="sm-table">
      <caption>{t.value.compare.byCountry}</caption>
      <thead>
        <tr>
          <th scope="col">{t.value.compare.country}</th>
          {COLUMNS.map((column) => (
            <th scope="col" key={column}>
              {t.value.compare.classes[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {byChange(table.rows, settled.rows).map((row) => (
          <tr key={row.area} data-compared={row.area}>
            <th scope="row">{areaName(row)}</th>
            {COLUMNS.map((column) => (
              <td key={column} class={row[`${column}_km2`] === 0 ? "sm-zero" : undefined}>
                {wholeKm2(row[`${column}_km2`])} <small>{part(row, column)}</small>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
