"""Comparing two estimates in a real browser: geo.compare's figures, the divider, who is hovered."""

import io
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyproj
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

import geo
from tests.hostile import TOGETHER
from tests.web.conftest import UNFOLD, Open
from tests.web.shots import shot

pytestmark = pytest.mark.xdist_group("compare")  # whose tests share two opened pages

API = "window.shieldmap.maps[0]"
COLUMNS = ["before", "after", "gained", "lost"]
SWITCH = "Compare two estimates on the map"
DIVIDER = "Divider of the map"
MARKED = re.compile(r"\bsm-marked\b")

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
  - name: Analyst C
    ranges:
      deveselu: 500 km
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    file = tmp_path / "two.yaml"
    file.write_text(TWO)
    return file


def percent(share: float) -> str:
    return f"{share:.2%}".replace("%", "\u00a0%")


def compared(scenario: geo.Scenario, before: str, after: str, on: str | None = None) -> Any:
    one, other = (geo.Moment(scenario, name, on) for name in (before, after))
    return geo.compare(one, other, "nato-europe").set_index("area")


def settled(page: Page, wanted: Any) -> None:
    """Wait until the page shows Python's totals, to the last digit."""
    total = wanted.loc["nato-europe"]
    for name in COLUMNS:
        km2 = total[f"{name}_km2"]
        cells = page.locator(f'tr[data-change="{name}"] td')
        expect(cells).to_have_text([f"{km2:,.0f}", percent(km2 / total["area_km2"])])


@pytest.fixture(scope="module")
def shared(open_once: Open, tmp_path_factory: pytest.TempPathFactory) -> Page:
    file = tmp_path_factory.mktemp("shared") / "two.yaml"
    file.write_text(TWO)
    return open_once(geo.scenario(file))


@pytest.fixture
def page(shared: Page) -> Iterator[Page]:
    """The page of the three opinions; afterwards it compares nothing, on any date."""
    shared.evaluate(UNFOLD)
    yield shared
    shared.evaluate(f"{API}.setDate(null)")
    for name in (SWITCH, "Show agreement on the map"):
        shared.get_by_label(name).uncheck()


@pytest.mark.parametrize("on", ["2018-12-31", None])
def test_the_page_shows_what_python_counts_to_the_last_digit(
    page: Page, two: Path, on: str | None
) -> None:
    scenario = geo.scenario(two)
    page.evaluate(f"on => {API}.setDate(on)", on)
    page.get_by_label(SWITCH).check()
    wanted = compared(scenario, "Analyst A", "Analyst B", on)
    assert (wanted.loc["nato-europe", ["gained_km2", "lost_km2"]] > 1000).all()
    settled(page, wanted)
    total = wanted.loc["nato-europe"]
    gained, lost = (
        f"{total[f'{name}_km2']:,.0f} km² ({percent(total[f'{name}_km2'] / total['area_km2'])})"
        for name in ("gained", "lost")
    )
    day = "today" if on is None else "31 Dec 2018"
    expect(page.locator(".sm-compare .sm-sentence")).to_have_text(
        f"From “Analyst A” to “Analyst B”, NATO Europe ({day}) gains {gained} and loses {lost}."
    )
    page.get_by_text("change by country", exact=True).click()
    shown = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-compared]")].map(row => [
            row.dataset.compared, [...row.cells].map(cell => cell.textContent)]))"""
    )
    assert set(shown) == set(wanted.index) - {"nato-europe"}
    for area, (name, *cells) in shown.items():
        row = wanted.loc[area]
        km2 = [row[f"{column}_km2"] for column in COLUMNS]
        assert name == row["name"]
        assert cells == [f"{each:,.0f} {percent(each / row['area_km2'])}" for each in km2]
    found = page.evaluate(f"{API}.compare('Analyst A', 'Analyst B')")
    assert [row["area"] for row in found] == list(wanted.index)
    for row in found:
        for column in ["area", *COLUMNS]:
            known = wanted.loc[row["area"], f"{column}_km2"]
            assert row[f"{column}_km2"] == pytest.approx(known, rel=1e-7, abs=0.01)


def test_agreement_and_comparing_take_each_others_place(page: Page) -> None:
    agreement, comparing = page.get_by_label("Show agreement on the map"), page.get_by_label(SWITCH)
    agreement.check()
    expect(page.locator(".sm-compare")).to_contain_text("comparing takes its place")
    comparing.check()
    expect(agreement).not_to_be_checked()
    divider = page.get_by_role("slider", name=DIVIDER)
    expect(divider).to_be_visible()
    agreement.check()
    expect(comparing).not_to_be_checked()
    expect(divider).to_be_hidden()


def test_the_divider_by_keyboard(page: Page) -> None:
    page.get_by_label(SWITCH).check()
    divider = page.get_by_role("slider", name=DIVIDER)
    divider.focus()
    at = 50
    presses = [
        ("ArrowRight", 52), ("ArrowUp", 54), ("ArrowLeft", 52), ("ArrowDown", 50),
        ("PageUp", 60), ("PageDown", 50), ("Home", 0), ("ArrowLeft", 0), ("End", 100),
        ("PageUp", 100), ("PageDown", 90),
    ]  # fmt: skip
    before = page.evaluate("location.hash")
    for key, at in presses:
        page.keyboard.press(key)
        expect(divider).to_have_attribute("aria-valuenow", str(at))
    middle, ground = box_of(divider), box_of(page.locator(".sm-map"))
    assert middle["x"] + middle["width"] / 2 == pytest.approx(ground["width"] * at / 100, abs=1)
    said = "90 %, Analyst A on the left, Analyst B on the right"
    expect(divider).to_have_attribute("aria-valuetext", said)
    page.keyboard.press("Escape")
    expect(divider).to_be_hidden()
    expect(page.get_by_label(SWITCH)).not_to_be_checked()
    expect(page.locator(".sm-map")).to_be_focused()
    assert "map=" not in before + page.evaluate("location.hash")  # the arrow keys moved no map


def test_a_link_brings_back_what_is_compared(page: Page) -> None:
    page.get_by_label(SWITCH).check()
    page.wait_for_url("**compare=2**")
    page.get_by_label("Analyst A with").select_option("Analyst C")
    page.wait_for_url("**compare=3**")
    page.reload()
    page.wait_for_function("() => window.shieldmap?.maps?.length === 1")
    expect(page.get_by_role("slider", name=DIVIDER)).to_be_visible()
    expect(page.locator(".sm-side-name")).to_have_text(["Analyst A", "Analyst C"])
    expect(page.get_by_label("Analyst A with")).to_have_value("Analyst C")
    page.go_back()
    expect(page.locator(".sm-side-name")).to_have_text(["Analyst A", "Analyst B"])


def test_it_follows_edits_the_other_estimate_and_whichever_is_active(page: Page, two: Path) -> None:
    page.get_by_label(SWITCH).check()
    page.get_by_label("Analyst A with").select_option("Analyst C")
    settled(page, compared(geo.scenario(two), "Analyst A", "Analyst C"))
    page.get_by_role("radio", name="Analyst B").check()
    settled(page, compared(geo.scenario(two), "Analyst B", "Analyst C"))
    poland = "Range of Aegis Ashore Poland (Redzikowo near Słupsk)"
    page.get_by_label(poland, exact=True).fill("1100")
    two.write_text(TWO.replace("1400 km", "1100 km"))
    settled(page, compared(geo.scenario(two), "Analyst B", "Analyst C"))
    expect(page.locator(".sm-side-name")).to_have_text(["Analyst B", "Analyst C"])


def test_one_estimate_is_compared_with_nothing(open_page: Open) -> None:
    page = open_page(geo.scenario("epaa").with_ranges(deveselu="1000 km"))
    expect(page.locator(".sm-compare")).to_have_count(0)
    page.get_by_role("button", name="Duplicate").click()
    page.evaluate(UNFOLD)
    page.get_by_label(SWITCH).check()
    expect(page.get_by_role("slider", name=DIVIDER)).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("slider", name=DIVIDER)).to_be_hidden()


def box_of(element: Locator) -> Any:
    box = element.bounding_box()
    assert box is not None
    return box


def discs(name: str = "A") -> geo.Scenario:
    """Return 300 km under one estimate, 600 km under another, round one place."""
    site = geo.Site(name="o", kind="radar", lon=25, lat=44)
    ranges = {name: 3e5, "B": 6e5}
    return geo.Scenario(
        title="t",
        sites={"centre": site},
        estimates=[
            geo.Estimate(name=each, ranges={"centre": geo.Range(range_m=metres)})
            for each, metres in ranges.items()
        ],
    )


WORLD = 256.0 * 32  # pixels round the equator at zoom 5
TURNS = "#v=1&map=44,25,5"


def across(metres: float) -> float:
    """Return how many pixels along the 44th parallel a distance from the middle is, on a sphere."""
    return metres / (6_378_137 * math.cos(math.radians(44))) / (2 * math.pi) * WORLD


def picture(page: Page) -> Image.Image:
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return Image.open(io.BytesIO(shot(page.locator(".sm-map")))).convert("RGB")


def patches(page: Page) -> list[bytes]:
    """Return what is seen 450 km west of the middle, and 450 km east of it."""
    seen = picture(page)
    x, y, off = seen.width / 2, seen.height / 2, across(4.5e5)
    return [seen.crop((int(at) - 3, int(y) - 3, int(at) + 3, int(y) + 3)).tobytes()
            for at in (x - off, x + off)]  # fmt: skip


@pytest.fixture(scope="module")
def two_discs(open_once: Open) -> Page:
    return open_once(discs())


def seen_whole(page: Page) -> Page:
    """Show the map round the place, and nothing that was set before."""
    page.evaluate(f"location.hash = '{TURNS}'")
    page.wait_for_function("() => location.hash.includes('map=44,25,5')")
    page.wait_for_timeout(100)
    return page


def test_pointing_at_a_ring_or_a_row_marks_the_row_the_site_and_the_ring(two_discs: Page) -> None:
    page = seen_whole(two_discs)
    page.get_by_label(SWITCH).check()
    ground = box_of(page.locator(".sm-map"))
    x, y = ground["x"] + ground["width"] / 2, ground["y"] + ground["height"] / 2
    row, site = page.locator("[data-place=centre]"), page.locator(".sm-site")
    is_marked = "e => e.classList.contains('sm-marked')"
    calm = picture(page).tobytes()
    for off, marked in [(-3e5, True), (-6e5, False), (6e5, True), (3e5, False)]:
        page.mouse.move(x + across(off) * 0.9995, y + 1, steps=2)
        page.wait_for_timeout(100)
        assert [each.evaluate(is_marked) for each in (row, site)] == [marked, marked], off
    row.locator(".sm-name").hover()
    expect(site).to_have_class(MARKED)
    assert picture(page).tobytes() != calm
    page.mouse.move(5, 795)
    expect(site).not_to_have_class(MARKED)
    row.get_by_role("checkbox").focus()
    expect(site).to_have_class(MARKED)


def test_each_side_shows_its_own_estimate_while_dragged_and_panned(two_discs: Page) -> None:
    page = seen_whole(two_discs)
    bare = patches(page)  # 300 km do not reach there
    page.get_by_role("radio", name="B no source given").check()
    covered = patches(page)
    assert bare[0] != covered[0]
    assert bare[1] != covered[1]
    page.get_by_role("radio", name="A no source given").check()
    page.get_by_label(SWITCH).check()
    divider = page.get_by_role("slider", name=DIVIDER)
    expect(divider).to_be_visible()
    assert patches(page) == [bare[0], covered[1]]
    start = box_of(divider)
    grab = start["x"] + start["width"] / 2 + 3, start["y"] + 80
    page.mouse.move(*grab)
    page.mouse.down()
    page.mouse.move(grab[0] - 200, grab[1] + 30, steps=4)
    page.mouse.up()
    assert box_of(divider)["x"] == pytest.approx(start["x"] - 200, abs=1)
    assert patches(page) == covered
    assert "map=44,25,5" in page.evaluate("location.hash")  # the map stayed where it was
    page.mouse.move(grab[0] + 150, grab[1])
    page.mouse.down()
    page.mouse.move(grab[0] + 190, grab[1], steps=4)
    assert box_of(divider)["x"] == pytest.approx(start["x"] - 200, abs=1)  # the map moved below it
    page.mouse.up()
    divider.focus()
    page.keyboard.press("End")
    page.evaluate(f"location.hash = '{TURNS}&compare=2'")
    page.wait_for_timeout(100)
    assert patches(page) == bare


def test_a_finger_moves_the_divider_on_a_phone(open_page: Open) -> None:
    page = open_page(discs("An estimate with a long name " * 4))
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label(SWITCH).check()
    divider = page.get_by_role("slider", name=DIVIDER)
    box = box_of(divider)
    assert min(box["width"], box["height"]) >= 24
    assert divider.evaluate("e => getComputedStyle(e).touchAction") == "none"
    session = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + 120

    def touch(kind: str, *points: float) -> None:
        spots = [{"x": at, "y": y} for at in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

    touch("touchStart", x)
    touch("touchMove", x - 40)
    touch("touchMove", x - 90)
    touch("touchEnd")
    assert box_of(divider)["x"] == pytest.approx(box["x"] - 90, abs=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for name in page.locator(".sm-side-name bdi").all():
        at = box_of(name)
        assert at["x"] >= 0
        assert at["x"] + at["width"] <= 390


@pytest.mark.parametrize("text", [TOGETHER])
def test_names_are_text_on_the_divider_and_in_the_tables(open_page: Open, text: str) -> None:
    scenario = discs(text)
    page = open_page(scenario)
    page.get_by_label(SWITCH).check()
    names = page.locator(".sm-side-name")
    expect(names).to_have_count(2)
    assert names.all_text_contents() == [text, "B"]
    assert page.locator('tr[data-change="before"] bdi').text_content() == text


RADAR = (0x00, 0x73, 0x5A)  # the colour of radars' rings in the light
SEEN = """points => {
    const canvas = document.querySelector(".leaflet-sm-overlay-pane canvas");
    const [a, b] = [canvas, document.querySelector(".sm-map")].map(e => e.getBoundingClientRect());
    const scale = canvas.width / a.width, context = canvas.getContext("2d");
    return points.map(([x, y]) => [...context.getImageData(
        Math.floor((b.x + b.width / 2 + x - a.x) * scale),
        Math.floor((b.y + b.height / 2 + y - a.y) * scale), 1, 1).data]);
}"""


def at(azimuth: float, metres: float) -> tuple[float, float]:
    """Return where on the map a place is, in pixels right of and below the middle."""
    lon, lat, _ = pyproj.Geod(ellps="WGS84").fwd(25, 44, azimuth, metres)

    def north(lat: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))

    return (lon - 25) / 360 * WORLD, (north(44) - north(lat)) / (2 * math.pi) * WORLD


def test_a_band_is_dense_to_its_low_end_lighter_to_its_high_end_and_its_low_ring_is_dotted(
    open_page: Open,
) -> None:
    site = geo.Site(name="o", kind="radar", lon=25, lat=44)
    band = geo.Estimate(name="A", ranges={"centre": geo.Range(low_m=3e5, high_m=6e5)})
    page = seen_whole(open_page(geo.Scenario(title="t", sites={"centre": site}, estimates=[band])))
    inside, between, outside = (
        page.evaluate(SEEN, [at(200, metres)])[0][3] for metres in (2e5, 4.5e5, 7.5e5)
    )
    assert outside == 0
    assert between > 10
    assert inside > 2 * between
    lines = {}
    for metres in (3e5, 6e5):
        pixels = page.evaluate(SEEN, [at(az / 4, metres) for az in range(100 * 4, 260 * 4)])
        lines[metres] = sum(math.dist(each[:3], RADAR) < 90 for each in pixels) / len(pixels)
    assert lines[6e5] > 0.95, lines
    assert 0.15 < lines[3e5] < 0.8
