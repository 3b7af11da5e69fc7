"""A self-contained page: a folium map that asks the network for nothing.

Folium carries the map, never the reader's words: branca renders what it has rendered once more
as a template, so all data crosses as one JSON block through `_Raw`, which nothing renders.
"""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import folium
from branca.element import Element, Figure
from folium.template import Template

from geo.errors import NeedsNetwork
from geo.files import write_text
from geo.model import Scenario
from layers.added import fetched, libraries, unlinked
from layers.assets import json_block, static, without_scripts
from layers.basemap import basemap_layer
from layers.frame import HEIGHT, in_frame
from layers.policy import origins, policy
from layers.scene import TOLERANCE, Scene, scene
from layers.shares import share_table
from layers.tiles import Tiles, tile_layer, warn_of_file

if TYPE_CHECKING:
    from xyzservices import TileProvider


class _Raw(Element):
    """Markup that is written as it is: neither a template nor rendered again."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.markup = markup

    def render(self, **_: Any) -> str:
        """Return the markup."""
        return self.markup


class _Page(Figure):
    """The document round a map: language, title and a policy that lets nothing in or out."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="en">\n'
        '<head>\n<meta charset="utf-8">\n<!--policy-->\n'
        "<title>{{ this.title|e }}</title>\n"
        "{{ this.header.render() }}\n</head>\n"
        "<body>\n{{ this.html.render() }}\n"
        "<script>{{ this.own_script() }}</script>\n"
        "</body>\n</html>\n"
    )

    def __init__(self, title: str, *, images: list[str], allow_network: bool) -> None:
        super().__init__(title=title)
        self.images = images
        self.allow_network = allow_network
        self.bundle = _Raw(f"<script>{static('page.js')}</script>")
        self.header.add_child(_Raw(f"<style>{static('page.css')}</style>"), name="page_css")
        self.header.add_child(self.bundle, name="page_js")

    def own_script(self) -> str:
        """Return the elements' script, in which no text of theirs ends the script early."""
        script: str = self.script.render()
        return re.sub(r"<(?=/script|!--)", r"<\\", script, flags=re.IGNORECASE)

    def render(self, **_: Any) -> str:
        """Return the document with its Content-Security-Policy; may raise `NeedsNetwork`."""
        return self.document(allow_network=self.allow_network)

    def document(self, *, allow_network: bool) -> str:
        """Return the document, with the libraries in it that the reader's elements use."""
        for child in list(self._children.values()):
            child.render()
        # A browser reads a line's end so before it compares a script with the policy.
        html = re.sub("\r\n?", "\n", self._template.render(this=self))
        ours = [*self.header._children.values(), *self.html._children.values()]
        added = html
        for raw in (each for each in ours if isinstance(each, _Raw)):
            added = added.replace(raw.markup, "", 1)
        bundle = self.bundle.markup
        html = unlinked(html).replace(bundle, bundle + libraries(added), 1)
        asked = fetched(self, unlinked(added))
        if asked and not allow_network:
            what, url = asked[0]
            raise NeedsNetwork(
                f"{what} would fetch {url}; leave it out, or give allow_network=True"
            )
        hosts = origins(url for _, url in asked)
        rules = policy(html, hosts=hosts, images=self.images, frames="data:text/html" in added)
        return html.replace("<!--policy-->", rules, 1)


class CoverageMap(folium.Map):
    """A scenario on an interactive map; a `folium.Map` that other layers can be added to.

    Parameters
    ----------
    scenario : geo.model.Scenario
    tolerance : float
        Largest distance in metres between a drawn edge and the true curve.
    tiles : str or xyzservices.TileProvider, optional
        Tiles to fetch and show instead of the page's own basemap, such as ``Esri.WorldImagery``:
        any provider of xyzservices by name, or one with a key or of your own. The page is allowed
        images from that provider's hosts and nothing else; saved pictures leave tiles out.
    allow_network : bool
        Whether what you add to the map may fetch files, here and wherever the map is shown.
    **options
        Options of `folium.Map`, such as ``height`` or ``location``.

    Notes
    -----
    What folium adds (`folium.GeoJson`, markers, popups, `folium.LayerControl`,
    ``GeoDataFrame.explore(m=…)``) shows on the flat map, above the coverage; it is not on the
    globe, in the panel or in saved pictures. The files of folium's own elements (jQuery, Bootstrap,
    awesome markers and their fonts) are in the page when they are used; Bootstrap styles what
    names its classes. The page's policy runs no handlers in attributes (``onclick=…``), no
    ``javascript:`` links and no scripts inside popups or frames.

    Strings that you give to folium are yours: folium takes them as templates and as markup, as it
    does on any map. Nothing of the scenario passes through it.

    Raises
    ------
    UnknownName, BadTiles
        When there are no such tiles, or they cannot be used.
    """

    _template = Template("""
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
            <style>
                html, body { width: 100%; height: 100%; margin: 0; padding: 0; }
                #{{ this.get_name() }} {
                    position: {{ this.position }};
                    width: {{ this.width[0] }}{{ this.width[1] }};
                    height: {{ this.height[0] }}{{ this.height[1] }};
                    left: {{ this.left[0] }}{{ this.left[1] }};
                    top: {{ this.top[0] }}{{ this.top[1] }};
                }
            </style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = shieldmap.mount(
                "{{ this.get_name() }}", {{ this.view|tojson }}
            );
            {%- if this.objects_to_stay_in_front %}
            {
                const stay = () => {
                    {%- for each in this.objects_to_stay_in_front %}
                    {{ each.get_name() }}.bringToFront();
                    {%- endfor %}
                };
                {{ this.get_name() }}.on("overlayadd", stay);
                addEventListener("load", stay);
            }
            {%- endif %}
        {% endmacro %}
    """)

    def __init__(
        self,
        scenario: Scenario,
        *,
        tolerance: float = TOLERANCE,
        tiles: "str | TileProvider | None" = None,
        allow_network: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(tiles=None, **options)
        # A page holds one map: a name that is not drawn at random lets its bytes repeat.
        self._id = "shieldmap"
        # Without a location the page finds the view that holds everything.
        self.view = (
            {"center": self.location, "zoom": options.get("zoom_start", 4)}
            if options.get("location") is not None
            else None
        )
        # Per instance: folium's own add_js_link would change every later map as well.
        self.default_js: list[tuple[str, str]] = []
        self.default_css: list[tuple[str, str]] = []
        self.scene: Scene = scene(scenario, tolerance=tolerance)
        self.tiles: Tiles | None = None if tiles is None else tile_layer(tiles)
        images = self.tiles.origins if self.tiles else []
        self._page = _Page(self.scene.title, images=images, allow_network=allow_network)
        self._page.add_child(self)
        blocks = {"shieldmap-countries": basemap_layer()}
        blocks[f"{self.get_name()}-scene"] = self.scene.model_dump_json()
        if shares := share_table(scenario):
            blocks[f"{self.get_name()}-shares"] = shares.model_dump_json()
        if self.tiles:
            blocks[f"{self.get_name()}-tiles"] = self.tiles.model_dump_json()
        instead = without_scripts(self.scene.title, self.scene.notice)
        self._page.html.add_child(_Raw(instead), name="without_scripts")
        for name, text in blocks.items():
            self._page.html.add_child(_Raw(json_block(name, text)), name=name)

    def html(self, *, allow_network: bool = False) -> str:
        """Return the whole page.

        Raises
        ------
        NeedsNetwork
            When something that was added to the map would ask for a file from the network,
            unless `allow_network`, here or of the map; the message names it.
        """
        page = self._page
        self._parent = page  # also when it was put into a figure of the reader's
        return page.document(allow_network=allow_network or page.allow_network)

    def _repr_html_(self, **_: Any) -> str:
        """Return the page in a frame, as a notebook shows it."""
        length, unit = self.height
        return in_frame(self.html(), height=length if unit == "px" else HEIGHT)

    def save(
        self,
        outfile: str | bytes | Path | BinaryIO,
        close_file: bool = True,
        *,
        allow_network: bool = False,
        **_: Any,
    ) -> None:
        """Write the page, to a path whole or not at all; to an open file as folium does.

        Raises
        ------
        NeedsNetwork, UnwritableOutput
        """
        text = self.html(allow_network=allow_network)
        if self.tiles:
            warn_of_file(self.tiles)
        if isinstance(outfile, str | bytes | Path):
            write_text(Path(os.fsdecode(outfile)), text)
            return
        outfile.write(text.encode())
        if close_file:
            outfile.close()
