// Paints the globe from the state, and tells which place a point of it belongs to.
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Countries } from "../countries.ts";
import { drawnReadings } from "../layers/agreement.ts";
import { coveredOf } from "../layers/coverage.ts";
import { type Drawn, isLight } from "../layers/drawn.ts";
import { REST } from "../map/canvas-layer.ts";
import { readTheme, type Theme } from "../map/theme.ts";
import { language } from "../messages/index.ts";
import type { State } from "../state.ts";
import { paintRings, ringAt } from "./coverage.ts";
import { paintSites, siteAt, spotSites } from "./places.ts";
import type { Stage } from "./projection.ts";
import { contentOf, scenePainter } from "./scene.ts";
import { frameOf, type GlobeView, stageOf } from "./view.ts";

export interface Painter {
  /** Read every signal that the picture follows, and paint in the next frame. */
  watch: () => void;
  /** Read which place is marked, where that is painted by itself. */
  watchMark: () => void;
  repaint: () => void;
  newTheme: () => void;
  look: (at: [x: number, y: number] | null) => void;
  stop: () => void;
}

interface Canvases {
  canvas: HTMLCanvasElement;
  /** Lies over it, where there are many places: there the marked one is painted. */
  over: () => HTMLCanvasElement;
}

/** @param say called with how many circles are painted quickly, or null when all is painted */
export function createPainter(
  { canvas, over }: Canvases,
  state: State,
  drawn: Drawn,
  countries: Countries,
  root: HTMLElement,
  view: ReadonlySignal<GlobeView>,
  say: (count: number | null) => void,
): Painter {
  const context = canvas.getContext("2d");
  const paintScene = scenePainter(countries);
  const content = computed(() =>
    contentOf(drawn.shown.value, {
      covered: drawn.merging.drawn.value,
      readings: drawnReadings(state),
      marked: drawn.isMany.value ? null : state.marked.value,
    }),
  );
  let theme = readTheme(root);
  let sea = seaOf(root);
  let stage: Stage | undefined;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const paintNow = (how: "whole" | "quick") => {
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (!context || width === 0 || height === 0) return;
    stage = stageOf(view.peek(), frameOf(state, view.peek()), { width, height });
    cleared(context, width, height);
    paintScene[how](context, stage, content.peek(), theme, sea);
    if (drawn.isMany.peek()) paintMarked(over(), stage, state, theme);
    say(how === "quick" ? drawn.covered.peek().length : null);
  };
  const paint = () => {
    frame = 0;
    clearTimeout(timer);
    const light = isLight(drawn);
    paintNow(light ? "quick" : "whole");
    if (light) timer = setTimeout(() => paintNow("whole"), REST);
  };
  const repaint = () => {
    frame ||= requestAnimationFrame(paint);
  };

  let ours: string | null = null;
  let looking = 0;
  const mark = (id: string | null) => {
    if (id !== null) state.marked.value = id;
    else if (ours !== null && state.marked.peek() === ours) state.marked.value = null;
    ours = id;
    canvas.classList.toggle("sm-on-place", id !== null);
  };
  const found = ([x, y]: [number, number]): string | null => {
    if (!stage || !context) return null;
    const site = siteAt(spotSites(stage, content.peek().sites), x, y);
    return site?.id ?? ringAt(context, stage, drawn.covered.peek(), x, y);
  };
  return {
    watch: () => {
      language.value;
      view.value;
      content.value;
      repaint();
    },
    watchMark: () => {
      state.marked.value;
      if (drawn.isMany.value && stage) paintMarked(over(), stage, state, theme);
    },
    repaint,
    newTheme: () => {
      theme = readTheme(root);
      sea = seaOf(root);
      repaint();
    },
    look: (at) => {
      cancelAnimationFrame(looking);
      if (at) looking = requestAnimationFrame(() => mark(found(at)));
      else mark(null);
    },
    stop: () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      cancelAnimationFrame(looking);
    },
  };
}

/** Empty a canvas, and give it a pixel for each of the screen's. */
function cleared(context: CanvasRenderingContext2D, width: number, height: number): void {
  const { canvas } = context;
  const density = window.devicePixelRatio || 1;
  const w = Math.round(width * density);
  const h = Math.round(height * density);
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
}

/** Paint the marked place alone: all else stays as it is. */
function paintMarked(canvas: HTMLCanvasElement, stage: Stage, state: State, theme: Theme): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  cleared(context, stage.width, stage.height);
  const row = state.rows.peek().get(state.marked.peek() ?? "");
  if (!row) return;
  const { place, standing } = row;
  paintRings(context, stage, coveredOf([row], place.id), theme);
  if (place.role !== "site" || !row.on.peek()) return;
  const planned = new Set(standing.peek() === "planned" ? [place.id] : []);
  paintSites(context, spotSites(stage, [place.site], planned), [], place.id, theme);
}

const seaOf = (root: Element): string => getComputedStyle(root).getPropertyValue("--sm-sea").trim();
