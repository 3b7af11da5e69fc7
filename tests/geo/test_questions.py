"""Questions in numbers, against dense geodesic polygons laid over one another in shapely."""

import warnings
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from pyproj import Geod

import geo
from geo import CoverageError, CoverageWarning, Moment
from tests.geo.test_scan import plane, square_metres

BULK = Geod(ellps="WGS84")
DEVESELU, REDZIKOWO, KURECIK = (24.41, 44.08), (17.11, 54.48), (37.79, 38.35)
EPAA = geo.scenario("epaa").with_ranges(
    deveselu="500 km", redzikowo="600 km", kurecik={"low": "700 km", "high": "900 km"},
    iran="2000 km", estimate="A",
)  # fmt: skip


def disc(place: tuple[float, float], km: float) -> Any:
    """Return a dense ring by pyproj; none here meets a pole or the antimeridian."""
    azimuths = np.linspace(0, 360, 4001)[:-1]
    lon, lat, _ = BULK.fwd(*(np.full(4000, at) for at in place), azimuths, np.full(4000, km * 1e3))
    return shapely.Polygon(np.column_stack([lon, lat]))


def plane_area(shape: Any) -> float:
    return float(square_metres(plane(shape)))


def share(area: Any, cover: Any) -> float:
    return plane_area(shapely.intersection(area, cover)) / plane_area(area)


def test_shares_are_those_of_the_union_of_the_sites_circles() -> None:
    table = geo.shares(EPAA, "ROU,POL,TUR,DEU").set_index("area")
    cover = disc(DEVESELU, 500) | disc(REDZIKOWO, 600) | disc(KURECIK, 900)
    for code in ("ROU", "POL", "TUR", "DEU"):
        area = geo.country(code)
        assert table["share"][code] == pytest.approx(share(area, cover), abs=1e-4), code
        assert table["area_km2"][code] == pytest.approx(plane_area(area) / 1e6, rel=1e-4)
    whole = table.loc["ROU,POL,TUR,DEU"]
    assert whole["covered_km2"] == pytest.approx(table["covered_km2"].iloc[:-1].sum())
    assert whole["share"] == pytest.approx(whole["covered_km2"] / whole["area_km2"])


def test_depth_is_the_mean_number_of_shapes() -> None:
    table = geo.shares(EPAA, "TUR").set_index("area")
    area = geo.country("TUR")
    deep = sum(
        share(area, each)
        for each in (disc(DEVESELU, 500), disc(KURECIK, 900), disc(REDZIKOWO, 600))
    )
    assert table["depth"]["TUR"] == pytest.approx(deep, abs=2e-4)


def test_a_launch_region_counts_only_when_it_is_named() -> None:
    assert geo.shares(EPAA, "IRQ", count=["iran"])["share"][0] == pytest.approx(1)
    alone = geo.scenario("epaa").with_ranges(iran="2000 km")
    assert geo.shares(alone, "IRQ")["share"][0] == 0


def test_a_region_of_the_scenario_is_an_area() -> None:
    table = geo.shares(EPAA, "iran")
    assert table["name"][0] == "Iran"
    assert table["share"][0] == pytest.approx(
        share(geo.country("IRN"), disc(KURECIK, 900)), abs=1e-4
    )


def test_members_and_sites_are_those_of_the_day() -> None:
    on_that_day = geo.shares(EPAA, "nato-europe", on="2018-12-31").set_index("area")
    assert len(on_that_day) == 27 + 1
    assert on_that_day["share"]["POL"] == pytest.approx(
        share(geo.country("POL"), disc(DEVESELU, 500) | disc(KURECIK, 900)), abs=1e-4
    )  # Redzikowo was being built
    third = geo.scenario("third-site").with_ranges(interceptor="600 km")
    before = geo.shares(third, "POL", on="2009-09-17")["share"][0]
    after = geo.shares(third, "POL", on="2009-09-18")["share"][0]
    assert before > 0.9
    assert after == 0


def test_agreement_of_two_estimates_and_of_a_band() -> None:
    two = EPAA.with_ranges(deveselu="300 km", redzikowo="900 km", estimate="B")
    readings = [
        disc(DEVESELU, 300) | disc(REDZIKOWO, 900),
        disc(DEVESELU, 500) | disc(REDZIKOWO, 600) | disc(KURECIK, 700),
        disc(DEVESELU, 500) | disc(REDZIKOWO, 600) | disc(KURECIK, 900),
    ]
    every, some = shapely.intersection_all(readings), shapely.union_all(readings)
    table = geo.agreement(two, "ROU,TUR,DEU").set_index("area")
    for code in ("ROU", "TUR", "DEU"):
        area = geo.country(code)
        row = table.loc[code]
        assert row["agreed"] == pytest.approx(share(area, every), abs=1e-4)
        assert row["disputed"] == pytest.approx(share(area, some - every), abs=1e-4)
        assert row["agreed"] + row["disputed"] + row["outside"] == pytest.approx(1)


def test_compare_says_what_is_gained_and_lost() -> None:
    other = geo.scenario("epaa").with_ranges(deveselu="300 km", redzikowo="900 km")
    table = geo.compare(Moment(EPAA), Moment(other), "ROU,DEU").set_index("area")
    before = disc(DEVESELU, 500) | disc(REDZIKOWO, 600) | disc(KURECIK, 900)
    after = disc(DEVESELU, 300) | disc(REDZIKOWO, 900)
    for code in ("ROU", "DEU"):
        area, row = geo.country(code), table.loc[code]
        for column, cover in (("gained_km2", after - before), ("lost_km2", before - after)):
            wanted = plane_area(shapely.intersection(area, cover)) / 1e6
            assert row[column] == pytest.approx(wanted, abs=1e-4 * row["area_km2"])


def test_the_range_that_all_of_a_country_needs_is_its_farthest_distance() -> None:
    needed = geo.needed_range("deveselu", "ROU", scenario=EPAA)
    corners = shapely.get_coordinates(geo.country("ROU"))
    metres = [Geodesic.WGS84.Inverse(44.08, 24.41, lat, lon)["s12"] for lon, lat in corners]
    assert needed.farthest_m == pytest.approx(max(metres), abs=1)
    assert needed.range_m == pytest.approx(max(metres), abs=1000)
    assert needed.nearest_m == 0


def test_half_of_a_country_is_inside_at_the_range_for_half() -> None:
    area = geo.country("DEU")
    needed = geo.needed_range("deveselu", "DEU", share=0.5, scenario=EPAA)
    assert share(area, disc(DEVESELU, needed.range_m / 1000)) >= 0.5 - 1e-4
    assert share(area, disc(DEVESELU, needed.range_m / 1000 - 1)) < 0.5


def test_a_region_needs_less_than_a_place_of_it() -> None:
    needed = geo.needed_range("iran", "ROU", share=0.5, scenario=EPAA)
    reach = geo.reach_from_anywhere(geo.country("IRN"), needed.range_m)
    closer = geo.reach_from_anywhere(geo.country("IRN"), needed.range_m - 2000)
    assert share(geo.country("ROU"), reach) >= 0.5 - 2e-3
    assert share(geo.country("ROU"), closer) < 0.5
    assert needed.nearest_m < needed.range_m < needed.farthest_m


def test_the_readers_polygons_in_another_crs_are_brought_over_and_that_is_said() -> None:
    box = geopandas.GeoDataFrame(
        {"name": ["here"]}, geometry=[shapely.box(20, 42, 28, 48)], crs=4326
    )
    plain = geo.shares(EPAA, box)
    assert list(plain["area"]) == ["here"]
    with pytest.warns(CoverageWarning, match="brought to WGS84"):
        moved = geo.shares(EPAA, box.to_crs(3857))
    assert moved["share"][0] == pytest.approx(plain["share"][0], abs=1e-9)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: geo.shares(EPAA, "nowhere"), "is no area"),
        (lambda: geo.shares(EPAA, "ROU", on="1948-12-31"), "lies before NATO's treaty"),
        (lambda: geo.shares(EPAA, "ROU", on="soon"), "is no day"),
        (lambda: geo.shares(EPAA, "ROU", estimate="Z"), "is no estimate; known are A"),
        (lambda: geo.shares(EPAA, "ROU", count=["tank"]), "is no site, region or kind"),
        (lambda: geo.shares(geo.scenario("epaa"), "ROU"), "has no ranges"),
        (lambda: geo.shares(EPAA, {"dot": shapely.Point(1, 2)}), "is no polygon"),
        (lambda: geo.shares(EPAA, {}), "there is no area"),
        (lambda: geo.shares(EPAA, geopandas.GeoSeries([shapely.box(0, 0, 1, 1)])), "say no CRS"),
        (lambda: geo.needed_range("deveselu", "ROU", scenario=EPAA, share=0), "share is 0"),
        (lambda: geo.needed_range("deveselu", "ROU", scenario=EPAA, share=1.1), "share is 1.1"),
        (lambda: geo.needed_range("dev", "ROU", scenario=EPAA), "is no site or region"),
    ],
)
def test_mistakes_are_told_in_one_sentence(ask: Any, message: str) -> None:
    with warnings.catch_warnings(), pytest.raises(CoverageError, match=message) as told:
        ask()
    assert "\n" not in str(told.value)
