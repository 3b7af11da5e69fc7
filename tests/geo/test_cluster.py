"""On a real cluster, two processes of this machine: what one process counts, to the last bit."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from pyproj import Geod

import geo
from geo.countries import country
from geo.errors import BadScenario, CoverageError, UnknownName
from geo.scan import discs, joined, polygons, scan

distributed = pytest.importorskip("distributed")
dask_geopandas = pytest.importorskip("dask_geopandas")

BOX = {"north": shapely.box(20, 44, 28, 46), "south": shapely.box(20, 40, 28, 44)}


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # None would take port 8787, on all addresses
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def table(count: int, **more: Any) -> geopandas.GeoDataFrame:
    rng = np.random.default_rng(9)
    lon, lat = rng.uniform(10, 38, count), rng.uniform(35, 51, count)
    columns = {"km": rng.uniform(5, 60, count), "hole": np.where(lon < 24, 2.0, np.nan)}
    frame = geopandas.GeoDataFrame(columns, geometry=shapely.points(lon, lat), crs="EPSG:4326")
    return frame.assign(**more)


def test_rows_in_bands_are_the_same_rows(client: Any) -> None:
    rng = np.random.default_rng(4)
    places = rng.uniform((-180, -90), (180, 90), (80, 2)).T
    holes = rng.choice([0.0, 1e5], 80)
    round_ = discs(*places, rng.uniform(2e5, 4e6, 80), inner=holes)
    sector = geo.sector(24, 44, 1e6, (10, 200))
    areas = [*map(country, ("ROU", "NOR", "FJI", "ATA")), shapely.box(0, 0, 9, 0.01)]
    for shapes, groups in (
        (round_, None),
        (joined(round_, polygons([sector])), None),
        (joined(round_, polygons([sector])), np.arange(81) % 3),
    ):
        here = scan(areas, shapes, groups=groups, rows=256)
        there = scan(areas, shapes, groups=groups, rows=256, client=client)
        assert np.array_equal(here.depth, there.depth)
        assert np.array_equal(here.groups, there.groups)
        assert np.count_nonzero(here.depth) > 20


def test_questions_are_answered_alike(client: Any) -> None:
    band = {"low": "900 km", "high": "1200 km"}
    scenario = geo.scenario("epaa").with_ranges(interceptor=band, kurecik="1500 km")
    on = "2018-12-31"
    for ask in (geo.shares, geo.agreement):
        assert ask(scenario, "ROU,BGR", on=on, client=client).equals(
            ask(scenario, "ROU,BGR", on=on)
        )
    before, after = geo.Moment(scenario, on="2015-01-01"), geo.Moment(scenario, on=on)
    assert geo.compare(before, after, "ROU", client=client).equals(
        geo.compare(before, after, "ROU")
    )


def test_partitions_of_a_file_are_one_table(client: Any, tmp_path: Path) -> None:
    frame = table(3000)
    folder = tmp_path / "sites.parquet"
    folder.mkdir()
    for nth, rows in enumerate(np.array_split(np.arange(3000), 3)):
        frame.iloc[rows].to_parquet(folder / f"part.{nth}.parquet")
    parts = dask_geopandas.read_parquet(folder)
    assert parts.npartitions == 3
    asked: dict[str, Any] = {"areas": BOX, "range": "km", "unit": "km", "inner": "hole"}
    whole = geo.shares_of_table(frame, **asked)
    for sites, more in (
        (parts, {"client": client, "bands": 9}),
        (parts, {"bands": 30}),
        (frame.sample(frac=1, random_state=1), {"client": client, "bands": 3}),
    ):
        assert geo.shares_of_table(sites, **asked, **more).equals(whole)
    assert whole["depth"].iloc[-1] > 1
    frame.loc[7, "km"] = -1
    with pytest.raises(BadScenario, match=r"the site 7 has the range -1\.0; it must be above zero"):
        geo.shares_of_table(dask_geopandas.from_geopandas(frame, 2), **asked, client=client)


def test_a_table_holds_the_places_that_distances_say() -> None:
    frame = table(300)
    found = geo.shares_of_table(frame, BOX, range="km", unit="km", inner="hole")
    rng, count = np.random.default_rng(3), 1000
    # In the equal-area variable, which goes like the sine of the latitude but for the ellipsoid.
    sin = rng.uniform(*np.sin(np.radians([44, 46])), count)
    lon, lat = rng.uniform(20, 28, count), np.degrees(np.arcsin(sin))
    x, y = frame.geometry.x.to_numpy(), frame.geometry.y.to_numpy()
    pairs = np.repeat([lon, lat], x.size, axis=1), np.tile([x, y], count)
    away = Geod(ellps="WGS84").inv(*pairs[0], *pairs[1])[2].reshape(count, -1) / 1000
    inside = (away <= frame["km"].to_numpy()) & (away >= frame["hole"].fillna(0).to_numpy())
    row = found.iloc[0]
    share = inside.any(axis=1).mean()
    assert abs(row["share"] - share) < 4 * np.sqrt(share * (1 - share) / count)
    deep = inside.sum(axis=1)
    assert abs(row["depth"] - deep.mean()) < 4 * deep.std() / np.sqrt(count)
    assert 0.2 < share < 0.9


@pytest.mark.parametrize(
    ("change", "asked", "error", "sentence"),
    [
        ({}, {"range": "reach", "unit": "km"}, UnknownName, "'reach' is no column, nor a distance"),
        ({}, {"range": "km"}, BadScenario, "column 'km' says no unit"),
        ({"km": "far"}, {"range": "km", "unit": "km"}, BadScenario, "holds no numbers"),
        ({"km": np.nan}, {"range": "km", "unit": "km"}, BadScenario, "site 0 has the range nan"),
        ({"hole": 90.0}, {"range": "50 km", "inner": "hole", "unit": "km"}, BadScenario, "90.0"),
        ({}, {"range": "50 km", "client": "tcp://x"}, CoverageError, "the client is 'tcp://x'"),
        ({}, {"range": "50 km", "bands": 0}, CoverageError, "the number of bands is 0"),
    ],
)
def test_mistakes_are_said(
    change: dict[str, Any], asked: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        geo.shares_of_table(table(3, **change), BOX, **asked)


def test_a_table_has_points_with_a_crs() -> None:
    frame = table(3)
    with pytest.raises(CoverageError, match="the table of sites is 'dict'"):
        geo.shares_of_table({}, BOX, range="5 km")
    with pytest.raises(CoverageError, match="site 0 is no point"):
        geo.shares_of_table(frame.set_geometry(frame.buffer(0)), BOX, range="5 km")
    with pytest.warns(geo.CoverageWarning, match="EPSG:3857"):
        there = geo.shares_of_table(frame.to_crs("EPSG:3857"), BOX, range="50 km")
    here = geo.shares_of_table(frame, BOX, range="50 km")
    assert there["share"].to_numpy() == pytest.approx(here["share"].to_numpy())


class Held(geo.Uniform):
    """Says which process draws from it, and waits until it may go on."""

    folder: Path

    def quantiles(self, parts: Any) -> Any:
        go = self.folder / "go"
        if not go.exists():
            (self.folder / f"{os.getpid()}.pid").touch()
        while not go.exists():
            time.sleep(0.02)
        return super().quantiles(parts)


def test_a_worker_killed_in_the_middle_leaves_no_trace(client: Any, tmp_path: Path) -> None:
    held = Held("300 km", "700 km")
    object.__setattr__(held, "folder", tmp_path)
    scenario = geo.scenario("epaa").with_ranges(kurecik="1500 km")
    asked: dict[str, Any] = {"draws": 180, "seed": 3, "cells": 300, "ranges": {"deveselu": held}}
    killed: list[int] = []

    def kill() -> None:
        try:
            while not (busy := list(tmp_path.glob("*.pid"))):
                time.sleep(0.02)
            killed.append(int(busy[0].stem))
            os.kill(killed[0], signal.SIGKILL)
        finally:
            (tmp_path / "go").touch()

    before = set(client.run(os.getpid).values())
    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    there = geo.ensemble(scenario, BOX, **asked, client=client)
    killer.join()
    here = geo.ensemble(scenario, BOX, **asked)
    assert set(killed) < before
    assert killed[0] not in client.run(os.getpid).values()
    assert there.shares.equals(here.shares)
    assert there.ranges_km.equals(here.ranges_km)
    assert np.array_equal(there.inside, here.inside)
    assert here.shares["south"].nunique() > 100


def test_a_cluster_that_gives_up_is_said(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def gather(_: Any) -> None:
        raise distributed.scheduler.KilledWorker("part", None, 3)

    monkeypatch.setattr(client, "gather", gather)
    with pytest.raises(CoverageError, match="4 workers died over one part of the work"):
        geo.shares_of_table(table(5), BOX, range="5 km", client=client)


def test_nothing_of_dask_is_loaded_without_a_client() -> None:
    code = (
        "import sys, geo; s = geo.scenario('epaa').with_ranges(deveselu="
        "{'low': '900 km', 'high': '1000 km'}); geo.shares(s, 'ROU'); "
        "geo.ensemble(s, 'ROU', draws=2, seed=1, cells=100); "
        "print([m for m in ('dask', 'distributed') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
