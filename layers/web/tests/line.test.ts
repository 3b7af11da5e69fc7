// Golden numbers: geographiclib 2.1 for Python, WGS84, as
//   g = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2); metres = g["s12"]; bearing = g["azi1"] % 360
//   l = Geodesic.WGS84.InverseLine(lat1, lon1, lat2, lon2); at = l.Position(l.s13 * part)
// for the parts 0.25, 0.5 and 0.9 of the way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { azimuth, distance, radians, SPHERE } from "../src/geo/geodesic.ts";
import { geodesicLine, LINE_TOLERANCE } from "../src/geo/line.ts";
import type { Position } from "../src/geo/types.ts";
import { bearingText, digitsAt, placeText } from "../src/place-text.ts";

interface Case {
  name: string;
  from: Position;
  to: Position;
  metres: number;
  bearing: number;
  at: Position[];
}

const PARTS = [0.25, 0.5, 0.9];

const CASES: Case[] = [
  {
    name: "Deveselu to Redzikowo", from: [24.41, 44.08], to: [17.1, 54.48],
    metres: 1271432.573724, bearing: 338.02937776,
    at: [[22.8549087759, 46.7220226155], [21.1408837744, 49.3395363808], [17.9850272047, 53.4638016585]],
  },
  {
    name: "Warsaw to Tokyo", from: [21.01, 52.23], to: [139.69, 35.69],
    metres: 8599911.431754, bearing: 46.91300408,
    at: [[52.0898870061, 62.1791631916], [93.6181632861, 61.5307976968], [133.9735412081, 42.0224972881]],
  },
  {
    name: "across the antimeridian eastwards", from: [170, -20], to: [-160, 35],
    metres: 6863544.184773, bearing: 27.79647573,
    at: [[177.1608685714, -6.1599355843], [-176.0472195523, 7.7781971807], [-163.7871192891, 29.7092917913]],
  },
  {
    name: "and westwards", from: [-160, 35], to: [170, -20],
    metres: 6863544.184773, bearing: 212.31504580,
    at: [[-168.7854379327, 21.5914709], [-176.0472195523, 7.7781971807], [172.9646494625, -14.4906085408]],
  },
  {
    name: "Fort Greely to Pyongyang", from: [-145.73, 63.95], to: [125.75, 39.03],
    metres: 6123648.805277, bearing: 288.46356310,
    at: [[-177.7822292798, 64.9283132844], [154.8983485984, 59.4751897668], [129.8204728254, 43.6130293361]],
  },
  {
    name: "over the north pole", from: [30, 70], to: [-150, 60],
    metres: 5580877.911365, bearing: 0.00000000,
    at: [[30.0, 82.4990250596], [-150.0, 85.0089683552], [-150.0, 65.0073681377]],
  },
  {
    name: "beside the south pole", from: [0, -80], to: [179, -75],
    metres: 2791750.360230, bearing: 179.38761365,
    at: [[1.0188211156, -86.2486795096], [176.9620189971, -87.4988266398], [178.9171883674, -77.5008178053]],
  },
  {
    name: "along the equator", from: [-20, 0], to: [60, 0],
    metres: 8905559.263462, bearing: 90.00000000,
    at: [[0.0, 0.0], [20.0, 0.0], [52.0, 0.0]],
  },
  {
    name: "along the antimeridian", from: [180, -10], to: [-180, 50],
    metres: 6646701.874919, bearing: 0.00000000,
    at: [[180.0, 5.0265428767], [180.0, 20.0463381928], [180.0, 44.0211901052]],
  },
  {
    name: "on from the antimeridian", from: [180, 20], to: [-150, 30],
    metres: 3212788.774120, bearing: 63.87286517,
    at: [[-172.9644547882, 23.0508039662], [-165.6229580099, 25.7739499888], [-153.2204109485, 29.3009558252]],
  },
  {
    name: "from a pole", from: [0, 90], to: [40, 10],
    metres: 8896110.896078, bearing: 140.00000000,
    at: [[40.0, 70.0802892993], [40.0, 50.1174432854], [40.0, 18.0405128556]],
  },
  {
    name: "opposite places", from: [24.41, 44.08], to: [-155.59, -44.08],
    metres: 20003931.458625, bearing: 0.00000000,
    at: [[24.41, 88.941110437], [-155.59, 46.2084362765], [-155.59, -26.0494970095]],
  },
  {
    name: "nearly opposite", from: [0, -30], to: [179.8, 29.9],
    metres: 19989832.827610, bearing: 161.89052474,
    at: [[38.22436761, -69.293169442], [146.5548032985, -55.6739073314], [174.1710564392, 12.6259092769]],
  },
  {
    name: "short", from: [21.01, 52.23], to: [21.02, 52.24],
    metres: 1305.708237, bearing: 31.54482027,
    at: [[21.0124995787, 52.232500081], [21.0149994382, 52.235000108], [21.0189997977, 52.2390000389]],
  },
];

for (const { name, from, to, metres, bearing, at } of CASES) {
  test(`${name}: distance, bearing and places on the way are geographiclib's`, () => {
    const line = geodesicLine(from, to);
    assert.ok(Math.abs(line.distance - metres) < 1e-5, `${line.distance} m`);
    assert.ok(Math.abs(aside(line.bearing ?? Number.NaN, bearing)) < 1e-6, `${line.bearing} degrees`);
    assert.ok(distance(...line.middle, ...(at[1] as Position)) < 1e-3, "the middle");
    PARTS.forEach((part, nth) => {
      const off = nearest(line.lines, at[nth] as Position);
      assert.ok(off < LINE_TOLERANCE, `${part} of the way the line is ${off} m off`);
    });
  });

  test(`${name}: edges stay within the tolerance, on a globe as on a Mercator map`, () => {
    for (const tolerance of [LINE_TOLERANCE, 1000]) {
      const { lines } = geodesicLine(from, to, tolerance);
      for (const [a, b] of edges(lines)) {
        for (const part of [0.1, 0.25, 0.4, 0.5, 0.7, 0.9]) {
          for (const place of [between(a, b, part), onMercator(a, b, part)]) {
            const off = beside(from, to, bearing, place);
            // Straight on the map and straight in degrees differ by as much as either may be off.
            assert.ok(off < 2 * tolerance, `${place} is ${off} m off at a tolerance of ${tolerance}`);
          }
          const off = beside(from, to, bearing, between(a, b, part));
          assert.ok(off < tolerance, `an edge is ${off} m off at a tolerance of ${tolerance}`);
        }
      }
    }
  });

  test(`${name}: lines run from one place to the other and jump only at cuts`, () => {
    const { lines } = geodesicLine(from, to);
    const [first, last] = [lines[0]?.[0] as Position, lines.at(-1)?.at(-1) as Position];
    assert.ok(distance(...first, ...from) < 1e-6 && distance(...last, ...to) < 1e-6);
    lines.forEach((line, k) => {
      for (const [lon, lat] of line) assert.ok(Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
      for (const [a, b] of edges([line])) assert.ok(Math.abs(b[0] - a[0]) <= 90, `${a} to ${b}`);
      const [end, start] = [line.at(-1) as Position, lines[k + 1]?.[0]];
      if (!start) return;
      assert.ok(distance(...end, ...start) < 1e-6, "both sides of a cut are one place");
      assert.ok(Math.abs(end[0]) === 180 || Math.abs(end[1]) === 90, `${end} is a cut`);
    });
  });
}

test("only what crosses the antimeridian or a pole is cut", () => {
  const pieces = (name: string) => {
    const { from, to } = CASES.find((each) => each.name === name) as Case;
    return geodesicLine(from, to).lines.length;
  };
  assert.equal(pieces("Deveselu to Redzikowo"), 1);
  assert.equal(pieces("along the antimeridian"), 1);
  assert.equal(pieces("on from the antimeridian"), 1);
  assert.equal(pieces("across the antimeridian eastwards"), 2);
  assert.equal(pieces("and westwards"), 2);
  assert.equal(pieces("over the north pole"), 2);
});

test("places nearly opposite say that another way may be as short", () => {
  const opposite = CASES.filter(({ from, to }) => geodesicLine(from, to).opposite);
  assert.deepEqual(opposite.map(({ name }) => name), ["opposite places", "nearly opposite"]);
});

test("between a place and itself there is no line and no bearing", () => {
  const line = geodesicLine([21, 52], [21, 52]);
  assert.deepEqual([line.distance, line.bearing, line.lines], [0, null, []]);
});

test("places and bearings in words", () => {
  assert.equal(placeText(21.0123, 52.2297), "52.23° N, 21.01° E");
  assert.equal(placeText(-145.7333, -63.95, 3), "63.950° S, 145.733° W");
  assert.equal(placeText(-0.001, 0), "0.00°, 0.00°");
  assert.equal(bearingText(336.4), "336° NW");
  assert.equal(bearingText(359.7), "0° N");
  assert.equal(bearingText(22.4), "22° N");
  assert.equal(bearingText(22.5), "23° NE");
  assert.deepEqual([1, 4, 7, 8, 12].map(digitsAt), [2, 2, 2, 3, 4]);
});

const aside = (a: number, b: number): number => ((a - b + 540) % 360) - 180;

const edges = (lines: Position[][]): [Position, Position][] =>
  lines.flatMap((line) => line.slice(1).map((b, k): [Position, Position] => [line[k] as Position, b]));

const between = (a: Position, b: Position, part: number): Position => [
  a[0] + part * (b[0] - a[0]),
  a[1] + part * (b[1] - a[1]),
];

/** On a straight line of the Mercator map, on which a pole lies nowhere. */
function onMercator(a: Position, b: Position, part: number): Position {
  if (Math.max(Math.abs(a[1]), Math.abs(b[1])) > 89.9) return between(a, b, part);
  const y = (lat: number) => Math.asinh(Math.tan(radians(lat)));
  const at = y(a[1]) + part * (y(b[1]) - y(a[1]));
  return [between(a, b, part)[0], (Math.atan(Math.sinh(at)) * 180) / Math.PI];
}

/** How far a place lies beside the geodesic, in metres, from the bearing at which its end sees it. */
function beside(from: Position, to: Position, bearing: number, place: Position): number {
  const back = geodesicBack(from, to, bearing);
  const [start, direction] = distance(...from, ...place) < distance(...to, ...place)
    ? [from, bearing] : [to, back];
  const metres = distance(...start, ...place);
  if (metres < 1) return metres;
  const turn = Math.abs(radians(aside(azimuth(...start, ...place), direction)));
  return turn * SPHERE * Math.sin(metres / SPHERE);
}

/** The bearing at which the far end sees a place a little before it on the way. */
function geodesicBack(from: Position, to: Position, bearing: number): number {
  if (distance(...from, ...to) < 19_900_000) return azimuth(...to, ...from);
  // Of opposite places the way back is not the only one: by symmetry (Clairaut) it mirrors the way out.
  const sine = reduced(from[1]) * Math.sin(radians(bearing)) / reduced(to[1]);
  const back = (Math.asin(Math.max(-1, Math.min(1, sine))) * 180) / Math.PI;
  return (Math.cos(radians(bearing)) < 0 ? 180 + back : -back + 360) % 360;
}

function reduced(lat: number): number {
  const tangent = (1 - 1 / 298.257223563) * Math.tan(radians(lat));
  return 1 / Math.hypot(1, tangent);
}

function nearest(lines: Position[][], [lon, lat]: Position): number {
  const ratio = Math.cos(radians(lat));
  const offs = edges(lines).map(([a, b]) => {
    const [bx, by] = [(b[0] - a[0]) * ratio, b[1] - a[1]];
    const [px, py] = [(((lon - a[0] + 540) % 360) - 180) * ratio, lat - a[1]];
    const part = Math.max(0, Math.min(1, (px * bx + py * by) / (bx * bx + by * by || 1)));
    return distance(lon, lat, ...between(a, b, part));
  });
  return Math.min(...offs);
}
