// The panel: the notice, the view, whose numbers, a row per place (which is the legend), and parts
// that fold away. On a phone it is a sheet at the bottom.
import type { Signal } from "@preact/signals";
import type { Countries } from "../countries.ts";
import type { Position } from "../geo/types.ts";
import { ViewChoice } from "../globe/ViewChoice.tsx";
import type { Agreement as AgreementState } from "../layers/agreement.ts";
import type { Comparison } from "../layers/comparison.ts";
import type { Shares as SharesState } from "../layers/shares.ts";
import type { Tiles } from "../layers/tiles.ts";
import type { Link } from "../link/history.ts";
import type { Measures } from "../measures.ts";
import { t } from "../messages/index.ts";
import { Save } from "../out/Save.tsx";
import type { SheetMap } from "../out/sheet.ts";
import type { Picking } from "../picking.ts";
import type { Place, Row as RowState, State } from "../state.ts";
import type { Views } from "../views.ts";
import { AddPlace } from "./AddPlace.tsx";
import { Agreement } from "./Agreement.tsx";
import { Bring } from "./Bring.tsx";
import { Compare } from "./Compare.tsx";
import { Estimates } from "./Estimates.tsx";
import { LanguageChoice } from "./LanguageChoice.tsx";
import { Measure } from "./Measure.tsx";
import { Rows } from "./Rows.tsx";
import { LinkNotice, Share } from "./Share.tsx";
import { type Height, type Sheet, useSheet } from "./sheet.ts";
import { Shares } from "./Shares.tsx";
import { StandingRule } from "./Standing.tsx";
import { Summary } from "./Summary.tsx";
import { Timeline } from "./Timeline.tsx";

const SECTIONS: readonly { kind: "sites" | "launch" | "sea"; holds: (place: Place) => boolean }[] = [
  { kind: "sites", holds: ({ role }) => role === "site" },
  { kind: "launch", holds: ({ kind }) => kind === "launch" },
  { kind: "sea", holds: ({ kind }) => kind === "sea" },
];

interface Props {
  state: State;
  shares: SharesState;
  agreement: AgreementState;
  comparison: Comparison;
  views: Views;
  measures: Measures;
  picking: Picking;
  /** Whether circles of a kind become one outline. */
  merge: Signal<boolean>;
  link: Link;
  /** Hand the reader a copy of the page; null where there is no page of ours. */
  save: (() => void) | null;
  sheet: SheetMap;
  /** In place of the page's own basemap. */
  tiles: Tiles | null;
  countries: Countries;
  /** lon, lat of the flat map's middle. */
  centre: () => Position;
  /** Where files may be dropped. */
  root: HTMLElement;
  id: string;
}

export function Panel(props: Props) {
  const { state, shares, agreement, views, measures, picking, merge, link, id, root } = props;
  const sheet = useSheet(root);
  const { height, dragging, drag } = sheet;
  const now = dragging.value ? "dragged" : height.value;
  const rows = [...state.rows.value.values()];
  return (
    <aside class={`sm-panel sm-${now}`} aria-label={t.value.panel.label}>
      <header class="sm-head" {...drag}>
        <Handle sheet={sheet} id={id} />
        <div>
          <h1>
            <bdi>{state.scene.title}</bdi>
          </h1>
          <p class="sm-notice">{t.value.scene.notice(state.scene.notice)}</p>
        </div>
        <Fold height={height} id={id} />
      </header>
      <div class="sm-body" id={`${id}-body`}>
        <LinkNotice link={link} />
        <ViewChoice views={views} id={id} />
        <Merge merge={merge} />
        <Estimates state={state} id={id} />
        <StandingRule state={state} />
        {SECTIONS.map(({ kind, holds }) => (
          <Section
            key={kind}
            title={kind === "sites" ? t.value.panel.sites : t.value.groups[kind]}
            state={state}
            id={id}
            rows={rows.filter(({ place }) => holds(place))}
          />
        ))}
        <section>
          <h2>{t.value.panel.add}</h2>
          <AddPlace state={state} countries={props.countries.all} picking={picking} id={id} />
          <Bring state={state} root={root} />
        </section>
        <Shares state={state} shares={shares} id={id} />
        <Agreement state={state} agreement={agreement} />
        <Compare state={state} comparison={props.comparison} views={views} />
        <Measure {...{ state, measures, picking, centre: props.centre, id }} />
        <Summary state={state} table={shares.table.value} countries={props.countries} id={id} />
        <Save state={state} shares={shares} map={props.sheet} tiles={props.tiles !== null} />
        <Share link={link} save={props.save} />
        <Timeline state={state} />
        <footer class="sm-foot">
          <LanguageChoice />
          <span>{state.scene.generator}</span>
        </footer>
      </div>
    </aside>
  );
}

/** On a phone: what drags the sheet, and makes it higher or lower. */
export function Handle({ sheet: { height, press, onKeyDown }, id }: { sheet: Sheet; id: string }) {
  return (
    <button
      class="sm-handle"
      type="button"
      aria-expanded={height.value !== "peek"}
      aria-controls={`${id}-body`}
      aria-label={t.value.panel.handle[height.value]}
      onClick={press}
      onKeyDown={onKeyDown}
    />
  );
}

/** On a phone: down to the head, and up again. */
export function Fold({ height, id }: { height: Signal<Height>; id: string }) {
  const folded = height.value === "peek";
  return (
    <button
      class="sm-fold"
      type="button"
      aria-expanded={!folded}
      aria-controls={`${id}-body`}
      aria-label={folded ? t.value.panel.show : t.value.panel.hide}
      onClick={() => {
        height.value = folded ? "half" : "peek";
      }}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M4.5 7.5 L10 13 L15.5 7.5" />
      </svg>
    </button>
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
      {t.value.panel.merge}
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
      <Rows state={state} rows={rows} id={id} />
    </section>
  );
}
