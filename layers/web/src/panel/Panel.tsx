// The panel: the notice, whose numbers, a row per place (which is the legend), shares, the timeline.
import { useSignal } from "@preact/signals";
import type { Shares as SharesState } from "../layers/shares.ts";
import type { Place, Row as RowState, State } from "../state.ts";
import { Estimates } from "./Estimates.tsx";
import { Row } from "./Row.tsx";
import { Shares } from "./Shares.tsx";
import { Timeline } from "./Timeline.tsx";

const SECTIONS: readonly { title: string; holds: (place: Place) => boolean }[] = [
  { title: "Sites", holds: ({ role }) => role === "site" },
  { title: "Launch regions", holds: ({ kind }) => kind === "launch" },
  { title: "Sea areas", holds: ({ kind }) => kind === "sea" },
];

interface Props {
  state: State;
  shares: SharesState;
  id: string;
}

export function Panel({ state, shares, id }: Props) {
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
        <Estimates state={state} id={id} />
        {SECTIONS.map(({ title, holds }) => (
          <Section
            key={title}
            title={title}
            state={state}
            id={id}
            rows={rows.filter(({ place }) => holds(place))}
          />
        ))}
        <Shares state={state} shares={shares} id={id} />
        <Timeline scene={state.scene} />
        <footer class="sm-foot">{state.scene.generator}</footer>
      </div>
    </aside>
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
