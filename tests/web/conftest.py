"""A real browser, opened on written files, in which every network request is a failure."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import geo
from layers import CoverageMap

DESKTOP = {"width": 1200, "height": 800}
PHONE = {"width": 390, "height": 844}

# Most tests are about what stands in the panel's parts, not about folding them.
UNFOLD = "for (const part of document.querySelectorAll('.sm-part')) part.open = true"


class Open(Protocol):
    """Writes a scenario's page and opens it.

    With its parts unfolded; in a `size`; with the reader's wishes of `media`, as Playwright's
    `emulate_media` takes them; after a script `before` it; at an address with an `ending`.
    """

    def __call__(
        self,
        scenario: geo.Scenario,
        *,
        unfold: bool = True,
        size: Any = None,
        media: Any = None,
        before: str = "",
        ending: str = "",
    ) -> Page: ...


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all tests, each of which has its own tabs; the page keeps nothing in it.

    Its empty first tab stays open, and so does the process in which the page is compiled already:
    to open the page costs two thirds of what it costs in a new window.
    """
    context = browser.new_context(viewport=DESKTOP, offline=True)
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def context(window: BrowserContext) -> Iterator[BrowserContext]:
    """The window; the tabs that a test opens are closed after it."""
    before = window.pages
    yield window
    for page in window.pages:
        if page not in before:
            page.close()


@pytest.fixture
def open_page(context: BrowserContext, tmp_path: Path) -> Iterator[Open]:
    """Return a function that writes a scenario's page and opens it; any trouble fails the test."""
    with opener(context, tmp_path) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def open_once(window: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Return the same for pages that the tests of a file share, which are a group of xdist's.

    Such tests only look, or set what they look at, or stand in the order that they need.
    """
    with opener(window, tmp_path_factory.mktemp("shared")) as open_page:
        yield open_page


@contextmanager
def opener(context: BrowserContext, folder: Path) -> Iterator[Open]:
    troubles: list[str] = []
    pages: list[Page] = []

    def open_page(
        scenario: geo.Scenario,
        *,
        unfold: bool = True,
        size: Any = None,
        media: Any = None,
        before: str = "",
        ending: str = "",
    ) -> Page:
        file = folder / f"map{len(pages)}.html"
        CoverageMap(scenario).save(file)
        page = context.new_page()
        pages.append(page)
        if size:
            page.set_viewport_size(size)
        if media:
            page.emulate_media(**media)
        if before:
            page.add_init_script(before)
        page.on("request", lambda request: _only(request.url, file.as_uri(), troubles))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.on(
            "console",
            lambda said: troubles.append(f"console: {said.text}") if said.type == "error" else None,
        )
        page.goto(file.as_uri() + ending)
        page.wait_for_function("() => window.shieldmap?.maps?.length === 1")
        if unfold:
            page.evaluate(UNFOLD)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert troubles == []


def _only(url: str, own: str, troubles: list[str]) -> None:
    if url.split("#")[0] != own and not url.startswith(("data:", "blob:")):
        troubles.append(f"request: {url}")
