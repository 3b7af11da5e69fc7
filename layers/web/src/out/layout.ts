// Where everything on a sheet stands: A4 across, in CSS pixels. No drawing in here.
import { type Rect, rect } from "../map/labels.ts";
import type { SheetContent, SheetFrame } from "./content.ts";
import { type Item, Page } from "./items.ts";
import { layoutLegend } from "./legend.ts";
import { type Measure, wrap } from "./text.ts";
import { t } from "../messages/index.ts";

/** A4 across at 96 dots per inch. */
export const SHEET = { width: 1123, height: 794 };

export interface Layout {
  /** Where the map goes. */
  frame: Rect;
  items: Item[];
}

const MARGIN = 32;
const GAP = 18;
const COLUMN = 256;
const LEFT = MARGIN;
const RIGHT = SHEET.width - MARGIN;

export const layoutSheet = (content: SheetContent, measure: Measure): Layout =>
  layoutFramed(content, measure, (page, column) => layoutLegend(page, content, column));

/** @param legend fills the column beside the map */
export function layoutFramed(
  content: SheetFrame,
  measure: Measure,
  legend: (page: Page, column: Rect) => void,
): Layout {
  const page = new Page(measure);
  const top = header(page, content);
  const bottom = footer(page, content);
  const frame = rect(LEFT, top, RIGHT - LEFT - GAP - COLUMN, bottom - top);
  legend(page, rect(RIGHT - COLUMN, top, COLUMN, bottom - top));
  return { frame, items: page.items };
}

function header(page: Page, { title, lead, notice }: SheetFrame): number {
  const look = { size: 23, weight: 700, leading: 1.18 } as const;
  const lines = wrap(title, RIGHT - LEFT, 2, look, page.measure);
  const below = page.lines(lines, LEFT, MARGIN - 6, look);
  const small = { size: 12, weight: 400 } as const;
  const bold = { ...small, weight: 600, ink: "noticeText" } as const;
  const said = wrap(`${notice}.`, (RIGHT - LEFT) * 0.6, 1, bold, page.measure)[0] ?? "";
  const width = page.measure(said, bold);
  page.items.push({ type: "plate", box: rect(LEFT, below + 5, width + 18, 22) });
  page.line(said, LEFT + 9, below + 8.2, bold);
  const rest = wrap(lead, RIGHT - LEFT - width - 40, 1, small, page.measure);
  page.lines(rest, LEFT + width + 30, below + 8.2, { ...small, ink: "muted" });
  return below + 38;
}

const FINE = { size: 8.5, weight: 400, ink: "muted", leading: 1.32 } as const;
const COLUMNS = 3;
const MOST_LINES = 8;

/** The sources in columns, and below a rule who made the sheet; returns where the map ends. */
function footer(page: Page, { sources, foot }: SheetFrame): number {
  const end = SHEET.height - MARGIN + 12;
  const leading = FINE.size * FINE.leading;
  const last = end - leading;
  const right = page.measure(foot.right, FINE);
  page.line(foot.right, RIGHT, last, { ...FINE, align: "right" });
  page.lines(wrap(foot.left, RIGHT - LEFT - right - 24, 1, FINE, page.measure), LEFT, last, FINE);
  page.items.push({ type: "rule", box: rect(LEFT, last - 7, RIGHT - LEFT, 1) });
  const width = (RIGHT - LEFT - (COLUMNS - 1) * GAP) / COLUMNS;
  const columns = inColumns(sources, width - 14, page.measure);
  const height = Math.max(...columns.map((column) => column.length)) * leading;
  const top = last - 13 - height;
  const heading = { size: 9.5, weight: 700 } as const;
  page.line(t.value.sheet.sources, LEFT, top - 15, heading);
  columns.forEach((column, i) => {
    const x = LEFT + i * (width + GAP);
    column.forEach(({ text, number }, k) => {
      const y = top + k * leading;
      if (number !== "") page.line(number, x, y, FINE);
      page.line(text, x + 14, y, FINE);
    });
  });
  return top - 27;
}

interface SourceLine {
  text: string;
  /** Its number, before the first line of a source. */
  number: string;
}

/** Fill the columns evenly; what does not fit is counted. */
function inColumns(sources: readonly string[], width: number, measure: Measure): SourceLine[][] {
  const some = sources.slice(0, COLUMNS * MOST_LINES);
  const blocks = some.map((text, i): SourceLine[] =>
    wrap(text, width, 2, FINE, measure).map((line, k) => ({ text: line, number: k === 0 ? `${i + 1}` : "" })),
  );
  for (let lines = 1; lines <= MOST_LINES; lines++) {
    const columns = filled(blocks, lines);
    if (columns && some.length === sources.length) return columns;
  }
  for (let count = blocks.length - 1; count > 0; count--) {
    const more: SourceLine = { text: t.value.sheet.moreSources(sources.length - count), number: "" };
    const columns = filled([...blocks.slice(0, count), [more]], MOST_LINES);
    if (columns) return columns;
  }
  return [[]];
}

/** Null when blocks, which stay whole, need more lines than that. */
function filled(blocks: readonly SourceLine[][], lines: number): SourceLine[][] | null {
  const columns: SourceLine[][] = [[]];
  for (const block of blocks) {
    if ((columns.at(-1)?.length ?? 0) + block.length > lines) columns.push([]);
    columns.at(-1)?.push(...block);
  }
  const fit = columns.length <= COLUMNS && columns.every((column) => column.length <= lines);
  return fit ? columns : null;
}
