// Whose numbers: the estimates, one of them active; the reader adds, copies, renames, removes them.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { addEstimate, duplicateEstimate, removeEstimate, renameEstimate } from "../changes.ts";
import { dateText } from "../dates.ts";
import type { EstimateState, State } from "../state.ts";
import { t } from "../messages/index.ts";
import { Source } from "./Sources.tsx";

/** What is being written: a new estimate, or new words for the one at an index. */
type Draft = { index: number | null; name: string; source: string };

export function Estimates({ state, id }: { state: State; id: string }) {
  const { estimates, active } = state;
  const words = t.value.estimates;
  const draft = useSignal<Draft | null>(null);
  const one = estimates.value.length === 1;
  return (
    <fieldset class="sm-estimates">
      <legend>
        <h2>{words.title}</h2>
      </legend>
      {estimates.value.map((estimate, i) => (
        <div class="sm-estimate" key={estimate.name}>
          {one ? (
            <About estimate={estimate} />
          ) : (
            <label>
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
          )}
          {active.value === i && <Actions state={state} index={i} draft={draft} />}
        </div>
      ))}
      {draft.value === null ? (
        <button
          class="sm-add"
          type="button"
          onClick={() => {
            draft.value = { index: null, name: "", source: "" };
          }}
        >
          {words.add}
        </button>
      ) : (
        <Editor key={draft.value.index} state={state} draft={draft} id={id} />
      )}
      <Invitation state={state} />
    </fieldset>
  );
}

interface ActionsProps {
  state: State;
  index: number;
  draft: Signal<Draft | null>;
}

function Actions({ state, index, draft }: ActionsProps) {
  const { name, source } = state.estimates.value[index] as EstimateState;
  const words = t.value.estimates;
  return (
    <div class="sm-actions">
      <button
        type="button"
        aria-label={words.rename(name)}
        onClick={() => {
          draft.value = { index, name, source: source ?? "" };
        }}
      >
        {words.edit}
      </button>
      <button
        type="button"
        aria-label={words.duplicateOf(name)}
        onClick={() => duplicateEstimate(state, index)}
      >
        {words.duplicate}
      </button>
      {state.estimates.value.length > 1 && (
        <button
          type="button"
          aria-label={words.removeOf(name)}
          onClick={(event) => {
            // This button goes with its estimate: the focus moves to the one now shown.
            const group = event.currentTarget.closest("fieldset");
            draft.value = null; // what was being written was about an estimate by its place
            removeEstimate(state, index);
            requestAnimationFrame(() =>
              group?.querySelector<HTMLElement>("input:checked, button")?.focus(),
            );
          }}
        >
          {words.remove}
        </button>
      )}
    </div>
  );
}

/** Name and source, checked when they are kept. */
function Editor({ state, draft, id }: { state: State; draft: Signal<Draft | null>; id: string }) {
  const error = useSignal<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const { index, name, source } = draft.value as Draft;
  const words = t.value.estimates;
  const close = (form: Element | null) => {
    const group = form?.closest("fieldset");
    draft.value = null;
    requestAnimationFrame(() => group?.querySelector<HTMLElement>(".sm-add")?.focus());
  };
  const keep = (form: HTMLElement) => {
    try {
      const from = source.trim() === "" ? null : source.trim();
      if (index === null) {
        addEstimate(state, { name, source: from, entered: state.today, ranges: {} });
      } else renameEstimate(state, index, { name, source: from });
      close(form);
    } catch (wrong) {
      if (!(wrong instanceof RangeError)) throw wrong;
      error.value = wrong.message;
      first.current?.focus();
    }
  };
  const problem = error.value === null ? undefined : `${id}-estimate-error`;
  return (
    <form
      class="sm-editor"
      onSubmit={(event) => {
        event.preventDefault();
        keep(event.currentTarget);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") close(event.currentTarget);
      }}
    >
      <label>
        {words.name}
        <input
          ref={first}
          type="text"
          autocomplete="off"
          value={name}
          placeholder={words.nameHint}
          aria-invalid={error.value !== null}
          aria-describedby={problem}
          onInput={({ currentTarget: { value } }) => {
            draft.value = { index, name: value, source };
          }}
        />
      </label>
      <label>
        {words.source}
        <input
          type="text"
          autocomplete="off"
          value={source}
          placeholder={words.sourceHint}
          onInput={({ currentTarget: { value } }) => {
            draft.value = { index, name, source: value };
          }}
        />
      </label>
      {error.value !== null && (
        <p class="sm-error" id={problem} role="alert">
          {error.value}
        </p>
      )}
      <div class="sm-actions">
        <button type="submit">{index === null ? words.addNew : words.keep}</button>
        <button type="button" onClick={(event) => close(event.currentTarget)}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}

/** The map shows no circle until the reader enters one: say so. */
function Invitation({ state }: { state: State }) {
  const empty = [...state.rows.value.values()].every(({ range }) => range.value === null);
  if (!empty) return null;
  return <p class="sm-invite">{t.value.estimates.invite}</p>;
}

function About({ estimate: { name, source, entered, edited } }: { estimate: EstimateState }) {
  return (
    <div class="sm-about">
      <bdi class="sm-who">{name}</bdi>
      <small>
        {source === null ? t.value.estimates.noSource : <Source source={source} />}
        {entered !== null && ` · ${t.value.estimates.entered(dateText(entered))}`}
      </small>
      {edited.value && <small class="sm-edited">{t.value.estimates.edited}</small>}
    </div>
  );
}
