// One number of a range: typed, checked at every key, what is wrong said beside it.
import type { Field } from "../field.ts";
import { t } from "../messages/index.ts";
import type { Part } from "../ranges.ts";

interface Props {
  field: Field;
  part: Part;
  id: string;
  name: string;
}

export function RangeField({ field, part, id, name }: Props) {
  const error = field.error.value;
  const input = `${id}-${part}`;
  const { range, low, high, rangeOf, lowOf, highOf } = t.value.row;
  return (
    <>
      <input
        id={input}
        class="sm-number"
        type="text"
        inputMode="decimal"
        autocomplete="off"
        spellcheck={false}
        aria-label={{ range: rangeOf, low: lowOf, high: highOf }[part](name)}
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : `${input}-error`}
        placeholder={{ range, low, high }[part]}
        value={field.text.value}
        onInput={(event) => field.type(event.currentTarget.value)}
        onBlur={field.leave}
        onKeyDown={(event) => {
          if (event.key === "Enter") field.leave();
        }}
      />
      {error !== null && (
        <p class="sm-error" id={`${input}-error`} role="alert">
          {error}
        </p>
      )}
    </>
  );
}
