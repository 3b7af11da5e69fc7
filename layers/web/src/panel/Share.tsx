// Share and keep: the link to what is shown, a copy of the page, and what a link could not bring.
import { useSignal } from "@preact/signals";
import type { Link } from "../link/history.ts";
import { LONGEST } from "../link/read.ts";
import { fill } from "../messages/fill.ts";
import { t } from "../messages/index.ts";
import { Part } from "./Part.tsx";

interface Props {
  link: Link;
  /** Null where there is no page to copy, as in a notebook. */
  save: (() => void) | null;
}

export function Share({ link, save }: Props) {
  const said = useSignal("");
  const shown = useSignal(false);
  const left = link.left.value;
  const words = t.value.share;
  const copy = async () => {
    shown.value = false;
    if (location.protocol === "about:") said.value = t.value.share.noAddress;
    else if (link.text.peek().length > LONGEST) said.value = t.value.share.tooLong;
    else {
      try {
        await navigator.clipboard.writeText(addressOf(link.text.peek()));
        said.value = t.value.share.copied;
      } catch {
        // Not every browser lets a page write there: then the reader copies it.
        shown.value = true;
        said.value = t.value.share.copyBelow;
      }
    }
  };
  return (
    <Part kind="sm-share" title={words.title}>
      <div class="sm-buttons">
        <button type="button" onClick={copy}>
          {words.copy}
        </button>
        {save && (
          <button
            type="button"
            onClick={() => {
              save();
              said.value = words.saved;
            }}
          >
            {words.save}
          </button>
        )}
      </div>
      {shown.value && (
        <input
          class="sm-link"
          type="text"
          readOnly
          aria-label={words.link}
          value={addressOf(link.text.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
      <p class="sm-status" role="status">
        {said.value}
      </p>
      <p class="sm-hint">
        {location.protocol === "file:" ? words.nothingSentFile : words.nothingSent}
        {left.length > 0 && (
          <>
            {" "}
            {fill(words.tooShort, {
              names: left.map((name, i) => (
                <span key={name}>
                  {i > 0 && ", "}
                  <bdi>{name}</bdi>
                </span>
              )),
            })}
          </>
        )}
      </p>
    </Part>
  );
}

const addressOf = (ending: string): string => `${location.href.replace(/#.*$/s, "")}#${ending}`;

/** What of the opened link could not be shown; the reader may put it away. */
export function LinkNotice({ link }: { link: Link }) {
  const { problems } = link;
  if (problems.value.length === 0) return null;
  return (
    <div class="sm-link-notice" role="alert">
      <ul>
        {problems.value.slice(0, 5).map((each) => (
          <li key={each}>{each}</li>
        ))}
        {problems.value.length > 5 && <li>{t.value.share.more(problems.value.length - 5)}</li>}
      </ul>
      <button
        type="button"
        onClick={() => {
          problems.value = [];
        }}
      >
        {t.value.share.close}
      </button>
    </div>
  );
}
