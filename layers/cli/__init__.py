"""The command `shieldmap`. Errors are one sentence on stderr, with exit status 2."""

import io
import os
import sys
from collections.abc import Sequence

from geo.errors import CoverageError
from layers.cli.parser import make_parser

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 2 for the reader's mistakes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names outlast a terminal in ASCII
    try:
        options = make_parser().parse_args(arguments)
        options.run(options)
    except CoverageError as error:
        print(f"shieldmap: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
