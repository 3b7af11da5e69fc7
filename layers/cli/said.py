"""What the command says beside its results: sentences and progress, on stderr."""

import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo.errors import CoverageWarning

if TYPE_CHECKING:
    from geo.coverage import Progress


def say(sentences: Iterable[str]) -> None:
    """Print beside the figures, on stderr, so that JSON and CSV stay alone on stdout."""
    for sentence in sentences:
        print(sentence, file=sys.stderr)


@contextmanager
def saying() -> Iterator[None]:
    """Print what is right but probably not meant, a sentence each, on stderr."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always", CoverageWarning)
        yield
    say(f"shieldmap: {each.message}" for each in found if each.category is CoverageWarning)


@contextmanager
def progress(total: int) -> Iterator["Progress | None"]:
    """Show progress on stderr, and only on a terminal."""
    if not sys.stderr.isatty() or total == 0:
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda name: bar.update(task, advance=1, description=escape(name))
