// The scale bar of a sheet: four parts, true along one parallel, and labelled so.
import { type Rect, rect } from "../map/labels.ts";
import type { Picture } from "./brush.ts";
import type { SheetTheme } from "./light.ts";
import { t } from "../messages/index.ts";
import { grouped } from "../messages/number.ts";
import { latitudeText } from "../place-text.ts";

/** Metres that one pixel spans along the parallel of a latitude in degrees. */
export type Scale = NonNullable<Picture["scale"]>;

const WIDEST = 190;
const MARGIN = 12;

/** The roundest length that is at most so many pixels wide: km, and its width. */
export function barOf({ metresPerPixel }: Scale): { km: number; width: number } {
  const most = (WIDEST * metresPerPixel) / 1000;
  const power = 10 ** Math.floor(Math.log10(most));
  const km = ([5, 4, 2].find((digit) => digit * power <= most) ?? 1) * power;
  return { km, width: (km * 1000) / metresPerPixel };
}

/** What the bar and its words take of a frame of that height. */
export const scaleBox = (scale: Scale, height: number): Rect =>
  rect(MARGIN, height - MARGIN - 42, barOf(scale).width + 52, 42);

export function drawScale(
  context: CanvasRenderingContext2D,
  scale: Scale,
  height: number,
  theme: SheetTheme,
  font: string,
): void {
  const { km, width } = barOf(scale);
  const box = scaleBox(scale, height);
  const x = box.left + 14;
  const y = box.top + 19;
  context.fillStyle = theme.ground;
  context.globalAlpha = 0.85;
  context.beginPath();
  context.roundRect(box.left, box.top, box.right - box.left, box.bottom - box.top, 3);
  context.fill();
  context.globalAlpha = 1;
  const part = width / 4;
  for (let i = 0; i < 4; i++) {
    context.fillStyle = i % 2 === 0 ? theme.text : theme.ground;
    context.fillRect(x + i * part, y, part, 4);
  }
  context.strokeStyle = theme.text;
  context.lineWidth = 0.8;
  context.setLineDash([]);
  context.strokeRect(x, y, width, 4);
  if ("letterSpacing" in context) context.letterSpacing = "0px";
  context.font = font;
  context.fillStyle = theme.text;
  context.textBaseline = "alphabetic";
  context.textAlign = "center";
  context.fillText("0", x, y - 5);
  context.fillText(grouped(km / 2), x + width / 2, y - 5);
  context.fillText(`${grouped(km)} km`, x + width, y - 5);
  context.textAlign = "left";
  context.fillText(t.value.sheet.trueAt(latitudeText(scale.lat)), x, y + 17);
}
