// The flat map in view now as a sheet's picture, by the painters of the map itself.
import type { Countries } from "../countries.ts";
import { basemapLayer } from "../layers/basemap.ts";
import { drawnReadings } from "../layers/agreement.ts";
import { type Covered, paintFills, paintRings } from "../layers/coverage.ts";
import { nameRegions, paintRegions } from "../layers/regions.ts";
import type { RegionPlace } from "../state.ts";
import { paintAgreement } from "../map/agreement.ts";
import type { Rect } from "../map/labels.ts";
import { nearestCopy, unitX, unitY } from "../map/mercator.ts";
import { metresPerPixel } from "../map/scale-bar.ts";
import { screenX, screenY, type View } from "../map/view.ts";
import type { State } from "../state.ts";
import type { Brush, Picture } from "./brush.ts";
import { latAt, type Shown, viewOf } from "./frame.ts";
import type { SheetTheme } from "./light.ts";
import type { SheetMap } from "./sheet.ts";
import { shownRows } from "./shown.ts";
import { drawSites, layoutSites, type PlacedSite } from "./sites.ts";
import { t } from "../messages/index.ts";

/** A view as painters take it, which brings its own paths where they are not a canvas'. */
export type SheetView = View & Pick<Brush, "path">;

/** @param shown asked whenever a sheet is painted */
export const flatMap = (state: State, countries: Countries, shown: () => Shown): SheetMap => ({
  projection: () => t.value.sheet.mercator,
  picture: (width, height, theme): Picture => {
    const now = shown();
    const view = viewOf(now, width, height);
    const centre = latAt((height / 2 - view.y) / view.scale);
    return {
      scale: { metresPerPixel: metresPerPixel(centre, view.zoom), lat: centre },
      paint: (brush, kept) => {
        const placed = placedSites(state, view, now.lon);
        const sites = layoutSites(brush.context, placed, view, theme, kept);
        const own: SheetView = { ...view, path: brush.path };
        paintMap(brush, own, state, countries, theme, sites.taken);
        drawSites(brush, sites, theme);
      },
    };
  },
});

function placedSites(state: State, view: View, centre: number): PlacedSite[] {
  return shownRows(state).flatMap(({ place, standing }): PlacedSite[] => {
    if (place.role !== "site") return [];
    const { lon, lat } = place.site;
    const x = screenX(view, unitX(nearestCopy(lon, centre)));
    const y = screenY(view, unitY(lat));
    return [{ site: place.site, planned: standing.peek() === "planned", x, y }];
  });
}

function paintMap(
  { context, layer }: Brush,
  view: SheetView,
  state: State,
  countries: Countries,
  theme: SheetTheme,
  taken: readonly Rect[],
): void {
  const rows = shownRows(state);
  const regions = rows.flatMap(({ place }) => (place.role === "region" ? [place as RegionPlace] : []));
  const covered = rows.flatMap(({ place, range, shape }): Covered[] => {
    const now = range.peek();
    const drawn = shape.peek();
    return now && drawn ? [{ place, range: now, shape: drawn, marked: false }] : [];
  });
  const ground = basemapLayer({
    countries,
    theme: () => theme,
    unnamed: () => new Set(regions.flatMap(({ country }) => country ?? [])),
    taken: () => taken,
  });
  context.fillStyle = theme.sea;
  context.fillRect(0, 0, view.width, view.height);
  ground.paint(context, view);
  const readings = drawnReadings(state);
  if (readings) layer((own) => paintAgreement(own, view, readings, theme));
  paintRegions(context, view, regions, theme);
  if (!readings) paintFills(context, view, covered, theme);
  const between = () => [...taken, ...nameRegions(context, view, regions, countries, theme, taken)];
  paintRings(context, view, covered, theme, between, ground.names());
}
