// A symbol per kind of place, the same on the map and in the panel. A box of 20 by 20 units.
import type { Kind } from "./state.ts";

export interface Symbol {
  /** Filled with the kind's colour (hollow when cancelled). */
  filled: string;
  /** Stroked only. */
  lines: string;
}

export const SYMBOLS: Readonly<Record<Kind, Symbol>> = {
  interceptor: { filled: "M10 2.6 L17.8 16.4 H2.2 Z", lines: "" },
  radar: {
    filled: "M10 12.2 a2.6 2.6 0 1 0 0.01 0 Z",
    lines: "M4.9 11.6 A5.8 5.8 0 0 1 15.1 11.6 M2 8.8 A9.2 9.2 0 0 1 18 8.8",
  },
  command: {
    filled: "M10 2 L12.4 7.4 L18.2 8 L13.9 11.9 L15.1 17.6 L10 14.7 L4.9 17.6 L6.1 11.9 L1.8 8 L7.6 7.4 Z",
    lines: "",
  },
  port: {
    filled: "M10 1.8 a2.2 2.2 0 1 0 0.01 0 Z",
    lines: "M10 6.2 V17.6 M6.2 9 H13.8 M3 11.8 C3.4 15.6 6.4 17.6 10 17.6 C13.6 17.6 16.6 15.6 17 11.8",
  },
  place: { filled: "M10 4 a6 6 0 1 0 0.01 0 Z", lines: "" },
  launch: { filled: "M3 3.5 H17 V16.5 H3 Z", lines: "" },
  sea: {
    filled: "",
    lines: "M1.5 6.5 q2.8 -3.4 5.7 0 t5.7 0 t5.7 0 M1.5 12.5 q2.8 -3.4 5.7 0 t5.7 0 t5.7 0",
  },
};

const SVG = "http://www.w3.org/2000/svg";

/** The symbol as an element; `styles/symbols.css` gives it its colours. */
export function symbolElement(kind: Kind, hollow: boolean): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", symbolClass(kind, hollow));
  const { filled, lines } = SYMBOLS[kind];
  // What is drawn first is the casing that lifts the symbol off any ground.
  for (const [name, path] of [
    ["casing", `${filled} ${lines}`],
    ["lines", lines],
    ["filled", filled],
  ] as const) {
    const element = document.createElementNS(SVG, "path");
    element.setAttribute("class", name);
    element.setAttribute("d", path);
    svg.append(element);
  }
  return svg;
}

export const symbolClass = (kind: Kind, hollow: boolean): string =>
  `sm-symbol sm-kind-${kind}${hollow ? " sm-hollow" : ""}`;
