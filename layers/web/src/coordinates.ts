// Places as readers write them: decimal degrees, or degrees, minutes and seconds; latitude first.

import { t } from "./messages/index.ts";
import { marked } from "./messages/number.ts";

export interface Coordinates {
  lat: number;
  lon: number;
}

/**
 * Read a latitude and a longitude; letters N, S, E, W say which is which.
 *
 * @throws RangeError in one sentence that says what to write instead.
 */
export function parseCoordinates(text: string): Coordinates {
  const written = text.trim();
  const { quote, wrong } = t.value;
  const quoted = quote(written.length <= 40 ? written : `${written.slice(0, 39)}…`);
  const halves = split(written);
  if (!halves) throw new RangeError(wrong.noPair(quoted));
  const [first, second] = halves.map((half) => readHalf(half, quoted)) as [Half, Half];
  const swapped = first.axis === "lon" || second.axis === "lat";
  if (first.axis !== null && first.axis === second.axis) {
    throw new RangeError(first.axis === "lat" ? wrong.twoLatitudes(quoted) : wrong.twoLongitudes(quoted));
  }
  const [lat, lon] = swapped ? [second.value, first.value] : [first.value, second.value];
  if (Math.abs(lat) > 90) {
    const hint = Math.abs(lon) <= 90 ? wrong.exchanged : "";
    throw new RangeError(wrong.latitude(quoted, marked(String(lat))) + hint);
  }
  if (Math.abs(lon) > 180) {
    throw new RangeError(wrong.longitude(quoted, marked(String(lon))));
  }
  return { lat, lon };
}

interface Half {
  value: number;
  axis: "lat" | "lon" | null;
}

const MARKS = /[°º′’'″”":]|''|′′/gu;

/** The two halves, as numbers and letters with spaces between; null when there are not two. */
function split(text: string): [string, string] | null {
  const plain = lettered(dotted(text).replace(/−/gu, "-").replace(MARKS, " ").toUpperCase());
  if (!/^[-+.\d\sNSEW,;/]+$/u.test(plain)) return null;
  const parted = plain.split(/[,;/]/u);
  if (parted.length > 2) return null;
  if (parted.length === 2) return parted as [string, string];
  const named =
    /^\s*([NSEW][^NSEW]+)([NSEW][^NSEW]+)$/u.exec(plain) ?? /^([^NSEW]+[NSEW])([^NSEW]+[NSEW])\s*$/u.exec(plain);
  if (named) return [named[1] as string, named[2] as string];
  const words = plain.trim().split(/\s+/u);
  if (words.length % 2 !== 0) return null;
  return [words.slice(0, words.length / 2).join(" "), words.slice(words.length / 2).join(" ")];
}

/** The compass letters of the reader's language as N, S, E and W. */
function lettered(text: string): string {
  const { north, south, east, west } = t.value.compass;
  const plain = new Map([[north, "N"], [south, "S"], [east, "E"], [west, "W"]]);
  return text.replace(/\p{L}/gu, (letter) => plain.get(letter) ?? letter);
}

/** Decimal commas as points: a comma between digits is one where something else separates. */
function dotted(text: string): string {
  const commas = text.match(/\d,\d/gu)?.length ?? 0;
  const separated = /;|,\s/u.test(text) || commas === 2;
  return separated && commas > 0 ? text.replace(/(\d),(?=\d)/gu, "$1.") : text;
}

function readHalf(text: string, quoted: string): Half {
  const letters = text.match(/[NSEW]/gu) ?? [];
  const words = text.replace(/[NSEW]/gu, " ").trim().split(/\s+/u);
  const numbers = words.map((word) => (/^[-+]?(?:\d+\.?\d*|\.\d+)$/u.test(word) ? Number(word) : Number.NaN));
  const [degrees = Number.NaN, minutes = 0, seconds = 0] = numbers;
  if (letters.length > 1 || numbers.length > 3 || !numbers.every(Number.isFinite)) {
    throw new RangeError(t.value.wrong.noPair(quoted));
  }
  // Only the last of them may have decimals.
  const whole = numbers.slice(0, -1).every(Number.isInteger);
  if (!whole || ![minutes, seconds].every((each) => each >= 0 && each < 60)) {
    throw new RangeError(t.value.wrong.minutes(quoted));
  }
  const letter = letters[0] ?? null;
  const negative = words[0]?.startsWith("-") ?? false; // the sign of -0°30′ as well
  if (negative && letter !== null) {
    throw new RangeError(t.value.wrong.signed(quoted));
  }
  const size = Math.abs(degrees) + minutes / 60 + seconds / 3600;
  const value = negative || letter === "S" || letter === "W" ? -size : size;
  return { value, axis: letter === null ? null : "NS".includes(letter) ? "lat" : "lon" };
}
