// Whose numbers: the estimates of the scene, one of them active.
import { dateText } from "../dates.ts";
import type { EstimateState, State } from "../state.ts";
import { Source } from "./Sources.tsx";

export function Estimates({ state, id }: { state: State; id: string }) {
  const { estimates, active } = state;
  if (estimates.length === 1) {
    return (
      <section class="sm-estimates">
        <h2>Whose numbers</h2>
        <About estimate={state.estimate.value} />
        <Invitation state={state} />
      </section>
    );
  }
  return (
    <fieldset class="sm-estimates">
      <legend>
        <h2>Whose numbers</h2>
      </legend>
      {estimates.map((estimate, i) => (
        <label class="sm-estimate" key={estimate.name}>
          <input
            type="radio"
            name={`${id}-estimate`}
            checked={active.value === i}
            onChange={() => {
              active.value = i;
            }}
          />
          <About estimate={estimate} />
        </label>
      ))}
      <Invitation state={state} />
    </fieldset>
  );
}

/** The map shows no circle until the reader enters one: say so. */
function Invitation({ state }: { state: State }) {
  const empty = [...state.rows.values()].every(({ range }) => range.value === null);
  if (!empty) return null;
  return <p class="sm-invite">No range yet. Enter one below, and what it covers is drawn.</p>;
}

function About({ estimate: { name, source, entered, edited } }: { estimate: EstimateState }) {
  return (
    <div class="sm-about">
      <bdi class="sm-who">{name}</bdi>
      <small>
        {source === null ? "no source given" : <Source source={source} />}
        {entered !== null && ` · entered ${dateText(entered)}`}
      </small>
      {edited.value && <small class="sm-edited">edited in this page</small>}
    </div>
  );
}
