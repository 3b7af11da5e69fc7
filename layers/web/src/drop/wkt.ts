// Polygons as tables hold them: well-known text (OGC Simple Feature Access 7.2).
// A run of numbers, taken whole: a pattern of two would be tried anew from each digit of a long one.
const POSITION = /[-+.\deE]+(?: +[-+.\deE]+)*/g;

/** A POLYGON or MULTIPOLYGON as GeoJSON; null for anything else. */
export function polygonOf(text: string): { type: string; coordinates: unknown } | null {
  const [, kind = "", rest = ""] = /^\s*((?:MULTI)?POLYGON)\s*(?:Z\s*)?(\(.*\))\s*$/is.exec(text) ?? [];
  if (kind === "") return null;
  const json = rest.replace(POSITION, (run) => `[${run.split(/ +/, 2).join()}]`).replaceAll("(", "[").replaceAll(")", "]");
  try {
    const type = kind.toUpperCase() === "POLYGON" ? "Polygon" : "MultiPolygon";
    return { type, coordinates: JSON.parse(json) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}
