// The words of the page in the reader's language, as a signal: whatever reads `t.value` follows it.
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { en } from "./en.ts";
import { pl } from "./pl.ts";
import { ro } from "./ro.ts";
import { tr } from "./tr.ts";

/** What every language says; a table that lacks a message does not compile. */
export type Messages = typeof en;

export const TABLES = { en, pl, ro, tr } satisfies Record<string, Messages>;

export type Language = keyof typeof TABLES;

export const LANGUAGES = Object.keys(TABLES) as readonly Language[];

/** Languages in their own names. */
export const OWN_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  pl: "Polski",
  ro: "Română",
  tr: "Türkçe",
};

/** All maps of a page speak the same language. */
export const language: Signal<Language> = signal<Language>("en");

export const t: ReadonlySignal<Messages> = computed(() => TABLES[language.value]);

export const isLanguage = (text: string): text is Language => Object.hasOwn(TABLES, text);

/** The first of the reader's languages that there is a table for, or English. */
export const preferred = (wanted: readonly string[]): Language =>
  wanted.map((each) => each.toLowerCase().split("-")[0] ?? "").find(isLanguage) ?? "en";
