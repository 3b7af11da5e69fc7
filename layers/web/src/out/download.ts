// Handing a file to the reader: it comes from the page itself and goes to their disk.
import { safeName } from "./names.ts";

/** A blob's address stays good this long: some browsers start reading late. */
const KEEP_MS = 60_000;

/** Save a blob under a name made from a title; returns that name. */
export function download(blob: Blob, title: string, ending: string): string {
  const name = `${safeName(title)}${ending}`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.hidden = true;
  document.body.append(link); // Firefox follows only links that are in the page
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
  return name;
}

/** “12 kB”, for what has just been saved. */
export const sizeText = (bytes: number): string =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
