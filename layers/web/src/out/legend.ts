// The column beside the map: whose numbers, a row per place, and what the signs mean.
import { type Rect, rect } from "../map/labels.ts";
import type { Entry, SheetContent } from "./content.ts";
import { Page } from "./items.ts";
import { wrap } from "./text.ts";
import { t } from "../messages/index.ts";

interface Density {
  scale: number;
  nameLines: number;
  facts: boolean;
}

const DENSITIES: readonly Density[] = [
  { scale: 1, nameLines: 3, facts: true },
  { scale: 0.92, nameLines: 2, facts: true },
  { scale: 0.84, nameLines: 2, facts: true },
  { scale: 0.8, nameLines: 1, facts: true },
  { scale: 0.78, nameLines: 1, facts: false },
];
const DENSEST = DENSITIES[DENSITIES.length - 1] as Density;

/** More than a column holds at its densest. */
const MOST_ENTRIES = 60;

/** Whose numbers, a row per place, the signs at the bottom: as large as the column allows. */
export function layoutLegend(page: Page, content: SheetContent, column: Rect): void {
  const signs = new Page(page.measure);
  const bottom = layoutSigns(signs, content, column);
  const place = (density: Density, shown: Groups): Page | null => {
    const trial = new Page(page.measure);
    const left = count(content.groups) - count(shown);
    return layoutRows(trial, { ...content, groups: shown }, column, density, left) <= bottom ? trial : null;
  };
  let found: Page | null = null;
  for (const [density, shown] of trials(content.groups)) found ??= place(density, shown);
  page.items.push(...(found?.items ?? []), ...signs.items);
}

type Groups = SheetContent["groups"];

const count = (groups: Groups): number => groups.reduce((sum, { entries }) => sum + entries.length, 0);

/** Rather small than cut; then rather without the places that have no range than without others. */
function trials(groups: Groups): [Density, Groups][] {
  const whole: [Density, Groups][] = DENSITIES.map((density) => [density, groups]);
  const ranged = groups.map((group) => ({
    ...group,
    entries: group.entries.filter(({ range }) => range !== null),
  }));
  const most = Math.min(count(ranged), MOST_ENTRIES);
  const cut = Array.from({ length: most + 1 }, (_, k): [Density, Groups] => [DENSEST, first(ranged, most - k)]);
  return [...(count(groups) <= MOST_ENTRIES ? whole : []), ...cut];
}

/** The first so many entries. */
function first(groups: Groups, most: number): Groups {
  let room = most;
  return groups.map((group) => {
    const entries = group.entries.slice(0, room);
    room -= entries.length;
    return { ...group, entries };
  });
}

function layoutRows(
  page: Page,
  { heading, whose, groups }: SheetContent,
  column: Rect,
  density: Density,
  left: number,
): number {
  const { scale } = density;
  const title = { size: 13 * scale, weight: 700 } as const;
  const small = { size: 9.5 * scale, weight: 400, ink: "muted" } as const;
  const wide = column.right - column.left;
  let y = page.lines(wrap(heading, wide, 2, title, page.measure), column.left, column.top - 2, title);
  y = page.lines(wrap(whose, wide, 3, small, page.measure), column.left, y + 1, small);
  for (const { title: name, entries } of groups) {
    if (entries.length === 0) continue;
    y = page.line(name, column.left, y + 10 * scale, { size: 9.5 * scale, weight: 700, ink: "muted" });
    for (const each of entries) y = layoutEntry(page, each, column, y + 3.5 * scale, density);
  }
  return left > 0 ? page.line(t.value.sheet.more(left), column.left, y + 6 * scale, small) : y;
}

const SYMBOL = 24;

function layoutEntry(
  page: Page,
  { kind, hollow, name, range, facts }: Entry,
  column: Rect,
  top: number,
  { scale, nameLines, facts: withFacts }: Density,
): number {
  const look = { size: 11.5 * scale, weight: 400 } as const;
  const known = { weight: 600, ink: "text" } as const;
  const number = { ...look, ...(range === null ? { ink: "muted" as const } : known) };
  const text = range ?? t.value.sheet.noRange;
  const size = 15 * scale;
  const middle = top + (look.size * 1.3) / 2;
  const box = rect(column.left, middle - size / 2, size, size);
  page.items.push({ type: "symbol", kind, hollow, x: column.left + size / 2, y: middle, size, box });
  const x = column.left + SYMBOL * scale;
  const room = column.right - x - page.measure(text, number) - 10;
  page.line(text, column.right, top, { ...number, align: "right" });
  const below = page.lines(wrap(name, room, nameLines, look, page.measure), x, top, look);
  if (!withFacts || facts === "") return Math.max(below, top + look.size * 1.3);
  const small = { size: 9.5 * scale, weight: 400, ink: "muted" } as const;
  return page.lines(wrap(facts, column.right - x, 2, small, page.measure), x, below, small);
}

/** From the bottom of the column up; returns where they start. */
function layoutSigns(page: Page, { signs, mark }: SheetContent, column: Rect): number {
  const look = { size: 10, weight: 400 } as const;
  const step = 16;
  const marks = mark === null ? [] : [mark];
  const top = column.bottom - (signs.length + marks.length) * step;
  page.lines(marks, column.left, column.bottom - step + 1.5, { ...look, ink: "muted" });
  signs.forEach((sign, i) => {
    const y = top + i * step;
    const box = rect(column.left, y + 1, 34, step - 3);
    page.items.push({ type: "sign", sign, x: column.left, y: y + step / 2, width: 34, box });
    page.line(t.value.sheet.signs[sign], column.left + 44, y + 1.5, { ...look, ink: "muted" });
  });
  if (top < column.bottom) {
    page.items.push({ type: "rule", box: rect(column.left, top - 8, column.right - column.left, 1) });
  }
  return top < column.bottom ? top - 14 : column.bottom;
}
