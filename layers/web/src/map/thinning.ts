// Fewer points for what is seen from afar: none that is left out would have moved a line visibly.

/** Pixels by which a thinned line may miss the whole one: less than a screen can show. */
const UNSEEN = 0.1;
/** Lines this short are not worth thinning. */
const SHORT = 16;

/** The step in unit coordinates that no reader sees at a zoom, the same up to the next whole one. */
export const unseenAt = (zoom: number): number => UNSEEN / (256 * 2 ** Math.ceil(zoom));

/**
 * Leave out points that lie within `step` of the line through those kept; the ends stay.
 *
 * From each point kept, the directions that pass every later point closely enough are a wedge; the
 * line goes on until the wedge is empty (Williams 1978, IBM Journal of Research).
 *
 * @param xy x, y, x, y, ...
 */
export function thinned(xy: Float64Array, step: number): Float64Array {
  const count = xy.length / 2;
  if (count <= SHORT) return xy;
  const kept = new Float64Array(xy.length);
  let length = 0;
  const keep = (nth: number) => {
    kept[length++] = xy[2 * nth] as number;
    kept[length++] = xy[2 * nth + 1] as number;
  };
  keep(0);
  let anchor = 0;
  while (anchor < count - 1) {
    anchor = farthestFrom(xy, anchor, count, step);
    keep(anchor);
  }
  return kept.slice(0, length);
}

/** The last point that may be the next one kept. */
function farthestFrom(xy: Float64Array, anchor: number, count: number, step: number): number {
  const x0 = xy[2 * anchor] as number;
  const y0 = xy[2 * anchor + 1] as number;
  // The wedge runs from the direction (ax, ay) to (bx, by), by less than half a turn.
  let ax = 0;
  let ay = 0;
  let bx = 0;
  let by = 0;
  let reach = 0;
  let open = true;
  for (let k = anchor + 1; k < count; k++) {
    const dx = (xy[2 * k] as number) - x0;
    const dy = (xy[2 * k + 1] as number) - y0;
    const away = Math.sqrt(dx * dx + dy * dy);
    if (away < reach) return k - 1; // the line has turned back
    reach = away;
    if (away <= step) continue;
    if (!open && (ax * dy - ay * dx < 0 || dx * by - dy * bx < 0)) return k - 1;
    const along = Math.sqrt(away * away - step * step);
    const px = dx * along + dy * step;
    const py = dy * along - dx * step;
    const qx = dx * along - dy * step;
    const qy = dy * along + dx * step;
    if (open || ax * py - ay * px > 0) {
      ax = px;
      ay = py;
    }
    if (open || bx * qy - by * qx < 0) {
      bx = qx;
      by = qy;
    }
    open = false;
  }
  return count - 1;
}
