// Names of areas and of countries, as rows of a table have them, in the reader's language.
import { countryName } from "./country.ts";
import { t } from "./index.ts";
import { inOrder } from "./order.ts";

interface Named {
  /** ISO 3166-1 alpha-3 code, or the area: `nato-europe`. */
  readonly area: string;
  /** In English. */
  readonly name: string;
}

export const areaName = ({ area, name }: Named): string =>
  t.value.scene.area(area, countryName(area, name));

/** Compare by name, for a sort. */
export const byAreaName = (a: Named, b: Named): number => inOrder(areaName(a), areaName(b));

/** As a sentence has it: “the Article 6 area”. */
export const ofArea = (named: Named): string => t.value.scene.ofArea(named.area, areaName(named));
