// Which form of a word goes with a number: Polish and Romanian have three.

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Return what chooses a language's form for a whole number. */
export function plural(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}
