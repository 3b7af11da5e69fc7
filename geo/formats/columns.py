"""Files of points as columns: no object for a place, what is wrong is named by its first row.

Read with the same care as `geo.formats.vector`, `table` and `kml` read them place by place.
"""

import csv
import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.disk import read_bytes, read_text
from geo.errors import BadScenario, UnreadableFile, shown, told
from geo.formats import fields, frames, kml, table, vector
from geo.model import joined

if TYPE_CHECKING:
    import geopandas
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Table(NamedTuple):
    """Points (NaN where a row has none), the other columns, and what row 0 is called."""

    lon: "Floats"
    lat: "Floats"
    cells: "pd.DataFrame"
    label: str
    first: int

    def where(self, row: int) -> str:
        """Return how errors name a row."""
        return f"{self.label}: row {row + self.first}"


def tables(path: Path, label: str, *, more_than: int) -> Iterator[Table]:
    """Yield what a file holds; nothing where it plainly has no more than `more_than` places.

    Raises
    ------
    CoverageError
        When it cannot be read, or a place is no number.
    """
    match path.suffix.lower():
        case ".csv" | ".tsv":
            text = read_text(path, label)
            if text.count("\n") > more_than:
                yield _of_csv(text, label)
        case ".kml" | ".kmz":
            held = read_bytes(path, label)
            xml = kml.unpacked(held, label) if path.suffix.lower() == ".kmz" else held
            if xml.count(b"<Placemark") > more_than:
                yield _of_kml(xml, label)
        case ".geojson" | ".json":
            if read_text(path, label).count('"geometry"') > more_than:
                yield _of_frame(vector.read_json(path, label), label)
        case _:
            for frame, where in vector.frames(path, label, more_than=more_than):
                yield _of_frame(frame, where)


def _of_frame(frame: "geopandas.GeoDataFrame", label: str) -> Table:
    """Take a frame's points apart; what is no point is nowhere."""
    import shapely

    placed = frames.to_wgs84(frame, label)
    shapes = placed.geometry.to_numpy()
    cells = placed.drop(columns=placed.geometry.name)
    if not cells.columns.is_unique:
        raise UnreadableFile(f"{label}: has two columns of one name; rename one")
    several = np.flatnonzero(shapely.get_type_id(shapes) == 4)
    if several.size:
        shapes = shapes.copy()
        shapes[several] = shapely.get_geometry(shapes[several], 0)
    point = (shapely.get_type_id(shapes) == 0) & ~shapely.is_empty(shapes)
    lon, lat = np.full((2, len(shapes)), np.nan)
    lon[point], lat[point] = shapely.get_x(shapes[point]), shapely.get_y(shapes[point])
    return Table(lon, lat, cells, label, 0)


def _of_csv(text: str, label: str) -> Table:
    """Read a table by its columns; `geo.formats.table` says which hold places."""
    import pandas as pd

    table.rows(text.lstrip("\r\n").partition("\n")[0], label)  # what is wrong with its titles
    separator = table.separator(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # more cells than titles
            cells = pd.read_csv(
                io.StringIO(text, newline=""),
                sep=separator,
                dtype=str,
                keep_default_na=False,
                na_values=[""],
                index_col=False,
                quoting=csv.QUOTE_MINIMAL,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, ValueError) as error:
        raise UnreadableFile(f"{label}: is no table ({told(error)}); mend it") from None
    cells.columns = [str(title).strip() for title in cells.columns]
    lon, lat = (title_of(cells, names) for names in (fields.LON, fields.LAT))
    if lon is None or lat is None:
        nowhere = np.full(len(cells), np.nan)  # as WKT: place by place
        return Table(nowhere, nowhere, cells, label, 2)
    found = Table(np.empty(0), np.empty(0), cells, label, 2)
    return found._replace(lon=_numbers(found, lon), lat=_numbers(found, lat))


def _of_kml(text: bytes, label: str) -> Table:
    import pandas as pd

    lons, lats, rows = [], [], []
    for feature in kml.features(kml.parse(text, label), label):
        geometry = feature.geometry or {}
        at = geometry["coordinates"] if geometry.get("type") == "Point" else (np.nan, np.nan)
        lons.append(at[0])
        lats.append(at[1])
        rows.append(feature.fields)
    return Table(np.array(lons), np.array(lats), pd.DataFrame(rows, dtype=object), label, 1)


def title_of(cells: "pd.DataFrame", names: tuple[str, ...]) -> str | None:
    """Return the first title that is one of these names, whatever its case."""
    return next((title for title in cells.columns if title.strip().lower() in names), None)


def _numbers(found: Table, title: str) -> "Floats":
    """Return a column as numbers, NaN where it is empty.

    Raises
    ------
    BadScenario
        Naming the first row that holds anything else.
    """
    import pandas as pd

    column = found.cells[title]
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
    wrong = np.flatnonzero(np.isnan(numbers) & column.notna().to_numpy())
    if wrong.size:
        value = column.iloc[wrong[0]]
        where = f"{found.where(int(wrong[0]))}.{joined((title,))}"
        raise BadScenario(
            f"{where} is {shown(value)}; write a number, such as 24.41{others(wrong.size)}"
        )
    return np.asarray(numbers)


def others(count: int) -> str:
    """Return what is added of rows that are wrong like the one that is named."""
    return f" (and {count - 1:,} more rows like it)" if count > 1 else ""
