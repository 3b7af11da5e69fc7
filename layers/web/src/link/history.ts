// The page's address follows the state: changes can be gone back to, a link brings them elsewhere.
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { State } from "../state.ts";
import { readLink } from "./read.ts";
import { applySnapshot, baseOf, type LinkView, type Snapshot, snapshotOf } from "./snapshot.ts";
import { writeLink } from "./write.ts";

/** What the state does not know and a link keeps: what else is shown, and how the map looks. */
export interface Outlook {
  /** Switches by name, such as `agreement`. */
  readonly shows: Readonly<Record<string, Signal<boolean>>>;
  /** Null until the reader has moved the map. */
  readonly view: ReadonlySignal<LinkView | null>;
  /** Go to a view; null is the one that the page opens with. */
  readonly look: (view: LinkView | null) => void;
}

export interface Link {
  /** The ending of the page's address, without #. */
  readonly text: ReadonlySignal<string>;
  /** Names of regions whose outlines are too long for a link. */
  readonly left: ReadonlySignal<readonly string[]>;
  /** What of the link that was opened could not be shown, in words. */
  readonly problems: Signal<readonly string[]>;
  readonly stop: () => void;
}

/** After this long without a change, the change becomes a step to go back to. */
const SETTLED_MS = 500;

/**
 * @param start a link's ending that a saved copy opens with
 * @param address whether the page's address is ours to read and write
 */
export function createLink(
  state: State,
  outlook: Outlook,
  { start, address }: { start: string | null; address: boolean },
): Link {
  const now = (view: LinkView | null) => {
    const shown = Object.entries(outlook.shows).filter(([, each]) => each.value);
    return snapshotOf(state, shown.map(([name]) => name), view);
  };
  const problems = signal<readonly string[]>([]);
  const bring = ({ snapshot, problems: found }: { snapshot: Snapshot; problems: string[] }) => {
    const more = applySnapshot(state, snapshot);
    for (const [name, each] of Object.entries(outlook.shows)) {
      each.value = snapshot.show.includes(name);
    }
    outlook.look(snapshot.view);
    problems.value = [...found, ...more];
  };
  let base = baseOf(state.scene, now(null));
  const opened = start === null ? null : readLink(start, base);
  if (opened) {
    bring(opened);
    base = baseOf(state.scene, now(outlook.view.peek()));
  }
  const written = computed(() => writeLink(now(outlook.view.value), base));
  const link = {
    text: computed(() => written.value.text),
    left: computed(() => written.value.left),
    problems,
  };
  if (!address) return { ...link, stop: () => {} };
  return { ...link, stop: follow(link.text, base.snapshot, problems, (text) => readLink(text, base), bring) };
}

function follow(
  text: ReadonlySignal<string>,
  start: Snapshot,
  problems: Signal<readonly string[]>,
  read: (text: string) => ReturnType<typeof readLink>,
  bring: (read: { snapshot: Snapshot; problems: string[] }) => void,
): () => void {
  const hash = () => location.hash.replace(/^#/, "");
  let timer = 0;
  let last = "";
  const open = () => {
    clearTimeout(timer);
    const asked = hash();
    const found = asked === "" ? { snapshot: start, problems: [] } : read(asked);
    if (found) bring(found);
    else problems.value = [`This link's ending “${asked.slice(0, 40)}” is no state of this map.`];
    last = text.peek();
  };
  if (hash() !== "") open();
  else last = text.peek();
  const stop = effect(() => {
    const next = text.value;
    clearTimeout(timer);
    if (next === last) return;
    timer = window.setTimeout(() => {
      const onlyMoved = withoutView(next) === withoutView(last);
      last = next;
      write(next, onlyMoved);
    }, SETTLED_MS);
  });
  // Going back and forward, and an ending typed into the address, are one event each: this one.
  const moved = () => {
    if (hash() !== last) open();
  };
  addEventListener("popstate", moved);
  return () => {
    stop();
    clearTimeout(timer);
    removeEventListener("popstate", moved);
  };
}

/** Moving the map is no step to go back to. */
const withoutView = (text: string): string => text.replace(/&(?:map|globe|round)=[^&]*/, "");

function write(text: string, replace: boolean): void {
  try {
    if (replace) history.replaceState(null, "", `#${text}`);
    else history.pushState(null, "", `#${text}`);
  } catch (error) {
    // A frame without an address of its own has no history: the page goes on without.
    if (!(error instanceof DOMException)) throw error;
  }
}
