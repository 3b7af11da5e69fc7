// Sources are data: only what is plainly a web address becomes a link.

/** The address and its host without “www.”, or null for any other text. */
export function webLink(source: string): { href: string; host: string } | null {
  if (!/^https?:\/\//i.test(source) || !URL.canParse(source)) return null;
  const { href, host, protocol } = new URL(source);
  if (protocol !== "https:" && protocol !== "http:") return null;
  return { href, host: host.replace(/^www\./, "") };
}
