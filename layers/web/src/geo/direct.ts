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
const EQUATOR = 1e-150; // keeps directions apart from nothing where a geodesic runs along the equator
const RADIANS = Math.PI / 180;

/** Where a geodesic ends: `dlon` in degrees from where it begins, -180..180, and the latitude. */
export interface End {
  readonly dlon: number;
  readonly lat: number;
}

/** Return where geodesics of one length in metres end, from a place at `lat`, by their azimuth. */
export function arcs(lat: number, metres: number): (azimuth: number) => End {
  const reduced = Math.atan((1 - F) * Math.tan(lat * RADIANS));
  const [sin, cos] = [Math.sin(reduced), Math.cos(reduced)];
  const arc = metres / B;
  const [sinArc, cosArc] = [Math.sin(arc), Math.cos(arc)];
  return (azimuth) => {
    const turn = azimuth * RADIANS;
    // The great ellipse crosses the equator at azimuth alpha0; sigma is counted from there.
    const sin0 = Math.sin(turn) * cos;
    const along1 = Math.cos(turn) * cos + EQUATOR;
    const cos0 = Math.sqrt(sin * sin + along1 * along1);
    const [sin1, cos1] = [sin / cos0, along1 / cos0];
    const k2 = SECOND * cos0 * cos0;
    const e = k2 / (1 + Math.sqrt(1 + k2)) ** 2;
    const e2 = e * e;

    const [sinTwice, cosTwice] = [2 * sin1 * cos1, (cos1 - sin1) * (cos1 + sin1)];
    const c1 = e * (-1 / 2 + e2 * (3 / 16));
    const c2 = e2 * (-1 / 16 + e2 * (1 / 32));
    let small = arc * (e * (-1 + e * (-1 / 4 + e * (1 / 4 + e * (3 / 64)))));
    small += series(sinTwice, cosTwice, c1, c2, e * e2 * (-1 / 48), e2 * e2 * (-5 / 512));
    const sphereSin = sin1 * cosArc + cos1 * sinArc;
    const sphereCos = cos1 * cosArc - sin1 * sinArc;
    const [s, c] = [sinOf(small), cosOf(small)];
    const [sinTau, cosTau] = [sphereSin * c + sphereCos * s, sphereCos * c - sphereSin * s];
    small += series(
      2 * sinTau * cosTau,
      (cosTau - sinTau) * (cosTau + sinTau),
      e * (1 / 2 - e2 * (9 / 32)),
      e2 * (5 / 16 - e2 * (37 / 96)),
      e * e2 * (29 / 96 - e2 * (75 / 128)),
      e2 * e2 * (539 / 1536),
    );
    const [ds, dc] = [sinOf(small), cosOf(small)];
    const [sin2, cos2] = [sphereSin * dc + sphereCos * ds, sphereCos * dc - sphereSin * ds];

    const a3 =
      1 -
      e *
        ((1 - N) / 2 +
          e * (1 / 4 + N / 8 - (3 / 8) * N * N + e * (1 / 16 + (3 / 16) * N + e * (3 / 64))));
    const d1 = e * ((1 - N) / 4 + e * ((1 - N * N) / 8 + e * (3 / 64 + (3 / 64) * N + e * (5 / 128))));
    const d2 = e2 * (1 / 16 - (3 / 32) * N + (N * N) / 32 + e * (3 / 64 - N / 32 + e * (3 / 128)));
    const d3 = e * e2 * (5 / 192 - (3 / 64) * N + e * (3 / 128));
    const d4 = e2 * e2 * (7 / 512);
    const bent =
      arc +
      small +
      series(2 * sin2 * cos2, (cos2 - sin2) * (cos2 + sin2), d1, d2, d3, d4) -
      series(sinTwice, cosTwice, d1, d2, d3, d4);
    // Longitude on the auxiliary sphere, from the cross and the dot product of both directions.
    const cross = sin0 * (sinArc * dc + cosArc * ds);
    const dlon = Math.atan2(cross, cos1 * cos2 + sin0 * sin0 * sin1 * sin2) - F * sin0 * a3 * bent;
    const equatorial = Math.sqrt(sin0 * sin0 + cos0 * cos2 * (cos0 * cos2));
    return {
      dlon: dlon / RADIANS,
      lat: Math.atan2(cos0 * sin2, (1 - F) * equatorial) / RADIANS,
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

/** Return a sin x + b sin 2x + c sin 3x + d sin 4x, as Clenshaw summed them. */
function series(sin: number, cos: number, a: number, b: number, c: number, d: number): number {
  const twice = 2 * cos;
  const third = twice * d + c;
  const second = twice * third - d + b;
  return sin * (twice * second - third + a);
}
