// Everything drawn on the map, each in its pane, and what makes it paint again.
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import * as L from "leaflet";
import type { Countries } from "../countries.ts";
import { basemapLayer } from "../layers/basemap.ts";
import { drawnReadings } from "../layers/agreement.ts";
import { drawnBeside } from "../layers/comparison.ts";
import { type Covered, coveredOf, paintFills, paintRings, ringAt } from "../layers/coverage.ts";
import { type Drawn, isLight } from "../layers/drawn.ts";
import { createMerging } from "../layers/merged.ts";
import { nameRegions, paintRegions } from "../layers/regions.ts";
import { retell, showPlanned, type SiteMarker, siteMarker, SiteLabels } from "../layers/sites.ts";
import { addTiles, type Tiles } from "../layers/tiles.ts";
import { language } from "../messages/index.ts";
import { drawnLegs, type Measures } from "../measures.ts";
import type { Picking } from "../picking.ts";
import { type RegionPlace, settleSoon, type State } from "../state.ts";
import type { Views } from "../views.ts";
import { paintAgreement } from "./agreement.ts";
import { CanvasLayer, type Paint } from "./canvas-layer.ts";
import { beyondDivider, dividerBoxes, type Side } from "./divider.ts";
import { bindInquiries } from "./inquire.ts";
import { addLeftOut } from "./left-out.ts";
import { addManySites, isManySites } from "./many-sites.ts";
import { paintLines } from "./measure.ts";
import { Popups } from "./popups.ts";
import { addSwipe } from "./swipe.ts";
import { onThemeChange, readTheme } from "./theme.ts";

/** What the reader works with on the map. */
export interface Tools {
  picking: Picking;
  views: Views;
  measures: Measures;
  /** Whether circles of a kind become one outline. */
  merge: Signal<boolean>;
  drawn: Drawn;
  /** In place of the page's own basemap, where there are any. */
  tiles: Tiles | null;
}

/** Add all layers; returns what stops them. */
export function addOverlays(
  map: L.Map,
  state: State,
  countries: Countries,
  root: HTMLElement,
  { picking, views, measures, merge, drawn, tiles }: Tools,
): () => void {
  let theme = readTheme(root);
  const { shown, isMany, covered, merging } = drawn;
  const regions = computed(() =>
    shown.value.flatMap(({ place }) => (place.role === "region" ? [place as RegionPlace] : [])),
  );
  const manySites = computed(() => isManySites(state.rows.value));

  const readings = computed(() => drawnReadings(state));
  const legs = computed(() => drawnLegs(measures));
  const beside = computed(() => drawnBeside(state, shown.value));
  const mergingBeside = createMerging(beside, merge, state.scene.tolerance);
  const split = signal(0.5);

  const markers = new Map<string, SiteMarker>();
  const visible = () => [...markers.values()].filter(({ marker }) => map.hasLayer(marker));
  const labels = new SiteLabels(map, visible, () => theme.font);

  const ground = basemapLayer({
    countries,
    theme: () => theme,
    unnamed: () => new Set(regions.value.flatMap(({ country }) => country ?? [])),
    taken: (view) => labels.taken(view),
  });
  const basemap = new CanvasLayer(pane(map, "sm-basemap", 150), ground.paint);
  const borders = new CanvasLayer(pane(map, "sm-borders", 170), ground.paintBorders);
  const painter = (side: Side, covers: ReadonlySignal<readonly Covered[]>): Paint => (context, view) => {
    const at = state.other.value ? split.value : null;
    const taken = [...labels.taken(view), ...(at === null ? [] : dividerBoxes(view, at))];
    paintRegions(context, view, regions.value, theme);
    const paint = () => {
      const named = nameRegions(context, view, regions.value, countries, theme, taken);
      const boxes = [...taken, ...named];
      const cut = at === null ? [] : [beyondDivider(view, side, at)];
      return [...boxes, ...cut, ...paintLines(context, view, legs.value, measures.unit.value, theme, boxes)];
    };
    if (!readings.value) paintFills(context, view, covers.value, theme);
    paintRings(context, view, covers.value, theme, paint, tiles ? [] : ground.names());
  };
  const say = addLeftOut(map);
  const light = {
    when: () => isLight(drawn),
    changed: (now: boolean) => say(now ? covered.peek().length : null),
  };
  const overlay = new CanvasLayer(pane(map, "sm-overlay", 350), painter("left", merging.drawn), light);
  const marked = new CanvasLayer(pane(map, "sm-marked-ring", 351), (context, view) => {
    const row = isMany.peek() ? state.rows.peek().get(state.marked.peek() ?? "") : undefined;
    if (row) paintRings(context, view, coveredOf([row], row.place.id), theme, () => [], []);
  });
  const second = new CanvasLayer(pane(map, "sm-beside", 350), painter("right", mergingBeside.drawn));
  const agreement = new CanvasLayer(pane(map, "sm-agreement", 250), (context, view) => {
    if (readings.value) paintAgreement(context, view, readings.value, theme);
  });

  // An empty canvas costs as much as a full one.
  const shownIf = (wanted: boolean, layer: CanvasLayer) => (wanted ? layer.addTo(map) : layer.remove());

  const popups = new Popups(map, state, countries);
  const many = addManySites(map, state, shown, manySites, {
    ...{ popups, picking, pane: pane(map, "sm-sites", 590), theme: () => theme },
  });
  const stop = [
    effect(() => {
      const rows: State["rows"]["value"] = manySites.value ? new Map() : state.rows.value;
      for (const [id, { marker }] of markers) {
        if (rows.has(id)) continue;
        marker.remove();
        popups.unbind(id);
        markers.delete(id);
      }
      for (const { place } of rows.values()) {
        if (place.role !== "site" || markers.has(place.id)) continue;
        const made = siteMarker(place.site);
        markers.set(place.id, made);
        popups.bind(place.id, made);
      }
      const on = new Map(shown.value.map(({ place, standing }) => [place.id, standing.value]));
      for (const [id, each] of markers) {
        showPlanned(each, on.get(id) === "planned");
        if (on.has(id)) each.marker.addTo(map);
        else each.marker.remove();
      }
      basemap.repaint();
    }),
    effect(() => {
      merging.drawn.value;
      regions.value;
      readings.value;
      legs.value;
      measures.unit.value;
      if (state.other.value) split.value;
      overlay.repaint();
      second.repaint();
    }),
    effect(() => {
      shownIf(state.other.value !== null, second);
      mergingBeside.drawn.value;
      second.repaint();
    }),
    effect(() => {
      covered.value;
      state.marked.value;
      shownIf(isMany.value, marked);
      marked.repaint();
    }),
    effect(() => {
      shownIf(readings.value !== null, agreement);
      agreement.repaint();
    }),
    effect(() => markMarkers(state, markers)),
    effect(() => {
      language.value;
      for (const each of markers.values()) retell(each);
      for (const each of [basemap, overlay, second, marked]) each.repaint();
    }),
    effect(() => settleSoon(state)),
    onThemeChange(root, () => {
      theme = readTheme(root);
      basemap.paintNow();
      borders.paintNow();
      agreement.paintNow();
      overlay.paintNow();
      marked.paintNow();
      second.paintNow();
      many.repaint();
    }),
    () => popups.remove(),
    bindInquiries(map, state, countries, picking, views),
    mergingBeside.stop,
    many.stop,
  ];
  basemap.addTo(map);
  if (tiles) {
    addTiles(map, tiles, pane(map, "sm-tiles", 160));
    borders.addTo(map);
  }
  overlay.addTo(map);
  const panes = (name: string) => map.getPane(name) as HTMLElement;
  const sides = { left: panes("sm-overlay"), right: panes("sm-beside") };
  const around = { below: panes(pane(map, "sm-divider", 450)), above: panes(pane(map, "sm-sides", 640)) };
  stop.push(addSwipe(map, state, split, sides, around));
  const coveredAt = (x: number) =>
    state.other.peek() && x > split.peek() * map.getSize().x ? beside.peek() : covered.peek();
  markRings(map, state, overlay, coveredAt, many.at);
  return () => {
    for (const each of stop) each();
  };
}

function pane(map: L.Map, name: string, order: number): string {
  const element = map.createPane(name);
  element.style.zIndex = String(order);
  element.style.pointerEvents = "none";
  return name;
}

/** Hovering a ring marks its row, at most once a frame. */
function markRings(
  map: L.Map,
  state: State,
  overlay: CanvasLayer,
  covered: (x: number) => readonly Covered[],
  siteAt: (at: L.Point) => string | null,
): void {
  let frame = 0;
  let ours: string | null = null;
  const mark = (id: string | null) => {
    if (id !== null) state.marked.value = id;
    else if (ours !== null && state.marked.peek() === ours) state.marked.value = null;
    ours = id;
  };
  map.on("mousemove", ({ layerPoint, containerPoint, originalEvent }: L.LeafletMouseEvent) => {
    cancelAnimationFrame(frame);
    const onSite = originalEvent.target instanceof Element && originalEvent.target.closest(".sm-site");
    if (originalEvent.buttons !== 0 || onSite) return;
    frame = requestAnimationFrame(() => {
      const site = siteAt(layerPoint);
      if (site !== null) return mark(site);
      const there = covered(containerPoint.x);
      mark(overlay.look(layerPoint, (context, view, x, y) => ringAt(context, view, there, x, y)));
    });
  });
  map.on("mouseout", () => {
    cancelAnimationFrame(frame);
    mark(null);
  });
}

/** Hovering or focusing a site marks its row, and the other way round. */
function markMarkers(state: State, markers: ReadonlyMap<string, SiteMarker>): void {
  const marked = state.marked.value;
  for (const [id, { marker }] of markers) {
    marker.getElement()?.classList.toggle("sm-marked", id === marked);
  }
}
