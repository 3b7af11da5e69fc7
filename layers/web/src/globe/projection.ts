// From places to pixels: an orthographic globe, or an azimuthal equidistant map round a site.
//
// Places become directions once; a view turns and scales them, which takes nine products a point
// and no sine. (d3-geo is the tests' oracle. In the page it would take sines for every point and
// frame, five times as long for the basemap and ten circles; it knows no ellipsoid, and takes edges
// as great circles and cuts as edges, where ours are straight in lon/lat.)
import { azimuth, degrees, destination, distance, radians } from "../geo/geodesic.ts";
import { FARTHEST } from "../geo/limits.ts";
import type { Position } from "../geo/types.ts";

/** A point of the unit sphere: x to the right, y up, z towards the eye. */
export type Vector = [x: number, y: number, z: number];

/** How places become directions. */
export interface Frame {
  vector: (lon: number, lat: number) => Vector;
  place: (vector: Vector) => Position;
  /** Places all over the Earth, one of which tells a fill's inside from its outside. */
  references: readonly Reference[];
}

export interface Reference {
  place: Position;
  vector: Vector;
}

/**
 * The Earth as a site sees it: directions are true azimuths, and angles from the middle are true
 * distances on the ellipsoid, the farthest of which is half a turn.
 */
export function siteFrame(lon: number, lat: number): Frame {
  return framed(
    (lon2, lat2) => {
      const angle = (distance(lon, lat, lon2, lat2) / FARTHEST) * Math.PI;
      const bearing = radians(azimuth(lon, lat, lon2, lat2));
      const off = Math.sin(angle);
      return [off * Math.sin(bearing), off * Math.cos(bearing), Math.cos(angle)];
    },
    ([x, y, z]) => {
      const angle = Math.atan2(Math.hypot(x, y), z);
      return destination(lon, lat, degrees(Math.atan2(x, y)), (angle / Math.PI) * FARTHEST);
    },
  );
}

const REFERENCES = 24;
const GOLDEN_TURN = 137.507_764;

function framed(vector: Frame["vector"], place: Frame["place"]): Frame {
  const references = Array.from({ length: REFERENCES }, (_, k): Reference => {
    const lat = degrees(Math.asin((2 * k + 1) / REFERENCES - 1));
    const lon = ((k * GOLDEN_TURN) % 360) - 180;
    return { place: [lon, lat], vector: vector(lon, lat) };
  });
  return { vector, place, references };
}

/** The globe: the eye looks at lon 0, lat 0 until a stage turns it. */
export const EARTH: Frame = framed(
  (lon, lat) => {
    const east = radians(lon);
    const north = radians(lat);
    const level = Math.cos(north);
    return [level * Math.sin(east), Math.sin(north), level * Math.cos(east)];
  },
  ([x, y, z]) => [degrees(Math.atan2(x, z)), degrees(Math.asin(Math.max(-1, Math.min(1, y))))],
);

/** A frame as a canvas shows it. */
export interface Stage {
  frame: Frame;
  orthographic: boolean;
  width: number;
  height: number;
  /** Where the projection's middle lies, in CSS pixels. */
  x: number;
  y: number;
  /** CSS pixels of the globe's radius, or of a radian on the azimuthal map. */
  scale: number;
  /** The rotation's rows, one after another. */
  turn: readonly number[];
  /** A direction is shown when its turned z is above this. */
  edge: number;
  /** CSS pixels from the middle to where the Earth ends. */
  rim: number;
}

/** The azimuthal map ends a little before the antipode, which it would draw as a circle. */
export const LAST_ANGLE = radians(179);

/** The rotation that brings a place to the middle, north up. */
export function turnTo(lon: number, lat: number): number[] {
  const east = radians(lon);
  const north = radians(lat);
  const s = Math.sin(east);
  const c = Math.cos(east);
  const sn = Math.sin(north);
  const cn = Math.cos(north);
  return [c, 0, -s, -sn * s, cn, -sn * c, cn * s, sn, cn * c];
}

export const NO_TURN: readonly number[] = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export function turned({ turn }: Stage, [x, y, z]: Vector): Vector {
  const [a, b, c, d, e, f, g, h, i] = turn as Rotation;
  return [a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z];
}

export type Rotation = [
  number, number, number, number, number, number, number, number, number,
];

/** How far from the middle a turned direction is drawn, as a multiple of its distance to the axis. */
export function stretch(stage: Stage, z: number): number {
  if (stage.orthographic) return stage.scale;
  const angle = Math.acos(Math.max(-1, Math.min(1, z)));
  return angle < 1e-6 ? stage.scale : (stage.scale * angle) / Math.sin(angle);
}

/** Return the pixel of a turned direction. */
export function pixel(stage: Stage, [x, y, z]: Vector): [x: number, y: number] {
  const k = stretch(stage, z);
  return [stage.x + k * x, stage.y - k * y];
}

/** Return the pixel of a place, or null when it is behind. */
export function project(stage: Stage, lon: number, lat: number): [number, number] | null {
  const vector = turned(stage, stage.frame.vector(lon, lat));
  return vector[2] > stage.edge ? pixel(stage, vector) : null;
}

/** Return the place at a pixel, or null beside the Earth. */
export function unproject(stage: Stage, x: number, y: number): Position | null {
  const u = (x - stage.x) / stage.scale;
  const v = (stage.y - y) / stage.scale;
  const r = Math.hypot(u, v);
  if (r * stage.scale > stage.rim) return null;
  if (!stage.orthographic) return stage.frame.place(fromPlane(u, v));
  return stage.frame.place(unturned(stage, [u, v, Math.sqrt(Math.max(0, 1 - r * r))]));
}

function unturned({ turn }: Stage, [x, y, z]: Vector): Vector {
  const [a, b, c, d, e, f, g, h, i] = turn as Rotation;
  return [a * x + d * y + g * z, b * x + e * y + h * z, c * x + f * y + i * z];
}

/** Return the direction that an azimuthal map shows at u, v radians from its middle. */
export function fromPlane(u: number, v: number): Vector {
  const angle = Math.hypot(u, v);
  const k = angle === 0 ? 1 : Math.sin(angle) / angle;
  return [k * u, k * v, Math.cos(angle)];
}
