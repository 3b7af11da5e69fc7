"""A page of nothing but a scene: what the command and a widget write, without folium."""

import html
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from layers.assets import json_block, static, without_scripts
from layers.basemap import basemap_layer
from layers.policy import policy
from layers.scene import Scene

if TYPE_CHECKING:
    from layers.depths import SceneDepth
    from layers.shares import ShareTable
    from layers.tiles import Tiles

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
{instead}
<div id="map"></div>
{blocks}
<script>shieldmap.mount("map");</script>
</body>
</html>
"""


def document(
    scene: Scene,
    start: str = "",
    *,
    shares: "ShareTable | None" = None,
    tiles: "Tiles | None" = None,
) -> str:
    """Return a self-contained page that asks the network for nothing but tiles.

    Parameters
    ----------
    scene : Scene
    start : str
        What it opens with besides the scene, as `layers.snapshot.link_ending` has it.
    shares : ShareTable, optional
        The scene's shares, of `layers.shares.share_table`; the page counts what it is not given.
    tiles : Tiles, optional
        What it fetches and shows in place of its own basemap.

    Raises
    ------
    NotBuilt
        When a built file is missing from the installation.
    """
    blocks = {"map-scene": scene.model_dump_json()}
    if start:
        blocks["map-start"] = json.dumps(start)
    if shares:
        blocks["map-shares"] = shares.model_dump_json()
    if tiles:
        blocks["map-tiles"] = tiles.model_dump_json()
    return _page(scene, blocks, images=tiles.origins if tiles else ())


def depth_document(scene: "SceneDepth") -> str:
    """Return a self-contained page of depth, which asks the network for nothing.

    Raises
    ------
    NotBuilt
        When a built file is missing from the installation.
    """
    return _page(scene, {"map-depth": scene.model_dump_json()})


def _page(scene: "Scene | SceneDepth", blocks: dict[str, str], images: Iterable[str] = ()) -> str:
    blocks = {"shieldmap-countries": basemap_layer(), **blocks}
    page = _PAGE.format(
        title=html.escape(scene.title),
        instead=without_scripts(scene.title, scene.notice),
        css=static("page.css"),
        js=static("page.js"),
        blocks="\n".join(json_block(name, text) for name, text in blocks.items()),
    )
    return page.replace("<!--policy-->", policy(page, images=images), 1)
