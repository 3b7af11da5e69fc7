// The shares by country: a table to sort, in which a row can be asked what range it needs.
import { type Signal, useSignal } from "@preact/signals";
import { type ComponentChildren, Fragment } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { landOf } from "../layers/needed.ts";
import {
  type Column,
  percent,
  type ShareRow,
  type Shares,
  type ShareTable,
  sorted,
  wholeKm2,
} from "../layers/shares.ts";
import { areaName } from "../messages/area.ts";
import { t } from "../messages/index.ts";
import type { State } from "../state.ts";
import { Needed, NeededButton } from "./Needed.tsx";

interface Props {
  state: State;
  shares: Shares;
  id: string;
}

const COLUMNS: readonly { column: Column; title: "country" | "area" | "inside"; descending: boolean }[] = [
  { column: "name", title: "country", descending: false },
  { column: "area_km2", title: "area", descending: true },
  { column: "share", title: "inside", descending: true },
];

interface TableProps extends Props {
  table: ShareTable;
  settled: ShareTable;
}

interface Sort {
  column: Column;
  descending: boolean;
}

export function SharesTable({ table, settled, state, shares, id }: TableProps) {
  const sort = useSignal<Sort>({ column: "share", descending: true });
  const asked = useSignal<string | null>(null);
  const last = useSignal<string | null>(null);
  const total = table.rows.at(-1) as ShareRow;
  const known = (code: string | null) => table.rows.find(({ area }) => area === code)?.area ?? null;
  const open = known(asked.value);
  // All buttons are one stop of the Tab key; the arrow keys go from one to the next.
  const stop = known(last.value) ?? total.area;
  // While a row is asked about, the rows keep their places.
  const order = useRef(settled.rows);
  if (open === null) order.current = settled.rows;
  const idOf = (area: string) => `${id}-needed-${area}`;
  const back = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (back.current !== null) document.getElementById(`${idOf(back.current)}-button`)?.focus();
    back.current = null;
  });
  const close = () => {
    back.current = open;
    asked.value = null;
  };
  const line = (row: ShareRow) => {
    const { area } = row;
    const name = areaName(row);
    const isOpen = area === open;
    const button = {
      ...{ name, id: idOf(area), open: isOpen, stop: area === stop },
      toggle: () => (isOpen ? close() : void (asked.value = area)),
      entered: () => void (last.value = area),
    };
    return (
      <Fragment key={area}>
        <Line row={row} total={row === total}>
          {row.area_km2 > 0 && state.rows.value.size > 0 && <NeededButton {...button} />}
        </Line>
        {isOpen && <Question row={row} state={state} shares={shares} id={idOf(area)} />}
      </Fragment>
    );
  };
  const { column, descending } = sort.value;
  return (
    <table class="sm-table">
      <caption>{t.value.shares.caption}</caption>
      <Head sort={sort} />
      <tbody
        onKeyDown={(event) => {
          if (event.key !== "Escape") walk(event);
          else if (open !== null) close();
        }}
      >
        {line(total)}
        {sorted(table.rows, column, descending, order.current).map(line)}
      </tbody>
    </table>
  );
}

function Head({ sort }: { sort: Signal<Sort> }) {
  const { column: by, descending: down } = sort.value;
  return (
    <thead>
      <tr>
        {COLUMNS.map(({ column, title, descending }) => (
          <th
            key={column}
            scope="col"
            aria-sort={by === column ? (down ? "descending" : "ascending") : undefined}
          >
            <button
              type="button"
              onClick={() => {
                sort.value = { column, descending: by === column ? !down : descending };
              }}
            >
              {t.value.shares[title]}
              <span class="sm-arrow" aria-hidden="true">
                {by === column ? (down ? "▾" : "▴") : ""}
              </span>
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Go from a row's button to another's. */
function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(".sm-ask")];
  const at = buttons.indexOf(event.target as HTMLElement);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault(); // the panel would scroll
  buttons[to]?.focus();
}

interface QuestionProps extends Props {
  row: ShareRow;
}

/** What the row needs, of the land that it counts on the chosen day. */
function Question({ row, state, shares, id }: QuestionProps) {
  const parts = shares.areas.value;
  const land = useMemo(() => landOf(state, parts, row.area), [state, parts, row.area]);
  const about = { state, name: areaName(row), area: row.area, id, columns: COLUMNS.length };
  return land && <Needed {...about} land={land} />;
}

interface LineProps {
  row: ShareRow;
  total: boolean;
  children: ComponentChildren;
}

function Line({ row, total, children }: LineProps) {
  const kind = total ? "sm-total" : row.covered_km2 === 0 ? "sm-none" : undefined;
  return (
    <tr class={kind} data-area={row.area}>
      <th scope="row">{areaName(row)}</th>
      <td>{wholeKm2(row.area_km2)}</td>
      <td>
        {percent(row.share)}
        <span class="sm-bar" aria-hidden="true">
          <span style={{ width: `${Math.min(100, row.share * 100)}%` }} />
        </span>
        {children}
      </td>
    </tr>
  );
}
