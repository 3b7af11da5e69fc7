"""Files as bytes and text: read whole, written whole or not at all."""

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from geo.errors import CoverageError, UnreadableFile, UnwritableOutput

MOST_BYTES = 500_000_000
"""The largest file that is read."""

_YAML = {".yaml", ".yml"}

_PART = (".shieldmap-", ".part")
_LEFT = re.compile(r"\.shieldmap-[a-z0-9_]{8}\.part")
_LEFT_FOR = 3600.0  # seconds after which no run is still writing


def exists(path: Path) -> bool:
    """Tell whether there is such a file or folder; a name that no file can have has none."""
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a zero byte
        return False


def read_bytes(path: Path, label: str, *, most: int = MOST_BYTES) -> bytes:
    """Return what a file holds.

    Raises
    ------
    UnreadableFile
        When it is missing, a folder, a device or a pipe (which may never end), not permitted,
        empty, or larger than `most` bytes.
    """
    try:
        if exists(path) and not path.is_file() and not path.is_dir():
            raise UnreadableFile(f"{label}: is a device or a pipe; save what it gives as a file")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > most:
                raise UnreadableFile(
                    f"{label}: has {size / 1e6:,.0f} MB; at most {most / 1e6:,.0f} MB "
                    "are read, so leave out what the map does not need"
                )
            held = file.read(size + 1)
        if len(held) > size:
            raise UnreadableFile(f"{label}: grows while it is read; wait until it is whole")
    except FileNotFoundError:
        raise UnreadableFile(f"{label}: does not exist; check the path") from None
    except (OSError, ValueError) as error:
        if isinstance(error, CoverageError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise UnreadableFile(f"{label}: cannot be read ({reason}); choose another file") from None
    if not held:
        raise _empty(path, label)
    return held


def _empty(path: Path, label: str) -> UnreadableFile:
    way_out = f"'shieldmap new {path.name}' writes a start"
    if path.suffix.lower() not in _YAML:
        way_out = "export it again"
    return UnreadableFile(f"{label}: is empty; {way_out}")


def read_text(path: Path, label: str, *, most: int = MOST_BYTES) -> str:
    """Return a file's text, its line ends as they are.

    Raises
    ------
    UnreadableFile
        As `read_bytes`, and when it is not UTF-8.
    """
    held = read_bytes(path, label, most=most)
    try:
        text = held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{label}: is not UTF-8 (byte {error.start}); save it as UTF-8"
        ) from None
    if not text.strip():
        raise _empty(path, label)
    return text


def write_text(path: Path, text: str, *, replace: bool = True) -> None:
    """Write a file's text in UTF-8, whole or not at all; see `write_bytes`.

    Raises
    ------
    UnwritableOutput
        When it cannot be written, or exists and `replace` is false.
    """
    with _writing(path):
        held = text.encode()
    write_bytes(path, held, replace=replace)


def write_bytes(path: Path, held: bytes, *, replace: bool = True) -> None:
    """Write a file whole or not at all: beside it first, then in its place.

    A link stays a link, and its target is what is written; so is a device or a pipe. A run that is
    killed meanwhile leaves a file ``.shieldmap-….part`` behind, which the next one after an hour
    removes.

    Raises
    ------
    UnwritableOutput
        When it cannot be written, or exists and `replace` is false.
    """
    if not replace and exists(path):
        raise _taken(path)
    with _writing(path):
        if path.exists() and not path.is_file():
            path.write_bytes(held)
        else:
            _write_beside(path.resolve(), held, replace=replace)


def _write_beside(path: Path, held: bytes, *, replace: bool) -> None:
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied")
    _clear(path.parent)
    prefix, suffix = _PART
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=prefix, suffix=suffix, delete=False
    ) as beside:
        try:
            beside.write(held)
            beside.close()
            _keep_mode(path, Path(beside.name))
            if replace:
                Path(beside.name).replace(path)
            else:
                _put(Path(beside.name), path)
        except BaseException:
            Path(beside.name).unlink()
            raise


def _put(beside: Path, path: Path) -> None:
    """Give a file its name, unless another run has taken that meanwhile."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise _taken(path) from None
    except OSError:  # a file system without links
        beside.replace(path)
    else:
        beside.unlink()


def _taken(path: Path) -> UnwritableOutput:
    return UnwritableOutput(f"{path}: exists; choose another name or remove it first")


def _clear(folder: Path) -> None:
    """Remove what runs that were killed have left behind."""
    before = time.time() - _LEFT_FOR
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for each in entries:
            if _LEFT.fullmatch(each.name) and each.stat(follow_symlinks=False).st_mtime < before:
                Path(each).unlink()


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
    except (OSError, ValueError, RuntimeError) as error:  # the last: links that go round
        if isinstance(error, CoverageError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise UnwritableOutput(
            f"{path}: cannot be written ({reason}); choose another place with -o"
        ) from None
