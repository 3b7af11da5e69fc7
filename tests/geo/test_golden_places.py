"""Distances held to tests/data/golden-places.json, which the page's code reads as well."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

import geo
from geo.needed import distances

TABLE = Path(__file__).parents[1] / "data" / "golden-places.json"
REGIONS = json.loads(TABLE.read_text("utf-8"))["regions"]


def name(case: Any) -> str:
    region = case["region"] if isinstance(case["region"], str) else case["region"]["type"]
    return f"{region} {case['lon']} {case['lat']}"


@pytest.mark.parametrize("case", REGIONS, ids=name)
def test_nearest_and_farthest(case: Any) -> None:
    region = case["region"]
    area = geo.country(region) if isinstance(region, str) else shapely.geometry.shape(region)
    found = distances(area, case["lon"], case["lat"])
    assert found == pytest.approx((case["nearest"], case["farthest"]), abs=1)
