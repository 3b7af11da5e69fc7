// The country file comes packed with each widget, and is read once for all of a notebook's page.
import type { CountryFile } from "../countries.ts";
import type { Model } from "./share.ts";

// Each widget has a module of its own: what they share is the page's.
const shared = globalThis as typeof globalThis & {
  shieldmapCountries?: Map<string, Promise<CountryFile>>;
};

/** Return the country file that the model carries, gzipped, under the name of its content. */
export function countryFile(model: Model): Promise<CountryFile> {
  shared.shieldmapCountries ??= new Map();
  const name = String(model.get("_countries_name"));
  const file = shared.shieldmapCountries.get(name) ?? unpacked(model.get("_countries") as DataView<ArrayBuffer>);
  shared.shieldmapCountries.set(name, file);
  return file;
}

async function unpacked(packed: DataView<ArrayBuffer>): Promise<CountryFile> {
  const text = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(text).json()) as CountryFile;
}
