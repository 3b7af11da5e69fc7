// Names of files: made from a title, safe on every system.

/** The part of a title that every file system takes: letters and digits, joined by hyphens. */
export function safeName(title: string): string {
  const words = title.slice(0, 400).normalize("NFC").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const name = [...words.join("-")].slice(0, 50).join("").replace(/-+$/, "");
  // Windows keeps these for devices, whatever the ending.
  if (/^(con|prn|aux|nul|com\d|lpt\d)$/i.test(name)) return `map-${name}`;
  return name === "" ? "shieldmap" : name;
}
