// The globe, or the azimuthal map round a site, as a sheet's picture, by their own painters.
import type { Countries } from "../countries.ts";
import { groundPainter, namePainter } from "../globe/basemap.ts";
import { labelRings, paintCoverage } from "../globe/coverage.ts";
import { layOutSites, nameRegions, paintRegions, paintSites, spotSites } from "../globe/places.ts";
import { frameOf, type GlobeView, stageOf } from "../globe/view.ts";
import type { Covered } from "../layers/coverage.ts";
import type { RegionPlace } from "../state.ts";
import type { State } from "../state.ts";
import type { SheetTheme } from "./light.ts";
import type { SheetMap } from "./sheet.ts";
import { shownRows } from "./shown.ts";
import { t } from "../messages/index.ts";

/** @param view asked whenever a sheet is painted */
export function globeMap(state: State, countries: Countries, view: () => GlobeView): SheetMap {
  const ground = groundPainter(countries);
  const nameCountries = namePainter(countries);
  return {
    projection: () => {
      const { site } = view();
      return site === null ? t.value.sheet.globe : t.value.sheet.azimuthal(state.rows.value.get(site)?.place.name ?? site);
    },
    picture: imagePicture((context, width, height, theme) => {
      const stage = stageOf(view(), frameOf(state, view()), { width, height });
      const rows = shownRows(state).filter(({ stands }) => stands.peek());
      const sites = rows.flatMap(({ place }) => (place.role === "site" ? [place.site] : []));
      const regions = rows.flatMap(({ place }) => (place.role === "region" ? [place as RegionPlace] : []));
      const covered = rows.flatMap(({ place, range, shape }): Covered[] => {
        const [now, drawn] = [range.peek(), shape.peek()];
        return now && drawn ? [{ place, range: now, shape: drawn, marked: false }] : [];
      });
      const spotted = spotSites(stage, sites);
      const { labels, taken } = layOutSites(context, stage, spotted, theme);
      const own = new Set(regions.flatMap(({ country }) => country ?? []));
      ground(context, stage, theme, theme.sea);
      const names = nameCountries(context, stage, theme, own, taken);
      paintRegions(context, stage, regions, theme);
      paintCoverage(context, stage, covered, theme);
      paintSites(context, spotted, labels, null, theme);
      taken.push(...nameRegions(context, stage, regions, countries, theme, taken, names));
      labelRings(context, stage, covered, theme, taken, names);
      context.strokeStyle = theme.coast;
      context.lineWidth = 1.2;
      context.setLineDash([]);
      context.beginPath();
      context.arc(stage.x, stage.y, stage.rim, 0, 2 * Math.PI);
      context.stroke();
    }),
  };
}

type PaintImage = (
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  theme: SheetTheme,
) => void;

/** Pixels per CSS pixel of what an SVG holds as an image. */
const FINE = 3;

/** The globe's painters make paths of their own: in an SVG it is an image, the words round it are text. */
const imagePicture =
  (paint: PaintImage): SheetMap["picture"] =>
  (width, height, theme) => ({
    scale: null,
    paint: ({ context, vector }) => {
      if (!vector) return paint(context, width, height, theme);
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width: Math.round(width * FINE), height: Math.round(height * FINE) });
      const own = canvas.getContext("2d");
      if (!own) return;
      own.scale(FINE, FINE);
      paint(own, width, height, theme);
      context.drawImage(canvas, 0, 0, width, height);
    },
  });
