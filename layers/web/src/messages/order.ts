// The order of names in the reader's language.
import { language } from "./index.ts";

const PLAIN = /^[ -~]$/;

/** Compare names for a sort. */
export function inOrder(a: string, b: string): number {
  // Where English names first differ in plain letters, these tell; to load rules takes 10 ms.
  if (language.value === "en") {
    const low = a.toLowerCase();
    const high = b.toLowerCase();
    let at = 0;
    while (at < low.length && low[at] === high[at]) at++;
    const one = low[at] ?? " ";
    const other = high[at] ?? " ";
    if (one !== other && PLAIN.test(one) && PLAIN.test(other)) return one < other ? -1 : 1;
  }
  return a.localeCompare(b, language.value);
}
