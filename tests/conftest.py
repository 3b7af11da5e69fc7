"""One real browser for all tests of a process: Playwright takes no second one beside it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests import chromium

expect.set_options(timeout=30_000)  # ms: a busy machine is no failure


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.fail("no Chromium; 'make test' installs one, or set SHIELDMAP_CHROMIUM")
    # --no-sandbox: tests may run as root, where Chromium's sandbox does not start.
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    quiet.append("--js-flags=--expose-gc")  # what a widget closes must be given back
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()
