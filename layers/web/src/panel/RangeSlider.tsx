// A range as a slider: every step is the same ratio, and each frame draws at most once.
import { useRef } from "preact/hooks";
import { t } from "../messages/index.ts";
import { outerOf } from "../ranges.ts";
import { type Row, type State, setMetres } from "../state.ts";
import { metresAt, STEPS, stepOf } from "../slider.ts";
import { labelDistance } from "../units.ts";

interface Props {
  state: State;
  row: Row;
  name: string;
}

export function RangeSlider({ state, row, name }: Props) {
  const frame = useRef(0);
  const { farthest } = state.scene;
  const range = row.range.value;
  const metres = range && outerOf(range);
  const slide = (step: number) => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      const wanted = metresAt(step, row.unit.value, farthest);
      const inner = row.range.value?.inner_m ?? 0;
      if (wanted > inner) setMetres(state, row, "range", wanted, { draft: true });
    });
  };
  return (
    <input
      class="sm-slider"
      type="range"
      min={0}
      max={STEPS}
      step={1}
      aria-label={t.value.row.slider(name)}
      aria-valuetext={metres === null ? t.value.row.noRange : labelDistance(metres, row.unit.value)}
      value={metres === null ? 0 : stepOf(metres, farthest)}
      data-empty={metres === null}
      onInput={(event) => slide(Number(event.currentTarget.value))}
    />
  );
}
