// Shares: how much of which country lies inside, as a table that follows every number.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { dateText } from "../dates.ts";
import type { AreaName } from "../geo/nato.ts";
import {
  chooseDate,
  firstDay,
  percent,
  type ShareRow,
  type Shares as SharesState,
  type ShareTable,
} from "../layers/shares.ts";
import type { State } from "../state.ts";
import { ReachSymbol } from "./Needed.tsx";
import { SharesTable } from "./SharesTable.tsx";

interface Props {
  state: State;
  shares: SharesState;
  id: string;
}

export function Shares({ state, shares, id }: Props) {
  const table = shares.table.value;
  const settled = useRef<ShareTable | null>(null);
  if (table?.exact) settled.current = table;
  const { areas, convention } = state.scene.nato;
  return (
    <section class="sm-shares">
      <h2>Shares</h2>
      <div class="sm-choice">
        <label for={`${id}-area`}>Of</label>
        <select
          id={`${id}-area`}
          value={state.area.value}
          onChange={(event) => {
            state.area.value = event.currentTarget.value as AreaName;
          }}
        >
          {Object.entries(areas).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <DateChoice state={state} id={id} />
      <Absent state={state} />
      {/* Seen at once, said only after the pause. */}
      <p class="sm-sentence" aria-hidden="true">
        {table && <Sentence table={table} />}
      </p>
      <p class="sm-said" aria-live="polite" aria-atomic="true">
        {settled.current && <Sentence table={settled.current} />}
      </p>
      <details class="sm-more sm-countries" open={!window.matchMedia(NARROW).matches}>
        <summary>by country</summary>
        <p class="sm-hint">
          <ReachSymbol /> asks what range would cover a row (arrow keys: the next row).
        </p>
        {table && (
          <SharesTable
            table={table}
            settled={settled.current ?? table}
            state={state}
            shares={shares}
            id={id}
          />
        )}
      </details>
      <p class="sm-convention">
        {convention} Launch regions do not count; a band counts out to its high end.
      </p>
    </section>
  );
}

const NARROW = "(max-width: 720px)"; // as in frame.css

const FIRST_YEAR = 2007;
const LAST_YEAR = 2026;

/** Any date, a month by slider, or a day typed. */
function DateChoice({ state, id }: { state: State; id: string }) {
  const error = useSignal<string | null>(null);
  const date = state.date.value;
  const choose = (chosen: string | null) => {
    try {
      chooseDate(state, chosen);
      error.value = null;
    } catch (wrong) {
      if (!(wrong instanceof RangeError)) throw wrong;
      error.value = wrong.message;
    }
  };
  return (
    <fieldset class="sm-date">
      <legend>Date</legend>
      <label class="sm-any">
        <input
          type="checkbox"
          checked={date === null}
          onChange={(event) => choose(event.currentTarget.checked ? null : state.today)}
        />
        any date
      </label>
      <input
        class="sm-day"
        type="date"
        aria-label="Day"
        aria-invalid={error.value !== null}
        aria-describedby={error.value === null ? undefined : `${id}-date-error`}
        min={firstDay(state)}
        value={date ?? ""}
        // While a day is being typed, its value is empty.
        onInput={({ currentTarget: { value } }) => value !== "" && choose(value)}
        onBlur={({ currentTarget: { value, validity } }) => {
          if (value === "" && !validity.badInput && date !== null) choose(null);
        }}
      />
      <input
        class="sm-slider"
        type="range"
        min={0}
        max={(LAST_YEAR - FIRST_YEAR + 1) * 12 - 1}
        step={1}
        aria-label="Month, 2007 to 2026"
        aria-valuetext={date === null ? "any date" : dateText(date)}
        value={monthOf(date ?? state.today)}
        data-empty={date === null}
        onInput={(event) => choose(firstOf(Number(event.currentTarget.value)))}
      />
      {error.value !== null && (
        <p class="sm-error" id={`${id}-date-error`} role="alert">
          {error.value}
        </p>
      )}
    </fieldset>
  );
}

/** Months since January of the first year. */
const monthOf = (date: string): number =>
  (Number(date.slice(0, 4)) - FIRST_YEAR) * 12 + Number(date.slice(5, 7)) - 1;

const firstOf = (month: number): string =>
  `${FIRST_YEAR + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`;

/** “Under ‘Analyst A’, 51.92 % of NATO Europe lies inside at least one shape.” */
function Sentence({ table: { rows, estimate, date, members, shapes } }: { table: ShareTable }) {
  const total = rows.at(-1) as ShareRow;
  const when = date === null ? "today" : dateText(date);
  return (
    <>
      Under “<bdi>{estimate}</bdi>”, {shapes === 0 && "where no range counts yet, "}
      <strong>{percent(total.share)}</strong> of {total.area === "article-6" && "the "}
      {total.name} ({when}: {members} members, {rows.length - 1} European) lies inside at least one
      shape.
    </>
  );
}

/** Which sites have a range and were not there on the day. */
function Absent({ state }: { state: State }) {
  const gone = [...state.rows.value.values()].filter(
    ({ on, stands, range }) => on.value && !stands.value && range.value !== null,
  );
  if (gone.length === 0) return null;
  return (
    <p class="sm-absent">
      Not there on that day, and so not drawn:{" "}
      {gone.map(({ place }, i) => (
        <span key={place.id}>
          {i > 0 && ", "}
          <bdi>{place.name}</bdi>
        </span>
      ))}
    </p>
  );
}
