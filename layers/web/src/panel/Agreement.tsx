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
import { areaName, ofArea } from "../messages/area.ts";
import { fill } from "../messages/fill.ts";
import { t } from "../messages/index.ts";
import type { State } from "../state.ts";
import { Part } from "./Part.tsx";

interface Props {
  state: State;
  agreement: AgreementState;
}

export function Agreement({ state, agreement }: Props) {
  const table = agreement.table.value;
  const settled = useRef<AgreementTable | null>(null);
  if (table?.exact) settled.current = table;
  const words = t.value.agreement;
  return (
    <Part kind="sm-agreement" title={words.title} open={state.agreement.peek()}>
      {readingsOf(state).length < 2 ? (
        <p>
          {words.one}
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
            {words.show}
          </label>
          {table && <Sentence table={table} />}
          {table && <Legend table={table} />}
          {table && <Readings readings={table.readings} />}
          <details class="sm-more sm-countries">
            <summary>{words.byCountry}</summary>
            {table && <ByCountry table={table} settled={settled.current ?? table} />}
          </details>
        </>
      )}
    </Part>
  );
}

type Class = "agreed" | "disputed" | "outside";

const CLASSES: readonly Class[] = ["agreed", "disputed", "outside"];

/** “Under all 3 readings 41.20 % of NATO Europe lies inside; …” */
function Sentence({ table: { rows, readings, date } }: { table: AgreementTable }) {
  const total = rows.at(-1) as AgreementRow;
  return (
    <p class="sm-sentence">
      {fill(t.value.agreement.sentence(readings.length), {
        area: ofArea(total),
        when: date === null ? t.value.today : dateText(date),
        agreed: <strong>{percent(total.agreed)}</strong>,
        disputed: <strong>{percent(total.disputed)}</strong>,
        outside: <strong>{percent(total.outside)}</strong>,
      })}
    </p>
  );
}

function Legend({ table: { rows, readings } }: { table: AgreementTable }) {
  const total = rows.at(-1) as AgreementRow;
  const words = t.value.agreement;
  const meanings = {
    agreed: words.agreed(readings.length),
    disputed: words.disputed(readings.length),
    outside: words.outside,
  };
  return (
    <table class="sm-classes">
      <caption>{words.legend(areaName(total))}</caption>
      <thead>
        <tr>
          <th scope="col">{words.class}</th>
          <th scope="col">km²</th>
          <th scope="col">{words.share}</th>
        </tr>
      </thead>
      <tbody>
        {CLASSES.map((name) => (
          <tr key={name} data-class={name}>
            <th scope="row">
              <div>
                <Swatch name={name} />
                <span>
                  {words.classes[name]} <small>{meanings[name]}</small>
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
  const words = t.value.agreement;
  return (
    <p class="sm-readings">
      {words.readings}{" "}
      {readings.map(({ estimate, end }, i) => (
        <span key={`${i} ${estimate.name}`}>
          {i > 0 && "; "}
          {fill(words.reading, { name: <bdi>{estimate.name}</bdi> })}
          {end !== null && words.ends[end]}
        </span>
      ))}
      .
    </p>
  );
}

function ByCountry({ table, settled }: { table: AgreementTable; settled: AgreementTable }) {
  return (
    <table class="sm-table sm-by-class">
      <caption>{t.value.agreement.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t.value.agreement.country}</th>
          {CLASSES.map((name) => (
            <th scope="col" key={name}>
              {t.value.agreement.classes[name]}
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
        {areaName(row)} <small>{wholeKm2(row.area_km2)} km²</small>
      </th>
      {CLASSES.map((name) => (
        <td key={name} class={row[name] === 0 ? "sm-zero" : undefined}>
          {percent(row[name])} <small>{wholeKm2(row[`${name}_km2`])}</small>
        </td>
      ))}
    </tr>
  );
}
