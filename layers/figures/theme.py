"""Colours and sizes on paper; the colours are the page's light ones (web/src/styles/theme.css)."""

from typing import NamedTuple

SEA = "#d9e6ec"
LAND = "#f8f6f0"
COAST = "#7a909b"
BORDER = "#c3bcae"
GRATICULE = ("#466478", 0.16)
NAME = "#6a6553"
CASING = ("#ffffff", 0.85)
PLATE = "#f6f8f8"
TEXT = "#1d2429"
MUTED = "#56626b"
GROUND = "#ffffff"
LINE = "#d5dde1"
NOTICE_GROUND = "#fff3d6"
NOTICE_TEXT = "#563c00"
AGREED = "#4a3fb5"
DISPUTED = "#b01560"
KINDS = {
    "interceptor": "#0063c6",
    "radar": "#00735a",
    "command": "#ab338a",
    "port": "#5b4b00",
    "place": "#4a5560",
    "launch": "#b84a00",
    "sea": "#3f6c94",
}

POINTS = 72 / 25.4
"""Points in a millimetre."""


class Size(NamedTuple):
    """Lengths in points: the sheet, its letters, the lines of its rings."""

    width: float
    height: float | None
    """None where the map and the words say how high the sheet is."""
    margin: float
    title: float
    text: float
    fine: float
    label: float
    line: float
    symbol: float
    columns: int
    """Of the legend below the map."""
    low: float
    high: float
    """Bounds of the map's height over its width."""
    beside: float | None
    """Above this height over width, the legend stands beside the map."""


SIZES = {
    "column": Size(
        89 * POINTS, None, 2, 8.5, 6.5, 6, 6.5, 0.9, 8, columns=1, low=0.6, high=1.1, beside=None
    ),
    "page": Size(
        183 * POINTS, None, 2, 11, 7.5, 6.2, 7.5, 1.1, 9.5, columns=3, low=0.45, high=0.72,
        beside=0.72,
    ),
    "slide": Size(
        13 * 72 + 24, 540, 28, 22, 12.5, 9, 12, 1.9, 16, columns=1, low=0.3, high=1.2, beside=0
    ),
}  # fmt: skip
"""A journal's column (89 mm) and page (183 mm), and a slide (13.33 x 7.5 in)."""
