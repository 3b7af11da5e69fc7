// Where something comes from: web addresses as links by their host, anything else as text.
import { webLink } from "../links.ts";

export function Sources({ source }: { source: readonly string[] }) {
  if (source.length === 0) return null;
  return (
    <span class="sm-sources">
      {source.map((each, i) => (
        <>
          {i > 0 && ", "}
          <Source source={each} />
        </>
      ))}
    </span>
  );
}

export function Source({ source }: { source: string }) {
  const link = webLink(source);
  if (!link) return <bdi>{source}</bdi>;
  return (
    <a href={link.href} target="_blank" rel="noopener noreferrer" title={source}>
      {link.host}
    </a>
  );
}
