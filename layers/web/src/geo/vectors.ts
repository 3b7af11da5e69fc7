// Places as unit vectors: the direction in which "up" is, on the sphere of the same latitudes.
import { radians } from "./geodesic.ts";
import type { Position } from "./types.ts";

export type Vector = readonly [x: number, y: number, z: number];

export function upright([lon, lat]: Position): Vector {
  const east = radians(lon);
  const north = radians(lat);
  return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
}

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Return the angle between two directions, in radians. */
export const between = (a: Vector, b: Vector): number =>
  Math.acos(Math.max(-1, Math.min(1, dot(a, b))));
