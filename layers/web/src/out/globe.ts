// The globe, or the azimuthal map round a site, as a sheet's picture, by their own painters.
import type { Countries } from "../countries.ts";
import { contentOf, scenePainter } from "../globe/scene.ts";
import { frameOf, type GlobeView, stageOf } from "../globe/view.ts";
import { drawnReadings } from "../layers/agreement.ts";
import { coveredOf } from "../layers/coverage.ts";
import { t } from "../messages/index.ts";
import type { State } from "../state.ts";
import type { SheetTheme } from "./light.ts";
import type { SheetMap } from "./sheet.ts";
import { shownRows } from "./shown.ts";

/** @param view asked whenever a sheet is painted */
export function globeMap(state: State, countries: Countries, view: () => GlobeView): SheetMap {
  const { whole } = scenePainter(countries);
  return {
    projection: () => {
      const { site } = view();
      return site === null ? t.value.sheet.globe : t.value.sheet.azimuthal(state.rows.value.get(site)?.place.name ?? site);
    },
    picture: imagePicture((context, width, height, theme) => {
      const stage = stageOf(view(), frameOf(state, view()), { width, height });
      const rows = shownRows(state);
      // Circle by circle, however many there are.
      const shown = { covered: coveredOf(rows, null), readings: drawnReadings(state), marked: null };
      whole(context, stage, contentOf(rows, shown), theme, theme.sea);
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
