// The scene on a globe, or on an azimuthal map round a site: a canvas of its own, painted from the
// same state as the flat map.
import { computed, effect, type Signal, signal, untracked } from "@preact/signals";
import { h, render } from "preact";
import type { Countries } from "../countries.ts";
import type { Drawn } from "../layers/drawn.ts";
import { leftOut } from "../map/left-out.ts";
import { onThemeChange } from "../map/theme.ts";
import { settleSoon, type State } from "../state.ts";
import { GlobeBar } from "./GlobeBar.tsx";
import { KEY_ZOOM, listen } from "./gestures.ts";
import { createPainter, type Painter } from "./painter.ts";
import { frameOf, globeView, type GlobeView, siteView, zoomed } from "./view.ts";
import { t } from "../messages/index.ts";

export interface Globe {
  /** What is shown, as plain numbers; set it to show something else. */
  readonly view: Signal<GlobeView>;
  readonly element: HTMLElement;
  show: () => void;
  hide: () => void;
  /** Show the map round a site, or the globe for null, as it was left. */
  around: (site: string | null) => void;
  /** Called with a place that was clicked or tapped. */
  onPlace?: (lon: number, lat: number) => void;
  remove: () => void;
}

/**
 * Add a globe, hidden at first, to an element that it fills.
 *
 * @param root the element whose custom properties are the colours
 * @param id what the ids of its elements begin with
 */
export function createGlobe(
  ground: HTMLElement,
  state: State,
  drawn: Drawn,
  countries: Countries,
  root: HTMLElement,
  id: string,
): Globe {
  const element = document.createElement("div");
  element.className = "sm-globe";
  element.hidden = true;
  const field = element.appendChild(document.createElement("div"));
  field.className = "sm-globe-field";
  const canvas = field.appendChild(document.createElement("canvas"));
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  const bar = element.appendChild(document.createElement("div"));
  const whereId = `${id}-globe`;
  canvas.setAttribute("aria-describedby", whereId);
  const moving = leftOut();
  field.append(moving.element);
  ground.append(element);

  const view = signal(globeView(state));
  const shown = signal(false);
  const left = new Map<string | null, GlobeView>();
  const start = (site: string | null) =>
    untracked(() => (site === null ? globeView(state) : siteView(state, site)));
  const home = () => {
    view.value = start(view.peek().site);
  };
  const siteName = computed(() => {
    const { site } = view.value;
    return site === null ? null : (state.rows.value.get(site)?.place.name ?? null);
  });
  const barOf = () =>
    h(GlobeBar, {
      view,
      whereId,
      siteName,
      attribution: state.scene.attribution,
      zoom: (by) => {
        view.value = zoomed(view.peek(), KEY_ZOOM ** by);
      },
      home,
    });
  let over: HTMLCanvasElement | undefined;
  const canvases = {
    canvas,
    over: () => {
      over ??= field.insertBefore(document.createElement("canvas"), moving.element);
      over.setAttribute("aria-hidden", "true");
      return over;
    },
  };
  let painter: Painter | undefined; // from the first time that the globe is shown
  const size = () => ({ width: canvas.clientWidth, height: canvas.clientHeight });
  const resized = new ResizeObserver(() => painter?.repaint());
  resized.observe(canvas);
  const globe: Globe = {
    view,
    element,
    show: () => {
      if (!painter) {
        painter = createPainter(canvases, state, drawn, countries, root, view, moving.say);
        render(barOf(), bar);
      }
      element.hidden = false;
      shown.value = true;
    },
    hide: () => {
      element.hidden = true;
      shown.value = false;
    },
    around: (site) => {
      left.set(view.peek().site, view.peek());
      view.value = left.get(site) ?? start(site);
    },
    remove: () => {
      for (const each of stop) each();
      resized.disconnect();
      render(null, bar);
      element.remove();
    },
  };
  const stop = [
    listen(canvas, {
      view,
      frame: () => frameOf(state, view.peek()),
      size,
      home,
      look: (at) => painter?.look(at),
      pick: (lon, lat) => globe.onPlace?.(lon, lat),
    }),
    effect(() => {
      const name = siteName.value;
      const { title } = state.scene;
      const label = name === null ? t.value.globe.canvas(title) : t.value.globe.map(name, title);
      canvas.setAttribute("aria-label", `${label}; ${t.value.globe.keys}`);
    }),
    effect(() => {
      if (shown.value) painter?.watch();
    }),
    effect(() => {
      if (shown.value) painter?.watchMark();
    }),
    effect(() => {
      if (shown.value) settleSoon(state);
    }),
    onThemeChange(root, () => painter?.newTheme()),
    () => painter?.stop(),
  ];
  return globe;
}
