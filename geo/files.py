"""Scenarios from files: YAML with `extends`, GeoJSON as exported; and safe writing.

Every error names the file, the line where it can be known, the field and the value.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import geojson, yaml_text
from geo.errors import (
    BadScenario,
    CoverageError,
    UnknownName,
    UnreadableFile,
    UnwritableOutput,
    did_you_mean,
    shown,
)
from geo.model import Scenario, joined

if TYPE_CHECKING:
    import geopandas

_YAML = {".yaml", ".yml"}
_GEOJSON = {".geojson", ".json"}


def shipped() -> list[str]:
    """Return the names of the shipped scenarios."""
    folder = files("geo").joinpath("scenarios")
    return sorted(Path(each.name).stem for each in folder.iterdir() if each.name.endswith(".yaml"))


def scenario(name: str | os.PathLike[str]) -> Scenario:
    """Read a scenario: a shipped name, or a YAML or GeoJSON file.

    Parameters
    ----------
    name : str or path
        ``"epaa"``, or a path that ends in .yaml, .yml, .geojson or .json.

    Raises
    ------
    CoverageError
        In one sentence with file, line, field, value and the way out.
    """
    path, label = _locate(name)
    if path.suffix.lower() in _GEOJSON:
        return geojson.to_scenario(_json(path, label), label)
    return _from_yaml(path, label)


def read_areas(path: str | os.PathLike[str]) -> "geopandas.GeoDataFrame":
    """Read the reader's areas from any file of polygons that GDAL reads, in any CRS.

    Raises
    ------
    UnreadableFile
        When it cannot be read, or holds no polygon, or does not say its CRS.
    """
    import geopandas  # here for start-up time: only areas of the reader's need it
    from pyogrio.errors import DataSourceError

    label = os.fspath(path)
    try:
        frame = geopandas.read_file(path)
    except (DataSourceError, ValueError, OSError) as error:
        reason = shown(str(error))
        raise UnreadableFile(f"{label}: is no file of areas ({reason}); choose another") from None
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise UnreadableFile(f"{label}: has no geometry; choose a file of polygons")
    polygons = frame[frame.geom_type.isin(["Polygon", "MultiPolygon"])]
    if polygons.empty:
        raise UnreadableFile(f"{label}: holds no polygon; draw areas, not points or lines")
    if polygons.crs is None:
        raise UnreadableFile(f"{label}: does not say its CRS; write it again with one")
    return polygons


def _locate(name: str | os.PathLike[str]) -> tuple[Path, str]:
    text = os.fspath(name)
    path = Path(text)
    if path.suffix.lower() in _YAML | _GEOJSON:
        return path, text
    if text in shipped():
        with as_file(files("geo").joinpath("scenarios", f"{text}.yaml")) as real:
            return real, real.name
    if _exists(path):
        what = f"'{path.suffix}'" if path.suffix else "a file without an ending, or a folder"
        raise UnreadableFile(f"{text}: cannot read {what}; use .yaml, .yml, .geojson or .json")
    raise UnknownName(
        f"{shown(text)} is no shipped scenario and no file; {did_you_mean(text, shipped())}"
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or one that no file can have
        return False


def _from_yaml(path: Path, label: str) -> Scenario:
    document = _document(path, label, ())
    with document.located():
        return Scenario.model_validate(document.data)


def _document(path: Path, label: str, above: tuple[Path, ...]) -> yaml_text.Document:
    """Read one file and what it extends: keys of the file win, estimates come first."""
    document = yaml_text.parse(read_text(path, label), label)
    if "regions" in document.data:
        _read_shapes(document, path.parent)
    if "extends" not in document.data:
        return document
    base_name = document.data.pop("extends")
    where = f"{label}:{document.line(('extends',))}: extends"
    if not isinstance(base_name, str):
        raise BadScenario(f"{where} is {shown(base_name)}; name one scenario or file")
    beside = path.parent / base_name
    try:
        base, base_label = _locate(beside if beside.suffix else base_name)
    except CoverageError as error:
        raise type(error)(f"{where} {error}") from None
    where = f"{where} {shown(base_name)}"
    if not _exists(base):
        raise UnreadableFile(f"{where}, which does not exist; check the path")
    chain = (*above, path.resolve())
    if base.resolve() in chain:
        raise BadScenario(f"{where} leads back to this file; remove it")
    if base.suffix.lower() in _GEOJSON:
        raise BadScenario(f"{where}; only a shipped name or a YAML file can be")
    return document.over(_document(base, base_label, chain))


def _read_shapes(document: yaml_text.Document, folder: Path) -> None:
    """Replace a region's `geometry: file.geojson` by what is in that file."""
    regions = document.data["regions"]
    for name, region in regions.items() if isinstance(regions, dict) else ():
        if not isinstance(region, dict) or "geometry" not in region:
            continue
        shape = region["geometry"]
        if isinstance(shape, str):
            line = document.line(("regions", name, "geometry"))
            field = joined(("regions", name, "geometry"))
            where = f"{document.label}:{line}: {field} {shown(shape)}"
            region["geometry"] = _json(folder / shape, where)


def _json(path: Path, label: str) -> Any:
    text = read_text(path, label)
    try:
        return json.loads(text, parse_constant=_no_constant, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            f"{label}:{error.lineno}: is not JSON ({error.msg}); mend it or export it again"
        ) from None
    except RecursionError:
        raise UnreadableFile(f"{label}: is nested too deep; write it flatter") from None
    except ValueError as error:
        raise UnreadableFile(f"{label}: {error}; mend it") from None


def _no_constant(text: str) -> None:
    raise ValueError(f"holds {text}, which is no JSON number")


def _integer(text: str) -> float:
    return int(text) if len(text) < 20 else float(text)  # as YAML's are read


def read_text(path: Path, label: str) -> str:
    """Return a file's text.

    Raises
    ------
    UnreadableFile
        When it is missing, a folder, not permitted, empty or not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnreadableFile(f"{label}: does not exist; check the path") from None
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{label}: is not UTF-8 (byte {error.start}); save it as UTF-8"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnreadableFile(f"{label}: cannot be read ({reason}); choose another file") from None
    if not text.strip():
        way_out = f"'shieldmap new {path.name}' writes a start"
        if path.suffix.lower() not in _YAML:
            way_out = "export it again"
        raise UnreadableFile(f"{label}: is empty; {way_out}")
    return text


def write_text(path: Path, text: str, *, replace: bool = True) -> None:
    """Write a file whole or not at all: beside it first, then in its place.

    A link stays a link, and its target is what is written; so is a device or a pipe.

    Raises
    ------
    UnwritableOutput
        When it cannot be written, or exists and `replace` is false.
    """
    if not replace and _exists(path):
        raise UnwritableOutput(f"{path}: exists; choose another name or remove it first")
    with _writing(path):
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", newline="\n")
        else:
            _replace(path.resolve(), text)


def _replace(path: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=".shieldmap-", delete=False
    ) as beside:
        try:
            beside.write(text)
            beside.close()
            _keep_mode(path, Path(beside.name))
            Path(beside.name).replace(path)
        except BaseException:
            Path(beside.name).unlink()
            raise


def _keep_mode(path: Path, beside: Path) -> None:
    """Give the new file the old one's permissions, or what a plain open() would give."""
    if path.exists():
        mode = path.stat().st_mode & 0o7777
    else:
        umask = os.umask(0)
        os.umask(umask)
        mode = 0o666 & ~umask
    beside.chmod(mode)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder")
        yield
    except (OSError, ValueError) as error:
        if isinstance(error, CoverageError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise UnwritableOutput(
            f"{path}: cannot be written ({reason}); choose another place with -o"
        ) from None
