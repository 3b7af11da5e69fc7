"""Pages of many circles: they open, answer, and say what they leave out."""

import math
import random
import re

import pytest
from playwright.sync_api import expect
from pyproj import Geod

import geo
from tests.web.conftest import Open

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


THOUSAND = many(999)
TEN_THOUSAND = many(9_999)


@pytest.mark.parametrize("scenario", [THOUSAND, TEN_THOUSAND], ids=["1,000", "10,000"])
def test_a_page_of_many_sites_opens_lists_some_and_finds_the_others(
    open_page: Open, scenario: geo.Scenario
) -> None:
    page = open_page(scenario)
    count = len(scenario.sites)
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


def test_of_ten_thousand_a_typed_range_counts_and_outlines_are_merged(open_page: Open) -> None:
    page = open_page(TEN_THOUSAND)
    expect(page.get_by_label("merge outlines of a kind")).to_be_checked()
    expect(page.get_by_text("Above 2,000 circles")).to_be_visible()
    page.get_by_label("Find a site").fill("Kürecik")
    field = page.get_by_label("Range of Kürecik alone", exact=True)
    field.fill("500 km")
    field.press("Enter")
    assert page.evaluate(f"{API}.ranges.alone") == 500_000
    ring = page.evaluate(f"{API}.shape('alone')")["geometry"]["coordinates"][0]
    for lon, lat in ring[::20]:
        away = GEOD.inv(0.0, -80.0, lon, lat)[2]
        assert away == pytest.approx(500_000, abs=1)


def test_shares_of_a_thousand_circles_are_pythons(open_page: Open) -> None:
    page = open_page(THOUSAND)
    wanted = geo.shares(THOUSAND, "nato-europe").set_index("area").share["nato-europe"]
    row = page.locator('tr[data-area="nato-europe"]')
    expect(row).to_contain_text(f"{wanted:.2%}".replace("%", "\u00a0%"))


def test_while_the_map_moves_the_page_says_what_it_leaves_out(open_page: Open) -> None:
    page = open_page(THOUSAND)
    said = page.locator(".sm-left-out")
    expect(said).to_be_hidden()
    # Every sentence that is shown from now on, also those that are gone when we look.
    page.evaluate(
        """() => {
            window.said = [];
            const element = document.querySelector(".sm-left-out");
            const note = () => { if (!element.hidden) window.said.push(element.textContent); };
            new MutationObserver(note).observe(element, { attributes: true, childList: true });
        }"""
    )
    page.locator(".sm-map").focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_be_hidden()
    page.wait_for_timeout(600)
    sentences = set(page.evaluate("() => window.said"))
    assert sentences == {
        "While the map moves or a range changes, fills and labels of 1,000 circles are left out."
    }
    expect(said).to_be_hidden()


def test_a_small_page_leaves_nothing_out(open_page: Open) -> None:
    page = open_page(geo.scenario("epaa").with_ranges(interceptor="1000 km"))
    page.locator(".sm-map").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".sm-left-out").text_content() == ""
    assert page.get_by_label("Find a site").count() == 0
    assert page.locator(".leaflet-marker-pane .sm-site").count() > 3


def test_pointing_at_a_painted_site_marks_it_and_a_click_opens_its_popup(open_page: Open) -> None:
    page = open_page(THOUSAND)
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
