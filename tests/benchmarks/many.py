"""Pages of many circles: opened beside stock folium's of the same content, moved and edited.

Frames depend on what else the machine does; the main thread's own time does so less.
"""

import math
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import folium
import geopandas
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

import geo
from geo.countries import country, names
from layers import CoverageMap
from tests import chromium
from tests.benchmarks.opened import served
from tests.benchmarks.table import Row, row

ROOT = Path(__file__).resolve().parents[2]
LEAFLET = ROOT / "layers" / "web" / "node_modules" / "leaflet" / "dist"
RUNS = 3
EDITS = 20

OURS = "document.querySelector('tr[data-area] td')"
FOLIUMS = "document.querySelector('.leaflet-overlay-pane path, .leaflet-overlay-pane canvas')"
WATCH = """(() => {{
    const look = () => {{
        if (!({drawn})) return requestAnimationFrame(look);
        const note = () => {{ window.drawn = performance.now(); }};
        requestAnimationFrame(() => requestAnimationFrame(note));
    }};
    requestAnimationFrame(look);
}})()"""
FRAMES = """() => {
    let last = performance.now();
    window.frames_ms = [];
    const next = () => {
        const now = performance.now();
        window.frames_ms.push(now - last);
        last = now;
        window.next_frame = requestAnimationFrame(next);
    };
    window.next_frame = requestAnimationFrame(next);
}"""
EDIT = """async metres => {
    window.shieldmap.maps[0].setRange("s14", metres);
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def scenario(count: int) -> geo.Scenario:
    """Return sites spread evenly over the globe, with ranges of 100 to 1,000 km."""
    chance = random.Random(count)
    sites, ranges = {}, {}
    for number in range(count):
        lat = math.degrees(math.asin(chance.uniform(-0.94, 0.94)))
        kind = "interceptor" if number % 2 else "radar"
        lon = chance.uniform(-180, 180)
        sites[f"s{number}"] = geo.Site(name=f"Site {number}", kind=kind, lon=lon, lat=lat)
        ranges[f"s{number}"] = {"range": f"{chance.randint(100, 1000)} km"}
    estimate = geo.Estimate(name="Evenly spread", ranges=ranges)
    return geo.Scenario(title=f"{count} sites", sites=sites, estimates=[estimate])


def folium_page(content: geo.Scenario, file: Path, address: str) -> None:
    """Write what folium offers for the same: land, rings, markers; its libraries from `address`.

    Leaflet alone is installed here; folium's other libraries are empty, which it gains by.
    """
    page = folium.Map(tiles=None, location=[30, 15], zoom_start=2)
    land = geopandas.GeoSeries([country(a3) for a3 in names()], crs=4326)
    folium.GeoJson(land.__geo_interface__).add_to(page)
    folium.GeoJson(geo.cover(content)[["geometry"]].__geo_interface__).add_to(page)
    for site in content.sites.values():
        folium.Marker([site.lat, site.lon], tooltip=site.name).add_to(page)
    text = page.get_root().render()
    for name, url in [*page.default_js, *page.default_css]:
        kind = url.rsplit(".", 1)[-1]
        served = f"leaflet.{kind}" if name in ("leaflet", "leaflet_css") else f"none.{kind}"
        text = text.replace(url, f"{address}/{served}")
    file.write_text(text)


def metric(session: CDPSession, name: str) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == name))


@contextmanager
def watched(browser: Browser, file: Path, drawn: str) -> Iterator[tuple[Page, CDPSession]]:
    """Open a page, and wait until two frames after what `drawn` looks for is there."""
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.add_init_script(WATCH.format(drawn=drawn))
    page.goto(file.as_uri())
    while page.evaluate("() => window.drawn ?? null") is None:
        time.sleep(0.02)
    yield page, session
    page.close()


def opened(browser: Browser, file: Path, drawn: str) -> tuple[float, float]:
    """Return the median milliseconds from opening to drawn, and of the main thread's work."""
    waits, works = [], []
    for _ in range(RUNS):
        with watched(browser, file, drawn) as (page, session):
            waits.append(float(page.evaluate("() => window.drawn")))
            works.append(metric(session, "TaskDuration") * 1000)
    return statistics.median(waits), statistics.median(works)


def opening(browser: Browser, folder: Path, address: str) -> Row:
    content = scenario(1000)
    CoverageMap(content).save(folder / "ours.html")
    folium_page(content, folder / "folium.html", address)
    wait, work = opened(browser, folder / "ours.html", OURS)
    peer_wait, peer_work = opened(browser, folder / "folium.html", FOLIUMS)
    return row(
        "opened to drawn, with shares: 1,000 circles",
        f"{wait:.0f} ms (main thread {work:.0f})",
        f"folium, no shares: {peer_wait:.0f} ms (main thread {peer_work:.0f})",
        wait / peer_wait,
        "at most 1",
    )


def moves(page: Page, session: CDPSession) -> Iterator[Row]:
    def drag() -> None:
        page.mouse.move(900, 400)
        page.mouse.down()
        for step in range(60):
            page.mouse.move(900 - 8 * min(step, 60 - step), 400 + 2 * step)
        page.mouse.up()

    def zoom() -> None:
        page.mouse.move(900, 400)
        for step in range(12):
            page.mouse.wheel(0, -120 if step % 6 < 3 else 120)
            page.wait_for_timeout(80)

    works: list[tuple[str, Callable[[], None]]] = [("pan", drag), ("zoom", zoom)]
    for name, work in works:
        page.evaluate(FRAMES)
        busy = metric(session, "TaskDuration")
        work()
        page.wait_for_timeout(500)
        page.evaluate("() => cancelAnimationFrame(window.next_frame)")
        frames = [float(each) for each in page.evaluate("() => window.frames_ms")]
        spent = (metric(session, "TaskDuration") - busy) * 1000 / len(frames)
        rate = 1000 * len(frames) / sum(frames)
        slow = sorted(frames)[int(0.95 * len(frames))]
        yield row(
            f"{name}, 1,000 circles",
            f"{rate:.0f} a second (95 % within {slow:.0f} ms; main thread {spent:.1f} ms each)",
            "30 frames a second",
            30 / rate,
            "at most 1",
        )


def edits(page: Page, session: CDPSession) -> Row:
    """Measure the script of one edit up to its frame, and of what follows after a rest."""
    costs, rests = [], []
    for number in range(EDITS):
        before = metric(session, "ScriptDuration")
        page.evaluate(EDIT, 600_000 + 1_000 * number)
        shown = metric(session, "ScriptDuration")
        page.wait_for_timeout(1000)
        costs.append((shown - before) * 1000)
        rests.append((metric(session, "ScriptDuration") - shown) * 1000)
    after = f"after the pause {statistics.median(rests):.0f}, in parts"
    return row(
        "one edit, 1,000 circles",
        f"{statistics.median(costs):.0f} ms of script (worst {max(costs):.0f}; {after})",
        "50 ms",
        statistics.median(costs) / 50,
        "below 1",
    )


def measured() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory() as name,
        served(LEAFLET) as address,
        sync_playwright() as playwright,
    ):
        folder = Path(name)
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=arguments)
        yield opening(browser, folder, address)
        CoverageMap(scenario(1000)).save(folder / "map.html")
        with watched(browser, folder / "map.html", OURS) as (page, session):
            page.wait_for_timeout(1500)
            yield from moves(page, session)
            yield edits(page, session)
        CoverageMap(scenario(10_000)).save(folder / "map.html")
        wait, work = opened(browser, folder / "map.html", OURS)
        yield row("opened to drawn, with shares: 10,000", f"{wait:.0f} ms (main thread {work:.0f})")
        browser.close()
