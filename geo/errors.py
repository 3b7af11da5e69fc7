"""The errors a reader can cause, each named for the mistake, and the one warning.

Every message is one sentence with the place, the value and the way out.
"""

import reprlib
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any


class CoverageError(ValueError):
    """Base of all errors that the reader's input can cause."""


class BadDistance(CoverageError):
    """A distance that is not a positive number with a unit, or is beyond the farthest place."""


class BadScenario(CoverageError):
    """A scenario whose content contradicts itself or the Earth."""


class BadRegion(BadScenario):
    """A region whose shape cannot be used: no polygon, or one that crosses itself."""


class UnknownName(CoverageError):
    """A scenario, site, region, country or key that does not exist."""


class UnreadableFile(CoverageError):
    """A file that is missing, not UTF-8, not YAML or not GeoJSON."""


class UnwritableOutput(CoverageError):
    """An output that cannot be written; what stood there before is untouched."""


class NeedsNetwork(CoverageError):
    """A page that would ask for something from the network."""


class BadTiles(CoverageError):
    """Tiles that a map cannot use: a key is missing, or they are not in Web Mercator."""


class NotBuilt(CoverageError):
    """A built file (page bundle, country file) that is missing from the installation."""


class CoverageWarning(UserWarning):
    """The answer is right but probably not what was meant."""


_REPR = reprlib.Repr()
_REPR.maxstring = _REPR.maxother = _REPR.maxlong = 60


def shown(value: Any) -> str:
    """Return a value as it may stand in a sentence: short, on one line, whatever it holds.

    Examples
    --------
    >>> shown("1000 parsec")
    "'1000 parsec'"
    >>> shown([1] * 1000)
    '[1, 1, 1, 1, 1, 1, ...]'
    """
    try:
        text = _REPR.repr(value)
    except ValueError:  # Python writes out no integer of more than 4,300 digits
        text = "a number of thousands of digits"
    return text if len(text) <= 64 else f"{text[:63]}…"


def told(error: object) -> str:
    r"""Return a library's reason as it may stand in a sentence: short and on one line.

    Examples
    --------
    >>> told("line 1:\n  no \x1b such thing")
    'line 1: no ? such thing'
    """
    text = " ".join(str(error).split())
    text = "".join(each if each.isprintable() else "?" for each in text[:101])
    return text if len(text) <= 100 else f"{text[:99]}…"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the way out for an unknown name: the nearest known one, or all of them.

    Examples
    --------
    >>> did_you_mean("deveslu", ["deveselu", "rota"])
    "did you mean 'deveselu'?"
    >>> did_you_mean("x", ["deveselu", "rota"])
    'known are deveselu, rota'
    """
    names = list(known)
    near = get_close_matches(name, names, n=1)
    if near:
        return f"did you mean {_quoted(near[0])}?"
    first = [each if _fits(each) else shown(each) for each in names[:20]]
    while len(first) > 1 and len(", ".join(first)) > _LONGEST_LIST:
        first.pop()
    listed = ", ".join(first) + (", …" if len(names) > len(first) else "")
    return f"known are {listed}" if names else "none is known here"


_LONGEST_LIST = 400  # characters; 20 names of the program's own have fewer


def _quoted(name: str) -> str:
    return f"'{name}'" if _fits(name) else shown(name)


def _fits(name: str) -> bool:
    return len(name) <= 64 and name.isprintable()
