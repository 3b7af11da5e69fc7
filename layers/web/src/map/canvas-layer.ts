// A Leaflet layer that is one canvas, painted by a function of the view.
import * as L from "leaflet";
import { copiesOf, PADDING, type View } from "./view.ts";

export type Paint = (context: CanvasRenderingContext2D, view: View) => void;

/** Much to paint: while something moves only what is quick, and all of it after a rest. */
export interface Light {
  /** Whether there is so much. */
  when: () => boolean;
  /** Called as painting becomes light, and whole again. */
  changed: (light: boolean) => void;
}

/** Milliseconds without a change after which everything is painted again. */
export const REST = 180;

export class CanvasLayer extends L.Layer {
  readonly #canvas = document.createElement("canvas");
  readonly #paint: Paint;
  readonly #light: Light | null;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawn: { center: L.LatLng; zoom: number; bounds: L.Bounds; view: View } | undefined;

  constructor(pane: string, paint: Paint, light: Light | null = null) {
    super();
    L.setOptions(this, { pane }); // L.Layer has no constructor that would
    this.#paint = paint;
    this.#light = light;
    this.#canvas.className = "leaflet-zoom-animated";
    this.#canvas.setAttribute("aria-hidden", "true");
  }

  override onAdd(): this {
    this.getPane()?.append(this.#canvas);
    this.repaint(); // once, with whatever else is still to come in this frame
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    clearTimeout(this.#timer);
    this.#canvas.remove();
    return this;
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    return {
      viewreset: this.#paintSoon,
      moveend: this.#paintSoon,
      resize: this.#paintSoon,
      movestart: () => clearTimeout(this.#timer),
      move: this.#followMove,
      zoom: () => this.#transform(this._map.getCenter(), this._map.getZoom()),
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent;
        this.#transform(center, zoom);
      },
    };
  }

  /** Paint in the next animation frame, however often this is called. */
  repaint(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paintSoon();
    });
  }

  readonly #paintSoon = (): void => {
    if (!this.#light?.when()) return this.paintNow();
    this.#paintWhat(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.paintNow(), REST);
  };

  /** Paint what the map shows. */
  paintNow(): void {
    clearTimeout(this.#timer);
    this.#paintWhat(false);
  }

  #paintWhat(light: boolean): void {
    const map = this._map as L.Map | null;
    if (!map) return;
    const { min, size } = this.#visible();
    const view = { ...this.#place(min, size), light };
    this.#drawn = {
      center: map.getCenter(),
      zoom: map.getZoom(),
      bounds: new L.Bounds(min, min.add(size)),
      view,
    };
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    const density = window.devicePixelRatio || 1;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.setTransform(density, 0, 0, density, 0, 0);
    this.#paint(context, view);
    this.#light?.changed(light);
  }

  /** Ask what was painted last at a point of the map's layers; null before anything was. */
  look<T>(
    at: L.Point,
    ask: (context: CanvasRenderingContext2D, view: View, x: number, y: number) => T,
  ): T | null {
    const context = this.#canvas.getContext("2d");
    if (!this.#drawn || !context) return null;
    const { x, y } = at.subtract(this.#drawn.bounds.min as L.Point);
    return ask(context, this.#drawn.view, x, y);
  }

  #visible(): { min: L.Point; size: L.Point } {
    const size = this._map.getSize();
    const min = this._map.containerPointToLayerPoint(size.multiplyBy(-PADDING)).round();
    return { min, size: size.multiplyBy(1 + 2 * PADDING).round() };
  }

  #place(min: L.Point, size: L.Point): View {
    const density = window.devicePixelRatio || 1;
    const width = Math.ceil(size.x * density);
    const height = Math.ceil(size.y * density);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      Object.assign(this.#canvas, { width, height });
      Object.assign(this.#canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    }
    L.DomUtil.setTransform(this.#canvas, min, 1);
    const zoom = this._map.getZoom();
    const scale = 256 * 2 ** zoom;
    const { x, y } = this._map.getPixelOrigin().add(min).multiplyBy(-1);
    const copies = copiesOf(x, size.x, scale);
    return { zoom, scale, x, y, width: size.x, height: size.y, copies };
  }

  // A long drag leaves what was drawn before it ends.
  readonly #followMove = (): void => {
    const { min, size } = this.#visible();
    const shown = new L.Bounds(
      min.add(size.multiplyBy(PADDING / (1 + 2 * PADDING))),
      min.add(size.multiplyBy((1 + PADDING) / (1 + 2 * PADDING))),
    );
    const same = this.#drawn?.zoom === this._map.getZoom();
    if (same && !this.#drawn?.bounds.contains(shown)) this.repaint();
  };

  // As L.Renderer does: the old picture is moved and scaled until the new one is painted.
  #transform(center: L.LatLng, zoom: number): void {
    if (!this.#drawn) return;
    const map = this._map;
    const scale = map.getZoomScale(zoom, this.#drawn.zoom);
    const half = map.getSize().multiplyBy(0.5 + PADDING);
    const pane = L.DomUtil.getPosition(map.getPanes().mapPane) ?? new L.Point(0, 0);
    const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
    const offset = half.multiplyBy(-scale).add(map.project(this.#drawn.center, zoom));
    L.DomUtil.setTransform(this.#canvas, offset.subtract(origin), scale);
  }
}
