"""The page in its four languages: chosen, brought by a link, and complete."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import geo
from tests.web.conftest import UNFOLD, Open

pytestmark = pytest.mark.xdist_group("languages")  # whose tests share an opened page

EPAA = geo.scenario("epaa").with_ranges({"interceptor": "1000 km", "iran": "2000 km"})

NUMBER = "[data-place=deveselu] .sm-number"

# What the panel says and does not take from a file: names, sources, notes and titles are `bdi`,
# links and options of places.
WORDS = """() => {
  const all = [...document.querySelectorAll(
    ".sm-panel :is(h2, h3, button, input, select, label, legend, summary, caption, th, p, " +
    "option, small)")];
  const own = (element) => [...element.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim());
  const said = ["aria-label", "title", "placeholder"];
  return [...new Set(all
    .filter((each) => !each.closest(".sm-timeline ul, .sm-timeline dl, .sm-foot, .sm-notes, bdi"))
    .flatMap((each) => [...own(each), ...said.map((name) => each.getAttribute(name) ?? "")])
    .filter((text) => /\\p{L}{2}.*\\p{L}{2}/u.test(text)))];
}"""

# Names of places and of numbers, and words that all four languages share.
KEPT = {"GeoJSON", "SVG", "PNG", "KML", "CSV", "km²"}


def choose(page: Page, language: str) -> None:
    page.locator(".sm-language select").select_option(language)


@pytest.fixture(scope="module")
def shared(open_once: Open) -> Page:
    return open_once(EPAA)


@pytest.fixture
def page(shared: Page) -> Iterator[Page]:
    """The page of the numbers above; afterwards it is in English again."""
    yield shared
    choose(shared, "en")


def test_no_english_is_left_in_the_panel(page: Page) -> None:
    expect(page.locator(".sm-shares .sm-sentence")).to_contain_text("lies inside")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    names = {site.name for site in EPAA.sites.values()} | {
        each.name for each in EPAA.regions.values()
    }
    names |= {each.name for each in EPAA.estimates} | KEPT
    english = set(page.evaluate(WORDS)) - names
    assert {"Add an estimate", "Whose numbers", "Country", "enter a range"} <= english
    for language, shared in SHARED.items():
        choose(page, language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator(".sm-shares .sm-sentence")).not_to_contain_text("lies inside")
        page.evaluate(UNFOLD)
        assert english & set(page.evaluate(WORDS)) == shared


def test_a_link_brings_its_language_and_the_choice_goes_into_the_link(page: Page) -> None:
    choose(page, "ro")
    expect(page).to_have_url(re.compile("lang=ro"))
    choose(page, "en")
    expect(page).not_to_have_url(re.compile("lang="))
    page.evaluate("location.hash = '#v=1&lang=tr'")
    expect(page.locator("html")).to_have_attribute("lang", "tr")
    expect(page.locator(".sm-estimates h2")).to_have_text("Sayılar kimin")
    expect(page.locator(".sm-notice")).to_have_text("Temsilîdir: her menzili okur girmiştir")
    expect(page.locator(".leaflet-control-zoom-in")).to_have_attribute("aria-label", "Yakınlaştır")
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG", exact=True).click()
    drawn = Path(download.value.path()).read_text()
    assert "1.000 km" in drawn  # on the rings too, which were written in English before
    assert "1,000 km" not in drawn


def test_an_unknown_language_is_said_and_left_out(page: Page) -> None:
    page.evaluate("location.hash = '#v=1&lang=xx'")
    expect(page.locator(".sm-link-notice")).to_contain_text("“xx” is none of en, pl, ro, tr")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_polish_numbers_table_and_sentences(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".sm-shares .sm-sentence")).to_contain_text(
        "lies inside at least one shape."
    )
    choose(page, "pl")
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect(page.locator(".sm-shares .sm-table thead th").first).to_contain_text("Państwo")
    expect(page.locator(".sm-shares [data-area=POL] th")).to_have_text("Polska")
    sentence = page.locator(".sm-shares .sm-sentence")
    expect(sentence).to_contain_text("wewnątrz co najmniej jednego kształtu leży")
    number = page.locator(NUMBER)
    number.fill("1000,5")
    number.blur()
    expect(number).to_have_value("1000,5")
    expect(number).to_have_attribute("aria-invalid", "false")
    ranges = page.evaluate("shieldmap.maps[0].ranges")
    assert ranges["deveselu"] == 1_000_500
    share = page.locator(".sm-shares [data-area=ROU] td").last
    expect(share).to_contain_text("100,00%")


def test_ambiguous_thousands_are_refused_in_words(page: Page) -> None:
    choose(page, "tr")
    page.locator(NUMBER).fill("1.500")
    error = page.locator("[data-place=deveselu] .sm-error")
    expect(error).to_have_text("“1.500” binlik ayırıcı içeriyor; 1500 yazın")


# The same word in both languages.
SHARED = {
    "pl": {"radar", "Albania", "Estonia"},
    "ro": {"radar", "Albania", "Estonia", "Bulgaria", "Slovenia"},
    "tr": {"radar", "Türkiye"},
}
