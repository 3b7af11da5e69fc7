// The order of names in the reader's language.
import { language } from "./index.ts";

const PLAIN = /^[ -~]*$/;

/** Compare names for a sort. */
export function inOrder(a: string, b: string): number {
  // English names without accents stand in the order of their codes; to load rules takes 10 ms.
  const plain = language.value === "en" && PLAIN.test(a) && PLAIN.test(b);
  if (!plain) return a.localeCompare(b, language.value);
  const low = a.toLowerCase();
  const high = b.toLowerCase();
  return Number(low > high) - Number(low < high);
}
