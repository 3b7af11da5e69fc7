import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseCoordinates } from "../src/coordinates.ts";

const WARSAW = { lat: 52 + 13 / 60 + 48 / 3600, lon: 21 + 36 / 3600 };
const same = (text: string, { lat, lon }: { lat: number; lon: number }) =>
  it(text, () => {
    const found = parseCoordinates(text);
    assert.ok(Math.abs(found.lat - lat) < 1e-9 && Math.abs(found.lon - lon) < 1e-9, JSON.stringify(found));
  });

describe("coordinates as readers write them", () => {
  for (const text of [
    ...["52.23, 21.01", "52.23,21.01", "52.23 21.01", "52.23; 21.01", " 52.23  21.01 ", "52.23/21.01"],
    ...["52.23N 21.01E", "52.23 N, 21.01 E", "N52.23 E21.01", "N 52.23 E 21.01", "21.01E 52.23N"],
    ...["52.23°N 21.01°E", "52.23° 21.01°", "52,23 21,01", "52,23; 21,01", "52,23° 21,01°"],
  ]) {
    same(text, { lat: 52.23, lon: 21.01 });
  }
  for (const text of [
    ...["52°13′48″N 21°0′36″E", "52° 13' 48\" N, 21° 0' 36\" E", "52 13 48 N 21 0 36 E"],
    ...["52 13 48, 21 0 36", "52 13 48 21 0 36", "52°13.8'N 21°0.6'E", "21°0′36″E 52°13′48″N"],
    ...["N52°13′48″ E21°0′36″", "52:13:48N 21:00:36E", "52°13′48″n, 21°0′36″e", "52°13'48''N 21°0'36''E"],
  ]) {
    same(text, WARSAW);
  }
  same("-0.5, -0.25", { lat: -0.5, lon: -0.25 });
  same("0°30′S 0°15′W", { lat: -0.5, lon: -0.25 });
  same("-0 30 0, -0 15 0", { lat: -0.5, lon: -0.25 });
  same("−33.9, 151.2", { lat: -33.9, lon: 151.2 });
  same("90 180", { lat: 90, lon: 180 });
  same("52, 21", { lat: 52, lon: 21 });

  for (const [text, why] of [
    ["", /no pair/],
    ["52", /no pair/],
    ["52.23", /no pair/],
    ["a, b", /no pair/],
    ["1, 2, 3", /no pair/],
    ["NaN, 1", /no pair/],
    ["1e400, 1", /minutes or seconds/],
    ["0x10, 1", /no pair/],
    ["91, 10", /latitude 91; .*within -90 to 90; are latitude and longitude exchanged/],
    ["10, 181", /longitude 181/],
    ["52N 21N", /two latitudes/],
    ["52°60′N 21°E", /minutes or seconds/],
    ["52.5 13 48, 21 0 36", /minutes or seconds/],
    ["1,2,3", /no pair/],
    ["52NE 21", /no pair/],
    ["-52N 21E", /a minus sign and a letter/],
    ["52NS 21E", /no pair/],
    [`${"9".repeat(10_000)}, 1`, /latitude/],
  ] as const) {
    it(`refuses ${text.slice(0, 30)}`, () => {
      assert.throws(() => parseCoordinates(text), (error: unknown) => {
        assert.ok(error instanceof RangeError);
        assert.match(error.message, why);
        return true;
      });
    });
  }
});
