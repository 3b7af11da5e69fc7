"""make bench: medians of several runs and ratios, ours against a peer in the same run.

Nothing here passes or fails: times belong to the machine that they were measured on.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely
from playwright.sync_api import sync_playwright
from pyproj import Geod

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import geo  # noqa: E402  # the checkout's, also when it is not installed
from geo.countries import country, names  # noqa: E402
from geo.scan import discs, scan  # noqa: E402
from layers import CoverageMap  # noqa: E402
from tests import chromium  # noqa: E402

RUNS = 7
EDITS = 40


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median wall time of several runs, after one that warms the caches."""
    if runs > 1:
        work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def command(*arguments: str, folder: str) -> Callable[[], object]:
    return lambda: subprocess.run(arguments, check=True, capture_output=True, cwd=folder)


def start_up() -> dict[str, object]:
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


def page_size() -> dict[str, object]:
    size = len(CoverageMap(geo.scenario("epaa").with_ranges(iran="2000 km")).html().encode())
    return {
        "work": "size of the epaa page",
        "ours": f"{size / 1e6:.2f} MB",
        "peer": "",
        "ratio": "",
        "target": "at most 1.5 MB",
    }


def edits() -> dict[str, object]:
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
        page.wait_for_function("window.shieldmap?.maps?.length === 1")
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


def shares(count: int, least: float, most: float) -> dict[str, object]:
    """Measure every country's share under many discs, against polygons laid over one another."""
    rng = np.random.default_rng(count)
    lon, lat = rng.uniform(-170, 170, count), rng.uniform(-65, 75, count)
    radius = rng.uniform(least, most, count)
    countries = [country(code) for code in names()]
    turns = np.linspace(0, 360, 73)[:-1]
    rings = np.stack(
        Geod(ellps="WGS84").fwd(
            *np.broadcast_arrays(lon[:, None], lat[:, None], turns, radius[:, None])
        )[:2],
        axis=-1,
    )
    wide = np.ptp(rings[:, :, 0], axis=1) > 180  # the peer cannot take these as they are
    polygons = shapely.polygons(rings[~wide])
    runs = 3 if count <= 10_000 else 1
    ours = seconds(lambda: scan(countries, discs(lon[~wide], lat[~wide], radius[~wide])), runs)

    def overlay() -> list[float]:
        union = shapely.union_all(polygons)
        return [shapely.area(shapely.intersection(union, each)) for each in countries]

    peer = seconds(overlay, runs)
    return {
        "work": f"share of every country, {count:,} discs",
        "ours": f"{ours:.2f} s",
        "peer": f"union_all + intersection, 72 vertices: {peer:.2f} s",
        "ratio": round(ours / peer, 2),
        "target": "at most 0.125",
    }


def main() -> None:
    rows = [start_up(), page_size(), edits()]
    rows += [shares(1_000, 1e5, 1e6), shares(10_000, 2e4, 3e5), shares(100_000, 5e3, 1e5)]
    widths = {key: max(len(str(row[key])) for row in [*rows, {key: key}]) for key in rows[0]}
    for row in [{key: key for key in rows[0]}, *rows]:
        print("  ".join(str(value).ljust(widths[key]) for key, value in row.items()).rstrip())
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
