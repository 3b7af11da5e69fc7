// The unit of a row: choosing another converts the number, not the circle.
import type { Field } from "../field.ts";
import { t } from "../messages/index.ts";
import type { Unit } from "../scene.ts";
import { type Row, setOption } from "../state.ts";

const CHOICES: readonly Unit[] = ["km", "mi", "nmi"];

export function UnitSelect({ field, row, name }: { field: Field; row: Row; name: string }) {
  const unit = field.unit.value;
  return (
    <select
      class="sm-unit"
      aria-label={t.value.row.unitOf(name)}
      value={unit}
      onChange={(event) => {
        const chosen = event.currentTarget.value as Unit;
        field.choose(chosen);
        setOption(row, { unit: chosen });
      }}
    >
      {(CHOICES.includes(unit) ? CHOICES : [...CHOICES, unit]).map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </select>
  );
}
