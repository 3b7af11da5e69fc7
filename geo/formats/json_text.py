"""JSON as it is read from files: strictly, each mistake one sentence."""

import json
from typing import Any

from geo.errors import UnreadableFile


def parse(text: str, label: str) -> Any:
    """Return what JSON holds.

    Raises
    ------
    UnreadableFile
        When it is no JSON, is nested too deep, or holds NaN or Infinity.
    """
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
