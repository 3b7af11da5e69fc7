"""Files of more places than a page can show one by one: their points and ranges, as arrays.

Titles and units mean what they mean in `geo.formats.fields`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import numpy as np

from geo.errors import BadDistance, BadScenario, UnknownName, shown
from geo.formats import fields
from geo.formats.cells import is_own
from geo.formats.columns import Table, others, tables, title_of
from geo.formats.fields import Columns
from geo.formats.foreign import say
from geo.limits import MOST_SITES
from geo.model import KINDS, SiteKind, joined
from geo.units import METRES, check_distance, parse_distance

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_PARTLY = ("low_m", "high_m", "inner_m", "bearings", "isCircle")
"""Columns of shapes that are no whole circles: such a file is read place by place."""


class Sites(NamedTuple):
    """Sites with a range: (n,) arrays, degrees and metres; and what their file says of them.

    `points` counts the sites with and without a range; `estimate`, `source` and `entered` tell
    whose the ranges are.
    """

    lon: "Floats"
    lat: "Floats"
    radius: "Floats"
    points: int
    estimate: str
    source: str | None
    entered: str | None


def read(
    path: Path, label: str, columns: Columns, ranges: Mapping[str, str], whose: tuple[str, str]
) -> Sites | None:
    """Return the sites of a file of another tool's that holds more than `MOST_SITES` points.

    Parameters
    ----------
    columns : Columns
    ranges : mapping
        Distances by kind, or by what the column of ids holds; with any, the file's do not count.
    whose : two texts
        The name of the estimate that `ranges` are, and the day it was entered.

    Returns
    -------
    Sites or None
        None for a file to be read place by place: fewer points, bands, sectors, or what this
        program wrote.

    Raises
    ------
    CoverageError
        As `geo.formats.places.read`; of wrong rows it names the first.
    """
    found = [each for each in tables(path, label, more_than=MOST_SITES) if not _is_own(each.cells)]
    points = sum(int(np.count_nonzero(~np.isnan(each.lon))) for each in found)
    titles = dict.fromkeys(str(title) for each in found for title in each.cells)
    if points <= MOST_SITES or any(title in titles for title in _PARTLY):
        return None
    fields.check_titles(list(titles), label)
    columns.check(titles, label)
    parts = [_part(each, columns, ranges) for each in found]
    lon, lat, radius = (np.concatenate(each) for each in zip(*parts, strict=True))
    if missing := [name for name in ranges if not _names(name, found, columns)]:
        column = columns.id or "id"
        raise UnknownName(
            f"--range {missing[0]}: {label} has no kind and no {shown(column)} of that name; "
            f"give a range for a kind, such as place=100km"
        )
    rows = sum(len(each.cells) for each in found)
    some = radius > 0
    if not some.any():
        raise BadScenario(
            f"{label}: has {points:,} sites and no range; name their column with --range-column, "
            "or give one for all with --range place=100km"
        )
    say(label, _left_out(rows - points, rows, int((~some).sum()), points))
    title = path.name.partition(".")[0] or path.name
    about = (whose[0], None, whose[1]) if ranges else _estimate(found, title, label)
    return Sites(lon[some], lat[some], radius[some], points, *about)


def _left_out(other: int, rows: int, without: int, points: int) -> Iterable[str]:
    if other:
        yield f"{other:,} of {rows:,} features are no points and were left out"
    if without:
        yield f"{without:,} of {points:,} sites have no range, and so no circle"


def _is_own(cells: "pd.DataFrame") -> bool:
    if not {"role", "id"} <= set(cells.columns):
        return False
    pairs = cells[["role", "id"]].drop_duplicates("role")
    return any(is_own(row) for row in pairs.to_dict("records"))


def _part(
    found: Table, columns: Columns, ranges: Mapping[str, str]
) -> tuple["Floats", "Floats", "Floats"]:
    """Return a table's points and their ranges in metres, 0 without one."""
    _check_places(found)
    point = ~np.isnan(found.lon)
    radius = _given(found, columns, ranges) if ranges else _radii(found, columns, point)
    return found.lon[point], found.lat[point], radius[point]


def _check_places(found: Table) -> None:
    for name, values, most in (("longitude", found.lon, 180), ("latitude", found.lat, 90)):
        given = ~np.isnan(found.lon)
        wrong = np.flatnonzero(given & ~(np.abs(values) <= most))
        if wrong.size:
            hint = " (are lon and lat swapped?)" if most == 90 else ""
            raise BadScenario(
                f"{found.where(int(wrong[0]))}: {name} is {values[wrong[0]]:g}; it must be within "
                f"-{most}..{most}{hint}{others(wrong.size)}"
            )


def _given(found: Table, columns: Columns, ranges: Mapping[str, str]) -> "Floats":
    """Return ranges by kind and id; one for an id wins over one for its kind."""
    radius = np.zeros(len(found.cells))
    kinds, ids = _kinds(found.cells), _ids(found.cells, columns)
    for name, text in sorted(ranges.items(), key=lambda item: item[0] not in KINDS):
        try:
            metres = parse_distance(text).metres
        except BadDistance as error:
            raise BadScenario(f"the range of {joined((name,))} {error}") from None
        radius[kinds == name if name in KINDS else ids == name] = metres
    return radius


def _names(name: str, found: list[Table], columns: Columns) -> bool:
    return any(
        bool(np.any((_kinds(each.cells) if name in KINDS else _ids(each.cells, columns)) == name))
        for each in found
    )


def _kinds(cells: "pd.DataFrame") -> "NDArray[np.object_]":
    title = title_of(cells, ("kind",))
    if title is None:
        return np.full(len(cells), "place", dtype=object)
    known = cells[title].map(lambda kind: str(kind).strip())
    return np.asarray(known.where(known.isin(get_args(SiteKind)), "place"), dtype=object)


def _ids(cells: "pd.DataFrame", columns: Columns) -> "NDArray[np.object_]":
    title = columns.id or title_of(cells, ("id",))
    if title is None:
        return np.full(len(cells), None, dtype=object)
    return np.asarray(cells[title].map(fields.text_of), dtype=object)


def _radii(found: Table, columns: Columns, point: "NDArray[np.bool_]") -> "Floats":
    """Return the ranges that the file holds, as `geo.formats.fields.range_of` reads them."""
    radius = np.zeros(len(found.cells))
    titles = [columns.range] if columns.range else fields.range_titles(found.cells.columns)
    for title in titles:
        if title in found.cells:
            left = np.flatnonzero((radius == 0) & point & found.cells[title].notna().to_numpy())
            radius[left] = _measured(found, title, columns, left)
    return radius


def _measured(found: Table, title: str, columns: Columns, rows: Any) -> "Floats":
    """Return one column's ranges in metres: numbers at once, texts each once."""
    import pandas as pd

    column = found.cells[title].iloc[rows]
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
    metres = numbers * _scales(found, title, columns, rows, numbers)
    texts = np.flatnonzero(np.isnan(numbers))
    if texts.size:
        read: dict[Any, float] = {}
        for nth, text in zip(texts, column.iloc[texts], strict=True):
            if text not in read:
                try:
                    read[text] = parse_distance(str(text)).metres
                except BadDistance as error:
                    raise BadScenario(f"{_cell(found, title, rows[nth])} {error}") from None
            metres[nth] = read[text]
    if metres.size and not (metres.min() > 0 and np.isfinite(metres.max())):
        wrong = int(np.flatnonzero(~((metres > 0) & np.isfinite(metres)))[0])
        _refuse(found, title, rows[wrong], column.iloc[wrong], metres[wrong])
    if metres.size:
        farthest = int(np.argmax(metres))
        _refuse(found, title, rows[farthest], column.iloc[farthest], metres[farthest])
    return np.asarray(metres)


def _refuse(found: Table, title: str, row: int, written: Any, metres: float) -> None:
    try:
        check_distance(metres, shown(written))
    except BadDistance as error:
        raise BadScenario(f"{_cell(found, title, row)} {error}") from None


def _cell(found: Table, title: str, row: int) -> str:
    return f"{found.where(int(row))}.{joined((title,))}"


def _scales(
    found: Table, title: str, columns: Columns, rows: Any, numbers: "Floats"
) -> "Floats | float":
    """Return how many metres the unit of each bare number has."""
    if unit := columns.unit or fields.titled_unit(title):
        return float(METRES[unit])
    beside = title_of(found.cells, ("unit", "units"))
    scale = np.full(len(rows), np.nan)
    if beside is not None:
        units = found.cells[beside].iloc[rows].map(lambda unit: str(unit).strip().lower())
        scale = units.map(METRES).to_numpy(dtype=float)
    bare = np.flatnonzero(np.isnan(scale) & ~np.isnan(numbers))
    if bare.size and columns.range is not None:
        raise BadScenario(
            f"{_cell(found, title, rows[bare[0]])} is {numbers[bare[0]]:g} without a unit; say "
            f"which with --unit, or call the column {shown(f'{title}_km')}"
        )
    if bare.size:
        say(found.label, ["ranges without a unit are read as metres, as Leaflet has them"])
        scale[bare] = 1.0
    return scale


def _estimate(found: list[Table], title: str, label: str) -> tuple[str, str | None, str | None]:
    """Return whose ranges they are: what a column 'estimate' says, or the file's name."""
    said: list[tuple[str, str | None, str | None]] = []
    for each in found:
        column = title_of(each.cells, ("estimate",))
        if column is not None:
            for _, row in each.cells.drop_duplicates(column).iterrows():
                held = dict(row)
                if (name := fields.field_of(held, "estimate")) is not None:
                    about = fields.field_of(held, "source"), fields.field_of(held, "entered")
                    said.append((name, *about))
    names = dict.fromkeys(name for name, _, _ in said)
    if len(names) > 1:
        listed = ", ".join(shown(name) for name in list(names)[:3])
        raise BadScenario(
            f"{label}: has more than {MOST_SITES:,} sites under {len(names)} estimates ({listed}); "
            "a page of so many shows one, so write a file for each"
        )
    return said[0] if said else (title, None, None)
