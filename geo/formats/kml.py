"""KML 2.2 and KMZ: placemarks with a point or polygons, as Google Earth and this program write.

Nothing is fetched and nothing is unpacked to the disk: links, entities and DTDs are not followed.
Twin: layers/web/src/drop/kml.ts.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from geo.errors import BadScenario, UnreadableFile, shown, told
from geo.formats.cells import ABOUT, read_about
from geo.formats.foreign import Feature

MOST_BYTES = 100_000_000
"""The largest KML, unpacked: a tree takes about ten times as much memory."""
MOST_DEPTH = 100
MOST_ELEMENTS = 3_000_000
"""Each takes some 200 bytes; a placemark of this program's has about 60."""

_SPACE = re.compile(r"\s+")


def unpacked(held: bytes, label: str) -> bytes:
    """Return the KML in a KMZ: doc.kml, or the first that there is.

    Raises
    ------
    UnreadableFile
        When it is no zip file, holds no KML, or one that is too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(held)) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".kml")]
            if not names:
                raise UnreadableFile(f"{label}: holds no .kml; save it again as KMZ")
            name = "doc.kml" if "doc.kml" in names else names[0]
            with archive.open(name) as member:
                text = member.read(MOST_BYTES + 1)  # whatever size the directory claims
    except UnreadableFile:
        raise
    except Exception as error:  # whatever zipfile and its unpackers raise at a damaged file
        raise UnreadableFile(f"{label}: is no KMZ ({told(error)}); save it again") from None
    if len(text) > MOST_BYTES:
        raise _too_large(label)
    return text


def _too_large(label: str) -> UnreadableFile:
    return UnreadableFile(
        f"{label}: holds more than {MOST_BYTES / 1e6:.0f} MB of KML; leave out what is not needed"
    )


def parse(text: bytes, label: str) -> Element:
    """Return the tree of a KML, its tags without namespaces.

    Raises
    ------
    UnreadableFile
        When it is no XML, has a DTD (which might hold entities), or is too large, too deep or of
        too many elements.
    """
    if len(text) > MOST_BYTES:
        raise _too_large(label)
    builder, parser, depth = TreeBuilder(), expat.ParserCreate(namespace_separator=" "), 0
    elements = 0
    plain: dict[str, str] = {}  # tags without their namespaces, each kept once

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > MOST_DEPTH:
            raise UnreadableFile(f"{label}: is nested too deep; write it flatter")
        if elements > MOST_ELEMENTS:
            raise UnreadableFile(
                f"{label}: holds more than {MOST_ELEMENTS:,} elements; leave out what is not needed"
            )
        builder.start(plain.setdefault(tag, tag.rpartition(" ")[2]), attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(plain[tag])

    def refuse(*_: object) -> None:
        raise UnreadableFile(f"{label}: has a DOCTYPE, which may hide entities; take it out")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise UnreadableFile(
            f"{label}:{error.lineno}: is no XML ({reason}); save it again as KML"
        ) from None
    except (LookupError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(f"{label}: is no XML ({told(error)}); save it again as KML") from None
    return builder.close()


def about(tree: Element, label: str) -> Mapping[str, Any] | None:
    """Return what belongs to the whole scenario, where this program wrote it."""
    for data in tree.iterfind("Document/ExtendedData/Data"):
        if data.get("name") == ABOUT:
            return read_about(data.findtext("value") or "", label)
    return None


def features(tree: Element, label: str) -> Iterator[Feature]:
    """Yield the placemarks.

    Raises
    ------
    BadScenario
        When coordinates are no numbers; the message names the placemark.
    """
    for nth, mark in enumerate(_placemarks(tree), start=1):
        where, fields = f"{label}: placemark {nth}", _fields(mark)
        # A coverage shape is computed from its numbers.
        geometry = None if fields.get("role") == "coverage" else _geometry(mark, where)
        yield Feature(where, geometry, fields)


def _placemarks(element: Element) -> Iterator[Element]:
    """Yield the outermost: one in another is no KML, and each would be read for all it holds."""
    if element.tag == "Placemark":
        yield element
        return
    for each in element:
        yield from _placemarks(each)


def _fields(mark: Element) -> dict[str, str]:
    """Return the name and the ExtendedData, typed or not."""
    fields = {"name": mark.findtext("name") or ""}
    for data in mark.iterfind("ExtendedData//Data"):
        fields[data.get("name", "")] = data.findtext("value") or ""
    for data in mark.iterfind("ExtendedData//SimpleData"):
        fields[data.get("name", "")] = data.text or ""
    return fields


def _geometry(mark: Element, where: str) -> Mapping[str, Any] | None:
    polygons = [_rings(each, where) for each in mark.iter("Polygon")]
    if polygons:
        return {"type": "MultiPolygon", "coordinates": polygons}
    points = [_positions(each, where) for each in mark.iter("Point")]
    if len(points) == 1 and len(points[0]) == 1:
        return {"type": "Point", "coordinates": points[0][0]}
    return None


def _rings(polygon: Element, where: str) -> list[list[list[float]]]:
    boundaries = [*polygon.iterfind("outerBoundaryIs"), *polygon.iterfind("innerBoundaryIs")]
    return [_positions(ring, where) for each in boundaries for ring in each.iterfind("LinearRing")]


def _positions(element: Element, where: str) -> list[list[float]]:
    text = element.findtext("coordinates") or ""
    groups = [group.split(",")[:2] for group in _SPACE.split(text) if group]
    try:
        return [[float(lon), float(lat)] for lon, lat in groups]
    except ValueError:
        raise BadScenario(
            f"{where} has the coordinates {shown(text.strip())}; write lon,lat with points"
        ) from None
