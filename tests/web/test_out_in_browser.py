"""Saving and printing in a real browser: the files as they reach the reader's disk."""

import io
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import BrowserContext, Page, expect

import geo
from geo.geojson import NOTICE
from layers import CoverageMap
from tests.hostile import HOSTILE
from tests.web import pdf_text
from tests.web.conftest import DESKTOP, PHONE, UNFOLD, Open
from tests.web.shots import shot

pytestmark = pytest.mark.xdist_group("out")  # whose tests share an opened page and its files

EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km", kurecik="1500 km", iran="2000 km")
SVG = "{http://www.w3.org/2000/svg}"
STEM = "European-Phased-Adaptive-Approach-2009-2024"
SHEET = (1123, 794)
LAND, AGREED = (0xF8, 0xF6, 0xF0), (0x4A, 0x3F, 0xB5)


def saved(page: Page, button: str) -> tuple[str, bytes]:
    """Press a button and return the name and the content of the file that it saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def image(page: Page, button: str) -> Image.Image:
    return picture(saved(page, button)[1])


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def drawn(context: BrowserContext, svg: Path) -> Image.Image:
    """Return what the browser makes of a file that was saved."""
    page = context.new_page()
    page.set_viewport_size(dict(zip(("width", "height"), SHEET, strict=True)))
    page.goto(svg.as_uri())
    png = shot(page)
    page.close()
    return picture(png)


def apart(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two images' pixels, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def words(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [each.text or "" for each in root.iter(f"{SVG}text") if each.get("aria-hidden") is None]


Files = dict[str, tuple[str, bytes, str]]
ENDINGS = {
    "GeoJSON": ".geojson",
    "KML": ".kml",
    "CSV": ".csv",
    "Shares as CSV": "-shares.csv",
    "PNG": ".png",
    "PNG, 3 times as fine": "@3x.png",
    "SVG": ".svg",
}


@pytest.fixture(scope="module")
def page(open_once: Open) -> Page:
    """The page of the numbers above, which two tests at the end change."""
    return open_once(EPAA)


@pytest.fixture(scope="module")
def files(page: Page) -> Files:
    """What each button saves: the file's name, its content, and what the page says then."""
    found = {}
    for button in ENDINGS:
        name, content = saved(page, button)
        said = page.locator(".sm-save").get_by_role("status")
        expect(said).to_contain_text(name)
        found[button] = (name, content, said.inner_text())
    return found


def test_every_file_is_saved_under_the_title_and_said(
    files: Files,
) -> None:
    for button, ending in ENDINGS.items():
        name, content, said = files[button]
        assert name == f"{STEM}{ending}"
        assert len(content) > 500
        assert f"Saved {name} (" in said


def test_the_png_is_one_drawing_at_two_scales(
    files: Files,
) -> None:
    plain, fine = (picture(files[button][1]) for button in ("PNG", "PNG, 3 times as fine"))
    assert plain.size == SHEET
    assert fine.size == (3 * SHEET[0], 3 * SHEET[1])
    small = fine.resize(SHEET, Image.Resampling.BOX)
    assert apart(plain, small) < 3  # of 255, on average: text is drawn at another size
    blank = Image.new("RGB", SHEET, "white")
    assert apart(plain, blank) > 10


def test_the_svg_is_the_same_drawing_with_its_text_as_text(
    files: Files, context: BrowserContext, tmp_path: Path
) -> None:
    svg = files["SVG"][1].decode()
    file = tmp_path / "saved.svg"
    file.write_text(svg)
    assert apart(picture(files["PNG"][1]), drawn(context, file)) < 1
    said = words(svg)
    for text in [EPAA.title, f"{NOTICE}.", "1,500 km", "Iran", "Sources", "true at 48° N"]:
        assert text in said
    assert any(text.startswith("Ranges of “entered in Python”") for text in said)
    root = ElementTree.fromstring(svg)
    assert root.findtext(f"{SVG}title") == EPAA.title
    assert root.find(f".//{SVG}image") is None  # hatching is lines too


def test_the_scale_bar_of_the_sheet_is_true(files: Files) -> None:
    root = ElementTree.fromstring(files["SVG"][1])
    texts = list(root.iter(f"{SVG}text"))
    zero = next(each for each in texts if each.text == "0")
    row = [each for each in texts if each.get("y") == zero.get("y")]
    last = max(row, key=lambda each: float(each.get("x", "")))
    bar = float(last.get("x", "")) - float(zero.get("x", ""))
    metres = 1000 * float((last.text or "").removesuffix(" km").replace(",", ""))
    lat = int(
        re.sub(r"\D", "", next(each.text or "" for each in texts if "true at" in (each.text or "")))
    )
    # Mercator's degrees of longitude are as wide everywhere: two symbols tell how wide.
    matrices = [each.get("transform", "") for each in root.iter(f"{SVG}path")]
    corners = list(
        dict.fromkeys(re.findall(r"matrix\(1 0 0 1 ([\d.]+) [\d.]+\)", " ".join(matrices)))
    )
    _, first, second = (
        float(x) for x in corners[:3]
    )  # the frame's, then the sites' in their order
    sites = list(EPAA.sites.values())
    degree = (second - first) / (sites[1].lon - sites[0].lon)
    on_earth = pyproj.Geod(ellps="WGS84").inv(0, lat, 0.001, lat)[2] * 1000
    # The label's latitude is rounded to a degree, which is 2 % at 48 degrees.
    assert metres / bar == pytest.approx(on_earth / degree, rel=0.02)


def test_files_are_light_whatever_the_screen_shows(
    files: Files, context: BrowserContext, tmp_path: Path
) -> None:
    file = tmp_path / "map.html"
    CoverageMap(EPAA).save(file)
    page = context.new_page()
    page.emulate_media(color_scheme="dark")
    page.goto(file.as_uri())
    page.wait_for_function("() => window.shieldmap?.maps?.length === 1")
    page.evaluate(UNFOLD)
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert saved(page, "PNG")[1] == files["PNG"][1]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_printing_gives_one_a4_page_across_with_the_sheet_alone(page: Page, size: Any) -> None:
    page.set_viewport_size(size)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf_text.page_sizes(pdf) == [(297, 210)]
    said = pdf_text.text(pdf).splitlines()
    for text in [EPAA.title, f"{NOTICE}.", "1,500 km", "Sources", "true at 48° N"]:
        assert text in said
    assert "Leaflet" not in " ".join(said)  # nothing of the page's own
    assert page.locator(".sm-sheet").count() == 0  # and all is as it was
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_geojson_holds_the_numbers_as_they_now_stand(page: Page, tmp_path: Path) -> None:
    page.get_by_label("Range of Kürecik radar (Malatya Province)", exact=True).fill("1700")
    file = tmp_path / "saved.geojson"
    file.write_bytes(saved(page, "GeoJSON")[1])
    ranges = geo.scenario(file).estimates[0].ranges
    assert ranges["kurecik"].range_m == 1_700_000
    assert ranges["iran"] == EPAA.estimates[0].ranges["iran"]


def test_a_picture_saved_at_once_is_as_exact_as_one_saved_later(page: Page) -> None:
    with page.expect_download() as download:
        page.evaluate("""() => {
            const input = document.querySelector("[data-place=iran] .sm-number");
            input.value = "1900";
            input.dispatchEvent(new InputEvent("input", { bubbles: true }));
            [...document.querySelectorAll(".sm-save button")]
                .find((each) => each.textContent === "SVG").click();
        }""")
    at_once = Path(download.value.path()).read_text()
    page.wait_for_timeout(1500)
    later = saved(page, "SVG")[1].decode()
    assert "1,900 km" in later
    assert at_once == later


def test_agreement_is_cut_out_of_what_is_disputed_in_both(
    open_page: Open, context: BrowserContext, tmp_path: Path
) -> None:
    page = open_page(EPAA.with_ranges(interceptor="700 km", estimate="Analyst B"))
    page.get_by_label("Show agreement on the map").check()
    file = tmp_path / "saved.svg"
    file.write_bytes(saved(page, "SVG")[1])
    said = words(file.read_text())
    assert {"inside under all numbers", "inside under some numbers"} <= set(said)
    assert any(text.startswith("Ranges: Analyst B") for text in said)
    assert apart(image(page, "PNG"), drawn(context, file)) < 1
    # The globe's sheet shows it too: land in the one colour, laid over it at 0.4.
    page.get_by_role("radio", name="Globe", exact=True).check()
    off = np.asarray(image(page, "PNG"), float) - (0.6 * np.array(LAND) + 0.4 * np.array(AGREED))
    assert (np.abs(off).max(axis=2) <= 2).sum() > 300


def test_hostile_texts_are_only_text_on_the_sheet(open_page: Open) -> None:
    data = EPAA.model_dump(mode="json")
    data["title"] = " ".join(HOSTILE) * 3
    for nth, text in enumerate(HOSTILE):
        site = {"name": text, "kind": "radar", "lon": -9 + 6 * nth, "lat": 40, "source": [text]}
        data["sites"][f"hostile{nth}"] = site
    data["estimates"][0]["name"] = HOSTILE[3]
    page = open_page(geo.Scenario.model_validate(data))
    svg = saved(page, "SVG")[1].decode()
    assert "<script" not in svg
    said = words(svg)
    assert "${alert(1)}" in said
    assert all(each.tag != f"{SVG}script" for each in ElementTree.fromstring(svg).iter())
    assert image(page, "PNG").size == SHEET
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf_text.page_sizes(pdf) == [(297, 210)]
