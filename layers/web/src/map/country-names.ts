// Countries' names as both maps write them: in which lines, how large, and how long they are.
import type { Country } from "../countries.ts";
import { countryName } from "../messages/country.ts";
import { language } from "../messages/index.ts";
import { broken, measure } from "./labels.ts";

export interface NameTag {
  readonly lines: readonly string[];
  /** CSS pixels at a size of 10. */
  readonly length: number;
}

const tags = new Map<string, NameTag>();

/** Return a name's lines and length, which are measured once for a language and a font. */
export function nameTag(
  context: CanvasRenderingContext2D,
  { a3, name }: Country,
  family: string,
): NameTag {
  const key = `${language.value} ${a3} ${family}`;
  let tag = tags.get(key);
  if (!tag) {
    const lines = broken(countryName(a3, name));
    tag = { lines, length: measure(context, lines, nameFont(10, family)) };
    tags.set(key, tag);
  }
  return tag;
}

/** The size of the name of a country so many pixels wide: of few, as each is a font to be made. */
export const nameSize = (width: number): number =>
  Math.min(15, Math.round(2 * (9.5 + width / 90)) / 2);

/** The font of a country's name at a size in CSS pixels, its letters a little apart. */
export const nameFont = (points: number, family: string) => ({
  font: `500 ${points}px ${family}`,
  spacing: `${(points * 0.06).toFixed(2)}px`,
});
