// The words of a page of depth that its panel, its map and its sheet share.
import { dateText } from "../dates.ts";
import { t } from "../messages/index.ts";
import { grouped } from "../messages/number.ts";
import { placeText } from "../place-text.ts";
import type { Cell, DepthClass } from "./cells.ts";
import type { SceneDepth } from "./scene.ts";

/** Up to four significant digits, as means are written. */
const digits = (value: number): string => grouped(value, { maximumSignificantDigits: 4 });

export const wholeNumber = (value: number): string => grouped(Math.round(value));

/** “1,000,000 sites of big.parquet, shown as how many circles cover each place, in cells of …” */
export function leadText({ about, cells }: SceneDepth): string {
  const words = t.value.depth;
  const missing = about.points - about.sites;
  return [
    words.lead(wholeNumber(about.sites), about.file, digits(cells.cell_km2)),
    ...(missing > 0 ? [words.without(wholeNumber(missing))] : []),
  ].join(" ");
}

/** “Their ranges are 5.2 to 1,313 km.” */
export function rangesText({ about: { nearest_m, farthest_m } }: SceneDepth): string {
  const near = digits(nearest_m / 1000);
  const far = digits(farthest_m / 1000);
  return near === far ? t.value.depth.range(`${far} km`) : t.value.depth.ranges(near, `${far} km`);
}

export function whoseText({ about: { source, entered } }: SceneDepth): string {
  const words = t.value.estimates;
  const day = entered !== null && /^\d{4}-\d\d-\d\d$/.test(entered) ? dateText(entered) : entered;
  return [source ?? words.noSource, ...(day ? [words.entered(day)] : [])].join(" · ");
}

/** “10 to under 20”. */
export function classText({ class: own, from, to }: DepthClass): string {
  const words = t.value.depth;
  if (own === 0) return words.none;
  if (from === null) return to === null ? words.some : words.under(digits(to));
  return to === null ? words.over(digits(from)) : words.between(digits(from), digits(to));
}

/** “52.23° N, 21.01° E: 12.3 circles on average over its cell”. */
export function hereText(lon: number, lat: number, cell: Cell | null): string {
  const words = t.value.depth;
  const place = placeText(lon, lat);
  return cell && cell.mean > 0 ? words.here(place, digits(cell.mean)) : words.nothing(place);
}
