"""Shares: whose land is asked for, and since when. Twin: web/src/layers/shares.ts.

The page counts the rows itself, with the engine of `geo.scan`; what it cannot know is who was a
member when, and who says so.
"""

import datetime as dt

from geo.model import Model
from geo.nato import AREAS, CONVENTION, accessions


class SceneAccession(Model):
    """A day on which countries became members of NATO."""

    on: dt.date
    countries: tuple[str, ...]
    source: tuple[str, ...]


class SceneNato(Model):
    """Membership by day, the names of the areas that follow it, and what they are."""

    areas: dict[str, str]
    convention: str
    accessions: tuple[SceneAccession, ...]


def shares_layer() -> SceneNato:
    """Return what the page needs to count shares of NATO Europe on a date."""
    return SceneNato(
        areas=AREAS,
        convention=CONVENTION,
        accessions=tuple(
            SceneAccession(on=row.on, countries=row.countries, source=row.source)
            for row in accessions()
        ),
    )
