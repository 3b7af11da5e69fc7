// Places and bearings in words.

export const PLACE_WORDS = {
  points: ["N", "NE", "E", "SE", "S", "SW", "W", "NW"],
  north: "N",
  south: "S",
  east: "E",
  west: "W",
};

/** “52.23° N, 21.01° E”. */
export function placeText(lon: number, lat: number, digits = 2): string {
  const { north, south, east, west } = PLACE_WORDS;
  return `${side(lat, digits, north, south)}, ${side(lon, digits, east, west)}`;
}

function side(value: number, digits: number, plus: string, minus: string): string {
  const size = Math.abs(value).toFixed(digits);
  const letter = Number(size) === 0 ? "" : ` ${value < 0 ? minus : plus}`;
  return `${size}°${letter}`;
}

/** “336° NW”. */
export function bearingText(bearing: number): string {
  const whole = Math.round(bearing) % 360;
  return `${whole}° ${PLACE_WORDS.points[Math.round(whole / 45) % 8]}`;
}

/** As many decimals of a degree as a pixel of the map tells apart, two at least. */
export const digitsAt = (zoom: number): number =>
  Math.max(2, Math.ceil(Math.log10((256 * 2 ** zoom) / 360)));
