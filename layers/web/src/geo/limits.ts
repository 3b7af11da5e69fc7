// What a place and a distance on Earth may be: the twin of geo/limits.py.

// Half a WGS84 meridian: the farthest place from any point is its antipode, reached over a pole
// (a quarter meridian is 10 001 965.7293 m; Karney 2013, J. Geodesy 87:43-55, section 2).
/** Largest distance between two places on the WGS84 ellipsoid, in metres. */
export const FARTHEST = 20_003_931.4586;
