// One input of a range: what stands in it, and what is wrong with that. No DOM in here.
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { metresOf, type Part } from "./ranges.ts";
import type { Range, Unit } from "./scene.ts";
import { type Cell, clearRange, type Row, type State, setMetres } from "./state.ts";
import { t } from "./messages/index.ts";
import { marked, unmarked } from "./messages/number.ts";
import { formatNumber, parseDistance } from "./units.ts";

export interface Field {
  readonly text: ReadonlySignal<string>;
  readonly error: ReadonlySignal<string | null>;
  /** The unit to show: the one just typed, or the range's. */
  readonly unit: ReadonlySignal<Unit>;
  /** The reader typed: a good number is set at once, a wrong one leaves the range as it was. */
  type(text: string): void;
  /** The reader left the field: an empty one means no range, a good one is written plainly. */
  leave(): void;
  /** The reader chose a unit where there is no range to carry it yet. */
  choose(unit: Unit): void;
}

interface Typed {
  text: string;
  error: string | null;
  /** The range after typing: once it is another, somebody else set it and the text is stale. */
  after: Range | null;
  cell: Cell;
}

export function createField(state: State, row: Row, part: Part): Field {
  const typed = signal<Typed | null>(null);
  const spare = signal<Unit>("km");
  const live = computed(() => {
    const now = typed.value;
    return now?.cell === row.cell.value && now.after === row.range.value ? now : null;
  });
  const unit = computed(() => row.range.value?.unit ?? spare.value);
  const plain = computed(() => {
    const metres = metresOf(row.range.value, part);
    return metres === null ? "" : marked(formatNumber(metres, unit.value));
  });
  const set = (text: string): string | null => {
    try {
      const read = parseDistance(unmarked(text.trim()), unit.value, state.scene.farthest);
      const written = t.value.quote(text.trim());
      setMetres(state, row, part, read.metres, { unit: read.unit, draft: true, written });
      spare.value = read.unit;
      return null;
    } catch (error) {
      if (error instanceof RangeError) return error.message;
      throw error;
    }
  };
  return {
    text: computed(() => live.value?.text ?? plain.value),
    error: computed(() => live.value?.error ?? null),
    unit,
    type: (text) =>
      batch(() => {
        const error = text.trim() === "" ? null : set(text);
        typed.value = { text, error, after: row.range.peek(), cell: row.cell.peek() };
      }),
    leave: () =>
      batch(() => {
        const left = live.peek();
        if (left && left.text.trim() === "" && part === "range") clearRange(row);
        if (left && left.error === null) typed.value = null;
      }),
    choose: (chosen) => {
      spare.value = chosen;
    },
  };
}
