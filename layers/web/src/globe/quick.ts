// Coverage while the globe turns, when there is much: thin lines of few vertices, and no fills.
import { arcs } from "../geo/direct.ts";
import { WIDEST } from "../geo/exposed.ts";
import type { Covered } from "../layers/coverage.ts";
import type { Theme } from "../map/theme.ts";
import { outerOf } from "../ranges.ts";
import type { Range } from "../scene.ts";
import type { Place, SitePlace } from "../state.ts";
import { figureOf } from "./coverage.ts";
import { mayBeSeen, radiusOf } from "./culling.ts";
import { type Curve, type Ring, runs, see } from "./curves.ts";
import type { Frame, Stage } from "./projection.ts";

export function paintQuickly(
  context: CanvasRenderingContext2D,
  stage: Stage,
  covered: readonly Covered[],
  theme: Theme,
): void {
  context.setLineDash([]);
  context.lineWidth = 1; // a wider line takes five times as long to paint
  for (const each of covered) {
    if (!mayBeSeen(stage, each)) continue;
    context.strokeStyle = theme.kinds[each.place.kind];
    strokeAll(context, curvesOf(stage, each));
  }
}

/** Curves in one path: of more, a canvas takes far longer for each. */
const TOGETHER = 32;

function strokeAll(context: CanvasRenderingContext2D, curves: readonly Curve[]): void {
  for (let first = 0; first < curves.length; first += TOGETHER) {
    context.beginPath();
    for (const curve of curves.slice(first, first + TOGETHER)) follow(context, curve);
    context.stroke();
  }
}

const STEP = 2; // pixels: what is nearer to the last vertex is left out

function follow(context: CanvasRenderingContext2D, curve: Curve): void {
  let x = curve[0] as number;
  let y = curve[1] as number;
  context.moveTo(x, y);
  const last = curve.length - 2;
  for (let k = 2; k <= last; k += 2) {
    const px = curve[k] as number;
    const py = curve[k + 1] as number;
    if (k < last && Math.abs(px - x) + Math.abs(py - y) < STEP) continue;
    context.lineTo(px, py);
    x = px;
    y = py;
  }
}

function curvesOf(stage: Stage, each: Covered): Curve[] {
  const { place, range } = each;
  const isCircle = !range.bearings && !range.inner_m && outerOf(range) <= WIDEST && !("merged" in each);
  if (place.role === "site" && isCircle) {
    return ringsOf(stage, place, range, radiusOf(stage, each)).flatMap((ring) => {
      see(ring, stage);
      return runs(ring, stage, true);
    });
  }
  const { outer, low } = each.shape;
  return [outer, ...(low ? [low] : [])].flatMap((area) => figureOf(stage.frame, area).outline(stage));
}

interface Quick {
  range: Range;
  vertices: number;
  rings: Ring[];
}

const known = new WeakMap<Frame, WeakMap<Place, Quick>>();

/**
 * The circles of a site in as few vertices as will do; kept until that changes.
 *
 * @param radius in pixels
 */
function ringsOf({ frame }: Stage, place: SitePlace, range: Range, radius: number): Ring[] {
  const quick = known.get(frame) ?? new WeakMap<Place, Quick>();
  known.set(frame, quick);
  const vertices = verticesFor(radius);
  const last = quick.get(place);
  if (last?.range === range && last.vertices === vertices) return last.rings;
  const { lon, lat } = place.site;
  const radii = [outerOf(range), ...(range.low_m === null ? [] : [range.low_m])];
  const rings = radii.map((metres) => ringRound(frame, lon, lat, metres, vertices));
  quick.set(place, { range, vertices, rings });
  return rings;
}

const FEWEST = 18;
const MOST = 288;
const UNSEEN = 0.3; // pixels that an edge may miss its circle by

export function verticesFor(radius: number): number {
  let count = FEWEST;
  while (count < MOST && radius * (1 - Math.cos(Math.PI / count)) > UNSEEN) count *= 2;
  return count;
}

function ringRound(frame: Frame, lon: number, lat: number, metres: number, count: number): Ring {
  const endAt = arcs(lat, metres);
  const xyz = new Float64Array(3 * count);
  for (let k = 0; k < count; k++) {
    const { dlon, lat: north } = endAt((360 * k) / count);
    xyz.set(frame.vector(lon + dlon, north), 3 * k);
  }
  return { xyz, seen: new Float64Array(3 * count), cut: new Uint8Array(count) };
}
