"""The shares table in a real browser: the figures of `geo.shares`, live, by date and in words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

import geo
from layers import CoverageMap
from tests.hostile import TOGETHER
from tests.web.conftest import PHONE, UNFOLD, Open

pytestmark = pytest.mark.xdist_group("shares")  # whose tests share an opened page

EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km")
EVERY_KIND = {
    "deveselu": {"range": "900 km", "inner": "200 km", "bearings": [300, 80]},
    "redzikowo": {"low": "400 km", "high": "800 km"},
    "kurecik": {"range": "700 km", "inner": "300 km"},
    "iran": "2000 km",
    "sea": "300 km",
}
API = "window.shieldmap.maps[0]"


def settled(
    page: Page, scenario: geo.Scenario, on: str | None = None, area: str = "nato-europe"
) -> Any:
    """Return Python's figures once the page shows its exact total, which is the same."""
    rows = geo.shares(scenario, area, on=on).set_index("area")
    expect(page.locator(f'tr[data-area="{area}"]')).to_contain_text(percent(rows.share[area]))
    expect(page.locator(".sm-said")).to_contain_text(percent(rows.share[area]))
    return rows


def percent(share: float) -> str:
    return f"{share:.2%}".replace("%", "\u00a0%")


def cells(page: Page, area: str) -> list[str]:
    return page.locator(f'tr[data-area="{area}"] > *').all_inner_texts()


@pytest.fixture(scope="module")
def shared(open_once: Open) -> Page:
    return open_once(EPAA)


@pytest.fixture
def page(shared: Page) -> Iterator[Page]:
    """The page of the numbers above; afterwards it shows them again, on any date."""
    yield shared
    shared.evaluate(f"() => {{ {API}.setDate(null); {API}.setRange('deveselu', 1_000_000) }}")


@pytest.mark.parametrize("on", ["2018-12-31", "2007-04-26", None])
def test_the_table_shows_what_python_computes_to_the_last_digit(page: Page, on: str | None) -> None:
    page.evaluate(f"on => {API}.setDate(on)", on)
    wanted = settled(page, EPAA, on)
    assert page.locator("tr[data-area]").count() == len(wanted)
    for area in ["nato-europe", "NOR", "ROU", "TUR", "ISL"]:
        row = wanted.loc[area]
        shown = [row["name"], f"{row.area_km2:,.0f}", percent(row.share)]
        assert [cell.strip() for cell in cells(page, area)] == shown
    found = page.evaluate(f"{API}.shares")
    assert [row["area"] for row in found] == list(wanted.index)
    for row in found:
        for column in ["area_km2", "covered_km2", "share"]:
            assert row[column] == pytest.approx(wanted.loc[row["area"], column], rel=1e-8)


def test_columns_sort_and_say_so(page: Page) -> None:
    wanted = settled(page, EPAA).iloc[:-1]
    first = page.locator("tbody tr").nth(1)
    head = page.get_by_role("columnheader")
    expect(page.locator("tbody tr").first).to_contain_text("NATO Europe")
    expect(head.nth(2)).to_have_attribute("aria-sort", "descending")
    for name, nth, sort, area in [
        ("Country", 0, "ascending", "ALB"),
        ("Area", 1, "descending", wanted.area_km2.idxmax()),
        ("Area", 1, "ascending", wanted.area_km2.idxmin()),
    ]:
        page.get_by_role("button", name=re.compile(f"^{name}")).click()
        expect(head.nth(nth)).to_have_attribute("aria-sort", sort)
        expect(first).to_have_attribute("data-area", str(area))
    expect(page.locator("tbody tr").first).to_contain_text("NATO Europe")


def test_the_date_by_slider_and_by_keyboard(page: Page) -> None:
    expect(page.get_by_label("any date")).to_be_checked()
    slider = page.get_by_label("Month, 2007 to 2026")
    expect(slider).to_have_attribute("aria-valuetext", "any date")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "1 Jan 2007")
    expect(page.get_by_label("any date")).not_to_be_checked()
    slider.press("ArrowRight")
    expect(page.get_by_label("Day", exact=True)).to_have_value("2007-02-01")
    settled(page, EPAA, "2007-02-01")


def test_a_day_before_the_treaty_is_refused_in_words(page: Page) -> None:
    page.get_by_label("Day", exact=True).fill("1949-04-03")
    expect(page.get_by_role("alert")).to_contain_text("before NATO's treaty")
    settled(page, EPAA)
    page.get_by_label("Day", exact=True).fill("1949-04-04")
    expect(page.get_by_role("alert")).to_have_count(0)
    settled(page, EPAA, "1949-04-04")


def test_the_sentence_says_it_after_the_pause_only(page: Page) -> None:
    page.get_by_label("Day", exact=True).fill("2018-12-31")
    wanted = settled(page, EPAA, "2018-12-31")
    words = (
        f"Under “entered in Python”, {percent(wanted.share['nato-europe'])} of NATO Europe "
        "(31 Dec 2018: 29 members, 27 European) lies inside at least one shape."
    )
    said = page.locator(".sm-shares [aria-live=polite]")
    expect(said).to_have_text(words)
    now = page.evaluate(
        f"""async () => {{
            {API}.setRange("deveselu", 300000);
            for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame);
            return ["sentence", "said"].map(k => document.querySelector(`.sm-${{k}}`).textContent);
        }}"""
    )
    assert now[0] != words
    assert now[1] == words
    expect(said).not_to_have_text(words)


def test_the_table_follows_every_edit(page: Page) -> None:
    settled(page, EPAA)
    page.get_by_label("Range of Aegis Ashore Romania (Deveselu)", exact=True).fill("1500")
    settled(page, EPAA.with_ranges(redzikowo="1000 km", deveselu="1500 km"))
    page.get_by_role("checkbox", name="Aegis Ashore Romania").uncheck()
    settled(page, EPAA.with_ranges(redzikowo="1000 km"))
    page.get_by_label("Of", exact=True).select_option("article-6")
    settled(page, EPAA.with_ranges(redzikowo="1000 km"), area="article-6")


def test_every_kind_of_shape_counts_as_in_python(open_page: Open) -> None:
    scenario = EPAA.with_ranges(EVERY_KIND)
    page = open_page(scenario)
    wanted = settled(page, scenario)
    for area in ["ITA", "ROU", "TUR", "POL"]:
        assert percent(wanted.share[area]) in cells(page, area)[-1]


def test_sites_count_and_are_drawn_by_their_dates(open_page: Open) -> None:
    sites = {
        "old": geo.Site(name="Old", kind="radar", lon=24, lat=45, to="2018"),
        "new": geo.Site(name="New", kind="radar", lon=20, lat=52, from_="2016-05"),
    }
    scenario = geo.Scenario(title="dates", sites=sites).with_ranges(radar="400 km")
    page = open_page(scenario)
    settled(page, scenario)
    for on, drawn in [("2016-04-30", [True, False]), ("2019-01-01", [False, True])]:
        page.evaluate(f"on => {API}.setDate(on)", on)
        settled(page, scenario, on)
        shapes = page.evaluate(f"['old', 'new'].map(id => {API}.shape(id) !== null)")
        assert shapes == drawn
        expect(page.locator(".sm-site")).to_have_count(1)
        gone = "New" if drawn[0] else "Old"
        expect(page.get_by_text("Not counted on that day")).to_contain_text(gone)
    page.get_by_label("any date").check()
    settled(page, scenario)
    assert page.evaluate(f"{API}.shape('old') !== null")


@pytest.mark.parametrize("text", [TOGETHER])
def test_hostile_names_are_only_names(open_page: Open, text: str) -> None:
    site = geo.Site(name=text, kind="radar", lon=24, lat=45, from_="2020")
    estimate = geo.Estimate(name=text, ranges={"a": geo.Range(range_m=5e5)})
    scenario = geo.Scenario(title="t", sites={"a": site}, estimates=[estimate])
    page = open_page(scenario)
    settled(page, scenario)
    assert f"Under “{text}”" in str(page.locator(".sm-sentence").text_content())
    page.evaluate(f"{API}.setDate('2018-12-31')")
    assert text in str(page.get_by_text("Not counted on that day").text_content())


def test_without_ranges_it_says_so(open_page: Open) -> None:
    page = open_page(geo.scenario("epaa"))
    expect(page.locator(".sm-said")).to_contain_text("no range counts yet")


def test_a_phone_shows_it_without_scrolling_sideways(open_page: Open) -> None:
    page = open_page(EPAA, unfold=False, size=PHONE)
    expect(page.locator(".sm-table")).not_to_be_visible()
    page.get_by_text("by country", exact=True).click()
    expect(page.locator(".sm-table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    body = page.locator(".sm-body")
    assert body.evaluate("e => e.scrollWidth <= e.clientWidth")


SAID = """
    window.said = [];
    const look = () => {
        const rows = [...document.querySelectorAll(".sm-shares tr[data-area]")];
        const said = rows.map(({ dataset, lastChild }) => `${dataset.area} ${lastChild.innerText}`);
        if (said.length && said.join() !== window.said.at(-1)?.join()) window.said.push(said);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""


@pytest.mark.parametrize(("ending", "known"), [("", True), ("#v=1&iran=2000km", False)])
def test_what_was_counted_when_the_page_was_written_is_said_first(
    ending: str, known: bool, context: BrowserContext, tmp_path: Path
) -> None:
    sites = {name: number for name, number in EVERY_KIND.items() if name != "sea"}
    html = CoverageMap(EPAA.with_ranges(sites)).html()
    found = re.search('"share":([^}]+)}],"exact"', html)
    assert found is not None
    file = tmp_path / "map.html"
    # A number that the page would not count tells where its first one came from.
    file.write_text(html.replace(found[0], found[0].replace(found[1], "0.1234")))
    page = context.new_page()
    page.add_init_script(SAID)
    page.goto(file.as_uri() + ending)
    counted = percent(float(found[1]))
    expect(page.locator(".sm-said")).to_contain_text(counted)
    page.evaluate(UNFOLD)
    first, *later = page.evaluate("window.said")
    totals = [next(row for row in said if "nato-europe" in row) for said in (first, *later)]
    if known:
        # Once it has counted them itself, the same stands there, and nothing between.
        assert [first] == [[row.replace(counted, "12.34\u00a0%") for row in said] for said in later]
    else:
        assert not any("12.34" in total for total in totals)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    assert "0.1234" not in download.value.path().read_text()
