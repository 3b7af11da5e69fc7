// Records of this program's own tables and KML as GeoJSON features: the twin of geo/formats/cells.py.
import { type Fields, fieldText } from "./fields.ts";

export interface OwnFeature {
  type: "Feature";
  geometry: unknown;
  properties: Record<string, unknown>;
}

const ROLES = ["site", "region", "coverage"];
const LISTS = ["sources", "events", "notes"];

/** Whether this program or this page wrote the record. */
export const isOwn = (fields: Fields): boolean =>
  ROLES.includes(fieldText(fields["role"]) ?? "") && fieldText(fields["id"]) !== null;

/** A record whose lists stand as JSON; what is no JSON is left as the text that it is. */
export function ownFeature(fields: Readonly<Record<string, string>>, geometry: unknown): OwnFeature {
  const properties = Object.entries(fields).flatMap(([title, cell]): [string, unknown][] =>
    cell === "" ? [] : [[title, LISTS.includes(title) ? listOr(cell) : cell]],
  );
  return { type: "Feature", geometry, properties: Object.fromEntries(properties) };
}

function listOr(cell: string): unknown {
  try {
    const found: unknown = JSON.parse(cell);
    return Array.isArray(found) ? found : cell;
  } catch (error) {
    // Nesting beyond the stack is a RangeError, anything else a SyntaxError.
    if (error instanceof SyntaxError || error instanceof RangeError) return cell;
    throw error;
  }
}

/** Takes away the apostrophe that keeps a spreadsheet from running a cell; see out/csv.ts. */
export const unguarded = (cell: string): string =>
  /^'+\s*[=+\-@\t\r＝＋－＠]/u.test(cell) ? cell.slice(1) : cell;
