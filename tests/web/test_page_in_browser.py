"""The written page in a real browser: what it says, what it draws, what it answers."""

import re
from pathlib import Path
from typing import Any

import pytest
import shapely
from geographiclib.geodesic import Geodesic
from playwright.sync_api import Browser, BrowserContext, Page, expect

import geo
from layers import CoverageMap
from layers.document import document
from layers.scene import scene
from tests.hostile import TOGETHER
from tests.web.conftest import Open
from tests.web.shots import shot

pytestmark = pytest.mark.xdist_group("page")  # whose tests share an opened page

EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km", kurecik="1500 km", iran="2000 km")
NOTICE = "Illustrative: every range was entered by the reader"
API = "window.shieldmap.maps[0]"


def shape(page: Page, place: str) -> Any:
    return page.evaluate(f"id => {API}.shape(id)", place)


def off_by(feature: Any, lon: float, lat: float, radius: float) -> float:
    """Return how far, in metres, the worst vertex of a circle stands from its radius."""
    vertices = shapely.get_coordinates(shapely.geometry.shape(feature["geometry"]))
    return max(abs(Geodesic.WGS84.Inverse(lat, lon, y, x)["s12"] - radius) for x, y in vertices)


@pytest.fixture(scope="module")
def page(open_once: Open) -> Page:
    """One page: some tests only look at it; later ones set what they look at afterwards."""
    return open_once(EPAA)


def test_the_page_opens_with_the_readers_numbers_and_the_notice(page: Page) -> None:
    expect(page).to_have_title(EPAA.title)
    expect(page.get_by_role("heading", level=1)).to_have_text(EPAA.title)
    expect(page.get_by_text(NOTICE).first).to_be_visible()
    assert page.evaluate(f"{API}.ranges") == {
        "deveselu": 1_000_000, "redzikowo": 1_000_000, "kurecik": 1_500_000, "iran": 2_000_000
    }  # fmt: skip
    assert page.evaluate(f"{API}.scene.title") == EPAA.title


def test_circles_are_geodesic(page: Page) -> None:
    feature = shape(page, "deveselu")
    assert feature["properties"]["range_m"] == 1_000_000
    assert feature["properties"]["role"] == "coverage"
    assert off_by(feature, 24.41, 44.08, 1_000_000) < 1e-3


def test_the_page_draws_what_python_computes(page: Page) -> None:
    for row in geo.cover(EPAA).itertuples():
        drawn = shapely.geometry.shape(shape(page, row.id)["geometry"])
        assert drawn.is_valid
        apart = drawn.symmetric_difference(row.geometry).area / row.geometry.area
        assert apart < 2e-4, row.id


def test_set_range_refuses_in_words_and_changes_nothing(page: Page) -> None:
    before = page.evaluate(f"{API}.ranges")
    for call in ("'deveselu', -1", "'deveselu', NaN", "'deveselu', 3e7", "'deveselu', 'x'",
                 "'nowhere', 1000", "'constructor', 1000", "'__proto__', 1000"):  # fmt: skip
        said = page.evaluate(
            f"() => {{ try {{ {API}.setRange({call}); return null }}"
            " catch (error) { return [error.name, error.message] } }"
        )
        assert said is not None, call
        assert said[0] == "RangeError"
        assert len(said[1]) > 20
    assert page.evaluate(f"{API}.ranges") == before


def test_a_place_can_be_switched_off_and_on(page: Page) -> None:
    box = page.get_by_role("checkbox", name="Aegis Ashore Romania (Deveselu)")
    box.uncheck()
    assert shape(page, "deveselu") is None
    box.check()
    assert shape(page, "deveselu") is not None


def test_a_site_without_a_range_has_no_circle_and_invites_one(page: Page) -> None:
    assert shape(page, "rota") is None
    field = page.get_by_label("Range of Naval Station Rota", exact=True)
    assert field.input_value() == ""
    assert field.get_attribute("placeholder")
    field.fill("700")
    assert off_by(shape(page, "rota"), -6.36, 36.62, 700_000) < 1e-3


def test_typing_a_range_redraws_the_circle_at_once(page: Page) -> None:
    field = page.get_by_label("Range of Aegis Ashore Romania (Deveselu)", exact=True)
    before = shot(page.locator(".sm-map canvas").last)
    field.fill("1234.5")
    assert page.evaluate(f"{API}.ranges.deveselu") == 1_234_500
    assert off_by(shape(page, "deveselu"), 24.41, 44.08, 1_234_500) < 1e-3
    page.wait_for_timeout(100)
    assert shot(page.locator(".sm-map canvas").last) != before


def test_a_wrong_number_is_marked_in_words_and_the_circle_stays(page: Page) -> None:
    field = page.get_by_label("Range of Aegis Ashore Romania (Deveselu)", exact=True)
    for text, words in [
        ("abc", "number"), ("-5", "above zero"), ("0", "above zero"), ("30000", "20,004"),
        ("1e999", "20,004"), ("NaN", "number"), ("5 furlongs", "furlongs"),
    ]:  # fmt: skip
        before = shape(page, "deveselu")
        field.fill(text)
        expect(field, text).to_have_attribute("aria-invalid", "true")
        message = page.locator(f"#{field.get_attribute('aria-describedby').split()[-1]}")
        expect(message).to_be_visible()
        expect(message).to_contain_text(words)
        assert shape(page, "deveselu") == before
        field.fill("900")
        expect(field).not_to_have_attribute("aria-invalid", "true")
        assert page.evaluate(f"{API}.ranges.deveselu") == 900_000


def test_dragging_the_slider_redraws_the_circle(page: Page) -> None:
    slider = page.get_by_label("Range of Aegis Ashore Romania (Deveselu) as a slider")
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.6, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.68, middle, steps=5)
    page.mouse.up()
    page.wait_for_function(f"() => {API}.ranges.deveselu > 1_100_000")
    metres = page.evaluate(f"{API}.ranges.deveselu")
    assert off_by(shape(page, "deveselu"), 24.41, 44.08, metres) < 1e-3


def test_a_unit_may_be_typed_and_changed(page: Page) -> None:
    field = page.get_by_label("Range of Aegis Ashore Romania (Deveselu)", exact=True)
    field.fill("500 mi")
    assert page.evaluate(f"{API}.ranges.deveselu") == pytest.approx(804_672)
    page.get_by_label("Unit of Aegis Ashore Romania (Deveselu)").select_option("nmi")
    assert page.evaluate(f"{API}.ranges.deveselu") == pytest.approx(804_672)
    assert float(field.input_value().replace(",", "")) == pytest.approx(804_672 / 1852, rel=1e-3)


def test_on_a_phone_the_map_and_the_notice_stay_in_view(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    notice = page.get_by_text(NOTICE).first
    expect(notice).to_be_in_viewport()
    page.get_by_label("Range of Naval Station Rota", exact=True).scroll_into_view_if_needed()
    expect(notice).to_be_in_viewport()
    page.get_by_role("button", name="Hide the panel").click()
    expect(notice).to_be_in_viewport()
    ground = page.get_by_role("main").bounding_box()
    assert ground is not None
    assert ground["height"] > 500
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_scenario_without_estimates_takes_numbers_in_the_page(open_page: Open) -> None:
    page = open_page(geo.scenario("third-site"))
    assert page.evaluate(f"{API}.ranges") == {}
    page.evaluate(f"{API}.setRange('brdy', 500000)")
    assert off_by(shape(page, "brdy"), 13.74, 49.61, 500_000) < 1e-3
    assert len(page.evaluate(f"{API}.scene.estimates")) == 1


def test_estimates_are_switched(open_page: Open) -> None:
    page = open_page(EPAA.with_ranges(deveselu="400 km", estimate="another opinion"))
    assert page.evaluate(f"{API}.ranges") == {"deveselu": 400_000}
    page.get_by_role("radio", name="entered in Python").check()
    assert page.evaluate(f"{API}.ranges.deveselu") == 1_000_000
    assert shape(page, "deveselu")["properties"]["estimate"] == "entered in Python"


def test_annuli_sectors_bands_and_reaches_are_drawn(open_page: Open) -> None:
    scenario = geo.scenario("epaa").with_ranges(
        deveselu={"range": "1000 km", "inner": "200 km"},
        kurecik={"range": "1500 km", "bearings": [70, 190], "inner": "30 km"},
        redzikowo={"low": "600 km", "high": "900 km"},
        iran={"low": "1300 km", "high": "2000 km", "from": "everywhere"},
    )
    page = open_page(scenario)
    for row in geo.cover(scenario).itertuples():
        drawn = shapely.geometry.shape(shape(page, row.id)["geometry"])
        apart = drawn.symmetric_difference(row.geometry).area / row.geometry.area
        assert apart < 5e-4, row.id
    assert page.evaluate(f"{API}.ranges.redzikowo") == 900_000


def test_circles_over_poles_and_antimeridian_are_drawn(open_page: Open) -> None:
    places = {"pole": (0, 90), "date": (179.9, 10), "far": (-170, 75), "half": (30, -20)}
    sites = {
        name: geo.Site(name=name, kind="radar", lon=lon, lat=lat)
        for name, (lon, lat) in places.items()
    }
    scenario = geo.Scenario(title="edges", sites=sites).with_ranges(
        pole="1500 km", date="3000 km", far="4000 km", half="12000 km"
    )
    page = open_page(scenario)
    for row in geo.cover(scenario).itertuples():
        drawn = shapely.geometry.shape(shape(page, row.id)["geometry"])
        assert drawn.is_valid
        assert drawn.bounds[0] >= -180
        assert drawn.bounds[2] <= 180
        assert drawn.symmetric_difference(row.geometry).area / row.geometry.area < 2e-4


def test_everything_is_reached_and_changed_by_keyboard(open_page: Open) -> None:
    page = open_page(EPAA)
    reached = []
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(_NAME))
        if reached[-1] == "Range of Aegis Ashore Romania (Deveselu)":
            page.keyboard.press("Control+A")
            page.keyboard.type("777")
        elif reached[-1] == "Range of Kürecik radar (Malatya Province) as a slider":
            page.keyboard.press("ArrowRight")
    wanted = ["Range of", "Unit of", "Where the range of Iran starts", "Timeline and sources"]
    for name in [*wanted, *(site.name for site in EPAA.sites.values())]:
        assert any(name in each for each in reached), name
    assert page.evaluate(f"{API}.ranges.deveselu") == 777_000
    assert page.evaluate(f"{API}.ranges.kurecik") > 1_500_000
    page.locator(".leaflet-marker-icon").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)


_NAME = """() => {
    const at = document.activeElement;
    const label = at.getAttribute("aria-label") ?? at.title;
    return label || at.closest("label")?.textContent || at.textContent;
}"""


@pytest.mark.parametrize("text", [TOGETHER])
def test_hostile_texts_appear_as_typed_and_never_run(open_page: Open, text: str) -> None:
    site = geo.Site(name=text, kind="radar", country="ROU", lon=24, lat=45, source=text,
                    events=[geo.Event(on="2016", what=text, source=text)],
                    notes=[geo.Note(text=text)])  # fmt: skip
    estimates = [geo.Estimate(name=text, source=text, ranges={"a": geo.Range(range_m=5e5)})]
    scenario = geo.Scenario(
        title=text,
        sites={"a": site},
        regions={"b": geo.Region(name=text, country="IRN")},
        estimates=[*estimates, geo.Estimate(name="other")],
    )
    page = open_page(scenario)
    assert page.title() == " ".join(text.split()) or page.title() == text
    assert page.evaluate(f"{API}.scene.sites[0].name") == text
    assert page.get_by_role("heading", level=1).text_content() == text
    page.locator(".leaflet-marker-icon").first.press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup).to_be_visible()
    assert text in (popup.text_content() or "")
    assert page.locator("a[href^='javascript']").count() == 0


def test_markup_that_got_into_the_page_does_not_run(
    context: BrowserContext, tmp_path: Path
) -> None:
    injected = "<body><script>window.owned=1</script><img src=x onerror='window.owned=1'>"
    text = CoverageMap(EPAA).html().replace("<body>", injected, 1)
    open_text = re.sub("<meta http-equiv=.Content-Security-Policy.[^>]*>", "", text)
    owned = []
    for name, each in (("guarded.html", text), ("unguarded.html", open_text)):
        file = tmp_path / name
        file.write_text(each)
        page = context.new_page()
        page.goto(file.as_uri())
        page.wait_for_function("() => window.shieldmap?.maps?.length === 1")
        owned.append(page.evaluate("window.owned ?? 0"))
    assert owned == [0, 1]  # the second shows that the injected markup would have run


def test_without_scripts_a_page_says_what_it_is_and_what_to_do(
    browser: Browser, tmp_path: Path
) -> None:
    title = f"{TOGETHER}</noscript><script>document.title = 'owned'</script>"
    sites = {"home": geo.Site(name="Home", kind="radar", lon=20, lat=50)}
    scenario = geo.Scenario(title=title, sites=sites).with_ranges(home="500 km")
    files = [tmp_path / "map.html", tmp_path / "command.html"]
    CoverageMap(scenario).save(files[0])
    files[1].write_text(document(scene(scenario)))
    context = browser.new_context(java_script_enabled=False, viewport={"width": 600, "height": 900})
    try:
        for file in files:
            page = context.new_page()
            page.goto(file.as_uri())
            said = page.locator("noscript > div")
            expect(said).to_be_in_viewport(ratio=1)
            heading, notice, way_out = said.locator("> *").all_inner_texts()
            assert heading.split() == title.split()
            assert notice == f"{NOTICE}."
            assert "JavaScript" in way_out
            assert "open it in a browser" in way_out
    finally:
        context.close()
