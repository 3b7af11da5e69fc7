// Areas and lines as directions, made once, drawn for every stage; what were only cuts along the
// antimeridian and the poles is filled up to and not stroked.
import { radians, SPHERE } from "../geo/geodesic.ts";
import type { Geometry, Position } from "../geo/types.ts";
import {
  type Curve, closedCurve, isWithin, pathOf, rim, type Ring, runs, see,
} from "./curves.ts";
import { type Frame, pixel, type Stage, turned, type Vector } from "./projection.ts";

export class Figure {
  readonly #rings: readonly Ring[];
  readonly #closed: boolean;
  readonly #judges: readonly Judge[];
  #stage: Stage | undefined;
  #fill: Path2D | undefined;
  #line: Path2D | undefined;

  /**
   * @param lines edges straight in lon/lat; closed rings when `holds` is given
   * @param holds whether a place lies in the area that the rings bound
   * @param cuts whether edges along the antimeridian and the poles are only cuts
   */
  constructor(
    frame: Frame,
    lines: readonly (readonly Position[])[],
    holds: ((lon: number, lat: number) => boolean) | null = null,
    cuts = true,
  ) {
    this.#closed = holds !== null;
    this.#rings = lines
      .filter(({ length }) => length > 1)
      .map((line) => ringOf(frame, line, this.#closed, cuts));
    this.#judges = holds ? judgesOf(frame, this.#rings, holds) : [];
  }

  /** The area's path, to fill by the even-odd rule. */
  fill(stage: Stage): Path2D {
    this.#place(stage);
    this.#fill ??= pathOf(this.area(stage), stage);
    return this.#fill;
  }

  /** The path of the lines, or of the area's outline. */
  line(stage: Stage): Path2D {
    this.#place(stage);
    this.#line ??= pathOf(this.outline(stage), stage);
    return this.#line;
  }

  /** What `fill` draws, as closed curves. */
  area(stage: Stage): Curve[] {
    this.#place(stage);
    const curves = this.#rings.flatMap((ring) => {
      const curve = closedCurve(ring, stage);
      return curve ? [curve] : [];
    });
    // Which way round the rim hidden parts were led is of no matter: a place that is known to be
    // inside or outside tells whether all has to be turned inside out.
    for (const { vector, inside } of this.#judges) {
      const at = turned(stage, vector);
      if (at[2] < stage.edge + CLEAR) continue;
      return isWithin(curves, ...pixel(stage, at)) === inside ? curves : [...curves, rim(stage)];
    }
    return curves;
  }

  /** What `line` draws. */
  outline(stage: Stage): Curve[] {
    this.#place(stage);
    return this.#rings.flatMap((ring) => runs(ring, stage, this.#closed));
  }

  #place(stage: Stage): void {
    if (this.#stage === stage) return;
    this.#stage = stage;
    this.#fill = undefined;
    this.#line = undefined;
    for (const ring of this.#rings) see(ring, stage);
  }
}

/** How far from the Earth's edge a judge has to be. */
const CLEAR = 0.05;

interface Judge {
  vector: Vector;
  inside: boolean;
}

/** Return the references, those that are farthest from all edges first. */
function judgesOf(
  frame: Frame,
  rings: readonly Ring[],
  holds: (lon: number, lat: number) => boolean,
): Judge[] {
  return frame.references
    .map(({ place, vector }) => ({ place, vector, near: nearness(rings, vector) }))
    .sort((a, b) => a.near - b.near)
    .map(({ place, vector }) => ({ vector, inside: holds(...place) }));
}

/** Return the cosine of the angle to the nearest vertex. */
function nearness(rings: readonly Ring[], [x, y, z]: Vector): number {
  let most = -1;
  for (const { xyz } of rings) {
    for (let k = 0; k < xyz.length; k += 3) {
      const a = xyz[k] as number;
      const b = xyz[k + 1] as number;
      const c = xyz[k + 2] as number;
      most = Math.max(most, x * a + y * b + z * c);
    }
  }
  return most;
}

/** The figure of an area, cut at the antimeridian as RFC 7946 asks. */
export function areaFigure(frame: Frame, geometry: Geometry): Figure {
  const rings = geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
  return new Figure(frame, rings, (lon, lat) => holds(rings, lon, lat));
}

/** Tell whether rings in the lon/lat plane hold a place, by the even-odd rule. */
export function holds(rings: readonly (readonly Position[])[], lon: number, lat: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let k = 1; k < ring.length; k++) {
      const [[x1, y1], [x2, y2]] = [ring[k - 1] as Position, ring[k] as Position];
      if (y1 > lat === y2 > lat) continue;
      if (lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  }
  return inside;
}

function ringOf(frame: Frame, line: readonly Position[], closed: boolean, cuts: boolean): Ring {
  const points: Position[] = [line[0] as Position];
  const cut: number[] = [0];
  for (let k = 1; k < line.length; k++) {
    const a = line[k - 1] as Position;
    const b = line[k] as Position;
    const isCut = cuts && (runsAlong(a, b, 0, 180) || runsAlong(a, b, 1, 90));
    for (const point of between(a, b)) {
      points.push(point);
      cut.push(isCut ? 1 : 0);
    }
  }
  if (closed) { // the last vertex is the first
    points.pop();
    cut[0] = cut.pop() ?? 0;
  }
  const xyz = Float64Array.from(points.flatMap(([lon, lat]) => frame.vector(lon, lat)));
  return { xyz, seen: new Float64Array(xyz.length), cut: Uint8Array.from(cut) };
}

// The country file's grid puts the antimeridian and the pole a little beside 180 and 90 degrees.
const NEARLY = 1e-3;

const runsAlong = (a: Position, b: Position, axis: 0 | 1, edge: number): boolean =>
  Math.abs(Math.abs(a[axis]) - edge) < NEARLY && Math.abs(a[axis] - b[axis]) < NEARLY;

/** How far, as a part of the Earth's radius, a drawn edge may lie beside the true one. */
const TOLERANCE = 250 / SPHERE;
const LONGEST = radians(1);

/** Return an edge's points after its start, so close that straight lines on the globe will do. */
function between(a: Position, b: Position): Position[] {
  if (runsAlong(a, b, 1, 90)) return [b];
  // Both sides of a cut get the same points, so that nothing shows between them.
  if (runsAlong(a, b, 0, 180)) return [...wholeDegrees(a, b), b];
  const east = radians(Math.abs(b[0] - a[0]));
  const north = radians(Math.abs(b[1] - a[1]));
  const [low, high] = [Math.abs(a[1]), Math.abs(b[1])].sort((p, q) => p - q) as Position;
  const length = Math.hypot(east * Math.cos(radians(a[1] * b[1] > 0 ? low : 0)), north);
  // As in geo/reach.ts: 8 times the way from the geodesic of the ends to the edge.
  const bulge = east * Math.sin(radians(high)) * Math.hypot(length, 2 * north);
  const pieces = Math.ceil(Math.max(length / LONGEST, Math.sqrt(bulge / (8 * TOLERANCE)), 1));
  return Array.from({ length: pieces }, (_, k): Position => {
    const part = (k + 1) / pieces;
    return part === 1 ? b : [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
  });
}

function wholeDegrees(a: Position, b: Position): Position[] {
  const from = Math.min(a[1], b[1]);
  const to = Math.max(a[1], b[1]);
  const found: Position[] = [];
  for (let lat = Math.floor(from) + 1; lat < to; lat++) found.push([a[0], lat]);
  return a[1] < b[1] ? found : found.reverse();
}
