// Which view: the flat map, the globe, or a map round a chosen site.
import { middleSite, type Shown, type Views } from "../views.ts";
import { t } from "../messages/index.ts";
import { FoundSaid, useFind, withChosen } from "../panel/find.tsx";

export function ViewChoice({ views, id }: { views: Views; id: string }) {
  const { shown, sites } = views;
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
        <Middle views={views} id={`${id}-middle`} />
      )}
    </fieldset>
  );
}

/** Which site the map lies round. */
function Middle({ views, id }: { views: Views; id: string }) {
  const sites = views.sites.value;
  const chosen = middleSite(views) ?? "";
  const find = useFind(sites, ({ name }) => name, id);
  return (
    <>
      {find.field}
      <select
        class="sm-view-site"
        aria-label={t.value.globe.centre}
        value={chosen}
        onChange={(event) => {
          views.site.value = event.currentTarget.value;
        }}
      >
        {withChosen(find, sites, chosen).map(({ id: value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <FoundSaid find={find} id={id} />
    </>
  );
}
