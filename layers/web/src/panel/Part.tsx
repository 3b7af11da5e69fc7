// A part of the panel that folds away below its heading.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

interface Props {
  /** Class of the part, for its style. */
  kind: string;
  title: string;
  /** Whether it opens with the page; afterwards that is the reader's. */
  open?: boolean;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ComponentChildren;
}

export function Part({ kind, title, open = false, onKeyDown, children }: Props) {
  const [first] = useState(open);
  return (
    <details class={`sm-part ${kind}`} open={first} onKeyDown={onKeyDown}>
      <summary>
        <h2>{title}</h2>
      </summary>
      {children}
    </details>
  );
}
