// Paints the globe from the state, and tells which place a point of it belongs to.
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Countries } from "../countries.ts";
import type { Geometry } from "../geo/types.ts";
import { drawnReadings } from "../layers/agreement.ts";
import type { Covered } from "../layers/coverage.ts";
import type { RegionPlace } from "../state.ts";
import { language } from "../messages/index.ts";
import { readTheme, type Theme } from "../map/theme.ts";
import type { SceneSite } from "../scene.ts";
import type { State } from "../state.ts";
import { paintAgreement } from "./agreement.ts";
import { groundPainter, namePainter } from "./basemap.ts";
import { labelRings, paintCoverage, paintRings, ringAt } from "./coverage.ts";
import { layOutSites, nameRegions, paintRegions, paintSites, spotSites } from "./places.ts";
import type { Stage } from "./projection.ts";
import { frameOf, type GlobeView, stageOf } from "./view.ts";

/** What is drawn of a scene. */
export interface Drawn {
  sites: readonly SceneSite[];
  /** Ids of the sites that are only planned on the date. */
  planned: ReadonlySet<string>;
  regions: readonly RegionPlace[];
  covered: readonly Covered[];
  /** What each reading covers, where agreement is shown in place of what each shape covers. */
  readings: readonly (readonly Geometry[])[] | null;
  marked: string | null;
}

/** Read from the state what is drawn: places that are on and, on the date, stand or are planned. */
export function drawnOf(state: State): Drawn {
  const shown = [...state.rows.value.values()].filter(
    ({ on, standing }) => on.value && ["planned", "stands"].includes(standing.value),
  );
  const marked = state.marked.value;
  return {
    sites: shown.flatMap(({ place }) => (place.role === "site" ? [place.site] : [])),
    planned: new Set(
      shown.flatMap(({ place, standing }) => (standing.value === "planned" ? [place.id] : [])),
    ),
    regions: shown.flatMap(({ place }) => (place.role === "region" ? [place] : [])),
    covered: shown.flatMap(({ place, range, shape }): Covered[] =>
      range.value && shape.value
        ? [{ place, range: range.value, shape: shape.value, marked: marked === place.id }]
        : [],
    ),
    readings: drawnReadings(state),
    marked,
  };
}

export type PaintScene = (
  context: CanvasRenderingContext2D,
  stage: Stage,
  drawn: Drawn,
  theme: Theme,
  sea: string,
) => void;

/** Return what paints a scene on any stage, as on the page so in what is exported. */
export function scenePainter(countries: Countries): PaintScene {
  const ground = groundPainter(countries);
  const nameCountries = namePainter(countries);
  return (context, stage, drawn, theme, sea) => {
    const { sites, planned, regions, covered, readings, marked } = drawn;
    const spotted = spotSites(stage, sites, planned);
    const { labels, taken } = layOutSites(context, stage, spotted, theme);
    const own = new Set(regions.flatMap(({ country }) => country ?? []));
    ground(context, stage, theme, sea);
    const names = nameCountries(context, stage, theme, own, taken);
    if (readings) paintAgreement(context, stage, readings, theme);
    paintRegions(context, stage, regions, theme);
    if (readings) paintRings(context, stage, covered, theme);
    else paintCoverage(context, stage, covered, theme);
    paintRim(context, stage, theme);
    paintSites(context, spotted, labels, marked, theme);
    taken.push(...nameRegions(context, stage, regions, countries, theme, taken, names));
    labelRings(context, stage, covered, theme, taken, names);
  };
}

export interface Painter {
  /** Read every signal that the picture follows, and paint in the next frame. */
  watch: () => void;
  repaint: () => void;
  newTheme: () => void;
  look: (at: [x: number, y: number] | null) => void;
  stop: () => void;
}

export function createPainter(
  canvas: HTMLCanvasElement,
  state: State,
  countries: Countries,
  root: HTMLElement,
  view: ReadonlySignal<GlobeView>,
): Painter {
  const context = canvas.getContext("2d");
  const paintScene = scenePainter(countries);
  const drawn = computed(() => drawnOf(state));
  let theme = readTheme(root);
  let sea = seaOf(root);
  let stage: Stage | undefined;
  let frame = 0;

  const paint = () => {
    frame = 0;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!context || width === 0 || height === 0) return;
    stage = stageOf(view.peek(), frameOf(state, view.peek()), { width, height });
    const density = fit(canvas, width, height);
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, width, height);
    paintScene(context, stage, drawn.peek(), theme, sea);
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
    const spotted = spotSites(stage, drawn.peek().sites);
    const near = spotted.find((each) => Math.hypot(each.x - x, each.y - y) < 13);
    return near?.site.id ?? ringAt(context, stage, drawn.peek().covered, x, y);
  };
  return {
    watch: () => {
      language.value;
      view.value;
      drawn.value;
      repaint();
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
      cancelAnimationFrame(frame);
      cancelAnimationFrame(looking);
    },
  };
}

/** Give the canvas a pixel for each of the screen's; returns how many a CSS pixel has. */
function fit(canvas: HTMLCanvasElement, width: number, height: number): number {
  const density = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  return density;
}

function paintRim(context: CanvasRenderingContext2D, { x, y, rim }: Stage, theme: Theme): void {
  context.strokeStyle = theme.coast;
  context.lineWidth = 1.2;
  context.setLineDash([]);
  context.beginPath();
  context.arc(x, y, rim, 0, 2 * Math.PI);
  context.stroke();
}

const seaOf = (root: Element): string => getComputedStyle(root).getPropertyValue("--sm-sea").trim();
