// Agreement on the globe: solid where all readings cover a place, hatched where some do, as
// map/agreement.ts paints it flat. A fill here says nothing by its winding, so that pictures are
// laid over each other in place of paths.
import type { Geometry } from "../geo/types.ts";
import type { Theme } from "../map/theme.ts";
import { figureOf } from "./coverage.ts";
import type { Stage } from "./projection.ts";

const GAP = 8; // pixels from line to line of the hatching, along x

/** @param readings what each reading covers; two at least */
export function paintAgreement(
  context: CanvasRenderingContext2D,
  stage: Stage,
  readings: readonly (readonly Geometry[])[],
  theme: Theme,
): void {
  const { a: density } = context.getTransform();
  const layer = () => layerOf(stage, density);
  const covered = readings.map((shapes) => {
    const union = layer();
    for (const shape of shapes) union?.fill(figureOf(stage.frame, shape).fill(stage), "evenodd");
    return union;
  });
  const agreed = combined(layer(), covered, "destination-in");
  const some = combined(layer(), covered, "source-over");
  const disputed = layer();
  if (!agreed || !disputed) return;
  tint(disputed, stage, theme.disputed, 0.18);
  hatch(disputed, stage, theme.disputed);
  lay(disputed, some, "destination-in");
  lay(disputed, agreed, "destination-out");
  agreed.globalCompositeOperation = "source-in";
  tint(agreed, stage, theme.agreed, 0.4);
  for (const { canvas } of [disputed, agreed]) {
    context.drawImage(canvas, 0, 0, stage.width, stage.height);
  }
}

type Layer = CanvasRenderingContext2D | null;

function layerOf({ width, height }: Stage, density: number): Layer {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.round(width * density), height: Math.round(height * density) });
  const context = canvas.getContext("2d");
  context?.scale(density, density);
  return context;
}

/** Lay all layers over an empty one; the first is its start. */
function combined(target: Layer, layers: readonly Layer[], how: GlobalCompositeOperation): Layer {
  layers.forEach((each, nth) => lay(target, each, nth === 0 ? "source-over" : how));
  return target;
}

function lay(target: Layer, source: Layer, how: GlobalCompositeOperation): void {
  if (!target || !source) return;
  target.save();
  target.setTransform(1, 0, 0, 1, 0, 0);
  target.globalAlpha = 1;
  target.globalCompositeOperation = how;
  target.drawImage(source.canvas, 0, 0);
  target.restore();
}

function tint(
  context: CanvasRenderingContext2D,
  { width, height }: Stage,
  color: string,
  alpha: number,
): void {
  context.fillStyle = color;
  context.globalAlpha = alpha;
  context.fillRect(0, 0, width, height);
}

/** Lines that fall from left to right. */
function hatch(context: CanvasRenderingContext2D, { width, height }: Stage, color: string): void {
  context.strokeStyle = color;
  context.globalAlpha = 0.8;
  context.lineWidth = 1.2;
  context.beginPath();
  for (let start = -height; start < width; start += GAP) {
    context.moveTo(start, 0);
    context.lineTo(start + height, height);
  }
  context.stroke();
}
