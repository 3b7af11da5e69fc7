// What stands on a sheet, piece by piece.
import { type Rect, rect } from "../map/labels.ts";
import type { Kind } from "../state.ts";
import type { Sign } from "./content.ts";
import type { Measure, TextLook } from "./text.ts";

export type Ink = "text" | "muted" | "noticeText";

type Align = "left" | "right";

export type Item =
  | ({ type: "text"; text: string; x: number; y: number; ink: Ink; align: Align; box: Rect } & TextLook)
  | { type: "symbol"; kind: Kind; hollow: boolean; x: number; y: number; size: number; box: Rect }
  | { type: "sign"; sign: Sign; x: number; y: number; width: number; box: Rect }
  | { type: "swatch"; color: string; box: Rect }
  | { type: "plate"; box: Rect }
  | { type: "rule"; box: Rect };

type LineLook = TextLook & Partial<{ ink: Ink; align: Align; leading: number }>;

/** Items as they are placed; texts stand below one another. */
export class Page {
  readonly items: Item[] = [];
  readonly measure: Measure;

  constructor(measure: Measure) {
    this.measure = measure;
  }

  /** One line whose box starts at `top`; returns where the next may start. */
  line(text: string, x: number, top: number, look: LineLook): number {
    const { ink = "text", align = "left", leading = 1.3, ...rest } = look;
    const height = look.size * leading;
    const width = this.measure(text, look);
    const box = rect(align === "left" ? x : x - width, top, width, height);
    const y = top + height / 2 + look.size * 0.36; // about half of a capital's height
    this.items.push({ type: "text", text, x, y, ink, align, box, ...rest });
    return top + height;
  }

  lines(texts: readonly string[], x: number, top: number, look: LineLook): number {
    return texts.reduce((next, text) => this.line(text, x, next, look), top);
  }
}
