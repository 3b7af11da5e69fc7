// The panel: the notice, whose numbers, a row per place (which is the legend), shares, the timeline.
import { type Signal, useSignal } from "@preact/signals";
import type { Countries } from "../countries.ts";
import type { Position } from "../geo/types.ts";
import { ViewChoice } from "../globe/ViewChoice.tsx";
import type { Agreement as AgreementState } from "../layers/agreement.ts";
import type { Shares as SharesState } from "../layers/shares.ts";
import type { Link } from "../link/history.ts";
import type { Measures } from "../measures.ts";
import { Save } from "../out/Save.tsx";
import type { SheetMap } from "../out/sheet.ts";
import type { Picking } from "../picking.ts";
import type { Place, Row as RowState, State } from "../state.ts";
import type { Views } from "../views.ts";
import { AddPlace } from "./AddPlace.tsx";
import { Agreement } from "./Agreement.tsx";
import { Bring } from "./Bring.tsx";
import { Estimates } from "./Estimates.tsx";
import { Measure } from "./Measure.tsx";
import { Row } from "./Row.tsx";
import { LinkNotice, Share } from "./Share.tsx";
import { Shares } from "./Shares.tsx";
import { StandingRule } from "./Standing.tsx";
import { Timeline } from "./Timeline.tsx";

const SECTIONS: readonly { title: string; holds: (place: Place) => boolean }[] = [
  { title: "Sites", holds: ({ role }) => role === "site" },
  { title: "Launch regions", holds: ({ kind }) => kind === "launch" },
  { title: "Sea areas", holds: ({ kind }) => kind === "sea" },
];

interface Props {
  state: State;
  shares: SharesState;
  agreement: AgreementState;
  views: Views;
  measures: Measures;
  picking: Picking;
  /** Whether circles of a kind become one outline. */
  merge: Signal<boolean>;
  link: Link;
  /** Hand the reader a copy of the page; null where there is no page of ours. */
  save: (() => void) | null;
  sheet: SheetMap;
  countries: Countries;
  /** lon, lat of the flat map's middle. */
  centre: () => Position;
  /** Where files may be dropped. */
  root: HTMLElement;
  id: string;
}

export function Panel(props: Props) {
  const { state, shares, agreement, views, measures, picking, merge, link, id } = props;
  const folded = useSignal(false);
  const rows = [...state.rows.value.values()];
  return (
    <aside class={`sm-panel${folded.value ? " sm-folded" : ""}`} aria-label="Ranges and sources">
      <header class="sm-head">
        <div>
          <h1>
            <bdi>{state.scene.title}</bdi>
          </h1>
          <p class="sm-notice">{state.scene.notice}</p>
        </div>
        <button
          class="sm-fold"
          type="button"
          aria-expanded={!folded.value}
          aria-controls={`${id}-body`}
          aria-label={folded.value ? "Show the panel" : "Hide the panel"}
          onClick={() => {
            folded.value = !folded.value;
          }}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M4.5 7.5 L10 13 L15.5 7.5" />
          </svg>
        </button>
      </header>
      <div class="sm-body" id={`${id}-body`}>
        <LinkNotice link={link} />
        <ViewChoice views={views} id={id} />
        <Estimates state={state} id={id} />
        <StandingRule state={state} />
        {SECTIONS.map(({ title, holds }) => (
          <Section
            key={title}
            title={title}
            state={state}
            id={id}
            rows={rows.filter(({ place }) => holds(place))}
          />
        ))}
        <AddPlace state={state} countries={props.countries.all} picking={picking} id={id} />
        <Bring state={state} root={props.root} />
        <Merge merge={merge} />
        <Shares state={state} shares={shares} id={id} />
        <Agreement state={state} agreement={agreement} />
        <Measure {...{ state, measures, picking, centre: props.centre, id }} />
        <Save state={state} shares={shares} map={props.sheet} />
        <Share link={link} save={props.save} />
        <Timeline state={state} />
        <footer class="sm-foot">{state.scene.generator}</footer>
      </div>
    </aside>
  );
}

function Merge({ merge }: { merge: Signal<boolean> }) {
  return (
    <label class="sm-merge">
      <input
        type="checkbox"
        checked={merge.value}
        onChange={({ currentTarget: { checked } }) => {
          merge.value = checked;
        }}
      />
      merge outlines of a kind
    </label>
  );
}

interface SectionProps {
  title: string;
  state: State;
  id: string;
  rows: readonly RowState[];
}

function Section({ title, state, id, rows }: SectionProps) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="sm-rows">
        {rows.map((row) => (
          <Row key={row.place.id} state={state} row={row} id={`${id}-${row.place.id}`} />
        ))}
      </ul>
    </section>
  );
}
