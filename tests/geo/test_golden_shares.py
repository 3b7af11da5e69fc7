"""The engine held to tests/data/golden-*.json, which the page's code reads as well."""

import json
from pathlib import Path

import numpy as np
import pytest

import geo
from geo.countries import country
from geo.scan import discs, scan

TABLE = Path(__file__).parents[1] / "data" / "golden-shares.json"
CASES = json.loads(TABLE.read_text(encoding="utf-8"))
AGREEMENT = TABLE.with_name("golden-agreement.json")
AGREED_CASES = json.loads(AGREEMENT.read_text(encoding="utf-8"))
CLASSES = ["agreed", "disputed", "outside"]
LARGE = 10_000e6  # m2


def test_the_reference_is_finer_than_what_it_is_asked():
    assert max(case["within"] for case in CASES + AGREED_CASES) < 1e-7


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['country']} {case['shapes']}")
def test_shares_of_the_golden_table(case):
    lon, lat, radius, inner = np.array(case["shapes"]).T
    shapes = discs(lon, lat, radius, inner=inner)
    found = scan([country(case["country"])], shapes, groups=np.arange(lon.size))
    tolerance = 1e-4 if found.area[0] > LARGE else 1e-3
    assert found.share[0] == pytest.approx(case["share"], abs=tolerance)
    assert found.agreed[0] / found.area[0] == pytest.approx(case["all"], abs=tolerance)
    # The page's code is held to these; when the engine changes, make_golden_shares.py renews them.
    assert found.share[0] == pytest.approx(case["engine"]["share"], abs=1e-7)
    assert found.agreed[0] / found.area[0] == pytest.approx(case["engine"]["all"], abs=1e-7)


@pytest.mark.parametrize("case", AGREED_CASES, ids=lambda case: case["areas"])
def test_agreement_of_the_golden_table(case):
    sites = {
        id_: geo.Site(name=id_, kind="radar", lon=lon, lat=lat)
        for id_, (lon, lat) in case["sites"].items()
    }
    estimates = [
        geo.Estimate(name=str(nth), ranges={k: geo.Range(**v) for k, v in each.items()})
        for nth, each in enumerate(case["estimates"])
    ]
    scenario = geo.Scenario(title="golden", sites=sites, estimates=estimates)
    found = geo.agreement(scenario, case["areas"])
    assert list(found["area"]) == [row["area"] for row in case["engine"]]
    tolerance = np.where(found["area_km2"] * 1e6 > LARGE, 1e-4, 1e-3)[:, None]
    assert np.all(np.abs(found[CLASSES].to_numpy() - case["shares"]) < tolerance)
    engine = [[row[name] for name in CLASSES] for row in case["engine"]]
    assert found[CLASSES].to_numpy() == pytest.approx(np.array(engine), abs=1e-7)
