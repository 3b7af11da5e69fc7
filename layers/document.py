"""A page of nothing but a scene: what a widget writes and keeps, without folium."""

import html
import json

from layers.assets import json_block, static
from layers.basemap import basemap_layer
from layers.policy import policy
from layers.scene import Scene

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<!--policy-->
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<style>html, body, #map {{ width: 100%; height: 100%; margin: 0; }}</style>
<style>{css}</style>
<script>{js}</script>
</head>
<body>
<div id="map"></div>
{blocks}
<script>shieldmap.mount("map");</script>
</body>
</html>
"""


def document(scene: Scene, start: str = "") -> str:
    """Return a self-contained page that asks the network for nothing.

    Parameters
    ----------
    scene : Scene
    start : str
        What it opens with besides the scene, as `layers.snapshot.link_ending` has it.

    Raises
    ------
    NotBuilt
        When a built file is missing from the installation.
    """
    blocks = {
        "shieldmap-countries": basemap_layer(),
        "map-scene": scene.model_dump_json(),
    }
    if start:
        blocks["map-start"] = json.dumps(start)
    page = _PAGE.format(
        title=html.escape(scene.title),
        css=static("page.css"),
        js=static("page.js"),
        blocks="\n".join(json_block(name, text) for name, text in blocks.items()),
    )
    return page.replace("<!--policy-->", policy(page), 1)
