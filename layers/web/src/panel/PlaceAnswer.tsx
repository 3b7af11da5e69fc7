// The answer at a place: under each estimate which shapes hold it, then how far it is from where.
import { marginText, roundDistance, shapeText } from "../answer-text.ts";
import type { Countries } from "../countries.ts";
import { dateText } from "../dates.ts";
import {
  answer,
  type Away,
  type Held,
  type Measured,
  type UnderEstimate,
} from "../layers/inquiry.ts";
import { fill } from "../messages/fill.ts";
import { countryName } from "../messages/country.ts";
import { t } from "../messages/index.ts";
import { grouped } from "../messages/number.ts";
import { bearingText, placeText } from "../place-text.ts";
import type { Range } from "../scene.ts";
import type { EstimateState, Row, State } from "../state.ts";
import { KindSymbol } from "./KindSymbol.tsx";

/** So many lines of a list are shown; a scene may have thousands. */
const LISTED = 12;

interface Props {
  state: State;
  countries: Countries;
  measured: Measured;
}

export function PlaceAnswer({ state, countries, measured }: Props) {
  const { lon, lat, country, places, estimates } = answer(state, measured);
  const found = country === null ? undefined : countries.byCode.get(country);
  const name = found && countryName(found.a3, found.name);
  return (
    <>
      <h2>
        {placeText(lon, lat)}
        {name !== undefined && <small>{name}</small>}
      </h2>
      {estimates.map((under, nth) => (
        <Under
          key={nth}
          under={under}
          state={state}
          estimate={state.estimates.value[nth] as EstimateState}
          shown={estimates.length > 1 && nth === state.active.value}
        />
      ))}
      {places.length > 0 && <Table state={state} places={places} />}
    </>
  );
}

interface UnderProps {
  under: UnderEstimate;
  state: State;
  estimate: EstimateState;
  /** Whether it is the one, of several, that the map shows. */
  shown: boolean;
}

function Under({ under: { inside, outside }, state, estimate, shown }: UnderProps) {
  const disputed = (held: Held) => held.low_margin_m !== null && held.low_margin_m < 0;
  const words = t.value.answer;
  const groups = [
    { title: words.inside, kind: "in", held: inside.filter((held) => !disputed(held)) },
    { title: words.insideHigh, kind: "some", held: inside.filter(disputed) },
    { title: words.outside, kind: "out", held: outside },
  ].filter(({ held }) => held.length > 0);
  return (
    <section>
      <h3>
        {fill(words.under, { name: <bdi>{estimate.name}</bdi> })}
        {shown && words.shown}
      </h3>
      {groups.length === 0 && <p>{words.nothing}</p>}
      {groups.map(({ title, kind, held }) => (
        <div key={kind} class={`sm-held sm-${kind}`}>
          <h4>{title}</h4>
          <ul>
            {held.slice(0, LISTED).map((each) => (
              <Line
                key={each.id}
                held={each}
                row={state.rows.value.get(each.id) as Row}
                range={estimate.cells.get(each.id)?.range.value as Range}
              />
            ))}
          </ul>
          <More of={held.length} />
        </div>
      ))}
    </section>
  );
}

function Line({ held, row: { place }, range }: { held: Held; row: Row; range: Range }) {
  return (
    <li>
      <KindSymbol kind={place.kind} />
      <span>
        <bdi>{place.name}</bdi>
        <span>
          {" "}
          {marginText(held, range, place.role)} <small>({shapeText(range, place.role)})</small>
        </span>
      </span>
    </li>
  );
}

const More = ({ of }: { of: number }) =>
  of > LISTED ? <p class="sm-rest">{t.value.answer.more(grouped(of - LISTED))}</p> : null;

function Table({ state, places }: { state: State; places: readonly Away[] }) {
  const date = state.date.value;
  const words = t.value.answer;
  return (
    <section>
      <table>
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.place}</th>
            <th scope="col">{words.distance}</th>
            <th scope="col">{words.bearing}</th>
          </tr>
        </thead>
        <tbody>
          {places.slice(0, LISTED).map((each) => (
            <PlaceLine key={each.id} away={each} row={state.rows.value.get(each.id) as Row} date={date} />
          ))}
        </tbody>
      </table>
      <More of={places.length} />
    </section>
  );
}

function PlaceLine({ away, row, date }: { away: Away; row: Row; date: string | null }) {
  const { place, standing, stands, unit } = row;
  const region = place.role === "region";
  const words = t.value.answer;
  const notes = [
    region && (away.distance_m === 0 ? words.inIt : words.nearest),
    date !== null && !stands.value && words.on(words.standings[standing.value], dateText(date)),
  ].filter((note) => typeof note === "string");
  return (
    <tr data-place={away.id}>
      <th scope="row">
        <bdi>{away.name}</bdi>
        {notes.map((note) => (
          <small key={note}> {note}</small>
        ))}
      </th>
      <td>{roundDistance(away.distance_m, unit.value)}</td>
      <td>{away.bearing === null ? "" : bearingText(away.bearing)}</td>
    </tr>
  );
}
