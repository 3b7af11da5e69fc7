"""The command on more sites than a page can show: what it writes, says and refuses."""

import json
import re
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.formats import many
from layers import depths
from layers.cli import depth, main, written

WGS84 = Geod(ellps="WGS84")


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (many, depth, written):
        monkeypatch.setattr(module, "MOST_SITES", 3)


def told(page: Path) -> dict[str, Any]:
    """Return what a page was told."""
    found = re.search(
        r'<script type="application/json" id="map-depth">(.*?)</script>', page.read_text()
    )
    assert found
    held: dict[str, Any] = json.loads(found[1])
    return held


def disc(lon: float, lat: float, radius: float) -> float:
    """Return the km2 of a disc."""
    turns = np.linspace(360, 0, 1441)[:-1]
    ring = WGS84.fwd(*np.broadcast_arrays(lon, lat, turns, radius))[:2]
    return float(WGS84.polygon_area_perimeter(*ring)[0]) / 1e6


def test_a_scenario_of_too_many_sites_is_counted_as_its_first_estimate_has_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "depth.html"
    assert main(["map", "epaa", "--range", "interceptor=100km", "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "2 sites are more than 3: the page shows how many of their circles" in said
    assert f"Wrote {out} (" in said
    found = told(out)
    assert found["about"]["sites"] == 2
    assert found["about"]["estimate"] == "entered on the command line"
    covered = disc(24.41, 44.08, 1e5) + disc(17.10, 54.48, 1e5)
    assert found["at_least"] == [[1, pytest.approx(covered, rel=2e-3)]]
    assert found["deepest"] == 1


def test_what_is_said_of_the_file_is_on_the_page_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = geopandas.GeoDataFrame(
        {"name": list("</abcd>"), "range_nmi": [10, 20, 30, 40, None, 60, 70]},
        geometry=shapely.points(np.arange(7) * 1e5, np.full(7, 5e6)),
        crs="EPSG:3857",
    )
    rows.to_parquet(tmp_path / "<script>.parquet")
    out = tmp_path / "depth.html"
    assert main(["map", str(tmp_path / "<script>.parquet"), "-o", str(out)]) == 0
    said = capsys.readouterr().err.splitlines()
    found = told(out)
    notes = [
        "was brought from its CRS (EPSG:3857, WGS 84 / Pseudo-Mercator) to WGS84",
        "1 of 7 sites have no range, and so no circle",
    ]
    assert found["notes"] == notes
    assert [each.rpartition("parquet: ")[2] for each in said] == notes
    about = found["about"]
    assert (about["file"], about["points"], about["sites"]) == ("<script>.parquet", 7, 6)
    assert (about["nearest_m"], about["farthest_m"]) == (18_520, 129_640)


def test_tiles_are_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "places.csv"
    file.write_text("lon,lat,radius_km\n" + "1,2,3\n" * 5)
    out = tmp_path / "depth.html"
    assert main(["map", str(file), "-o", str(out), "--tiles", "Esri.WorldImagery"]) == 2
    assert "a page of more than 3 sites has none; leave them out" in capsys.readouterr().err
    assert not out.exists()


def test_means_keep_four_digits_and_classes_part_at_round_numbers() -> None:
    mean = np.array([0.0, 1.23456e-5, 0.1234567, 1.5, 999.96, 123_456.7])
    assert depths._rounded(mean).tolist() == [0, 1.235e-05, 0.1235, 1.5, 1000, 123_457]
    spread = np.concatenate([np.zeros(50), np.geomspace(0.5, 600, 200)])
    assert depths._bounds(spread) == (2, 9, 40, 100, 400)
    assert depths._bounds(np.array([0.0, 3.0, 3.0])) == ()
    assert depths._steps(60) == [1, 2, 5, 10, 20, 50]
    assert depths._steps(5000) == [1, 10, 100, 1000]
