"""Depth, agreement and change as polygons: their areas are the engine's, their places right."""

from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

import geo
from geo import Moment
from tests.geo.test_scan import plane, square_metres

BULK = Geod(ellps="WGS84")
WHOLE = {"whole": shapely.box(-60, 0, 90, 85)}
A = geo.scenario("epaa").with_ranges(
    deveselu="500 km", redzikowo="900 km", kurecik={"low": "700 km", "high": "900 km"},
    estimate="A",
)  # fmt: skip
B = A.with_ranges(deveselu="800 km", redzikowo="600 km", rota="3000 km", estimate="B")


def km2(shape: Any) -> float:
    return float(square_metres(plane(shape))) / 1e6


def test_depth_counts_the_sites_in_range_of_each_place() -> None:
    frame = geo.depth(B, estimate="A", tolerance=10.0)
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(0, 50, 3000), rng.uniform(30, 65, 3000)
    metres = np.array(
        [
            BULK.inv(np.full(3000, x), np.full(3000, y), lon, lat)[2] - 1000 * km
            for x, y, km in ((24.41, 44.08, 500), (17.11, 54.48, 900), (37.79, 38.35, 900))
        ]
    )
    wanted = (metres < 0).sum(axis=0)
    found = np.zeros(3000, dtype=int)
    for depth, shape in zip(frame["depth"], frame.geometry, strict=True):
        assert shape.is_valid
        found[shapely.contains_xy(shape, lon, lat)] = depth
    clear = np.all(np.abs(metres) > 10, axis=0)
    assert np.array_equal(found[clear], wanted[clear])


def test_areas_of_the_polygons_are_those_of_the_tables() -> None:
    table = geo.agreement(B, WHOLE).iloc[0]
    frame = geo.agreement_polygons(B, tolerance=10.0)
    for row in frame.itertuples():
        assert km2(row.geometry) == pytest.approx(table[f"{row.agreement}_km2"], rel=1e-4)
    table = geo.compare(Moment(B, "A"), Moment(B, "B"), WHOLE).iloc[0]
    frame = geo.compare_polygons(Moment(B, "A"), Moment(B, "B"), tolerance=10.0)
    for row in frame.itertuples():
        assert km2(row.geometry) == pytest.approx(table[f"{row.change}_km2"], rel=1e-4)
    depths = geo.depth(B, tolerance=10.0)
    whole = geo.shares(B, WHOLE).iloc[0]
    assert sum(map(km2, depths.geometry)) == pytest.approx(whole["covered_km2"], rel=1e-4)


def test_nothing_covered_is_an_empty_frame() -> None:
    alone = geo.scenario("epaa").with_ranges(iran="2000 km")
    assert len(geo.depth(alone)) == 0
    assert geo.agreement_polygons(alone).geometry.is_empty.all()
