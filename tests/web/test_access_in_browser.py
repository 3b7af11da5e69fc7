"""The page for everyone: axe-core, the keyboard, the map in words, contrast, colours, the sheet."""

import itertools
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

import geo
from tests.web.conftest import PHONE, UNFOLD, Open, opener

pytestmark = pytest.mark.xdist_group("access")  # whose tests share opened pages

WEB = Path(__file__).parents[2] / "layers/web"
THEME = (WEB / "src/styles/theme.css").read_text()
API = "window.shieldmap.maps[0]"

EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km", kurecik="1500 km", iran="2000 km")
TWO = EPAA.with_ranges(interceptor="800 km", kurecik="1200 km", estimate="B")

Layout = Literal["light", "dark", "phone", "forced colours"]
MEDIA: dict[str, Any] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {},
    "forced colours": {"forced_colors": "active"},
}


@pytest.fixture(scope="module")
def phone_window(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, offline=True)
    context.new_page()  # keeps the process in which the page is compiled already
    yield context
    context.close()


@pytest.fixture(scope="module")
def open_phone(
    phone_window: BrowserContext, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Open]:
    with opener(phone_window, tmp_path_factory.mktemp("phone")) as open_phone:
        yield open_phone


class OpenIn(Protocol):
    def __call__(self, layout: str, scenario: geo.Scenario, ending: str = "") -> Page: ...


@pytest.fixture
def open_in(open_page: Open, open_phone: Open) -> OpenIn:
    """Return a function that opens a scenario's page in a layout; any trouble fails the test."""

    def open_in(layout: str, scenario: geo.Scenario, ending: str = "") -> Page:
        opened = open_phone if layout == "phone" else open_page
        return opened(scenario, unfold=False, media=MEDIA[layout], ending=ending)

    return open_in


@pytest.fixture(scope="module")
def light(open_once: Open) -> Page:
    """A page whose numbers and controls are tried in the order of the tests below."""
    return open_once(TWO, unfold=False)


@pytest.fixture(scope="module")
def sheet(open_phone: Open) -> Page:
    return open_phone(TWO, unfold=False)


@pytest.fixture
def phone(sheet: Page) -> Page:
    """A phone's page with its sheet at half its height, as it opens."""
    handle = sheet.locator(".sm-handle")
    for key in ("ArrowUp", "ArrowUp", "ArrowDown"):
        handle.press(key)
    return sheet


# --- axe-core ---------------------------------------------------------------------------------

AXE = WEB / "node_modules/axe-core/axe.min.js"
# All rules of WCAG 2 at A and AA, the practices, and those still on trial; none is left out.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
RUN = """async (tags) => {
    const { violations } = await axe.run(
        document, { runOnly: tags, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target }) => `${id}: ${target.join(" ")} (${help})`));
}"""


def found(page: Page) -> list[str]:
    """Return what axe-core finds now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())  # the page's policy lets no script be added, but this
    said: list[str] = page.evaluate(RUN, TAGS)
    return said


def as_opened(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('.sm-sentence').textContent !== ''")


def unfolded(page: Page) -> None:
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")


def popup_open(page: Page) -> None:
    page.locator(".sm-site").first.press("Enter")
    expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")  # once it has come up


def answer_open(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator(".sm-map").press("Enter")
    expect(page.locator(".leaflet-popup:has(.sm-answer)")).to_have_css("opacity", "1")


def agreement_on(page: Page) -> None:
    page.keyboard.press("Escape")
    page.get_by_role("checkbox", name="Show agreement on the map").check()
    expect(page.locator(".sm-agreement .sm-sentence")).to_be_visible()


def question_open(page: Page) -> None:
    page.locator(".sm-ask").first.click()
    expect(page.locator(".sm-question").first).to_be_visible()


def editors_open_and_a_wrong_number(page: Page) -> None:
    page.get_by_role("button", name="Add an estimate").click()
    page.get_by_role("button", name="Measure between two places").click()
    page.locator(".sm-add-place").get_by_role("button", name="Add").click()
    page.locator(".sm-row .sm-number").first.fill("abc")
    expect(page.locator(".sm-row .sm-error")).to_be_visible()


def globe(page: Page) -> None:
    page.get_by_role("radio", name="Globe", exact=True).check()
    expect(page.locator(".sm-globe")).to_be_visible()


def answer_beside_the_globe(page: Page) -> None:
    page.locator(".sm-globe canvas").press("Enter")
    expect(page.locator(".sm-card")).to_be_visible()


STATES = [as_opened, unfolded, popup_open, answer_open, agreement_on, question_open,
          editors_open_and_a_wrong_number, globe, answer_beside_the_globe]  # fmt: skip


@pytest.mark.parametrize("layout", MEDIA)
def test_axe_finds_nothing(open_in: OpenIn, layout: str) -> None:
    page = open_in(layout, TWO, ending="#1.broken")
    expect(page.locator(".sm-link-notice")).to_be_visible()
    for state in STATES:
        state(page)
        # A popup lies over sites until it is closed, and leaves less of them to hit.
        over = "target-size: div[aria-label" if state in (popup_open, answer_open) else "none"
        left = [each for each in found(page) if not each.startswith(over)]
        assert left == [], f"{layout}, {state.__name__}"


# --- The map in words --------------------------------------------------------------------------


def inside(scenario: geo.Scenario) -> float:
    """Return the share of NATO Europe inside, as Python counts it."""
    rows = geo.shares(scenario, "nato-europe")
    return float(rows["covered_km2"].sum() / rows["area_km2"].sum())


def test_the_map_is_told_in_words(light: Page) -> None:
    page = light
    as_opened(page)
    words = page.locator(".sm-summary")
    words.locator("summary").click()
    sentence = words.locator("p")
    expect(sentence).to_contain_text("The map shows 5 of 5 sites on any date")
    expect(sentence).to_contain_text("3 of its places have a range under “B”")
    share = inside(TWO)
    expect(sentence).to_contain_text(f"{share * 100:.2f}\u00a0% of NATO Europe")
    items = words.get_by_role("listitem")
    expect(items).to_have_count(len(TWO.sites) + len(TWO.regions))
    expect(items.first).to_have_text(
        "Aegis Ashore Romania (Deveselu): interceptor site, Romania, range 800 km under “B”."
    )
    page.get_by_label("Range of Naval Station Rota", exact=True).fill("700")
    expect(words).to_contain_text("Naval Station Rota: home port, Spain, range 700 km under “B”.")
    page.get_by_role("checkbox", name="Naval Station Rota").uncheck()
    expect(words).to_contain_text("Rota: home port, Spain, switched off, range 700 km")
    expect(sentence).to_contain_text("The map shows 4 of 5 sites")
    page.get_by_role("radio", name="entered in Python").check()
    expect(words).to_contain_text("Iran: launch region, range 2,000 km, from anywhere in it under")
    # The map itself is described by that sentence, folded or not.
    described = page.locator(".sm-map").get_attribute("aria-describedby")
    assert sentence.get_attribute("id") == described


# --- The keyboard -----------------------------------------------------------------------------

# What the focus is on, whether it is in view and on top, and whether it can be seen there.
FOCUS = """() => {
    const at = document.activeElement;
    if (at === document.body) return null;
    const { left, top, right, bottom, width, height } = at.getBoundingClientRect();
    const seen = (x, y) => {
        const there = document.elementFromPoint(x, y);
        return there !== null && (at.contains(there) || at.closest("label")?.contains(there));
    };
    const ring = [at, at.closest(".leaflet-popup-content-wrapper")].filter(Boolean)
        .some((each) => {
            const { outlineStyle, outlineWidth } = getComputedStyle(each);
            return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
        });
    const inside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    const [x, y] = [(Math.max(0, left) + Math.min(innerWidth, right)) / 2,
        (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2];
    const label = at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent;
    window.walked ??= new Map();
    if (!window.walked.has(at)) window.walked.set(at, window.walked.size);
    const radio = at.type === "radio" ? at.name : null;
    return { name: `${at.tagName} ${label}`, nth: window.walked.get(at), ring, inside, radio,
        onTop: seen(x, y), map: at.closest(".sm-main") !== null, size: [width, height] };
}"""
ALL = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex]")].filter((each) =>
    each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => each.type !== "radio" || each.checked)
    .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("layout", ["light", "phone", "forced colours"])
def test_every_control_is_reached_by_tab_and_seen_when_it_is(open_in: OpenIn, layout: str) -> None:
    page = open_in(layout, EPAA)
    as_opened(page)
    page.evaluate(UNFOLD)
    count = len(page.evaluate(ALL))
    walked: list[dict[str, Any]] = []
    for _ in range(count + 10):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at is None:
            break  # the end of the page: no trap
        if walked and at["nth"] == walked[-1]["nth"]:
            continue  # a date field has a stop for each of its numbers
        assert at["nth"] == len(walked), f"{at['name']} comes twice"
        walked.append(at)
    assert len(walked) == count
    for at in walked:
        assert at["inside"], at["name"]
        assert at["onTop"], at["name"]
        assert at["ring"], at["name"]
    # The map, then the panel, each in one go.
    kinds = [at["map"] for at in walked]
    assert kinds == sorted(kinds, reverse=True)
    back: list[int] = []
    while len(back) < count:
        page.keyboard.press("Shift+Tab")
        at = page.evaluate(FOCUS)
        assert at is not None
        if at["nth"] not in back[-1:]:
            back.append(at["nth"])
    assert back == list(reversed(range(count)))


def test_radios_sliders_and_tables_answer_to_arrow_keys(light: Page) -> None:
    page = light
    as_opened(page)
    page.get_by_role("radio", name="B no source given").press("ArrowDown")
    assert page.evaluate(f"{API}.ranges.deveselu") == 1_000_000
    slider = page.get_by_label("Range of Aegis Ashore Romania (Deveselu) as a slider")
    slider.press("ArrowRight")
    page.wait_for_function(f"() => {API}.ranges.deveselu > 1_000_000")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^1,0\d\d km$"))


def test_escape_closes_what_was_opened_and_gives_the_focus_back(light: Page) -> None:
    page = light
    as_opened(page)
    page.evaluate(UNFOLD)

    def closed_by_escape(opener: str, shown: str, key: str = "Enter") -> None:
        page.locator(opener).first.focus()
        page.keyboard.press(key)
        expect(page.locator(shown)).to_be_visible()
        page.wait_for_function("s => document.querySelector(s).contains(document.activeElement)",
                               arg=shown)  # fmt: skip
        page.keyboard.press("Escape")
        expect(page.locator(shown)).to_have_count(0)
        expect(page.locator(opener).first).to_be_focused()

    closed_by_escape(".sm-site", ".leaflet-popup")
    closed_by_escape(".sm-map", ".leaflet-popup")
    closed_by_escape(".sm-estimates > .sm-add", ".sm-estimates .sm-editor")
    page.locator(".sm-ask").first.press("Enter")
    page.locator(".sm-question select").first.press("Escape")
    expect(page.locator(".sm-needed")).to_have_count(0)
    expect(page.locator(".sm-ask").first).to_be_focused()
    place = page.locator(".sm-add-place")
    place.locator("summary").press("Enter")
    place.get_by_label("Name").press("Escape")
    expect(place.locator("form")).to_be_hidden()
    expect(place.locator("summary")).to_be_focused()
    globe(page)
    closed_by_escape(".sm-globe canvas", ".sm-card")


# --- What axe-core is for, on a page that is spoilt for good


def test_axe_sees_what_is_wrong(light: Page) -> None:
    page = light
    page.evaluate("""() => {
        const box = document.querySelector(".sm-merge input");
        document.querySelector(".sm-body").append(box.cloneNode());
        document.querySelector(".sm-head h1").style.color = "#aaa";
        document.querySelector(".sm-fold").parentElement.insertAdjacentHTML("beforeend",
            "<button class=sm-small>a</button><button class=sm-small>b</button>");
        for (const each of document.querySelectorAll(".sm-small")) {
            Object.assign(each.style, { width: "12px", height: "12px", padding: 0 });
        }
    }""")
    assert {each.split(":")[0] for each in found(page)} >= {
        "label", "color-contrast", "target-size"
    }  # fmt: skip


# --- Contrast and colours ------------------------------------------------------------------------

Rgb = tuple[float, float, float]


def colours(scheme: Literal["light", "dark"]) -> dict[str, str]:
    """Return the hexadecimal colours of theme.css by name."""
    light, rest = THEME.split("@media (prefers-color-scheme: dark)")
    dark = rest.split("@media (forced-colors: active)")[0]
    texts = [light] if scheme == "light" else [light, dark]
    return {name: value for text in texts
            for name, value in re.findall(r"--sm-([a-z-]+): (#[0-9a-f]{6});", text)}  # fmt: skip


def linear(colour: str) -> Rgb:
    """Return linear light of sRGB, 0..1 (IEC 61966-2-1)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    low, high = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(each), strict=True))
        for each in (a, b)
    )
    return (high + 0.05) / (low + 0.05)


SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
KINDS = ["interceptor", "radar", "command", "port", "place", "launch", "sea-kind"]
PANEL = ["ground", "raised"]
MAP = ["land", "sea", "plate"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_has_a_contrast_of_4_5_and_graphics_of_3(scheme: Literal["light", "dark"]) -> None:
    colour = colours(scheme)
    texts = [("notice-text", "notice-ground"), ("name", "land"), ("name", "sea")]
    texts += itertools.product(["text", "muted", "accent", "error"], PANEL)
    texts += itertools.product(["text", *KINDS], ["plate"])  # the numbers on rings
    graphics = [*itertools.product([*KINDS, "agreed", "disputed"], [*MAP, *PANEL])]
    graphics += [*itertools.product(["edge", "accent"], PANEL), ("coast", "land")]
    for least, pairs in ((4.5, texts), (3, graphics)):
        for front, ground in pairs:
            ratio = contrast(colour[front], colour[ground])
            assert ratio >= least, f"{front} on {ground}: {ratio:.2f}"


# Machado, Oliveira, Fernandes (2009), doi 10.1109/TVCG.2009.113, severity 1.0; on linear RGB.
MACHADO = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """Return CIE L*a*b* (D65) of a colour as it is seen with a sight."""
    rgb = linear(colour)
    seen = [min(1, max(0, sum(m * c for m, c in zip(row, rgb, strict=True))))
            for row in MACHADO[sight]]  # fmt: skip
    to_xyz = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750),
              (0.0193339, 0.1191920, 0.9503041))  # fmt: skip
    xyz = [sum(m * c for m, c in zip(row, seen, strict=True)) for row in to_xyz]
    x, y, z = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116
        for t in (v / w for v, w in zip(xyz, (0.95047, 1, 1.08883), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(p: tuple[float, float, float], q: tuple[float, float, float]) -> float:
    """Return the colour difference of Sharma, Wu, Dalal (2005), doi 10.1002/col.20070."""
    (l1, a1, b1), (l2, a2, b2) = p, q
    mean7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * math.sqrt(mean7 / (mean7 + 25**7))
    c1, c2 = math.hypot(stretch * a1, b1), math.hypot(stretch * a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, stretch * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    waves = ((0.17, 1, -30), (-0.24, 2, 0), (-0.32, 3, 6), (0.20, 4, -63))
    t = 1 - sum(size * math.cos(math.radians(n * hue + by)) for size, n, by in waves)
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    angle = 60 * math.exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(angle))
    return math.sqrt(dl**2 + dc**2 + dh**2 + rotation * dc * dh)


@pytest.mark.parametrize(
    ("p", "q", "difference"),
    [((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
     ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
     ((50, 2.5, 0), (73, 25, -18), 27.1492),
     ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
     ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082)],
)  # fmt: skip
def test_differences_are_those_of_the_published_table(
    p: tuple[float, float, float], q: tuple[float, float, float], difference: float
) -> None:
    assert ciede2000(p, q) == pytest.approx(difference, abs=1e-4)


SITES = ["interceptor", "radar", "command", "port", "place"]
# A region's ring is dashed and its ground hatched; a site's ring is drawn through.
APART = [*itertools.combinations(SITES, 2), ("launch", "sea-kind"), ("agreed", "disputed")]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sight", MACHADO)
def test_kinds_stay_apart_for_colour_blind_readers(
    scheme: Literal["light", "dark"], sight: str
) -> None:
    colour = colours(scheme)
    for a, b in APART:
        difference = ciede2000(lab(colour[a], sight), lab(colour[b], sight))
        assert difference >= 10, f"{a} and {b}: {difference:.1f}"


def test_each_kind_has_a_symbol_of_its_own() -> None:
    text = (WEB / "src/symbols.ts").read_text()
    paths = re.findall(r'^\s+(?:\w+: \{ )?filled: "(.*?)",(?:\s+)lines:\s+"(.*?)"', text, re.M)
    assert len(paths) == len(set(paths)) == len(KINDS)


# --- Forced colours and motion --------------------------------------------------------------------

PIXELS = """() => {
    const seen = new Map();
    for (const canvas of document.querySelectorAll(".sm-map canvas")) {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] !== 255) continue;
            const key = `${data[i]},${data[i + 1]},${data[i + 2]}`;
            seen.set(key, (seen.get(key) ?? 0) + 1);
        }
    }
    return Object.fromEntries([...seen].filter(([, count]) => count > 100));
}"""
SYSTEM = """() => Object.fromEntries(["CanvasText", "Canvas", "LinkText"].map((name) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = name;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return [name, color.match(/\\d+/g).slice(0, 3).join()];
}))"""


def test_forced_colours_are_the_maps_colours_too(open_in: OpenIn) -> None:
    page = open_in("forced colours", TWO)
    as_opened(page)
    page.wait_for_timeout(300)
    system, pixels = page.evaluate(SYSTEM), page.evaluate(PIXELS)
    # Rings of interceptors, rings of radars, and the ground that they stand on.
    assert set(system.values()) <= set(pixels)
    ours = {str(tuple(int(value[i : i + 2], 16) for i in (1, 3, 5)))[1:-1].replace(" ", "")
            for scheme in SCHEMES for name, value in colours(scheme).items()
            if name in (*KINDS, "land", "sea")}  # fmt: skip
    assert not ours & set(pixels)
    bars = page.locator(".sm-shares .sm-bar").evaluate_all(
        "all => all.map((e) => [getComputedStyle(e), getComputedStyle(e.firstChild)]"
        ".map((s) => s.backgroundColor))"
    )
    assert bars
    assert all(ground != bar for ground, bar in bars)


def test_calm_readers_see_no_motion(open_page: Open) -> None:
    page = open_page(EPAA, unfold=False, media={"reduced_motion": "reduce"})
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter((each) => {
        const { transitionDuration, animationName } = getComputedStyle(each);
        return animationName !== "none" || /[1-9]/.test(transitionDuration);
    }).map((each) => each.className)""")
    page.get_by_role("button", name="Zoom in").click()
    still = page.evaluate("document.getAnimations().length")
    assert moving == []
    assert still == 0


# --- The sheet of a phone ----------------------------------------------------------------------


class Fingers:
    """Touches as the browser gets them from a screen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)

    def touch(self, kind: str, *points: tuple[float, float]) -> None:
        """Put fingers down, move them, or lift them."""
        touches = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def drag(self, *paths: tuple[tuple[float, float], tuple[float, float]]) -> None:
        """Move each finger from a point to a point, in steps, and let go."""
        self.touch("touchStart", *(start for start, _ in paths))
        for step in range(1, 11):
            points = [(x + (u - x) * step / 10, y + (v - y) * step / 10)
                      for (x, y), (u, v) in paths]  # fmt: skip
            self.touch("touchMove", *points)
            self.page.wait_for_timeout(16)
        self.touch("touchEnd")


def box(page: Page, selector: str) -> dict[str, float]:
    """Return left, top, width, height and the middle of an element."""
    at = page.locator(selector).first.bounding_box()
    assert at is not None, selector
    x, y, width, height = at["x"], at["y"], at["width"], at["height"]
    middle = {"cx": x + width / 2, "cy": y + height / 2}
    return {"x": x, "y": y, "width": width, "height": height, **middle}


def view(page: Page) -> Any:
    """Return where a site stands on the map and how far two sites are apart, in px."""
    return json.loads(
        page.evaluate("""() => JSON.stringify((([a, b]) => {
        const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
        return { at: [p.x, p.y], apart: Math.hypot(p.x - q.x, p.y - q.y) };
    })(document.querySelectorAll(".sm-site")))""")
    )


def test_the_handle_sets_three_heights_by_press_and_by_key(phone: Page) -> None:
    page = phone
    handle = page.locator(".sm-handle")
    heights = {}

    def note(name: str) -> None:
        heights[name] = box(page, ".sm-panel")["height"]

    note("half")
    expect(handle).to_have_attribute("aria-expanded", "true")
    handle.click()
    note("full")
    handle.click()
    note("half again")
    handle.press("ArrowDown")
    note("peek")
    expect(handle).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_text("Illustrative: every range was").first).to_be_in_viewport()
    expect(page.locator(".sm-body")).to_be_hidden()
    body = handle.get_attribute("aria-controls")
    assert page.locator(".sm-body").get_attribute("id") == body
    handle.press("ArrowUp")
    note("half by key")
    handle.press("ArrowUp")
    note("full by key")
    assert heights["half"] == heights["half again"] == heights["half by key"]
    assert heights["full"] == heights["full by key"] == 844 - 72
    assert heights["peek"] < 130 < heights["half"] < 844 / 2
    # What gets the focus on the map is not behind the sheet.
    page.locator(".sm-map").focus()
    assert box(page, ".sm-panel")["height"] == heights["half"]


def test_the_handle_is_dragged(phone: Page) -> None:
    page = phone
    fingers = Fingers(page)
    before = view(page)
    for to, least, most in ((150.0, 772, 772), (430.0, 300, 500), (800.0, 60, 130)):
        at = box(page, ".sm-handle")
        fingers.drag(((at["cx"], at["cy"]), (at["cx"], to)))
        page.wait_for_timeout(50)
        assert least <= box(page, ".sm-panel")["height"] <= most
        assert page.evaluate("scrollY") == 0
        if to != 800:
            assert view(page) == before  # between half and full the map stays as it is
    panel = box(page, ".sm-panel")
    assert panel["y"] + panel["height"] == pytest.approx(844, abs=1)


def test_a_slider_is_dragged_and_nothing_else_moves(phone: Page) -> None:
    page = phone
    page.locator(".sm-handle").click()
    slider = ".sm-row .sm-slider"
    page.locator(slider).first.scroll_into_view_if_needed()
    still = "() => [document.querySelector('.sm-body').scrollTop, scrollX, scrollY]"
    before = (page.evaluate(still), box(page, ".sm-panel"), view(page))
    at = box(page, slider)
    start = at["x"] + at["width"] * 0.55
    Fingers(page).drag(((start, at["cy"]), (start + at["width"] * 0.3, at["cy"] + 6)))
    page.wait_for_function(f"() => {API}.ranges.deveselu > 1_000_000")
    assert (page.evaluate(still), box(page, ".sm-panel"), view(page)) == before


def test_the_panel_scrolls_and_the_map_stays(phone: Page) -> None:
    page = phone
    body, before = box(page, ".sm-body"), view(page)
    fingers = Fingers(page)
    line = (body["x"] + 8, body["y"] + body["height"] - 30)
    fingers.drag((line, (line[0], line[1] - 160)))
    page.wait_for_function("() => document.querySelector('.sm-body').scrollTop > 60")
    fingers.drag(((line[0], body["y"] + 20), (line[0], body["y"] + 220)))
    # At its top the panel passes nothing on: neither to the page, nor as a reload.
    fingers.drag(((line[0], body["y"] + 20), (line[0], body["y"] + 220)))
    assert page.evaluate("scrollY") == 0
    assert view(page) == before
    assert box(page, ".sm-body") == body
    assert page.locator(".sm-body").evaluate("e => getComputedStyle(e).overscrollBehaviorY") in (
        "contain", "none"
    )  # fmt: skip


def test_the_map_pans_and_pinches_above_the_sheet(phone: Page) -> None:
    page = phone
    fingers, panel, before = Fingers(page), box(page, ".sm-panel"), view(page)
    fingers.drag(((200, 250), (260, 290)))
    page.wait_for_timeout(400)
    moved = view(page)
    assert moved["at"] != before["at"]
    assert moved["apart"] == pytest.approx(before["apart"], abs=2)
    fingers.drag(((170, 230), (90, 230)), ((230, 230), (310, 230)))
    page.wait_for_timeout(500)
    assert view(page)["apart"] > 1.4 * before["apart"]
    assert box(page, ".sm-panel") == panel
    assert page.evaluate("[scrollX, scrollY, visualViewport.scale]") == [0, 0, 1]


@pytest.fixture(scope="module")
def plain(open_once: Open) -> Page:
    return open_once(EPAA, unfold=False)


# --- The parts of the panel --------------------------------------------------------------------


def test_the_panel_opens_short_and_its_parts_unfold(plain: Page) -> None:
    page = plain
    for name in ("View", "Whose numbers", "Sites"):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_in_viewport()
    expect(page.get_by_label("Range of Aegis Ashore Romania (Deveselu)", exact=True)
           ).to_be_in_viewport()  # fmt: skip
    for part in ("Agreement", "Distances", "The map in words", "Save and print", "Share and keep"):
        summary = page.locator("summary", has=page.get_by_role("heading", name=part, exact=True))
        details = summary.locator("..")
        expect(details).not_to_have_attribute("open", "")
        summary.press("Enter")
        expect(details).to_have_attribute("open", "")


def test_new_shares_are_said_once_the_numbers_rest(plain: Page) -> None:
    page = plain
    said = page.locator(".sm-shares [aria-live=polite]")
    expect(said).to_contain_text("% of NATO Europe")
    before = said.text_content()
    page.get_by_label("Range of Aegis Ashore Romania (Deveselu)", exact=True).fill("600")
    expect(said).not_to_have_text(str(before))
    share = inside(
        geo.scenario("epaa").with_ranges(
            deveselu="600 km", redzikowo="1000 km", kurecik="1500 km", iran="2000 km"
        )
    )
    expect(said).to_contain_text(f"{share * 100:.2f}\u00a0%")
