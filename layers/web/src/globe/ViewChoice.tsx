// Which view: the flat map, the globe, or a map round a chosen site.
import { middleSite, type Shown, type Views } from "../views.ts";
import { t } from "../messages/index.ts";

export function ViewChoice({ views, id }: { views: Views; id: string }) {
  const { shown, site, sites } = views;
  const choices: readonly Shown[] = sites.value.length > 0 ? ["flat", "globe", "round"] : ["flat", "globe"];
  return (
    <fieldset class="sm-views">
      <legend>
        <h2>{t.value.globe.view}</h2>
      </legend>
      <div class="sm-view-choices">
        {choices.map((choice) => (
          <label key={choice} class="sm-view-choice">
            <input
              type="radio"
              name={`${id}-view`}
              checked={shown.value === choice}
              onChange={() => {
                shown.value = choice;
              }}
            />
            {t.value.globe[choice]}
          </label>
        ))}
      </div>
      {shown.value === "round" && (
        <select
          class="sm-view-site"
          aria-label={t.value.globe.centre}
          value={middleSite(views) ?? ""}
          onChange={(event) => {
            site.value = event.currentTarget.value;
          }}
        >
          {sites.value.map(({ id: value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}
