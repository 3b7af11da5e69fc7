"""What a notebook keeps of a widget for readers without a kernel: the page, and a picture.

The page stands in a sandboxed frame. Where a host takes frames and styles out (an untrusted
notebook, a site that shows notebooks), a drawing and a table of the numbers are left.
"""

import base64
import html
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from geo import countries
from geo.coverage import covered, region_shape
from geo.geojson import NOTICE
from geo.model import Estimate, Scenario
from layers.frame import HEIGHT, filling_frame

# The cell's output before this one is the live widget: in JupyterLab a panel, which gets the class
# jupyter-widgets when it says that there is no kernel to show it.
_LIVE = ".jp-OutputArea-child:has(> .lm-Panel.jp-OutputArea-output{})"
_STYLE = f"""
.shieldmap-kept-NAME {{ position: relative; height: {HEIGHT}px }}
.shieldmap-kept-NAME > .shieldmap-picture,
{_LIVE.format(":not(.jupyter-widgets)")} + .jp-OutputArea-child:has(.shieldmap-kept-NAME),
{_LIVE.format(".jupyter-widgets")}:has(+ .jp-OutputArea-child .shieldmap-kept-NAME) {{
  display: none
}}
"""

_WIDTH = 720  # px
_COARSE = 0.05  # degrees
_TOLERANCE = 1_000.0  # metres
_HALO = 'stroke="#fff" stroke-width="2" paint-order="stroke"'
_FARTHEST_FITTED = 60.0  # degrees round the places
_KINDS = {"launch": "#b84a00", "interceptor": "#0063c6", "radar": "#00735a"}


def kept(page: str, scenario: Scenario, estimate: Estimate, *, name: str) -> str:
    """Return the markup that a notebook keeps.

    Parameters
    ----------
    page : str
        The whole page.
    scenario : Scenario
    estimate : Estimate
        The one that is shown.
    name : str
        Hexadecimal; the live widget hides what has its name.
    """
    picture = base64.b64encode(drawing(scenario, estimate).encode()).decode()
    title = html.escape(scenario.title)
    return (
        f'<div class="shieldmap-kept-{name}"><style>{_STYLE.replace("NAME", name)}</style>'
        f"{filling_frame(page)}"
        f'<div class="shieldmap-picture"><p><b>{title}</b>. {html.escape(NOTICE)}</p>'
        f'<img alt="A map of what the table says." src="data:image/svg+xml;base64,{picture}">'
        f"{_table(scenario, estimate)}</div></div>"
    )


def _table(scenario: Scenario, estimate: Estimate) -> str:
    rows = "".join(
        f"<tr><td>{html.escape(scenario.places[id_].name)}</td><td>{range_.text()}</td></tr>"
        for id_, range_ in estimate.ranges.items()
    )
    whose = ", ".join(part for part in (estimate.name, estimate.source, estimate.entered) if part)
    head = f"<tr><th>Place</th><th>Range ({html.escape(whose)})</th></tr>"
    return f"<table>{head}{rows}</table>"


def drawing(scenario: Scenario, estimate: Estimate) -> str:
    """Return a scenario under one estimate as a small SVG: plate carrée, degrees drawn square."""
    shapes = [
        (each.place.kind, each.geometry)
        for each in covered(
            scenario.model_copy(update={"estimates": (estimate,)}), tolerance=_TOLERANCE
        )
    ]
    places = [shapely.Point(site.lon, site.lat) for site in scenario.sites.values()]
    regions = [region_shape(region) for region in scenario.regions.values()]
    box = _box([*places, *regions], [geometry for _, geometry in shapes])
    west, south, east, north = box.bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = _WIDTH / ((east - west) * squeeze)
    to_px = np.array([scale * squeeze, -scale]), np.array([-west * scale * squeeze, north * scale])

    def path(geometry: Any) -> str:
        return " ".join(_rings(shapely.intersection(shapely.make_valid(geometry), box), *to_px))

    land = " ".join(
        path(shapely.simplify(countries.country(code), _COARSE)) for code in countries.names()
    )
    fills = "".join(
        f'<path d="{path(geometry)}" fill="{_KINDS.get(kind, "#4a5560")}" fill-opacity="0.14" '
        f'stroke="{_KINDS.get(kind, "#4a5560")}" stroke-width="1.5"/>'
        for kind, geometry in shapes
    )
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1d2429" stroke="#fff"/>'
        f'<text x="{x + 7:.1f}" y="{y + 4:.1f}" {_HALO}>{html.escape(site.name)}</text>'
        for site in scenario.sites.values()
        for x, y in [np.array([site.lon, site.lat]) * to_px[0] + to_px[1]]
    )
    height = (north - south) * scale
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height:.0f}" '
        f'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#d9e6ec"/>'
        f'<path d="{land}" fill="#f8f6f0" stroke="#7a909b" stroke-width="0.5"/>{fills}{dots}</svg>'
    )


def _box(places: list[Any], shapes: list[Any]) -> Any:
    """Return what is shown: all places, and shapes that do not lead far away from them."""
    west, south, east, north = shapely.total_bounds([*places, shapely.Point(15, 50)])
    for geometry in shapes:
        bounds = geometry.bounds
        if bounds[0] > west - _FARTHEST_FITTED and bounds[2] < east + _FARTHEST_FITTED:
            west, south = min(west, bounds[0]), min(south, bounds[1])
            east, north = max(east, bounds[2]), max(north, bounds[3])
    return shapely.box(
        max(-180, west - 3), max(-80, south - 3), min(180, east + 3), min(84, north + 3)
    )


def _rings(geometry: Any, scale: Any, offset: Any) -> Iterator[str]:
    for part in shapely.get_parts(geometry):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring) * scale + offset
            yield "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z"
