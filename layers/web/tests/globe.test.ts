import assert from "node:assert/strict";
import { test } from "node:test";
import { geoAzimuthalEquidistant, geoOrthographic } from "d3-geo";
import { destination, distance } from "../src/geo/geodesic.ts";
import { FARTHEST } from "../src/geo/limits.ts";
import { circle, sector } from "../src/geo/shapes.ts";
import type { Geometry, Position } from "../src/geo/types.ts";
import { landFigure } from "../src/globe/basemap.ts";
import { mayBeSeen, passing } from "../src/globe/culling.ts";
import type { Curve } from "../src/globe/curves.ts";
import { areaFigure } from "../src/globe/figure.ts";
import { EARTH, type Frame, project, siteFrame, type Stage, unproject } from "../src/globe/projection.ts";
import { paintQuickly } from "../src/globe/quick.ts";
import {
  type GlobeView, globeView, held, moved, readView, siteView, stageOf, zoomed,
} from "../src/globe/view.ts";
import type { Covered } from "../src/layers/coverage.ts";
import type { Theme } from "../src/map/theme.ts";
import { EMPTY } from "../src/ranges.ts";
import type { SceneSite } from "../src/scene.ts";
import { createState, sitePlace } from "../src/state.ts";
import { countries } from "./countries.ts";
import { contains, random } from "./golden.ts";

const SIZE = { width: 800, height: 700 };

const globe = (lon: number, lat: number, zoom = 1): GlobeView => ({
  kind: "orthographic", site: null, lon, lat, zoom,
});
const roundSite = (lon: number, lat: number, zoom = 1): GlobeView => ({
  kind: "azimuthal", site: "site", lon, lat, zoom,
});

/** Whether closed curves hold a pixel: by the angles they wind round it, not by crossings. */
function filled(curves: readonly Curve[], x: number, y: number): boolean {
  let turns = 0;
  for (const curve of curves) {
    let angle = 0;
    for (let k = 0; k < curve.length; k += 2) {
      const next = (k + 2) % curve.length;
      const [ax, ay] = [curve[k]! - x, curve[k + 1]! - y];
      const [bx, by] = [curve[next]! - x, curve[next + 1]! - y];
      angle += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
    }
    turns += Math.round(angle / (2 * Math.PI));
  }
  return Math.abs(turns) % 2 === 1;
}

const next = random(4);
const somewhere = (): Position => [360 * next() - 180, (Math.asin(2 * next() - 1) * 180) / Math.PI];

/** Compare a fill with what is known (null: not) of random places that are seen; returns how many. */
function assertFill(
  stage: Stage,
  geometry: Geometry,
  inside: (place: Position) => boolean | null,
  what: string,
): number {
  const curves = areaFigure(stage.frame, geometry).area(stage);
  let seen = 0;
  for (let probe = 0; probe < 60; probe++) {
    const place = somewhere();
    const at = project(stage, ...place);
    const known = inside(place);
    if (!at || known === null || isOnEdge(stage, at)) continue;
    seen++;
    assert.equal(filled(curves, ...at), known, `${what}: ${place}, seen at ${at}`);
  }
  return seen;
}

/** Where the Earth ends, its edge is drawn with corners. */
const isOnEdge = ({ x, y, rim }: Stage, at: [number, number]) =>
  Math.hypot(at[0] - x, at[1] - y) > rim - 0.1;

/** Metres beside a disc's edge where an answer is not asked: what a drawn edge may be off. */
const UNSURE = 1_000;

const inDisc =
  (lon: number, lat: number, radius: number) =>
  (place: Position): boolean | null => {
    const left = radius - distance(lon, lat, ...place);
    return Math.abs(left) < UNSURE ? null : left > 0;
  };

const randomRadius = () => Math.min(10 ** (5 + next() * 2.3), 19_800_000);

test("on the globe, random discs fill just the places within the distance", () => {
  let seen = 0;
  for (let nth = 0; nth < 150; nth++) {
    const [centre, middle, radius] = [somewhere(), somewhere(), randomRadius()];
    const stage = stageOf(globe(...middle), EARTH, SIZE);
    const what = `${radius} m round ${centre} from above ${middle}`;
    seen += assertFill(stage, circle(...centre, radius), inDisc(...centre, radius), what);
  }
  assert.ok(seen > 3_000);
});

test("round a site, random discs fill just the places within the distance", () => {
  let seen = 0;
  for (let nth = 0; nth < 60; nth++) {
    const [centre, site, radius] = [somewhere(), somewhere(), randomRadius()];
    const stage = stageOf(roundSite(...site), siteFrame(...site), SIZE);
    const what = `${radius} m round ${centre} on the map round ${site}`;
    seen += assertFill(stage, circle(...centre, radius), inDisc(...centre, radius), what);
  }
  assert.ok(seen > 3_000);
});

test("discs on poles, on the antimeridian and of the whole Earth, seen from poles and over edges", () => {
  const centres: Position[] = [[0, 90], [30, 90], [0, -90], [180, 0], [-180, 60], [179.9, -75], [0, 0]];
  const middles: Position[] = [[0, 90], [0, -90], [180, 0], [90, 0], [0, 0], [-90, 45]];
  for (const centre of centres) {
    for (const radius of [500_000, 5_000_000, 10_001_965, 12_000_000, 19_000_000, FARTHEST]) {
      const inside = radius === FARTHEST ? () => true : inDisc(...centre, radius);
      for (const middle of middles) {
        const what = `${radius} m round ${centre} from above ${middle}`;
        const stage = stageOf(globe(...middle), EARTH, SIZE);
        assertFill(stage, circle(...centre, radius), inside, what);
      }
      const stage = stageOf(roundSite(10, 90), siteFrame(10, 90), SIZE);
      assertFill(stage, circle(...centre, radius), inside, `${radius} m round ${centre} round a pole`);
    }
  }
});

test("sectors fill as they stand in the lon/lat plane", () => {
  for (let nth = 0; nth < 15; nth++) {
    const [lon, lat] = somewhere();
    const bearings = [Math.floor(360 * next()), Math.floor(360 * next())] as const;
    if (bearings[0] === bearings[1]) continue;
    const radius = 5e6 + 1e7 * next();
    const wedge = sector(lon, lat, radius, bearings, 1e6);
    const sure = (place: Position) => {
      const around = [-0.05, 0, 0.05].flatMap((dx) => [-0.05, 0, 0.05].map((dy) =>
        contains(wedge, place[0] + dx, place[1] + dy)));
      return around.every((each) => each === around[0]) ? around[0]! : null;
    };
    assertFill(stageOf(globe(...somewhere()), EARTH, SIZE), wedge, sure, `sector ${lon}, ${lat}, ${bearings}`);
  }
});

test("long edges run straight in lon/lat, not along great circles", () => {
  const ring: Position[] = [[-60, 50], [60, 50], [60, 70], [-60, 70], [-60, 50]];
  const box: Geometry = { type: "Polygon", coordinates: [ring] };
  const inside = ([lon, lat]: Position) => Math.abs(lon) < 60 && lat > 50 && lat < 70;
  let seen = 0;
  for (let nth = 0; nth < 40; nth++) {
    seen += assertFill(stageOf(globe(60 * next(), 90 * next()), EARTH, SIZE), box, inside, "a box");
  }
  assert.ok(seen > 800);
});

const DISCS = [
  [24, 44, 1e6], [180, 10, 3e6], [30, 85, 2e6], [0, 0, 12e6], [0, 90, 3e6], [50, -90, 5e6],
] as const;

test("outlines stay at the distance, on the Earth's near side, and leave out cuts", () => {
  for (const [lon, lat, radius] of DISCS) {
    for (const middle of [[24, 44], [170, 60], [-150, -20], [0, 90]] as Position[]) {
      const stage = stageOf(globe(...middle), EARTH, SIZE);
      let length = 0;
      for (const curve of areaFigure(EARTH, circle(lon, lat, radius)).outline(stage)) {
        for (let k = 2; k < curve.length; k += 2) {
          const [x, y] = [(curve[k - 2]! + curve[k]!) / 2, (curve[k - 1]! + curve[k + 1]!) / 2];
          const place = unproject(stage, x, y);
          assert.ok(place, "a line does not leave the Earth");
          length += Math.hypot(curve[k]! - curve[k - 2]!, curve[k + 1]! - curve[k - 1]!);
          // Next to the limb a tenth of a pixel is many kilometres.
          if (Math.hypot(x - stage.x, y - stage.y) > 0.99 * stage.rim) continue;
          const off = Math.abs(distance(lon, lat, ...place) - radius);
          assert.ok(off < 3_000, `${off} m off at ${place}, ${radius} m round ${lon}, ${lat}`);
        }
      }
      const some = Array.from({ length: 360 }, (_, k) => project(stage, ...destination(lon, lat, k, radius)));
      if (some.filter(Boolean).length > 5) assert.ok(length > 20, `${radius} m round ${lon}, ${lat} is drawn`);
    }
  }
});

test("the map round a site shows its ring as a circle, and true distances", () => {
  for (const site of [[-145.74, 63.97], [24.41, 44.08], [179.99, -20], [0, 90]] as Position[]) {
    const frame = siteFrame(...site);
    const stage = stageOf(roundSite(...site, 3), frame, SIZE);
    for (const metres of [100_000, 2_000_000, 9_000_000, 15_000_000]) {
      const [curve] = areaFigure(frame, circle(...site, metres)).outline(stage);
      const radius = (stage.scale * Math.PI * metres) / FARTHEST;
      for (let k = 0; k < curve!.length; k += 2) {
        const r = Math.hypot(curve![k]! - stage.x, curve![k + 1]! - stage.y);
        assert.ok(Math.abs(r - radius) < 0.05, `${r} px, not ${radius}, of ${metres} m round ${site}`);
      }
    }
  }
});

// --- d3-geo as an oracle: where places are seen, and what is land ---

test("places are seen where d3-geo's orthographic projection shows them", () => {
  for (let nth = 0; nth < 200; nth++) {
    const middle = somewhere();
    const stage = stageOf(globe(...middle, 1 + 5 * next()), EARTH, SIZE);
    const d3 = geoOrthographic()
      .rotate([-middle[0], -middle[1]])
      .scale(stage.scale)
      .translate([SIZE.width / 2, SIZE.height / 2]);
    const place = somewhere();
    const at = project(stage, ...place);
    if (!at) continue;
    const [x, y] = d3(place)!;
    assert.ok(Math.hypot(at[0] - x, at[1] - y) < 1e-6, `${place} from above ${middle}`);
    const back = unproject(stage, ...at)!;
    assert.ok(distance(...back, ...place) < 1_000, `${back} is not ${place}`);
  }
});

test("round a site, places are seen near where d3-geo's spherical projection shows them", () => {
  for (let nth = 0; nth < 200; nth++) {
    const [site, place] = [somewhere(), somewhere()];
    const stage = stageOf(roundSite(...site), siteFrame(...site), SIZE);
    const d3 = geoAzimuthalEquidistant()
      .rotate([-site[0], -site[1]])
      .scale(stage.scale)
      .translate([stage.x, stage.y]);
    const at = project(stage, ...place);
    if (!at || distance(...site, ...place) > 15_000_000) continue;
    const [x, y] = d3(place)!;
    // The ellipsoid is a third of a percent flatter than d3's sphere.
    assert.ok(Math.hypot(at[0] - x, at[1] - y) < 0.012 * stage.rim, `${place} round ${site}`);
    const back = unproject(stage, ...at)!;
    assert.ok(distance(...back, ...place) < 1, `${back} is not ${place}`);
  }
});

const PLACES: readonly [string, Position, boolean][] = [
  ["Warsaw", [21, 52.2], true], ["Chukotka east of 180", [-175, 66.5], true],
  ["Chukotka west of 180", [175, 67.5], true], ["Antarctica at 180", [179, -86], true],
  ["the South Pole", [10, -89.5], true], ["the North Pole", [10, 89.5], false],
  ["Vanua Levu", [179.2, -16.6], true], ["the Caspian Sea", [51, 42], false],
  ["Lesotho", [28.3, -29.6], true], ["the Pacific", [-140, 5], false],
  ["the Pacific at 180", [179.9, 20], false], ["the Sahara", [5, 25], true],
  ["Brazil", [-55, -10], true], ["Australia", [134, -25], true], ["Kansas", [-98, 38.5], true],
];

for (const step of [0.25, 0.1, 0]) {
  test(`land is land and sea is sea from everywhere, points ${step} degrees apart`, () => {
    const frames: [Frame, () => GlobeView][] = [
      [EARTH, () => globe(...somewhere())],
      [siteFrame(-145.74, 63.97), () => roundSite(-145.74, 63.97)],
    ];
    for (const [frame, view] of frames) {
      const land = landFigure(countries, frame, step);
      for (let nth = 0; nth < 12; nth++) {
        const stage = stageOf(view(), frame, SIZE);
        const curves = land.area(stage);
        for (const [name, place, isLand] of PLACES) {
          const at = project(stage, ...place);
          if (at && !isOnEdge(stage, at)) assert.equal(filled(curves, ...at), isLand, `${name}, seen at ${at}`);
        }
      }
    }
  });
}

// --- turning ---

test("a grabbed place follows the pointer", () => {
  let followed = 0;
  for (let nth = 0; nth < 400; nth++) {
    const view = globe(360 * next() - 180, 120 * next() - 60, 1 + 3 * next());
    const stage = stageOf(view, EARTH, SIZE);
    const [x, y] = [stage.x + (next() - 0.5) * stage.rim, stage.y + (next() - 0.5) * stage.rim];
    const place = unproject(stage, x, y)!;
    const [toX, toY] = [x + 60 * (next() - 0.5), y + 60 * (next() - 0.5)];
    const after = held(view, EARTH, SIZE, place, toX, toY);
    assert.equal(after.zoom, view.zoom);
    const at = project(stageOf(after, EARTH, SIZE), ...place);
    // With north up, a place of high latitude cannot go to any side: its parallel ends before.
    const aside = (toX - stage.x) / stage.rim;
    const reached = Math.abs(Math.sin((place[1] * Math.PI) / 180)) < Math.sqrt(1 - aside ** 2);
    if (!reached || Math.abs(after.lat) === 90) continue;
    followed++;
    assert.ok(at && Math.hypot(at[0] - toX, at[1] - toY) < 1e-6, `${place} is at ${at}, not ${toX}, ${toY}`);
  }
  assert.ok(followed > 300);
  const site: Position = [24.41, 44.08];
  const frame = siteFrame(...site);
  const view = roundSite(...site, 4);
  const place = unproject(stageOf(view, frame, SIZE), 300, 200)!;
  const stage = stageOf(held(view, frame, SIZE, place, 410, 333), frame, SIZE);
  const [x, y] = project(stage, ...place)!;
  assert.ok(Math.hypot(x - 410, y - 333) < 1e-3);
});

test("keys turn the globe, over the antimeridian and no farther than the poles", () => {
  assert.deepEqual(moved(globe(175, 20), EARTH, 10, 0), globe(-175, 20));
  assert.deepEqual(moved(globe(0, 85), EARTH, 0, 10), globe(0, 90));
  const site: Position = [24.41, 44.08];
  const north = moved(roundSite(...site), siteFrame(...site), 0, 10);
  assert.ok(north.lat > 53.9 && north.lat < 54.2 && Math.abs(north.lon - site[0]) < 1e-9);
  assert.equal(zoomed(globe(0, 0, 10), 100).zoom, 16);
  assert.equal(zoomed(globe(0, 0, 1), 0.001).zoom, 0.5);
});

// --- views of a scene ---

const site = (id: string, lon: number, lat: number): SceneSite => ({
  ...{ id, name: `Site ${id}`, kind: "interceptor", country: null, lon, lat },
  ...{ since: null, until: null, events: [], notes: [], source: [] },
});
const state = createState(
  {
    ...{ version: 1, generator: "", notice: "", attribution: "", title: "", tolerance: 100 },
    ...{ farthest: FARTHEST, regions: [], phases: [], events: [], notes: [] },
    sites: [site("a", 170, 40), site("b", -170, 40)],
    estimates: [{ name: "One", source: null, entered: null, ranges: { a: { ...EMPTY, range_m: 4e6 } } }],
    nato: { areas: {}, convention: "", accessions: [] },
  },
  () => null,
  "2026-11-22",
);

test("the first globe looks at the middle of the sites, over the antimeridian", () => {
  const { lon, lat, zoom } = globeView(state);
  assert.ok(Math.abs(Math.abs(lon) - 180) < 1e-9 && lat > 40 && lat < 41 && zoom === 1);
});

test("the first map round a site holds its ring and every other site", () => {
  const frame = siteFrame(170, 40);
  const view = siteView(state, "a");
  const stage = stageOf(view, frame, SIZE);
  for (const place of [[-170, 40] as Position, ...[0, 90, 180, 270].map((b) => destination(170, 40, b, 4e6))]) {
    const [x, y] = project(stage, ...place)!;
    assert.ok(x > 0 && y > 0 && x < SIZE.width && y < SIZE.height, `${place} is at ${x}, ${y}`);
  }
});

test("a view is read back from what a link says, and nothing else is", () => {
  for (const view of [globeView(state), siteView(state, "b"), globe(-12.5, 90, 3)]) {
    assert.deepEqual(readView(state, JSON.parse(JSON.stringify(view))), view);
  }
  assert.equal(readView(state, globe(0, 0, 900))?.zoom, 16);
  const wrong = [
    null, 7, "globe", {}, { ...globe(0, 0), lat: 91 }, { ...globe(0, 0), lon: NaN },
    { ...globe(0, 0), lon: "0" }, { ...globe(0, 0), kind: "mercator" }, roundSite(0, 0),
    { ...roundSite(0, 0), site: null }, { ...globe(0, 0), site: "a" },
  ];
  for (const said of wrong) assert.equal(readView(state, said), null, JSON.stringify(said));
});

// --- many circles: what is not drawn, and what is drawn while the globe turns ---

/** A circle whose points nobody may ask for. */
const disc = ([lon, lat]: Position, metres: number): Covered => ({
  place: sitePlace(site(`${lon} ${lat}`, lon, lat)),
  range: { ...EMPTY, range_m: metres },
  get shape(): never { throw new Error("a ring was made"); },
  marked: false,
});

const QUARTER = FARTHEST / 2;

test("no circle is left out of which any place is seen, and none far behind the limb is kept", () => {
  let [left, kept, sure] = [0, 0, 0];
  for (let nth = 0; nth < 1500; nth++) {
    const [centre, middle, metres] = [somewhere(), somewhere(), 10 ** (4 + 2.7 * next())];
    const frame = nth % 3 === 0 ? siteFrame(...middle) : EARTH;
    const zoom = 1 + 6 * next() ** 2;
    const stage = stageOf(nth % 3 === 0 ? roundSite(...middle, zoom) : globe(...middle, zoom), frame, SIZE);
    const seen = mayBeSeen(stage, disc(centre, metres));
    if (seen) {
      kept++;
      // A degree on the ellipsoid is within 1 % of a degree on the globe.
      const behind = distance(...middle, ...centre) - metres - QUARTER;
      assert.ok(!stage.orthographic || behind < 0.01 * FARTHEST, `${metres} m round ${centre} from ${middle}`);
      continue;
    }
    left++;
    if (distance(...middle, ...centre) > QUARTER + metres) sure++;
    for (let probe = 0; probe < 40; probe++) {
      const place = destination(...centre, 360 * next(), metres * Math.sqrt(next()));
      const at = project(stage, ...place);
      const isOn = at && at[0] >= 0 && at[0] <= SIZE.width && at[1] >= 0 && at[1] <= SIZE.height;
      assert.ok(!isOn, `${place} of ${metres} m round ${centre} is seen at ${at}`);
    }
  }
  assert.ok(left > 300 && kept > 300 && sure > 100, `${left} left out, ${sure} behind, ${kept} kept`);
});

test("a pointer on a circle finds it among those that pass there, and most others do not", () => {
  let far = 0;
  for (let nth = 0; nth < 300; nth++) {
    const [centre, middle, metres] = [somewhere(), somewhere(), 10 ** (5.6 + next())];
    const stage = nth % 2 ? stageOf(globe(...middle, 2), EARTH, SIZE) : stageOf(roundSite(...middle, 6), siteFrame(...middle), SIZE);
    const at = project(stage, ...destination(...centre, 360 * next(), metres));
    if (!at || isOnEdge(stage, at)) continue;
    const [x, y] = [at[0] + 3 * next(), at[1] - 3 * next()];
    if (unproject(stage, x, y)) assert.ok(passing(stage, x, y)(disc(centre, metres)), `${metres} m round ${centre}`);
    if (!passing(stage, ...at)(disc(centre, metres / 2))) far++;
  }
  assert.ok(far > 100, `${far} left out`);
});

test("while the globe turns, circles are thin lines of few vertices at their distance", () => {
  const strokes: { width: number; points: Position[] }[] = [];
  let points: Position[] = [];
  const push = (x: number, y: number) => void points.push([x, y]);
  const context = {
    ...{ lineWidth: 9, setLineDash: () => {}, moveTo: push, lineTo: push },
    beginPath: () => { points = []; },
    stroke: () => void strokes.push({ width: context.lineWidth, points }),
  };
  const theme = { kinds: { interceptor: "blue" } } as Theme;
  for (const metres of [50_000, 800_000, 4_000_000]) {
    for (const [stage, zoom] of [1, 8].map((by) => [stageOf(globe(20, 50, by), EARTH, SIZE), by] as const)) {
      strokes.length = 0;
      const [near, behind] = [disc([24, 44], metres), disc([-160, -44], metres)];
      paintQuickly(context as unknown as CanvasRenderingContext2D, stage, [near, behind], theme);
      assert.equal(strokes.length, 1); // the other one is behind
      const [{ width, points: line }] = strokes as [(typeof strokes)[0]];
      assert.equal(width, 1);
      assert.ok(line.length >= 6 && line.length <= 289, `${line.length} vertices at zoom ${zoom}`);
      const pixel = 6_371_000 / stage.scale;
      for (const at of line) {
        const place = unproject(stage, ...at);
        assert.ok(place, "a line does not leave the Earth");
        const off = Math.abs(distance(24, 44, ...place) - metres);
        assert.ok(off < 0.02 * pixel + 1, `${off} m off, ${metres} m at zoom ${zoom}`);
      }
    }
  }
});
