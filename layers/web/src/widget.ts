// The widget's entry: the page's core in a notebook's output, where a kernel holds the state.
import "leaflet/dist/leaflet.css";
import "./page.css";
import "./styles/widget.css";
import type { CountryFile } from "./countries.ts";
import { mount } from "./mount.ts";
import type { Scene } from "./scene.ts";
import { countryFile } from "./widget/countries.ts";
import { followTheme, keepEvents, whenSized } from "./widget/host.ts";
import { type Model, shareState } from "./widget/share.ts";

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const frame = el.appendChild(document.createElement("div"));
  frame.className = "sm-widget";
  const element = frame.appendChild(document.createElement("div"));
  const stops = [() => frame.remove(), keepEvents(frame)];
  let gone = false;
  const begin = async () => {
    const countries = await countryFile(model);
    await whenSized(frame);
    if (gone) return;
    stops.push(followTheme(element), start(model, element, countries));
  };
  void begin();
  return () => {
    gone = true;
    for (const stop of stops.reverse()) stop();
  };
}

function start(model: Model, element: HTMLElement, countries: CountryFile): () => void {
  // Each widget has a module of its own, which cannot count the others.
  const id = `shieldmap-${Math.random().toString(36).slice(2)}`;
  const mounted = mount(model.get("_scene") as Scene, { element, countries, id });
  const stopSharing = shareState(model, mounted);
  const instead = hideKept(String(model.get("_kept")));
  return () => {
    instead.remove();
    stopSharing();
    mounted.remove();
  };
}

/** The page that the notebook keeps for readers without a kernel is not for this one. */
function hideKept(name: string): HTMLElement {
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = `.shieldmap-kept-${name.replace(/\W/g, "")} { display: none }`;
  return style;
}

export default { render };
