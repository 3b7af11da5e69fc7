// The sheet that is saved and printed: title, map, legend, scale, date, sources, notice.
import { settleAll, type State } from "../state.ts";
import type { Brush, Picture } from "./brush.ts";
import { sheetContent } from "./content.ts";
import type { Item } from "./items.ts";
import { type Layout, layoutSheet, SHEET } from "./layout.ts";
import { LIGHT, type SheetTheme } from "./light.ts";
import { drawScale, scaleBox } from "./scale.ts";
import { drawSymbol } from "./sites.ts";
import type { Measure, TextLook } from "./text.ts";

/** The map that a sheet shows. */
export interface SheetMap {
  /** In words, with what it does to rings. */
  projection: () => string;
  /** What is in view when this is called, for a frame of that size. */
  picture: (width: number, height: number, theme: SheetTheme) => Picture;
}

/** Of several maps the one that is in view. */
export const whichever = (choose: () => SheetMap): SheetMap => ({
  projection: () => choose().projection(),
  picture: (width, height, theme) => choose().picture(width, height, theme),
});

/**
 * Paint a sheet of `SHEET`'s size; finer when the context is scaled before.
 *
 * Always in the light theme, for paper. What it shows follows from the state and the view alone.
 */
export function paintSheet(
  brush: Brush,
  state: State,
  map: SheetMap,
  theme = LIGHT,
): void {
  settleAll(state);
  paintLaid(brush, layoutSheet(sheetContent(state, map.projection()), measureOf(brush, theme)), map, theme);
}

/** How wide texts become on a brush. */
export const measureOf =
  ({ context }: Brush, theme = LIGHT): Measure =>
  (text, look) => {
    if ("letterSpacing" in context) context.letterSpacing = "0px";
    context.font = fontOf(look, theme);
    return context.measureText(text).width;
  };

/** Paint what is laid out, and the map in its frame. */
export function paintLaid(brush: Brush, { frame, items }: Layout, map: Pick<SheetMap, "picture">, theme = LIGHT): void {
  const { context } = brush;
  context.fillStyle = theme.ground;
  context.fillRect(0, 0, SHEET.width, SHEET.height);
  const width = frame.right - frame.left;
  const height = frame.bottom - frame.top;
  const picture = map.picture(width, height, theme);
  context.save();
  context.translate(frame.left, frame.top);
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  picture.paint(brush, picture.scale ? [scaleBox(picture.scale, height)] : []);
  if (picture.scale) drawScale(context, picture.scale, height, theme, fontOf(SCALE_LOOK, theme));
  context.restore();
  context.strokeStyle = theme.coast;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.lineJoin = "miter";
  context.strokeRect(frame.left, frame.top, width, height);
  for (const item of items) draw(brush, item, theme);
}

const SCALE_LOOK: TextLook = { size: 10.5, weight: 400 };

const fontOf = ({ size, weight, italic = false }: TextLook, { font }: SheetTheme): string =>
  `${italic ? "italic " : ""}${weight} ${Math.round(size * 100) / 100}px ${font}`;

function draw(brush: Brush, item: Item, theme: SheetTheme): void {
  const { context } = brush;
  const { left, top, right, bottom } = item.box;
  switch (item.type) {
    case "text":
      if ("letterSpacing" in context) context.letterSpacing = "0px";
      context.font = fontOf(item, theme);
      context.textAlign = item.align;
      context.textBaseline = "alphabetic";
      context.fillStyle = theme[item.ink];
      context.fillText(item.text, item.x, item.y);
      break;
    case "symbol":
      drawSymbol(brush, item, theme);
      break;
    case "swatch":
      context.fillStyle = item.color;
      context.fillRect(left, top, right - left, bottom - top);
      context.strokeStyle = theme.muted;
      context.lineWidth = 0.6;
      context.strokeRect(left, top, right - left, bottom - top);
      break;
    case "plate":
      context.fillStyle = theme.noticeGround;
      context.beginPath();
      context.roundRect(left, top, right - left, bottom - top, 4);
      context.fill();
      break;
    case "rule":
      context.fillStyle = theme.line;
      context.fillRect(left, top, right - left, bottom - top);
      break;
    case "sign":
      drawSign(brush, item, theme);
  }
}

/** A sample of a line as the map draws it. */
function drawSign(
  brush: Brush,
  { sign, x, y, width }: Extract<Item, { type: "sign" }>,
  theme: SheetTheme,
): void {
  const { context } = brush;
  if (sign === "ended") {
    const at = { kind: "interceptor", hollow: true, x: x + width / 2, y, size: 13 } as const;
    return drawSymbol(brush, at, theme);
  }
  if (sign === "agreed" || sign === "disputed") return drawGround(brush, sign, x, y, width, theme);
  const color = sign === "region" ? theme.kinds.launch : theme.kinds.interceptor;
  const line = (at: number, thickness: number) => {
    context.beginPath();
    context.moveTo(x, at);
    context.lineTo(x + width, at);
    context.lineWidth = thickness;
    context.stroke();
  };
  context.strokeStyle = color;
  context.setLineDash(sign === "region" ? [7, 5] : []);
  if (sign === "band") {
    line(y - 3, 1.4);
    line(y + 3, 2);
  } else line(y, 2);
  context.setLineDash([]);
}

/** A sample of agreed or disputed ground, as map/agreement.ts paints it. */
function drawGround(
  { context }: Brush,
  sign: "agreed" | "disputed",
  x: number,
  y: number,
  width: number,
  theme: SheetTheme,
): void {
  const top = y - 5.5;
  const height = 11;
  context.save();
  context.beginPath();
  context.rect(x, top, width, height);
  context.clip();
  context.fillStyle = theme[sign];
  context.globalAlpha = sign === "agreed" ? 0.4 : 0.18;
  context.fillRect(x, top, width, height);
  if (sign === "disputed") {
    context.globalAlpha = 0.8;
    context.strokeStyle = theme.disputed;
    context.lineWidth = 1.2;
    context.beginPath();
    for (let start = x - height; start < x + width; start += 8) {
      context.moveTo(start, top);
      context.lineTo(start + height, top + height);
    }
    context.stroke();
  }
  context.restore();
}
