// What a site that is gone is called.
import { t } from "./messages/index.ts";
import type { SceneSite } from "./scene.ts";

/** “cancelled 2009” when a site's events say so, else “until 2009”; null while it stands. */
export function endedText({ until, events }: SceneSite): string | null {
  if (until === null) return null;
  const { cancelled, until: stood } = t.value.row;
  const word = events.some(({ what }) => /^cancel/i.test(what)) ? cancelled : stood;
  return word(until.slice(0, 4));
}
