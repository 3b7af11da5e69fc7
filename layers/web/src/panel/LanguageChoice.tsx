// The language of the page, each by its own name.
import { isLanguage, language, LANGUAGES, OWN_NAMES, t } from "../messages/index.ts";

export function LanguageChoice() {
  return (
    <label class="sm-language">
      {t.value.language}{" "}
      <select
        value={language.value}
        onChange={({ currentTarget: { value } }) => {
          if (isLanguage(value)) language.value = value;
        }}
      >
        {LANGUAGES.map((each) => (
          <option key={each} value={each} lang={each}>
            {OWN_NAMES[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
