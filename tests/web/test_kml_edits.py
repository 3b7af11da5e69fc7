"""KML that nobody would write, dropped on the page: XML is read by the browser itself."""

import os
import random
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.fuzz.edits import tokens
from tests.fuzz.seeds import FOUND, seeds

ROOT = Path(__file__).resolve().parent.parent.parent
COUNT = int(os.environ.get("SHIELDMAP_FUZZ", "40"))

BUNDLE = """
import { buildSync } from "esbuild";
const { outputFiles } = buildSync({
  stdin: { contents: 'export { foundIn } from "./src/drop/read.ts"', resolveDir: "." },
  bundle: true, write: false, format: "iife", globalName: "drop",
});
process.stdout.write(outputFiles[0].text);
"""

# A text → how many sites and regions, or what is said; anything else that is thrown fails.
READ = """texts => {
  const none = { sites: new Set(), regions: new Set(), countryShape: () => null };
  return texts.map((text) => {
    try {
      const found = drop.foundIn(text, "x.kml", { ...none, farthest: 2e7, today: "2026-11-22" });
      return found.sites.length + found.regions.length;
    } catch (error) {
      if (error instanceof RangeError) return error.message;
      throw new Error(`${error.stack} at ${text}`);
    }
  });
}"""


def test_any_kml_is_read_or_refused(browser: Browser) -> None:
    command = [Path(sys.executable).parent / "node", "--input-type=module", "-e", BUNDLE]
    folder = ROOT / "layers/web"
    bundle = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    chance = random.Random(6)
    good = [held.decode() for held in seeds("kml")]
    edited = [tokens(chance.choice(good), chance.randbytes(15)) for _ in range(COUNT)]
    edited = [text.encode("utf-8", "replace").decode() for text in edited]
    nested = (FOUND / "placemark-in-placemark.kml").read_text()
    page = browser.new_page()
    try:
        page.evaluate(bundle + ";window.drop = drop")
        found = page.evaluate(READ, [*good, nested, *edited])
    finally:
        page.close()
    assert all(isinstance(each, int) and each > 0 for each in found[: len(good)]), found
    assert found[len(good)] == 1, "the inner placemark is none of its own"
    said = [each for each in found if isinstance(each, str)]
    assert all(0 < len(each) < 300 for each in said)
