"""A real browser that may reach the loopback address alone, and the servers that it opens."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Route

DESKTOP = {"width": 1200, "height": 900}

Watched = Callable[..., Page]


def ours(error: Error, troubles: list[str]) -> None:
    """Keep an error of the widget's module, which comes from a blob; hosts have their own."""
    if "blob:" in (error.stack or ""):
        troubles.append(f"error: {error}")


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """Return a function that opens pages; an error or a request to elsewhere fails the test."""
    troubles: list[str] = []
    contexts = []

    def only_here(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in ("data", "blob", "file") or url.hostname == "127.0.0.1":
            route.continue_()
        else:
            troubles.append(f"request: {route.request.url}")
            route.abort()

    def open_page(**options: str) -> Page:
        context = browser.new_context(viewport=DESKTOP, **options)
        contexts.append(context)
        context.route("**/*", only_here)
        page = context.new_page()
        page.on("pageerror", lambda error: ours(error, troubles))
        page.on("dialog", lambda dialog: dialog.accept())  # leaving a changed notebook asks
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []
