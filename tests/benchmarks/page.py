"""What a reader waits for: the command, the size of the page, an edit in it."""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

import geo
from layers import CoverageMap
from tests import chromium
from tests.benchmarks.table import Row, seconds

EDITS = 40


def command(*arguments: str, folder: str) -> Callable[[], object]:
    return lambda: subprocess.run(arguments, check=True, capture_output=True, cwd=folder)


def start_up() -> Row:
    """Measure the main job against the imports alone that its peers cannot do without."""
    ranges = ["--range", "interceptor=1000km", "--range", "iran=2000km"]
    with tempfile.TemporaryDirectory() as folder:
        shieldmap = str(Path(sys.executable).with_name("shieldmap"))
        ours = seconds(command(shieldmap, "map", "epaa", *ranges, folder=folder))
        imports = "import geopandas, folium"
        peer = seconds(command(sys.executable, "-c", imports, folder=folder))
    return {
        "work": "shieldmap map epaa, whole process",
        "ours": f"{ours * 1000:.0f} ms",
        "peer": f"import geopandas, folium: {peer * 1000:.0f} ms",
        "ratio": round(ours / peer, 2),
        "target": "at most 1.5",
    }


def page_size() -> Row:
    size = len(CoverageMap(geo.scenario("epaa").with_ranges(iran="2000 km")).html().encode())
    return {
        "work": "size of the epaa page",
        "ours": f"{size / 1e6:.2f} MB",
        "peer": "",
        "ratio": "",
        "target": "at most 1.5 MB",
    }


def edits() -> Row:
    """Measure the script that one edit runs, all of it, with 30 ranges on screen."""
    sites = {
        f"s{number}": geo.Site(
            name=f"Site {number}", kind="interceptor", lon=-20 + 12 * (number % 6),
            lat=35 + 6 * (number // 6),
        )
        for number in range(30)
    }  # fmt: skip
    scenario = geo.Scenario(title="Thirty", sites=sites).with_ranges(interceptor="1000 km")
    path = chromium.find()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "map.html"
        CoverageMap(scenario).save(file)
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        page.goto(file.as_uri())
        page.wait_for_function("() => window.shieldmap?.maps?.length === 1")
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")

        def script() -> float:
            metrics = session.send("Performance.getMetrics")["metrics"]
            return next(each["value"] for each in metrics if each["name"] == "ScriptDuration")

        edit = """async metres => {
            window.shieldmap.maps[0].setRange("s14", metres);
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        }"""
        for number in range(EDITS):
            page.evaluate(edit, 800_000 + 1_000 * number)
        costs = []
        for number in range(EDITS):
            before = script()
            page.evaluate(edit, 900_000 + 1_000 * number)
            costs.append(script() - before)
        browser.close()
    median, worst = statistics.median(costs) * 1000, max(costs) * 1000
    return {
        "work": "one edit in the page, 30 ranges on screen",
        "ours": f"{median:.1f} ms of script (worst {worst:.1f})",
        "peer": "one frame: 16 ms",
        "ratio": round(median / 16, 2),
        "target": "below 1",
    }
