"""Ensembles of draws against closed forms: a disc whose radius is uniform needs no draws."""

import math
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

import geo
from geo.coverage import shape
from geo.errors import BadDistance, BadScenario, CoverageError, UnknownName
from geo.model import build
from geo.rows import lat_of, z_of

BULK = Geod(ellps="WGS84")
WHOLE = 510_065_621_724_088.44  # m2, Karney: GeographicLib's EllipsoidArea of WGS84
BOX = {"box": shapely.box(20, 40, 28, 46)}
KM = 1000.0


def one_site(range_: Any, lon: float = 24.0, lat: float = 44.0, **more: Any) -> geo.Scenario:
    place = {"name": "A", "kind": "interceptor", "lon": lon, "lat": lat}
    data = {
        "title": "T",
        "sites": {"a": place, "b": {**place, "name": "B", "lat": lat / 2}},
        "regions": {"c": {"name": "C", "kind": "sea", "geometry": BOX["box"].__geo_interface__}},
        "estimates": [{"name": "E", "ranges": {"a": range_, **more}}],
    }
    return build(geo.Scenario, data, "the test")


def disc_area(lat: float, radius: float) -> float:
    """Return the area of a disc in m2 from 3,600 geodesic edges of PROJ's."""
    turns = np.arange(3600) / 10
    lon, lats, _ = BULK.fwd(0 * turns, lat + 0 * turns, turns, radius + 0 * turns)
    return abs(float(BULK.polygon_area_perimeter(lon, lats)[0])) % WHOLE


def middles(frame: Any) -> tuple[np.ndarray, np.ndarray]:
    west, south, east, north = shapely.bounds(frame.geometry.to_numpy()).T
    return (west + east) / 2, lat_of((z_of(south) + z_of(north)) / 2)


def test_a_disc_of_uniform_radius_holds_a_place_as_often_as_its_distance_says() -> None:
    low, high, draws = 300 * KM, 700 * KM, 600
    found = geo.ensemble(
        one_site({"low": "300 km", "high": "700 km"}), BOX, draws=draws, seed=11, cells=1500
    )
    cells = found.to_geodataframe()
    lon, lat = middles(cells)
    away = BULK.inv(0 * lon + 24, 0 * lat + 44, lon, lat)[2]
    expected = np.clip((high - away) / (high - low), 0, 1)
    off = np.abs(cells["probability"] - expected)
    # All cells share their draws: Dvoretzky, Kiefer and Wolfowitz bound the worst of them.
    assert off.max() < math.sqrt(math.log(2 / 1e-4) / (2 * draws))
    for nth in np.linspace(0, len(cells) - 1, 40).astype(int):
        p = expected[nth]
        assert off.iloc[nth] <= 4 * math.sqrt(p * (1 - p) / draws) + 1e-3
    assert (cells["probability"][expected == 1] == 1).all()
    assert np.count_nonzero((expected > 0.1) & (expected < 0.9)) > 300


def test_shares_are_those_of_the_radii_drawn_and_their_mean_is_the_integral() -> None:
    low, high, draws = 2000 * KM, 9000 * KM, 200
    world = {"earth": shapely.box(-180, -90, 180, 90)}
    ranges = {"a": geo.Uniform("2000 km", "9000 km")}
    found = geo.ensemble(one_site("10 km"), world, draws=draws, seed=5, ranges=ranges, cells=500)
    shares, metres = found.shares["earth"], found.ranges_km["a"] * KM
    for nth in (0, 100, 199):
        assert shares[nth] == pytest.approx(disc_area(44, metres[nth]) / WHOLE, rel=1e-4)
    nodes, weights = np.polynomial.legendre.leggauss(8)
    radii = (low + high) / 2 + nodes * (high - low) / 2
    exact = weights / 2 @ [disc_area(44, float(r)) / WHOLE for r in radii]
    assert abs(shares.mean() - exact) < 4 * shares.std() / math.sqrt(draws)
    row = found.summary((0.25, 0.5)).iloc[0]
    assert row["mean"] == shares.mean()
    assert row["q50"] == np.median(shares)
    assert found.histogram(10)["draws"].sum() == draws


@pytest.mark.parametrize("at", [(179.0, -17.0), (20.0, 86.0), (-60.0, -90.0)])
def test_probabilities_add_up_to_the_area_that_is_expected(at: tuple[float, float]) -> None:
    """Over the antimeridian and the poles as elsewhere."""
    found = geo.ensemble(
        one_site({"low": "900 km", "high": "1100 km"}, *at), BOX, draws=64, seed=2, cells=4000
    )
    cells = found.to_geodataframe()
    assert cells.is_valid.all()
    assert np.abs(cells.total_bounds).max() <= 180
    area = cells["probability"].sum() * found.grid.cell_m2
    drawn = [disc_area(at[1], km * KM) for km in found.ranges_km["a"][:8]]
    ratio = np.mean(found.ranges_km["a"] ** 2) / np.mean(found.ranges_km["a"][:8] ** 2)
    assert area == pytest.approx(np.mean(drawn) * ratio, rel=0.01)


@pytest.mark.parametrize(
    "range_",
    [
        {"low": "500 km", "high": "900 km", "inner": "200 km"},
        {"low": "500 km", "high": "900 km", "bearings": [300, 70]},
        {"low": "500 km", "high": "900 km", "inner": "100 km", "bearings": [40, 200]},
    ],
)
def test_the_map_of_one_draw_is_the_shape_that_is_drawn(range_: dict[str, Any]) -> None:
    scenario = one_site(range_, c="300 km")
    found = geo.ensemble(scenario, BOX, draws=1, seed=8, cells=3000)
    ranges = scenario.estimates[0].ranges
    drawn = ranges["a"].model_copy(
        update={"range_m": found.ranges_km["a"][0] * KM, "low_m": None, "high_m": None}
    )
    cells = found.to_geodataframe()
    lon, lat = middles(cells)
    site = shape(scenario.sites["a"], drawn)
    whole = shapely.union(site, shape(scenario.regions["c"], ranges["c"]))
    off = ~shapely.contains_xy(whole, lon, lat)
    edge = shapely.distance(whole.boundary, shapely.points(lon[off], lat[off]))
    assert np.all(edge < 1e-3)  # degrees: within the outline's tolerance
    assert len(cells) * found.grid.cell_m2 == pytest.approx(geo_area(whole), rel=0.02)


def geo_area(shape_: Any) -> float:
    return abs(BULK.geometry_area_perimeter(shapely.segmentize(shape_, 0.05))[0])


def test_a_longer_ensemble_begins_with_a_shorter_one() -> None:
    scenario = one_site({"low": "300 km", "high": "700 km"})
    short, long = (
        geo.ensemble(scenario, BOX, draws=draws, seed=1, cells=100) for draws in (33, 50)
    )
    assert long.shares[:33].equals(short.shares)
    assert long.ranges_km[:33].equals(short.ranges_km)
    assert long.ranges_km["a"].nunique() == 50
    other = geo.ensemble(scenario, BOX, draws=33, seed=2, cells=100)
    assert not set(other.ranges_km["a"]) & set(short.ranges_km["a"])


def test_a_kind_is_one_number_and_bands_are_one_for_each_place() -> None:
    band = {"low": "300 km", "high": "700 km"}
    scenario = one_site(band, b=band)
    assert list(geo.ensemble(scenario, BOX, draws=1, seed=1).ranges_km) == ["a", "b"]
    kind = {"interceptor": geo.Uniform("100 km", "200 km")}
    assert list(geo.ensemble(scenario, BOX, draws=1, seed=1, ranges=kind).ranges_km) == [
        "interceptor"
    ]
    both = {"b": geo.Uniform("900 km", "901 km"), **kind}
    found = geo.ensemble(scenario, BOX, draws=1, seed=1, ranges=both)
    assert {each.name: each.ids for each in found.drawn} == {"interceptor": ("a",), "b": ("b",)}
    assert 900 < found.ranges_km["b"][0] < 901


def test_progress_is_told_and_the_notice_is_on_everything() -> None:
    heard: list[tuple[int, int]] = []
    found = geo.ensemble(
        one_site({"low": "300 km", "high": "700 km"}),
        BOX,
        draws=70,
        seed=1,
        cells=400,
        progress=lambda done, of: heard.append((done, of)),
    )
    assert heard == [(32, 70), (64, 70), (70, 70)]
    assert "every range was entered by the reader" in found.notice
    assert found.notice in repr(found)
    assert "a: Uniform(low='300 km', high='700 km')" in repr(found)
    classes = found.to_geodataframe((0.01, 0.5, 1))
    for frame in (found.summary(), found.histogram(), found.to_geodataframe(), classes):
        assert set(frame["notice"]) == {found.notice}
    cells = found.to_geodataframe()
    for (low, high), polygon in zip([(0, 0.5), (0.5, 1.1)], classes.geometry, strict=True):
        some = cells[(cells["probability"] >= low) & (cells["probability"] < high)]
        assert shapely.get_num_interior_rings(shapely.get_parts(polygon)).sum() <= 1  # no slits
        assert polygon.area == pytest.approx(shapely.area(some.geometry.to_numpy()).sum())


def test_quantiles_are_the_inverse_of_the_distribution() -> None:
    parts = np.linspace(0, 1, 101)
    even = geo.Uniform("800 km", "1200 km").quantiles(parts)
    assert even == pytest.approx(np.linspace(800e3, 1200e3, 101))
    bent = geo.Triangular(low="100 km", mode="300 nmi", high="900 km").quantiles(parts) / KM
    low, mode, high = 100, 555.6, 900
    below = (bent - low) ** 2 / (high - low) / (mode - low)
    above = 1 - (high - bent) ** 2 / (high - low) / (high - mode)
    assert np.where(bent < mode, below, above) == pytest.approx(parts)
    cut = geo.Normal(mean="1000 km", sd="200 km", low="700 km", high="1500 km").quantiles(parts)

    def whole(metres: float) -> float:
        return math.erf((metres - 1e6) / 2e5 / math.sqrt(2))

    within = [(whole(m) - whole(7e5)) / (whole(15e5) - whole(7e5)) for m in cut]
    assert within == pytest.approx(parts)


@pytest.mark.parametrize(
    ("make", "error", "sentence"),
    [
        (lambda: geo.Uniform("9 km", "9 km"), BadDistance, "low end 9 km is not below"),
        (lambda: geo.Uniform("9", "10 km"), BadDistance, "low is '9' without a unit"),
        (
            lambda: geo.Triangular(low="1 km", mode="5 km", high="4 km"),
            BadDistance,
            "mode 5 km is not within 1 km to 4 km",
        ),
        (
            lambda: geo.Normal(mean="100 km", sd="1 km", low="200 km", high="300 km"),
            BadDistance,
            "next to nothing is within 200 km to 300 km",
        ),
        (lambda: drawn("500 km"), CoverageError, "all draws would be alike"),
        (lambda: drawn("500 km", draws=0), CoverageError, "number of draws is 0"),
        (lambda: drawn("500 km", draws=2_000_000), CoverageError, "at most 1,000,000"),
        (lambda: drawn("500 km", seed=1.5), CoverageError, "the seed is 1.5"),
        (lambda: drawn("500 km", ranges={"x": NEAR}), UnknownName, "'x' is no site"),
        (lambda: drawn("500 km", ranges={"a": "500 km"}), BadScenario, "give geo.Uniform"),
        (
            lambda: drawn({"range": "500 km", "inner": "350 km"}, ranges={"a": NEAR}),
            BadScenario,
            "drawn from 300 km on, within its inner 350 km",
        ),
    ],
)
def test_mistakes_are_said(make: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence.replace("(", r"\(")):
        make()


NEAR = geo.Uniform("300 km", "400 km")


def drawn(range_: Any, **more: Any) -> geo.Ensemble:
    return geo.ensemble(one_site(range_), BOX, **{"draws": 1, "seed": 1, **more})
