"""NATO membership on a date, and which land of the members counts as European.

Source: `data/membership.yaml`, which names one per accession. Borders and parts are today's, as
the country file (`geo.countries`) draws them, on every date.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from geo import countries
from geo.errors import CoverageError, UnknownName, did_you_mean, shown
from geo.model import Model, Note, Sources, Text
from geo.yaml_text import parse

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

AREAS = {
    "nato-europe": "NATO Europe",
    "article-6": "Article 6 area of European members",
}
"""The named areas that follow the membership on a date, and what a reader calls them."""

CONVENTION = (
    "Which land counts as NATO Europe is a mapping convention applied to today's borders, "
    "not a legal statement."
)
"""What has to stand wherever a named area is drawn or counted."""

_NOT_EUROPEAN = ("USA", "CAN")


class Accession(Model):
    """A day on which countries became members, and who says so."""

    on: dt.date
    countries: tuple[Text, ...]
    notes: tuple[Note, ...] = ()
    source: Sources


@dataclass(frozen=True)
class _Box:
    """Degrees; holds a part of a country by the part's centroid."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, part: "Polygon") -> bool:
        place = part.centroid
        return self.west <= place.x <= self.east and self.south <= place.y <= self.north


@dataclass(frozen=True)
class _Rule:
    """Parts within `box` stay, less those in `dropped`; `added` are whole features of the file."""

    box: _Box
    dropped: Mapping[str, tuple[_Box, ...]]
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_CEUTA = _Box(-5.40, 35.86, -5.26, 35.93)
_MELILLA = _Box(-2.98, 35.25, -2.91, 35.33)
_JAN_MAYEN = _Box(-9.2, 70.7, -7.8, 71.3)

_RULES = {
    "nato-europe": _Rule(
        box=_Box(-25, 34, 45, 72),
        dropped={"ESP": (_CEUTA, _MELILLA), "NOR": (_JAN_MAYEN,)},
        added={"FIN": ("ALA",)},
    ),
    # From the Tropic of Cancer to beyond Svalbard, from west of the Azores.
    "article-6": _Rule(
        box=_Box(-35, 23.44, 45, 84),
        dropped={"ESP": (_CEUTA, _MELILLA)},
        added={"FIN": ("ALA",), "DNK": ("FRO",)},
    ),
}


@cache
def accessions() -> tuple[Accession, ...]:
    """Return every accession with its sources and notes, earliest first."""
    path = files("geo").joinpath("data/membership.yaml")
    document = parse(path.read_text(encoding="utf-8"), path.name)
    return tuple(Accession.model_validate(row) for row in document.data["accessions"])


def members(on: dt.date | str) -> dict[str, dt.date]:
    """Return the members on a date, the day of an accession included.

    Parameters
    ----------
    on : datetime.date or str
        A day, as text in the form ``"2018-12-31"``. After the last accession of the table the
        members stay as they are then.

    Returns
    -------
    dict of str to datetime.date
        Each member's accession by its ISO 3166-1 alpha-3 code, earliest first.

    Raises
    ------
    CoverageError
        When `on` is no day, or lies before the treaty.

    Examples
    --------
    >>> len(members("2007-04-26"))
    26
    """
    when, first = day(on), accessions()[0].on
    if when < first:
        raise CoverageError(
            f"{when} lies before NATO's treaty; choose a day from {first} (its signature) on"
        )
    return {code: row.on for row in accessions() if row.on <= when for code in row.countries}


def areas(name: str, on: dt.date | str) -> dict[str, "MultiPolygon"]:
    """Return the shapes of an area, by country.

    The two named areas are a mapping convention, not a legal statement (`CONVENTION`). Both are
    the members on the date without the United States and Canada. A part of a country (a polygon
    of the file) stays or goes whole, by its centroid in plain lon/lat.

    - ``"nato-europe"``, the European core: parts within 34-72 N and 25 W-45 E, so all of Türkiye,
      Iceland, Crete; with Åland, a feature of its own in the file, in Finland. Without Jan Mayen,
      Ceuta and Melilla, and, as they lie outside, without Svalbard, the Azores, Madeira, the
      Canary Islands and everything overseas.
    - ``"article-6"``, the Article 6 area of European members: the core, and Jan Mayen, Svalbard
      and the Atlantic islands north of the Tropic of Cancer: the Azores, Madeira, the Canary
      Islands, and the Faroes in Denmark. Not Ceuta, Melilla, or what lies overseas.

    Greenland, Bermuda and Saint-Pierre-et-Miquelon are under Article 6 too, but are not Europe:
    they are in neither. Neither are Guernsey, Jersey and the Isle of Man, features of their own
    in the file; Gibraltar is too small for it.

    Parameters
    ----------
    name : str
        A key of `AREAS`; or an ISO 3166-1 alpha-3 code, or several with commas between: those
        countries as the file has them, whole and without the rules above.
    on : datetime.date or str
        A day, as in `members`; codes give the same shapes on any day.

    Returns
    -------
    dict of str to shapely.MultiPolygon
        By ISO 3166-1 alpha-3 code: valid, lon/lat degrees (WGS84). Shapes do not overlap.

    Raises
    ------
    UnknownName
        When `name` is neither.
    CoverageError
        When `on` is no day, or, for a key of `AREAS`, lies before the treaty.
    """
    when = day(on)
    if name in AREAS:
        return {code: _part_of(code, name) for code in members(when) if code not in _NOT_EUROPEAN}
    codes = [code.strip() for code in name.split(",")]
    for code in codes:
        _check_code(code, alone=len(codes) == 1)
    return {code: countries.country(code) for code in codes}


@cache
def _part_of(code: str, area: str) -> "MultiPolygon":
    """Return what a rule keeps of a country."""
    import shapely  # here for start-up time: who is a member needs no shape

    rule = _RULES[area]
    dropped = rule.dropped.get(code, ())
    kept = [
        part
        for part in countries.country(code).geoms
        if rule.box.holds(part) and not any(box.holds(part) for box in dropped)
    ]
    for feature in rule.added.get(code, ()):
        kept.extend(countries.country(feature).geoms)
    return shapely.MultiPolygon(kept)


def _check_code(code: str, *, alone: bool) -> None:
    if code in countries.names():
        return
    if code in AREAS:
        raise UnknownName(f"'{code}' stands beside other areas; ask for it alone")
    if len(code) > 3 and alone:
        known = [*AREAS, *countries.names()]
        raise UnknownName(f"{shown(code)} is no area; {did_you_mean(code.lower(), known)}")
    way_out = did_you_mean(code.upper(), countries.names())
    raise UnknownName(f"{shown(code)} is no area or country code; {way_out}")


def day(on: dt.date | str) -> dt.date:
    """Return a day given as a date, or as text in the form ``"2018-12-31"``.

    Raises
    ------
    CoverageError
        When it is no day.
    """
    if isinstance(on, dt.datetime):
        return on.date()
    if isinstance(on, dt.date):
        return on
    try:
        # Python reads other forms of ISO 8601 as well, such as a week's day.
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", on, re.ASCII):
            raise ValueError
        return dt.date.fromisoformat(on)
    except (TypeError, ValueError):
        raise CoverageError(f"{shown(on)} is no day; write one as 2018-12-31") from None
