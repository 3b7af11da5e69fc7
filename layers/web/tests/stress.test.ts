// Random discs, annuli and sectors against geographiclib: no wrong place outside the tolerance. The
// twin of tests/stress/test_random_shapes.py; SHIELDMAP_STRESS says how many.
import assert from "node:assert/strict";
import { test } from "node:test";
import geodesic from "geographiclib-geodesic";
import { FARTHEST } from "../src/geo/limits.ts";
import { outline } from "../src/geo/rings.ts";
import { annulus, circle, CUT_LOCUS, sector } from "../src/geo/shapes.ts";
import type { Geometry, Position } from "../src/geo/types.ts";
import { assertValid, contains, random } from "./golden.ts";

const COUNT = Number(process.env["SHIELDMAP_STRESS"] ?? 60);
const WGS84 = geodesic.Geodesic.WGS84;

type Dice = () => number;
interface Disc { lon: number; lat: number; radius: number; tolerance: number }

const pick = <T>(dice: Dice, of: readonly T[]): T => of[Math.floor(dice() * of.length)]!;
const between = (dice: Dice, low: number, high: number) => low + (high - low) * dice();

/** A place on the Earth, every third on or beside a pole, a seam or the equator. */
function place(dice: Dice): Position {
  const beside = () => pick(dice, [0, 1e-12, 1e-9, 1e-6, 1e-3, 0.5]);
  const odd = (of: readonly number[]) => pick(dice, [-1, 1]) * (pick(dice, of) - beside());
  const lon = dice() < 0.3 ? odd([0, 180]) : between(dice, -180, 180);
  const lat = dice() < 0.3 ? odd([0, 90]) : (Math.asin(between(dice, -1, 1)) * 180) / Math.PI;
  return [lon, lat];
}

/** A radius of any size; some end beside a pole or near the cut locus. */
function radiusFrom(dice: Dice, lat: number): number {
  const aside = pick(dice, [-1, 1]) * 10 ** between(dice, -6, 3);
  const of = dice();
  const found =
    of < 0.4 ? 10 ** between(dice, 0, 7.3)
    : of < 0.75 ? between(dice, 1e3, CUT_LOCUS)
    : of < 0.9 ? WGS84.Inverse(lat, 0, pick(dice, [-90, 90]), 0).s12! + aside
    : of < 0.95 ? CUT_LOCUS + aside
    : between(dice, CUT_LOCUS, FARTHEST - 1);
  return Math.min(FARTHEST - 1, Math.max(1, found));
}

function disc(dice: Dice): Disc {
  const [lon, lat] = place(dice);
  return { lon, lat, radius: radiusFrom(dice, lat), tolerance: pick(dice, [1, 10, 100, 1000]) };
}

/**
 * What is promised, in metres: less for small discs, beyond the cut locus 100 m, and everywhere
 * what Clipper's grid of 0.01 mm moves the places of a cut by.
 */
const allowed = (radius: number, tolerance: number): number =>
  2e-5 + (radius >= CUT_LOCUS ? 100 : tolerance * Math.min(1, radius / 150_000));

/** Distance and bearing from a centre; from a pole, a bearing is a meridian. */
function polar({ lon, lat }: Disc, [x, y]: Position): { metres: number; turn: number } {
  const { s12, azi1 } = WGS84.Inverse(lat, lon, y, x);
  const turn = lat === 90 ? 180 - x + lon : lat === -90 ? x - lon : azi1!;
  return { metres: s12!, turn: ((turn % 360) + 360) % 360 };
}

function direct(lon: number, lat: number, turn: number, metres: number): Position {
  const { lon2, lat2 } = WGS84.Direct(lat, lon, turn, metres);
  return [lon2!, lat2!];
}

/** Places just within and beyond a radius, anywhere, and round the antipode. */
function probes(dice: Dice, { lon, lat, radius, tolerance }: Disc): Position[] {
  const limit = allowed(radius, tolerance);
  const near = Array.from({ length: 10 }, (_, k) => {
    const off = (k % 2 ? 1 : -1) * pick(dice, [1.001, 1.1, 3, 30]) * limit;
    return direct(lon, lat, 360 * dice(), Math.abs(radius + off));
  });
  const far = Array.from({ length: 3 }, () =>
    direct(lon > 0 ? lon - 180 : lon + 180, -lat, 360 * dice(), 250e3 * Math.sqrt(dice())));
  const anywhere: Position = [between(dice, -180, 180), between(dice, -90, 90)];
  return [...near, ...far, anywhere, direct(lon, lat, 360 * dice(), radius * dice())];
}

/** Places on the true edges: not on the cuts. */
function onEdges(dice: Dice, shape: Geometry): Position[] {
  const lines = outline(shape).filter((line) => line.length > 1);
  if (lines.length === 0) return [];
  return Array.from({ length: 8 }, () => {
    const line = pick(dice, lines);
    const k = 1 + Math.floor(dice() * (line.length - 1));
    const part = pick(dice, [0, 0.25, 1 / 3, 0.5, 0.75]);
    const [[x1, y1], [x2, y2]] = [line[k - 1]!, line[k]!];
    return [x1 + part * (x2 - x1), y1 + part * (y2 - y1)];
  });
}

const said = (about: object) => JSON.stringify(about);

function valid(shape: Geometry, about: object): void {
  try {
    assertValid(shape);
  } catch (error) {
    assert.fail(`${String(error)} ${said(about)}`);
  }
}

test("discs", () => {
  let worst = 0;
  for (let nth = 0; nth < (COUNT * 40) / 100; nth++) {
    const dice = random(nth);
    const each = disc(dice);
    const limit = allowed(each.radius, each.tolerance);
    const shape = circle(each.lon, each.lat, each.radius, each.tolerance);
    valid(shape, { nth, ...each });
    for (const at of probes(dice, each)) {
      const { metres } = polar(each, at);
      if (Math.abs(metres - each.radius) <= limit) continue;
      assert.equal(contains(shape, ...at), metres < each.radius, said({ nth, ...each, at, metres }));
    }
    for (const at of onEdges(dice, shape)) {
      const off = Math.abs(polar(each, at).metres - each.radius) / limit;
      worst = Math.max(worst, off);
      assert.ok(off <= 1, said({ nth, ...each, at, off }));
    }
  }
  console.log(`# discs: edges at most ${worst.toFixed(3)} of the tolerance`);
});

test("annuli", () => {
  for (let nth = 0; nth < (COUNT * 25) / 100; nth++) {
    const dice = random(1e6 + nth);
    const each = disc(dice);
    const other = radiusFrom(dice, each.lat);
    const [inner, outer] = [Math.min(each.radius, other), Math.max(each.radius, other)];
    if (inner === outer) continue;
    const shape = annulus(each.lon, each.lat, inner, outer, each.tolerance);
    valid(shape, { nth, ...each, inner, outer });
    for (const at of [inner, outer].flatMap((radius) => probes(dice, { ...each, radius }))) {
      const { metres } = polar(each, at);
      const near = [inner, outer].some(
        (radius) => Math.abs(metres - radius) <= allowed(radius, each.tolerance));
      if (near) continue;
      const held = metres > inner && metres < outer;
      assert.equal(contains(shape, ...at), held, said({ nth, ...each, inner, outer, at, metres }));
    }
  }
});

test("sectors", () => {
  for (let nth = 0; nth < (COUNT * 34) / 100; nth++) {
    const dice = random(2e6 + nth);
    const whole = disc(dice);
    const each = { ...whole, radius: Math.min(whole.radius, CUT_LOCUS - 1) };
    const first = dice() < 0.3 ? pick(dice, [0, 90, 180, 270]) : 360 * dice();
    const width = dice() < 0.3 ? pick(dice, [90, 180, 270]) : between(dice, 0.01, 359.99);
    const last = (first + width) % 360;
    const inner = dice() < 0.5 ? 0 : each.radius * between(dice, 1e-3, 0.99);
    const shape = sector(each.lon, each.lat, each.radius, [first, last], inner, each.tolerance);
    valid(shape, { nth, ...each, first, last, inner });
    const limit = allowed(each.radius, each.tolerance);
    const beside = [first, last].map((bearing) => {
      const along = each.radius * between(dice, 0.01, 1);
      const aside = pick(dice, [-30, -3, -1.1, 1.1, 3, 30]) * limit;
      const bend = 6.371e6 * Math.sin(along / 6.371e6);
      return direct(each.lon, each.lat, bearing + ((aside / bend) * 180) / Math.PI, along);
    });
    for (const at of [...probes(dice, each), ...beside]) {
      const { metres, turn } = polar(each, at);
      const off = [Math.abs(metres - each.radius) / limit];
      if (inner) off.push(Math.abs(metres - inner) / allowed(inner, each.tolerance));
      off.push(...[first, last].map((bearing) => offSpoke(each, at, metres, turn, bearing) / limit));
      if (Math.min(...off) <= 1) continue;
      const held = metres < each.radius && metres > inner && (turn - first + 360) % 360 < width;
      const about = { nth, ...each, first, last, inner, at, metres, turn, off };
      assert.equal(contains(shape, ...at), held, said(about));
    }
  }
});

/** The least that a place may lie off a bearing, in metres. */
function offSpoke(each: Disc, [x, y]: Position, metres: number, turn: number, bearing: number): number {
  const away = Math.abs(((turn - bearing + 540) % 360) - 180);
  const from = ([lon, lat]: Position) => WGS84.Inverse(y, x, lat, lon).s12!;
  const end = direct(each.lon, each.lat, bearing, each.radius);
  if (away >= 90) return Math.min(metres, from(end));
  const same = direct(each.lon, each.lat, bearing, Math.min(metres, each.radius));
  return from(same) * Math.cos((away * Math.PI) / 360);
}
