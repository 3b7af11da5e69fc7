// The colours of the map come from the style sheet, so that light and dark are one place.
import type { Kind } from "../state.ts";

export interface Theme {
  land: string;
  coast: string;
  border: string;
  graticule: string;
  name: string;
  casing: string;
  /** Behind the distance on a ring, which it interrupts. */
  plate: string;
  text: string;
  agreed: string;
  disputed: string;
  font: string;
  kinds: Record<Kind, string>;
}

const KINDS: readonly Kind[] = ["interceptor", "radar", "command", "port", "place", "launch", "sea"];

/** Read the custom properties that `styles/theme.css` sets on an element. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--sm-${name}`).trim();
  return {
    land: read("land"),
    coast: read("coast"),
    border: read("border"),
    graticule: read("graticule"),
    name: read("name"),
    casing: read("casing"),
    plate: read("plate"),
    text: read("text"),
    agreed: read("agreed"),
    disputed: read("disputed"),
    font: style.fontFamily,
    // "sea" is the ground of the map; the kind of that name has its own colour.
    kinds: Object.fromEntries(KINDS.map((kind) => [kind, read(kind === "sea" ? "sea-kind" : kind)])) as Theme["kinds"],
  };
}

/** Call back whenever the reader's system, or the host of `root`, changes between light and dark. */
export function onThemeChange(root: Element, callback: () => void): () => void {
  const queries = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener("change", callback);
  const host = new MutationObserver(callback);
  host.observe(root, { attributeFilter: ["data-theme"] });
  return () => {
    host.disconnect();
    for (const query of queries) query.removeEventListener("change", callback);
  };
}
