// Messages with elements in them: “Under “{estimate}”, {share} …”.
import type { ComponentChildren } from "preact";

/** Put children in place of the braces, as text and elements in order. */
export const fill = (message: string, children: Readonly<Record<string, ComponentChildren>>): ComponentChildren[] =>
  message.split(/\{(\w+)\}/).map((part, k) => (k % 2 === 0 ? part : children[part]));
