"""A self-contained page: a folium map that asks the network for nothing.

Folium carries the map, never the reader's words: branca renders what it has rendered once more
as a template, so all data crosses as one JSON block through `_Raw`, which nothing renders.
"""

import base64
import hashlib
import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import folium
from branca.element import Element, Figure
from folium.template import Template

from geo.errors import NeedsNetwork, NotBuilt
from geo.files import write_text
from geo.model import Scenario
from layers.basemap import basemap_layer
from layers.scene import TOLERANCE, Scene, scene

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_LINK = re.compile(r"""<(?:script|link)\b[^>]*?\b(?:src|href)=["']?((?:https?:)?//[^"'\s>]+)""")


class _Raw(Element):
    """Markup that is written as it is: neither a template nor rendered again."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self._markup = markup

    def render(self, **_: Any) -> str:
        """Return the markup."""
        return self._markup


class _Page(Figure):
    """The document round a map: language, title and a policy that lets nothing in or out."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="en">\n'
        '<head>\n<meta charset="utf-8">\n<!--policy-->\n'
        "<title>{{ this.title|e }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n</head>\n"
        "<body>\n{{ this.html.render(**kwargs) }}\n"
        "<script>{{ this.script.render(**kwargs) }}</script>\n"
        "</body>\n</html>\n"
    )

    def render(self, **kwargs: Any) -> str:
        """Return the document with its Content-Security-Policy."""
        html: str = super().render(**kwargs)
        return html.replace("<!--policy-->", _policy(html), 1)


class CoverageMap(folium.Map):
    """A scenario on an interactive map; a `folium.Map` that other layers can be added to.

    Parameters
    ----------
    scenario : geo.model.Scenario
    tolerance : float
        Largest distance in metres between a drawn edge and the true curve.
    **options
        Options of `folium.Map`, such as ``height`` or ``location``.
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
        {% endmacro %}
    """)

    def __init__(self, scenario: Scenario, *, tolerance: float = TOLERANCE, **options: Any) -> None:
        super().__init__(tiles=None, **options)
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
        page = _Page(title=self.scene.title)
        page.add_child(self)
        page.header.add_child(_Raw(f"<style>{_static('page.css')}</style>"), name="page_css")
        page.header.add_child(_Raw(f"<script>{_static('page.js')}</script>"), name="page_js")
        page.html.add_child(
            _Raw(_json_block("shieldmap-countries", basemap_layer())), name="countries"
        )
        page.html.add_child(
            _Raw(_json_block(f"{self.get_name()}-scene", self.scene.model_dump_json())),
            name=f"{self.get_name()}_scene",
        )

    def html(self, *, allow_network: bool = False) -> str:
        """Return the whole page.

        Raises
        ------
        NeedsNetwork
            When something that was added to the map would ask for a file from the network,
            unless `allow_network`; the message names it.
        """
        html: str = self.get_root().render()
        links = _LINK.findall(html)
        if links and not allow_network:
            raise NeedsNetwork(
                f"the page would fetch {links[0]}; leave out what needs it, or save with "
                "allow_network=True"
            )
        return html

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
        if isinstance(outfile, str | bytes | Path):
            write_text(Path(os.fsdecode(outfile)), text)
            return
        outfile.write(text.encode())
        if close_file:
            outfile.close()


def _json_block(name: str, text: str) -> str:
    """Return JSON as a data block: with no '<' in it, nothing can end the block early."""
    escapes = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}
    safe = re.sub("[<\u2028\u2029]", lambda found: escapes[found[0]], text)
    return f'<script type="application/json" id="{name}">{safe}</script>'


def _policy(html: str) -> str:
    """Return the policy: only the scripts that stand in the page, and hosts that it names."""
    hosts = sorted({f"https://{urlsplit(link).netloc}" for link in _LINK.findall(html)})
    scripts = [f"'{_digest(script)}'" for script in _SCRIPT.findall(html)]
    rules = {
        "default-src": ["'none'"],
        "script-src": [*scripts, *hosts],
        "style-src": ["'unsafe-inline'", *hosts],
        "img-src": ["data:", *hosts],
        "font-src": ["data:", *hosts],
        "connect-src": hosts or ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    content = "; ".join(f"{rule} {' '.join(values)}" for rule, values in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def _digest(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@cache
def _static(name: str) -> str:
    try:
        return files("layers").joinpath("static", name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotBuilt(
            f"the page bundle layers/static/{name} is not built; run 'pip install .' in the "
            "checkout"
        ) from None
