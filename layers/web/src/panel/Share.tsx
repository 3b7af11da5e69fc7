// Share and keep: the link to what is shown, a copy of the page, and what a link could not bring.
import { useSignal } from "@preact/signals";
import type { Link } from "../link/history.ts";

interface Props {
  link: Link;
  /** Null where there is no page to copy, as in a notebook. */
  save: (() => void) | null;
}

export function Share({ link, save }: Props) {
  const said = useSignal("");
  const shown = useSignal<string | null>(null);
  const left = link.left.value;
  const copy = async () => {
    const address = `${location.href.replace(/#.*$/s, "")}#${link.text.value}`;
    try {
      await navigator.clipboard.writeText(address);
      shown.value = null;
      said.value = "The link is copied.";
    } catch {
      // Not every browser lets a page write there: then the reader copies it.
      shown.value = address;
      said.value = "Copy the link from the field below.";
    }
  };
  return (
    <section class="sm-share">
      <h2>Share and keep</h2>
      <div class="sm-buttons">
        <button type="button" onClick={copy}>
          Copy link
        </button>
        {save && (
          <button
            type="button"
            onClick={() => {
              save();
              said.value = "A copy with these numbers is in your downloads.";
            }}
          >
            Save a copy
          </button>
        )}
      </div>
      {shown.value !== null && (
        <input
          class="sm-link"
          type="text"
          readOnly
          aria-label="Link to what is shown"
          value={shown.value}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
      <p class="sm-status" role="status">
        {said.value}
      </p>
      <p class="sm-hint">
        Nothing is sent anywhere: the link holds the numbers themselves
        {location.protocol === "file:" &&
          ", and opens this page where it lies, on your computer; to send it, save a copy and attach that"}
        .
        {left.length > 0 && (
          <>
            {" "}
            It is too short for the outline of{" "}
            {left.map((name, i) => (
              <span key={name}>
                {i > 0 && ", "}
                <bdi>{name}</bdi>
              </span>
            ))}
            , which a copy keeps.
          </>
        )}
      </p>
    </section>
  );
}

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
        {problems.value.length > 5 && <li>And {problems.value.length - 5} more.</li>}
      </ul>
      <button
        type="button"
        onClick={() => {
          problems.value = [];
        }}
      >
        Close
      </button>
    </div>
  );
}
