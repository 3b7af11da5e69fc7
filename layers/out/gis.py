"""GeoPackage, FlatGeobuf and Shapefile through GDAL, and GeoParquet through pyarrow."""

import datetime as dt
import errno
import io
import json
import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import shapely

from geo import clock
from geo.errors import UnwritableOutput
from geo.formats.cells import ABOUT, NUMBERS
from geo.formats.vector import NO_PARQUET, TEXTS
from geo.geojson import NOTICE, generator
from layers.out import qgis
from layers.out.kml import add_member
from layers.out.rows import LAYERS, TITLES, Row, frame, say, without_nul

_DBF_NAME, _DBF_TEXT = 10, 254  # bytes of a field's name and of a text (dBASE III)
_MARK = re.compile(r"… \[\d+\]$")


def geopackage(listed: list[Row], title: str, about: str) -> bytes:
    """Return a layer per role, styled for QGIS, and a table of what belongs to the whole."""
    import pandas
    import pyogrio

    with tempfile.TemporaryDirectory() as folder, _unsynchronized():
        file = Path(folder) / "shieldmap.gpkg"
        held = _by_role(without_nul(listed))
        for layer, part in held.items():
            pyogrio.write_dataframe(
                frame(part),
                file,
                layer=layer,
                driver="GPKG",
                geometry_type="Point" if layer == "sites" else "MultiPolygon",
                promote_to_multi=layer != "sites",
                append=file.exists(),
                dataset_options={"VERSION": "1.2"},  # which every QGIS 3 and GDAL 2 read
                layer_options={"GEOMETRY_NAME": "geom", "DESCRIPTION": NOTICE},
            )
        keys = {"title": title, "notice": NOTICE, "generator": generator(), ABOUT: about}
        whole = {"key": list(keys), "value": [text.replace("\0", "") for text in keys.values()]}
        tables = {ABOUT: whole, "layer_styles": qgis.layer_styles(list(held))}
        for layer, columns in tables.items():
            pyogrio.write_dataframe(
                pandas.DataFrame(columns), file, layer=layer, driver="GPKG", append=file.exists()
            )
        return _dated(file, clock.now()).read_bytes()


@contextmanager
def _unsynchronized() -> Iterator[None]:
    """Let SQLite not wait for the disk at every table: the file is a temporary one."""
    import pyogrio

    option = "OGR_SQLITE_SYNCHRONOUS"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: "OFF"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({option: before})


def _by_role(listed: list[Row]) -> dict[str, list[Row]]:
    """Return the rows by layer, without layers that have none."""
    parts = {layer: [row for row in listed if row.role == role] for role, layer in LAYERS.items()}
    return {layer: part for layer, part in parts.items() if part}


def _dated(file: Path, at: dt.datetime) -> Path:
    """Put one time in place of those of the clock, and the pages in one order."""
    text, again = at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), file.with_stem("again")
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE gpkg_contents SET last_change = ?", [text])
        database.execute("UPDATE layer_styles SET update_time = ?", [text])
        database.commit()
        database.execute("VACUUM INTO ?", [str(again)])
    return again


def flatgeobuf(listed: list[Row], title: str, about: str) -> bytes:
    """Return one layer of all, in order and so without an index; the whole is its metadata."""
    import pyogrio

    file = io.BytesIO()  # on a disk that is full, GDAL would leave out the rest and say nothing
    pyogrio.write_dataframe(
        frame(without_nul(listed)),
        file,
        layer="shieldmap",
        driver="FlatGeobuf",
        geometry_type="Unknown",
        layer_metadata={ABOUT: about},
        layer_options={
            "SPATIAL_INDEX": "NO",
            "TITLE": title.replace("\0", ""),
            "DESCRIPTION": f"{NOTICE}. {generator()}.",
        },
    )
    return file.getvalue()


def shapefile(listed: list[Row], about: str) -> bytes:
    """Return a zip of a Shapefile per role, with the texts that their tables are too narrow for."""
    import pyogrio

    texts: list[str] = []
    short = {name: name[:_DBF_NAME] for name in TITLES}
    cut = ", ".join(f"'{name}' is '{short[name]}'" for name in TITLES if name != short[name])
    say(f"a Shapefile's names of fields have {_DBF_NAME} letters: {cut}")
    with tempfile.TemporaryDirectory() as folder:
        for layer, part in _by_role(without_nul(listed)).items():
            fitting = [
                row._replace(cells={k: _fitted(v, texts) for k, v in row.cells.items()})
                for row in part
            ]
            pyogrio.write_dataframe(
                frame(fitting).rename(columns=short),
                Path(folder) / f"{layer}.shp",
                driver="ESRI Shapefile",
                encoding="UTF-8",
                geometry_type="Point" if layer == "sites" else "MultiPolygon",
                promote_to_multi=layer != "sites",
                layer_options={"DBF_DATE_LAST_UPDATE": f"{clock.now():%Y-%m-%d}"},
            )
            _check_whole(Path(folder), layer, len(part))
        if texts:
            say(
                f"{len(texts)} texts are longer than the {_DBF_TEXT} bytes of a Shapefile's table, "
                f"or begin or end as it cannot hold them; they are whole in {ABOUT}.json beside it"
            )
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for part_file in sorted(Path(folder).iterdir()):
                add_member(archive, part_file.name, part_file.read_bytes())
            whole = {**json.loads(about), TEXTS: texts}
            add_member(archive, f"{ABOUT}.json", json.dumps(whole, indent=1).encode())
        return file.getvalue()


def _check_whole(folder: Path, layer: str, count: int) -> None:
    """Refuse a Shapefile that a full disk has cut short: GDAL says nothing when it closes it."""
    endings = ("shp", "shx", "dbf", "prj", "cpg")
    shp, shx, dbf, prj, cpg = ((folder / f"{layer}.{each}").read_bytes() for each in endings)
    rows, head, width = (int.from_bytes(dbf[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12)))
    whole = [2 * int.from_bytes(each[24:28], "big") == len(each) for each in (shp, shx)]
    whole += [len(shx) == 100 + 8 * count, rows == count, 0 < head <= len(dbf) - rows * width]
    if not all(whole) or not prj or not cpg:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _fitted(cell: Any, texts: list[str]) -> Any:
    """Return a text as a Shapefile's table holds it; one that it cannot hold goes to `texts`."""
    if not isinstance(cell, str):
        return cell
    plain = cell == cell.strip() and not _MARK.search(cell)
    if plain and len(cell.encode()) <= _DBF_TEXT:
        return cell
    texts.append(cell)
    mark = f"… [{len(texts)}]"
    room = _DBF_TEXT - len(mark.encode())
    return cell.encode()[:room].decode(errors="ignore") + mark


def parquet(listed: list[Row], title: str, about: str) -> bytes:
    """Return GeoParquet 1.1; lon/lat on WGS84 (OGC:CRS84) is what it means without a CRS.

    Raises
    ------
    UnwritableOutput
        When pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow.parquet import write_table
    except ImportError:
        raise UnwritableOutput(f"this {NO_PARQUET}") from None
    arrays: dict[str, Any] = {}
    for name in TITLES:
        kind = pyarrow.float64() if name in NUMBERS else pyarrow.string()
        arrays[name] = pyarrow.array([row.cells[name] for row in listed], type=kind)
    shapes = [shapely.to_wkb(row.geometry, flavor="iso") for row in listed]
    arrays["geometry"] = pyarrow.array(shapes, type=pyarrow.binary())
    geometry = {"encoding": "WKB", "geometry_types": _types(listed)}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
    metadata = {"geo": json.dumps(geo), "title": title, ABOUT: about}
    file = io.BytesIO()
    write_table(pyarrow.table(arrays).replace_schema_metadata(metadata), file)
    return file.getvalue()


def _types(listed: list[Row]) -> list[str]:
    return sorted({row.geometry.geom_type for row in listed})
