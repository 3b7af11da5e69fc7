"""Tables of places (CSV, TSV), in UTF-8: longitude and latitude in columns, or geometries as WKT.

Twin: layers/web/src/drop/csv.ts.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from geo.errors import BadScenario, UnreadableFile, shown, told
from geo.formats.cells import number
from geo.formats.fields import LAT, LON, check_titles
from geo.formats.foreign import Feature

WKT = ("wkt", "geometry", "geom", "the_geom", "wkt_geom")

FORMULA = "=+-@\t\r＝＋－＠"
"""What a cell must not begin with, since spreadsheets would run it (OWASP, CSV injection)."""

MOST_COLLECTIONS = 8
"""GEOS reads as deep as a text goes, and beyond some ten thousand levels the program ends."""

MOST_ROWS = 2_000_000

_LONGEST_CELL = 2**31 - 1  # a coast as WKT is longer than csv's own limit

Row = tuple[int, dict[str, str]]


def rows(text: str, label: str) -> list[Row]:
    """Return the rows by their titles, each with the number of the line that it ends on.

    The separator is the one of comma, semicolon, tab and bar that the first line has most of.

    Raises
    ------
    UnreadableFile
        When it is no table: no titles, a title twice or too long, too many rows, or a row with
        more cells than titles.
    """
    lines_of = io.StringIO(text, newline="")
    reader = csv.reader(lines_of, delimiter=separator(text), strict=True)
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        filled = ((reader.line_num, cells) for cells in reader if any(map(str.strip, cells)))
        lines = list(islice(filled, MOST_ROWS + 2))
    except csv.Error as error:
        raise UnreadableFile(
            f"{label}:{reader.line_num}: is no table ({told(error)}); mend its quotes"
        ) from None
    finally:
        csv.field_size_limit(before)
    if not lines:
        raise UnreadableFile(f"{label}: has no titles; write lon, lat and name in its first line")
    if len(lines) > MOST_ROWS + 1:
        raise UnreadableFile(f"{label}: has more than {MOST_ROWS:,} rows; split it")
    titles = [title.strip() for title in lines[0][1]]
    check_titles(titles, label)
    for title, times in Counter(titles).items():
        if title and times > 1:
            raise UnreadableFile(f"{label}: has two columns {shown(title)}; rename one")
    return [(line, _row(titles, cells, f"{label}:{line}")) for line, cells in lines[1:]]


def separator(text: str) -> str:
    """Return the one of comma, semicolon, tab and bar that the first line has most of."""
    head = text.lstrip("\r\n").partition("\n")[0]
    return max(",;\t|", key=head.count)


def _row(titles: list[str], cells: list[str], where: str) -> dict[str, str]:
    if len(cells) > len(titles):
        raise UnreadableFile(
            f"{where}: has {len(cells)} cells under {len(titles)} titles; "
            "put text that holds the separator in quotes, and write decimal points"
        )
    row = dict(zip(titles, cells, strict=False))
    row.pop("", None)  # as spreadsheets leave behind
    return row


def unguarded(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a cell as a formula."""
    return cell[1:] if cell.startswith("'") and is_risky(cell.lstrip("'")) else cell


def is_risky(cell: str) -> bool:
    """Tell whether a spreadsheet might run this cell."""
    return cell.lstrip().startswith(tuple(FORMULA)) or cell.startswith(("\t", "\r"))


def features(table: list[Row], label: str) -> Iterator[Feature]:
    """Yield a table's rows as features.

    Raises
    ------
    UnreadableFile, BadScenario
        When there are no columns of places, or a place is no number; the message names the line.
    """
    if not table:
        return
    titles = list(table[0][1])
    lon, lat, wkt = (_title(titles, names) for names in (LON, LAT, WKT))
    if wkt is None and (lon is None or lat is None):
        raise UnreadableFile(
            f"{label}: has no columns of places; call them lon and lat (degrees), or wkt"
        )
    for line, row in table:
        where = f"{label}:{line}"
        # Of what this program wrote, a coverage shape is computed from its numbers.
        text = row.get(wkt, "") if wkt and row.get("role") != "coverage" else ""
        geometry = _from_wkt(text, f"{where}: {wkt}")
        point = _point(row, lon, lat, where) if lon and lat else None
        if row.get("role") == "site" and geometry and point and not _alike(geometry, point):
            raise BadScenario(f"{where}: {lon}, {lat} and {wkt} differ; change them alike")
        geometry = geometry or point
        yield Feature(where, geometry, row)


def _title(titles: list[str], names: tuple[str, ...]) -> str | None:
    return next((title for title in titles if title.lower() in names), None)


def _point(row: Mapping[str, str], lon: str, lat: str, where: str) -> Mapping[str, Any] | None:
    held = [row.get(lon, "").strip(), row.get(lat, "").strip()]
    if not any(held):
        return None
    at = [number(text, f"{where}: {title}") for text, title in zip(held, (lon, lat), strict=True)]
    return {"type": "Point", "coordinates": at}


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return list(one.get("coordinates", ())) == list(other["coordinates"])


def _from_wkt(text: str, where: str) -> Mapping[str, Any] | None:
    import shapely  # here for start-up time: most tables have lon and lat

    if not text.strip():
        return None
    if text.upper().count("COLLECTION") > MOST_COLLECTIONS:
        raise BadScenario(f"{where} has collections in collections; write its polygons alone")
    try:
        geometry = shapely.from_wkt(text)
    except (shapely.errors.ShapelyError, NotImplementedError):  # the latter at curves
        raise BadScenario(
            f"{where} is {shown(text)}; write WKT, such as POINT (24.41 44.08)"
        ) from None
    mapped: Mapping[str, Any] = shapely.geometry.mapping(geometry)
    return None if geometry.is_empty else mapped
