// A copy of the page itself, whose start state is what the page shows now.
import type { Scene } from "../scene.ts";

/**
 * The page's markup with another scene and start; its scripts, and so its policy, stay as they are.
 *
 * @param id of the map's element, with which the names of its data blocks begin
 * @param start the ending of a link: what a scene does not hold
 */
export function savedCopy(page: Document, id: string, scene: Scene, start: string): string {
  const root = page.documentElement.cloneNode(true) as HTMLElement;
  for (const map of root.querySelectorAll(".shieldmap")) {
    map.replaceChildren();
    map.classList.remove("shieldmap");
  }
  const block = root.querySelector(`[id="${id}-scene"]`);
  if (!block) throw new Error(`shieldmap: this page has no scene of “${id}” to copy`);
  block.textContent = jsonText(scene);
  root.querySelector(`[id="${id}-shares"]`)?.remove(); // counted for the scene that was
  const old = root.querySelector(`[id="${id}-start"]`);
  const kept = old ?? block.cloneNode();
  Object.assign(kept, { id: `${id}-start`, textContent: jsonText(start) });
  if (!old) block.after(kept);
  return `<!DOCTYPE html>\n${root.outerHTML}\n`;
}

/** As layers/assets.py writes it, in ASCII: without “<” nothing ends the block early. */
const jsonText = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<\x7f-\uffff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
