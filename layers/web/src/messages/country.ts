// Countries' names in the reader's language; in English as the country file has them.
import { computed } from "@preact/signals";
import { language } from "./index.ts";

/** ISO 3166-1 alpha-2 by alpha-3, as the country file pairs them. */
const shorter = new Map<string, string>();

export function learnCodes(countries: readonly { a3: string; a2?: string }[]): void {
  for (const { a3, a2 } of countries) if (a2 !== undefined) shorter.set(a3, a2);
}

const names = computed(() =>
  language.value === "en" ? null : new Intl.DisplayNames(language.value, { type: "region", fallback: "none" }),
);

/** @param english what it is called where there is no code, or no other name */
export function countryName(a3: string, english: string): string {
  const a2 = shorter.get(a3);
  return (a2 !== undefined && names.value?.of(a2)) || english;
}
