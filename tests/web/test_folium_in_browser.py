"""What readers add with folium, in a page without a network; the map in a notebook; tiles."""

import io
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import folium
import geopandas
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect
from shapely.geometry import box

import geo
from layers import CoverageMap
from tests.hostile import TOGETHER
from tests.web.conftest import UNFOLD
from tests.web.shots import shot

EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km", kurecik="1500 km", iran="2000 km")
API = "window.shieldmap.maps[0]"


def opened(context: BrowserContext, file: Path, troubles: list[str]) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on("request", lambda asked: note(asked.url, troubles))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.goto(file.as_uri())
    return page


def note(url: str, troubles: list[str]) -> None:
    if not url.startswith(("file:", "data:", "blob:", "about:")):
        troubles.append(f"request: {url}")


def test_what_readers_add_works_offline(
    context: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # explore() asks for mapclassify, and uses it only to sort numbers into classes.
    monkeypatch.setitem(sys.modules, "mapclassify", SimpleNamespace(classify=None))
    coverage_map = CoverageMap(EPAA)
    group = folium.FeatureGroup("cities").add_to(coverage_map)
    button = "<a class='btn btn-primary' href='https://example.org'>more</a>"
    popup = folium.Popup(f"<h4>Bucharest</h4>{button}", max_width=200)
    red = folium.Icon(color="red", icon="info-sign")
    folium.Marker([44.4, 26.1], popup=popup, icon=red).add_to(group)
    turned = folium.Icon(color="green", prefix="fa", icon="house", angle=45)
    folium.Marker([60, 40], icon=turned, tooltip="north").add_to(group)
    framed = folium.IFrame("<b>held in a frame</b>", width=160, height=60)
    folium.Marker([57, 45], popup=folium.Popup(framed)).add_to(coverage_map)
    back = folium.Rectangle([[25, 0], [30, 5]], color="#010203").add_to(coverage_map)
    coverage_map.keep_in_front(back)
    areas = geopandas.GeoDataFrame(
        {"name": ["a box"], "value": [7]}, geometry=[box(8, 24, 16, 30)], crs=4326
    )
    areas.explore(m=coverage_map, tooltip="name", popup=["name", "value"], name="areas")
    folium.LayerControl(collapsed=False).add_to(coverage_map)
    file = tmp_path / "map.html"
    coverage_map.save(file)
    troubles: list[str] = []
    page = opened(context, file, troubles)
    page.wait_for_function("() => window.shieldmap?.maps?.length === 1")

    assert page.evaluate(f"() => {coverage_map.get_name()} instanceof L.Map")
    assert page.evaluate(f"() => {API}.ranges.deveselu") == 1_000_000
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    fonts = page.evaluate(
        "() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert {"Glyphicons Halflings", "Font Awesome 6 Free"} <= {name.strip('"') for name in fonts}
    pin = page.locator(".awesome-marker-icon-red")
    assert "data:image/png" in pin.evaluate("pin => getComputedStyle(pin).backgroundImage")
    house = page.locator(".awesome-marker-icon-green i")
    turn = house.evaluate("icon => new DOMMatrix(getComputedStyle(icon).transform).b")
    assert turn == pytest.approx(0.5**0.5, abs=1e-6)

    pin.click()
    more = page.get_by_role("link", name="more")
    expect(more).to_have_css("background-color", "rgb(13, 110, 253)")
    expect(more).to_have_css("color", "rgb(255, 255, 255)")
    page.keyboard.press("Escape")
    page.locator("img.leaflet-marker-icon").click()
    inside = page.frame_locator(".leaflet-popup iframe").get_by_text("held in a frame")
    expect(inside).to_be_visible()
    page.keyboard.press("Escape")

    area = page.locator("path[stroke='#3388ff']")
    area.hover()
    expect(page.locator(".foliumtooltip")).to_contain_text("a box")
    area.click()
    expect(page.locator(".leaflet-popup")).to_have_count(1)
    expect(page.locator(".leaflet-popup")).to_contain_text("value")
    areas_box = page.get_by_label("areas", exact=True)
    areas_box.uncheck()
    expect(area).to_have_count(0)
    areas_box.check()
    expect(page.locator(".leaflet-overlay-pane path").last).to_have_attribute("stroke", "#010203")
    assert troubles == []


def test_a_notebook_shows_live_pages_that_cannot_reach_it(
    context: BrowserContext, tmp_path: Path
) -> None:
    hostile = geo.Scenario(title=TOGETHER, sites=EPAA.sites).with_ranges(deveselu="700 km")
    cells = [CoverageMap(EPAA), CoverageMap(hostile, height=500)]
    file = tmp_path / "notebook.html"
    notebook = "".join(f"<section>{each._repr_html_()}</section>" for each in cells)
    file.write_text(f"<!doctype html><meta charset='utf-8'><body>{notebook}")
    troubles: list[str] = []
    page = opened(context, file, troubles)
    heights = page.locator("iframe").evaluate_all("all => all.map(each => each.clientHeight)")
    assert heights == [640, 500]
    one, other = page.frames[1:]
    for frame in (one, other):
        frame.wait_for_function("() => window.shieldmap?.maps?.length === 1")
    one.evaluate(f"() => {API}.setRange('deveselu', 1234000)")
    assert one.evaluate(f"() => {API}.ranges.deveselu") == 1_234_000
    assert other.evaluate(f"() => {API}.ranges.deveselu") == 700_000
    assert other.get_by_role("heading", level=1).text_content() == TOGETHER
    reach = "() => { try { return parent.document.title } catch (error) { return error.name } }"
    assert one.evaluate(reach) == "SecurityError"
    one.evaluate(UNFOLD)
    with page.expect_download() as kept:
        one.get_by_role("button", name="Save a copy").click()
    assert "1234000" in Path(kept.value.path()).read_text()
    assert troubles == []


HOST = "https://tiles.example.org"


def test_tiles_are_all_that_is_asked_for(context: BrowserContext, tmp_path: Path) -> None:
    import xyzservices

    context.set_offline(False)
    markup = (
        f"&copy; <a href='{HOST}/by' onclick='x()'>Tile <b>makers</b></a> &amp; {{{{7*7}}}} ${{1}} "
        "<img src=x onerror=alert(1)>&lt;b&gt; <a href='javascript:alert(1)'>others</a>"
    )
    provider = xyzservices.TileProvider(
        name="test", url=f"{HOST}/{{z}}/{{x}}/{{y}}.png", attribution="", max_zoom=9,
        html_attribution=markup,
    )  # fmt: skip
    square = io.BytesIO()
    Image.new("RGB", (256, 256), (1, 200, 3)).save(square, "PNG")
    asked: list[str] = []

    def answer(route: Route) -> None:
        url = route.request.url
        if url.startswith("file:"):
            route.continue_()
            return
        asked.append(url)
        route.fulfill(body=square.getvalue(), content_type="image/png")

    context.route(re.compile("^(?!data:|blob:)"), answer)
    file = tmp_path / "map.html"
    CoverageMap(EPAA, tiles=provider).save(file)
    troubles: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.goto(file.as_uri())
    page.wait_for_function("() => document.querySelector('.leaflet-tile-loaded')?.naturalWidth")
    assert len(asked) > 4
    assert {url for url in asked if not re.fullmatch(rf"{HOST}/\d/\d+/\d+\.png", url)} == set()
    by = page.locator(".sm-tiles-by")
    assert by.text_content() == "© Tile makers & {{7*7}} ${1} <b> others"
    links = by.locator("a").evaluate_all("all => all.map((each) => [each.href, each.onclick])")
    assert links == [[f"{HOST}/by", None], [f"{HOST}/by", None]]
    assert by.locator("img").count() == 0
    page.evaluate(UNFOLD)
    expect(page.get_by_text("Tiles are left out")).to_be_visible()
    # Far from every circle and border the map is as the tiles are, not the basemap's sea.
    seen = Image.open(io.BytesIO(shot(page.locator(".sm-map")))).convert("RGB")
    assert seen.getpixel((150, 30)) == (1, 200, 3)
    assert troubles == []
    page.evaluate(f"() => {{ new Image().src = '{HOST}.elsewhere/x.png'; }}")
    page.evaluate(f"() => fetch('{HOST}/x').catch(() => null)")
    assert not any("/x" in url for url in asked)
