"""Files that GDAL reads: GeoPackage, Shapefile, FlatGeobuf, Esri's JSON; and GeoParquet.

A file is looked at before GDAL is: by its first bytes it is what its name says, so that no other
driver of GDAL's is ever asked. Some of them open further files, run commands on them, or ask the
network, and know their own by words that may stand anywhere in a text.
"""

import contextlib
import io
import re
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.disk import MOST_BYTES, read_bytes, read_text
from geo.errors import UnreadableFile, shown, told
from geo.formats import wkb
from geo.formats.cells import ABOUT, read_about
from geo.formats.foreign import Feature
from geo.formats.frames import to_features

if TYPE_CHECKING:
    import geopandas

MOST_CELLS = 200_000_000
"""Rows times columns of a Parquet, which may pack any number of equal ones into nothing."""

MAGIC = {
    ".gpkg": (b"SQLite format 3\0", "GeoPackage"),
    ".fgb": (b"fgb\x03", "FlatGeobuf"),
    ".shp": (b"\0\0\x27\x0a", "Shapefile"),
    ".zip": (b"PK", "zip file"),
    ".parquet": (b"PAR1", "GeoParquet"),
    ".geoparquet": (b"PAR1", "GeoParquet"),
}
"""What each format begins with."""

NO_PARQUET = (
    "needs the package pyarrow for GeoParquet; install it with: pip install 'shieldmap[parquet]'"
)

_BY_GDAL = (".gpkg", ".fgb", ".shp")
_COMMANDS = "gdal_streamed_alg"  # GDALG, as gdal.org describes it

_PARTS = {".shp", ".shx", ".dbf", ".prj", ".cpg"}
_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL\b(?!.*\bUSING\s+\"?rtree\b)", re.I | re.S)
_NUMBER = re.compile(r"[0-9]{1,9}\]*")
TEXTS = "texts"
"""Where the texts stand that a Shapefile's table is too narrow for."""


class Contents(NamedTuple):
    """What a file holds: its features, and what belongs to the whole scenario, if it says."""

    features: list[Feature]
    about: Mapping[str, Any] | None


def contents(path: Path, label: str) -> Contents:
    """Return what a file of one of the endings in `MAGIC` holds.

    Raises
    ------
    UnreadableFile
        When it is not what its name says, cannot be read, or does not say its CRS.
    """
    ending = path.suffix.lower()
    _check(path, label)
    if ending in (".parquet", ".geoparquet"):
        return _parquet(path, label)
    if ending == ".zip":
        return _zipped(path, label)
    if ending == ".shp":
        return Contents(_features(path, label), None)
    return _geopackage(path, label) if ending == ".gpkg" else _flatgeobuf(path, label)


def _check(path: Path, label: str) -> None:
    start, what = MAGIC[path.suffix.lower()]
    held = read_bytes(path, label)
    # What GDAL reads is no text then: for its drivers a zero byte ends one.
    is_text = path.suffix.lower() in _BY_GDAL and b"\0" not in held[:16]
    if is_text or not held.startswith(start):
        raise UnreadableFile(f"{label}: is no {what}; choose another file or save it again")


def read_json(path: Path, label: str) -> "geopandas.GeoDataFrame":
    """Return GeoJSON or Esri's JSON as GDAL reads it.

    Raises
    ------
    UnreadableFile
        When it is neither; JSON may also hold commands for GDAL.
    """
    text = read_text(path, label).lstrip()
    if not text.startswith("{") or _COMMANDS in text:
        raise UnreadableFile(f"{label}: is no GeoJSON; choose another file or save it again")
    return read_frame(path, label)


@contextmanager
def _reading(path: Path, label: str) -> Iterator[None]:
    """Make one sentence of whatever a library raises at a damaged file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of GDAL's, about what we do not read
        try:
            yield
        except UnreadableFile:
            raise
        except Exception as error:
            reason = shown(str(error).replace(str(path.resolve()), path.name))
            raise UnreadableFile(f"{label}: cannot be read ({reason}); save it again") from None


def read_frame(path: Path, label: str, layer: str | None = None) -> "geopandas.GeoDataFrame":
    """Return a layer of a file as GDAL reads it.

    Raises
    ------
    UnreadableFile
        With GDAL's reason.
    """
    import geopandas  # here for start-up time: most files are text
    import pyogrio

    with _reading(path, label):
        frame = pyogrio.read_dataframe(path.resolve(), layer=layer)
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise UnreadableFile(f"{label}: has no geometry; choose points or polygons")
    return frame


def areas(path: Path, label: str) -> "geopandas.GeoDataFrame":
    """Return the first layer of a file of one of the endings in `MAGIC`, or of GeoJSON, as it is.

    Raises
    ------
    UnreadableFile
        As `contents`.
    """
    ending = path.suffix.lower()
    if ending not in MAGIC:
        return read_json(path, label)
    _check(path, label)
    if ending in (".parquet", ".geoparquet"):
        return _parquet_frame(path, label)[0]
    if ending == ".zip":
        with tempfile.TemporaryDirectory() as folder:
            if not _unpack(path, label, Path(folder)):
                raise UnreadableFile(f"{label}: holds no .shp; choose a zipped Shapefile")
            _check(Path(folder) / "0.shp", label)
            return read_frame(Path(folder) / "0.shp", label)
    layers = _layers(path, label) if ending == ".gpkg" else []
    return read_frame(path, label, next((name for name, kind in layers if kind), None))


def frames(
    path: Path, label: str, *, more_than: int
) -> Iterator[tuple["geopandas.GeoDataFrame", str]]:
    """Yield the layers of a file of one of the endings in `MAGIC`, and what errors call them.

    Nothing where they have no more than `more_than` features together.

    Raises
    ------
    UnreadableFile
        As `contents`.
    """
    ending = path.suffix.lower()
    _check(path, label)
    if ending in (".parquet", ".geoparquet"):
        if _parquet_rows(path, label) > more_than:
            yield _parquet_frame(path, label)[0], label
        return
    with tempfile.TemporaryDirectory() as folder:
        files = [(path, label)]
        if ending == ".zip":
            stems = _unpack(path, label, Path(folder))
            files = [
                (Path(folder) / f"{nth}.shp", f"{label}: {shown(stem)}" if nth else label)
                for nth, stem in enumerate(stems)
            ]
        layers: list[str | None] = [None]
        if ending == ".gpkg":
            layers = [name for name, kind in _layers(path, label) if kind]
        each = [(file, where, layer) for file, where in files for layer in layers]
        if sum(_count(file, where, layer) for file, where, layer in each) > more_than:
            for file, where, layer in each:
                yield read_frame(file, where, layer), where


def _count(path: Path, label: str, layer: str | None) -> int:
    import pyogrio

    with _reading(path, label):
        return int(
            pyogrio.read_info(path.resolve(), layer=layer, force_feature_count=True)["features"]
        )


def _features(path: Path, label: str, layer: str | None = None) -> list[Feature]:
    frame = read_frame(path, label, layer)
    with _reading(path, label):  # texts are decoded only now
        return list(to_features(frame, label))


def _layers(path: Path, label: str) -> list[tuple[str, str | None]]:
    """Return the names of a GeoPackage's layers, with what kind of geometry they have.

    Raises
    ------
    UnreadableFile
        When it holds a view or a virtual table: SQL of its own that GDAL would run, for ever if it
        has no end.
    """
    import sqlite3

    import pyogrio

    with _reading(path, label):
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as base:
            made = base.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
    for name, kind, sql in made:
        if kind == "view" or (kind == "table" and _VIRTUAL.match(str(sql))):
            raise UnreadableFile(
                f"{label}: has {shown(name)}, which is no plain table; save its layers as tables"
            )
    with _reading(path, label):
        return [(name, geometry) for name, geometry in pyogrio.list_layers(path.resolve())]


def _geopackage(path: Path, label: str) -> Contents:
    import pyogrio

    features: list[Feature] = []
    about = None
    for name, geometry in _layers(path, label):
        if geometry is not None:
            features += _features(path, label, name)
        elif name == ABOUT:
            with _reading(path, label):
                table = pyogrio.read_dataframe(path.resolve(), layer=name)
                held = dict(zip(table["key"], table["value"], strict=True))
            about = read_about(str(held.get(ABOUT, "")), label)
    return Contents(features, about)


def _flatgeobuf(path: Path, label: str) -> Contents:
    import pyogrio

    features = _features(path, label)
    with _reading(path, label):
        about = (pyogrio.read_info(path.resolve()).get("layer_metadata") or {}).get(ABOUT)
    return Contents(features, None if about is None else read_about(about, label))


def _parquet(path: Path, label: str) -> Contents:
    frame, metadata = _parquet_frame(path, label)
    with _reading(path, label):
        features = list(to_features(frame, label))
    about = metadata.get(ABOUT.encode())
    text = None if about is None else about.decode("utf-8", "replace")
    return Contents(features, None if text is None else read_about(text, label))


def _parquet_rows(path: Path, label: str) -> int:
    try:
        import pyarrow.parquet as arrow
    except ImportError:
        raise UnreadableFile(f"{label}: {NO_PARQUET}") from None
    with _reading(path, label):
        return int(arrow.ParquetFile(path).metadata.num_rows)


def _parquet_frame(
    path: Path, label: str
) -> tuple["geopandas.GeoDataFrame", Mapping[bytes, bytes]]:
    try:
        import pyarrow.parquet as arrow
    except ImportError:
        raise UnreadableFile(f"{label}: {NO_PARQUET}") from None
    import geopandas

    with _reading(path, label):
        file = arrow.ParquetFile(path)
        if file.metadata.num_rows * file.metadata.num_columns > MOST_CELLS:
            raise UnreadableFile(
                f"{label}: has more than {MOST_CELLS:,} cells; leave out what is not needed"
            )
        _refuse_deep(file, label)
        return geopandas.read_parquet(path), file.schema_arrow.metadata or {}


def _refuse_deep(file: Any, label: str) -> None:
    """Refuse a Parquet with a geometry that GEOS could not read; GDAL looks at its formats' own."""
    from pyarrow import compute, types

    held = (types.is_binary, types.is_large_binary)
    schema = file.schema_arrow
    columns = [each.name for each in schema if any(binary(each.type) for binary in held)]
    for batch in file.iter_batches(columns=columns) if columns else ():
        for column in batch.columns:
            lengths = compute.fill_null(compute.binary_length(column), 0)
            for each in column.filter(compute.greater(lengths, wkb.SHORTEST)):
                if wkb.is_deep(each.as_py()):
                    raise UnreadableFile(
                        f"{label}: has collections in collections; write its polygons alone"
                    )


def _zipped(path: Path, label: str) -> Contents:
    """Read a zipped Shapefile, or several; members get names of our own on the disk."""
    features: list[Feature] = []
    with tempfile.TemporaryDirectory() as folder:
        stems = _unpack(path, label, Path(folder))
        beside = Path(folder) / "about.json"
        if not stems and not beside.exists():
            raise UnreadableFile(f"{label}: holds no .shp; choose a zipped Shapefile")
        for nth, stem in enumerate(stems):
            where = f"{label}: {shown(stem)}" if len(stems) > 1 else label
            _check(Path(folder) / f"{nth}.shp", where)
            features += _features(Path(folder) / f"{nth}.shp", where)
        about = None
        if beside.exists():
            about = read_about(beside.read_text(encoding="utf-8", errors="replace"), label)
    if about is None:
        return Contents(features, None)
    texts = about.get(TEXTS, [])
    whole = {key: value for key, value in about.items() if key != TEXTS}
    return Contents([_mended(feature, texts) for feature in features], whole)


def _unpack(path: Path, label: str, folder: Path) -> list[str]:
    """Unpack the Shapefiles' parts as 0.shp, 0.dbf, 1.shp …; return what they were called."""
    stems: dict[str, int] = {}
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            members = {PurePosixPath(name): name for name in archive.namelist()}
            for member in members:
                if member.suffix.lower() == ".shp":
                    stems.setdefault(str(member.with_suffix("")), len(stems))
            for member, name in members.items():
                stem, ending = str(member.with_suffix("")), member.suffix.lower()
                if stem in stems and ending in _PARTS:
                    target = folder / f"{stems[stem]}{ending}"
                elif member == PurePosixPath(f"{ABOUT}.json"):
                    target = folder / "about.json"
                else:
                    continue
                with archive.open(name) as packed:
                    held = packed.read(left + 1)  # whatever size the directory claims
                left -= len(held)
                if left < 0:
                    raise UnreadableFile(
                        f"{label}: unpacks to more than {MOST_BYTES / 1e6:.0f} MB; "
                        "leave out what is not needed"
                    )
                target.write_bytes(held)
    except UnreadableFile:
        raise
    except Exception as error:  # whatever zipfile and its unpackers raise at a damaged file
        raise UnreadableFile(f"{label}: cannot be unpacked ({told(error)}); zip it again") from None
    return list(stems)


def _mended(feature: Feature, texts: Any) -> Feature:
    """Put back the texts that a Shapefile's table cut off: '… [3]' is the third beside it."""
    fields = dict(feature.fields)
    for column, cell in fields.items():
        start, mark, nth = str(cell or "").rpartition("… [")
        if mark and _NUMBER.fullmatch(nth) and isinstance(texts, list):
            at = int(nth.rstrip("]")) - 1
            whole = texts[at] if 0 <= at < len(texts) else None
            if isinstance(whole, str) and whole.lstrip().startswith(start.lstrip()):
                fields[column] = whole
    return feature._replace(fields=fields)
