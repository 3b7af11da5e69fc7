// A scene on a stage: all of it, or while it turns, when there is much, only what is quick.
import type { Countries } from "../countries.ts";
import type { Geometry } from "../geo/types.ts";
import { type Covered, MANY } from "../layers/coverage.ts";
import { MANY_SITES, paintSpots } from "../layers/many-sites.ts";
import type { Theme } from "../map/theme.ts";
import type { SceneSite } from "../scene.ts";
import type { RegionPlace, Row } from "../state.ts";
import { paintAgreement } from "./agreement.ts";
import { groundPainter, namePainter } from "./basemap.ts";
import { labelRings, paintCoverage, paintRings } from "./coverage.ts";
import { radiusOf } from "./culling.ts";
import { layOutSites, nameRegions, paintRegions, paintSites, spotSites } from "./places.ts";
import type { Stage } from "./projection.ts";
import { paintQuickly } from "./quick.ts";

/** What is drawn of a scene. */
export interface Content {
  sites: readonly SceneSite[];
  /** Ids of the sites that are only planned on the date. */
  planned: ReadonlySet<string>;
  regions: readonly RegionPlace[];
  covered: readonly Covered[];
  /** What each reading covers, where agreement is shown in place of what each shape covers. */
  readings: readonly (readonly Geometry[])[] | null;
  /** Of few, the marked place; of many it is painted on a canvas of its own. */
  marked: string | null;
}

/** @param rows of places that are on and, on the date, stand or are planned */
export function contentOf(
  rows: readonly Row[],
  { covered, readings, marked }: Pick<Content, "covered" | "readings" | "marked">,
): Content {
  const planned = rows.filter(({ standing }) => standing.value === "planned");
  return {
    ...{ covered, readings, marked },
    sites: rows.flatMap(({ place }) => (place.role === "site" ? [place.site] : [])),
    planned: new Set(planned.map(({ place }) => place.id)),
    regions: rows.flatMap(({ place }) => (place.role === "region" ? [place] : [])),
  };
}

export type PaintScene = (
  context: CanvasRenderingContext2D,
  stage: Stage,
  content: Content,
  theme: Theme,
  sea: string,
) => void;

/** Return what paints a scene on any stage. */
export function scenePainter(countries: Countries): { whole: PaintScene; quick: PaintScene } {
  const ground = groundPainter(countries);
  const nameCountries = namePainter(countries);
  return {
    whole: (context, stage, content, theme, sea) => {
      const { sites, planned, regions, covered, readings, marked } = content;
      const spotted = spotSites(stage, sites, planned);
      const many = sites.length > MANY_SITES;
      const { labels, taken } = layOutSites(context, stage, many ? [] : spotted, theme);
      const own = new Set(regions.flatMap(({ country }) => country ?? []));
      ground(context, stage, theme, sea);
      const names = nameCountries(context, stage, theme, own, taken);
      if (readings) paintAgreement(context, stage, readings, theme);
      paintRegions(context, stage, regions, theme);
      if (readings) paintRings(context, stage, covered, theme);
      else paintCoverage(context, stage, covered, theme);
      paintRim(context, stage, theme);
      if (!many) paintSites(context, spotted, labels, marked, theme);
      taken.push(...nameRegions(context, stage, regions, countries, theme, taken, names));
      labelRings(context, stage, roomy(stage, covered), theme, taken, names);
      if (many) paintSpots(context, spotted, stage, theme);
    },
    quick: (context, stage, { sites, planned, regions, covered }, theme, sea) => {
      ground(context, stage, theme, sea);
      paintRegions(context, stage, regions, theme);
      paintQuickly(context, stage, covered, theme);
      paintRim(context, stage, theme);
      paintSpots(context, spotSites(stage, sites, planned), { ...stage, light: true }, theme);
    },
  };
}

/** Among many, a circle of a smaller radius in pixels has no room for its number. */
const ROOM = 60;

const roomy = (stage: Stage, covered: readonly Covered[]): readonly Covered[] =>
  covered.length > MANY ? covered.filter((each) => radiusOf(stage, each) >= ROOM) : covered;

function paintRim(context: CanvasRenderingContext2D, { x, y, rim }: Stage, theme: Theme): void {
  context.strokeStyle = theme.coast;
  context.lineWidth = 1.2;
  context.setLineDash([]);
  context.beginPath();
  context.arc(x, y, rim, 0, 2 * Math.PI);
  context.stroke();
}
