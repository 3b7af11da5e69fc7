"""The command `shieldmap`. Errors are one sentence on stderr, with exit status 2."""

import errno
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from geo.errors import CoverageError
from layers.cli.parser import make_parser

__all__ = ["main"]

STOPPED = 130
"""Exit status after Ctrl-C, as shells have it."""

_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO, errno.EBADF}
"""What printing fails with, which names no file."""

_UNUSABLE = "cannot be used ({}); choose another place"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 2 for the reader's mistakes, or 130 when it was stopped."""
    _prepare_streams()
    try:
        try:
            options = make_parser().parse_args(arguments)
            options.run(options)
        finally:
            sys.stdout.flush()
    except CoverageError as error:
        return _say(str(error), 2)
    except KeyboardInterrupt:
        return _say("stopped; an output is the old file or the new one, whole", STOPPED)
    except BrokenPipeError:  # whoever reads has enough
        _drop_output()
        return 0
    except OSError as error:
        if error.filename is not None:
            return _say(f"{error.filename}: {_UNUSABLE.format(error.strerror)}", 2)
        if error.errno not in _FULL:
            raise
        _drop_output()
        return _say(f"standard output: {_UNUSABLE.format(error.strerror)}", 2)
    return 0


def _prepare_streams() -> None:
    """Let names outlast a terminal in ASCII, and prints a stream that is closed."""
    if sys.stdout is None or sys.stderr is None:
        nowhere = Path(os.devnull).open("w")  # noqa: SIM115 - open as long as the program runs
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _say(sentence: str, status: int) -> int:
    print(f"shieldmap: {sentence}", file=sys.stderr)
    return status


def _drop_output() -> None:
    """Let what is still to be printed go nowhere, so that Python's end does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
