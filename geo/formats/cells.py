"""A feature's properties as the cells of a table, and back: for formats without nested values.

Lists stand as JSON text, bearings as '70 to 190', as the page writes them.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from geo.errors import BadScenario, UnreadableFile, shown
from geo.geojson import ROLES
from geo.model import Range

NUMBERS = ("lon", "lat", "range_m", "low_m", "high_m", "inner_m")
"""The columns that hold numbers: degrees, and metres."""

LISTS = ("sources", "events", "notes")
"""The columns that hold JSON."""

COLUMNS = (
    *("role", "id", "name", "kind", "country", "lon", "lat", "range", "unit"),
    *("range_m", "low_m", "high_m", "inner_m", "bearings", "from"),
    *("estimate", "source", "entered", "since", "until", *LISTS),
)
"""The columns of every table, in their order; `from` is 'anywhere' or 'everywhere'."""

_RANGE = ("range_m", "low_m", "high_m", "unit")

ABOUT = "shieldmap"
"""What a format calls the JSON that belongs to the whole scenario."""

Cell = str | float | None


def flat(properties: Mapping[str, Any]) -> dict[str, Cell]:
    """Return a row with every one of `COLUMNS`; None where one does not apply."""
    row: dict[str, Any] = {column: properties.get(column) for column in COLUMNS}
    for column in LISTS:
        held = row[column]
        row[column] = json.dumps(held, ensure_ascii=False) if held else None
    if row["bearings"] is not None:
        row["bearings"] = " to ".join(map(_shortest, row["bearings"]))
    if row["role"] == "coverage":
        row["range"] = _written(properties)
    return row


def _shortest(bearing: float) -> str:
    return repr(float(bearing)).removesuffix(".0")


def _written(properties: Mapping[str, Any]) -> str:
    """Write the number as the reader did, without its unit, which has a column."""
    held = {key: properties[key] for key in _RANGE if properties[key] is not None}
    return Range.model_validate(held).text().rpartition(" ")[0]


def nested(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the properties that `flat` made a row of.

    Raises
    ------
    BadScenario
        When a cell does not hold what its column is for; the message names it.
    """
    properties: dict[str, Any] = {key: value for key, value in row.items() if not is_blank(value)}
    if "Name" in properties:  # as GDAL calls KML's name
        properties.setdefault("name", properties["Name"])
    for column in LISTS:
        if isinstance(properties.get(column), str):
            try:
                properties[column] = json.loads(properties[column])
            except (ValueError, RecursionError):
                raise BadScenario(
                    f"{where}.{column} is {shown(properties[column])}; write a JSON list"
                ) from None
    for column in NUMBERS:
        if isinstance(properties.get(column), str):
            properties[column] = number(properties[column], f"{where}.{column}")
    if isinstance(properties.get("bearings"), str):
        parts = properties["bearings"].split(" to ")
        properties["bearings"] = [number(part, f"{where}.bearings") for part in parts]
    if properties.get("role") == "coverage" and "range" in properties:
        _check_written(properties, where)
    return properties


def _check_written(properties: Mapping[str, Any], where: str) -> None:
    """Refuse a row in which only one of `range` and its metres was changed."""
    try:
        meant = _written({key: properties.get(key) for key in _RANGE})
    except ValidationError:  # of which the reader hears when the range itself is read
        return
    written = str(properties["range"])
    try:
        same = [*map(float, written.split(" to "))] == [*map(float, meant.split(" to "))]
    except ValueError:
        same = False
    if not same:
        unit = properties.get("unit", "km")
        raise BadScenario(
            f"{where}.range is {shown(written)} where the columns in metres mean {meant} {unit}; "
            "change both alike, or empty the cell of range"
        )


def number(text: str, where: str) -> float:
    """Read a number with a decimal point.

    Raises
    ------
    BadScenario
        When it is none; a decimal comma is named as such.
    """
    try:
        if "_" in text:
            raise ValueError
        value = float(text)
    except ValueError:
        way_out = "write a number, such as 24.41"
        if text.count(",") == 1 and text.replace(",", "").strip(" -+").isdigit():
            way_out = f"write a decimal point: {text.strip().replace(',', '.')}"
        raise BadScenario(f"{where} is {shown(text)}; {way_out}") from None
    return value


def is_blank(value: Any) -> bool:
    """Tell whether a cell holds nothing: no value, no text, or a number that is none."""
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or value == ""


def is_own(fields: Mapping[str, Any]) -> bool:
    """Tell whether a row or a feature is one that this program or its page wrote."""
    return fields.get("role") in ROLES and isinstance(fields.get("id"), str)


def read_about(text: str, label: str) -> Mapping[str, Any]:
    """Read the JSON in which the whole scenario's part travels.

    Raises
    ------
    UnreadableFile
        When it is no JSON object.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise UnreadableFile(f"{label}: has {shown(text)} as '{ABOUT}'; export it again")
    return found
