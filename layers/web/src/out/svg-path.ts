// Paths as SVG writes them, built by the calls of a canvas.

/** A hundredth of a pixel is finer than any print. */
export const n = (value: number): number => Math.round(value * 100) / 100;

export const UNREADABLE = "a Path2D cannot be read back; make paths with the view's own";

/** Pixels within which the corners of a line cannot be told apart, in print neither. */
const SPECK = 0.2;

/** What a Path2D would hold, as SVG writes it. */
export class SvgPath {
  readonly #parts: string[];
  #x = Infinity;
  #y = Infinity;
  /** The end of a line that is too near to be seen, unless the line ends there. */
  #near: string | null = null;

  constructor(d = "") {
    this.#parts = d === "" ? [] : [d];
  }
  get d(): string {
    this.#finish();
    return this.#parts.join("");
  }
  moveTo(x: number, y: number): void {
    this.#add(`M${n(x)} ${n(y)}`, x, y);
  }
  lineTo(x: number, y: number): void {
    if (Math.abs(x - this.#x) < SPECK && Math.abs(y - this.#y) < SPECK) {
      this.#near = `L${n(x)} ${n(y)}`;
      return;
    }
    this.#near = null;
    this.#add(`${this.#parts.length === 0 ? "M" : "L"}${n(x)} ${n(y)}`, x, y);
  }
  closePath(): void {
    this.#near = null;
    this.#add("Z");
  }
  addPath(path: unknown, matrix?: unknown): void {
    if (!(path instanceof SvgPath) || matrix !== undefined) throw new Error(UNREADABLE);
    this.#add(path.d);
  }
  #add(command: string, x = Infinity, y = Infinity): void {
    this.#finish();
    this.#parts.push(command);
    this.#x = x;
    this.#y = y;
  }
  #finish(): void {
    if (this.#near !== null) this.#parts.push(this.#near);
    this.#near = null;
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.#add(`Q${n(cx)} ${n(cy)} ${n(x)} ${n(y)}`);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#add(`M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}Z`);
  }
  roundRect(x: number, y: number, width: number, height: number, radii: unknown = 0): void {
    const r = Math.min(Number(radii), width / 2, height / 2);
    const corner = (dx: number, dy: number) => `a${n(r)} ${n(r)} 0 0 1 ${n(dx)} ${n(dy)}`;
    const w = width - 2 * r;
    const h = height - 2 * r;
    this.#add(`M${n(x + r)} ${n(y)}h${n(w)}${corner(r, r)}v${n(h)}${corner(-r, r)}`);
    this.#add(`h${n(-w)}${corner(-r, -r)}v${n(-h)}${corner(r, -r)}Z`);
  }
  arc(x: number, y: number, r: number, start: number, end: number, counter = false): void {
    const turn = 2 * Math.PI;
    const whole = counter ? start - end >= turn : end - start >= turn;
    const sweep = (((counter ? start - end : end - start) % turn) + turn) % turn;
    const point = (angle: number) => `${n(x + r * Math.cos(angle))} ${n(y + r * Math.sin(angle))}`;
    const to = (angle: number, large: boolean) =>
      `A${n(r)} ${n(r)} 0 ${large ? 1 : 0} ${counter ? 0 : 1} ${point(angle)}`;
    const first = this.#parts.length === 0 || this.#parts.at(-1)?.endsWith("Z") === true;
    this.#add(`${first ? "M" : "L"}${point(start)}`);
    // One arc cannot come back to where it starts.
    this.#add(whole ? to(start + Math.PI, false) + to(start, false) : to(end, sweep > Math.PI));
  }
}
