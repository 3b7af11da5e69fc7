// A file that the reader brings, read by what it is; none of it leaves the browser.
import { t } from "../messages/index.ts";
import type { State } from "../state.ts";
import { fromCsv } from "./csv.ts";
import { addFound, type Found, type Ground } from "./found.ts";
import { fromGeojson } from "./geojson.ts";
import { fromKml } from "./kml.ts";
import { fromScenario } from "./scenario.ts";

const MOST_BYTES = 12_000_000;

/** What came of it, in words. */
export interface Outcome {
  said: string;
  problems: readonly string[];
}

/** Read a file and add what it holds to the map; whatever is wrong with it is said, not thrown. */
export async function bring(state: State, file: File): Promise<Outcome> {
  const { name, size } = file;
  if (size > MOST_BYTES) {
    const megabytes = (size / 1e6).toFixed(0);
    return refused(name, t.value.drop.size(megabytes, MOST_BYTES / 1e6));
  }
  if (/\.kmz$/i.test(name)) return refused(name, t.value.drop.kmz);
  try {
    const found = foundIn(decoded(await file.arrayBuffer()), name, groundOf(state));
    return { said: `${name}: ${addFound(state, found)}`, problems: found.problems };
  } catch (error) {
    if (error instanceof RangeError) return refused(name, error.message);
    if (error instanceof DOMException) return refused(name, t.value.drop.unreadable);
    throw error;
  }
}

function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new RangeError(t.value.drop.noText);
    throw error;
  }
}

const refused = (name: string, why: string): Outcome => ({
  said: "",
  problems: [t.value.drop.refused(name, why)],
});

/** @throws RangeError in one sentence without its start, which is the file's name */
export function foundIn(text: string, name: string, ground: Ground): Found {
  const [, stem = name, ending = ""] = /^(.*?)(?:\.([^.]*))?$/s.exec(name) ?? [];
  switch (ending.toLowerCase()) {
    case "geojson":
    case "json":
      return fromGeojson(parsedJson(text), stem, ground);
    case "kml":
      return fromKml(text, stem, ground);
    case "csv":
    case "tsv":
    case "txt":
      return fromCsv(text, stem, ground);
    case "yaml":
    case "yml":
      return fromScenario(text, stem, ground);
    default:
      throw new RangeError(t.value.drop.ending);
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Nesting beyond the stack is a RangeError, anything else a SyntaxError: both are the file's.
    if (error instanceof SyntaxError || error instanceof RangeError) {
      throw new RangeError(t.value.drop.noJson);
    }
    throw error;
  }
}

function groundOf(state: State): Ground {
  const rows = [...state.rows.peek().values()];
  const ids = (role: "site" | "region") =>
    new Set(rows.flatMap(({ place }) => (place.role === role ? [place.id] : [])));
  return {
    ...{ countryShape: state.countryShape, farthest: state.scene.farthest, today: state.today },
    ...{ sites: ids("site"), regions: ids("region") },
  };
}
