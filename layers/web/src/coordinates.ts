// Places as readers write them: decimal degrees, or degrees, minutes and seconds; latitude first.

export interface Coordinates {
  lat: number;
  lon: number;
}

const EXAMPLE = "write latitude and longitude as 52.23, 21.01 or 52°13′48″N 21°0′36″E";

/**
 * Read a latitude and a longitude; letters N, S, E, W say which is which.
 *
 * @throws RangeError in one sentence that says what to write instead.
 */
export function parseCoordinates(text: string): Coordinates {
  const written = text.trim();
  const quoted = `“${written.length <= 40 ? written : `${written.slice(0, 39)}…`}”`;
  const halves = split(written);
  if (!halves) throw new RangeError(`${quoted} is no pair of coordinates; ${EXAMPLE}`);
  const [first, second] = halves.map((half) => readHalf(half, quoted)) as [Half, Half];
  const swapped = first.axis === "lon" || second.axis === "lat";
  if (first.axis !== null && first.axis === second.axis) {
    throw new RangeError(`${quoted} names two ${first.axis === "lat" ? "latitudes" : "longitudes"}; ${EXAMPLE}`);
  }
  const [lat, lon] = swapped ? [second.value, first.value] : [first.value, second.value];
  if (Math.abs(lat) > 90) {
    const hint = Math.abs(lon) <= 90 ? "; are latitude and longitude exchanged?" : "";
    throw new RangeError(`${quoted} has the latitude ${lat}; it must be within -90 to 90${hint}`);
  }
  if (Math.abs(lon) > 180) {
    throw new RangeError(`${quoted} has the longitude ${lon}; it must be within -180 to 180`);
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
  const plain = dotted(text).replace(/−/gu, "-").replace(MARKS, " ").toUpperCase();
  if (!/^[-+.\d\sNSEW,;/]+$/u.test(plain)) return null;
  const parted = plain.split(/[,;/]/u);
  if (parted.length > 2) return null;
  if (parted.length === 2) return parted as [string, string];
  const lettered =
    /^\s*([NSEW][^NSEW]+)([NSEW][^NSEW]+)$/u.exec(plain) ?? /^([^NSEW]+[NSEW])([^NSEW]+[NSEW])\s*$/u.exec(plain);
  if (lettered) return [lettered[1] as string, lettered[2] as string];
  const words = plain.trim().split(/\s+/u);
  if (words.length % 2 !== 0) return null;
  return [words.slice(0, words.length / 2).join(" "), words.slice(words.length / 2).join(" ")];
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
    throw new RangeError(`${quoted} is no pair of coordinates; ${EXAMPLE}`);
  }
  // Only the last of them may have decimals.
  const whole = numbers.slice(0, -1).every(Number.isInteger);
  if (!whole || ![minutes, seconds].every((each) => each >= 0 && each < 60)) {
    throw new RangeError(`${quoted} has minutes or seconds that are none; ${EXAMPLE}`);
  }
  const letter = letters[0] ?? null;
  const negative = words[0]?.startsWith("-") ?? false; // the sign of -0°30′ as well
  if (negative && letter !== null) {
    throw new RangeError(`${quoted} has a minus sign and a letter; ${EXAMPLE}`);
  }
  const size = Math.abs(degrees) + minutes / 60 + seconds / 3600;
  const value = negative || letter === "S" || letter === "W" ? -size : size;
  return { value, axis: letter === null ? null : "NS".includes(letter) ? "lat" : "lon" };
}
