import assert from "node:assert/strict";
import { test } from "node:test";
import { thinned, unseenAt } from "../src/map/thinning.ts";

/** How far a point is from a polyline. */
function away(x: number, y: number, line: Float64Array): number {
  let least = Infinity;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [x1, y1, x2, y2] = [...line.slice(i, i + 4)] as [number, number, number, number];
    const [dx, dy] = [x2 - x1, y2 - y1];
    const part = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.max(0, Math.min(1, part));
    least = Math.min(least, Math.hypot(x - x1 - t * dx, y - y1 - t * dy));
  }
  return least;
}

function worst(line: Float64Array, thin: Float64Array): number {
  let most = 0;
  for (let i = 0; i < line.length; i += 2) {
    most = Math.max(most, away(line[i] as number, line[i + 1] as number, thin));
  }
  return most;
}

const ring = (radius: number, count: number): Float64Array =>
  Float64Array.from({ length: 2 * count + 2 }, (_, i) => {
    const angle = (2 * Math.PI * (i >> 1)) / count;
    return radius * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  });

test("a ring of 720 points of 13 pixels keeps some 25, none of it moved by more than the step", () => {
  const line = ring(13, 720);
  const thin = thinned(line, 0.1);
  // Chords whose sagitta is the step: pi / acos(1 - 0.1 / 13) = 25.3; twice the step is 18.
  assert.ok(thin.length / 2 >= 17 && thin.length / 2 <= 40, String(thin.length / 2));
  assert.ok(worst(line, thin) <= 0.1 + 1e-9);
  assert.deepEqual([...thin.slice(0, 2)], [...line.slice(0, 2)]);
  assert.deepEqual([...thin.slice(-2)], [...line.slice(-2)]);
});

test("a coast that turns back and forth is nowhere missed by more than the step", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (const wild of [0.05, 0.3, 2]) {
    let [x, y] = [0, 0];
    const points = Array.from({ length: 800 }, () => {
      x += (random() - 0.4) * wild;
      y += (random() - 0.5) * wild;
      return [x, y];
    });
    const line = Float64Array.from(points.flat());
    for (const step of [0.01, 0.1, 1]) {
      const found = worst(line, thinned(line, step));
      assert.ok(found <= step + 1e-9, `${wild} ${step}: ${found}`);
    }
  }
});

test("what is short stays as it is, and straight lines keep their ends only", () => {
  const short = ring(1, 12);
  assert.equal(thinned(short, 1), short);
  const straight = Float64Array.from({ length: 200 }, (_, i) => i >> 1);
  assert.deepEqual([...thinned(straight, 1e-6)], [0, 0, 99, 99]);
});

test("the step halves from one whole zoom to the next, and is a tenth of a pixel at most", () => {
  assert.equal(unseenAt(3), 0.1 / 2048);
  assert.equal(unseenAt(2.25), unseenAt(3));
  assert.ok(unseenAt(2.25) * 256 * 2 ** 2.25 <= 0.1);
});
