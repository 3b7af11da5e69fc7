// What the reader changes goes to the kernel, and what is set there comes here, field by field.
import { batch, computed, effect } from "@preact/signals";
import type { Position } from "../geo/types.ts";
import type { Snapshot } from "../link/snapshot.ts";
import type { Mounted } from "../mount.ts";

/** What anywidget gives a widget of the model that it shares with the kernel. */
export interface Model {
  get: (name: string) => unknown;
  set: (name: string, value: unknown) => void;
  save_changes: () => void;
  on: (name: string, callback: () => void) => void;
  off: (name: string, callback: () => void) => void;
}

/** The trait `_now`, as layers/snapshot.py has it. The language is the reader's own. */
export interface Now extends Omit<Snapshot, "lang"> {
  /** The site whose popup is open, or the place that is asked about. */
  selection: string | Position | null;
}

/** At most one message in so many milliseconds. */
const PAUSE = 100;

/** Keep the page and the model the same; returns what ends that. */
export function shareState(model: Model, { state, link }: Pick<Mounted, "state" | "link">): () => void {
  const now = computed((): Now => {
    const { lang: _, ...rest } = link.current.value;
    return { ...rest, selection: state.opened.value ?? state.asked.value };
  });
  // Field by field as JSON: as the model has it, and what that is in the page.
  let theirs = new Map<string, string>();
  let ours = textsOf(now.peek());
  const hear = () => {
    const said = model.get("_now") as Now;
    const before = theirs;
    theirs = textsOf(said);
    const changed = [...theirs.keys()].filter((key) => theirs.get(key) !== before.get(key));
    if (changed.length === 0) return;
    const fields = Object.fromEntries(changed.map((key) => [key, said[key as keyof Now]]));
    const { selection, ...snapshot }: Now = { ...now.peek(), ...fields };
    batch(() => {
      link.bring({ ...link.current.peek(), ...snapshot });
      if (!changed.includes("selection")) return;
      state.opened.value = typeof selection === "string" ? selection : null;
      state.asked.value = typeof selection === "string" ? null : selection;
    });
    const after = textsOf(now.peek());
    for (const key of changed) ours.set(key, after.get(key) ?? "");
  };
  const tell = () => {
    const said = now.peek();
    const texts = textsOf(now.peek());
    if ([...texts].every(([key, text]) => ours.get(key) === text)) return;
    ours = texts;
    theirs = texts;
    model.set("_now", said);
    model.save_changes();
  };
  hear();
  model.on("change:_now", hear);
  let timer = 0;
  const stop = effect(() => {
    now.value;
    timer ||= window.setTimeout(() => {
      timer = 0;
      tell();
    }, PAUSE);
  });
  return () => {
    stop();
    clearTimeout(timer);
    model.off("change:_now", hear);
  };
}

const textsOf = (now: Now): Map<string, string> =>
  new Map(Object.entries(now).map(([key, value]) => [key, JSON.stringify(value)]));
