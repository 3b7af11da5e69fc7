"""Styles that QGIS takes from a GeoPackage's table layer_styles: a colour per kind, as the page."""

from typing import Any

from layers.figures.theme import KINDS
from layers.out.markup import Markup, element

_MARKERS = {
    "interceptor": "triangle",
    "radar": "circle",
    "command": "star",
    "port": "pentagon",
    "place": "circle",
}
_FILLS = {"regions": (0.3, 0.26), "coverage": (0.12, 0.5)}  # opacity, outline in mm


def layer_styles(layers: list[str]) -> dict[str, list[Any]]:
    """Return the table's columns, a row per layer; QGIS reads the default style of each."""
    many = len(layers)
    return {
        "f_table_catalog": [""] * many,
        "f_table_schema": [""] * many,
        "f_table_name": layers,
        "f_geometry_column": ["geom"] * many,
        "styleName": layers,
        "styleQML": [qml(layer) for layer in layers],
        "styleSLD": [""] * many,
        "useAsDefault": [True] * many,
        "description": ["a colour per kind"] * many,
        "owner": [""] * many,
        "ui": [""] * many,
        "update_time": [""] * many,
    }


def qml(layer: str) -> str:
    """Return a layer's style: categories of the column 'kind'."""
    kinds = _MARKERS if layer == "sites" else KINDS
    draw = _marker if layer == "sites" else _fill
    symbols = [
        element(
            "symbol",
            draw(layer, kind),
            name=str(nth),
            type="marker" if layer == "sites" else "fill",
            alpha="1",
        )
        for nth, kind in enumerate(kinds)
    ]
    categories = [
        element("category", value=kind, label=kind, symbol=str(nth), render="true")
        for nth, kind in enumerate(kinds)
    ]
    renderer = element(
        "renderer-v2",
        element("categories", *categories),
        element("symbols", *symbols),
        type="categorizedSymbol",
        attr="kind",
    )
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return head + element("qgis", renderer, version="3.28", styleCategories="Symbology")


def _marker(_: str, kind: str) -> Markup:
    look = {"name": _MARKERS[kind], "size": "3.2", "color": _rgba(KINDS[kind], 1)}
    return _layer("SimpleMarker", {**look, "outline_color": "255,255,255,255"})


def _fill(layer: str, kind: str) -> Markup:
    opacity, width = _FILLS[layer]
    color = KINDS[kind]
    look = {"style": "solid", "color": _rgba(color, opacity), "outline_style": "solid"}
    outline = {"outline_color": _rgba(color, 1), "outline_width": str(width)}
    return _layer("SimpleFill", {**look, **outline})


def _layer(kind: str, look: dict[str, str]) -> Markup:
    options = [element("Option", name=k, value=v, type="QString") for k, v in look.items()]
    # QGIS before 3.22 reads <prop>, later ones <Option>.
    props = [element("prop", k=k, v=v) for k, v in look.items()]
    content = (element("Option", *options, type="Map"), *props)
    return element("layer", *content, **{"class": kind, "enabled": "1", "locked": "0"})


def _rgba(text: str, alpha: float) -> str:
    red, green, blue = (int(text[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(alpha * 255)}"
