"""A real browser, opened on written files, in which every network request is a failure."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import geo
from layers import CoverageMap

DESKTOP = {"width": 1200, "height": 800}

Open = Callable[..., Page]

# Most tests are about what stands in the panel's parts, not about folding them.
UNFOLD = "for (const part of document.querySelectorAll('.sm-part')) part.open = true"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESKTOP, offline=True)
    yield context
    context.close()


@pytest.fixture
def open_page(context: BrowserContext, tmp_path: Path) -> Iterator[Open]:
    """Return a function that writes a scenario's page and opens it; any trouble fails the test."""
    troubles: list[str] = []

    def open_page(
        scenario: geo.Scenario, edit: Callable[[str], str] = str, *, unfold: bool = True
    ) -> Page:
        file = tmp_path / "map.html"
        CoverageMap(scenario).save(file)
        file.write_text(edit(file.read_text()))
        page = context.new_page()
        page.on("request", lambda request: _only(request.url, file.as_uri(), troubles))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.on(
            "console",
            lambda said: troubles.append(f"console: {said.text}") if said.type == "error" else None,
        )
        page.goto(file.as_uri())
        page.wait_for_function("() => window.shieldmap?.maps?.length === 1")
        if unfold:
            page.evaluate(UNFOLD)
        return page

    yield open_page
    assert troubles == []


def _only(url: str, own: str, troubles: list[str]) -> None:
    if url.split("#")[0] != own and not url.startswith(("data:", "blob:")):
        troubles.append(f"request: {url}")
