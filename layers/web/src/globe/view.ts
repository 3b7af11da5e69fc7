// What the globe shows, as plain numbers that a link can carry, and how it is moved.
import { degrees, distance, radians } from "../geo/geodesic.ts";
import { FARTHEST } from "../geo/limits.ts";
import type { Position } from "../geo/types.ts";
import { outerOf } from "../ranges.ts";
import type { Place, State } from "../state.ts";
import {
  EARTH, type Frame, fromPlane, LAST_ANGLE, NO_TURN, siteFrame, type Stage, turnTo, type Vector,
} from "./projection.ts";

export interface GlobeView {
  kind: "orthographic" | "azimuthal";
  /** Id of the site in the middle of an azimuthal map; null on the globe. */
  site: string | null;
  /** The place in the middle of the canvas. North is up on the globe, and at the site on the map. */
  lon: number;
  lat: number;
  /** 1 shows the whole globe, or the whole Earth round the site. */
  zoom: number;
}

/** Return what a link says as a view of this scene, or null when it makes none. */
export function readView(state: State, said: unknown): GlobeView | null {
  if (typeof said !== "object" || said === null) return null;
  const { kind, site, lon, lat, zoom } = said as Record<keyof GlobeView, unknown>;
  if (!isWithin(lon, 180) || !isWithin(lat, 90) || !isWithin(zoom, 1000)) return null;
  if (kind === "orthographic" && (site ?? null) === null) {
    return { kind, site: null, lon, lat, zoom: clampZoom(kind, zoom) };
  }
  if (kind !== "azimuthal" || typeof site !== "string") return null;
  if (state.rows.value.get(site)?.place.role !== "site") return null;
  return { kind, site, lon, lat, zoom: clampZoom(kind, zoom) };
}

const isWithin = (value: unknown, most: number): value is number =>
  typeof value === "number" && Math.abs(value) <= most;

export interface Size {
  width: number;
  height: number;
}

/** Part of the canvas' shorter half that the whole Earth takes at zoom 1. */
const FILLED = 0.94;

const ZOOMS = { orthographic: [0.5, 16], azimuthal: [0.8, 40] } as const;

export function stageOf(view: GlobeView, frame: Frame, { width, height }: Size): Stage {
  const radius = (FILLED * Math.min(width, height) * view.zoom) / 2;
  const middle = { frame, width, height, x: width / 2, y: height / 2 };
  if (view.kind === "orthographic") {
    const turn = turnTo(view.lon, view.lat);
    return { ...middle, orthographic: true, scale: radius, turn, edge: 0, rim: radius };
  }
  const scale = radius / Math.PI;
  const [u, v] = toPlane(frame.vector(view.lon, view.lat));
  return {
    ...middle,
    orthographic: false,
    x: width / 2 - scale * u,
    y: height / 2 + scale * v,
    scale,
    turn: NO_TURN,
    edge: Math.cos(LAST_ANGLE),
    rim: scale * LAST_ANGLE,
  };
}

/** Return where an azimuthal map shows a direction, in radians from its middle. */
function toPlane([x, y, z]: Vector): [u: number, v: number] {
  const off = Math.hypot(x, y);
  const k = off === 0 ? 1 : Math.atan2(off, z) / off;
  return [k * x, k * y];
}

const known = new WeakMap<State, Map<string, Frame>>();

/** Return how a view sees the Earth; made once for each site. */
export function frameOf(state: State, { site }: GlobeView): Frame {
  const place = site === null ? undefined : state.rows.value.get(site)?.place;
  if (place?.role !== "site") return EARTH;
  const frames = known.get(state) ?? new Map<string, Frame>();
  known.set(state, frames);
  const { lon, lat } = place.site;
  const key = `${lon} ${lat}`;
  const frame = frames.get(key) ?? siteFrame(lon, lat);
  frames.set(key, frame);
  return frame;
}

/** Return the globe turned to what the scene is about. */
export function globeView(state: State): GlobeView {
  const [x, y, z] = [...state.rows.value.values()]
    .map(({ place }) => EARTH.vector(...middleOf(place)))
    .reduce((a, b): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]], [0, 0, 0]);
  const length = Math.hypot(x, y, z);
  const [lon, lat] = length < 1e-6 ? [15, 30] : EARTH.place([x / length, y / length, z / length]);
  return { kind: "orthographic", site: null, lon, lat, zoom: 1 };
}

/** Return the map round a site, as wide as its own circle and every other place. */
export function siteView(state: State, id: string): GlobeView {
  const row = state.rows.value.get(id);
  if (row?.place.role !== "site") return globeView(state);
  const { lon, lat } = row.place.site;
  const others = [...state.rows.value.values()].map(({ place }) => distance(lon, lat, ...middleOf(place)));
  const own = row.range.value ? outerOf(row.range.value) : 0;
  const reach = 1.15 * Math.min(FARTHEST, Math.max(1_500_000, own, ...others));
  const zoom = clampZoom("azimuthal", FARTHEST / reach);
  return { kind: "azimuthal", site: id, lon, lat, zoom };
}

/** Return the middle of a place, for a region that of its vertices. */
export function middleOf(place: Place): Position {
  if (place.role === "site") return [place.site.lon, place.site.lat];
  const { type, coordinates } = place.geometry;
  const points = (type === "Polygon" ? coordinates : coordinates.flat()).flat();
  const sum: Vector = [0, 0, 0];
  for (const [lon, lat] of points) {
    EARTH.vector(lon, lat).forEach((part, k) => {
      sum[k as 0 | 1 | 2] += part;
    });
  }
  const length = Math.hypot(...sum) || 1;
  return EARTH.place([sum[0] / length, sum[1] / length, sum[2] / length]);
}

function clampZoom(kind: GlobeView["kind"], zoom: number): number {
  const [least, most] = ZOOMS[kind];
  return Math.max(least, Math.min(most, zoom));
}

export const zoomed = (view: GlobeView, by: number): GlobeView => ({
  ...view,
  zoom: clampZoom(view.kind, view.zoom * by),
});

/** Return a view in which a place lies at a pixel, or as near to it as north up allows. */
export function held(
  view: GlobeView,
  frame: Frame,
  size: Size,
  place: Position,
  x: number,
  y: number,
): GlobeView {
  const stage = stageOf(view, frame, size);
  const u = (x - stage.x) / stage.scale;
  const v = (stage.y - y) / stage.scale;
  if (!stage.orthographic) {
    const [pu, pv] = toPlane(frame.vector(...place));
    const mu = size.width / 2 - stage.x;
    const mv = stage.y - size.height / 2;
    return centred(view, frame, mu / stage.scale + pu - u, mv / stage.scale + pv - v);
  }
  return { ...view, ...northUp(view.lat, place, u, v) };
}

/** Return a view moved by so many degrees east and north, on the azimuthal map right and up. */
export function moved(view: GlobeView, frame: Frame, east: number, north: number): GlobeView {
  if (view.kind === "orthographic") {
    return { ...view, lon: wrapped(view.lon + east), lat: clampLat(view.lat + north) };
  }
  const [u, v] = toPlane(frame.vector(view.lon, view.lat));
  return centred(view, frame, u + radians(east), v + radians(north));
}

function centred(view: GlobeView, frame: Frame, u: number, v: number): GlobeView {
  const keep = Math.min(1, LAST_ANGLE / Math.max(Math.hypot(u, v), 1e-9));
  const [lon, lat] = frame.place(fromPlane(keep * u, keep * v));
  return { ...view, lon, lat };
}

/**
 * Return the middle of a globe, north up, on which a place is seen at u, v (radii from the middle).
 *
 * The place's height over the equator is v cos(lat0) + w sin(lat0), with w towards the eye; of the
 * two latitudes that solve it the one nearer to the present is taken.
 */
function northUp(
  lat0: number,
  [lon, lat]: Position,
  u: number,
  v: number,
): { lon: number; lat: number } {
  const keep = Math.min(1, 0.999 / Math.max(Math.hypot(u, v), 1e-9));
  const x = keep * u;
  const y = keep * v;
  const w = Math.sqrt(1 - x * x - y * y);
  const base = Math.asin(Math.max(-1, Math.min(1, Math.sin(radians(lat)) / Math.hypot(y, w))));
  const tilt = Math.atan2(y, w);
  const [a, b] = [degrees(base - tilt), degrees(Math.PI - base - tilt)].map(clampLat) as Position;
  const found = Math.abs(a - lat0) <= Math.abs(b - lat0) ? a : b;
  const s = Math.sin(radians(found));
  const c = Math.cos(radians(found));
  return { lon: wrapped(lon - degrees(Math.atan2(x, w * c - y * s))), lat: found };
}

const clampLat = (lat: number): number => Math.max(-90, Math.min(90, lat));
const wrapped = (lon: number): number => ((((lon + 180) % 360) + 360) % 360) - 180;
