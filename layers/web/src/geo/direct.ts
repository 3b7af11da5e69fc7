// The direct problem of geodesics, prepared for a whole circle: the twin of geo/direct.py.
//
// Karney's series (Algorithms for geodesics, J. Geodesy 87:43-55, 2013, equations 17, 18, 21, 24
// and 25) on WGS84, to the order that leaves 0.1 micrometres. What is the centre's is worked out
// once. Series only add small angles to arcs whose sines are known.

const A = 6_378_137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const N = F / (2 - F);
const SECOND = (F * (2 - F)) / (1 - F) ** 2; // second eccentricity, squared
const RADIANS = Math.PI / 180;

/** Where a geodesic ends: `dlon` in degrees from where it begins, -180..180, and the latitude. */
export interface End {
  readonly dlon: number;
  readonly lat: number;
}

/** Return where geodesics of one length in metres end, from a place at `lat`, by their azimuth. */
export function arcs(lat: number, metres: number): (azimuth: number) => End {
  const reduced = Math.atan((1 - F) * Math.tan(lat * RADIANS));
  const sin = Math.sin(reduced);
  const cos = Math.cos(reduced);
  const arc = metres / B;
  const sinArc = Math.sin(arc);
  const cosArc = Math.cos(arc);
  const sinTwice = 2 * sinArc * cosArc;
  const cosTwice = (cosArc - sinArc) * (cosArc + sinArc);
  return (azimuth) => {
    const turn = azimuth * RADIANS;
    // The great ellipse crosses the equator at azimuth alpha0; sigma is counted from there. Karney's
    // sums of e^k sin 2k sigma are worked out as v times a polynomial in u, with u, v =
    // e cos 2 sigma, e sin 2 sigma and u^2 + v^2 = e^2: so no angle is asked for where the equator
    // leaves it open.
    const sinTurn = Math.sin(turn);
    const cosTurn = Math.cos(turn);
    const north = cosTurn * cos;
    const east = sinTurn * cos;
    const square = north * north;
    const other = sin * sin;
    const root = 1 + Math.sqrt(1 + SECOND * (square + other));
    const g = SECOND / (root * root);
    const e = g * (square + other);
    const u = g * (square - other);
    const v = g * north * (2 * sin);
    const e2 = e * e;

    let along = arc * (e2 * (e2 * (3 / 64) - 1 / 4) + e * (e2 / 4 - 1));
    along +=
      v *
      (e2 * (3 / 16 + 1 / 48) -
        1 / 2 +
        u * (e2 * (1 / 16 + 5 / 128) - 1 / 8 + u * (u * (-5 / 64) - 1 / 12)));
    const atArc = u * cosTwice - v * sinTwice;
    const offArc = v * cosTwice + u * sinTwice;
    let s = sinOf(2 * along);
    let c = cosOf(2 * along);
    let u2 = atArc * c - offArc * s;
    let v2 = offArc * c + atArc * s;
    along +=
      v2 *
      (e2 * (e2 * (75 / 128) - (9 / 32 + 29 / 96)) +
        1 / 2 +
        u2 *
          (e2 * -(37 / 48 + 539 / 384) +
            5 / 8 +
            u2 * (e2 * (-75 / 32) + 29 / 24 + u2 * (539 / 192))));
    s = sinOf(along);
    c = cosOf(along);
    const sinEnd = sinArc * c + cosArc * s;
    const cosEnd = cosArc * c - sinArc * s;

    const a3 =
      1 -
      e *
        ((1 - N) / 2 +
          e * (1 / 4 + N / 8 - (3 / 8) * N * N + e * (1 / 16 + (3 / 16) * N + e * (3 / 64))));
    const zeroth =
      (1 - N) / 4 +
      e * ((1 - N * N) / 8 + e * (3 / 64 - 5 / 192 + N * (3 / 64 + 3 / 64) + e * (5 / 128)));
    const first = 1 / 8 - (3 / 16) * N + (N * N) / 16 + e * (3 / 32 - N / 16);
    const second = 5 / 48 - (3 / 16) * N;
    s = 2 * sinEnd * cosEnd;
    c = (cosEnd - sinEnd) * (cosEnd + sinEnd);
    u2 = u * c - v * s;
    v2 = v * c + u * s;
    const bent =
      arc +
      along +
      v2 * (zeroth + u2 * (first + u2 * second)) -
      v * (zeroth + u * (first + u * second));
    // On the auxiliary sphere: in the plane of the centre's meridian, east of it, along the axis.
    const x = cos * cosEnd - sin * cosTurn * sinEnd;
    const y = sinTurn * sinEnd;
    const z = sin * cosEnd + north * sinEnd;
    return {
      dlon: (Math.atan2(y, x) - F * east * a3 * bent) / RADIANS,
      lat: Math.atan2(z, (1 - F) * Math.sqrt(x * x + y * y)) / RADIANS,
    };
  };
}

// Of an angle below 0.02: the rest is below the last digit.
function sinOf(angle: number): number {
  const square = angle * angle;
  return angle * (1 - square * (1 / 6 - square * (1 / 120)));
}

function cosOf(angle: number): number {
  const square = angle * angle;
  return 1 - square * (1 / 2 - square * (1 / 24 - square * (1 / 720)));
}
