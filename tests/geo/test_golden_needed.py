"""Needed ranges held to tests/data/golden-needed.json, which the page's code reads as well."""

import json
import math
from pathlib import Path

import pytest
import shapely

import geo
from geo import nato
from geo.countries import country

TABLE = Path(__file__).parents[1] / "data" / "golden-needed.json"
CASES = json.loads(TABLE.read_text(encoding="utf-8"))
KILOMETRE = 1000.0


def engine(case):
    start = case["from"]
    by_code = {"nato-europe": "2018-12-31"}
    area = nato.areas(case["area"], by_code.get(case["area"], "2026-01-01"))
    if isinstance(start, list):
        sites = {"from": geo.Site(name="from", kind="radar", lon=start[0], lat=start[1])}
        scenario = geo.Scenario(title="golden", sites=sites)
    else:
        geometry = shapely.geometry.mapping(country(start)) if isinstance(start, str) else start
        regions = {"from": geo.Region(name="from", geometry=geometry)}
        scenario = geo.Scenario(title="golden", regions=regions)
    return geo.needed_range("from", area, scenario=scenario, share=case["share"])


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{str(case['from'])[:16]} {case['area']} {case['share']}"
)
def test_needed_ranges_of_the_golden_table(case):
    found = engine(case)._asdict()
    site = isinstance(case["from"], list)
    for key, metres in found.items():
        # The page's code is held to these; when rows change, make_golden_needed.py renews them.
        assert metres == pytest.approx(case["engine"][key], abs=1 if site else KILOMETRE), key
        within = 1 if case["share"] == 1 or key != "range_m" else 30
        assert metres == pytest.approx(case[key], abs=within if site else KILOMETRE), key
    # As the command prints it, in whole kilometres, it is never below what the share needs.
    assert math.ceil(found["range_m"] / KILOMETRE) * KILOMETRE >= case["range_m"]
