"""The globe and the map round a site, in a real browser: what is painted where, what turns it."""

import math
import re
from collections.abc import Sequence

import pyproj
import pytest
from geographiclib.geodesic import Geodesic
from playwright.sync_api import Locator, Page, expect

import geo
from tests.web.conftest import Open
from tests.web.shots import shot

pytestmark = pytest.mark.xdist_group("globe")  # whose tests share an opened page

EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km", kurecik="1500 km", iran="2000 km")
LARGE = geo.scenario("epaa").with_ranges(deveselu="12000 km")
DEVESELU = (24.41, 44.08)

SEA = (0xD9, 0xE6, 0xEC)
INTERCEPTOR = (0x00, 0x63, 0xC6)


def switch(page: Page, view: str) -> Locator:
    page.get_by_role("radio", name=view, exact=True).check()
    canvas = page.locator("canvas[role=application]")
    expect(canvas).to_be_visible()
    page.wait_for_timeout(200)
    return canvas


def middle(page: Page) -> tuple[float, float]:
    """Return the lon and lat that the page says the view's middle is at."""
    words = page.get_by_text("Middle of the view").inner_text()
    (lat, north), (lon, east) = re.findall(r"([\d.]+)° ([NSEW])", words)
    return float(lon) * (1 if east == "E" else -1), float(lat) * (1 if north == "N" else -1)


Color = tuple[int, int, int]


def size(canvas: Locator) -> tuple[int, int]:
    width, height = canvas.evaluate("({ width, height }) => [width, height]")
    return width, height


def colors(canvas: Locator, points: Sequence[tuple[float, float]]) -> list[Color]:
    """Return what is painted at points that are counted from the middle, x right and y up."""
    found = canvas.evaluate(
        """(canvas, points) => {
             const { width, height } = canvas;
             const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
             return points.map(([x, y]) => {
               const k = 4 * (Math.floor(height / 2 - y) * width + Math.floor(width / 2 + x));
               return [...data.slice(k, k + 3)];
             });
           }""",
        [list(point) for point in points],
    )
    return [(red, green, blue) for red, green, blue in found]


def near(one: tuple[int, ...], other: tuple[float, ...], by: float) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def page(open_once: Open) -> Page:
    """The page of the first numbers above, which the last test alone changes."""
    return open_once(EPAA)


@pytest.fixture(scope="module")
def large(open_once: Open) -> Page:
    return open_once(LARGE)


def test_the_globe_takes_the_place_of_the_flat_map_and_back(page: Page) -> None:
    globe = page.locator("canvas[role=application]")
    flat = page.locator(".sm-map")
    expect(globe).to_be_hidden()
    switch(page, "Globe")
    expect(globe).to_have_accessible_name(re.compile(r"Globe of .*arrow keys turn it"))
    expect(page.get_by_text("circles keep their shape")).to_be_visible()
    expect(flat).to_be_hidden()
    page.get_by_role("radio", name="Flat map").check()
    expect(globe).to_be_hidden()
    expect(flat).to_be_visible()


def test_hovering_a_ring_or_a_site_marks_its_row(page: Page) -> None:
    canvas = switch(page, "Globe")
    box = canvas.bounding_box()
    assert box
    lon_0, lat_0 = middle(page)
    radius = 0.47 * min(box["width"], box["height"])
    globe = pyproj.Proj(proj="ortho", lon_0=lon_0, lat_0=lat_0, R=radius)
    south = Geodesic.WGS84.Direct(38.35, 37.79, 180, 1_500_000)

    def hover(lon: float, lat: float) -> None:
        x, y = globe(lon, lat)
        page.mouse.move(box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 - y)

    marked = page.locator(".sm-row.sm-marked")
    hover(*DEVESELU)
    expect(marked).to_have_attribute("data-place", "deveselu")
    hover(south["lon2"], south["lat2"])
    expect(marked).to_have_attribute("data-place", "kurecik")
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] - 5)
    expect(marked).to_have_count(0)


def test_keys_turn_and_zoom_and_home_goes_back(page: Page) -> None:
    canvas = switch(page, "Globe")
    canvas.focus()
    start = middle(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert middle(page) == pytest.approx((start[0] + 10, start[1] + 10), abs=0.11)
    page.keyboard.press("Shift+ArrowLeft")
    assert middle(page) == pytest.approx((start[0] + 9, start[1] + 10), abs=0.11)
    page.wait_for_timeout(100)
    before = shot(canvas)
    page.keyboard.press("+")
    page.wait_for_timeout(100)
    assert shot(canvas) != before
    page.keyboard.press("Home")
    assert middle(page) == start


def test_a_drag_turns_the_globe_the_way_of_the_pointer(page: Page) -> None:
    canvas = switch(page, "Globe")
    box = canvas.bounding_box()
    assert box
    lon, lat = middle(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.move(x + 120, y, steps=4)
    page.mouse.up()
    radius = 0.47 * min(box["width"], box["height"])
    # What was in the middle is now 120 px to the right, at its own latitude.
    lon_0, lat_0 = middle(page)
    seen = pyproj.Proj(proj="ortho", lon_0=lon_0, lat_0=lat_0, R=radius)(lon, lat)
    assert seen == pytest.approx((120, 0), abs=1.5)


def test_a_typed_range_is_painted_at_once(page: Page) -> None:
    canvas = switch(page, "Globe")
    before = shot(canvas)
    page.get_by_label("Range of Aegis Ashore Romania (Deveselu)", exact=True).fill("3000")
    page.wait_for_timeout(200)
    assert shot(canvas) != before


@pytest.mark.parametrize("turns", [["ArrowRight"] * 9, ["ArrowRight"] * 18, ["ArrowDown"] * 14])
def test_a_disc_larger_than_a_hemisphere_tints_its_own_side(large: Page, turns: list[str]) -> None:
    page = large
    canvas = switch(page, "Globe")
    canvas.focus()
    for key in ["Home", *turns]:
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    lon_0, lat_0 = middle(page)
    radius = 0.47 * min(size(canvas))
    globe = pyproj.Proj(proj="ortho", lon_0=lon_0, lat_0=lat_0, R=radius)
    tint = tuple(0.94 * sea + 0.06 * ours for sea, ours in zip(SEA, INTERCEPTOR, strict=True))
    places = [(lon, lat) for lon in range(-180, 180, 4) for lat in range(-88, 90, 4)]
    seen = [(place, globe(*place)) for place in places]
    seen = [(place, (x, y)) for place, (x, y) in seen if math.hypot(x, y) < 0.97 * radius]
    found = {True: 0, False: 0}
    for (place, _), color in zip(seen, colors(canvas, [at for _, at in seen]), strict=True):
        away = Geodesic.WGS84.Inverse(DEVESELU[1], DEVESELU[0], place[1], place[0])["s12"]
        if abs(away - 12_000_000) < 300_000:  # the line, and the middle's rounding
            continue
        if near(color, SEA, 0):
            found[False] += 1
            assert away > 12_000_000, f"{place} is bare"
        elif near(color, tint, 1):
            found[True] += 1
            assert away < 12_000_000, f"{place} is tinted"
    assert found[False] > 20
    assert found[True] > 20


def test_round_a_site_its_ring_is_a_circle_at_the_true_distance(large: Page) -> None:
    page = large
    canvas = switch(page, "Round a site")
    expect(page.get_by_label("Site in the middle")).to_have_value("deveselu")
    lon, lat = middle(page)
    assert (round(lon, 1), round(lat, 1)) == (24.4, 44.1)
    half = min(size(canvas)) / 2
    steps = [r / 2 for r in range(40, int(2 * half))]
    turns = [math.radians(bearing) for bearing in range(20, 345, 10)]
    # In the north its label stands on it.
    seen = colors(
        canvas, [(r * math.sin(turn), r * math.cos(turn)) for turn in turns for r in steps]
    )
    radii = []
    for nth in range(len(turns)):
        ray = seen[nth * len(steps) : (nth + 1) * len(steps)]
        ring = [r for r, color in zip(steps, ray, strict=True) if near(color, INTERCEPTOR, 40)]
        if ring:  # a name may hide it
            radii.append(max(ring))
    assert len(radii) > 25
    assert max(radii) - min(radii) <= 2.5
    # 15 % beyond the ring's distance is half of 94 % of the shorter side.
    wanted = 0.94 * half / 1.15
    assert sum(radii) / len(radii) == pytest.approx(wanted, abs=1.5)
