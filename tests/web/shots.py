"""Screenshots."""

from playwright.sync_api import Error, Locator, Page

TRIES = 5


def shot(of: Page | Locator) -> bytes:
    """Return a PNG of what is shown; now and then Chromium has no frame yet to take it from."""
    for _ in range(TRIES - 1):
        try:
            return of.screenshot()
        except Error as error:
            if "Unable to capture screenshot" not in error.message:
                raise
    return of.screenshot()
