// What of the circles may be seen, known before any of their points is made.
import { SPHERE } from "../geo/geodesic.ts";
import { FARTHEST } from "../geo/limits.ts";
import type { Covered } from "../layers/coverage.ts";
import { outerOf } from "../ranges.ts";
import type { SceneSite } from "../scene.ts";
import { EARTH, type Frame, pixel, type Stage, turned, unproject, type Vector } from "./projection.ts";

const known = new WeakMap<Frame, WeakMap<SceneSite, Vector>>();

/** The direction in which a frame sees a site, worked out once. */
export function vectorOf(frame: Frame, site: SceneSite): Vector {
  const vectors = known.get(frame) ?? new WeakMap<SceneSite, Vector>();
  known.set(frame, vectors);
  const vector = vectors.get(site) ?? frame.vector(site.lon, site.lat);
  vectors.set(site, vector);
  return vector;
}

/** Least radius of curvature of WGS84, in metres: no distance spans a wider angle of directions. */
const SHARPEST = 6_335_439;

/** How large a circle would be in the middle of the globe, in pixels from its centre. */
export const radiusOf = ({ scale }: Stage, { range }: Covered): number =>
  (outerOf(range) / SPHERE) * scale;

const MARGIN = 4; // pixels: half a line, with its casing

/** Whether any of a shape may be on the canvas; only of a site's own circle can it be denied. */
export function mayBeSeen(stage: Stage, each: Covered): boolean {
  const { place, range } = each;
  if (place.role !== "site" || "merged" in each) return true;
  const at = turned(stage, vectorOf(stage.frame, place.site));
  const metres = outerOf(range);
  return stage.orthographic ? isOnGlobe(stage, at, metres) : isInBand(stage, at, metres);
}

function isOnGlobe(stage: Stage, at: Vector, metres: number): boolean {
  const angle = metres / SHARPEST;
  if (angle >= Math.PI / 2) return true;
  if (at[2] < -Math.sin(angle)) return false; // all of it lies behind the limb
  const [x, y] = pixel(stage, at);
  const chord = 2 * Math.sin(angle / 2) * stage.scale + MARGIN;
  return x > -chord && x < stage.width + chord && y > -chord && y < stage.height + chord;
}

/** On the azimuthal map distances from its site are true: those of the circle against the canvas'. */
function isInBand({ x, y, scale, width, height }: Stage, [, , z]: Vector, metres: number): boolean {
  const away = Math.acos(Math.max(-1, Math.min(1, z))) * scale;
  const radius = (metres / FARTHEST) * Math.PI * scale + MARGIN;
  const dx = Math.max(-x, 0, x - width);
  const dy = Math.max(-y, 0, y - height);
  const farthest = Math.hypot(Math.max(x, width - x), Math.max(y, height - y));
  return away + radius > Math.hypot(dx, dy) && away - radius < farthest;
}

/** What a sphere may be wrong by: part of a length. */
const ROUGH = 0.01;
const NEAR = 12; // pixels
/** Next to the limb a pixel is many kilometres; below this depth it is taken for any number of them. */
const SHALLOW = 0.02;

/** Return a quick look at whether the circle of a site may pass near a pixel: most do not. */
export function passing(stage: Stage, x: number, y: number): (each: Covered) => boolean {
  const place = unproject(stage, x, y);
  if (!place) return () => false;
  const [px, py, pz] = EARTH.vector(...place);
  const depth = stage.orthographic ? turned(stage, [px, py, pz])[2] : 1;
  const pixels = depth < SHALLOW ? Infinity : (NEAR * SPHERE) / stage.scale / depth;
  return (each) => {
    const { place, range } = each;
    if (place.role !== "site" || range.bearings !== null || "merged" in each) return true;
    const [a, b, c] = vectorOf(EARTH, place.site);
    const away = Math.acos(Math.max(-1, Math.min(1, a * px + b * py + c * pz))) * SPHERE;
    const slack = ROUGH * away + pixels;
    return [outerOf(range), range.low_m, range.inner_m].some(
      (radius) => radius !== null && Math.abs(away - radius) < slack,
    );
  };
}
