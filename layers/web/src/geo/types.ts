/** Regions as the page keeps them: GeoJSON geometries (RFC 7946) with plain arrays. */

/** lon, lat in degrees. */
export type Position = [number, number];

/** Closed rings; exteriors counter-clockwise, holes clockwise; cut at the antimeridian. */
export type Geometry =
  | { type: "Polygon"; coordinates: Position[][] }
  | { type: "MultiPolygon"; coordinates: Position[][][] };
