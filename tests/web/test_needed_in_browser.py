"""'Range needed' beneath a row of the shares table: the command's numbers, by mouse and by keys."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import geo
from layers.cli import main
from tests.hostile import TOGETHER
from tests.web.conftest import PHONE, Open

pytestmark = pytest.mark.xdist_group("needed")  # whose tests share an opened page

EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km", kurecik="1500 km")
API = "window.shieldmap.maps[0]"
DEVESELU = "Aegis Ashore Romania (Deveselu)"


def command(capsys: pytest.CaptureFixture[str], place: str, *options: str) -> Any:
    assert main(["needed", place, "--format", "json", *options]) == 0
    return json.loads(capsys.readouterr().out)[0]


def ask(page: Page, name: str) -> Locator:
    button = page.get_by_role("button", name=f"Range needed for {name}")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    return page.get_by_role("group", name=f"Range needed for {name}")


def answer(page: Page) -> Locator:
    return page.locator(".sm-needed [aria-live=polite]")


def words(row: Any, name: str, of: str) -> str:
    return (
        f"To cover {of} of {name} from {DEVESELU}: {row['range_km']:,} km. "
        f"Nearest place {row['nearest_km']:,.0f} km, farthest {row['farthest_km']:,.0f} km away."
    ).replace(" km", "\u00a0km")


@pytest.fixture(scope="module")
def shared(open_once: Open) -> Page:
    return open_once(EPAA)


@pytest.fixture
def page(shared: Page) -> Iterator[Page]:
    """The page; afterwards nothing is asked, on any date, with the first site's number above."""
    yield shared
    for button in shared.locator(".sm-ask[aria-expanded=true]").all():
        button.click()
    shared.evaluate(f"() => {{ {API}.setDate(null); {API}.setRange('deveselu', 1_000_000) }}")


def test_the_api_refuses_in_words(page: Page) -> None:
    for call, said in [
        ("'nowhere', 'ROU'", "no site or region"),
        ("'deveselu', 'IRN'", "no row of the shares table"),
        ("'deveselu', 'ROU', 2", "above 0 and at most 1"),
    ]:
        wrong = page.evaluate(
            f"() => {{ try {{ {API}.neededRange({call}); return null }}"
            " catch (error) { return [error.name, error.message] } }"
        )
        assert wrong is not None, call
        assert wrong[0] == "RangeError"
        assert said in wrong[1]


def test_rows_keep_their_places_while_one_is_asked_about(page: Page) -> None:
    expect(page.locator("tr[data-area]").first).to_be_visible()
    ask(page, "Romania")
    expect(answer(page)).to_contain_text("To cover all of Romania")
    order = "[...document.querySelectorAll('tr[data-area]')].map(row => row.dataset.area)"
    before = page.evaluate(order)
    page.evaluate(f"{API}.setRange('deveselu', 50000)")
    expect(page.locator('tr[data-area="ROU"]')).not_to_contain_text("100.00")
    share = page.evaluate(f"{API}.shares.find(row => row.area === 'ROU').share")
    expect(page.locator('tr[data-area="ROU"]')).to_contain_text(f"{share:.2%}".rstrip("%"))
    assert page.evaluate(order) == before
    page.get_by_role("button", name="Range needed for Romania").click()
    expect(page.locator(".sm-needed")).to_have_count(0)
    page.wait_for_function(f"before => String({order}) !== String(before)", arg=before)


def test_a_row_answers_with_the_commands_number(
    page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    question = ask(page, "Romania")
    expect(question.get_by_label("From", exact=True)).to_have_value("deveselu")
    whole = command(capsys, "deveselu", "--cover", "ROU")
    expect(answer(page)).to_have_text(words(whole, "Romania", "all"))
    question.get_by_label("Share", exact=True).fill("75")
    part = command(capsys, "deveselu", "--cover", "ROU", "--share", "0.75")
    expect(answer(page)).to_have_text(words(part, "Romania", "75\u00a0%"))
    assert part["range_km"] < whole["range_km"]


def test_a_wrong_share_is_answered_at_its_field(page: Page) -> None:
    field = ask(page, "Romania").get_by_label("Share", exact=True)
    for text, said in [
        ("0", "not above 0"), ("120", "above 100"), ("-5", "below 0"), ("half", "no number"),
        ("", "There is no share"),
    ]:  # fmt: skip
        field.fill(text)
        expect(field, text).to_have_attribute("aria-invalid", "true")
        described = str(field.get_attribute("aria-describedby")).split()
        message = page.locator(f"#{described[-1]}")
        expect(message).to_contain_text(said)
        expect(message).to_contain_text("such as 90")
        expect(answer(page)).to_have_text("")
        expect(page.get_by_role("button", name=re.compile("^Use "))).to_have_count(0)
        field.fill("90")
        expect(field).to_have_attribute("aria-invalid", "false")
        expect(answer(page)).to_contain_text("To cover 90\u00a0% of Romania")


def test_the_total_answers_for_the_members_of_the_day(
    page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    page.evaluate(f"{API}.setDate('2007-04-26')")
    question = ask(page, "NATO Europe")
    question.get_by_label("From", exact=True).select_option("deveselu")
    for on in ["2007-04-26", "2018-12-31"]:
        page.evaluate(f"on => {API}.setDate(on)", on)
        row = command(capsys, "deveselu", "--cover", "nato-europe", "--share", "0.5", "--on", on)
        question.get_by_label("Share", exact=True).fill("50")
        expect(answer(page)).to_have_text(words(row, "NATO Europe", "50\u00a0%"))


def test_by_keyboard_alone(open_page: Open) -> None:
    page = open_page(EPAA)  # its own: where Tab leads first is what no one has moved
    expect(page.locator(".sm-said")).to_contain_text("of NATO Europe")
    page.get_by_role("button", name="Inside").focus()
    page.keyboard.press("Tab")
    first = page.get_by_role("button", name="Range needed for NATO Europe")
    expect(first).to_be_focused()
    button = page.get_by_role("button", name="Range needed for Poland")
    for _ in range(page.locator(".sm-ask").count()):
        page.keyboard.press("ArrowDown")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(answer(page)).to_contain_text("To cover all of Poland from Aegis Ashore Poland")
    page.keyboard.press("Tab")
    expect(page.get_by_label("From", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    field = page.get_by_label("Share", exact=True)
    expect(field).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("50")
    expect(answer(page)).to_contain_text("To cover 50\u00a0% of Poland")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wanted = page.evaluate(f"{API}.neededRange('redzikowo', 'POL', 0.5).range_m")
    assert 0 <= page.evaluate(f"{API}.ranges.redzikowo") - wanted < 1000
    page.keyboard.press("Escape")
    expect(page.locator(".sm-needed")).to_have_count(0)
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    for key in ["Enter", "Escape"]:
        page.keyboard.press(key)
    expect(page.locator(".sm-needed")).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("Home")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.sm-table')") is None


def test_an_answer_is_used_in_the_unit_of_its_place(page: Page) -> None:
    page.get_by_label(f"Unit of {DEVESELU}").select_option("mi")
    page.get_by_role("checkbox", name=DEVESELU).uncheck()
    ask(page, "Romania").get_by_label("From", exact=True).select_option("deveselu")
    metres = page.evaluate(f"{API}.neededRange('deveselu', 'ROU').range_m")
    miles = -int(-metres // 1609.344)
    expect(answer(page)).to_contain_text(f"{miles}\u00a0mi")
    use = page.get_by_role("button", name=f"Use {miles}\u00a0mi as the range of {DEVESELU}")
    use.click()
    assert page.evaluate(f"{API}.ranges.deveselu") == pytest.approx(miles * 1609.344)
    expect(page.get_by_text("is its range now")).to_be_visible()
    expect(page.get_by_role("checkbox", name=DEVESELU)).to_be_checked()
    expect(page.locator('tr[data-area="ROU"]')).to_contain_text("100.00\u00a0%")
    expect(use).to_be_focused()


def test_from_anywhere_in_a_region(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    question = ask(page, "Romania")
    question.get_by_label("From", exact=True).select_option("syria")
    expect(answer(page)).to_contain_text("from anywhere in Syria", timeout=30_000)
    row = command(capsys, "syria", "--cover", "ROU")
    said = re.search(r": ([\d,]+)\u00a0km", str(answer(page).text_content()))
    assert said is not None
    # Reaches are drawn by other hands there, each to 1 km.
    assert abs(int(said[1].replace(",", "")) - row["range_km"]) <= 1
    page.get_by_role("button", name=re.compile("^Use .* as the range of Syria")).click()
    assert page.evaluate(f"{API}.ranges.syria") == int(said[1].replace(",", "")) * 1000
    expect(page.get_by_text("does not count launch regions")).to_be_visible()


@pytest.mark.parametrize("text", [TOGETHER])
def test_hostile_names_are_only_names(open_page: Open, text: str) -> None:
    site = geo.Site(name=text, kind="radar", lon=24, lat=45)
    scenario = geo.Scenario(title="t", sites={"a": site}).with_ranges(a="300 km")
    page = open_page(scenario)
    ask(page, "Romania")
    expect(answer(page)).to_contain_text("To cover all of Romania from")
    assert f" from {text}: " in str(answer(page).text_content())


def test_on_a_phone_the_button_can_be_hit_and_nothing_scrolls_sideways(open_page: Open) -> None:
    page = open_page(EPAA, unfold=False, size=PHONE)
    page.locator(".sm-shares").get_by_text("by country", exact=True).click()
    box = page.get_by_role("button", name="Range needed for Romania").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    ask(page, "Romania")
    expect(answer(page)).to_contain_text("To cover all of Romania")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".sm-body").evaluate("body => body.scrollWidth <= body.clientWidth")
