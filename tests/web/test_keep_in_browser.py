"""Share and keep, as a reader walks it: links, back and forward, copies, files."""

import base64
import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import folium
import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import BrowserContext, Page, expect

import geo
from layers import CoverageMap, export
from tests.web import pdf_text
from tests.web.conftest import UNFOLD, Open

pytestmark = pytest.mark.xdist_group("keep")  # whose tests share two opened pages

EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km", kurecik="1500 km", iran="2000 km")
API = "window.shieldmap.maps[0]"
DEVESELU = "Range of Aegis Ashore Romania (Deveselu)"
HASH = "location.hash"


def picture(page: Page) -> list[Image.Image]:
    """Return the map's canvases as they are drawn now."""
    page.wait_for_timeout(400)  # a frame or two, and regions drawn exactly
    urls = page.evaluate(
        """() => [...document.querySelectorAll(".sm-main canvas")]
            .filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.width > 0)
            .map((each) => each.toDataURL())"""
    )
    data = [base64.b64decode(url.split(",")[1]) for url in urls]
    return [Image.open(io.BytesIO(each)).convert("RGBA") for each in data]


def apart(one: list[Image.Image], other: list[Image.Image]) -> float:
    """Return the largest mean difference of two pictures' pixels, 0 to 255."""
    assert [each.size for each in one] == [each.size for each in other]
    pairs = zip(one, other, strict=True)
    return max(max(ImageStat.Stat(ImageChops.difference(a, b)).mean) for a, b in pairs)


def numbers(page: Page) -> Any:
    """Return what the page says: ranges, shares, whose numbers, date, and the view."""
    page.wait_for_timeout(300)
    said: Any = page.evaluate(
        f"""() => {{
            const api = {API};
            const view = document.querySelector(".sm-views input:checked").parentElement;
            return {{
                ranges: api.ranges, shares: api.shares, estimates: api.scene.estimates,
                date: document.querySelector(".sm-date input[type=date]").value,
                view: view.textContent,
                sites: api.scene.sites.map(({{ id, name, lon, lat }}) => [id, name, lon, lat]),
            }};
        }}"""
    )
    return said


def watched(page: Page, troubles: list[str]) -> Page:
    """Note every error, dialog and request of a page."""
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
    page.on("console", lambda said: note(said.text, said.type == "error", troubles))
    own = ("file:", "data:", "blob:", "about:")
    page.on("request", lambda asked: note(asked.url, not asked.url.startswith(own), troubles))
    return page


def note(text: str, wrong: bool, troubles: list[str]) -> None:
    if wrong:
        troubles.append(text)


def opened(context: BrowserContext, address: str, troubles: list[str]) -> Page:
    page = watched(context.new_page(), troubles)
    page.goto(address)
    page.wait_for_function("() => window.shieldmap?.maps?.length >= 1")
    page.evaluate(UNFOLD)
    return page


def saved(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(download.value.path()).read_bytes()


def steps(page: Page) -> int:
    count: int = page.evaluate("history.length")
    return count


def settled(page: Page, pattern: str) -> None:
    """Wait until the address says so."""
    page.wait_for_function("text => new RegExp(text).test(location.hash)", arg=pattern)


def copied_link(page: Page) -> str:
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".sm-share").get_by_role("status")).to_have_text("The link is copied.")
    link: str = page.evaluate("navigator.clipboard.readText()")
    return link


def change_everything(page: Page) -> None:
    """Type a range, drag the date, add a site and its range, switch to the globe and turn it."""
    page.get_by_label(DEVESELU, exact=True).fill("1234.5")
    slider = page.get_by_role("slider", name=re.compile("Month"))
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.9, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, middle, steps=4)
    page.mouse.up()
    page.get_by_text("add a site or region").click()
    form = page.locator(".sm-add-place")
    form.get_by_label("Name").fill("Łask & <b>more</b>")
    form.get_by_label("Place", exact=True).fill("51°33′N 19°11′E")
    form.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Range of Łask & <b>more</b>", exact=True).fill("400 mi")
    page.get_by_role("radio", name="Globe").check()
    page.locator(".sm-main canvas").last.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")


@pytest.fixture(scope="module")
def changed(open_once: Open) -> Page:
    page = open_once(EPAA)
    change_everything(page)
    return page


@pytest.fixture
def clipboard(window: BrowserContext) -> Iterator[None]:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    yield
    window.clear_permissions()


def test_the_changed_page_is_saved_as_pictures_and_printed(changed: Page) -> None:
    page = changed
    png = Image.open(io.BytesIO(saved(page, "PNG")))
    assert png.size == (1123, 794)
    svg = ElementTree.fromstring(saved(page, "SVG"))
    words = [each.text or "" for each in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert any("1,235 km" in each or "1,234.5 km" in each for each in words)
    assert any("Łask & <b>more</b>" in each for each in words)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf_text.page_sizes(pdf) == [(297, 210)]
    assert "Łask & <b>more</b>" in pdf_text.text(pdf)


@pytest.mark.usefixtures("clipboard")
def test_a_link_brings_the_same_picture_and_numbers(changed: Page, context: BrowserContext) -> None:
    page = changed
    after, said = picture(page), numbers(page)
    assert all(ImageStat.Stat(image).stddev[0] > 3 for image in after)
    assert said["ranges"]["deveselu"] == 1_234_500
    assert said["ranges"]["łask-b-more-b"] == pytest.approx(643_737.6)
    assert said["date"] != ""
    assert said["view"] == "Globe"
    link = copied_link(page)
    assert "site.%C5%82ask-b-more-b=51.55,19.18333" in link
    assert f"&date={said['date']}&" in link
    assert len(link.split("#")[1]) < 400
    troubles: list[str] = []
    other = opened(context, link, troubles)
    assert numbers(other) == said
    assert apart(picture(other), after) < 0.5
    assert other.locator(".sm-link-notice").count() == 0
    other.get_by_role("radio", name="Flat map").check()
    page.get_by_role("radio", name="Flat map").check()
    assert apart(picture(other), picture(page)) < 0.5
    assert troubles == []


def test_a_copy_opens_with_the_same_state_and_so_does_its_copy(
    open_page: Open, context: BrowserContext, tmp_path: Path
) -> None:
    page = open_page(EPAA.with_ranges(deveselu="400 km", estimate="another opinion"))
    change_everything(page)
    page.get_by_role("radio", name="entered in Python").check()
    page.get_by_role("checkbox", name="Naval Station Rota").uncheck()
    after, said = picture(page), numbers(page)
    troubles: list[str] = []
    for name in ("copy.html", "copy-of-copy.html"):
        file = tmp_path / name
        file.write_bytes(saved(page, "Save a copy"))
        page = opened(context, file.as_uri(), troubles)
        assert numbers(page) == said
        assert apart(picture(page), after) < 0.5
        assert page.locator(".sm-link-notice").count() == 0
        assert not page.get_by_role("checkbox", name="Naval Station Rota").is_checked()
        assert page.evaluate(HASH) == ""
    page.get_by_label(DEVESELU, exact=True).fill("700")
    assert page.evaluate(f"{API}.ranges.deveselu") == 700_000
    assert troubles == []
    page.evaluate(
        """() => {
            const element = document.createElement("script");
            element.textContent = "window.owned = 1";
            document.body.append(element);
        }"""
    )
    assert page.evaluate("window.owned") is None  # the copy's policy holds
    assert any("Content Security Policy" in each for each in troubles)


def test_what_a_reader_added_with_folium_is_in_the_copy(
    context: BrowserContext, tmp_path: Path
) -> None:
    coverage_map = CoverageMap(EPAA)
    folium.GeoJson({"type": "Point", "coordinates": [21, 52]}, name="mine").add_to(coverage_map)
    folium.Marker([50, 20], popup=None, tooltip=None).add_to(coverage_map)
    folium.PolyLine([[50, 10], [52, 30]], color="#ff0000").add_to(coverage_map)
    file = tmp_path / "map.html"
    coverage_map.save(file)
    troubles: list[str] = []
    page = opened(context, file.as_uri(), troubles)
    page.get_by_label(DEVESELU, exact=True).fill("700")
    copy = tmp_path / "copy.html"
    copy.write_bytes(saved(page, "Save a copy"))
    other = opened(context, copy.as_uri(), troubles)
    assert other.evaluate(f"{API}.ranges.deveselu") == 700_000
    for each in (page, other):
        expect(each.locator("path[stroke='#ff0000']")).to_have_count(1)
        icons = each.locator("img.leaflet-marker-icon")
        expect(icons).to_have_count(2)
        assert icons.evaluate_all("all => all.map((each) => each.naturalWidth)") == [25, 25]
    assert troubles == []


def test_back_and_forward_lead_through_changes_and_not_through_moves(open_page: Open) -> None:
    page = open_page(EPAA)
    page.wait_for_timeout(700)
    assert (steps(page), page.evaluate(HASH)) == (2, "")  # about:blank and the page
    field = page.get_by_label(DEVESELU, exact=True)
    field.fill("1200")
    settled(page, "1200km")
    page.get_by_role("button", name="Zoom in").click()
    settled(page, "&map=")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(900)
    assert steps(page) == 3
    field.fill("1300")
    settled(page, "1300km")
    assert steps(page) == 4
    page.go_back()
    expect(field).to_have_value("1200")
    page.wait_for_timeout(700)
    assert steps(page) == 4
    page.go_back()
    expect(field).to_have_value("1000")
    page.wait_for_timeout(700)
    page.go_forward()
    page.go_forward()
    expect(field).to_have_value("1300")
    assert page.evaluate(f"{API}.ranges.deveselu") == 1_300_000


def test_back_and_forward_keep_what_a_link_has_no_room_for(open_page: Open) -> None:
    page = open_page(EPAA)
    rows = ",".join(f"[{10 + i / 100},{(i * 37 % 11) / 50 - 8 + i / 1000}]" for i in range(900))
    shape = f'{{"type":"Polygon","coordinates":[[{rows},[19,60],[10,60]]]}}'
    bring(page, "coast.geojson", shape)
    expect(page.locator(".sm-bring")).to_contain_text("Added 1 region")
    expect(page.locator(".sm-share")).to_contain_text("too short for the outline of place 1")
    field = page.get_by_label("Range of place 1", exact=True)
    page.get_by_label(DEVESELU, exact=True).fill("1200")
    settled(page, "1200km")
    field.fill("300")
    page.wait_for_timeout(700)
    page.get_by_label(DEVESELU, exact=True).fill("1300")
    settled(page, "1300km")
    page.go_back()
    expect(page.get_by_label(DEVESELU, exact=True)).to_have_value("1200")
    expect(field).to_have_value("300")


GEOJSON = (
    '{"type":"Feature","properties":{"name":"from a file","radius_km":300},'
    '"geometry":{"type":"Point","coordinates":[20,50]}}'
)


def bring(page: Page, name: str, text: str | bytes) -> None:
    content = text.encode() if isinstance(text, str) else text
    page.locator(".sm-bring input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


@pytest.fixture(scope="module")
def shared(open_once: Open) -> Page:
    return open_once(EPAA)


@pytest.fixture
def page(shared: Page) -> Iterator[Page]:
    """The page of the numbers above; afterwards it is as it was opened."""
    opened = shared.evaluate(f"JSON.stringify({API}.scene)")
    yield shared
    # The address may still be about to be written, and is emptied until that is so.
    shared.wait_for_function(
        f"""opened => {{
            location.hash = "";
            return JSON.stringify({API}.scene) === opened;
        }}""",
        arg=opened,
        polling=100,
    )


def test_estimates_are_added_edited_duplicated_and_removed(page: Page) -> None:
    group = page.locator(".sm-estimates")
    group.get_by_role("button", name="Add an estimate").click()
    group.get_by_label("Name", exact=True).fill("entered in Python")
    group.get_by_role("button", name="Add", exact=True).click()
    expect(group.get_by_role("alert")).to_contain_text("already")
    group.get_by_label("Name", exact=True).fill("my numbers")
    group.get_by_label("Source", exact=True).fill("https://example.org/report")
    group.get_by_role("button", name="Add", exact=True).click()
    expect(group.get_by_role("radio", name="my numbers")).to_be_checked()
    assert page.evaluate(f"{API}.ranges") == {}
    page.get_by_label(DEVESELU, exact=True).fill("500")
    group.get_by_role("button", name="Duplicate my numbers").click()
    expect(group.get_by_role("radio", name="my numbers (copy)")).to_be_checked()
    page.get_by_label(DEVESELU, exact=True).fill("600")
    group.get_by_role("button", name="my numbers (copy)").first.click()
    group.get_by_label("Name", exact=True).fill("x" * 200)
    group.get_by_role("button", name="Keep").click()
    group.get_by_role("button", name="Duplicate").click()
    said = page.evaluate(f"{API}.scene.estimates")
    assert [(each["name"][:12], each["source"]) for each in said] == [
        ("entered in P", None),
        ("my numbers", "https://example.org/report"),
        ("xxxxxxxxxxxx", "https://example.org/report"),
        ("xxxxxxxxxxxx", "https://example.org/report"),
    ]
    assert [each["ranges"]["deveselu"]["range_m"] for each in said] == [1e6, 5e5, 6e5, 6e5]
    for _ in range(3):
        group.get_by_role("button", name="Remove").click()
    assert page.evaluate(f"{API}.ranges.deveselu") == 1_000_000
    expect(group.get_by_role("button", name="Remove")).to_have_count(0)


def test_sites_are_added_by_a_click_and_by_enter(page: Page) -> None:
    page.get_by_text("add a site or region").click()
    form = page.locator(".sm-add-place")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(form.get_by_role("alert")).to_be_visible()
    form.get_by_label("Name").fill("clicked")
    form.get_by_label("take it from the map").check()
    page.mouse.click(400, 300)
    place = form.get_by_label("Place", exact=True)
    expect(place).to_have_value(re.compile(r"^-?\d+\.\d{4}, -?\d+\.\d{4}$"))
    lat, lon = map(float, place.input_value().split(","))
    form.get_by_role("button", name="Add", exact=True).click()
    sites = page.evaluate(f"{API}.scene.sites")
    assert (sites[-1]["name"], sites[-1]["lat"], sites[-1]["lon"]) == ("clicked", lat, lon)
    page.get_by_label("Range of clicked", exact=True).fill("300")
    shape = page.evaluate(f"{API}.shape('clicked')")
    lons = [point[0] for point in shape["geometry"]["coordinates"][0]]
    assert min(lons) < lon < max(lons)
    marker = page.locator('.sm-site[aria-label^="clicked"]').bounding_box()
    assert marker is not None
    assert abs(marker["x"] + marker["width"] / 2 - 400) < 3


def test_an_ending_typed_by_hand_applies_and_a_wrong_one_is_said(page: Page) -> None:
    field = page.get_by_label(DEVESELU, exact=True)
    notice = page.locator(".sm-link-notice")
    page.evaluate("location.hash = 'v=1&deveselu=555km&date=2018-12-31'")
    expect(field).to_have_value("555")
    expect(page.get_by_label("Day", exact=True)).to_have_value("2018-12-31")
    expect(notice).to_have_count(0)
    for ending, words in [
        ("nonsense", "is no state of this map"),
        ("v=1&deveselu=%E0%A4%A", "is damaged"),
        ("v=0x&deveselu=5km", "has the version"),
        ("v=9&deveselu=666km&hologram=on", "made by a newer version"),
        ("v=1&deveselu=far", "is no number"),
        ("v=1&" + "deveselu=5km&" * 6000, "more than 60000"),
    ]:
        page.evaluate("text => { location.hash = text }", ending)
        expect(notice).to_contain_text(words)
        notice.get_by_role("button", name="Close").click()
        expect(notice).to_have_count(0)
    field.fill("777")
    assert page.evaluate(f"{API}.ranges.deveselu") == 777_000


def test_without_the_clipboard_the_link_is_in_a_field(page: Page, context: BrowserContext) -> None:
    page.evaluate(
        """() => Object.defineProperty(navigator, "clipboard", {
            value: { writeText: () => Promise.reject(new DOMException("", "NotAllowedError")) },
        })"""
    )
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_label("Link to what is shown")
    expect(field).to_be_visible()
    page.get_by_label(DEVESELU, exact=True).fill("1234")
    expect(field).to_have_value(re.compile("^file:.*#v=1&deveselu=1234km&"))  # follows
    troubles: list[str] = []
    other = opened(context, field.input_value(), troubles)
    assert other.evaluate(f"{API}.ranges.deveselu") == 1_234_000
    assert troubles == []


def test_a_file_is_brought_by_choosing_it_and_by_dropping_it(page: Page, tmp_path: Path) -> None:
    bring(page, "mine.geojson", GEOJSON)
    said = page.locator(".sm-bring").get_by_role("status")
    expect(said).to_have_text("mine.geojson: Added 1 site, 1 estimate.")
    assert page.evaluate(f"{API}.ranges") == {"mine-1": 300_000}
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            const text = "name,lat,lon,range (km)\\nDropped,44,26,250\\n";
            data.items.add(new File([text], "table.csv", { type: "text/csv" }));
            const at = document.querySelector(".sm-map");
            for (const type of ["dragover", "drop"]) {
                const init = { dataTransfer: data, bubbles: true, cancelable: true };
                const taken = !at.dispatchEvent(new DragEvent(type, init));
                if (!taken) throw new Error(type + " was left to the browser");
            }
        }"""
    )
    expect(said).to_have_text("table.csv: Added 1 site, 1 estimate.")
    assert page.evaluate(f"{API}.ranges") == {"table-2": 250_000}
    assert page.locator(".sm-dropping").count() == 0
    homeland = geo.scenario("homeland").with_ranges(radar="500 mi", launch="900 km")
    export(homeland, tmp_path / "homeland.kml", tolerance=5000.0)
    bring(page, "homeland.kml", (tmp_path / "homeland.kml").read_bytes())
    expect(said).to_have_text("homeland.kml: Added 4 sites, 1 region, 1 estimate.")
    wanted = {"shariki": 804_672, "kyogamisaki": 804_672, "north-korea": 900_000}
    assert page.evaluate(f"{API}.ranges") == wanted


def test_of_several_maps_the_first_has_the_address(context: BrowserContext, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    CoverageMap(EPAA, height="50%").save(file)
    troubles: list[str] = []
    page = opened(context, f"{file.as_uri()}#v=1&deveselu=555km", troubles)
    page.evaluate(
        """() => {
            const [ground, block] = ["div", "script"].map((tag) => document.createElement(tag));
            Object.assign(ground, { id: "second", className: "folium-map" });
            ground.style.cssText = "position: relative; width: 100%; height: 50%";
            const scene = JSON.stringify(shieldmap.maps[0].scene).replace("555000", "1000000");
            Object.assign(block, { id: "second-scene", type: "application/json", text: scene });
            document.body.append(ground, block);
            window.shieldmap.mount("second");
        }"""
    )
    page.evaluate(UNFOLD)
    said = page.evaluate("window.shieldmap.maps.map((each) => each.ranges.deveselu)")
    assert said == [555_000, 1_000_000]
    page.get_by_label(DEVESELU, exact=True).last.fill("666")
    page.wait_for_timeout(700)
    assert page.evaluate(HASH) == "#v=1&deveselu=555km"
    page.get_by_label(DEVESELU, exact=True).first.fill("777")
    settled(page, "deveselu=777km")
    said = page.evaluate("window.shieldmap.maps.map((each) => each.ranges.deveselu)")
    assert said == [777_000, 666_000]
    assert troubles == []


@pytest.mark.parametrize("sandbox", ["allow-scripts", "allow-scripts allow-downloads"])
def test_in_a_frame_without_an_origin_the_page_works_and_reaches_nothing(
    context: BrowserContext, sandbox: str
) -> None:
    troubles: list[str] = []
    page = watched(context.new_page(), troubles)
    page.set_content(f'<iframe sandbox="{sandbox}" style="width: 1100px; height: 700px"></iframe>')
    page.evaluate(
        "html => { document.querySelector('iframe').srcdoc = html }", CoverageMap(EPAA).html()
    )
    frame = page.frames[1]
    frame.wait_for_function("() => window.shieldmap?.maps?.length === 1")
    frame.evaluate(UNFOLD)
    before = steps(page)
    frame.get_by_label(DEVESELU, exact=True).fill("1200")
    page.wait_for_timeout(800)
    assert frame.evaluate(f"{API}.ranges.deveselu") == 1_200_000
    assert steps(page) == before
    frame.get_by_role("button", name="Copy link").click()
    status = frame.locator(".sm-share").get_by_role("status")
    expect(status).to_contain_text("no address of its own")
    reached = frame.evaluate(
        """() => ["document", "shieldmap"].map((name) => {
            try { return String(window.parent[name]) } catch (error) { return error.name }
        })"""
    )
    assert reached == ["SecurityError", "SecurityError"]
    assert troubles == []


def test_in_a_frame_of_another_page_going_back_leaves_that_page(
    context: BrowserContext, tmp_path: Path
) -> None:
    CoverageMap(EPAA).save(tmp_path / "map.html")
    (tmp_path / "article.html").write_text(
        '<iframe src="map.html#v=1&amp;deveselu=555km" style="width: 1100px; height: 700px">'
    )
    troubles: list[str] = []
    page = watched(context.new_page(), troubles)
    page.goto((tmp_path / "article.html").as_uri())
    frame = page.frames[1]
    frame.wait_for_function("() => window.shieldmap?.maps?.length === 1")
    field = frame.get_by_label(DEVESELU, exact=True)
    expect(field).to_have_value("555")
    before = steps(page)
    field.fill("1200")
    frame.wait_for_function("() => location.hash.includes('1200km')")
    assert steps(page) == before
    assert troubles == []


def test_a_removed_estimate_takes_what_is_being_written_about_it_along(open_page: Open) -> None:
    page = open_page(EPAA.with_ranges(deveselu="400 km", estimate="another opinion"))
    group = page.locator(".sm-estimates")
    group.get_by_role("button", name=re.compile("Edit another opinion|Rename another")).click()
    group.get_by_label("Name", exact=True).fill("half written")
    group.get_by_role("button", name="Remove another opinion").click()
    expect(group.get_by_label("Name", exact=True)).to_have_count(0)
    assert [each["name"] for each in page.evaluate(f"{API}.scene.estimates")] == [
        "entered in Python"
    ]
