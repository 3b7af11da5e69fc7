// Words in a box: broken into lines, and ended by an ellipsis where there is no room.

/** The width of a text in CSS pixels. */
export type Measure = (text: string, style: TextLook) => number;

export interface TextLook {
  size: number;
  weight: 400 | 600 | 700;
  italic?: boolean;
}

/** Longer than any box could show. */
const LONGEST = 600;

/** What belongs on one line: breaks and control characters become spaces. */
export const oneLine = (text: string): string =>
  text.slice(0, LONGEST).replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Keeps a name's own direction from turning the words round it. */
export const isolated = (text: string): string =>
  RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;

/** At most `most` lines no wider than `width`: broken at spaces, in long words after punctuation. */
export function wrap(
  text: string,
  width: number,
  most: number,
  look: TextLook,
  measure: Measure,
): string[] {
  const fits = (line: string) => measure(line.trimEnd(), look) <= width;
  const lines: string[] = [];
  let line = "";
  const pieces = oneLine(text).split(/(?<= )/).flatMap((word) => parts(word, fits));
  for (const [i, piece] of pieces.entries()) {
    if (fits(line + piece)) {
      line += piece;
      continue;
    }
    if (lines.length === most - 1) {
      return [...lines, ended(line + pieces.slice(i).join(""), fits)];
    }
    lines.push(line.trimEnd());
    line = piece;
  }
  return line === "" ? lines : [...lines, line.trimEnd()];
}

/** A word that is too wide for a line breaks after punctuation, or else anywhere. */
function parts(word: string, fits: (line: string) => boolean): string[] {
  if (fits(word)) return [word];
  return (word.match(/[^\-/_.?&=,;]*[\-/_.?&=,;]+|[^\-/_.?&=,;]+/gu) ?? [word]).flatMap((part) =>
    fits(part) ? [part] : letters(part),
  );
}

/** The longest beginning that fits with an ellipsis. */
function ended(text: string, fits: (line: string) => boolean): string {
  const all = letters(text);
  let low = 0;
  let high = all.length;
  const cut = (count: number) => `${all.slice(0, count).join("").trimEnd()}…`;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(cut(middle))) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}

let segmenter: Intl.Segmenter | undefined; // takes 10 ms to make

/** What a reader takes for one letter, its accents with it. */
function letters(text: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}
