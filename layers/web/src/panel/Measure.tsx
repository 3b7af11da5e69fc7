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
import { bearingText, placeText } from "../place-text.ts";
import type { Unit } from "../scene.ts";
import type { State } from "../state.ts";
import { labelDistance } from "../units.ts";

export const MEASURE_WORDS = {
  title: "Distances",
  intro: "Lines show the shortest way on the ellipsoid (WGS84).",
  add: "Measure between two places",
  draw: "draw a line: click its places on the map, or move the map and press Enter",
  begun: (place: string) => `From ${place}: now its next place.`,
  unit: "Unit of distances",
  to: " to ",
  inAll: (distance: string) => `${distance} in all`,
  bearing: (bearing: string) => `initial bearing ${bearing}`,
  samePlace: "these are one place",
  opposite: "the places are nearly opposite: another way may be as short",
  hidden: "Not drawn: it has a place that the map does not show now.",
  missing: "Not measured: one of its places is not on this map any more.",
  change: "change its places",
  remove: "remove",
  removeLine: (name: string) => `Remove the line ${name}`,
  changeLine: (name: string) => `Change the places of the line ${name}`,
  elsewhere: "a place on the map",
  gone: (id: string) => `${id} (gone)`,
  stop: (nth: number) => (nth === 0 ? "From" : nth === 1 ? "To" : "On to"),
  coordinates: (nth: number) => `Coordinates of place ${nth}`,
  pick: "take it from the map: click there, or move it and press Enter",
  addStop: "add a place",
  removeStop: (name: string, nth: number) => `Leave out ${name}, place ${nth}`,
  leaveOut: "leave out",
};

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
    <section class="sm-measure">
      <h2>{MEASURE_WORDS.title}</h2>
      {measured.value.length > 0 && (
        <>
          <p class="sm-measure-unit">
            <span>{MEASURE_WORDS.intro}</span>
            <select
              aria-label={MEASURE_WORDS.unit}
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
              <li key={index}>
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
        {MEASURE_WORDS.add}
      </button>
      <Draw measures={measures} picking={picking} />
      <p class="sm-status" role="status">
        {last && spoken(last, unit.value)}
      </p>
    </section>
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
        {legs.length > 1 && <strong>{MEASURE_WORDS.inAll(labelDistance(metres, unit))}</strong>}
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
        <p class="sm-absent">{legs.length > 0 ? MEASURE_WORDS.hidden : MEASURE_WORDS.missing}</p>
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
    bearing === null ? MEASURE_WORDS.samePlace : MEASURE_WORDS.bearing(bearingText(bearing)),
    ...(opposite ? [MEASURE_WORDS.opposite] : []),
  ].join("; ");

/** What is said when a line has changed. */
function spoken({ stops, legs, metres }: Measured, unit: Unit): string {
  const [only] = legs;
  const names = stops.map(({ name }) => name).join(MEASURE_WORDS.to);
  if (!only) return `${names}. ${MEASURE_WORDS.missing}`;
  const distance = labelDistance(metres, unit);
  return `${names}: ${legs.length === 1 ? `${distance}, ${courseText(only)}` : MEASURE_WORDS.inAll(distance)}`;
}

function Names({ stops }: { stops: readonly Stop[] }) {
  return (
    <>
      {stops.map(({ name }, k) => (
        <span key={k}>
          {k > 0 && MEASURE_WORDS.to}
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
  const name = line.stops.map((stop) => stop.name).join(MEASURE_WORDS.to);
  return (
    <div class="sm-actions">
      <button
        type="button"
        aria-expanded={open.value === index}
        aria-label={MEASURE_WORDS.changeLine(name)}
        onClick={() => {
          open.value = open.value === index ? null : index;
        }}
      >
        {MEASURE_WORDS.change}
      </button>
      <button
        type="button"
        aria-label={MEASURE_WORDS.removeLine(name)}
        onClick={({ currentTarget }) => {
          // The focus goes on to what stays.
          currentTarget.closest(".sm-measure")?.querySelector<HTMLElement>(".sm-add")?.focus();
          open.value = null;
          removeLine(measures, index);
        }}
      >
        {MEASURE_WORDS.remove}
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
          {MEASURE_WORDS.addStop}
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
  const gone = chosen !== "" && !sites.some((site) => site.id === chosen);
  return (
    <div class="sm-stop">
      <label>
        {MEASURE_WORDS.stop(nth)}
        <select
          value={chosen}
          onChange={({ currentTarget: { value } }) => {
            const [lon, lat] = centre();
            onChange(value === "" ? { lon, lat } : { site: value });
          }}
        >
          {sites.map((site) => (
            <option key={site.id} value={site.id}>
              {site.name}
            </option>
          ))}
          {gone && <option value={chosen}>{MEASURE_WORDS.gone(chosen)}</option>}
          <option value="">{MEASURE_WORDS.elsewhere}</option>
        </select>
      </label>
      {!("site" in end) && <PlaceField {...{ picking, end, nth, id, onChange }} />}
      {onRemove && (
        <div class="sm-actions">
          <button type="button" aria-label={MEASURE_WORDS.removeStop(name, nth + 1)} onClick={onRemove}>
            {MEASURE_WORDS.leaveOut}
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
        aria-label={MEASURE_WORDS.coordinates(nth + 1)}
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
        {MEASURE_WORDS.pick}
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
        {MEASURE_WORDS.draw}
      </label>
      <p class="sm-begun" role="status">
        {from && MEASURE_WORDS.begun(placeText(from.lon, from.lat))}
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
