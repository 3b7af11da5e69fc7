// The map in words: what it shows as a sentence and as lists, for those who do not see it.
import type { Countries } from "../countries.ts";
import { dateText } from "../dates.ts";
import { percent, type ShareRow, type ShareTable } from "../layers/shares.ts";
import { ofArea } from "../messages/area.ts";
import { countryName } from "../messages/country.ts";
import { fill } from "../messages/fill.ts";
import { t } from "../messages/index.ts";
import { grouped } from "../messages/number.ts";
import { rangeText } from "../ranges.ts";
import type { Row, State } from "../state.ts";
import { Part } from "./Part.tsx";
import { LISTED } from "./find.tsx";

interface Props {
  state: State;
  table: ShareTable | null;
  countries: Countries;
  id: string;
}

export function Summary({ state, table, countries, id }: Props) {
  const rows = [...state.rows.value.values()];
  return (
    <Part kind="sm-summary" title={t.value.summary.title}>
      <p id={`${id}-words`}>
        <Sentence state={state} rows={rows} table={table} />
      </p>
      <ul aria-label={t.value.summary.list}>
        {rows.slice(0, LISTED).map((row) => (
          <li key={row.place.id}>
            <bdi>{row.place.name}</bdi>: {aboutOf(row, countries).join(", ")}
            {row.range.value !== null && <Whose state={state} />}.
          </li>
        ))}
      </ul>
      {rows.length > LISTED && <p>{t.value.rows.unsaid(grouped(rows.length - LISTED))}</p>}
    </Part>
  );
}

/** “The map shows 6 of 6 sites on any date; 4 of its places have a range under ‘A’. Inside …” */
function Sentence({ state, rows, table }: Pick<Props, "state" | "table"> & { rows: readonly Row[] }) {
  const sites = rows.filter(({ place }) => place.role === "site");
  const shown = sites.filter(({ on, stands, standing }) => on.value && (stands.value || standing.value === "planned"));
  const drawn = rows.filter(({ on, stands, range }) => on.value && stands.value && range.value !== null);
  const words = t.value.summary;
  const total: ShareRow | undefined = table?.rows.at(-1);
  return (
    <>
      {fill(words.sentence, {
        shown: shown.length,
        sites: sites.length,
        when: state.date.value === null ? words.any : words.on(dateText(state.date.value)),
        drawn: words.drawn(drawn.length),
        under: drawn.length > 0 && <Whose state={state} />,
      })}
      {total && words.share(percent(total.share), ofArea(total))}
    </>
  );
}

function Whose({ state }: { state: State }) {
  return <>{fill(t.value.summary.under, { name: <bdi>{state.estimate.value.name}</bdi> })}</>;
}

/** “interceptor site, Romania, range 1,000 km” */
function aboutOf({ place, on, range, standing }: Row, countries: Countries): string[] {
  const found = place.country === null ? undefined : countries.byCode.get(place.country);
  const country = found && countryName(found.a3, found.name);
  const { row, summary: words } = t.value;
  const standings = { absent: words.absent, planned: words.planned, gone: words.gone, stands: null };
  const now = range.value;
  return [
    t.value.kinds[place.kind],
    found?.name === place.name ? null : country,
    on.value ? standings[standing.value] : words.off,
    now === null ? words.none : words.range(rangeText(now)),
    now === null || place.role === "site" ? null : now.from === "anywhere" ? row.anywhere : row.everywhere,
  ].filter((each) => typeof each === "string");
}
