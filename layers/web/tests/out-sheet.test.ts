// The sheet: that nothing overlaps or leaves the page, and the SVG that painters write.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { meet, type Rect } from "../src/map/labels.ts";
import { screenX, screenY } from "../src/map/view.ts";
import type { Entry, SheetContent, Sign } from "../src/out/content.ts";
import { viewOf } from "../src/out/frame.ts";
import type { Item } from "../src/out/items.ts";
import { layoutSheet, SHEET } from "../src/out/layout.ts";
import { LIGHT } from "../src/out/light.ts";
import { barOf } from "../src/out/scale.ts";
import { latitudeText } from "../src/place-text.ts";
import { svgBrush } from "../src/out/svg.ts";
import { SvgPath } from "../src/out/svg-path.ts";
import { type Measure, wrap } from "../src/out/text.ts";
import { type Xml, xmlText } from "../src/out/xml.ts";

/** Every letter is as wide as 0.6 of its size. */
const measure: Measure = (text, { size }) => [...text].length * size * 0.6;

const entry = (n: number, change: Partial<Entry> = {}): Entry => ({
  ...{ kind: "radar", hollow: false, name: `Site ${n}`, range: `${n} km`, facts: "" },
  ...change,
});
const content = (change: Partial<SheetContent> = {}): SheetContent => ({
  ...{ title: "Title", lead: "Any date", notice: "Illustrative", heading: "Ranges", whose: "me" },
  groups: [{ kind: "radar", title: "Radars", entries: [entry(1), entry(2)] }],
  signs: ["site", "region", "band"] satisfies Sign[],
  mark: null,
  sources: ["one", "two"],
  foot: { left: "left", right: "right" },
  ...change,
});

const texts = (items: readonly Item[]) =>
  items.flatMap((item) => (item.type === "text" ? [item.text] : []));

/** Words stand on the notice's plate: it is no obstacle for them. */
function assertApart({ frame, items }: { frame: Rect; items: readonly Item[] }): void {
  const placed = items.flatMap((item) =>
    item.type === "plate" ? [] : [{ box: item.box, what: item.type === "text" ? item.text : item.type }],
  );
  const boxes = [{ box: frame, what: "map" }, ...placed];
  const inner = ({ left, top, right, bottom }: Rect): Rect =>
    ({ left: left + 0.01, top: top + 0.01, right: right - 0.01, bottom: bottom - 0.01 });
  boxes.forEach(({ box, what }, i) => {
    const { left, top, right, bottom } = box;
    const onPage = left >= 0 && top >= 0 && right <= SHEET.width && bottom <= SHEET.height;
    assert.ok(onPage, `${what} is on the page`);
    for (const other of boxes.slice(i + 1)) {
      assert.ok(!meet(inner(box), inner(other.box)), `${what} and ${other.what} are apart`);
    }
  });
  assert.ok(frame.bottom - frame.top > 300, "the map keeps its room");
}

describe("a sheet's layout", () => {
  const long = "A name that goes on and on, ".repeat(20);
  const unbroken = "W".repeat(5000);
  const cases: Record<string, SheetContent> = {
    plain: content(),
    empty: content({ groups: [], signs: [], sources: [], foot: { left: "", right: "" }, lead: "" }),
    "long words": content({
      ...{ title: long, lead: long, notice: long, heading: long, whose: unbroken, mark: "* changed" },
      groups: [{
        ...{ kind: "sea", title: "Seas" },
        entries: [entry(1, { name: unbroken, facts: long }), entry(2, { name: long, range: null })],
      }],
      signs: ["agreed", "disputed", "site", "region", "band", "ended"],
      sources: Array.from({ length: 12 }, (_, i) => `${i} https://example.org/${"long/".repeat(i * 9)}`),
      foot: { left: long, right: "shieldmap" },
    }),
    many: content({
      groups: (["interceptor", "radar", "launch"] as const).map((kind) => ({
        ...{ kind, title: kind },
        entries: Array.from({ length: 4000 }, (_, i) =>
          entry(i, { kind, range: i % 2 ? null : "1 km", facts: "a fact" })),
      })),
      sources: Array.from({ length: 900 }, (_, i) => `source ${i} ${unbroken}`),
    }),
  };
  for (const [name, given] of Object.entries(cases)) {
    it(`puts nothing over anything else: ${name}`, () => assertApart(layoutSheet(given, measure)));
  }

  it("says all that there is room for", () => {
    const said = texts(layoutSheet(content({ mark: "* changed" }), measure).items);
    const wanted = [
      ...["Title", "Any date", "Illustrative.", "Ranges", "me", "Radars", "Site 1", "1 km"],
      ...["range of a site", "* changed", "Sources", "one", "two", "left", "right"],
    ];
    for (const each of wanted) assert.ok(said.includes(each), each);
  });

  it("counts what it leaves out, and leaves out first what has no range", () => {
    const said = texts(layoutSheet(cases.many as SheetContent, measure).items);
    const shown = said.filter((text) => text === "1 km").length;
    assert.ok(shown > 20);
    assert.ok(!said.includes("no range"));
    assert.ok(said.includes(`and ${12_000 - shown} more on the map`));
    const numbers = said.filter((text) => /^\d+$/.test(text)).length;
    assert.ok(said.includes(`and ${900 - numbers} more, which the page lists`));
  });
});

describe("wrapping", () => {
  const look = { size: 10, weight: 400 } as const; // 6 pixels a letter
  const wrapped = (text: string, letters: number, most = 9) => wrap(text, letters * 6, most, look, measure);
  it("breaks at spaces, then after punctuation, then anywhere", () => {
    assert.deepEqual(wrapped("one two three", 8), ["one two", "three"]);
    assert.deepEqual(wrapped("example.org/a/path", 12), ["example.org/", "a/path"]);
    assert.deepEqual(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    assert.deepEqual(wrapped("", 4), []);
    assert.deepEqual(wrapped("a\u0000b\u2028c\r\nd", 9), ["a b c d"]);
  });
  it("ends with an ellipsis where the lines are used up, and never splits a letter", () => {
    assert.deepEqual(wrapped("one two three", 8, 1), ["one two…"]);
    assert.deepEqual(wrapped("e\u0301".repeat(9), 8, 1), [`${"e\u0301".repeat(3)}…`]);
    assert.ok(wrapped("x".repeat(1e7), 20, 2).every((line) => line.length <= 20));
  });
});

describe("the view of a sheet", () => {
  const shown = { lon: 20, lat: 48, zoom: 4, width: 840, height: 800 };
  it("holds all that is in view, round the same centre", () => {
    for (const [width, height] of [[785, 575], [300, 900], [900, 300]] as const) {
      const view = viewOf(shown, width, height);
      const scale = view.scale / (256 * 2 ** shown.zoom);
      assert.ok(scale <= width / 840 + 1e-9 && scale <= height / 800 + 1e-9);
      assert.ok(Math.abs(screenX(view, 20 / 360 + 0.5) - width / 2) < 1e-6);
      const y = 0.5 - Math.log(Math.tan(Math.PI / 4 + (48 * Math.PI) / 360)) / (2 * Math.PI);
      assert.ok(Math.abs(screenY(view, y) - height / 2) < 1e-6);
    }
  });
  it("never shows more than the height of the world", () => {
    const view = viewOf({ ...shown, lat: 80, zoom: 1 }, 785, 575);
    assert.equal(view.scale, 575);
    assert.equal(view.y, 0);
  });
});

describe("the scale bar", () => {
  it("is a round length no wider than its room, and true along its parallel", () => {
    for (const metresPerPixel of [3, 480, 5210, 9999, 78_000]) {
      const { km, width } = barOf({ metresPerPixel, lat: 0 });
      assert.ok(width <= 190.001 && width > 60, `${width}`);
      assert.ok(Math.abs(width * metresPerPixel - km * 1000) < 1e-6 * km * 1000);
      assert.match(String(km), /^0?\.?0*[1245]0*$/);
    }
  });
  it("names its latitude", () => assert.deepEqual([48.2, -3, 0.4].map(latitudeText), ["48° N", "3° S", "0°"]));
});

describe("the colours of sheets", () => {
  it("are those of the light theme", () => {
    const css = readFileSync(new URL("../src/styles/theme.css", import.meta.url), "utf8");
    const light = css.slice(0, css.indexOf("@media"));
    const value = (name: string) => new RegExp(`--sm-${name}:\\s*([^;]+);`).exec(light)?.[1];
    const { kinds, font, ...rest } = LIGHT;
    for (const [key, color] of Object.entries(rest)) {
      assert.equal(color, value(key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)), key);
    }
    for (const [kind, color] of Object.entries(kinds)) {
      assert.equal(color, value(kind === "sea" ? "sea-kind" : kind), kind);
    }
    assert.ok(readFileSync(new URL("../src/styles/frame.css", import.meta.url), "utf8").includes(font));
  });
});

describe("the SVG of painters", () => {
  // Stands in for a canvas: the middle of a letter is 4 above its foot.
  const ruler = () => {
    const state = { textBaseline: "alphabetic", font: "", letterSpacing: "" };
    const measureText = () => {
      return { width: 10, actualBoundingBoxAscent: state.textBaseline === "middle" ? 4 : 8 };
    };
    return Object.assign(state, { measureText }) as unknown as CanvasRenderingContext2D;
  };
  const drawn = (paint: (context: CanvasRenderingContext2D, path: (d?: string) => Path2D) => void): Xml => {
    const brush = svgBrush(100, 50, ruler());
    paint(brush.context, brush.path);
    return brush.root();
  };
  const body = (paint: Parameters<typeof drawn>[0]) =>
    xmlText(drawn(paint)).replace(/^<svg[^>]*>(<defs\/>)?/, "").replace("</svg>", "");

  it("writes paths with their colours, dashes and transforms", () => {
    assert.equal(
      body((context, path) => {
        context.fillStyle = "rgb(70 100 120 / 16%)";
        context.globalAlpha = 0.5;
        context.fill(path("M0 0L1 1Z"), "evenodd");
        context.translate(5, 6);
        context.scale(2, 2);
        context.strokeStyle = "#ff0000";
        context.setLineDash([7, 5]);
        context.lineWidth = 2;
        context.beginPath();
        context.moveTo(1 / 3, 2);
        context.lineTo(3, 4);
        context.stroke();
      }),
      '<path d="M0 0L1 1Z" fill-rule="evenodd" fill="#466478" fill-opacity="0.08"/>' +
        '<path d="M0.33 2L3 4" fill="none" stroke="#ff0000" stroke-opacity="0.5" stroke-width="2" ' +
        'stroke-dasharray="7 5" transform="matrix(2 0 0 2 5 6)"/>',
    );
  });

  it("clips until the state is restored", () => {
    const text = body((context, path) => {
      context.save();
      context.clip(path("M0 0h9v9Z"));
      context.fillRect(0, 0, 5, 5);
      context.restore();
      context.fillRect(1, 1, 2, 2);
    });
    assert.match(text, /<clipPath id="sm-clipPath-1"><path d="M0 0h9v9Z" clip-rule="nonzero"\/><\/clipPath>/);
    assert.match(text, /<g clip-path="url\(#sm-clipPath-1\)"><rect x="0"[^>]*\/><\/g><rect x="1"/);
  });

  it("hides what was painted on a layer where that is cleared, and nothing below", () => {
    const brush = svgBrush(100, 50, ruler());
    brush.context.fillRect(0, 0, 1, 1);
    brush.layer((context) => {
      context.fillRect(0, 0, 2, 2);
      context.save();
      context.clip(brush.path("M0 0h9v9Z"), "nonzero");
      context.clearRect(0, 0, 100, 50);
      context.fillRect(0, 0, 3, 3);
      context.restore();
    });
    const text = xmlText(brush.root());
    const after = text.slice(text.indexOf("</defs>"));
    const rects = after.replace(/ (x|y|height|fill)="[^"]*"/g, "");
    const [masked, clipped] = ['<g mask="url(#sm-mask-2)">', '<g clip-path="url(#sm-clipPath-1)">'];
    assert.ok(
      rects.includes(
        `<rect width="1"/><g>${masked}<rect width="2"/></g>${clipped}<rect width="3"/></g></g>`,
      ),
    );
    const mask = /<mask id="sm-mask-2"[^>]*>(.*?)<\/mask>/.exec(text)?.[1] ?? "";
    assert.match(mask, /^<rect [^>]*fill="#ffffff"\/>/);
    assert.match(mask, /<g clip-path="url\(#sm-clipPath-1\)"><rect [^>]*fill="#000000"\/><\/g>$/);
  });

  it("keeps text as text, on the alphabetic baseline, its halo unread", () => {
    const text = body((context) => {
      context.font = "italic 500 12.5px system-ui, sans-serif";
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.strokeText("<b>", 10, 20);
      context.fillText("<b>", 10, 20);
    });
    const look =
      'x="10" y="24" text-anchor="middle" font-family="system-ui, sans-serif" font-size="12.5" ' +
      'font-weight="500" font-style="italic"';
    assert.equal(
      text,
      `<text ${look} fill="none" stroke="#000000" stroke-width="1" aria-hidden="true">&lt;b&gt;</text>` +
        `<text ${look} fill="#000000">&lt;b&gt;</text>`,
    );
  });

  it("fails loudly on what it cannot write", () => {
    assert.throws(() => drawn((context) => context.createConicGradient(0, 0, 0)), /createConicGradient; add it/);
    assert.throws(() => drawn((context) => { context.filter = "blur(2px)"; }), /filter; add it/);
    const native = { native: true } as unknown as Path2D;
    assert.throws(() => drawn((context) => context.fill(native)), /cannot be read back/);
  });

  it("leaves out corners that are too near to be seen, but never where a line ends", () => {
    const line = (...points: [number, number][]) => {
      const path = new SvgPath();
      points.forEach(([x, y], i) => (i === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
      return path;
    };
    assert.equal(line([0, 0], [0.1, 0], [0.15, 0.1], [5, 0], [5.1, 0]).d, "M0 0L5 0L5.1 0");
    const two = line([0, 0], [0.1, 0]);
    two.moveTo(9, 9);
    assert.equal(two.d, "M0 0L0.1 0M9 9");
    // However many small steps: none is lost for good.
    const steps = Array.from({ length: 1001 }, (_, i): [number, number] => [i / 100, 0]);
    assert.ok(line(...steps).d.endsWith("L10 0"));
  });

  it("draws arcs: whole, over half, under half, and the other way round", () => {
    const arc = (...given: [number, number, boolean?]) => {
      const path = new SvgPath();
      path.arc(0, 0, 10, ...given);
      return path.d;
    };
    assert.equal(arc(0, 2 * Math.PI), "M10 0A10 10 0 0 1 -10 0A10 10 0 0 1 10 0");
    assert.equal(arc(0, Math.PI / 2), "M10 0A10 10 0 0 1 0 10");
    assert.equal(arc(0, (3 * Math.PI) / 2), "M10 0A10 10 0 1 1 0 -10");
    assert.equal(arc(0, Math.PI / 2, true), "M10 0A10 10 0 1 0 0 10");
  });
});
