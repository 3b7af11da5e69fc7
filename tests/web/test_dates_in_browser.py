"""Sites come and go by their dates: planned hollow, standing with a circle, gone; and why."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

import geo
from tests.web.conftest import Open

pytestmark = pytest.mark.xdist_group("dates")  # whose tests share an opened page

EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km", kurecik="1500 km")
THIRD = geo.scenario("third-site").with_ranges(interceptor="1000 km")
API = "window.shieldmap.maps[0]"


def show(page: Page, day: str | None) -> None:
    page.evaluate(f"day => {API}.setDate(day)", day)


def row(page: Page, place: str) -> Locator:
    return page.locator(f'[data-place="{place}"]')


def marker(page: Page, name: str) -> Locator:
    return page.locator(f'.sm-site[aria-label^="{name}"]')


def drawn(page: Page) -> dict[str, bool]:
    """Return the sites on the map by the start of their names, and whether they are hollow."""
    found = page.locator(".sm-site").evaluate_all(
        """all => all.map(each => [
            each.getAttribute("aria-label"), each.querySelector(".sm-hollow") !== null])"""
    )
    return {" ".join(label.split()[:3]).rstrip(","): hollow for label, hollow in found}


def circles(page: Page) -> list[str]:
    ids = ["deveselu", "redzikowo", "kurecik"]
    found = page.evaluate(f"ids => ids.filter(id => {API}.shape(id) !== null)", ids)
    return [str(each) for each in found]


@pytest.fixture(scope="module")
def shared(open_once: Open) -> Page:
    return open_once(EPAA)


@pytest.fixture
def page(shared: Page) -> Iterator[Page]:
    """The page of the numbers above; afterwards it is on any date again."""
    yield shared
    shared.keyboard.press("Escape")
    show(shared, None)


def test_sites_come_by_their_events(page: Page) -> None:
    romania, poland, radar = "Aegis Ashore Romania", "Aegis Ashore Poland", "Kürecik radar, Malatya"
    everything = dict.fromkeys(
        [romania, poland, radar, "Naval Station Rota", "Headquarters Allied Air"], False
    )
    assert drawn(page) == everything
    assert circles(page) == ["deveselu", "redzikowo", "kurecik"]
    show(page, "2008-01-01")
    expect(page.locator(".sm-site")).to_have_count(0)
    assert circles(page) == []
    show(page, "2011-09-13")
    expect(page.locator(".sm-site")).to_have_count(3)
    assert drawn(page) == {romania: True, poland: True, radar: True}
    assert circles(page) == []
    show(page, "2018-12-31")
    expect(page.locator(".sm-site")).to_have_count(5)
    assert drawn(page) == everything | {poland: True}
    assert circles(page) == ["deveselu", "kurecik"]
    show(page, None)
    expect(page.locator(".sm-hollow")).to_have_count(0)
    assert circles(page) == ["deveselu", "redzikowo", "kurecik"]


def test_a_row_says_what_its_site_was_and_by_which_source(page: Page) -> None:
    said = row(page, "deveselu").locator(".sm-standing")
    expect(said).to_have_count(0)
    rule = "by the first source that says so (others: 12 May 2016, 8 Jul 2016)."
    for day, words in [
        ("2008-01-01", "Not there yet on that day; first: Site selected, May 2011."),
        (
            "2014-01-01",
            f"Planned on that day: Ground broken, 28 Oct 2013. Operating from 18 Dec 2015 {rule}",
        ),
        (
            "2016-06-01",
            f"Latest: Certified for operations, 12 May 2016. Operating from 18 Dec 2015 {rule}",
        ),
    ]:
        show(page, day)
        expect(said).to_have_text(words)
    show(page, "2012-02-02")
    expect(row(page, "ramstein").locator(".sm-standing")).to_have_text(
        "Planned on that day: Named as the command centre, 2 Feb 2012. Operating from May 2012."
    )
    expect(page.locator(".sm-rule")).to_contain_text(
        "2 Feb 2012: a site counts from the first source that says it operates"
    )
    show(page, None)
    expect(page.locator(".sm-rule, .sm-standing")).to_have_count(0)


def test_a_planned_site_says_so_on_the_map_and_in_its_popup(page: Page) -> None:
    show(page, "2018-12-31")
    poland = marker(page, "Aegis Ashore Poland")
    label = "Aegis Ashore Poland, Redzikowo near Słupsk · planned, interceptor site"
    expect(poland).to_have_attribute("aria-label", label)
    expect(poland.locator(".sm-label")).to_contain_text("Redzikowo near Słupsk · planned")
    expect(row(page, "redzikowo").locator("label small")).to_have_text("planned")
    poland.press("Enter")
    popup = page.locator(".sm-popup")
    expect(popup.locator(".sm-kind")).to_contain_text("planned on 31 Dec 2018")
    expect(popup.locator(".sm-range")).to_have_text(
        "1,000 km under “entered in Python”, not drawn on that day"
    )
    expect(popup.get_by_text("After 31 Dec 2018")).to_be_visible()
    expect(popup.locator(".sm-events:not(.sm-later) li")).to_have_count(4)
    later = popup.locator(".sm-events.sm-later li")
    expect(later).to_have_count(4)
    expect(later.first).to_contain_text("Accepted by the US Navy")
    show(page, None)
    expect(popup.locator(".sm-later")).to_have_count(0)
    expect(poland).not_to_have_attribute("aria-label", label)


def test_the_timeline_tells_what_was_still_to_come(page: Page) -> None:
    page.get_by_text("Timeline and sources").click()
    show(page, "2013-10-23")
    timeline = page.locator(".sm-timeline")
    expect(timeline.get_by_text("After 23 Oct 2013")).to_be_visible()
    expect(timeline.locator(".sm-events.sm-later li")).to_have_count(2)
    expect(timeline.locator(".sm-phase.sm-later")).to_have_count(0)
    show(page, "2009-01-01")
    expect(timeline.locator(".sm-phase.sm-later")).to_have_count(4)


def test_dragging_by_keyboard_keeps_the_slider_in_place_and_its_focus(page: Page) -> None:
    slider = page.get_by_label("Month, 2007 to 2026")
    slider.scroll_into_view_if_needed()
    slider.press("Home")
    expect(page.locator(".sm-site")).to_have_count(0)
    before = slider.bounding_box()
    for _ in range(5):
        slider.press("PageUp")
    expect(slider).to_be_focused()
    after = slider.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 3  # though the rows above it say more or less
    expect(page.locator(".sm-site").first).to_be_visible()
    # What changes is said by one live region, and rows say it only to those who go there.
    expect(page.locator("[aria-live] .sm-standing, .sm-standing[aria-live]")).to_have_count(0)
    expect(page.locator("[aria-live] .sm-rule, .sm-rule[aria-live]")).to_have_count(0)


def test_what_never_operated_counts_as_a_plan_and_goes(open_page: Open) -> None:
    page = open_page(THIRD)
    said = row(page, "redzikowo-gbi").locator(".sm-standing")
    show(page, "2008-09-01")
    expect(said).to_have_text(
        "Latest: Agreement signed, 20 Aug 2008. "
        "No source here says that it operated: it counts as the plan it was."
    )
    assert page.evaluate(f"{API}.shape('redzikowo-gbi') !== null")
    show(page, "2009-09-18")
    expect(said).to_have_text("Gone on that day: Cancelled, 17 Sep 2009.")
    expect(page.locator(".sm-site")).to_have_count(0)
    assert page.evaluate(f"{API}.shape('redzikowo-gbi') === null")
