"""KML 2.2: places as placemarks, a folder of shapes per estimate. Twin: web/src/out/kml.ts."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely

from geo import clock
from geo.formats.cells import ABOUT
from geo.geojson import NOTICE, generator
from geo.model import Estimate, Scenario
from layers.basemap import ATTRIBUTION
from layers.figures.theme import KINDS
from layers.out.markup import Markup, document, element, lost
from layers.out.rows import Row, say

_NAMES = {
    "interceptor": "interceptor site",
    "radar": "radar",
    "command": "command centre",
    "port": "home port",
    "place": "other place",
    "launch": "launch region",
    "sea": "sea area",
}
_EMPTY = "Covers nothing: no place is that near to everywhere in it."


def kml(scenario: Scenario, listed: list[Row], about: str) -> bytes:
    """Return the KML; the first estimate's shapes are shown, the others' are switched off."""
    sites, regions = ([row for row in listed if row.role == each] for each in ("site", "region"))
    folders = [
        _folder("Sites", (_place(scenario, row) for row in sites)),
        _folder("Regions", (_place(scenario, row) for row in regions)),
    ]
    for nth, estimate in enumerate(scenario.estimates):
        own = (row for row in listed if row.cells["estimate"] == estimate.name)
        marks = (_coverage(estimate, row, shown=nth == 0) for row in own)
        folders.append(_folder(estimate.name, marks, shown=nth == 0))
    _say_lost([scenario.title, *(text for row in listed for text in row.cells.values())])
    whole = element(
        "Document",
        element("name", scenario.title),
        _described([f"{NOTICE}.", f"{generator()}.", ATTRIBUTION]),
        *_styles(),
        element("ExtendedData", _data(ABOUT, about)),
        *folders,
    )
    return document(element("kml", whole, xmlns="http://www.opengis.net/kml/2.2"))


def _say_lost(cells: Iterable[Any]) -> None:
    gone = sum(lost(cell) for cell in cells if isinstance(cell, str))
    if gone:
        say(f"{gone} characters that XML cannot hold are left out of its texts")


def kmz(text: bytes) -> bytes:
    """Return a KML packed as KMZ."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        add_member(archive, "doc.kml", text)
    return file.getvalue()


def add_member(archive: zipfile.ZipFile, name: str, held: bytes) -> None:
    """Add a file to a zip, dated as all that is written."""
    at = max(clock.now().timetuple()[:6], (1980, 1, 1, 0, 0, 0))  # what zip can hold
    member = zipfile.ZipInfo(name, at)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    archive.writestr(member, held)


def _folder(name: str, children: Iterable[Markup], *, shown: bool = True) -> Markup:
    return element("Folder", element("name", name), *_visibility(shown), *children)


def _visibility(shown: bool) -> list[Markup]:
    return [] if shown else [element("visibility", "0")]


def _described(lines: Iterable[str]) -> Markup:
    """Google Earth reads a description as HTML, and `$[…]` in it as a name to replace."""
    html = (
        "".join(f"&#{ord(letter)};" if letter in "&<>\"'$" else letter for letter in line)
        for line in lines
        if line
    )
    return element("description", "<br>".join(html))


def _data(name: str, value: str) -> Markup:
    return element("Data", element("value", value), name=name)


def _extended(cells: Mapping[str, Any]) -> Markup:
    """Return the cells that hold anything; the name is the placemark's own."""
    return element(
        "ExtendedData",
        *(
            _data(title, repr(cell) if isinstance(cell, float) else str(cell))
            for title, cell in cells.items()
            if cell is not None and title != "name"
        ),
    )


def _place(scenario: Scenario, row: Row) -> Markup:
    cells = row.cells
    place = scenario.places[str(cells["id"])]
    events = json.loads(str(cells["events"])) if cells["events"] else []
    lines = [
        " · ".join(filter(None, [_NAMES[place.kind], place.country])),
        *(" · ".join([f"{each['on']} {each['what']}", *each["source"]]) for each in events),
        f"Sources: {'; '.join(place.source)}" if place.source else "",
    ]
    return _placemark(row, lines)


def _coverage(estimate: Estimate, row: Row, *, shown: bool) -> Markup:
    entered = f"entered {estimate.entered}" if estimate.entered else ""
    lines = [
        f"{estimate.ranges[str(row.cells['id'])].text()} under {estimate.name}",
        " · ".join(filter(None, [estimate.source or "no source given", entered])),
        _EMPTY if row.geometry.is_empty else "",
        f"{NOTICE}.",
    ]
    return _placemark(row, lines, shown=shown)


def _placemark(row: Row, lines: Iterable[str], *, shown: bool = True) -> Markup:
    cells = row.cells
    return element(
        "Placemark",
        element("name", str(cells["name"])),
        *_visibility(shown),
        _described(lines),
        element("styleUrl", f"#{row.role}-{cells['kind']}"),
        _extended(cells),
        *_geometry(row),
    )


def _geometry(row: Row) -> list[Markup]:
    """Return nothing for a shape that covers nothing."""
    if row.geometry.is_empty:
        return []
    if row.role == "site":
        return [element("Point", _exact(row.geometry))]
    # What a reader drew is kept to the last digit, a computed shape to the centimetre.
    written = _rounded if row.role == "coverage" else _exact
    polygons = [
        element(
            "Polygon",
            element("tessellate", "1"),
            element("outerBoundaryIs", element("LinearRing", written(part.exterior))),
            *(
                element("innerBoundaryIs", element("LinearRing", written(ring)))
                for ring in part.interiors
            ),
        )
        for part in getattr(row.geometry, "geoms", [row.geometry])
    ]
    return polygons if len(polygons) == 1 else [element("MultiGeometry", *polygons)]


def _exact(line: Any) -> Markup:
    """Write positions without exponents."""
    positions = (
        ",".join(np.format_float_positional(each, trim="-") for each in point)
        for point in line.coords
    )
    return element("coordinates", Markup(" ".join(positions)))


def _rounded(line: Any) -> Markup:
    """Write positions to a ten-millionth of a degree, in GEOS, since there are many."""
    text = str(shapely.to_wkt(line, rounding_precision=7)).partition("(")[2].rstrip(")")
    commas = text.replace(", ", ";").replace(" ", ",").replace(";", " ")
    return element("coordinates", Markup(commas))


def _styles() -> list[Markup]:
    styles = []
    for kind, color in KINDS.items():

        def line(width: int, color: str = color) -> Markup:
            return element(
                "LineStyle", element("color", _color(color, 1)), element("width", str(width))
            )

        def fill(alpha: float, color: str = color) -> Markup:
            return element("PolyStyle", element("color", _color(color, alpha)))

        icon = element("IconStyle", element("color", _color(color, 1)))
        styles += [
            element("Style", icon, id=f"site-{kind}"),
            element("Style", line(1), fill(0.3), id=f"region-{kind}"),
            element("Style", line(2), fill(0.12), id=f"coverage-{kind}"),
        ]
    return styles


def _color(text: str, alpha: float) -> str:
    """KML writes colours as alpha, blue, green, red."""
    red, green, blue = text[1:3], text[3:5], text[5:7]
    return f"{round(alpha * 255):02x}{blue}{green}{red}"
