"""From opened to drawn: our page against a stock folium page with the same things on it.

Both come from the same server on this machine, folium's libraries from npm's copies of them: no
network is in the figures. Every opening is one of a new browser context: nothing is cached.
"""

import shutil
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import folium
import geopandas
from playwright.sync_api import Browser, sync_playwright

import geo
from geo import countries
from layers import CoverageMap
from tests import chromium
from tests.benchmarks.table import Row

ROOT = Path(__file__).resolve().parents[2] / "layers"
NPM = ROOT / "web" / "node_modules"
# As folium names them; turned icons alone have no copy, and no icon is turned.
LIBRARIES = {
    "leaflet": NPM / "leaflet/dist/leaflet.js",
    "jquery": NPM / "jquery/dist/jquery.min.js",
    "bootstrap": NPM / "bootstrap/dist/js/bootstrap.bundle.min.js",
    "awesome_markers": NPM / "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
    "leaflet_css": NPM / "leaflet/dist/leaflet.css",
    "bootstrap_css": NPM / "bootstrap/dist/css/bootstrap.min.css",
    "glyphicons_css": ROOT / "static/folium-glyphicons.css",
    "awesome_markers_font_css": NPM / "@fortawesome/fontawesome-free/css/all.min.css",
    "awesome_markers_css": NPM / "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
}

OPENINGS = 25  # of each: a browser's times vary by a tenth
NOTE = (
    "its shares were counted when it was written; what is left is to read the country file, to cut "
    "the reach of a coast, and to lay out a panel. A run's median varies by a twentieth."
)

# Two frames after what is waited for is there: then it is on the screen. Elements are looked for as
# each frame begins, rings on a canvas as they are drawn: to read pixels back takes time itself.
WATCH = """
(() => {
    const wanted = %s;
    const marks = (window.marks = {});
    window.marked = () => Object.keys(wanted).every((name) => marks[name] > 0);
    const look = () => {
        for (const [name, there] of Object.entries(wanted)) {
            if (marks[name] === undefined && there()) {
                marks[name] = null;
                const after = () => (marks[name] = performance.now());
                requestAnimationFrame(() => requestAnimationFrame(after));
            }
        }
    };
    const often = () => {
        look();
        if (Object.keys(marks).length < Object.keys(wanted).length) requestAnimationFrame(often);
    };
    requestAnimationFrame(often);
    const { stroke } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.stroke = function (...path) {
        stroke.apply(this, path);
        if (window.ringed || !this.canvas.closest("[class*=sm-overlay]")) return;
        window.ringed = true;
        queueMicrotask(look);
    };
})();
"""
OURS = """{
    circles: () => window.ringed && document.querySelector(".sm-site"),
    shares: () => document.querySelector(".sm-sentence")?.textContent,
}"""
THEIRS = """{
    circles: () =>
        document.querySelectorAll(".leaflet-overlay-pane path").length >= COUNT &&
        document.querySelectorAll(".leaflet-marker-icon").length >= SITES &&
        document.querySelector(".leaflet-control-layers"),
}"""


def stock(scenario: geo.Scenario) -> tuple[folium.Map, int]:
    """Return a folium map of the same, and how many shapes are on it."""
    lands = geopandas.GeoDataFrame(
        {"name": list(countries.names().values())},
        geometry=[countries.country(code) for code in countries.names()],
        crs=4326,
    )
    rings = geo.cover(scenario)[["name", "estimate", "range_m", "geometry"]]
    page = folium.Map(tiles=None, location=[45, 25], zoom_start=4)
    folium.GeoJson(lands, name="countries", tooltip=folium.GeoJsonTooltip(["name"])).add_to(page)
    for kind in rings["name"]:
        one = rings[rings["name"] == kind]
        folium.GeoJson(one, name=kind, tooltip=folium.GeoJsonTooltip(["name", "range_m"])).add_to(
            page
        )
    sites = folium.FeatureGroup("sites").add_to(page)
    for site in scenario.sites.values():
        where = [site.lat, site.lon]
        folium.Marker(where, popup=site.name, tooltip=site.name).add_to(sites)
    folium.LayerControl().add_to(page)
    return page, len(lands) + len(rings)


@contextmanager
def served(folder: str | Path) -> Iterator[str]:
    """Serve a folder on this machine alone; yields its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def open_once(browser: Browser, address: str, wanted: str) -> dict[str, float]:
    """Return milliseconds from the start of the navigation to each mark."""
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    context.add_init_script(WATCH % wanted)
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("() => window.marked()")
    marks: dict[str, float] = page.evaluate("() => window.marks")
    context.close()
    return marks


def measured() -> list[Row]:
    scenario = geo.scenario("epaa").with_ranges(
        interceptor="1000 km", kurecik="1500 km", iran="2000 km"
    )
    peer, count = stock(scenario)
    wanted = THEIRS.replace("COUNT", str(count)).replace("SITES", str(len(scenario.sites)))
    # A link names other numbers than the file: the page counts their shares before it shows any.
    pages = {"ours.html": OURS, "ours.html#v=1&deveselu=900km": OURS, "theirs.html": wanted}
    times: dict[str, list[float]] = {name: [] for name in pages}
    with tempfile.TemporaryDirectory() as folder, served(folder) as address:
        CoverageMap(scenario).save(Path(folder) / "ours.html")
        text = peer.get_root().render()
        for name, url in (*peer.default_js, *peer.default_css):
            copy = LIBRARIES.get(name)
            file = Path(folder) / f"{name}{Path(url).suffix}"
            file.write_bytes(copy.read_bytes() if copy else b"")
            text = text.replace(url, file.name)
        for part in (NPM / "@fortawesome/fontawesome-free/webfonts", NPM / "leaflet/dist/images"):
            shutil.copytree(part, Path(folder) / part.name)
        (Path(folder) / "theirs.html").write_text(text)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"]
            )
            for _ in range(OPENINGS):
                for name, looked_for in pages.items():
                    marks = open_once(browser, f"{address}/{name}", looked_for)
                    times[name].append(max(marks.values()))
            browser.close()
    drawn, linked, peers = map(statistics.median, times.values())
    peer_words = f"stock folium, the same shapes, libraries served here: {peers:.0f} ms"
    return [
        {
            "work": "the epaa page, opened to drawn",
            "ours": f"{drawn:.0f} ms, circles and shares",
            "peer": peer_words,
            "ratio": round(drawn / peers, 2),
            "target": "at most 1",
            "note": NOTE,
        },
        {
            "work": "by a link with other numbers",
            "ours": f"{linked:.0f} ms, circles and shares, which it counts first",
            "peer": peer_words,
            "ratio": round(linked / peers, 2),
            "target": "",
        },
    ]
