"""Fields of records that other tools write: names, kinds, ranges and their units.

Twin: layers/web/src/drop/fields.ts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from geo import countries
from geo.errors import (
    BadDistance,
    BadScenario,
    UnknownName,
    UnreadableFile,
    did_you_mean,
    shown,
)
from geo.formats.cells import is_blank, nested
from geo.model import RegionKind, SiteKind, joined
from geo.units import METRES, Unit, parse_distance

Fields = Mapping[str, Any]

LON = ("lon", "lng", "long", "longitude", "x")
LAT = ("lat", "latitude", "y")
NAME = ("name", "title", "label", "site", "place", "id")
COUNTRY = ("country", "iso3", "iso_a3")

MOST_TITLES = 1000
LONGEST_TITLE = 200
"""Columns, and characters of a title: each row is searched for all of them."""

_TITLE = re.compile(r"(?:range|radius)(?:[ _(\[]+(km|mi|nmi|m)[)\]]?)?")
_TITLED_UNIT = re.compile(r".*[ _(\[](km|mi|nmi|m)[)\]]?")


class Columns(NamedTuple):
    """Which columns hold what, where the reader says so; the titles of columns, and a unit."""

    range: str | None = None
    unit: Unit | None = None
    id: str | None = None
    name: str | None = None

    def check(self, titles: Iterable[str], label: str) -> None:
        """Raise UnknownName for a column that is not there, BadScenario for a wrong unit."""
        known = list(titles)
        for column in (self.range, self.id, self.name):
            if column is not None and column not in known:
                way_out = did_you_mean(column, known)
                raise UnknownName(f"{label}: has no column {shown(column)}; {way_out}")
        if self.unit is not None and self.unit not in METRES:
            raise BadScenario(f"the unit is {shown(self.unit)}; use {', '.join(METRES)}")


def check_titles(titles: Sequence[str], label: str) -> None:
    """Raise UnreadableFile when there are too many columns, or a title is too long to be one."""
    if len(titles) > MOST_TITLES:
        raise UnreadableFile(
            f"{label}: has {len(titles):,} columns; at most {MOST_TITLES:,} are read, so leave out "
            "what the map does not need"
        )
    for title in titles:
        if len(title) > LONGEST_TITLE:
            raise UnreadableFile(
                f"{label}: has the title {shown(title)} of {len(title):,} characters; shorten it"
            )


def field_of(fields: Fields, *titles: str) -> str | None:
    """Return the first of these titles that holds text or a number, whatever its case."""
    known: dict[str, str] = {}
    for title, value in fields.items():
        plain = title.strip().lower()
        if plain in titles and plain not in known and (text := text_of(value)) is not None:
            known[plain] = text
    return next((known[title] for title in titles if title in known), None)


def text_of(value: Any) -> str | None:
    """Return text without space around it, a number written out; None for anything else."""
    if isinstance(value, bool) or is_blank(value):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)  # ids are often read as floats
    return str(value).strip() or None if isinstance(value, str | int | float) else None


def name_of(fields: Fields, columns: Columns, otherwise: str) -> str:
    """Return the place's name, or `otherwise`."""
    named = text_of(fields.get(columns.name)) if columns.name else field_of(fields, *NAME)
    return named or otherwise


def kind_of(fields: Fields, model: Any, otherwise: str) -> str:
    """Return the kind, if it is one of `model`'s."""
    kind = field_of(fields, "kind")
    return kind if kind is not None and kind in get_args(model) else otherwise


def unknown_kind(fields: Fields) -> str | None:
    """Return a kind that this program does not have."""
    kind = field_of(fields, "kind")
    return None if kind in (*get_args(SiteKind), *get_args(RegionKind)) else kind


def country_of(fields: Fields) -> str | None:
    """Return the ISO 3166-1 alpha-3 code, from a code or an English name."""
    text, names = field_of(fields, *COUNTRY), countries.names()
    if text is None or text in names:
        return text
    return next((code for code, name in names.items() if name == text), None)


def sources_of(fields: Fields) -> list[str]:
    """Return the sources: one text, or a list of them."""
    held = next((fields[key] for key in ("sources", "source") if not is_blank(fields.get(key))), ())
    each = held if isinstance(held, list | tuple) else [held]
    return [text for text in map(text_of, each) if text is not None]


def range_of(fields: Fields, columns: Columns, where: str) -> dict[str, Any] | None:
    """Return a record's range as data of `geo.model.Range`; None when it has none.

    'radius_km' and 'range (nmi)' name their unit, and so does a column 'unit'. A bare number
    under 'radius' or 'range' is metres, which is what Leaflet's circles have (L.Circle.getRadius)
    and maps that keep them as points write; then the data has no unit.

    Raises
    ------
    BadScenario
        When it is no distance, or has no unit though the reader named the column.
    """
    if columns.range is not None:
        value = fields.get(columns.range)
        return None if is_blank(value) else _measured(columns.range, fields, columns, where)
    if own := _own(fields, where):
        return own
    for title, value in fields.items():
        if not is_blank(value) and _TITLE.fullmatch(title.strip().lower()):
            return _measured(title, fields, columns, where)
    return None


def range_titles(titles: Iterable[str]) -> list[str]:
    """Return the columns that may hold ranges where the reader names none: see `range_of`."""
    known = [str(title) for title in titles]
    own = [title for title in known if title == "range_m"]
    return own + [title for title in known if _TITLE.fullmatch(title.strip().lower())]


def titled_unit(title: str) -> Unit | None:
    """Return the unit that a title ends on, as in 'radius_km'."""
    found = _TITLED_UNIT.fullmatch(title.strip().lower())
    return next((unit for unit in METRES if found and unit == found[1]), None)


def _own(fields: Fields, where: str) -> dict[str, Any] | None:
    """Return a range as this program and its page write it: metres, with the unit beside."""
    keys = ("range_m", "low_m", "high_m", "inner_m", "bearings", "from", "unit")
    held = nested({key: fields[key] for key in keys if key in fields}, where)
    return held if "range_m" in held or {"low_m", "high_m"} <= set(held) else None


def _measured(title: str, fields: Fields, columns: Columns, where: str) -> dict[str, Any]:
    text = text_of(fields[title])
    where = f"{where}.{joined((title,))}"
    if text is None:
        raise BadScenario(f"{where} is {shown(fields[title])}; write a distance")
    try:
        float(text.replace("_", "x"))
    except ValueError:
        return _parsed(text, where)
    titled = _TITLED_UNIT.fullmatch(title.strip().lower())
    unit = columns.unit or (titled and titled[1]) or field_of(fields, "unit", "units")
    if unit is None and columns.range is not None:
        raise BadScenario(
            f"{where} is {text} without a unit; say which with --unit (in Python unit=), "
            f"or call the column {shown(f'{title}_km')}"
        )
    if unit is None:
        return {"range_m": _parsed(f"{text} m", where)["range_m"]}
    return _parsed(f"{text} {unit}", where)


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        metres, unit = parse_distance(text)
    except BadDistance as error:
        raise BadScenario(f"{where} {error}") from None
    return {"range_m": metres, "unit": unit}
