// Every word that the globe says.
export const WORDS = {
  closeAnswer: "Close the answer",
  view: "View",
  flat: "Flat map",
  globe: "Globe",
  round: "Round a site",
  centre: "Site in the middle",
  canvas: (title: string): string => `Globe of ${title}`,
  map: (site: string, title: string): string => `Map round ${site} of ${title}`,
  keys: "arrow keys turn it, with Shift in small steps, plus and minus zoom, Home goes back",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  home: "Back to the first view",
  aboutGlobe: "Orthographic globe: circles keep their shape; Mercator stretches them",
  middle: (lat: number, lon: number): string =>
    `Middle of the view: ${degrees(lat, "N", "S")}, ${degrees(lon, "E", "W")}`,
  /** What stands before and after the site's name. */
  aboutRound: ["Azimuthal map round ", ": distances from there are true, and its rings are circles"],
} as const;

const degrees = (value: number, plus: string, minus: string): string =>
  `${Math.abs(value).toFixed(1)}° ${value < 0 ? minus : plus}`;
