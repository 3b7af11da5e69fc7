// One place: on or off, its symbol, and its range as numbers and as a slider.
import { useMemo } from "preact/hooks";
import { bearingsText } from "../answer-text.ts";
import { endedText } from "../ended.ts";
import { createField } from "../field.ts";
import { MANY_SITES } from "../layers/many-sites.ts";
import { countryName } from "../messages/country.ts";
import { t } from "../messages/index.ts";
import { placeText } from "../place-text.ts";
import { partsOf, rangeText } from "../ranges.ts";
import type { SceneRegion, SceneSite } from "../scene.ts";
import { isEmpty } from "../shape.ts";
import { reset, type Row as RowState, type State, setOption } from "../state.ts";
import { labelDistance } from "../units.ts";
import { KindSymbol } from "./KindSymbol.tsx";
import { RangeField } from "./RangeField.tsx";
import { RangeSlider } from "./RangeSlider.tsx";
import { Sources } from "./Sources.tsx";
import { Standing } from "./Standing.tsx";
import { EventList, NoteList } from "./Timeline.tsx";
import { UnitSelect } from "./UnitSelect.tsx";

interface Props {
  state: State;
  row: RowState;
  id: string;
}

export function Row({ state, row, id }: Props) {
  const { place, on, range, standing } = row;
  const words = t.value.row;
  const ended = place.role === "site" ? endedText(place.site) : null;
  const status = { absent: words.notYet, planned: words.planned, stands: ended, gone: ended }[standing.value];
  const away = standing.value === "absent" || standing.value === "gone";
  const band = partsOf(range.value).length > 1;
  const fields = useMemo(
    () => ({
      range: createField(state, row, "range"),
      low: createField(state, row, "low"),
      high: createField(state, row, "high"),
    }),
    [state, row],
  );
  const mark = (marked: boolean) => () => {
    if (marked) state.marked.value = place.id;
    else if (state.marked.value === place.id) state.marked.value = null;
  };
  const shared = { row, id, name: place.name };
  return (
    <li
      class={`sm-row${state.marked.value === place.id ? " sm-marked" : ""}${away ? " sm-away" : ""}`}
      data-place={place.id}
      onPointerEnter={mark(true)}
      onPointerLeave={mark(false)}
      onFocusIn={mark(true)}
      onFocusOut={mark(false)}
    >
      <label class="sm-name">
        <input
          type="checkbox"
          checked={on.value}
          onChange={(event) => {
            on.value = event.currentTarget.checked;
          }}
        />
        <KindSymbol kind={place.kind} hollow={ended !== null || standing.value !== "stands"} />
        <span>
          <bdi>{place.name}</bdi>
          {status !== null && " "}
          {status !== null && <small>{status}</small>}
        </span>
      </label>
      <Standing state={state} row={row} />
      <div class="sm-edit">
        {partsOf(range.value).map((part) => (
          <RangeField key={part} field={fields[part]} part={part} {...shared} />
        ))}
        <UnitSelect field={fields[partsOf(range.value)[0] ?? "range"]} {...shared} />
        {!band && <RangeSlider state={state} {...shared} />}
      </div>
      {place.role === "region" && range.value !== null && (
        <select
          class="sm-from"
          aria-label={words.fromOf(place.name)}
          value={range.value.from}
          onChange={(event) =>
            setOption(row, { from: event.currentTarget.value as "anywhere" | "everywhere" })
          }
        >
          <option value="anywhere">{words.anywhere}</option>
          <option value="everywhere">{words.everywhere}</option>
        </select>
      )}
      <Facts row={row} />
      <Edited row={row} />
      {place.role === "region" && <About region={place.region} />}
      {place.role === "site" && state.rows.value.size > MANY_SITES && (
        <AboutSite site={place.site} date={state.date.value} />
      )}
    </li>
  );
}

/** A region has no popup: its notes and sources fold away below its range. */
function About({ region: { name, notes, source } }: { region: SceneRegion }) {
  if (notes.length + source.length === 0) return null;
  return (
    <details class="sm-more">
      <summary aria-label={t.value.row.notesOf(name)}>{t.value.row.notes}</summary>
      <NoteList notes={notes} />
      {source.length > 0 && (
        <p>
          {t.value.row.sources}: <Sources source={source} />
        </p>
      )}
    </details>
  );
}

/** Of many sites, which are painted, keys reach no popup: what it would say stands here. */
function AboutSite({ site, date }: { site: SceneSite; date: string | null }) {
  const { row, timeline, kinds } = t.value;
  const country = site.country === null ? null : countryName(site.country, site.country);
  return (
    <details class="sm-more">
      <summary aria-label={row.aboutOf(site.name)}>{row.about}</summary>
      <p>{[kinds[site.kind], country, placeText(site.lon, site.lat)].filter(Boolean).join(" · ")}</p>
      {site.events.length > 0 && <h3>{timeline.events}</h3>}
      <EventList events={site.events} day={date} />
      <NoteList notes={site.notes} />
      {site.source.length > 0 && (
        <p>
          {row.sources}: <Sources source={site.source} />
        </p>
      )}
    </details>
  );
}

/** What the numbers do not show: a hole, a sector, or that nothing is covered. */
function Facts({ row: { range, shape, unit } }: { row: RowState }) {
  const now = range.value;
  if (!now) return null;
  const facts = [
    now.inner_m !== null && t.value.row.beyond(labelDistance(now.inner_m, unit.value)),
    now.bearings && bearingsText(now.bearings),
    shape.value && isEmpty(shape.value.outer) && t.value.row.empty,
  ].filter((fact) => typeof fact === "string");
  return facts.length > 0 ? <p class="sm-facts">{facts.join(" · ")}</p> : null;
}

function Edited({ row }: { row: RowState }) {
  const { start, edited } = row.cell.value;
  if (!edited.value) return null;
  const back = start ? rangeText(start) : t.value.row.noRange;
  return (
    <p class="sm-edited">
      {t.value.estimates.edited}{" "}
      <button
        type="button"
        aria-label={t.value.row.resetOf(row.place.name, back)}
        onClick={(event) => {
          // This button goes with what it takes back: the focus moves to what is left.
          event.currentTarget.closest("li")?.querySelector<HTMLElement>(".sm-number")?.focus();
          reset(row);
        }}
      >
        {t.value.row.reset(back)}
      </button>
    </p>
  );
}
