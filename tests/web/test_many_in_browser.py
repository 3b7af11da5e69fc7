"""Pages of many circles: they open, answer, and say what they leave out."""

import math
import random
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pyproj import Geod, Proj

import geo
from tests.web.conftest import Open

pytestmark = pytest.mark.xdist_group("many")  # whose tests share two opened pages

GEOD = Geod(ellps="WGS84")
API = "window.shieldmap.maps[0]"


def many(count: int) -> geo.Scenario:
    chance = random.Random(count)
    sites, ranges = {}, {}
    for number in range(count):
        lat = math.degrees(math.asin(chance.uniform(-0.94, 0.94)))
        kind = "interceptor" if number % 2 else "radar"
        sites[f"s{number}"] = geo.Site(
            name=f"Site {number}", kind=kind, lon=chance.uniform(-180, 180), lat=lat
        )
        ranges[f"s{number}"] = {"range": f"{chance.randint(100, 1000)} km"}
    sites["alone"] = geo.Site(name="Kürecik alone", kind="radar", lon=0.0, lat=-80.0)
    ranges["alone"] = {"range": "300 km"}
    estimate = geo.Estimate(name="Evenly spread", ranges=ranges)
    return geo.Scenario(title=f"{count} sites", sites=sites, estimates=[estimate])


# Every sentence that is shown from now on, also those that are gone when we look.
NOTE = """where => {
    window.said = [];
    const element = document.querySelector(where);
    const note = () => { if (!element.hidden) window.said.push(element.textContent); };
    new MutationObserver(note).observe(element, { attributes: true, childList: true });
}"""
MOVING = "While the map moves or a range changes, fills and labels of 1,000 circles are left out."

THOUSAND = many(999)
TEN_THOUSAND = many(9_999)


@pytest.fixture(scope="module")
def thousand(open_once: Open) -> Page:
    return open_once(THOUSAND)


@pytest.fixture(scope="module")
def ten_thousand(open_once: Open) -> Page:
    return open_once(TEN_THOUSAND)


@pytest.mark.parametrize(("opened", "count"), [("thousand", 1000), ("ten_thousand", 10_000)])
def test_a_page_of_many_sites_opens_lists_some_and_finds_the_others(
    request: pytest.FixtureRequest, opened: str, count: int
) -> None:
    page: Page = request.getfixturevalue(opened)
    rows = page.locator(".sm-rows .sm-row")
    expect(rows).to_have_count(100)
    left = f"{count - 100:,} more; type a part of a name to find them."
    expect(page.get_by_text(left)).to_be_visible()
    assert page.locator(".leaflet-marker-pane .sm-site").count() == 0
    page.get_by_label("Find a site").fill("kure")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Kürecik alone")
    expect(page.get_by_text(f"1 of {count:,} found.")).to_be_visible()
    page.get_by_label("Find a site").fill("nowhere")
    expect(rows).to_have_count(0)
    expect(page.get_by_text("No site has that in its name.")).to_be_visible()
    page.get_by_label("Find a site").fill("")


def test_of_ten_thousand_a_typed_range_counts_and_outlines_are_merged(ten_thousand: Page) -> None:
    page = ten_thousand
    expect(page.get_by_label("merge outlines of a kind")).to_be_checked()
    expect(page.get_by_text("Above 2,000 circles")).to_be_visible()
    # On the globe too there is one outline of each of the two kinds, at rest and while it turns.
    globe(page)
    page.wait_for_function("() => window.pictures.at(-1).bold === 2")
    quick, whole = turned(page)
    assert whole["bold"] == 2
    assert quick["bold"] == 0
    assert 0 < quick["thin"] < 100
    page.get_by_label("Find a site").fill("Kürecik")
    field = page.get_by_label("Range of Kürecik alone", exact=True)
    field.fill("500 km")
    field.press("Enter")
    assert page.evaluate(f"{API}.ranges.alone") == 500_000
    ring = page.evaluate(f"{API}.shape('alone')")["geometry"]["coordinates"][0]
    for lon, lat in ring[::20]:
        away = GEOD.inv(0.0, -80.0, lon, lat)[2]
        assert away == pytest.approx(500_000, abs=1)


# What is stroked in each picture of the globe: lines of a pixel, and what lies below a whole line.
WATCH = """canvas => {
    window.pictures = [{ thin: 0, bold: 0 }];
    const context = canvas.getContext("2d");
    const { clearRect, stroke } = CanvasRenderingContext2D.prototype;
    context.clearRect = (...box) => {
        window.pictures.push({ thin: 0, bold: 0 });
        clearRect.apply(context, box);
    };
    context.stroke = (...path) => {
        const now = window.pictures.at(-1);
        if (context.lineWidth === 1) now.thin++;
        if (context.lineWidth > 4) now.bold++;
        stroke.apply(context, path);
    };
}"""


def globe(page: Page) -> Locator:
    canvas = page.locator("canvas[role=application]")
    canvas.evaluate(WATCH)
    page.get_by_role("radio", name="Globe", exact=True).check()
    page.wait_for_function("() => window.pictures.length > 2")
    page.wait_for_function("() => document.querySelector('.sm-globe .sm-left-out').hidden")
    canvas.focus()
    return canvas


def turned(page: Page) -> tuple[dict[str, int], dict[str, int]]:
    """Turn the globe by a key; return what is drawn at once, and after a rest."""
    page.evaluate("() => { window.pictures = []; }")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => window.pictures.at(-1)?.bold > 0")
    pictures = page.evaluate("() => window.pictures")
    return pictures[0], pictures[-1]


def turns_lightly(page: Page) -> None:
    globe(page)
    said = page.locator(".sm-globe .sm-left-out")
    page.evaluate(NOTE, ".sm-globe .sm-left-out")
    quick, whole = turned(page)
    expect(said).to_be_hidden()
    assert set(page.evaluate("() => window.said")) == {MOVING}
    least, most = in_front(middle_of(page))
    assert least <= quick["thin"] <= most
    assert least <= whole["bold"] <= most
    assert quick["bold"] == 0
    # What is saved while it turns is whole.
    page.evaluate(CASINGS)
    page.evaluate("() => { window.pictures = []; }")
    page.keyboard.press("ArrowLeft")
    with page.expect_download():
        page.get_by_role("button", name="PNG", exact=True).click()
    least, most = in_front(middle_of(page))
    assert least <= page.evaluate("() => window.casings") <= most
    page.wait_for_function("() => window.pictures.at(-1)?.bold > 0")


# How many lines are cased on canvases that are not the page's.
CASINGS = """() => {
    const { prototype } = CanvasRenderingContext2D;
    const { stroke } = prototype;
    window.casings = 0;
    prototype.stroke = function (...path) {
        const isCasing = Math.abs(this.lineWidth - 4.4) < 0.01; // kept in single precision
        if (isCasing && !this.canvas.isConnected) window.casings++;
        stroke.apply(this, path);
    };
}"""


def in_front(middle: tuple[float, float]) -> tuple[int, int]:
    """Return how many rings are seen at least, and at most, round a globe's middle."""
    seen, unsure = 0, 0
    for name, site in THOUSAND.sites.items():
        away = GEOD.inv(*middle, site.lon, site.lat)[2]
        behind = away - 10_001_966 - radius(THOUSAND, name)  # a quarter meridian is the limb
        unsure += abs(behind) < 100_000
        seen += behind <= -100_000
    assert unsure < 30
    return seen, seen + unsure


def marks_over_its_picture(page: Page) -> None:
    canvas, middle = page.locator("canvas[role=application]"), middle_of(page)
    box = canvas.bounding_box()
    assert box
    page.evaluate("() => { window.pictures = []; }")
    scale = 0.47 * min(box["width"], box["height"])
    flat = Proj(proj="ortho", lon_0=middle[0], lat_0=middle[1], R=scale)
    spots = {name: flat(site.lon, site.lat) for name, site in THOUSAND.sites.items()}
    inner = {name: spot for name, spot in spots.items() if math.hypot(*spot) < 0.7 * scale}
    name = max(inner, key=lambda name: radius(THOUSAND, name))
    x, y = inner[name]
    centre = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(centre[0] + x, centre[1] - y)
    expect(canvas).to_have_class(re.compile("sm-on-place"))
    site = THOUSAND.sites[name]
    ends = [
        GEOD.fwd(site.lon, site.lat, turn, radius(THOUSAND, name)) for turn in range(0, 360, 20)
    ]
    points = [flat(lon, lat) for lon, lat, _ in ends]
    found = page.locator(".sm-globe canvas[aria-hidden]").evaluate(ALPHAS, points)
    assert sum(alpha > 0 for alpha in found) >= len(points) - 1
    assert page.evaluate("() => window.pictures.length") == 0


def middle_of(page: Page) -> tuple[float, float]:
    words = page.get_by_text("Middle of the view").inner_text()
    (lat, north), (lon, east) = re.findall(r"([\d.]+)° ([NSEW])", words)
    return float(lon) * (1 if east == "E" else -1), float(lat) * (1 if north == "N" else -1)


def radius(scenario: geo.Scenario, name: str) -> float:
    metres = scenario.estimates[0].ranges[name].range_m
    assert metres is not None
    return metres


# How opaque a canvas is at points that are counted from its middle, x right and y up.
ALPHAS = """(canvas, points) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const at = ([x, y]) => Math.floor(height / 2 - y) * width + Math.floor(width / 2 + x);
    return points.map(point => data[4 * at(point) + 3]);
}"""


def test_shares_of_a_thousand_circles_are_pythons(thousand: Page) -> None:
    page = thousand
    wanted = geo.shares(THOUSAND, "nato-europe").set_index("area").share["nato-europe"]
    row = page.locator('tr[data-area="nato-europe"]')
    expect(row).to_contain_text(f"{wanted:.2%}".replace("%", "\u00a0%"))


def test_pointing_at_a_painted_site_marks_it_and_a_click_opens_its_popup(thousand: Page) -> None:
    page = thousand
    # Among a thousand, one stands somewhere along a line across the map.
    box = page.locator(".sm-map").bounding_box()
    assert box
    found = page.locator(".leaflet-marker-pane .sm-site")
    for step in range(0, 400, 5):
        page.mouse.move(box["x"] + 300 + step, box["y"] + 400)
        page.wait_for_timeout(30)
        if found.count() == 1:
            break
    expect(found).to_have_count(1)
    name = re.match(r"Site \d+", found.get_attribute("aria-label") or "")
    assert name
    page.mouse.down()
    page.mouse.up()
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text(name.group())
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)


def test_while_the_map_moves_the_page_says_what_it_leaves_out(thousand: Page) -> None:
    page = thousand
    said = page.locator(".sm-map .sm-left-out")
    expect(said).to_be_hidden()
    page.evaluate(NOTE, ".sm-map .sm-left-out")
    page.locator(".sm-map").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => window.said.length > 0")
    expect(said).to_be_hidden()
    sentences = set(page.evaluate("() => window.said"))
    assert sentences == {MOVING}
    turns_lightly(page)
    marks_over_its_picture(page)


def test_a_small_page_leaves_nothing_out(open_page: Open) -> None:
    page = open_page(geo.scenario("epaa").with_ranges(interceptor="1000 km"))
    page.locator(".sm-map").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".sm-map .sm-left-out").text_content() == ""
    assert page.get_by_label("Find a site").count() == 0
    assert page.locator(".leaflet-marker-pane .sm-site").count() > 3
