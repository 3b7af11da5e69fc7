"""A table for spreadsheets: RFC 4180, UTF-8 with a byte order mark, geometries as WKT.

The first row holds what belongs to the whole scenario. Twin: web/src/out/csv.ts.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely

from geo.formats.cells import Cell
from geo.formats.places import WHOLE
from geo.formats.table import is_risky
from layers.out.rows import TITLES, Row, say

_DIGITS = 7  # of a degree: a centimetre
_EXCEL = 32_767


def table(listed: Iterable[Row], title: str, about: str, separator: str = ",") -> bytes:
    """Return a row per site, region and coverage shape; metres in columns that end in `_m`."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, (*TITLES, "about", "wkt"), delimiter=separator)
    whole: Mapping[str, Cell] = {"role": WHOLE, "id": WHOLE, "name": title, "about": about}
    guarded = longest = 0
    writer.writeheader()
    for cells in (whole, *({**row.cells, "wkt": _wkt(row)} for row in listed)):
        risky = {key: f"'{cell}" for key, cell in cells.items() if _needs_guard(cell)}
        guarded += len(risky)
        writer.writerow({**cells, **risky})
        longest = max(longest, *(len(str(cell)) for cell in cells.values()))
    if longest > _EXCEL:
        say(f"a cell of {longest:,} characters is longer than the {_EXCEL:,} that Excel keeps")
    if guarded:
        say(f"{guarded} texts that a spreadsheet would run have an apostrophe in front")
    return file.getvalue().encode("utf-8-sig")


def _needs_guard(cell: Cell) -> bool:
    return isinstance(cell, str) and is_risky(cell.lstrip("'"))


def _wkt(row: Row) -> str:
    """Write a computed shape to the centimetre, and what a reader gave to the last digit.

    shapely's own text of all digits is one short for one point in two hundred.
    """
    if row.role == "coverage":
        return str(shapely.to_wkt(row.geometry, rounding_precision=_DIGITS))
    mapped = shapely.geometry.mapping(row.geometry)
    return f"{mapped['type'].upper()} ({_nested(mapped['coordinates'])})"


def _nested(coordinates: Sequence[Any]) -> str:
    if isinstance(coordinates[0], float):
        return " ".join(repr(each).removesuffix(".0") for each in coordinates)
    if isinstance(coordinates[0][0], float):
        return ", ".join(map(_nested, coordinates))
    return ", ".join(f"({_nested(each)})" for each in coordinates)
