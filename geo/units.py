"""Distances as readers write them: "1000 km", "300 nmi", "500 mi" to metres, and back."""

import math
import re
from typing import Literal, NamedTuple

from geo.errors import BadDistance, shown
from geo.limits import FARTHEST

Unit = Literal["km", "mi", "nmi", "m"]

METRES: dict[Unit, float] = {"km": 1000.0, "mi": 1609.344, "nmi": 1852.0, "m": 1.0}
"""Metres in one unit: the international mile and the international nautical mile."""

_LONGEST = 100  # characters; a distance has a few
_DISTANCE = re.compile(r"\s*(\S*?)\s*([^\W\d_]*)\s*", re.UNICODE)


class Distance(NamedTuple):
    """A length in metres together with the unit that the reader wrote."""

    metres: float
    unit: Unit


def parse_distance(text: str) -> Distance:
    """Read one distance with its unit.

    Parameters
    ----------
    text : str
        A positive number and one of km, mi, nmi, m, with or without a space: ``"1000 km"``.

    Returns
    -------
    Distance
        The length in metres and the unit as written.

    Raises
    ------
    BadDistance
        When the number or the unit is missing or wrong, or the distance is zero, negative, not
        finite, or longer than the farthest distance on Earth.

    Examples
    --------
    >>> parse_distance("500 mi")
    Distance(metres=804672.0, unit='mi')
    """
    match = _DISTANCE.fullmatch(text) if len(text) <= _LONGEST else None
    number, unit = match.groups() if match else ("", "")
    try:
        value = float(number.replace("_", "x"))
    except ValueError:
        raise BadDistance(
            f"is {shown(text)}; write a number and a unit, such as 1000 km (no thousands separator)"
        ) from None
    if not math.isfinite(value):
        raise BadDistance(f"is {shown(text)}; a distance is a finite number, such as 1000 km")
    if not unit:
        raise BadDistance(f"is {shown(text)} without a unit; write {text.strip()} km, mi, nmi or m")
    known = next((name for name in METRES if name == unit.lower()), None)
    if known is None:
        raise BadDistance(f"is {shown(text)} with the unknown unit '{unit}'; use km, mi, nmi or m")
    metres = value * METRES[known]
    check_distance(metres, shown(text))
    return Distance(metres, known)


def check_distance(metres: float, written: str) -> None:
    """Raise BadDistance unless `metres` is above zero and at most the farthest distance."""
    if not metres > 0:
        raise BadDistance(f"is {written}; a distance must be above zero")
    if metres > FARTHEST:
        raise BadDistance(
            f"is {written}; nowhere on Earth is farther than {FARTHEST / 1000:,.0f} km, "
            f"enter at most {math.floor(FARTHEST / 1000)} km"
        )


def format_distance(metres: float, unit: Unit) -> str:
    """Write metres in `unit`, with as many digits as the number needs.

    Examples
    --------
    >>> format_distance(804672.0, "mi")
    '500 mi'
    """
    return f"{metres / METRES[unit]:.10g} {unit}"
