// A sheet as a file or as elements: PNG, SVG, and what is printed.
import type { State } from "../state.ts";
import { canvasBrush } from "./brush.ts";
import { SHEET } from "./layout.ts";
import { paintSheet, type SheetMap } from "./sheet.ts";
import { SVG, svgBrush } from "./svg.ts";
import { t } from "../messages/index.ts";
import { type Xml, xml, xmlDocument, xmlElement } from "./xml.ts";

/**
 * The sheet as an image.
 *
 * @param scale pixels per CSS pixel: 1 for screens, 3 for print (288 dots per inch on A4)
 * @throws Error when the browser has no memory for an image of that size
 */
export async function sheetPng(state: State, map: SheetMap, scale: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = SHEET.width * scale;
  canvas.height = SHEET.height * scale;
  const context = canvas.getContext("2d");
  if (!context) throw new Error(t.value.save.tooLarge);
  context.scale(scale, scale);
  paintSheet(canvasBrush(context), state, map);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error(t.value.save.tooLarge);
  return blob;
}

export const sheetSvg = (state: State, map: SheetMap): string =>
  xmlDocument(recorded(state, map));

let elements = 0;

/** For printing: its text is text. */
export const sheetElement = (state: State, map: SheetMap): Element =>
  xmlElement(recorded(state, map, `sm-sheet-${++elements}`), SVG);

function recorded(state: State, map: SheetMap, prefix?: string): Xml {
  const ruler = document.createElement("canvas").getContext("2d");
  if (!ruler) throw new Error(t.value.save.tooLarge);
  const brush = svgBrush(SHEET.width, SHEET.height, ruler, prefix);
  paintSheet(brush, state, map);
  const { title, notice } = state.scene;
  const { name, attributes, children } = brush.root();
  const words = [xml("title", {}, title), xml("desc", {}, `${notice}.`)];
  return { name, attributes: { ...attributes, role: "img" }, children: [...words, ...children] };
}
