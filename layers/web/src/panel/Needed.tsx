// The range that a row of the shares table needs: asked, answered and used beneath that row.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Needed as Found } from "../geo/needed.ts";
import type { Geometry } from "../geo/types.ts";
import {
  inSlices,
  likelyPlace,
  neededFrom,
  parseShare,
  rounded,
  roundedUp,
  useNeeded,
} from "../layers/needed.ts";
import { ofArea } from "../messages/area.ts";
import { fill } from "../messages/fill.ts";
import { t } from "../messages/index.ts";
import { marked } from "../messages/number.ts";
import { outerOf } from "../ranges.ts";
import type { Unit } from "../scene.ts";
import type { Row, State } from "../state.ts";
import { labelDistance } from "../units.ts";
import { FoundSaid, useFind, withChosen } from "./find.tsx";

interface ButtonProps {
  name: string;
  open: boolean;
  id: string;
  /** Whether the Tab key stops here. */
  stop: boolean;
  toggle: () => void;
  entered: () => void;
}

/** What opens the question; `id` names the row that it opens. */
export function NeededButton({ name, open, id, stop, toggle, entered }: ButtonProps) {
  return (
    <button
      id={`${id}-button`}
      class="sm-ask"
      type="button"
      title={t.value.needed.hint}
      aria-label={t.value.needed.label(name)}
      aria-expanded={open}
      aria-controls={open ? id : undefined}
      tabIndex={stop ? 0 : -1}
      onFocus={entered}
      onClick={toggle}
    >
      <ReachSymbol />
    </button>
  );
}

/** From a place out to an edge. */
export function ReachSymbol() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" class="sm-reach">
      <circle class="filled" cx="3" cy="10" r="2" />
      <path d="M6.5 10 H13 M10.2 7.2 L13 10 L10.2 12.8 M14.8 2.5 Q18.4 10 14.8 17.5" />
    </svg>
  );
}

interface Props {
  state: State;
  name: string;
  /** Code of what is asked about. */
  area: string;
  land: Geometry;
  id: string;
  columns: number;
}

interface Answer {
  readonly row: Row;
  readonly land: Geometry;
  readonly share: number;
  readonly found: Found;
}

export function Needed({ state, name, area, land, id, columns }: Props) {
  const likely = useMemo(() => likelyPlace(state, land)?.place.id ?? "", [state]);
  const place = useSignal(likely);
  const text = useSignal("100");
  const answer = useSignal<Answer | null>(null);
  const row = state.rows.value.get(place.value) ?? null;
  const [share, error] = readShare(text.value);
  useEffect(() => {
    if (row === null || share === null) return undefined;
    return inSlices(neededFrom(row.place, land, share), (found) => {
      answer.value = { row, land, share, found };
    });
  }, [row, land, share]);
  const known = answer.value;
  const current = known?.row === row && known.land === land && known.share === share;
  return (
    <tr class="sm-needed" id={id}>
      <td colSpan={columns}>
        <div class="sm-question" role="group" aria-label={t.value.needed.label(name)}>
          <Places state={state} id={`${id}-from`} chosen={place} />
          <label for={`${id}-share`}>{t.value.needed.share}</label>
          <span>
            <input
              id={`${id}-share`}
              class="sm-number"
              type="text"
              inputMode="decimal"
              autocomplete="off"
              spellcheck={false}
              aria-invalid={error !== null}
              aria-describedby={error === null ? `${id}-unit` : `${id}-unit ${id}-error`}
              value={text.value}
              onInput={(event) => {
                text.value = event.currentTarget.value;
              }}
            />{" "}
            <span id={`${id}-unit`}>%</span>
          </span>
          {error !== null && (
            <p class="sm-error" id={`${id}-error`} role="alert">
              {error}
            </p>
          )}
        </div>
        <p class="sm-needs" aria-live="polite" aria-atomic="true">
          {error !== null ? null : known && current ? (
            <Sentence area={{ area, name }} answer={known} state={state} />
          ) : (
            t.value.needed.counting
          )}
        </p>
        {known && current && <Use state={state} answer={known} />}
      </td>
    </tr>
  );
}

function readShare(text: string): [share: number | null, error: string | null] {
  try {
    return [parseShare(text), null];
  } catch (wrong) {
    if (wrong instanceof RangeError) return [null, wrong.message];
    throw wrong;
  }
}

interface PlacesProps {
  state: State;
  id: string;
  chosen: Signal<string>;
}

function Places({ state, id, chosen }: PlacesProps) {
  const places = [...state.rows.value.values()].map(({ place }) => place);
  const sites = places.filter(({ role }) => role === "site");
  const find = useFind(sites, ({ name }) => name, id);
  const groups = {
    site: withChosen(find, sites, chosen.value),
    region: places.filter(({ role }) => role === "region"),
  };
  return (
    <>
      {find.field}
      <label for={id}>{t.value.needed.from}</label>
      <select
        id={id}
        value={chosen.value}
        onChange={(event) => {
          chosen.value = event.currentTarget.value;
        }}
      >
        {(["site", "region"] as const).map((role) =>
          groups[role].length === 0 ? null : (
            <optgroup key={role} label={role === "site" ? t.value.needed.sites : t.value.needed.anywhereIn}>
              {groups[role].map((place) => (
                <option key={place.id} value={place.id}>
                  {place.name}
                </option>
              ))}
            </optgroup>
          ),
        )}
      </select>
      <FoundSaid find={find} id={id} />
    </>
  );
}

interface AnswerProps {
  state: State;
  answer: Answer;
}

/** “To cover all of Romania from Deveselu: 500 km. Nearest place 0 km, farthest 499 km away.” */
function Sentence({ area, answer, state }: AnswerProps & { area: { area: string; name: string } }) {
  const { row, share, found } = answer;
  const { place, unit } = row;
  const words = t.value.needed;
  const from = <bdi>{place.name}</bdi>;
  const label = (metres: number) => unbroken(rounded(metres, unit.value), unit.value);
  return (
    <>
      {fill(share === 1 ? words.all : words.part, {
        share: t.value.percent(marked(String(Number((share * 100).toPrecision(12))))),
        area: <bdi>{ofArea(area)}</bdi>,
        place: place.role === "region" ? fill(words.inRegion, { place: from }) : from,
        range: <strong>{wanted(state, answer).label}</strong>,
        nearest: label(found.nearest_m),
        farthest: label(found.farthest_m),
      })}
    </>
  );
}

/** The answer in the unit of its place, in metres and in words. */
function wanted({ scene }: State, { row, found }: Answer): { metres: number; label: string } {
  const unit = row.unit.value;
  const metres = roundedUp(found.range_m, unit, scene.farthest);
  return { metres, label: unbroken(metres, unit) };
}

const unbroken = (metres: number, unit: Unit): string =>
  labelDistance(metres, unit).replace(" ", "\u00a0");

function Use({ state, answer }: AnswerProps) {
  const error = useSignal<string | null>(null);
  const { row } = answer;
  const { metres, label } = wanted(state, answer);
  const range = row.range.value;
  const used = range !== null && outerOf(range) === metres && row.on.value;
  const note = noteOn(row);
  return (
    <div class="sm-use">
      <button
        type="button"
        aria-label={t.value.needed.useFor(label, row.place.name)}
        onClick={() => {
          try {
            useNeeded(state, row, metres);
            error.value = null;
          } catch (wrong) {
            if (!(wrong instanceof RangeError)) throw wrong;
            error.value = wrong.message;
          }
        }}
      >
        {t.value.needed.use(label)}
      </button>
      <span role="status">{used && t.value.needed.used}</span>
      {error.value !== null && (
        <p class="sm-error" role="alert">
          {error.value}
        </p>
      )}
      {note !== null && <p class="sm-note">{note}</p>}
    </div>
  );
}

/** Why the table would show less than the answer says. */
function noteOn({ place, stands, range }: Row): string | null {
  if (place.kind === "launch") return t.value.needed.launch;
  if (!stands.value) return t.value.needed.absent;
  if (range.value?.bearings || range.value?.inner_m) {
    return t.value.needed.full;
  }
  return null;
}
