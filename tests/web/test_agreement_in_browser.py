"""Agreement in a real browser: the figures of `shieldmap agreement`, and the map it is drawn on."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import geo
from layers import cli
from tests.hostile import TOGETHER
from tests.web.conftest import DESKTOP, PHONE, Open

pytestmark = pytest.mark.xdist_group("agreement")  # whose tests share an opened page

API = "window.shieldmap.maps[0]"
CLASSES = ["agreed", "disputed", "outside"]
SWITCH = "Show agreement on the map"

TWO = """
title: Two opinions
extends: epaa
estimates:
  - name: Analyst A
    ranges:
      deveselu: {low: 700 km, high: 1200 km}
      redzikowo: 1000 km
      kurecik: {range: 1500 km, bearings: [70, 300], inner: 200 km}
      sea: 300 km
      iran: 2000 km
  - name: Analyst B
    ranges:
      deveselu: 1500 km
      redzikowo: {range: 1400 km, inner: 200 km}
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    file = tmp_path / "two.yaml"
    file.write_text(TWO)
    return file


def percent(share: float) -> str:
    return f"{share:.2%}".replace("%", "\u00a0%")


def settled(page: Page, scenario: geo.Scenario, on: str | None = None) -> Any:
    """Return Python's figures once the page shows the exact total, which is the same."""
    rows = geo.agreement(scenario, "nato-europe", on=on).set_index("area")
    for name in CLASSES:
        total = page.locator(f'tr[data-class="{name}"]')
        expect(total).to_contain_text(percent(rows.loc["nato-europe", name]))
        expect(total).to_contain_text(f"{rows.loc['nato-europe', f'{name}_km2']:,.0f}")
    return rows


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, list[str]]:
    """Return the command's table: name, km2 of area and classes, and shares, as it prints them."""
    assert cli.main(["agreement", *arguments]) == 0
    line = re.compile(r" *(\S+) +(\S.*?)" + r" +([\d,]+)" * 4 + r" +([\d.]+%)" * 3)
    rows = map(line.match, capsys.readouterr().out.splitlines())
    return {row[1]: list(row.groups()[1:]) for row in rows if row}


@pytest.fixture(scope="module")
def shared(open_once: Open, tmp_path_factory: pytest.TempPathFactory) -> Page:
    file = tmp_path_factory.mktemp("shared") / "two.yaml"
    file.write_text(TWO)
    return open_once(geo.scenario(file))


@pytest.fixture
def page(shared: Page) -> Iterator[Page]:
    """The page of the two opinions; afterwards it is on any date, wide and folded again."""
    yield shared
    shared.evaluate(f"{API}.setDate(null)")
    shared.set_viewport_size(DESKTOP)
    if shared.locator(".sm-by-class").is_visible():
        shared.get_by_text("agreement by country", exact=True).click()


@pytest.mark.parametrize("on", ["2018-12-31", None])
def test_the_page_shows_what_the_command_prints_to_the_last_digit(
    page: Page, two: Path, capsys: pytest.CaptureFixture[str], on: str | None
) -> None:
    scenario = geo.scenario(two)
    page.evaluate(f"on => {API}.setDate(on)", on)
    wanted = settled(page, scenario, on)
    date = [] if on is None else ["--on", on]
    lines = printed(capsys, str(two), "--of", "nato-europe", "--by", "country", *date)
    page.get_by_text("agreement by country", exact=True).click()
    shown = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-agreement]")].map(row => [
            row.dataset.agreement, [...row.cells].map(cell => cell.textContent)]))"""
    )
    assert set(shown) == set(lines) == set(wanted.index)
    for area, (name, whole, *figures) in lines.items():
        km2, in_percent = figures[:3], [each.replace("%", "\u00a0%") for each in figures[3:]]
        both = [f"{share} {number}" for share, number in zip(in_percent, km2, strict=True)]
        assert shown[area] == [f"{name} {whole} km²", *both]
    # The loop's last line is the total, which the legend shows as well.
    for nth, class_ in enumerate(CLASSES):
        cells = page.locator(f'tr[data-class="{class_}"] td').all_inner_texts()
        assert cells == [km2[nth], in_percent[nth]]
    found = page.evaluate(f"{API}.agreement")
    assert [row["area"] for row in found] == list(wanted.index)
    for row in found:
        assert row["name"] == wanted.loc[row["area"], "name"]
        assert row["area_km2"] == pytest.approx(wanted.loc[row["area"], "area_km2"], rel=1e-9)
        for column in CLASSES:
            assert row[column] == pytest.approx(wanted.loc[row["area"], column], abs=1e-7)
            assert row[f"{column}_km2"] == pytest.approx(row[column] * row["area_km2"])


def test_it_says_it_in_words(page: Page, two: Path) -> None:
    scenario = geo.scenario(two)
    page.evaluate(f"{API}.setDate('2018-12-31')")
    total = settled(page, scenario, "2018-12-31").loc["nato-europe"]
    agreed, disputed, outside = (percent(total[name]) for name in CLASSES)
    section = page.locator(".sm-agreement")
    expect(section.locator(".sm-sentence")).to_have_text(
        f"Under all 3 readings {agreed} of NATO Europe (31 Dec 2018) lies inside; "
        f"under some but not all {disputed}; under none {outside}."
    )
    expect(section.locator(".sm-readings")).to_have_text(
        "The readings: “Analyst A” with its bands at their low ends; "
        "“Analyst A” with its bands at their high ends; “Analyst B”."
    )


def test_a_phone_shows_it_without_scrolling_sideways(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.get_by_text("agreement by country", exact=True).click()
    expect(page.locator(".sm-by-class")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".sm-body").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_it_follows_edits_sites_switched_off_and_whichever_estimate_is_active(
    page: Page, two: Path
) -> None:
    scenario = geo.scenario(two)
    before = settled(page, scenario).loc["nato-europe", "agreed"]
    page.get_by_role("radio", name="Analyst B").check()
    poland = "Range of Aegis Ashore Poland (Redzikowo near Słupsk)"
    page.get_by_label(poland, exact=True).fill("1100")
    two.write_text(TWO.replace("1400 km", "1100 km"))
    edited = settled(page, geo.scenario(two)).loc["nato-europe", "agreed"]
    assert edited < before
    page.get_by_role("checkbox", name="Aegis Ashore Romania").uncheck()
    two.write_text(re.sub(r".*deveselu.*\n", "", TWO.replace("1400 km", "1100 km")))
    settled(page, geo.scenario(two))  # two readings now in Python, with the band's site gone
    expect(page.locator(".sm-agreement .sm-sentence")).to_contain_text("Under all 3 readings")


def places_and_ranges() -> geo.Scenario:
    """Return a disc of 300 to 600 km and one of 450 km, and ports at known places round them."""
    at = {"agreed": 45.0, "disputed": 48.7, "outside": 53.0}
    sites = {
        name: geo.Site(name=name, kind="port", lon=25.0, lat=lat + 1e-9) for name, lat in at.items()
    }
    sites["centre"] = geo.Site(name="centre", kind="radar", lon=25, lat=44)
    estimates = [
        geo.Estimate(name="A", ranges={"centre": geo.Range(low_m=3e5, high_m=6e5)}),
        geo.Estimate(name="B", ranges={"centre": geo.Range(range_m=4.5e5)}),
    ]
    return geo.Scenario(title="t", sites=sites, estimates=estimates)


DRAWN = ".leaflet-sm-agreement-pane canvas"


def alphas(page: Page, pane: str, site: str) -> list[int]:
    """Return how opaque a canvas is in the 18 by 18 pixels round a site's mark; 0 without one."""
    found: list[int] = page.evaluate(
        """([pane, name]) => {
            const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`);
            if (!canvas) return [0];
            const mark = [...document.querySelectorAll(".sm-site")]
                .find(each => each.getAttribute("aria-label").startsWith(name));
            const [a, b] = [canvas, mark].map(each => each.getBoundingClientRect());
            const scale = canvas.width / a.width;
            const x = (b.x + b.width / 2 - a.x) * scale, y = (b.y + b.height / 2 - a.y) * scale;
            const { data } = canvas.getContext("2d").getImageData(x - 9, y - 9, 18, 18);
            return [...data].filter((_, k) => k % 4 === 3);
        }""",
        [pane, site],
    )
    return found


def test_the_switch_by_keyboard_draws_solid_hatched_and_nothing(open_page: Open) -> None:
    page = open_page(places_and_ranges())
    switch = page.get_by_label(SWITCH)
    expect(switch).not_to_be_checked()
    assert set(alphas(page, "sm-agreement", "agreed")) == {0}
    assert min(alphas(page, "sm-overlay", "agreed")) > 0  # what the shape covers
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).to_be_checked()
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    agreed, disputed, outside = (alphas(page, "sm-agreement", name) for name in CLASSES)
    assert len(set(agreed)) == 1
    assert agreed[0] > 60
    tint, lines = min(disputed), max(disputed)
    assert 0 < tint < lines - 80  # a pattern that needs no colour
    assert len(set(disputed)) > 3
    assert set(outside) == {0}
    assert 0 in alphas(page, "sm-overlay", "agreed")  # the fill has gone, lines may pass
    page.keyboard.press("Space")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert set(alphas(page, "sm-agreement", "agreed")) == {0}
    assert min(alphas(page, "sm-overlay", "agreed")) > 0


def test_the_map_follows_numbers_estimates_switches_and_the_theme(open_page: Open) -> None:
    page = open_page(places_and_ranges())
    page.get_by_label(SWITCH).check()
    expect_class(page, "disputed", "hatched")
    page.evaluate(f"{API}.setRange('centre', 500000)")  # the high end: beyond reach now
    expect_class(page, "disputed", "empty")
    page.get_by_role("radio", name="B no source given").check()
    page.evaluate(f"{API}.setRange('centre', 600000)")
    expect_class(page, "disputed", "hatched")
    expect_class(page, "agreed", "solid")
    light = page.locator(DRAWN).evaluate("e => e.toDataURL()")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "([canvas, was]) => document.querySelector(canvas).toDataURL() !== was",
        arg=[DRAWN, light],
    )
    expect_class(page, "agreed", "solid")
    page.get_by_role("checkbox", name="centre").uncheck()
    expect_class(page, "agreed", "empty")


def expect_class(page: Page, place: str, wanted: str) -> None:
    """Wait for what is painted at a place: solid, hatched or empty."""
    found = ""
    for _ in range(50):
        seen = alphas(page, "sm-agreement", place)
        found = "hatched" if len(set(seen)) > 1 else "solid" if seen[0] else "empty"
        if found == wanted:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{place} is {found}, not {wanted}")


def test_one_reading_says_what_it_takes(open_page: Open) -> None:
    page = open_page(geo.scenario("epaa").with_ranges(interceptor="1000 km"))
    section = page.locator(".sm-agreement")
    expect(section).to_contain_text("it takes a second estimate")
    expect(section).to_contain_text("or a band")
    expect(page.get_by_label(SWITCH)).to_have_count(0)
    assert page.evaluate(f"{API}.agreement") is None


def test_two_readings_are_said_as_two(open_page: Open) -> None:
    scenario = geo.scenario("epaa").with_ranges({"deveselu": {"low": "400 km", "high": "800 km"}})
    page = open_page(scenario)
    settled(page, scenario)
    sentence = page.locator(".sm-agreement .sm-sentence")
    expect(sentence).to_contain_text("Under both readings")
    expect(sentence).to_contain_text("under one of them only")


@pytest.mark.parametrize("text", [TOGETHER])
def test_hostile_names_are_only_names(open_page: Open, text: str) -> None:
    site = geo.Site(name=text, kind="radar", lon=24, lat=45)
    estimates = [
        geo.Estimate(name=text + ending, ranges={"a": geo.Range(range_m=5e5)}) for ending in "12"
    ]
    page = open_page(geo.Scenario(title="t", sites={"a": site}, estimates=estimates))
    readings = page.locator(".sm-readings bdi")
    expect(readings).to_have_count(2)
    assert readings.all_text_contents() == [f"{text}1", f"{text}2"]
