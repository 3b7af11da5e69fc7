"""A place that the reader asks about, in a real browser: by click, by keyboard, by the API."""

import math
import re
from collections.abc import Iterator

import pytest
from geographiclib.geodesic import Geodesic
from playwright.sync_api import Locator, Page, expect

import geo
from geo.needed import distances
from tests.hostile import HOSTILE
from tests.web.conftest import PHONE, Open

pytestmark = pytest.mark.xdist_group("place")  # whose tests share an opened page

EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km", kurecik="1500 km", iran="2000 km")
API = "window.shieldmap.maps[0]"
WARSAW = (21.01, 52.23)
NAMES = {key: site.name for key, site in EPAA.sites.items()}
NO_BREAK = "\u00a0"
POINTS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"]


def mercator(lat: float) -> float:
    return math.degrees(math.asinh(math.tan(math.radians(lat))))


def on_screen(page: Page) -> tuple[float, float, float]:
    """Return pixels a degree, and where lon 0, lat 0 would be, as two sites' markers tell."""
    rota, deveselu = EPAA.sites["rota"], EPAA.sites["deveselu"]
    (x1, y1), (x2, _) = (middle(marker(page, site.name)) for site in (rota, deveselu))
    scale = (x2 - x1) / (deveselu.lon - rota.lon)
    return scale, x1 - scale * rota.lon, y1 + scale * mercator(rota.lat)


def marker(page: Page, name: str) -> Locator:
    return page.locator(f".sm-site[aria-label^='{name.split(' (')[0]}']")


def middle(found: Locator) -> tuple[float, float]:
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def click_at(page: Page, lon: float, lat: float) -> Locator:
    scale, x, y = on_screen(page)
    page.mouse.click(x + scale * lon, y - scale * mercator(lat))
    return opened(page)


def opened(page: Page) -> Locator:
    answer = page.locator(".sm-answer")
    expect(answer).to_be_visible()
    return answer


def shown(answer: Locator) -> tuple[float, float]:
    """Return lon and lat as the heading writes them."""
    words = str(answer.get_by_role("heading", level=2).text_content())
    found = re.match(r"([\d.]+)° ([NS]), ([\d.]+)° ([EW])", words)
    assert found, words
    lat, lon = float(found[1]), float(found[3])
    return (lon if found[4] == "E" else -lon), (lat if found[2] == "N" else -lat)


def seen(place: str, lon: float, lat: float) -> tuple[float, float]:
    """Return the kilometres from a site and the bearing there, by geographiclib."""
    site = EPAA.sites[place]
    line = Geodesic.WGS84.Inverse(site.lat, site.lon, lat, lon)
    return line["s12"] / 1000, line["azi1"] % 360


def group(answer: Locator, title: str) -> str:
    found = answer.locator(".sm-held").filter(
        has=answer.page.get_by_role("heading", name=title, exact=True)
    )
    return " ".join(found.all_inner_texts()).replace(NO_BREAK, " ").replace("\n", " ")


def assert_distances(answer: Locator) -> None:
    """Hold the table to the coordinates in the heading, which are rounded to a kilometre."""
    lon, lat = shown(answer)
    for place in EPAA.sites:
        cells = answer.locator(f"tr[data-place={place}] td").all_inner_texts()
        away, bearing = seen(place, lon, lat)
        assert float(cells[0].replace(",", "").split(NO_BREAK)[0]) == pytest.approx(away, abs=1.6)
        degrees, point = cells[1].split()
        assert abs((float(degrees[:-1]) - bearing + 540) % 360 - 180) < 1
        assert point == POINTS[round(float(degrees[:-1]) / 45) % 8]


@pytest.fixture(scope="module")
def shared(open_once: Open) -> Page:
    return open_once(EPAA)


@pytest.fixture
def page(shared: Page) -> Iterator[Page]:
    """The page of the numbers above; afterwards no answer stands open, and every site does."""
    yield shared
    shared.evaluate("() => document.querySelector('.leaflet-popup-close-button')?.click()")
    expect(shared.locator(".sm-answer")).to_have_count(0)  # it fades
    shared.evaluate(f"{API}.setDate(null)")
    shared.get_by_role("checkbox", name="Aegis Ashore Romania (Deveselu)").check()


def test_the_api_answers_as_geographiclib_and_python_do(page: Page) -> None:
    found = page.evaluate(f"p => {API}.at(...p)", WARSAW)
    assert [found["lon"], found["lat"], found["country"]] == [*WARSAW, "POL"]
    places = {place["id"]: place for place in found["places"]}
    assert set(places) == {*EPAA.sites, *EPAA.regions}
    for place in EPAA.sites:
        away, bearing = seen(place, *WARSAW)
        assert places[place]["distance_m"] == pytest.approx(away * 1000, abs=1e-3)
        assert places[place]["bearing"] == pytest.approx(bearing, abs=1e-6)
        assert places[place]["stands"]
    nearest, _ = distances(geo.country("IRN"), *WARSAW)
    assert places["iran"]["distance_m"] == pytest.approx(nearest, abs=1)
    (under,) = found["estimates"]
    assert under["estimate"] == "entered in Python"
    assert [held["id"] for held in under["inside"]] == ["redzikowo", "deveselu"]
    assert [held["id"] for held in under["outside"]] == ["iran", "kurecik"]
    margins = {held["id"]: held["margin_m"] for held in under["inside"] + under["outside"]}
    assert margins["iran"] == pytest.approx(2e6 - nearest, abs=1)
    assert margins["kurecik"] == pytest.approx(1.5e6 - seen("kurecik", *WARSAW)[0] * 1000, abs=1e-3)


def test_the_api_refuses_what_is_no_place(page: Page) -> None:
    for place in ["200, 95", "0, NaN", "", "'21', 52"]:
        asked = f"try {{ {API}.at({place}) }} catch (e) {{ return [e.name, e.message] }}"
        name, message = page.evaluate(f"(() => {{ {asked} }})()")
        assert name == "RangeError"
        assert "off the Earth; lon is -180..180, lat -90..90" in message


def test_a_click_on_warsaw_answers(page: Page) -> None:
    answer = click_at(page, *WARSAW)
    lon, lat = shown(answer)
    assert lon == pytest.approx(WARSAW[0], abs=0.1)
    assert lat == pytest.approx(WARSAW[1], abs=0.1)
    expect(answer).to_contain_text("Poland")
    expect(answer).to_contain_text("Under “entered in Python”")
    inside, outside = group(answer, "Inside"), group(answer, "Outside")
    for place, radius, words in [
        ("redzikowo", 1000, inside),
        ("deveselu", 1000, inside),
        ("kurecik", 1500, outside),
    ]:
        found = re.search(re.escape(NAMES[place]) + r" (?:by )?([\d,]+) km", words)
        assert found, words
        margin = abs(radius - seen(place, lon, lat)[0])
        assert float(found[1].replace(",", "")) == pytest.approx(margin, abs=1.6)
    assert "within its edge (1,000 km)" in inside
    assert re.search(r"Iran [\d,]+ km short \(2,000 km from anywhere in it\)", outside)
    assert NAMES["rota"] not in inside + outside
    assert_distances(answer)
    assert page.locator(".sm-pin").is_visible()


def test_a_second_click_moves_the_answer_and_its_button_closes_it(page: Page) -> None:
    click_at(page, *WARSAW)
    page.keyboard.press("Escape")
    expect(page.locator(".sm-answer")).to_have_count(0)
    expect(click_at(page, *WARSAW)).to_contain_text("Poland")
    scale, x, y = on_screen(page)
    page.mouse.click(x + scale * 44, y - scale * mercator(33))
    answer = page.locator(".sm-answer")
    expect(answer).to_have_count(1)
    expect(answer).to_contain_text("Iraq")
    expect(page.locator(".sm-pin")).to_have_count(1)
    page.get_by_role("button", name="Close the answer").click()
    expect(answer).to_have_count(0)
    expect(page.locator(".sm-pin")).to_have_count(0)


def test_the_answer_follows_every_number_switch_and_date(page: Page) -> None:
    answer = click_at(page, *WARSAW)
    away, _ = seen("deveselu", *shown(answer))
    field = page.get_by_label("Range of Aegis Ashore Romania (Deveselu)", exact=True)
    field.fill("700")
    expect(answer).to_contain_text("(700 km)")
    found = re.search(r"\(Deveselu\) by (\d+) km", group(answer, "Outside"))
    assert found
    assert float(found[1]) == pytest.approx(away - 700, abs=1.6)
    page.get_by_label("Unit of Aegis Ashore Romania (Deveselu)").select_option("nmi")
    row = answer.locator("tr[data-place=deveselu]")
    expect(row).to_contain_text(f"{away / 1.852:.0f}{NO_BREAK}nmi")
    page.get_by_role("checkbox", name="Aegis Ashore Romania (Deveselu)").uncheck()
    expect(row).to_have_count(0)
    assert "Deveselu" not in answer.inner_text()
    page.evaluate(f"{API}.setDate('2009-01-01')")
    expect(answer.locator("tr[data-place=kurecik]")).to_contain_text("not there on 1 Jan 2009")
    assert NAMES["kurecik"] not in group(answer, "Outside")


def test_only_a_click_on_the_ground_asks(page: Page) -> None:
    answer = page.locator(".sm-answer")
    scale, x, y = on_screen(page)
    start = (x + scale * 21, y - scale * mercator(52))
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 60, start[1] + 40, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Zoom out").click()
    marker(page, NAMES["deveselu"]).click()
    expect(page.locator(".sm-popup")).to_be_visible()
    page.wait_for_timeout(500)
    expect(answer).to_have_count(0)
    expect(page.locator(".sm-crosshair")).not_to_be_visible()
    page.keyboard.press("Escape")
    before = on_screen(page)[0]
    page.mouse.dblclick(60, 600)
    page.wait_for_timeout(700)
    assert on_screen(page)[0] > before
    expect(answer).to_have_count(0)
    expect(page.locator(".sm-pin")).to_have_count(0)


def test_by_keyboard_alone(open_page: Open) -> None:
    page = open_page(EPAA)
    expect(page.locator(".sm-crosshair")).not_to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("application")).to_be_focused()
    for key in ("Enter", "Space"):
        answers_to(page, key)


def answers_to(page: Page, key: str) -> None:
    """Move the map, ask by a key, and close the answer, with the focus on the map all along."""
    crosshair = page.locator(".sm-crosshair")
    expect(crosshair).to_be_visible()
    before = on_screen(page)
    top = page.evaluate("document.querySelector('.sm-site').getBoundingClientRect().y")
    page.keyboard.press("ArrowUp")
    page.wait_for_function(
        "y => document.querySelector('.sm-site').getBoundingClientRect().y > y + 20", arg=top
    )
    expect(page.locator(".leaflet-pan-anim")).to_have_count(0)
    scale, x, y = on_screen(page)
    assert y - before[2] > 20
    map_x, map_y = middle(page.get_by_role("application"))
    page.keyboard.press(key)
    answer = opened(page)
    expect(answer).to_be_focused()
    lon, lat = shown(answer)
    assert lon == pytest.approx((map_x - x) / scale, abs=0.1)
    assert mercator(lat) == pytest.approx((y - map_y) / scale, abs=0.1)
    assert_distances(answer)
    expect(crosshair).not_to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".sm-answer")).to_have_count(0)
    expect(page.locator(".sm-pin")).to_have_count(0)
    expect(page.get_by_role("application")).to_be_focused()
    expect(crosshair).to_be_visible()


def test_every_estimate_answers_and_a_band_is_disputed(open_page: Open) -> None:
    numbers = {"deveselu": {"low": "800 km", "high": "1200 km"}}
    page = open_page(EPAA.with_ranges(numbers, estimate="another opinion"))
    answer = click_at(page, *WARSAW)
    heads = answer.get_by_role("heading", level=3).all_inner_texts()
    assert sorted(heads) == ["Under “another opinion”, as shown", "Under “entered in Python”"]
    away, _ = seen("deveselu", *shown(answer))
    words = group(answer, "Inside the high end only")
    found = re.search(r"(\d+) km within its high end, (\d+) km beyond its low end", words)
    assert found, words
    assert float(found[1]) == pytest.approx(1200 - away, abs=1.6)
    assert float(found[2]) == pytest.approx(away - 800, abs=1.6)


def test_hostile_names_are_only_names(open_page: Open) -> None:
    sites = {
        f"s{nth}": geo.Site(name=text, kind="radar", lon=24 + nth, lat=45)
        for nth, text in enumerate(HOSTILE)
    }
    estimates = [
        geo.Estimate(name=text, ranges={f"s{nth}": geo.Range(range_m=5e5)})
        for nth, text in enumerate(HOSTILE)
    ]
    page = open_page(geo.Scenario(title="t", sites=sites, estimates=estimates))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    answer = opened(page)
    heads = answer.locator("h3 bdi").evaluate_all("all => all.map(e => e.textContent)")
    assert heads == HOSTILE
    for names in [answer.locator("li bdi"), answer.locator("th bdi")]:
        assert sorted(names.evaluate_all("all => all.map(e => e.textContent)")) == sorted(HOSTILE)
    assert answer.locator("bdi *, script, img").count() == 0


def test_a_phone_shows_it_within_the_map(open_page: Open) -> None:
    page = open_page(EPAA, unfold=False, size=PHONE)
    click_at(page, 15, 48)
    popup = page.locator(".leaflet-popup-content-wrapper")
    page.wait_for_function(
        """() => {
            const [inner, outer] = [".leaflet-popup-content-wrapper", ".sm-map"]
                .map(name => document.querySelector(name).getBoundingClientRect());
            return inner.left >= outer.left && inner.right <= outer.right
                && inner.top >= outer.top && inner.bottom <= outer.bottom;
        }"""
    )
    assert popup.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert page.locator(".sm-answer").evaluate("e => e.scrollWidth <= e.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
