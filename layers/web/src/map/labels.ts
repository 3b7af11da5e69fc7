// Where words go: boxes that are taken, and text with a halo.
export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const rect = (left: number, top: number, width: number, height: number): Rect => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

export const meet = (a: Rect, b: Rect): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export const isFree = (box: Rect, taken: readonly Rect[]): boolean =>
  !taken.some((other) => meet(box, other));

const CELL = 64; // pixels

/** Many boxes, found by where they lie. */
export class Boxes {
  readonly #cells = new Map<string, Rect[]>();

  constructor(boxes: readonly Rect[] = []) {
    for (const box of boxes) this.add(box);
  }

  add(box: Rect): void {
    for (const cell of cellsOf(box)) {
      const held = this.#cells.get(cell);
      if (held) held.push(box);
      else this.#cells.set(cell, [box]);
    }
  }

  isFree(box: Rect): boolean {
    for (const cell of cellsOf(box)) {
      const held = this.#cells.get(cell);
      if (held && !isFree(box, held)) return false;
    }
    return true;
  }
}

function* cellsOf({ left, top, right, bottom }: Rect): Generator<string> {
  for (let x = Math.floor(left / CELL); x * CELL <= right; x++) {
    for (let y = Math.floor(top / CELL); y * CELL <= bottom; y++) yield `${x},${y}`;
  }
}

export const shifted = (box: Rect, dx: number, dy: number): Rect => ({
  left: box.left + dx,
  top: box.top + dy,
  right: box.right + dx,
  bottom: box.bottom + dy,
});

export interface TextStyle {
  font: string;
  color: string;
  halo: string;
  spacing?: string;
  line?: number;
}

/** Return the widest line's width in CSS pixels. */
export function measure(
  context: CanvasRenderingContext2D,
  lines: readonly string[],
  style: Pick<TextStyle, "font" | "spacing">,
): number {
  setFont(context, style);
  return Math.max(...lines.map((line) => context.measureText(line).width));
}

function setFont(
  context: CanvasRenderingContext2D,
  { font, spacing = "0px" }: Pick<TextStyle, "font" | "spacing">,
): void {
  context.font = font;
  if ("letterSpacing" in context) context.letterSpacing = spacing;
}

/** Draw lines centred on a point, each with a halo. */
export function drawText(
  context: CanvasRenderingContext2D,
  lines: readonly string[],
  x: number,
  y: number,
  { color, halo, line = 13, ...font }: TextStyle,
): void {
  setFont(context, font);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = halo;
  context.fillStyle = color;
  const first = y - ((lines.length - 1) * line) / 2;
  lines.forEach((text, i) => context.strokeText(text, x, first + i * line));
  lines.forEach((text, i) => context.fillText(text, x, first + i * line));
}

/** Break a long name in two at the space nearest to its middle. */
export function broken(name: string, from = 14): string[] {
  if (name.length < from || !name.includes(" ")) return [name];
  const spaces = [...name].flatMap((letter, i) => (letter === " " ? [i] : []));
  const middle = name.length / 2;
  const at = spaces.reduce((a, b) => (Math.abs(b - middle) < Math.abs(a - middle) ? b : a));
  return [name.slice(0, at), name.slice(at + 1)];
}
