"""What a reader waits for: the command, the size of the page, an edit in it."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

import geo
from layers import CoverageMap
from tests import chromium
from tests.benchmarks.table import Row, medians, row

EDITS = 40


def command(*arguments: str, folder: str) -> Callable[[], object]:
    return lambda: subprocess.run(arguments, check=True, capture_output=True, cwd=folder)


def start_up() -> Row:
    """Measure the main job against the imports alone that its peers cannot do without."""
    ranges = ["--range", "interceptor=1000km", "--range", "iran=2000km"]
    with tempfile.TemporaryDirectory() as folder:
        shieldmap = str(Path(sys.executable).with_name("shieldmap"))
        works = [
            command(shieldmap, "map", "epaa", *ranges, folder=folder),
            command(sys.executable, "-c", "import geopandas, folium", folder=folder),
        ]
        medians(works, 1)  # warms the disk's cache
        ours, peer = medians(works, clock=time.perf_counter)
    return row(
        "shieldmap map epaa, whole process (clock time)", f"{ours * 1000:.0f} ms",
        f"import geopandas, folium: {peer * 1000:.0f} ms", ours / peer, "at most 1.5",
    )  # fmt: skip


def page_size() -> Row:
    size = len(CoverageMap(geo.scenario("epaa").with_ranges(iran="2000 km")).html().encode())
    return row("size of the epaa page", f"{size / 1e6:.2f} MB", "1.5 MB", size / 1.5e6, "at most 1")


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
    return row(
        "one edit in the page, 30 ranges on screen",
        f"{median:.1f} ms of script (worst {worst:.1f})",
        "one frame: 16 ms",
        median / 16,
        "below 1",
    )


def measured() -> Iterator[Row]:
    yield start_up()
    yield page_size()
    yield edits()
