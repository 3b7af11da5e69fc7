"""What an ensemble of draws found: shares as distributions, and a map of probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo.distributions import Distribution
from geo.errors import CoverageError
from geo.geodesic import Floats
from geo.geojson import NOTICE
from geo.grid import Grid
from geo.intervals import Ints
from geo.questions import Parts
from geo.rows import area_of

if TYPE_CHECKING:
    import geopandas
    import pandas as pd

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


class Drawn(NamedTuple):
    """A number that is drawn: its name, the places that have it as their range, and from what."""

    name: str
    ids: tuple[str, ...]
    distribution: Distribution


@dataclass(frozen=True, repr=False)
class Ensemble:
    """Many draws of ranges, and what they cover; see `geo.ensemble`.

    Attributes
    ----------
    seed : int
    drawn : tuple of Drawn
        What was drawn, from which distributions: all of them the reader's.
    ranges_km : pandas.DataFrame
        A row per draw, a column per number drawn.
    shares : pandas.DataFrame
        A row per draw, a column per area, and where there are several a last one for all together:
        how much of it is inside, 0..1.
    areas : pandas.DataFrame
        area, name, area_km2.
    inside : (cells,) array
        In how many draws the middle of each cell of `grid` is inside.
    """

    seed: int
    drawn: tuple[Drawn, ...]
    ranges_km: "pd.DataFrame"
    shares: "pd.DataFrame"
    areas: "pd.DataFrame"
    grid: Grid
    inside: Ints

    @property
    def notice(self) -> str:
        """Say whose numbers these are."""
        return f"{NOTICE}, and so was every distribution that {len(self.shares):,} draws are from"

    def summary(self, quantiles: Sequence[float] = QUANTILES) -> "pd.DataFrame":
        """Return what is between the draws of each area's share.

        Parameters
        ----------
        quantiles : sequence of float
            0..1; each becomes a column, such as q05.

        Returns
        -------
        pandas.DataFrame
            area, name, area_km2, mean, sd, a column for each quantile, notice.
        """
        if not all(0 <= each <= 1 for each in quantiles):
            raise CoverageError(f"the quantiles are {list(quantiles)}; give numbers within 0..1")
        rows = self.areas.copy()
        rows["mean"] = self.shares.mean().to_numpy()
        rows["sd"] = self.shares.std(ddof=0).to_numpy()
        for each in quantiles:
            rows[f"q{f'{100 * each:g}'.zfill(2)}"] = self.shares.quantile(each).to_numpy()
        rows["notice"] = self.notice
        return rows

    def histogram(self, bins: int = 20) -> "pd.DataFrame":
        """Return how many draws have a share from `low` to `high`, in bins over 0..1.

        Returns
        -------
        pandas.DataFrame
            area, low, high, draws, notice.
        """
        import pandas as pd

        edges = np.linspace(0, 1, bins + 1)
        parts = [
            pd.DataFrame(
                {
                    "area": area,
                    "low": edges[:-1],
                    "high": edges[1:],
                    "draws": np.histogram(self.shares[area].clip(0, 1), edges)[0],
                }
            )
            for area in self.shares.columns
        ]
        return pd.concat(parts, ignore_index=True).assign(notice=self.notice)

    def to_geodataframe(self, classes: Sequence[float] | None = None) -> "geopandas.GeoDataFrame":
        """Return the map of the probability to be inside.

        Parameters
        ----------
        classes : sequence of float, optional
            Limits, ascending within 0..1, such as ``(0.05, 0.5, 0.95, 1)``: cells between two of
            them become one shape. The lower limit belongs to a class, the last upper one as well.

        Returns
        -------
        geopandas.GeoDataFrame
            probability (0..1) of every cell that is inside in any draw; or low and high of each
            class; notice, geometry (EPSG:4326).
        """
        import geopandas

        some = np.flatnonzero(self.inside)
        probability = self.inside[some] / len(self.shares)
        cells = _cells(self.grid, some)
        columns: dict[str, Any] = {"probability": probability}
        if classes is not None:
            ascending = all(a < b for a, b in pairwise(classes))
            if len(classes) < 2 or not ascending or classes[0] < 0 or classes[-1] > 1:
                raise CoverageError(
                    f"the classes are {list(classes)}; give two limits or more, ascending within "
                    "0..1"
                )
            which = np.searchsorted(classes, probability, side="right") - 1
            which[probability == classes[-1]] = len(classes) - 2
            cells = [shapely.union_all(cells[which == nth]) for nth in range(len(classes) - 1)]
            columns = {"low": classes[:-1], "high": classes[1:]}
        columns["notice"] = self.notice
        return geopandas.GeoDataFrame(columns, geometry=cells, crs="EPSG:4326")

    def __repr__(self) -> str:
        rows = self.summary().drop(columns=["notice", "area"])
        shares = rows.to_string(
            index=False,
            formatters=dict.fromkeys(rows.columns[2:], "{:.1%}".format)
            | {"area_km2": "{:,.0f}".format},
        )
        drawn = "\n".join(f"{each.name}: {each.distribution}" for each in self.drawn)
        return (
            f"Ensemble of {len(self.shares):,} draws, seed {self.seed}\n{drawn}\n\n"
            f"Share inside\n{shares}\n\n{self.notice}."
        )


def ensemble_of(
    parts: Parts, drawn: list[Drawn], metres: Floats, covered: Floats, grid: Grid, inside: Ints,
    seed: int,
) -> Ensemble:  # fmt: skip
    """Return an ensemble of what draws found.

    Parameters
    ----------
    metres : (draws, drawn) array
    covered : (draws, areas) array
        Square metres.
    """
    import pandas as pd

    area = np.array([area_of(each) for each in parts.geometries])
    areas = parts.table(area_km2=area)
    shares = covered / area
    if area.size > 1:
        shares = np.column_stack([shares, covered.sum(axis=1) / area.sum()])
    ranges = pd.DataFrame(metres / 1000, columns=[each.name for each in drawn])
    table = pd.DataFrame(shares, columns=areas["area"].to_list())
    return Ensemble(seed, tuple(drawn), ranges, table, areas, grid, inside)


def _cells(grid: Grid, some: Ints) -> Any:
    """Return cells of a grid as polygons, cut at the antimeridian."""
    band = np.repeat(np.arange(grid.columns.size), grid.columns)[some]
    nth = some - grid.starts[band]
    # Neighbours have the same number where they meet, or else their union has slits.
    west, east = (grid.west + at * (360 / grid.around[band]) for at in (nth, nth + 1))
    turn = np.where(west >= 180 - 1e-9, -360.0, 0.0)
    west, east, south, north = west + turn, east + turn, grid.lat[band], grid.lat[band + 1]
    cells = shapely.box(west, south, np.minimum(east, 180), north)
    for over in np.flatnonzero(east > 180 + 1e-9):
        rest = shapely.box(-180, south[over], east[over] - 360, north[over])
        cells[over] = shapely.MultiPolygon([cells[over], rest])
    return cells
