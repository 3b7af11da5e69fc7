// Living in a notebook: its colours, its keys, its scrolling.

/** Wait until the element is laid out, which the map's first view is fitted to. */
export function whenSized(element: HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === 0 || element.clientHeight === 0) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(element);
  });
}

/** Keys pressed in the widget are no commands of the notebook's, and the wheel scrolls the notebook
 * until the reader has gone into the widget. */
export function keepEvents(frame: HTMLElement): () => void {
  frame.dataset.lmSuppressShortcuts = "true"; // JupyterLab listens before the event gets here
  const stop = new AbortController();
  const { signal } = stop;
  for (const type of ["keydown", "keypress", "keyup"]) {
    frame.addEventListener(type, (event) => event.stopPropagation(), { signal });
  }
  const onWheel = (event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey || frame.matches(":focus-within")) return;
    event.stopPropagation(); // before the map sees it
  };
  frame.addEventListener("wheel", onWheel, { capture: true, passive: true, signal });
  return () => stop.abort();
}

/** Be as dark as what the widget lies on. */
export function followTheme(element: HTMLElement): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    const theme = (groundIsDark(element.parentElement) ?? system.matches) ? "dark" : "light";
    if (element.dataset.theme !== theme) element.dataset.theme = theme;
  };
  const observer = new MutationObserver(follow);
  for (const each of [document.documentElement, document.body]) {
    observer.observe(each, { attributes: true });
  }
  system.addEventListener("change", follow);
  follow();
  return () => {
    observer.disconnect();
    system.removeEventListener("change", follow);
  };
}

function groundIsDark(from: Element | null): boolean | null {
  for (let each = from; each; each = around(each)) {
    const [red, green, blue, alpha] = rgba(getComputedStyle(each).backgroundColor);
    if (alpha > 127) return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
  }
  return null;
}

function around(element: Element): Element | null {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/** A canvas reads every notation of a colour. */
function rgba(color: string): [number, number, number, number] {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return [0, 0, 0, 0];
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha];
}
