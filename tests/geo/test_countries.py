"""Country shapes from the built file."""

import re

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from geo import countries
from geo.errors import NotBuilt, UnknownName

# A place well inside, and the land area in 1000 km2 (CIA World Factbook, to about 3 %; without
# what 1:50m leaves out or draws apart).
KNOWN = {
    "ROU": ((25.0, 46.0), 238),
    "POL": ((19.0, 52.0), 313),
    "TUR": ((33.0, 39.0), 784),
    "IRN": ((53.0, 33.0), 1648),
    "RUS": ((100.0, 65.0), 17_098),
    "PRK": ((126.5, 40.0), 121),
    "FJI": ((178.0, -17.8), 18),
    "USA": ((-100.0, 40.0), 9_500),
    "ATA": ((0.0, -85.0), 12_300),
}

each_country = pytest.mark.parametrize("code", sorted(countries.names()))


@each_country
def test_is_a_valid_shape_on_the_map(code: str) -> None:
    shape = countries.country(code)
    assert shape.is_valid, shapely.is_valid_reason(shape)
    west, south, east, north = shape.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


@each_country
def test_has_a_code_and_a_name(code: str) -> None:
    assert re.fullmatch("[A-Z]{3}", code)
    assert countries.names()[code].strip()


@pytest.mark.parametrize("code", KNOWN)
def test_lies_where_it_is_and_is_as_large(code: str) -> None:
    place, thousands = KNOWN[code]
    shape = countries.country(code)
    assert shapely.contains_xy(shape, *place)
    assert square_km(shape) == pytest.approx(thousands * 1000, rel=0.04)


def square_km(shape: shapely.MultiPolygon) -> float:
    total = 0.0
    for part in shapely.get_parts(shape):
        for nth, ring in enumerate(shapely.get_rings(part)):
            polygon = Geodesic.WGS84.Polygon()
            for lon, lat in shapely.get_coordinates(shapely.segmentize(ring, 1.0))[:-1]:
                polygon.AddPoint(lat, lon)
            area = abs(polygon.Compute(False, True)[2])
            total += -area if nth else area
    return total / 1e6


def test_countries_do_not_overlap() -> None:
    shapes = np.array([countries.country(code) for code in countries.names()])
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    both = shapely.intersection(shapes[one[one < other]], shapes[other[one < other]])
    assert np.max(shapely.area(both)) < 0.01


@pytest.mark.parametrize(
    ("code", "lon", "lat", "swapped"),
    [
        ("ROU", 24.41, 44.08, False),
        ("ROU", 44.08, 24.41, True),
        ("ROU", 18.0, 44.0, False),
        ("USA", -145.74, 63.97, False),
        ("USA", 63.97, -145.74, True),
        ("TUR", 37.79, 38.35, False),
        ("POL", 54.48, 17.11, True),
    ],
)
def test_tells_swapped_coordinates(code: str, lon: float, lat: float, swapped: bool) -> None:
    assert countries.looks_swapped(code, lon, lat) is swapped


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("rou", "'rou' is no country code; did you mean 'ROU'?"),
        ("ROM", "'ROM' is no country code; did you mean 'SOM'?"),
    ],
)
def test_an_unknown_code_is_told_with_the_nearest(code: str, sentence: str) -> None:
    with pytest.raises(UnknownName) as caught:
        countries.country(code)
    assert str(caught.value) == sentence


def test_a_missing_file_is_told_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(countries, "files", lambda _: tmp_path)
    with pytest.raises(NotBuilt, match=r"is not built; run 'python build_web\.py' or"):
        countries.source_text.__wrapped__()
