// Phases, events and notes of the whole scenario, folded away.
import { dateText } from "../dates.ts";
import { t } from "../messages/index.ts";
import type { Event, Note, Phase } from "../scene.ts";
import { happened } from "../standing.ts";
import type { State } from "../state.ts";
import { useLater } from "./later.ts";
import { Sources } from "./Sources.tsx";

export function Timeline({ state }: { state: State }) {
  const { phases, events, notes } = state.scene;
  const later = useLater();
  if (phases.length + events.length + notes.length === 0) return null;
  return (
    <details class="sm-timeline">
      <summary>
        <h2>{t.value.timeline.title}</h2>
      </summary>
      {later && <Entries state={state} />}
    </details>
  );
}

function Entries({ state }: { state: State }) {
  const { phases, events, notes } = state.scene;
  const day = state.date.value;
  const words = t.value.timeline;
  return (
    <>
      {phases.length > 0 && <h3>{words.phases}</h3>}
      {phases.map((phase) => (
        <PhaseEntry key={phase.name} phase={phase} later={day !== null && phase.announced > day} />
      ))}
      {events.length > 0 && <h3>{words.events}</h3>}
      <EventList events={events} day={day} />
      {notes.length > 0 && <h3>{words.notes}</h3>}
      <NoteList notes={notes} />
    </>
  );
}

function PhaseEntry({ phase, later }: { phase: Phase; later: boolean }) {
  return (
    <div class={`sm-phase${later ? " sm-later" : ""}`}>
      <h4>{phase.name}</h4>
      <dl>
        <dt>{t.value.timeline.announced}</dt>
        <dd>{dateText(phase.announced)}</dd>
        <dt>{t.value.timeline.what}</dt>
        <dd>{phase.interceptor}</dd>
        <dt>{t.value.timeline.planned}</dt>
        <dd>{phase.planned}</dd>
        <dt>{t.value.timeline.happened}</dt>
        <dd>{phase.happened}</dd>
      </dl>
      <Sources source={phase.source} />
    </div>
  );
}

interface EventListProps {
  events: readonly Event[];
  /** What comes after the chosen date is dimmed, and stands below a line that says so. */
  day: string | null;
}

export function EventList({ events, day }: EventListProps) {
  if (events.length === 0) return null;
  const before = day === null ? events : happened(events, day);
  const after = events.filter((event) => !before.includes(event));
  return (
    <>
      <Events events={before} />
      {day !== null && after.length > 0 && <p class="sm-day-line">{t.value.timeline.after(dateText(day))}</p>}
      <Events events={after} later />
    </>
  );
}

function Events({ events, later = false }: { events: readonly Event[]; later?: boolean }) {
  if (events.length === 0) return null;
  return (
    <ul class={`sm-events${later ? " sm-later" : ""}`}>
      {events.map(({ on, what, source }) => (
        <li key={`${on} ${what}`}>
          <time dateTime={on}>{dateText(on)}</time> <bdi>{what}</bdi> <Sources source={source} />
        </li>
      ))}
    </ul>
  );
}

export function NoteList({ notes }: { notes: readonly Note[] }) {
  if (notes.length === 0) return null;
  return (
    <ul class="sm-notes">
      {notes.map(({ text, source }) => (
        <li key={text}>
          <bdi>{text}</bdi> <Sources source={source} />
        </li>
      ))}
    </ul>
  );
}
