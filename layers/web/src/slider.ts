// A slider over distances: every step is the same ratio, from 10 km to the farthest place.
import type { Unit } from "./scene.ts";
import { METRES } from "./units.ts";

export const STEPS = 400;
const LEAST = 10_000;

/** The step that stands for a distance; what is shorter than the slider stands at its start. */
export function stepOf(metres: number, farthest: number): number {
  const share = Math.log(metres / LEAST) / Math.log(farthest / LEAST);
  return Math.round(Math.min(1, Math.max(0, share)) * STEPS);
}

/** The distance that a step stands for, in metres: three digits of its unit, at most `farthest`. */
export function metresAt(step: number, unit: Unit, farthest: number): number {
  const exact = LEAST * (farthest / LEAST) ** (step / STEPS);
  const rounded = Number((exact / METRES[unit]).toPrecision(3)) * METRES[unit];
  return rounded > farthest ? Math.floor(farthest / METRES[unit]) * METRES[unit] : rounded;
}
