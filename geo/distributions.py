"""What a reader may believe of a range that nobody publishes: distributions of a distance.

Written as distances are in a scenario, with their units. None is shipped and none is a default:
every number is the reader's.
"""

from dataclasses import dataclass, fields
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from geo.errors import BadDistance, shown
from geo.units import parse_distance

Floats = NDArray[np.float64]

_LEAST = 1e-6  # of a normal distribution has to lie between its ends


@dataclass(frozen=True)
class Distribution:
    """Distances between two ends."""

    low: str
    high: str

    def __post_init__(self) -> None:
        for field in fields(self):
            self.metres(field.name)
        if not self.low_m < self.high_m:
            raise BadDistance(
                f"the low end {self.low} is not below the high end {self.high}; exchange them"
            )

    def metres(self, name: str) -> float:
        """Return one of its distances in metres."""
        text = getattr(self, name)
        if not isinstance(text, str):
            raise BadDistance(f"{name} is {shown(text)}; write a distance such as '1000 km'")
        try:
            return parse_distance(text).metres
        except BadDistance as error:
            raise BadDistance(f"{name} {error}") from None

    @property
    def low_m(self) -> float:
        """The shortest distance, in metres."""
        return self.metres("low")

    @property
    def high_m(self) -> float:
        """The longest distance, in metres."""
        return self.metres("high")

    def quantiles(self, parts: Floats) -> Floats:
        """Return the metres below which parts, 0..1, of all distances lie."""
        raise NotImplementedError


@dataclass(frozen=True)
class Uniform(Distribution):
    """Every distance between two is as likely: ``Uniform("800 km", "1200 km")``.

    Raises
    ------
    BadDistance
        When one is no distance, or `low` is not below `high`.
    """

    def quantiles(self, parts: Floats) -> Floats:
        """Return the metres below which parts, 0..1, of all distances lie."""
        return self.low_m + parts * (self.high_m - self.low_m)


@dataclass(frozen=True)
class Triangular(Distribution):
    """Most likely at one distance, and less in proportion towards both ends.

    ``Triangular(low="800 km", mode="1000 km", high="1500 km")``.

    Raises
    ------
    BadDistance
        Also when the mode does not lie between the ends.
    """

    mode: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.low_m <= self.metres("mode") <= self.high_m:
            raise BadDistance(f"the mode {self.mode} is not within {self.low} to {self.high}")

    def quantiles(self, parts: Floats) -> Floats:
        """Return the metres below which parts, 0..1, of all distances lie."""
        low, mode, high = self.low_m, self.metres("mode"), self.high_m
        rising = low + np.sqrt(parts * (high - low) * (mode - low))
        falling = high - np.sqrt((1 - parts) * (high - low) * (high - mode))
        return np.where(parts * (high - low) < mode - low, rising, falling)


@dataclass(frozen=True)
class Normal(Distribution):
    """A normal distribution cut off at both ends.

    ``Normal(mean="1000 km", sd="150 km", low="600 km", high="1400 km")``: mean and standard
    deviation are those before the cut.

    Raises
    ------
    BadDistance
        Also when less than a millionth of it lies between the ends.
    """

    mean: str
    sd: str

    def __post_init__(self) -> None:
        super().__post_init__()
        below, above = self._within()
        if above - below < _LEAST:
            raise BadDistance(
                f"of a normal distribution at {self.mean}, give or take {self.sd}, next to nothing "
                f"is within {self.low} to {self.high}; move the ends"
            )

    def quantiles(self, parts: Floats) -> Floats:
        """Return the metres below which parts, 0..1, of all distances lie."""
        below, above = self._within()
        within = below + np.ravel(parts) * (above - below)
        found = np.fromiter(map(self._at, within), dtype=float, count=within.size)
        return found.clip(self.low_m, self.high_m).reshape(np.shape(parts))

    def _whole(self) -> NormalDist:
        return NormalDist(self.metres("mean"), self.metres("sd"))

    def _within(self) -> tuple[float, float]:
        whole = self._whole()
        return whole.cdf(self.low_m), whole.cdf(self.high_m)

    def _at(self, part: float) -> float:
        if part <= 0:
            return self.low_m
        return self.high_m if part >= 1 else self._whole().inv_cdf(part)
