// Measure between places: lines that the reader draws, their distances, and their places to change.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Coordinates, parseCoordinates } from "../coordinates.ts";
import type { GeodesicLine } from "../geo/line.ts";
import type { Position } from "../geo/types.ts";
import {
  addEnd, addLine, type End, firstEnds, type Measured, type MeasuredLine, type Measures, removeEnd,
  removeLine, setEnd, type Stop,
} from "../measures.ts";
import type { Picking } from "../picking.ts";
import { t } from "../messages/index.ts";
import { bearingText, placeText } from "../place-text.ts";
import type { Unit } from "../scene.ts";
import type { State } from "../state.ts";
import { labelDistance } from "../units.ts";
import { FoundSaid, useFind, withChosen } from "./find.tsx";
import { Part } from "./Part.tsx";

const UNITS: readonly Unit[] = ["km", "mi", "nmi"];

interface Props {
  state: State;
  measures: Measures;
  picking: Picking;
  /** lon, lat of the map's middle. */
  centre: () => Position;
  id: string;
}

export function Measure({ state, measures, picking, centre, id }: Props) {
  const { measured, unit } = measures;
  /** The line whose places are open to change. */
  const open = useSignal<number | null>(null);
  const last = measured.value[open.value ?? measured.value.length - 1];
  return (
    <Part kind="sm-measure" title={t.value.measure.title} open={measured.peek().length > 0}>
      {measured.value.length > 0 && (
        <>
          <p class="sm-measure-unit">
            <span>{t.value.measure.intro}</span>
            <select
              aria-label={t.value.measure.unit}
              value={unit.value}
              onChange={({ currentTarget: { value } }) => {
                unit.value = value as Unit;
              }}
            >
              {UNITS.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
          </p>
          <ul class="sm-lines">
            {measured.value.map((line, index) => (
              <li
                key={index}
                onKeyDown={({ key, currentTarget }) => {
                  if (key !== "Escape" || open.value !== index) return;
                  open.value = null;
                  currentTarget.querySelector("button")?.focus();
                }}
              >
                <Sentence line={line} unit={unit.value} />
                <LineActions {...{ measures, line, index, open }} />
                {open.value === index && (
                  <Stops {...{ state, measures, picking, centre, line, index }} id={`${id}-line-${index}`} />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <button
        class="sm-add"
        type="button"
        onClick={() => {
          open.value = addLine(measures, firstEnds(state, centre()));
        }}
      >
        {t.value.measure.add}
      </button>
      <Draw measures={measures} picking={picking} />
      <p class="sm-status" role="status">
        {last && spoken(last, unit.value)}
      </p>
    </Part>
  );
}

/** “Deveselu to Redzikowo: 1,271 km, initial bearing 338° N”; several legs below their sum. */
function Sentence({ line: { stops, legs, metres, drawn }, unit }: { line: Measured; unit: Unit }) {
  const [only] = legs;
  return (
    <>
      <p class="sm-leg">
        <Names stops={stops} />
        {only && ": "}
        {only && legs.length === 1 && <Leg leg={only} unit={unit} />}
        {legs.length > 1 && <strong>{t.value.measure.inAll(labelDistance(metres, unit))}</strong>}
      </p>
      {legs.length > 1 && (
        <ol>
          {legs.map((leg, k) => (
            <li key={k}>
              <Names stops={stops.slice(k, k + 2)} />: <Leg leg={leg} unit={unit} />
            </li>
          ))}
        </ol>
      )}
      {!drawn && (
        <p class="sm-absent">{legs.length > 0 ? t.value.measure.hidden : t.value.measure.missing}</p>
      )}
    </>
  );
}

function Leg({ leg, unit }: { leg: GeodesicLine; unit: Unit }) {
  return (
    <>
      <strong>{labelDistance(leg.distance, unit)}</strong>, {courseText(leg)}
    </>
  );
}

const courseText = ({ bearing, opposite }: GeodesicLine): string =>
  [
    bearing === null ? t.value.measure.samePlace : t.value.measure.bearing(bearingText(bearing)),
    ...(opposite ? [t.value.measure.opposite] : []),
  ].join("; ");

/** What is said when a line has changed. */
function spoken({ stops, legs, metres }: Measured, unit: Unit): string {
  const [only] = legs;
  const names = stops.map(({ name }) => name).join(t.value.measure.to);
  if (!only) return `${names}. ${t.value.measure.missing}`;
  const distance = labelDistance(metres, unit);
  return `${names}: ${legs.length === 1 ? `${distance}, ${courseText(only)}` : t.value.measure.inAll(distance)}`;
}

function Names({ stops }: { stops: readonly Stop[] }) {
  return (
    <>
      {stops.map(({ name }, k) => (
        <span key={k}>
          {k > 0 && t.value.measure.to}
          <bdi>{name}</bdi>
        </span>
      ))}
    </>
  );
}

interface LineProps {
  measures: Measures;
  line: Measured;
  index: number;
}

function LineActions({ measures, line, index, open }: LineProps & { open: Signal<number | null> }) {
  const name = line.stops.map((stop) => stop.name).join(t.value.measure.to);
  return (
    <div class="sm-actions">
      <button
        type="button"
        aria-expanded={open.value === index}
        aria-label={t.value.measure.changeLine(name)}
        onClick={() => {
          open.value = open.value === index ? null : index;
        }}
      >
        {t.value.measure.change}
      </button>
      <button
        type="button"
        aria-label={t.value.measure.removeLine(name)}
        onClick={({ currentTarget }) => {
          // The focus goes on to what stays.
          currentTarget.closest(".sm-measure")?.querySelector<HTMLElement>(".sm-add")?.focus();
          open.value = null;
          removeLine(measures, index);
        }}
      >
        {t.value.measure.remove}
      </button>
    </div>
  );
}

interface StopsProps extends LineProps {
  state: State;
  picking: Picking;
  centre: () => Position;
  id: string;
}

function Stops({ state, measures, picking, centre, line: { stops }, index, id }: StopsProps) {
  const ends = measures.lines.value[index]?.ends ?? [];
  return (
    <div class="sm-editor">
      {ends.map((end, nth) => (
        <StopField
          key={nth}
          {...{ state, picking, end, nth, centre }}
          name={stops[nth]?.name ?? ""}
          id={`${id}-${nth}`}
          onChange={(to) => setEnd(measures, index, nth, to)}
          onRemove={ends.length > 2 ? () => removeEnd(measures, index, nth) : null}
        />
      ))}
      <div class="sm-actions">
        <button
          type="button"
          onClick={() => {
            const [lon, lat] = centre();
            addEnd(measures, index, { lon, lat });
          }}
        >
          {t.value.measure.addStop}
        </button>
      </div>
    </div>
  );
}

interface StopFieldProps {
  state: State;
  picking: Picking;
  centre: () => Position;
  end: End;
  nth: number;
  name: string;
  id: string;
  onChange: (end: End) => void;
  onRemove: (() => void) | null;
}

function StopField({ state, picking, centre, end, nth, name, id, onChange, onRemove }: StopFieldProps) {
  const sites = [...state.rows.value.values()].flatMap(({ place }) =>
    place.role === "site" ? [place] : [],
  );
  const chosen = "site" in end ? end.site : "";
  const find = useFind(sites, (site) => site.name, id);
  const gone = chosen !== "" && !sites.some((site) => site.id === chosen);
  return (
    <div class="sm-stop">
      {find.field}
      <label>
        {t.value.measure.stop(nth)}
        <select
          value={chosen}
          onChange={({ currentTarget: { value } }) => {
            const [lon, lat] = centre();
            onChange(value === "" ? { lon, lat } : { site: value });
          }}
        >
          {withChosen(find, sites, chosen).map((site) => (
            <option key={site.id} value={site.id}>
              {site.name}
            </option>
          ))}
          {gone && <option value={chosen}>{t.value.measure.gone(chosen)}</option>}
          <option value="">{t.value.measure.elsewhere}</option>
        </select>
      </label>
      <FoundSaid find={find} id={id} />
      {!("site" in end) && <PlaceField {...{ picking, end, nth, id, onChange }} />}
      {onRemove && (
        <div class="sm-actions">
          <button type="button" aria-label={t.value.measure.removeStop(name, nth + 1)} onClick={onRemove}>
            {t.value.measure.leaveOut}
          </button>
        </div>
      )}
    </div>
  );
}

interface PlaceFieldProps {
  picking: Picking;
  end: { readonly lon: number; readonly lat: number };
  nth: number;
  id: string;
  onChange: (end: End) => void;
}

function PlaceField({ picking, end, nth, id, onChange }: PlaceFieldProps) {
  const written = useSignal<string | null>(null);
  const error = useSignal<string | null>(null);
  const armed = useArmed(picking);
  const problem = error.value === null ? undefined : `${id}-error`;
  const read = (text: string) => {
    try {
      const { lon, lat } = parseCoordinates(text);
      written.value = error.value = null;
      onChange({ lon, lat });
    } catch (wrong) {
      if (!(wrong instanceof RangeError)) throw wrong;
      error.value = `${wrong.message}.`;
    }
  };
  return (
    <>
      <input
        type="text"
        autocomplete="off"
        aria-label={t.value.measure.coordinates(nth + 1)}
        aria-invalid={problem !== undefined}
        aria-describedby={problem}
        value={written.value ?? `${degrees(end.lat)}, ${degrees(end.lon)}`}
        onInput={({ currentTarget: { value } }) => {
          written.value = value;
        }}
        onChange={({ currentTarget: { value } }) => read(value)}
      />
      {error.value !== null && (
        <p class="sm-error" id={problem} role="alert">
          {error.value}
        </p>
      )}
      <label class="sm-pick">
        <input
          type="checkbox"
          checked={armed.on}
          onChange={({ currentTarget: { checked } }) => {
            armed.arm(
              checked
                ? (lon, lat) => {
                    written.value = error.value = null;
                    onChange({ lon, lat });
                  }
                : null,
            );
          }}
        />
        {t.value.measure.pick}
      </label>
    </>
  );
}

const degrees = (value: number): string => String(Number(value.toFixed(4)));

/** Click after click on the map, a line grows until the box is cleared. */
function Draw({ measures, picking }: { measures: Measures; picking: Picking }) {
  const armed = useArmed(picking);
  const first = useSignal<Coordinates | null>(null);
  const pick = () => {
    first.value = null;
    let ours: MeasuredLine | undefined;
    return (lon: number, lat: number) => {
      const end = { lon, lat };
      const index = ours ? measures.lines.peek().indexOf(ours) : -1;
      if (index >= 0) addEnd(measures, index, end);
      else if (first.peek()) addLine(measures, [first.peek() as End, end]);
      ours = index >= 0 ? measures.lines.peek()[index] : first.peek() ? measures.lines.peek().at(-1) : undefined;
      first.value = ours ? null : end;
    };
  };
  const from = armed.on ? first.value : null;
  return (
    <>
      <label class="sm-pick">
        <input
          type="checkbox"
          checked={armed.on}
          onChange={({ currentTarget: { checked } }) => armed.arm(checked ? pick() : null)}
        />
        {t.value.measure.draw}
      </label>
      <p class="sm-begun" role="status">
        {from && t.value.measure.begun(placeText(from.lon, from.lat))}
      </p>
    </>
  );
}

type Pick = (lon: number, lat: number) => void;

/** Whether clicks on the map are ours: whoever asks for them next takes them away. */
function useArmed(picking: Picking): { on: boolean; arm: (pick: Pick | null) => void } {
  const own = useSignal<Pick | null>(null);
  useEffect(
    () => () => {
      if (own.peek() !== null && picking.peek() === own.peek()) picking.value = null;
    },
    [own, picking],
  );
  return {
    on: own.value !== null && picking.value === own.value,
    arm: (pick) => {
      own.value = pick;
      picking.value = pick;
    },
  };
}
