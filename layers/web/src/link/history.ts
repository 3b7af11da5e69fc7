// The page's address follows the state: changes can be gone back to, a link brings them elsewhere.
import { t } from "../messages/index.ts";
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Measures } from "../measures.ts";
import { currentScene, type State } from "../state.ts";
import { LONGEST, readLink } from "./read.ts";
import { applySnapshot, baseOf, type LinkView, type Read, type Snapshot, snapshotOf } from "./snapshot.ts";
import { regionsLeft, writeLink } from "./write.ts";

/** What the state does not know and a link keeps: what else is shown, and how the map looks. */
export interface Outlook {
  /** Switches by name, such as `agreement`. */
  readonly shows: Readonly<Record<string, Signal<boolean>>>;
  readonly measures: Pick<Measures, "lines" | "unit">;
  /** Null until the reader has moved the map. */
  readonly view: ReadonlySignal<LinkView | null>;
  /** Go to a view; null is the one that the page opens with. */
  readonly look: (view: LinkView | null) => void;
}

export interface Link {
  /** Whether the page opened with more than its scene: a copy's start, or a link's ending. */
  readonly opened: boolean;
  /** The ending of the page's address, without #. */
  readonly text: ReadonlySignal<string>;
  /** Names of regions whose outlines are too long for a link. */
  readonly left: ReadonlySignal<readonly string[]>;
  /** What of the link that was opened could not be shown, in words. */
  readonly problems: Signal<readonly string[]>;
  /** What a saved copy opens with: all that its scene does not hold. */
  readonly kept: () => string;
  /** All that a link keeps, as it now stands. */
  readonly current: ReadonlySignal<Snapshot>;
  /** Bring everything to a snapshot. */
  readonly bring: (snapshot: Snapshot) => void;
  readonly stop: () => void;
}

/** After this long without a change, the change becomes a step to go back to. */
const SETTLED_MS = 500;
/** Steps whose whole state is remembered; an older one is read from its address. */
const MOST_STEPS = 50;

/**
 * @param start a link's ending that a saved copy opens with
 * @param address whether the page's address is ours to read and write
 */
export function createLink(
  state: State,
  { shows, measures, view, look }: Outlook,
  { start, address }: { start: string | null; address: boolean },
): Link {
  const current = computed(() =>
    snapshotOf(state, {
      show: Object.entries(shows).flatMap(([name, each]) => (each.value ? [name] : [])),
      ...{ lines: measures.lines.value, unit: measures.unit.value, view: view.value },
    }),
  );
  const problems = signal<readonly string[]>([]);
  const bring = ({ snapshot, problems: found }: Read) => {
    const looks = snapshot.view !== current.peek().view;
    const more = batch(() => {
      for (const [name, each] of Object.entries(shows)) each.value = snapshot.show.includes(name);
      measures.lines.value = snapshot.lines;
      measures.unit.value = snapshot.unit;
      return applySnapshot(state, snapshot);
    });
    if (looks) look(snapshot.view);
    problems.value = [...found, ...more];
  };
  const made = current.peek();
  const opened = start === null ? null : readLink(start, baseOf(state.scene, made), Infinity);
  if (opened) bring(opened);
  const base = baseOf(state.scene, current.peek());
  const text = computed(() => writeLink(current.value, base));
  const link = {
    ...{ text, problems, current },
    opened: opened !== null || (address && hash() !== ""),
    bring: (snapshot: Snapshot) => bring({ snapshot, problems: [] }),
    left: computed(() => regionsLeft(current.value.regions).map(({ name }) => name)),
    kept: () => {
      const now = current.peek();
      const copied = baseOf(currentScene(state), { ...made, estimates: now.estimates });
      return writeLink({ ...now, sites: [], regions: [] }, copied);
    },
  };
  if (!address) return { ...link, stop: () => {} };
  return { ...link, stop: follow(current, text, problems, (asked) => readLink(asked, base), bring) };
}

function follow(
  current: ReadonlySignal<Snapshot>,
  text: ReadonlySignal<string>,
  problems: Signal<readonly string[]>,
  read: (text: string) => Read | null,
  bring: (read: Read) => void,
): () => void {
  // With what an address has no room for, so that going back and forward loses nothing.
  const steps = new Map([["", current.peek()]]);
  const open = () => {
    const asked = hash();
    const known = steps.get(asked);
    const found = known ? { snapshot: known, problems: [] } : read(asked);
    if (found) bring(found);
    else problems.value = [t.value.link.noState(asked.slice(0, 40))];
  };
  if (hash() !== "") open();
  let last = text.peek();
  const settle = () => {
    const next = text.peek();
    if (next !== last && next.length <= LONGEST) {
      write(next, withoutView(next) === withoutView(last));
      last = next;
    }
    steps.set(hash(), current.peek());
    for (const step of steps.keys()) if (steps.size > MOST_STEPS) steps.delete(step);
  };
  let timer = 0;
  const stop = effect(() => {
    current.value;
    clearTimeout(timer);
    timer = window.setTimeout(settle, SETTLED_MS);
  });
  // Going back and forward, and an ending typed into the address, are one event each: this one.
  const moved = () => {
    if (hash() === last) return;
    open();
    last = text.peek(); // what was brought is no new step
  };
  addEventListener("popstate", moved);
  return () => {
    stop();
    clearTimeout(timer);
    removeEventListener("popstate", moved);
  };
}

const hash = (): string => location.hash.replace(/^#/, "");

/** Moving the map is no step to go back to. */
const withoutView = (text: string): string => text.replace(/&(?:map|globe|round)=[^&]*/, "");

function write(text: string, replace: boolean): void {
  try {
    // In a frame, going back is for the page around it.
    if (replace || window.parent !== window) history.replaceState(null, "", `#${text}`);
    else history.pushState(null, "", `#${text}`);
  } catch (error) {
    // A frame without an address of its own has no history: the page goes on without.
    if (!(error instanceof DOMException)) throw error;
  }
}
