// Distances as readers write them, mirrored from geo/units.py: "500 mi" to metres, and back.
import { t } from "./messages/index.ts";
import { grouped, marked } from "./messages/number.ts";
import type { Unit } from "./scene.ts";

/** Metres in one unit: the international mile and the international nautical mile. */
export const METRES: Readonly<Record<Unit, number>> = { km: 1000, mi: 1609.344, nmi: 1852, m: 1 };

export const UNITS = Object.keys(METRES) as readonly Unit[];

export interface Distance {
  metres: number;
  unit: Unit;
}

const DISTANCE = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(\p{L}*)$/iu;
const GROUPED = /^\d{1,3}(?:[,' \u00a0\u202f]\d{3})+(?:\.\d+)?\s*\p{L}*$/u;

/**
 * Read one distance; `unit` is meant where none is written.
 *
 * @throws RangeError in one sentence that says what to write instead.
 */
export function parseDistance(text: string, unit: Unit, farthest: number): Distance {
  const written = text.trim();
  const { quote, wrong } = t.value;
  const quoted = quote(short(written));
  if (GROUPED.test(written)) {
    throw new RangeError(wrong.thousands(quoted, ungrouped(written)));
  }
  const [, number = "", name = ""] = DISTANCE.exec(written) ?? [];
  if (number === "") throw new RangeError(wrong.noNumber(quoted));
  const known = name === "" ? unit : UNITS.find((each) => each === name.toLowerCase());
  if (known === undefined) {
    throw new RangeError(wrong.unit(quoted, short(name)));
  }
  const metres = Number(number) * METRES[known];
  checkDistance(metres, quoted, known, farthest);
  return { metres, unit: known };
}

/** @throws RangeError unless `metres` is above zero and at most `farthest`. */
export function checkDistance(
  metres: number,
  written: string,
  unit: Unit,
  farthest: number,
): void {
  const { wrong } = t.value;
  if (Number.isNaN(metres)) throw new RangeError(wrong.noNumber(written));
  if (!(metres > 0)) throw new RangeError(wrong.notAboveZero(written));
  if (metres > farthest) {
    const most = Math.floor(farthest / METRES[unit]);
    const farthestKm = grouped(Math.round(farthest / 1000));
    throw new RangeError(wrong.tooFar(written, farthestKm, `${most}${unit === "km" ? "" : ` ${unit}`}`));
  }
}

/** Write metres in `unit` for links and files, with as many digits as the number needs. */
export function formatNumber(metres: number, unit: Unit): string {
  return String(Number((metres / METRES[unit]).toPrecision(10)));
}

/** As `formatNumber`, for the reader and with the unit: "500 mi". */
export function formatDistance(metres: number, unit: Unit): string {
  return `${marked(formatNumber(metres, unit))} ${unit}`;
}

/** For labels: thousands separated, at most four digits that matter: "1,000 km". */
export function labelDistance(metres: number, unit: Unit): string {
  const value = metres / METRES[unit];
  const rounded = value >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
  return `${grouped(rounded)} ${unit}`;
}

const ungrouped = (text: string) => text.replace(/(\d)[,' \u00a0\u202f](?=\d{3})/gu, "$1");
const short = (text: string) => (text.length <= 24 ? text : `${text.slice(0, 23)}…`);
