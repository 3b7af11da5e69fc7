// Phases, events and notes of the whole scenario, folded away.
import { dateText } from "../dates.ts";
import type { Event, Note, Phase, Scene } from "../scene.ts";
import { Sources } from "./Sources.tsx";

export function Timeline({ scene: { phases, events, notes } }: { scene: Scene }) {
  if (phases.length + events.length + notes.length === 0) return null;
  return (
    <details class="sm-timeline">
      <summary>
        <h2>Timeline and sources</h2>
      </summary>
      {phases.length > 0 && <h3>Phases</h3>}
      {phases.map((phase) => (
        <PhaseEntry key={phase.name} phase={phase} />
      ))}
      {events.length > 0 && <h3>Events</h3>}
      <EventList events={events} />
      {notes.length > 0 && <h3>Notes</h3>}
      <NoteList notes={notes} />
    </details>
  );
}

function PhaseEntry({ phase }: { phase: Phase }) {
  return (
    <div class="sm-phase">
      <h4>{phase.name}</h4>
      <dl>
        <dt>Announced</dt>
        <dd>{dateText(phase.announced)}</dd>
        <dt>What</dt>
        <dd>{phase.interceptor}</dd>
        <dt>Planned</dt>
        <dd>{phase.planned}</dd>
        <dt>Happened</dt>
        <dd>{phase.happened}</dd>
      </dl>
      <Sources source={phase.source} />
    </div>
  );
}

export function EventList({ events }: { events: readonly Event[] }) {
  if (events.length === 0) return null;
  return (
    <ul class="sm-events">
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
