"""What day it is, for the dates that are written: SOURCE_DATE_EPOCH, or else the clock."""

import datetime as dt
import os

from geo.errors import UnwritableOutput, shown


def now() -> dt.datetime:
    """Return the time that files carry, in UTC: SOURCE_DATE_EPOCH's where it is set.

    So that the same scenario gives the same bytes (reproducible-builds.org/specs).

    Raises
    ------
    UnwritableOutput
        When that is no number of seconds since 1970.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH")
    if text is None:
        return dt.datetime.now(dt.UTC)
    try:
        return dt.datetime.fromtimestamp(int(text), dt.UTC)
    except (ValueError, OverflowError, OSError):
        raise UnwritableOutput(
            f"SOURCE_DATE_EPOCH is {shown(text)}; give seconds since 1970, or unset it"
        ) from None


def today() -> dt.date:
    """Return the reader's day, or the day of SOURCE_DATE_EPOCH in UTC where that is set.

    Raises
    ------
    UnwritableOutput
        As `now`.
    """
    return now().date() if "SOURCE_DATE_EPOCH" in os.environ else dt.date.today()
