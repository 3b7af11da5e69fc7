import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { differences } from "../messages.mjs";
import { parseCoordinates } from "../src/coordinates.ts";
import { dateText, dayOf } from "../src/dates.ts";
import { percent, wholeKm2 } from "../src/layers/shares.ts";
import { countryName, learnCodes } from "../src/messages/country.ts";
import { fill } from "../src/messages/fill.ts";
import { type Language, language, LANGUAGES, preferred, t, TABLES } from "../src/messages/index.ts";
import { grouped, unmarked } from "../src/messages/number.ts";
import { inOrder } from "../src/messages/order.ts";
import { bearingText, placeText } from "../src/place-text.ts";
import { labelDistance, parseDistance } from "../src/units.ts";
import { countries } from "./countries.ts";

const OTHERS = LANGUAGES.filter((each) => each !== "en");
const FARTHEST = 20_003_931;
const spoken = <T>(each: Language, say: () => T): T => {
  language.value = each;
  return say();
};
const inAll = <T>(say: () => T): T[] => LANGUAGES.map((each) => spoken(each, say));

/** Texts and functions by their paths. */
function leaves(table: object, path = ""): [string, string][] {
  return Object.entries(table).flatMap(([key, value]): [string, string][] =>
    typeof value === "object" && value !== null
      ? leaves(value, `${path}${key}.`)
      : [[path + key, String(value).replace(/\s+(?=[,)])/g, "")]], // where its types were stripped
  );
}

/** What is the same in several languages: proper nouns, formats, letters, signs and a few words. */
const SAME = new Set([
  ...["save.buttons.geojson", "save.buttons.kml", "save.buttons.csv", "save.buttons.png", "save.buttons.svg"],
  ...["kinds.radar", "mark", "compass", "agreement.reading", "estimates.copy", "percent", "quote"],
]);

describe("tables of messages", () => {
  afterEach(() => {
    language.value = "en";
  });

  it("have the same messages, of the same kind, with the same places to fill", () => {
    for (const each of OTHERS) assert.deepEqual(differences(TABLES.en, TABLES[each]), [], each);
  });

  it("are refused when a message is missing, empty, of another kind, or fills other places", () => {
    const model = { a: "one {x}", b: { c: (n: number) => `${n}`, d: "two" } };
    assert.deepEqual(differences(model, { a: "jeden {x}", b: { c: (n: number) => `${n}.`, d: "dwa" } }), []);
    assert.deepEqual(differences(model, { a: "jeden {y}", b: { c: "3", e: "dwa" } }), ["a", "b.c", "b.d", "b.e"]);
    assert.deepEqual(differences(model, { ...model, a: "" }), ["a"]);
  });

  for (const each of OTHERS) {
    it(`leave nothing in English: ${each}`, () => {
      const english = new Map(leaves(TABLES.en));
      const left = leaves(TABLES[each]).filter(
        ([path, text]) => english.get(path) === text && /[a-z]{2}.*[a-z]{2}/i.test(text) && !/^\(.*\) => [a-z]+$/.test(text),
      );
      const unlisted = left.filter(([path]) => ![...SAME].some((known) => path.startsWith(known)));
      assert.deepEqual(unlisted.map(([path, text]) => `${path}: ${text}`), []);
    });
  }

  it("choose the form of a word by the number", () => {
    const counts = [1, 2, 4, 5, 12, 19, 20, 22, 101];
    const sites = (each: Language) => spoken(each, () => counts.map((count) => t.value.drop.sites(count)));
    assert.deepEqual(sites("en"), [
      ...["1 site", "2 sites", "4 sites", "5 sites", "12 sites", "19 sites", "20 sites", "22 sites", "101 sites"],
    ]);
    assert.deepEqual(sites("pl"), [
      ...["1 obiekt", "2 obiekty", "4 obiekty", "5 obiektów", "12 obiektów", "19 obiektów"],
      ...["20 obiektów", "22 obiekty", "101 obiektów"],
    ]);
    assert.deepEqual(sites("ro"), [
      ...["1 amplasament", "2 amplasamente", "4 amplasamente", "5 amplasamente", "12 amplasamente"],
      ...["19 amplasamente", "20 de amplasamente", "22 de amplasamente", "101 amplasamente"],
    ]);
    assert.deepEqual(sites("tr").at(-1), "101 tesis");
  });

  it("fill text and elements in their order", () => {
    assert.deepEqual(fill("a {x} b {y}", { x: 1, y: "2" }), ["a ", 1, " b ", "2", ""]);
  });
});

describe("numbers and dates", () => {
  afterEach(() => {
    language.value = "en";
  });

  it("are written as the reader's language writes them", () => {
    assert.deepEqual(inAll(() => percent(0.519234)), ["51.92\u00a0%", "51,92%", "51,92\u00a0%", "%51,92"]);
    assert.deepEqual(inAll(() => wholeKm2(12_345.6)), ["12,346", "12\u00a0346", "12.346", "12.346"]);
    assert.deepEqual(inAll(() => labelDistance(1_234_560, "m")), ["1,234,560 m", "1\u00a0234\u00a0560 m", "1.234.560 m", "1.234.560 m"]);
    assert.deepEqual(inAll(() => placeText(21.01, -52.23)), [
      ...["52.23° S, 21.01° E", "52,23° S; 21,01° E", "52,23° S; 21,01° E", "52,23° G; 21,01° D"],
    ]);
    assert.deepEqual(inAll(() => bearingText(270)), ["270° W", "270° W", "270° V", "270° B"]);
    assert.deepEqual(inAll(() => dateText("2016-05-12")), ["12 May 2016", "12 maja 2016", "12 mai 2016", "12 Mayıs 2016"]);
    assert.deepEqual(inAll(() => dateText("2016-05")), ["May 2016", "maj 2016", "mai 2016", "Mayıs 2016"]);
    assert.deepEqual(inAll(() => dateText("2016")), ["2016", "2016", "2016", "2016"]);
  });

  it("are as the platform's own rules write them", () => {
    const whole = [0, 7, 100, 999, 1000, 12_345, 999_999, 1_000_000, 510_065_622, -1234, 2 ** 53 - 1];
    for (const each of LANGUAGES) {
      const rules = new Intl.NumberFormat(each);
      for (const value of [...whole, 0.5, 1234.5678]) {
        assert.equal(spoken(each, () => grouped(value)), rules.format(value), each);
      }
    }
    for (const time of ["2026-01-02T00:00", "2026-11-22T23:59", "0987-06-05T12:00"]) {
      assert.equal(dayOf(new Date(time)), new Date(time).toLocaleDateString("sv"));
    }
  });

  it("names of countries are in the order of the platform's own rules", () => {
    for (const each of LANGUAGES) {
      const names = spoken(each, () => countries.all.map(({ a3, name }) => countryName(a3, name)));
      const ordered = spoken(each, () => names.toSorted(inOrder));
      assert.deepEqual(ordered, names.toSorted(new Intl.Collator(each).compare), each);
    }
  });

  const read = (text: string) => parseDistance(unmarked(text), "km", FARTHEST).metres;

  it("are read as the reader's language writes them", () => {
    for (const each of OTHERS) {
      assert.equal(spoken(each, () => read("1000,5")), 1_000_500, each);
      assert.equal(spoken(each, () => read("0,500")), 500, each);
      assert.equal(spoken(each, () => read(",5 mi")), 804.672, each);
      assert.equal(spoken(each, () => read("1000.5")), 1_000_500, each);
    }
    language.value = "en";
    assert.throws(() => read("1000,5"), /“1000,5” is no number/);
    assert.throws(() => read("1,000"), /“1,000” has a thousands separator; write 1000$/);
  });

  it("are refused where a separator may mean thousands", () => {
    const said = (each: Language, text: string) =>
      spoken(each, () => {
        try {
          return read(text);
        } catch (error) {
          return (error as Error).message;
        }
      });
    assert.equal(said("pl", "1 000,5 km"), "„1 000,5 km” ma separator tysięcy; proszę wpisać 1000,5 km");
    assert.equal(said("ro", "1.000"), "„1.000” are separator de mii; scrieți 1000");
    assert.equal(said("tr", "1,500"), "“1,500” hem 1500 hem de ondalık sayı olabilir; 1500 veya 1,5000 yazın");
    assert.equal(spoken("tr", () => read("1,5000")), 1500);
  });

  it("of coordinates follow the letters of the language", () => {
    const place = { lat: 52.23, lon: -21.01 };
    const texts = { en: "52.23° N, 21.01° W", pl: "52,23° N; 21,01° W", ro: "52,23° N; 21,01° V", tr: "52,23° K; 21,01° B" };
    for (const each of LANGUAGES) {
      assert.deepEqual(spoken(each, () => parseCoordinates(texts[each])), place, each);
      assert.equal(spoken(each, () => placeText(-21.01, 52.23)), texts[each]);
    }
  });
});

describe("languages", () => {
  it("are the first of the reader's that there is", () => {
    assert.equal(preferred(["de-DE", "tr-TR", "pl"]), "tr");
    assert.equal(preferred(["RO"]), "ro");
    assert.equal(preferred(["constructor", "de"]), "en");
    assert.equal(preferred([]), "en");
  });

  it("name countries, and keep the file's name where there is no other", () => {
    learnCodes([{ a3: "POL", a2: "PL" }, { a3: "CYN" }]);
    assert.deepEqual(inAll(() => countryName("POL", "Poland")), ["Poland", "Polska", "Polonia", "Polonya"]);
    assert.deepEqual(inAll(() => countryName("CYN", "Northern Cyprus")), Array(4).fill("Northern Cyprus"));
    language.value = "en";
  });
});
