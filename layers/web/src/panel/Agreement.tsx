// Agreement: what lies inside under all readings, some, none; the legend of its map, with numbers.
import { useRef } from "preact/hooks";
import { dateText } from "../dates.ts";
import {
  type Agreement as AgreementState,
  type AgreementRow,
  type AgreementTable,
  byDispute,
  type Reading,
  readingsOf,
} from "../layers/agreement.ts";
import { percent, wholeKm2 } from "../layers/shares.ts";
import type { State } from "../state.ts";

interface Props {
  state: State;
  agreement: AgreementState;
}

export function Agreement({ state, agreement }: Props) {
  const table = agreement.table.value;
  const settled = useRef<AgreementTable | null>(null);
  if (table?.exact) settled.current = table;
  return (
    <section class="sm-agreement">
      <h2>Agreement</h2>
      {readingsOf(state).length < 2 ? (
        <p>
          There is one reading of the numbers, and nothing to compare it with: it takes a second
          estimate in the scenario file, or a band in this one, such as “low: 800 km, high: 1200 km”.
        </p>
      ) : (
        <>
          <label class="sm-switch">
            <input
              type="checkbox"
              checked={state.agreement.value}
              onChange={(event) => {
                state.agreement.value = event.currentTarget.checked;
              }}
            />
            Show agreement on the map
          </label>
          {table && <Sentence table={table} />}
          {table && <Legend table={table} />}
          {table && <Readings readings={table.readings} />}
          <details class="sm-more sm-countries">
            <summary>agreement by country</summary>
            {table && <ByCountry table={table} settled={settled.current ?? table} />}
          </details>
        </>
      )}
    </section>
  );
}

type Class = "agreed" | "disputed" | "outside";

const CLASSES: readonly { name: Class; title: string }[] = [
  { name: "agreed", title: "Agreed" },
  { name: "disputed", title: "Disputed" },
  { name: "outside", title: "Outside" },
];

const allOf = (count: number): string => (count === 2 ? "both" : `all ${count}`);

/** “Under all 3 readings 41.20 % of NATO Europe lies inside; …” */
function Sentence({ table: { rows, readings, date } }: { table: AgreementTable }) {
  const total = rows.at(-1) as AgreementRow;
  return (
    <p class="sm-sentence">
      Under {allOf(readings.length)} readings <strong>{percent(total.agreed)}</strong> of{" "}
      {total.area === "article-6" && "the "}
      {total.name} ({date === null ? "today" : dateText(date)}) lies inside; under{" "}
      {readings.length === 2 ? "one of them only" : "some but not all"}{" "}
      <strong>{percent(total.disputed)}</strong>; under none{" "}
      <strong>{percent(total.outside)}</strong>.
    </p>
  );
}

function Legend({ table: { rows, readings } }: { table: AgreementTable }) {
  const total = rows.at(-1) as AgreementRow;
  const meanings = {
    agreed: `inside under ${allOf(readings.length)}`,
    disputed: readings.length === 2 ? "inside under one" : "inside under some",
    outside: "under none, not filled",
  };
  return (
    <table class="sm-classes">
      <caption>What the map shows, and how much of {total.name} it is</caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">km²</th>
          <th scope="col">Share</th>
        </tr>
      </thead>
      <tbody>
        {CLASSES.map(({ name, title }) => (
          <tr key={name} data-class={name}>
            <th scope="row">
              <div>
                <Swatch name={name} />
                <span>
                  {title} <small>{meanings[name]}</small>
                </span>
              </div>
            </th>
            <td>{wholeKm2(total[`${name}_km2`])}</td>
            <td>{percent(total[name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** As map/agreement.ts paints it. */
function Swatch({ name }: { name: Class }) {
  return (
    <svg class={`sm-swatch sm-${name}`} viewBox="0 0 30 18" aria-hidden="true">
      <rect x="0.5" y="0.5" width="29" height="17" />
      {name === "disputed" && (
        <path d="M-14 0 L4 18 M-6 0 L12 18 M2 0 L20 18 M10 0 L28 18 M18 0 L36 18 M26 0 L44 18" />
      )}
    </svg>
  );
}

function Readings({ readings }: { readings: readonly Reading[] }) {
  return (
    <p class="sm-readings">
      The readings:{" "}
      {readings.map(({ estimate, end }, i) => (
        <span key={`${i} ${estimate.name}`}>
          {i > 0 && "; "}“<bdi>{estimate.name}</bdi>”
          {end !== null && ` with its bands at their ${end} ends`}
        </span>
      ))}
      .
    </p>
  );
}

function ByCountry({ table, settled }: { table: AgreementTable; settled: AgreementTable }) {
  return (
    <table class="sm-table sm-by-class">
      <caption>Agreement by country in per cent and km², the most disputed first</caption>
      <thead>
        <tr>
          <th scope="col">Country</th>
          {CLASSES.map(({ name, title }) => (
            <th scope="col" key={name}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Line row={table.rows.at(-1) as AgreementRow} total />
        {byDispute(table.rows, settled.rows).map((row) => (
          <Line key={row.area} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ row, total = false }: { row: AgreementRow; total?: boolean }) {
  return (
    <tr class={total ? "sm-total" : undefined} data-agreement={row.area}>
      <th scope="row">
        {row.name} <small>{wholeKm2(row.area_km2)} km²</small>
      </th>
      {CLASSES.map(({ name }) => (
        <td key={name} class={row[name] === 0 ? "sm-zero" : undefined}>
          {percent(row[name])} <small>{wholeKm2(row[`${name}_km2`])}</small>
        </td>
      ))}
    </tr>
  );
}
