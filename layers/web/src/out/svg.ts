// A 2D context that writes SVG: it has just the calls that the painters use, so that the map, the
// image and the drawing are painted by the same code.
import type { Brush } from "./brush.ts";
import { n, SvgPath, UNREADABLE } from "./svg-path.ts";
import { type Xml, xml } from "./xml.ts";

export const SVG = "http://www.w3.org/2000/svg";

/** The calls of a canvas that painters may use. */
type Calls = Pick<
  CanvasRenderingContext2D,
  | "save" | "restore" | "setTransform" | "translate" | "scale"
  | "beginPath" | "moveTo" | "lineTo" | "closePath" | "rect" | "roundRect" | "arc"
  | "quadraticCurveTo"
  | "fill" | "stroke" | "clip" | "fillRect" | "strokeRect" | "clearRect" | "drawImage"
  | "fillText" | "strokeText"
  | "measureText" | "setLineDash"
  | "fillStyle" | "strokeStyle" | "globalAlpha" | "lineWidth" | "lineJoin" | "lineCap"
  | "font" | "letterSpacing" | "textAlign" | "textBaseline"
>;

interface Style {
  fillStyle: Calls["fillStyle"];
  strokeStyle: Calls["strokeStyle"];
  globalAlpha: number;
  lineWidth: number;
  lineJoin: CanvasLineJoin;
  lineCap: CanvasLineCap;
  font: string;
  letterSpacing: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: number[];
  matrix: Matrix;
}

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

const START: Style = {
  ...{ fillStyle: "#000000", strokeStyle: "#000000", globalAlpha: 1, lineWidth: 1 },
  ...{ lineJoin: "miter", lineCap: "butt", font: "10px sans-serif", letterSpacing: "0px" },
  ...{ textAlign: "start", textBaseline: "alphabetic" },
  ...{ dash: [], matrix: IDENTITY },
};

export interface SvgBrush extends Brush {
  root: () => Xml;
}

/**
 * @param ruler a context that measures text and knows its fonts
 * @param prefix of ids, its own for each drawing that stands in one document
 */
export function svgBrush(
  width: number,
  height: number,
  ruler: CanvasRenderingContext2D,
  prefix = "sm",
): SvgBrush {
  const recorder = new Recorder(ruler, prefix);
  const strict = new Proxy(recorder, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (value === undefined) throw new Error(`an SVG drawing has no ${String(key)}; add it in svg.ts`);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set(target, key, value) {
      if (!(key in target)) throw new Error(`an SVG drawing has no ${String(key)}; add it in svg.ts`);
      return Reflect.set(target, key, value, target);
    },
  });
  // The proxy above fails loudly on whatever of a canvas is not among `Calls`.
  const context = strict as unknown as CanvasRenderingContext2D;
  return {
    vector: true,
    context,
    path: (d) => new SvgPath(d) as unknown as Path2D,
    layer: (paint) => recorder.layer(() => paint(context)),
    root: () => recorder.root(width, height),
  };
}

class Recorder implements Calls {
  readonly #ruler: CanvasRenderingContext2D;
  readonly #prefix: string;
  readonly #top = xml("g");
  readonly #defs: Xml[] = [];
  #layer = this.#top;
  #group = this.#top;
  #style: Style = { ...START };
  readonly #stack: { style: Style; group: Xml }[] = [];
  #path = new SvgPath();

  constructor(ruler: CanvasRenderingContext2D, prefix: string) {
    this.#ruler = ruler;
    this.#prefix = prefix;
  }

  root(width: number, height: number): Xml {
    const box = { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` };
    return xml("svg", box, xml("defs", {}, ...this.#defs), ...this.#top.children);
  }

  save(): void {
    this.#stack.push({ style: { ...this.#style, dash: [...this.#style.dash] }, group: this.#group });
  }
  restore(): void {
    const last = this.#stack.pop();
    if (last) [this.#style, this.#group] = [last.style, last.group];
  }
  setTransform(first?: number | DOMMatrix2DInit, ...rest: number[]): void {
    if (typeof first === "number") this.#style.matrix = [first, ...rest] as unknown as Matrix;
    else {
      const { a = 1, b = 0, c = 0, d = 1, e = 0, f = 0 } = first ?? {};
      this.#style.matrix = [a, b, c, d, e, f];
    }
  }
  translate(x: number, y: number): void {
    this.#turn([1, 0, 0, 1, x, y]);
  }
  scale(x: number, y: number): void {
    this.#turn([x, 0, 0, y, 0, 0]);
  }
  #turn([a, b, c, d, e, f]: Matrix): void {
    const [p, q, r, s, t, u] = this.#style.matrix;
    this.#style.matrix = [
      ...([p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d] as const),
      ...([p * e + r * f + t, q * e + s * f + u] as const),
    ];
  }

  beginPath(): void {
    this.#path = new SvgPath();
  }
  moveTo(x: number, y: number): void {
    this.#path.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.#path.lineTo(x, y);
  }
  closePath(): void {
    this.#path.closePath();
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path.rect(x, y, width, height);
  }
  roundRect(x: number, y: number, width: number, height: number, radii?: unknown): void {
    this.#path.roundRect(x, y, width, height, radii);
  }
  arc(x: number, y: number, r: number, start: number, end: number, counter?: boolean): void {
    this.#path.arc(x, y, r, start, end, counter);
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.#path.quadraticCurveTo(cx, cy, x, y);
  }

  fill(first?: Path2D | CanvasFillRule, second?: CanvasFillRule): void {
    const { d, rule } = this.#given(first, second);
    this.#add("path", { d, "fill-rule": rule, ...this.#paint("fill") });
  }
  stroke(path?: Path2D): void {
    const { d } = this.#given(path);
    this.#add("path", { d, fill: "none", ...this.#paint("stroke"), ...this.#line() });
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#add("rect", { ...boxed(x, y, width, height), ...this.#paint("fill") });
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    const box = boxed(x, y, width, height);
    this.#add("rect", { ...box, fill: "none", ...this.#paint("stroke"), ...this.#line() });
  }
  /** What follows goes into a clipped group, until the state is restored. */
  clip(first?: Path2D | CanvasFillRule, second?: CanvasFillRule): void {
    const { d, rule } = this.#given(first, second);
    const id = this.#define(
      xml("clipPath", {}, xml("path", { d, "clip-rule": rule, ...this.#placed() })),
    );
    const group = xml("g", { "clip-path": `url(#${id})` });
    this.#group.children.push(group);
    this.#group = group;
  }

  layer(paint: () => void): void {
    const layer = this.#layer;
    const group = this.#group;
    const style = this.#style;
    const own = xml("g");
    group.children.push(own);
    this.#layer = own;
    this.#group = own;
    this.#style = { ...style };
    paint();
    this.#layer = layer;
    this.#group = group;
    this.#style = style;
  }
  /** Hide what the layer holds so far, within the clips that are open. */
  clearRect(x: number, y: number, width: number, height: number): void {
    const box = { ...boxed(x, y, width, height), ...this.#placed() };
    const open: Xml[] = [];
    for (let at = this.#layer; at !== this.#group; ) {
      at = at.children.at(-1) as Xml; // the group of the next open clip
      open.push(at);
    }
    const hole = open.reduceRight<Xml>(
      (inner, { attributes }) => xml("g", attributes, inner),
      xml("rect", { ...box, fill: "#000000" }),
    );
    const all = { x: -1e5, y: -1e5, width: 2e5, height: 2e5 };
    const shown = xml("rect", { ...all, fill: "#ffffff" });
    const mask = xml("mask", { maskUnits: "userSpaceOnUse", ...all }, shown, hole);
    const hidden = this.#layer.children.splice(0, this.#layer.children.length - Math.min(1, open.length));
    if (hidden.length === 0) return;
    this.#layer.children.unshift(xml("g", { mask: `url(#${this.#define(mask)})` }, ...hidden));
  }
  drawImage(image: CanvasImageSource, x: number, y: number, width?: number, height?: number): void {
    if (!(image instanceof HTMLCanvasElement)) throw new Error("only a canvas is drawn as an image");
    const size = { width: width ?? image.width, height: height ?? image.height };
    this.#add("image", { x: n(x), y: n(y), ...size, href: image.toDataURL() });
  }

  fillText(text: string, x: number, y: number): void {
    this.#text(text, x, y, this.#paint("fill"));
  }
  /** A halo: the same words are filled above it, and are read only once. */
  strokeText(text: string, x: number, y: number): void {
    const stroke = { fill: "none", ...this.#paint("stroke"), ...this.#line() };
    this.#text(text, x, y, { ...stroke, "aria-hidden": "true" });
  }
  measureText(text: string): TextMetrics {
    this.#dressRuler();
    return this.#ruler.measureText(text);
  }
  #text(text: string, x: number, y: number, paint: Attributes): void {
    const { textAlign, font, letterSpacing } = this.#style;
    const [, style, weight, size, family] = /^(italic )?(\d+|bold)? ?([\d.]+)px (.+)$/.exec(font) ?? [];
    const anchor = textAlign === "center" ? "middle" : textAlign === "right" ? "end" : "start";
    const attributes = {
      ...{ x: n(x), y: n(y + this.#baseline(text)), "text-anchor": anchor },
      ...{ "font-family": family ?? "sans-serif", "font-size": size ?? 10 },
      ...(weight ? { "font-weight": weight } : {}),
      ...(style ? { "font-style": "italic" } : {}),
      ...(Number.parseFloat(letterSpacing) ? { "letter-spacing": letterSpacing } : {}),
    };
    this.#add("text", { ...attributes, ...paint }, text);
  }
  /** Many readers of SVG know the alphabetic baseline only: move there from any other. */
  #baseline(text: string): number {
    if (this.#style.textBaseline === "alphabetic") return 0;
    this.#dressRuler();
    const here = this.#ruler.measureText(text).actualBoundingBoxAscent;
    this.#ruler.textBaseline = "alphabetic";
    return this.#ruler.measureText(text).actualBoundingBoxAscent - here;
  }
  #dressRuler(): void {
    const { font, letterSpacing, textBaseline } = this.#style;
    Object.assign(this.#ruler, { font, letterSpacing, textBaseline });
  }

  setLineDash(dash: Iterable<number>): void {
    this.#style.dash = [...dash];
  }

  #given(first?: Path2D | CanvasFillRule, second?: CanvasFillRule): { d: string; rule: string } {
    if (typeof first === "string" || first === undefined) {
      return { d: this.#path.d, rule: first ?? "nonzero" };
    }
    const path: unknown = first;
    if (path instanceof SvgPath) return { d: path.d, rule: second ?? "nonzero" };
    throw new Error(UNREADABLE);
  }
  #paint(which: "fill" | "stroke"): Attributes {
    const style = this.#style[which === "fill" ? "fillStyle" : "strokeStyle"];
    if (typeof style !== "string") throw new Error("an SVG drawing has plain colours only");
    const { globalAlpha } = this.#style;
    const [color, alpha] = colorOf(style);
    const opacity = globalAlpha * alpha;
    return { [which]: color, ...(opacity < 1 ? { [`${which}-opacity`]: n(opacity) } : {}) };
  }
  #line(): Attributes {
    const { lineWidth, lineJoin, lineCap, dash } = this.#style;
    return {
      "stroke-width": n(lineWidth),
      ...(lineJoin === "miter" ? {} : { "stroke-linejoin": lineJoin }),
      ...(lineCap === "butt" ? {} : { "stroke-linecap": lineCap }),
      ...(dash.length > 0 ? { "stroke-dasharray": dash.map(n).join(" ") } : {}),
    };
  }
  #placed(): Attributes {
    const { matrix } = this.#style;
    const plain = matrix.every((value, i) => value === IDENTITY[i]);
    return plain ? {} : { transform: `matrix(${matrix.map(n).join(" ")})` };
  }
  #add(name: string, attributes: Attributes, ...children: string[]): void {
    if (attributes.d === "") return;
    this.#group.children.push(xml(name, { ...attributes, ...this.#placed() }, ...children));
  }
  #define({ name, attributes, children }: Xml): string {
    const id = `${this.#prefix}-${name}-${this.#defs.length + 1}`;
    this.#defs.push(xml(name, { id, ...attributes }, ...children));
    return id;
  }

  // What a painter sets and reads.
  get fillStyle() { return this.#style.fillStyle; }
  set fillStyle(value) { this.#style.fillStyle = value; }
  get strokeStyle() { return this.#style.strokeStyle; }
  set strokeStyle(value) { this.#style.strokeStyle = value; }
  get globalAlpha() { return this.#style.globalAlpha; }
  set globalAlpha(value) { this.#style.globalAlpha = value; }
  get lineWidth() { return this.#style.lineWidth; }
  set lineWidth(value) { this.#style.lineWidth = value; }
  get lineJoin() { return this.#style.lineJoin; }
  set lineJoin(value) { this.#style.lineJoin = value; }
  get lineCap() { return this.#style.lineCap; }
  set lineCap(value) { this.#style.lineCap = value; }
  get font() { return this.#style.font; }
  set font(value) { this.#style.font = value; }
  get letterSpacing() { return this.#style.letterSpacing; }
  set letterSpacing(value) { this.#style.letterSpacing = value; }
  get textAlign() { return this.#style.textAlign; }
  set textAlign(value) { this.#style.textAlign = value; }
  get textBaseline() { return this.#style.textBaseline; }
  set textBaseline(value) { this.#style.textBaseline = value; }
}

type Attributes = Record<string, string | number>;

const boxed = (x: number, y: number, width: number, height: number): Attributes => ({
  ...{ x: n(x), y: n(y), width: n(width), height: n(height) },
});

/** CSS' rgb(r g b / a%), which few readers of SVG know, as a plain colour and its opacity. */
function colorOf(color: string): [string, number] {
  const parts = /^rgba?\(([\d.]+)[ ,]+([\d.]+)[ ,]+([\d.]+)(?: *[/,] *([\d.]+)(%?))?\)$/.exec(color);
  if (!parts) return [color, 1];
  const [, red, green, blue, alpha = "1", percent] = parts;
  const hex = [red, green, blue].map((part) => Math.round(Number(part)).toString(16).padStart(2, "0"));
  return [`#${hex.join("")}`, Number(alpha) / (percent ? 100 : 1)];
}
