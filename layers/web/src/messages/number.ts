// Numbers as the reader's language writes them.
import { language, t } from "./index.ts";

/** With separated thousands: “1,000” in English. */
export function grouped(value: number, options?: Intl.NumberFormatOptions): string {
  // What a page opens with: to load the rules of all languages takes 15 ms.
  if (language.value === "en" && !options && Number.isSafeInteger(value)) {
    return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
  }
  return formatFor(language.value, options ?? {}).format(value);
}

const formats = new Map<string, Intl.NumberFormat>();

/** To make one takes longer than to write a thousand numbers. */
function formatFor(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${name} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(name, options);
  formats.set(key, format);
  return format;
}

/** A plain number, such as `String` or `toFixed` writes it, with the reader's decimal mark. */
export const marked = (number: string): string => number.replace(".", t.value.mark);

/**
 * A number as the reader wrote it, as `Number` reads it: “1000,5” is 1000.5 where a comma is the mark.
 *
 * @throws RangeError when what is written may be a thousand times something else
 */
export function unmarked(text: string): string {
  const { mark, quote, wrong } = t.value;
  if (mark === ".") return text;
  const thousands = /^[1-9]\d{0,2}(?:[.' \u00a0\u202f]\d{3})+(?:,\d+)?(?=\s*\p{L}*$)/u.exec(text)?.[0];
  if (thousands !== undefined) {
    const plain = thousands.replace(/[.' \u00a0\u202f]/gu, "") + text.slice(thousands.length);
    throw new RangeError(wrong.thousands(quote(text), plain));
  }
  const [, whole, three, unit] = /^([1-9]\d{0,2}),(\d{3})(\s*\p{L}*)$/u.exec(text) ?? [];
  if (whole !== undefined) {
    throw new RangeError(
      wrong.ambiguous(quote(text), `${whole}${three}${unit}`, `${whole},${three}0${unit}`),
    );
  }
  return text.replace(/^([+-]?\d*),(?=\d)/u, "$1.");
}
