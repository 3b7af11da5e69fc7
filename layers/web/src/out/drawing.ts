// A sheet as a file or as elements: PNG, SVG, and what is printed.
import type { State } from "../state.ts";
import { type Brush, canvasBrush } from "./brush.ts";
import { SHEET } from "./layout.ts";
import { paintSheet, type SheetMap } from "./sheet.ts";
import { SVG, svgBrush } from "./svg.ts";
import { t } from "../messages/index.ts";
import { type Xml, xml, xmlDocument, xmlElement } from "./xml.ts";

/** What is drawn: anything of `SHEET`'s size. */
export interface Sheet {
  title: string;
  notice: string;
  paint: (brush: Brush) => void;
}

const sheetOf = (state: State, map: SheetMap): Sheet => ({
  ...{ title: state.scene.title, notice: state.scene.notice },
  paint: (brush) => paintSheet(brush, state, map),
});

export const sheetPng = (state: State, map: SheetMap, scale: number): Promise<Blob> =>
  drawnPng(sheetOf(state, map), scale);

export const sheetSvg = (state: State, map: SheetMap): string => drawnSvg(sheetOf(state, map));

export const sheetElement = (state: State, map: SheetMap): Element => drawnElement(sheetOf(state, map));

/**
 * A sheet as an image.
 *
 * @param scale pixels per CSS pixel: 1 for screens, 3 for print (288 dots per inch on A4)
 * @throws Error when the browser has no memory for an image of that size
 */
export async function drawnPng({ paint }: Sheet, scale: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = SHEET.width * scale;
  canvas.height = SHEET.height * scale;
  const context = canvas.getContext("2d");
  if (!context) throw new Error(t.value.save.tooLarge);
  context.scale(scale, scale);
  paint(canvasBrush(context));
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error(t.value.save.tooLarge);
  return blob;
}

export const drawnSvg = (sheet: Sheet): string => xmlDocument(recorded(sheet));

let elements = 0;

/** For printing: its text is text. */
export const drawnElement = (sheet: Sheet): Element =>
  xmlElement(recorded(sheet, `sm-sheet-${++elements}`), SVG);

function recorded({ title, notice, paint }: Sheet, prefix?: string): Xml {
  const ruler = document.createElement("canvas").getContext("2d");
  if (!ruler) throw new Error(t.value.save.tooLarge);
  const brush = svgBrush(SHEET.width, SHEET.height, ruler, prefix);
  paint(brush);
  const { name, attributes, children } = brush.root();
  const words = [xml("title", {}, title), xml("desc", {}, `${notice}.`)];
  return { name, attributes: { ...attributes, role: "img" }, children: [...words, ...children] };
}
