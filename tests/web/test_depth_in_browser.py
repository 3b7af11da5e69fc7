"""A page of more sites than can be shown one by one: it opens, says so, and answers."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from playwright.sync_api import BrowserContext, Page, expect
from pyproj import Geod

import geo
from geo.limits import MOST_SITES
from layers.cli import main
from tests.web.conftest import DESKTOP, Open

SITES = MOST_SITES + 1
HERE = "() => document.querySelector('.sm-depth-here').textContent"


def places() -> Any:
    """Return lon, lat within 5 degrees of 20 N 30 E, rounded as the file has them."""
    return np.round(np.random.default_rng(6).uniform([[25], [15]], [[35], [25]], (2, SITES)), 4)


@pytest.fixture
def page(context: BrowserContext, tmp_path: Path) -> Page:
    """Return the page of circles of 30 km round so many places, as the command writes it."""
    lon, lat = places()
    lines = [
        f"<i>{nth}</i>,{x:.4f},{y:.4f},30" for nth, (x, y) in enumerate(zip(lon, lat, strict=True))
    ]
    file = tmp_path / "crowd.csv"
    file.write_text("\n".join(["name,lon,lat,radius_km", *lines]) + "\n")
    out = tmp_path / "depth.html"
    assert main(["map", str(file), "-o", str(out)]) == 0
    assert out.stat().st_size < 2_000_000
    page = context.new_page()
    page.on("request", lambda asked: _only(asked.url, out))
    page.goto(out.as_uri())
    page.wait_for_function("() => document.querySelector('.sm-depth-legend')")
    return page


def _only(url: str, own: Path) -> None:
    assert url == own.as_uri() or url.startswith(("data:", "blob:")), url


def test_the_page_says_what_was_aggregated_and_answers(page: Page, tmp_path: Path) -> None:
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    body = page.locator(".sm-depth")
    expect(body).to_contain_text(
        "20,001 sites of crowd.csv, shown as how many of their circles cover each place, in cells"
    )
    expect(body).to_contain_text("Single sites are not on this page.")
    expect(body).to_contain_text("Their range is 30 km.")
    expect(page.locator(".sm-notice")).to_contain_text("every range was entered by the reader")
    assert "<i>" not in page.locator("body").inner_text()

    ask(page, "20, 30")
    said = page.locator(".sm-depth p[role=status]").first
    expect(said).to_contain_text("20.00° N, 30.00° E: ")
    count = number(said.inner_text().split(": ")[1])
    away = Geod(ellps="WGS84").inv(*np.broadcast_arrays(30.0, 20.0, *places()))[2]
    assert count == pytest.approx(np.count_nonzero(away <= 30e3), rel=0.1)
    ask(page, "52.23, 21.01")
    expect(said).to_have_text("52.23° N, 21.01° E: no circle.")
    ask(page, "somewhere")
    expect(page.locator(".sm-depth [role=alert]")).to_contain_text("somewhere")

    # By keyboard: the map's middle, which was moved to what was asked; by pointer; and away.
    page.locator(".sm-map").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => /° N/.test(({HERE})())")
    assert page.locator(".sm-depth-here").get_attribute("aria-live") == "polite"
    page.keyboard.press("Escape")
    page.wait_for_function(f"() => ({HERE})() === ''")
    page.mouse.move(DESKTOP["width"] / 3, DESKTOP["height"] / 2)
    page.wait_for_function(f"() => /° [NS]/.test(({HERE})())")
    assert page.locator(".sm-depth-here").get_attribute("aria-live") == "off"

    # The legend's areas are all of the Earth; the exact ones agree with the cells.
    rows = page.locator(".sm-depth-legend tbody tr")
    areas = [number(text) for text in rows.locator("td:nth-child(2)").all_inner_texts()]
    assert sum(areas) == pytest.approx(510_065_622, abs=10)
    exact = number(page.locator(".sm-depth-exact tbody td").first.inner_text())
    assert areas[0] == pytest.approx(510_065_622 - exact, rel=2e-3)

    page.evaluate("for (const part of document.querySelectorAll('.sm-part')) part.open = true")
    saved = {}
    for name in ("GeoJSON", "SVG", "PNG"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        saved[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[name])
    features = json.loads(saved["GeoJSON"].read_text())["features"]
    held = sum(each["properties"]["circles"] for each in features)
    cell = 1e6 * number(re.search(r"cells of ([\d.,]+) km", body.inner_text())[1])  # type: ignore[index]
    assert held * cell == pytest.approx(SITES * np.pi * 30e3**2, rel=3e-3)
    assert all(shapely.geometry.shape(each["geometry"]).is_valid for each in features[::50])
    drawing = saved["SVG"].read_text()
    assert "20,001 sites of crowd.csv" in re.sub(r"<[^>]*>", "", drawing)
    assert saved["PNG"].read_bytes().startswith(b"\x89PNG")

    page.select_option(".sm-language select", "tr")
    expect(body).to_contain_text("crowd.csv dosyasındaki 20.001 tesisin")
    assert troubles == []


def ask(page: Page, text: str) -> None:
    page.locator(".sm-depth form input").fill(text)
    page.keyboard.press("Enter")


def number(text: str) -> float:
    found = re.search(r"[\d,]+(\.\d+)?", text)
    assert found
    return float(found[0].replace(",", ""))


def test_one_of_hundreds_is_found_by_keyboard_wherever_sites_are_chosen(open_page: Open) -> None:
    """Selects list what is found; the list of sites says what a popup, which keys miss, would."""
    at = {f"s{k}": {"name": f"Site {k}", "lon": k / 2 - 90, "lat": k / 4 - 40} for k in range(320)}
    note = {"text": "Stands alone", "source": ["https://example.org/alone"]}
    sites = {**at, "alone": {"name": "Kürecik", "lon": 37.8, "lat": 38.34, "notes": [note]}}
    kinds = {id_: {**site, "kind": "radar"} for id_, site in sites.items()}
    page = open_page(geo.Scenario.model_validate({"title": "Many", "sites": kinds}))
    page.get_by_label("Find a site", exact=True).fill("kure")
    page.keyboard.press("Tab")
    row = page.locator("[data-place=alone]")
    row.get_by_text("about this site").focus()
    page.keyboard.press("Enter")
    expect(row).to_contain_text("radar · 38.34° N, 37.80° E")
    expect(row).to_contain_text("Stands alone")

    page.get_by_label("Round a site").check()
    chosen = page.locator(".sm-view-site")
    assert chosen.locator("option").count() == 100
    page.locator(".sm-views").get_by_label("Find a site").fill("kure")
    chosen.select_option("alone")
    expect(page.locator(".sm-globe-about")).to_contain_text("Kürecik")
    page.locator(".sm-views").get_by_label("Find a site").fill("site 31")
    expect(page.locator(".sm-views [role=status]")).to_have_text("11 of 321 found.")
    assert chosen.locator("option").count() == 12  # and the one that is chosen
    expect(chosen).to_have_value("alone")

    page.get_by_role("button", name="Measure between two places").click()
    stop = page.locator(".sm-stop").first
    assert stop.locator("option").count() <= 102
    stop.get_by_label("Find a site").fill("kure")
    stop.locator("select").select_option("alone")
    expect(page.locator(".sm-leg")).to_contain_text("Kürecik")
