"""The reader's model: places, regions, and whose numbers: validated, immutable.

Data only: nothing here knows what a circle is. Validation messages start with the value
("is 95.0; latitude must be …"), so that whoever knows the place can put it in front.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from geo import clock, countries
from geo.errors import BadDistance, BadScenario, UnknownName, did_you_mean, shown
from geo.polygons import normal_polygons
from geo.units import Unit, check_distance, format_distance, parse_distance

if TYPE_CHECKING:
    import geopandas

SiteKind = Literal["interceptor", "radar", "command", "port", "place"]
RegionKind = Literal["launch", "sea"]
From = Literal["anywhere", "everywhere"]
Standing = Literal["absent", "planned", "stands", "gone"]

KINDS: tuple[str, ...] = get_args(SiteKind) + get_args(RegionKind)
"""Every kind of place; on the command line a kind stands for all its members."""

M = TypeVar("M", bound="Model")

Path = tuple[str | int, ...]
"""Keys and indices from the top of a file to a field."""

_WANTED = {
    "model_type": "a mapping of keys and values",
    "dict_type": "a mapping of keys and values",
    "tuple_type": "a list",
    "string_type": "text (in quotes, if it looks like a number)",
    "bool_type": "true or false",
    "too_short": "two values in a list",
    "too_long": "two values in a list",
}

_ID = re.compile(r"[^\W_][\w.-]{0,63}")


class Misplaced(ValueError):
    """A problem of one field that only the whole shows; `path` leads on to that field."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty; write some text")
    return value


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"is {shown(value)}; write a number in degrees")
    if not abs(value) < math.inf:
        raise ValueError(f"is {value}; write a finite number in degrees")
    return value


def _within(low: float, high: float, what: str, hint: str = "") -> Callable[[float], float]:
    def check(value: float) -> float:
        if not low <= value <= high:
            raise ValueError(f"is {value}; {what} must be within {low:g}..{high:g}{hint}")
        return value

    return check


def _partial_date(value: Any) -> str:
    """Dates are known to the year, the month or the day; the text keeps which."""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text, re.ASCII)
    try:
        if parts is None:
            raise ValueError
        dt.date(*(int(part or 1) for part in parts.groups()))
    except ValueError:
        raise ValueError(f"is {shown(text)}; write a date as 2016, 2016-05 or 2016-05-12") from None
    return text


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _country(code: str) -> str:
    if code not in countries.names():
        raise ValueError(
            f"is {shown(code)}; use an ISO 3166-1 alpha-3 code, "
            f"{did_you_mean(code.upper(), countries.names())}"
        )
    return code


def _none_as_empty(value: Any) -> Any:
    """Read a key with nothing after it, which YAML has as null, as an empty mapping."""
    return {} if value is None else value


Text = Annotated[str, AfterValidator(_text)]
Degrees = Annotated[float, BeforeValidator(_number)]
Lon = Annotated[Degrees, AfterValidator(_within(-180, 180, "longitude"))]
Lat = Annotated[
    Degrees, AfterValidator(_within(-90, 90, "latitude", " (are lon and lat swapped?)"))
]
Bearing = Annotated[Degrees, AfterValidator(_within(0, 360, "a bearing"))]
PartialDate = Annotated[str, BeforeValidator(_partial_date)]
Sources = Annotated[tuple[Text, ...], BeforeValidator(_as_tuple)]
Country = Annotated[str, AfterValidator(_country)]


class Model(BaseModel):
    """Immutable, strict about keys, named as in the file."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
    )

    @classmethod
    def file_keys(cls) -> list[str]:
        """Return the keys a file may hold for this model."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    @model_validator(mode="before")
    @classmethod
    def _only_known_keys(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = _known_keys(cls)
            for key in data:
                if key not in known:
                    way_out = did_you_mean(str(key), cls.file_keys())
                    raise Misplaced((str(key),), f"is an unknown key; {way_out}")
        return data


@cache
def _known_keys(model: type[Model]) -> frozenset[str]:
    return frozenset((*model.file_keys(), *model.model_fields))


class Note(Model):
    """A remark with its sources, for instance that sources disagree."""

    text: Text
    source: Sources = ()


class Event(Model):
    """Something that happened at a place or to a plan, and who says so.

    `operational` marks a claim that the place operates from then on. Several sources may claim it
    of several days: all are kept.
    """

    on: PartialDate
    what: Text
    source: Sources = ()
    operational: Annotated[bool, Field(strict=True)] = False


class Phase(Model):
    """A plan or a phase of one: what was announced, and what came of it."""

    name: Text
    announced: PartialDate
    interceptor: Text
    planned: Text
    happened: Text
    source: Sources = ()


class Site(Model):
    """A publicly known place, to 0.01 degree.

    `from` and `to` bound the time that it stands; without `from`, its events say when (`since`).
    """

    name: Text
    country: Country | None = None
    kind: SiteKind
    lon: Lon
    lat: Lat
    from_: PartialDate | None = Field(default=None, alias="from")
    to: PartialDate | None = None
    events: tuple[Event, ...] = ()
    notes: tuple[Note, ...] = ()
    source: Sources = ()

    @model_validator(mode="after")
    def _stood(self) -> Self:
        if self.from_ and self.to:
            known = min(len(self.from_), len(self.to))  # a date known to the year holds all of it
            if self.to[:known] < self.from_[:known]:
                raise ValueError(f"has to {self.to} before from {self.from_}; exchange them")
        return self

    @model_validator(mode="after")
    def _not_swapped(self) -> Self:
        if self.country and countries.looks_swapped(self.country, self.lon, self.lat):
            raise ValueError(
                f"has lon {self.lon} and lat {self.lat}, far from {self.country}, "
                "where the two look swapped; exchange them"
            )
        return self

    @property
    def claims(self) -> tuple[Event, ...]:
        """The events that claim that the site operates, the earliest first."""
        return tuple(event for _, event in self._dated() if event.operational)

    @property
    def first(self) -> str | None:
        """The date that the first event holds from; None without events."""
        return next((date for date, _ in self._dated()), None)

    @property
    def since(self) -> str | None:
        """The date that the site stands from: the first of these that there is; None if none.

        `from`; the first event that claims that it operates; the first event of all, since what
        never operated stands as the plan that it was.
        """
        claims = (date for date, event in self._dated() if event.operational)
        return self.from_ or next(claims, self.first)

    def _dated(self) -> list[tuple[str, Event]]:
        """Pair events with the dates that they hold from, the earliest first.

        A date known to the year or the month holds all of it, after what is listed before it and
        happened in it.
        """
        dated = []
        latest: dict[str, str] = {}  # by year, month and day: of what is listed before
        for event in self.events:
            dated.append((max(event.on, latest.get(event.on, "")), event))
            for known in {event.on[:4], event.on[:7], event.on}:
                latest[known] = max(event.on, latest.get(known, ""))
        return sorted(dated, key=lambda pair: pair[0])

    def standing(self, day: str) -> Standing:
        """Return what the site is on a day such as '2018-12-31'.

        ISO texts are compared: a date known to the year holds all of it. A site is planned from
        its first event until it stands, and before that it is absent.
        """
        if self.to and day[: len(self.to)] > self.to:
            return "gone"
        if self.since is None or day >= self.since:
            return "stands"
        return "planned" if self.first and day >= self.first else "absent"


class Region(Model):
    """A country, or a polygon the reader drew, that a range is measured from."""

    name: Text
    kind: RegionKind = "launch"
    country: Country | None = None
    geometry: Annotated[dict[str, Any], BeforeValidator(normal_polygons)] | None = None
    notes: tuple[Note, ...] = ()
    source: Sources = ()

    @model_validator(mode="after")
    def _has_a_shape(self) -> Self:
        if (self.country is None) == (self.geometry is None):
            raise ValueError("needs a country or a geometry, and not both")
        return self


class Range(Model):
    """One number of the reader's, or a band: metres, with the unit as it was written.

    Either `range_m` or both `low_m` and `high_m` are set. `inner_m` cuts a hole, `bearings` a
    sector (clockwise from the first to the second, in degrees), `from_` says whether a region's
    range is meant from anywhere in it or from everywhere in it.
    """

    range_m: float | None = None
    low_m: float | None = None
    high_m: float | None = None
    inner_m: float | None = None
    bearings: tuple[Bearing, Bearing] | None = None
    from_: From = Field(default="anywhere", alias="from")
    unit: Unit = "km"

    @property
    def outer_m(self) -> float:
        """The farthest distance that this range claims, in metres."""
        return max(metres for metres in (self.range_m, self.high_m) if metres is not None)

    @classmethod
    def file_keys(cls) -> list[str]:
        """Return the keys a file may hold for a range."""
        return ["range", "low", "high", "inner", "bearings", "from"]

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """Accept what a scenario file holds: '1000 km', or a mapping of such texts."""
        if not isinstance(value, Mapping):
            value = {"range": value}
        data = dict(value)
        for key in ("range", "low", "high", "inner"):
            if key in data:
                what = "" if key == "range" else f"{key} "
                data[f"{key}_m"], data["unit"] = _distance(data.pop(key), what)
        return data

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        band = self.low_m is not None
        if band != (self.high_m is not None) or band == (self.range_m is not None):
            raise ValueError("needs either a range, or both low and high")
        for metres in (self.range_m, self.low_m, self.high_m, self.inner_m):
            if metres is not None:
                check_distance(metres, format_distance(metres, self.unit))
        if self.low_m is not None and self.low_m >= self.outer_m:
            raise ValueError(
                f"has low {format_distance(self.low_m, self.unit)} at or above high "
                f"{format_distance(self.outer_m, self.unit)}; exchange them or write one range"
            )
        least = self.low_m if self.low_m is not None else self.outer_m
        if self.inner_m is not None and self.inner_m >= least:
            raise ValueError(
                f"has inner {format_distance(self.inner_m, self.unit)} at or above the range "
                f"{format_distance(least, self.unit)}; make inner smaller"
            )
        if self.bearings and self.bearings[0] == self.bearings[1]:
            raise ValueError(
                f"has bearings {list(self.bearings)}, a sector without width; "
                "leave bearings out for a full circle"
            )
        return self

    def text(self) -> str:
        """Write the range as a reader would: '1000 km', '1300 to 2000 km'."""
        if self.low_m is None:
            return format_distance(self.outer_m, self.unit)
        low = format_distance(self.low_m, self.unit).split()[0]
        return f"{low} to {format_distance(self.outer_m, self.unit)}"


def _distance(value: Any, what: str) -> tuple[float, Unit]:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{what}is {shown(value)}; write a distance such as 1000 km")
    try:
        return parse_distance(str(value))
    except BadDistance as error:
        raise ValueError(f"{what}{error}") from None


class Estimate(Model):
    """Whose numbers: a name, a source, the day they were entered, a range per place."""

    name: Text
    source: Text | None = None
    entered: PartialDate | None = None
    ranges: Annotated[dict[str, Range], BeforeValidator(_none_as_empty)] = {}


class Scenario(Model):
    """Sites, regions, and any number of estimates of their ranges."""

    title: Text
    sites: Annotated[dict[str, Site], BeforeValidator(_none_as_empty)] = {}
    regions: Annotated[dict[str, Region], BeforeValidator(_none_as_empty)] = {}
    estimates: tuple[Estimate, ...] = ()
    phases: tuple[Phase, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def places(self) -> dict[str, Site | Region]:
        """Sites and regions by id, sites first."""
        return {**self.sites, **self.regions}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for part, place in (
            *(("sites", id_) for id_ in self.sites),
            *(("regions", id_) for id_ in self.regions),
        ):
            if not _ID.fullmatch(place):
                raise Misplaced(
                    (part, place), "has no usable id; write up to 64 letters, digits, '.', '_', '-'"
                )
            if place in KINDS and self.places[place].kind != place:
                raise Misplaced((part, place), "has the name of a kind as its id; choose another")
            if part == "regions" and place in self.sites:
                raise Misplaced((part, place), "has the id of a site; rename one")
        names: set[str] = set()
        for nth, estimate in enumerate(self.estimates):
            if estimate.name in names:
                path = ("estimates", nth, "name")
                like = f"is {shown(estimate.name)} like another estimate's; rename one"
                raise Misplaced(path, like)
            names.add(estimate.name)
        return self

    @model_validator(mode="after")
    def _ranges_fit(self) -> Self:
        for nth, estimate in enumerate(self.estimates):
            for place, range_ in estimate.ranges.items():
                path = ("estimates", nth, "ranges", place)
                if place not in self.places:
                    way_out = did_you_mean(place, self.places)
                    raise Misplaced(path, f"is a range for no site or region; {way_out}")
                if place in self.regions and (range_.inner_m or range_.bearings):
                    raise Misplaced(path, "is for a region; inner and bearings are for sites")
                if place in self.sites and range_.from_ != "anywhere":
                    raise Misplaced(path, "is for a site; 'from' is for regions")
        return self

    @classmethod
    def from_geodataframe(
        cls,
        frame: "geopandas.GeoDataFrame",
        *,
        range: str | None = None,  # noqa: A002 - the column's meaning, as readers call it
        unit: Unit | None = None,
        id: str | None = None,  # noqa: A002 - likewise
        name: str | None = None,
        title: str = "From a GeoDataFrame",
    ) -> "Scenario":
        """Return the places of a GeoDataFrame: points are sites, polygons are regions.

        Columns 'kind', 'country' (a code or an English name) and 'source' are read where they
        are; a frame that `layers.export` wrote comes back without loss.

        Parameters
        ----------
        frame : geopandas.GeoDataFrame
            In any CRS; it is brought to WGS84.
        range : str, optional
            The column of ranges: numbers, or texts such as ``"500 km"``; they form an estimate
            called `title`. Without it, a column such as 'radius_km' or 'range (nmi)' is looked for.
        unit : {'km', 'mi', 'nmi', 'm'}, optional
            The unit of plain numbers; without it, what the column's title ends on, as in
            'radius_km', or what a column 'unit' holds.
        id, name : str, optional
            The columns of ids and names; without them 'id' and 'name', or what is like them.
        title : str
            The scenario's title.

        Raises
        ------
        UnreadableFile, UnknownName, BadScenario
            When it does not say its CRS, lacks a column, or holds a wrong value.

        Warns
        -----
        CoverageWarning
            When the CRS was changed, or something was left out or taken for granted.
        """
        from geo.formats import places  # here for start-up time: a page needs no data frame

        return places.from_frame(frame, title, places.Columns(range, unit, id, name))

    def members(self, name: str) -> Iterator[str]:
        """Yield the ids that `name`, an id or a kind, stands for.

        Raises
        ------
        UnknownName
            When it stands for nothing in this scenario.
        """
        ids = [id_ for id_, place in self.places.items() if name in (id_, place.kind)]
        if not ids:
            known = list(dict.fromkeys([*self.places, *KINDS]))  # an id may be a kind's name
            raise UnknownName(
                f"{shown(name)} is no site, region or kind in {shown(self.title)}; "
                f"{did_you_mean(name, known)}"
            )
        yield from ids

    def with_ranges(
        self,
        ranges: Mapping[str, Any] | None = None,
        /,
        *,
        estimate: str = "entered in Python",
        entered: dt.date | None = None,
        **more: Any,
    ) -> "Scenario":
        """Return this scenario with one more estimate, put first.

        Parameters
        ----------
        ranges, **more
            Distance by id or kind: ``"1000 km"``, or a mapping as in a scenario file. A range
            given for an id wins over one given for its kind.
        estimate : str
            The name of the new estimate.
        entered : datetime.date, optional
            The day the numbers were entered; today if not given.

        Raises
        ------
        UnknownName, BadScenario
            When a name stands for nothing, or a range is wrong; the message names it.
        """
        found: dict[str, Range] = {}
        given = {**(ranges or {}), **more}
        for name, value in sorted(given.items(), key=lambda item: item[0] not in KINDS):
            range_ = build(Range, value, f"the range of {joined((name,))}")
            found.update(dict.fromkeys(self.members(name), range_))
        new = Estimate(name=estimate, entered=(entered or clock.today()).isoformat(), ranges=found)
        old = tuple(other for other in self.estimates if other.name != estimate)
        data = {**dict(self), "estimates": (new, *old)}
        return build(Scenario, data, shown(self.title))


def build(model: type[M], data: Any, what: str) -> M:
    """Validate `data` as `model`.

    Raises
    ------
    BadScenario
        In one sentence that starts with `what` and the path of the field.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        path, sentence = first_problem(error)
        link = " " if what.endswith(":") else "."
        field = f"{what}{link}{joined(path)}" if path else what
        raise BadScenario(f"{field} {sentence}") from None


def first_problem(error: ValidationError) -> tuple[Path, str]:
    """Return the place (keys from the top) and the sentence of the first problem."""
    problem = error.errors(include_url=False)[0]
    path, value, kind = problem["loc"], problem["input"], problem["type"]
    if kind == "missing" and isinstance(path[-1], int):
        path, kind = path[:-1], "too_short"
    if kind == "missing":
        return path[:-1], f"lacks '{path[-1]}'; add it"
    if kind == "value_error":
        cause = problem["ctx"]["error"]
        return (*path, *getattr(cause, "path", ())), str(cause)
    if kind == "literal_error":
        known = re.findall(r"'([^']+)'", problem["ctx"]["expected"])
        return path, f"is {shown(value)}; {did_you_mean(str(value), known)}"
    if kind in _WANTED:
        return path, f"is {shown(value)}; write {_WANTED[kind]}"
    return path, f"is {shown(value)}; {problem['msg'][:1].lower()}{problem['msg'][1:]}"


def joined(path: Path) -> str:
    """Write a path as 'sites.deveselu.lat', short and on one line whatever its keys hold."""
    parts = map(str, path)
    return ".".join(part if _ID.fullmatch(part) else shown(part) for part in parts)
