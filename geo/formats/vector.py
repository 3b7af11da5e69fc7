"""Files that GDAL reads: GeoPackage, Shapefile, FlatGeobuf, Esri's JSON; and GeoParquet.

A file is looked at before GDAL is: by its first bytes it is what its name says, so that no other
driver of GDAL's, of which some open further files, is ever asked.
"""

import io
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.disk import MOST_BYTES, read_bytes
from geo.errors import UnreadableFile, shown
from geo.formats.cells import ABOUT, read_about
from geo.formats.foreign import Feature
from geo.formats.frames import to_features

if TYPE_CHECKING:
    import geopandas

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

_PARTS = {".shp", ".shx", ".dbf", ".prj", ".cpg"}
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
    start, what = MAGIC[ending]
    if not read_bytes(path, label).startswith(start):
        raise UnreadableFile(f"{label}: is no {what}; choose another file or save it again")
    if ending in (".parquet", ".geoparquet"):
        return _parquet(path, label)
    if ending == ".zip":
        return _zipped(path, label)
    if ending == ".shp":
        return Contents(_features(path, label), None)
    return _geopackage(path, label) if ending == ".gpkg" else _flatgeobuf(path, label)


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


def _features(path: Path, label: str, layer: str | None = None) -> list[Feature]:
    frame = read_frame(path, label, layer)
    with _reading(path, label):  # texts are decoded only now
        return list(to_features(frame, label))


def _geopackage(path: Path, label: str) -> Contents:
    import pyogrio

    with _reading(path, label):
        listed = pyogrio.list_layers(path.resolve())
    features: list[Feature] = []
    about = None
    for name, geometry in listed:
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
    about = (pyogrio.read_info(path.resolve()).get("layer_metadata") or {}).get(ABOUT)
    return Contents(features, None if about is None else read_about(about, label))


def _parquet(path: Path, label: str) -> Contents:
    try:
        import pyarrow.parquet as arrow
    except ImportError:
        raise UnreadableFile(f"{label}: {NO_PARQUET}") from None
    import geopandas

    with _reading(path, label):
        frame = geopandas.read_parquet(path)
        metadata = arrow.read_schema(path).metadata or {}
        features = list(to_features(frame, label))
    about = metadata.get(ABOUT.encode())
    text = None if about is None else about.decode("utf-8", "replace")
    return Contents(features, None if text is None else read_about(text, label))


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
    stems: list[str] = []
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            members = {PurePosixPath(name): name for name in archive.namelist()}
            stems += [str(m.with_suffix("")) for m in members if m.suffix.lower() == ".shp"]
            for member, name in members.items():
                stem, ending = str(member.with_suffix("")), member.suffix.lower()
                if stem in stems and ending in _PARTS:
                    target = folder / f"{stems.index(stem)}{ending}"
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
        raise UnreadableFile(f"{label}: cannot be unpacked ({error}); zip it again") from None
    return stems


def _mended(feature: Feature, texts: Any) -> Feature:
    """Put back the texts that a Shapefile's table cut off: '… [3]' is the third beside it."""
    fields = dict(feature.fields)
    for column, cell in fields.items():
        start, mark, nth = str(cell or "").rpartition("… [")
        if mark and nth.rstrip("]").isdigit() and isinstance(texts, list):
            at = int(nth.rstrip("]")) - 1
            whole = texts[at] if 0 <= at < len(texts) else None
            if isinstance(whole, str) and whole.lstrip().startswith(start.lstrip()):
                fields[column] = whole
    return feature._replace(fields=fields)
