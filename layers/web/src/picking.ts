// What a click on a map, or Enter at its centre, is for.
import type { Signal } from "@preact/signals";
import type { State } from "./state.ts";

/** Takes places while somebody asks for them; null when a click asks about the place instead. */
export type Picking = Signal<((lon: number, lat: number) => void) | null>;

/** Hand a place to whoever asks for places, or else answer for it. */
export function pick({ asked }: State, picking: Picking, lon: number, lat: number): void {
  const take = picking.peek();
  if (take) take(lon, lat);
  else asked.value = [lon, lat];
}
