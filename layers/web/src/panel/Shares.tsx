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
import { ofArea } from "../messages/area.ts";
import { fill } from "../messages/fill.ts";
import { t } from "../messages/index.ts";
import type { State } from "../state.ts";
import { ReachSymbol } from "./Needed.tsx";
import { Part } from "./Part.tsx";
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
  const words = t.value.shares;
  return (
    <Part kind="sm-shares" title={words.title} open>
      <div class="sm-choice">
        <label for={`${id}-area`}>{words.of}</label>
        <select
          id={`${id}-area`}
          value={state.area.value}
          onChange={(event) => {
            state.area.value = event.currentTarget.value as AreaName;
          }}
        >
          {Object.entries(areas).map(([code, name]) => (
            <option key={code} value={code}>
              {t.value.scene.area(code, name)}
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
        <summary>{words.byCountry}</summary>
        <p class="sm-hint">
          <ReachSymbol />
          {words.hint}
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
        {t.value.scene.convention(convention)} {words.counting}
      </p>
    </Part>
  );
}

const NARROW = "(max-width: 720px)"; // as in frame.css

const FIRST_YEAR = 2007;
const LAST_YEAR = 2026;

/** Any date, a month by slider, or a day typed. */
function DateChoice({ state, id }: { state: State; id: string }) {
  const error = useSignal<string | null>(null);
  const words = t.value.shares;
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
      <legend>{words.date}</legend>
      <label class="sm-any">
        <input
          type="checkbox"
          checked={date === null}
          onChange={(event) => choose(event.currentTarget.checked ? null : state.today)}
        />
        {words.anyDate}
      </label>
      <input
        class="sm-day"
        type="date"
        aria-label={words.day}
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
        aria-label={words.month}
        aria-valuetext={date === null ? words.anyDate : dateText(date)}
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
  const words = t.value.shares;
  return (
    <>
      {fill(words.sentence, {
        estimate: <bdi>{estimate}</bdi>,
        empty: shapes === 0 && words.empty,
        share: <strong>{percent(total.share)}</strong>,
        area: ofArea(total),
        when: date === null ? t.value.today : dateText(date),
        members: words.members(members),
        europeans: words.europeans(rows.length - 1),
      })}
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
      {t.value.shares.absent}{" "}
      {gone.map(({ place }, i) => (
        <span key={place.id}>
          {i > 0 && ", "}
          <bdi>{place.name}</bdi>
        </span>
      ))}
    </p>
  );
}
