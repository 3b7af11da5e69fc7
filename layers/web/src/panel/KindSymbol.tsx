// The symbol of a kind, as on the map.
import type { Kind } from "../state.ts";
import { SYMBOLS, symbolClass } from "../symbols.ts";

export function KindSymbol({ kind, hollow = false }: { kind: Kind; hollow?: boolean }) {
  const { filled, lines } = SYMBOLS[kind];
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" class={symbolClass(kind, hollow)}>
      <path class="lines" d={lines} />
      <path class="filled" d={filled} />
    </svg>
  );
}
