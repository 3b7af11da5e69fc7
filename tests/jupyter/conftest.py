"""A real browser that may reach the loopback address alone, and the servers that it opens."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, ProxySettings, Request

DESKTOP = {"width": 1200, "height": 900}

# Nobody listens there; the loopback address is asked without it. What is asked for is looked at
# and not stopped, since pages whose requests are stopped are kept in no cache.
NOWHERE: ProxySettings = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}

Watched = Callable[..., Page]


def ours(error: Error, troubles: list[str]) -> None:
    """Keep an error of the widget's module, which comes from a blob; hosts have their own."""
    if "blob:" in (error.stack or ""):
        troubles.append(f"error: {error}")


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """Return a function that opens pages; an error or a request to elsewhere fails the test."""
    troubles: list[str] = []
    contexts: dict[str, BrowserContext] = {}

    def look_at(request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob", "file") and url.hostname != "127.0.0.1":
            troubles.append(f"request: {request.url}")

    def open_page(**options: str) -> Page:
        if str(options) not in contexts:
            context = browser.new_context(viewport=DESKTOP, proxy=NOWHERE, **options)
            context.on("request", look_at)
            contexts[str(options)] = context
        page = contexts[str(options)].new_page()
        page.on("pageerror", lambda error: ours(error, troubles))
        page.on("dialog", lambda dialog: dialog.accept())  # leaving a changed notebook asks
        return page

    yield open_page
    for context in contexts.values():
        context.close()
    assert troubles == []
