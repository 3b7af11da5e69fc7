"""Tiles of a provider under the map, for those who want them: the one thing that a page fetches.

Twin: web/src/layers/tiles.ts.
"""

import re
import warnings
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from geo.errors import BadTiles, CoverageWarning, UnknownName, did_you_mean, shown
from geo.model import Model
from layers.policy import origins

if TYPE_CHECKING:
    from xyzservices import TileProvider

MERCATOR = frozenset({"EPSG:3857", "EPSG:900913"})


class Words(Model):
    """A part of an attribution: its text and, where it is a link, where to."""

    text: str
    href: str | None = None


class Tiles(Model):
    """A layer of tiles: what Leaflet is told, and whom to thank."""

    name: str
    url: str
    """With {z}, {x}, {y}, and {s} where there are subdomains, {r} where there are finer tiles."""
    subdomains: tuple[str, ...]
    min_zoom: int
    max_zoom: int
    tile_size: int
    zoom_offset: int
    tms: bool
    attribution: tuple[Words, ...]

    @property
    def origins(self) -> list[str]:
        """Return the origins that the tiles come from, such as ``https://a.example.org``."""
        return origins(self.url.replace("{s}", each) for each in self.subdomains or [""])


def tile_layer(tiles: "str | TileProvider") -> Tiles:
    """Return the tiles of a provider.

    Parameters
    ----------
    tiles : str or xyzservices.TileProvider
        A name as xyzservices writes it, such as ``Esri.WorldImagery``, or a provider, which may
        be one of your own and may bring a key.

    Raises
    ------
    UnknownName
        When xyzservices has no provider of that name; the message names the nearest.
    BadTiles
        When the provider needs a key, or its tiles are not in Web Mercator.
    """
    provider = _provider(tiles)
    name = str(provider.name)
    if provider.requires_token():
        raise BadTiles(_needs_key(provider))
    crs = str(provider.get("crs", "EPSG:3857"))
    if crs not in MERCATOR:
        raise BadTiles(
            f"the tiles of '{name}' are in {crs}, and the map is in Web Mercator (EPSG:3857); "
            "choose another provider"
        )
    url = str(provider.build_url(scale_factor="{r}", fill_subdomain=False))
    if not re.match(r"https?://(?:[\w.:-]|\{s\})+/", url, re.ASCII):
        raise BadTiles(
            f"the tiles of '{name}' come from {shown(url)}, which is no web address; give one "
            "such as https://example.org/{z}/{x}/{y}.png"
        )
    return Tiles(
        name=name,
        url=url,
        subdomains=tuple(provider.get("subdomains", "abc")) if "{s}" in url else (),
        min_zoom=int(provider.get("min_zoom", 0)),
        max_zoom=int(provider.get("max_zoom", 18)),
        tile_size=int(provider.get("tileSize", 256)),
        zoom_offset=int(provider.get("zoomOffset", 0)),
        tms=bool(provider.get("tms", False)),
        attribution=_words(str(provider.html_attribution)),
    )


def warn_of_file(tiles: Tiles) -> None:
    """Warn of tiles that a page opened from a file will not get."""
    if any(each.endswith("tile.openstreetmap.org") for each in tiles.origins):
        warnings.warn(
            f"'{tiles.name}': OpenStreetMap's server sends no tiles to a page that is opened from "
            "a file, since such a page cannot say where it is; put the page on a web server, or "
            "choose another provider",
            CoverageWarning,
            stacklevel=3,
        )


def _provider(tiles: "str | TileProvider") -> Any:
    import xyzservices

    if isinstance(tiles, xyzservices.TileProvider):
        return tiles
    if not isinstance(tiles, str):
        raise BadTiles(
            f"tiles is {shown(tiles)}; give a provider's name such as 'Esri.WorldImagery', or an "
            "xyzservices.TileProvider"
        )
    try:
        return xyzservices.providers.query_name(tiles)
    except ValueError:
        known = xyzservices.providers.flatten()
        raise UnknownName(
            f"xyzservices has no tiles named {shown(tiles)}; {did_you_mean(tiles, known)}"
        ) from None


def _needs_key(provider: Any) -> str:
    keys = [key for key, value in provider.items() if "<insert your" in str(value)]
    given = ", ".join(f'{key}="…"' for key in keys)
    return (
        f"the tiles of '{provider.name}' need a key of their provider; with one of yours, write "
        f"tiles=xyzservices.providers.{provider.name}({given}) in Python (whoever gets the page "
        "can read the key), or choose a provider without"
    )


class _Attribution(HTMLParser):
    """Takes an attribution's markup apart into words and links; whatever else it says is left."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[Words] = []
        self._href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            href = dict(attrs).get("href") or ""
            self._href = href if re.match(r"https?://", href, re.IGNORECASE) else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = None

    def handle_data(self, data: str) -> None:
        self.words.append(Words(text=data, href=self._href))


def _words(markup: str) -> tuple[Words, ...]:
    parser = _Attribution()
    parser.feed(markup)
    parser.close()
    return tuple(parser.words)
