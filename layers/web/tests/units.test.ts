import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Unit } from "../src/scene.ts";
import { metresAt, STEPS, stepOf } from "../src/slider.ts";
import {
  formatDistance,
  formatNumber,
  labelDistance,
  parseDistance,
  UNITS,
} from "../src/units.ts";

const FARTHEST = 20_003_931.4586;
const parse = (text: string, unit: Unit = "km") => parseDistance(text, unit, FARTHEST);
const message = (text: string) => {
  try {
    parse(text);
  } catch (error) {
    assert.ok(error instanceof RangeError);
    return error.message;
  }
  return assert.fail(`${text} was read`);
};

describe("parseDistance", () => {
  it("means the row's unit where none is written", () => {
    assert.deepEqual(parse("1000"), { metres: 1_000_000, unit: "km" });
    assert.deepEqual(parse("300", "nmi"), { metres: 555_600, unit: "nmi" });
  });

  it("takes the unit that is written", () => {
    assert.deepEqual(parse("500 mi"), { metres: 804_672, unit: "mi" });
    assert.deepEqual(parse(" 500MI "), { metres: 804_672, unit: "mi" });
    assert.deepEqual(parse("2.5e3 m"), { metres: 2500, unit: "m" });
    assert.deepEqual(parse(".5"), { metres: 500, unit: "km" });
  });

  it("says what is wrong and what to write instead", () => {
    assert.equal(message("abc"), "“abc” is no number; write a distance such as 1000");
    assert.equal(message("1e"), "“1e” has the unknown unit “e”; use km, mi, nmi or m");
    assert.equal(message("-5"), "“-5” is not above zero; write a distance such as 1000");
    assert.equal(message("0 km"), "“0 km” is not above zero; write a distance such as 1000");
    assert.equal(message("5 parsec"), "“5 parsec” has the unknown unit “parsec”; use km, mi, nmi or m");
    assert.equal(message("1,000"), "“1,000” has a thousands separator; write 1000");
    assert.equal(message("1 200 000 m"), "“1 200 000 m” has a thousands separator; write 1200000 m");
    assert.equal(
      message("20004"),
      "“20004” is too far; nowhere on Earth is farther than 20,004 km, enter at most 20003",
    );
    assert.equal(
      message("13000 mi"),
      "“13000 mi” is too far; nowhere on Earth is farther than 20,004 km, enter at most 12429 mi",
    );
  });

  it("refuses what only looks like a number", () => {
    for (const text of ["", "km", "NaN", "Infinity", "1e999", "0x10", "1_000", "--5", "1.2.3", "<b>"]) {
      assert.ok(message(text).length > 0);
    }
  });

  it("quotes long nonsense briefly", () => {
    assert.ok(message("x".repeat(10_000)).length < 100);
  });
});

describe("formatDistance", () => {
  it("writes what parseDistance reads back", () => {
    for (const unit of UNITS) {
      for (const metres of [1, 1234.5, 804_672, 1_000_000, 20_003_931]) {
        const read = parse(formatDistance(metres, unit));
        assert.equal(read.unit, unit);
        assert.ok(Math.abs(read.metres / metres - 1) < 1e-9);
      }
    }
  });

  it("writes as many digits as the number needs", () => {
    assert.equal(formatDistance(804_672, "mi"), "500 mi");
    assert.equal(formatNumber(1_000_000, "nmi"), "539.9568035");
    assert.equal(formatNumber(1e-4, "m"), "0.0001");
  });

  it("rounds and groups on labels", () => {
    assert.equal(labelDistance(1_000_000, "km"), "1,000 km");
    assert.equal(labelDistance(1_000_000, "nmi"), "540 nmi");
    assert.equal(labelDistance(2500, "km"), "2.5 km");
  });
});

describe("the slider", () => {
  it("runs from 10 km to the farthest place", () => {
    assert.equal(metresAt(0, "km", FARTHEST), 10_000);
    assert.ok(metresAt(STEPS, "km", FARTHEST) <= FARTHEST);
    assert.ok(metresAt(STEPS, "mi", FARTHEST) <= FARTHEST);
    assert.equal(stepOf(1, FARTHEST), 0);
    assert.equal(stepOf(FARTHEST, FARTHEST), STEPS);
  });

  it("moves on with every step, and finds its step again", () => {
    for (let step = 1; step <= STEPS; step++) {
      const metres = metresAt(step, "km", FARTHEST);
      assert.ok(metres > metresAt(step - 1, "km", FARTHEST));
      assert.equal(stepOf(metres, FARTHEST), step);
    }
  });
});
