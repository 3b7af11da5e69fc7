"""Files of many places as columns: what they say place by place, and what is wrong with them."""

import json
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

import geo
from geo.errors import CoverageError
from geo.formats import many
from geo.formats.fields import Columns

WHOSE = ("mine", "2026-11-22")
FEW = 12


@pytest.fixture(autouse=True)
def many_is_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MOST_SITES", FEW)


def frame(count: int = 20) -> geopandas.GeoDataFrame:
    rng = np.random.default_rng(6)
    lon, lat = np.round(rng.uniform(-170, 170, count), 3), np.round(rng.uniform(-80, 80, count), 3)
    columns = {
        "id": [f"s{nth}" for nth in range(count)],
        "name": [f"Place {nth}" for nth in range(count)],
        "kind": ["radar" if nth % 3 else "unheard of" for nth in range(count)],
        "radius_km": np.round(rng.uniform(5, 900, count), 1),
    }
    return geopandas.GeoDataFrame(columns, geometry=shapely.points(lon, lat), crs="EPSG:4326")


def read(path: Path, columns: Columns = Columns(), **ranges: str) -> Any:  # noqa: B008 - a tuple
    return many.read(path, path.name, columns, ranges, WHOSE)


def as_csv(path: Path, rows: geopandas.GeoDataFrame) -> None:
    flat = rows.drop(columns="geometry").assign(lon=rows.geometry.x, lat=rows.geometry.y)
    flat.to_csv(path, index=False, sep=";")


@pytest.mark.filterwarnings("ignore::geo.errors.CoverageWarning")
@pytest.mark.parametrize("ending", ["parquet", "gpkg", "fgb", "geojson", "csv", "kml"])
def test_columns_hold_what_the_file_says_place_by_place(ending: str, tmp_path: Path) -> None:
    path, rows = tmp_path / f"places.{ending}", frame()
    if ending == "csv":
        as_csv(path, rows)
    elif ending == "kml":
        marks = [
            f"<Placemark><name>{row.name}</name><ExtendedData><Data name='radius_km'><value>"
            f"{row.radius_km}</value></Data></ExtendedData><Point><coordinates>{row.geometry.x},"
            f"{row.geometry.y}</coordinates></Point></Placemark>"
            for row in rows.itertuples(index=False)
        ]
        path.write_text(f"<kml><Document>{''.join(marks)}</Document></kml>")
    elif ending == "parquet":
        rows.to_crs("EPSG:3857").to_parquet(path)
    else:
        rows.to_file(path)
    found = read(path)
    one_by_one = geo.scenario(path)
    estimate = one_by_one.estimates[0]
    told = sorted(
        (site.lon, site.lat, estimate.ranges[id_].outer_m) for id_, site in one_by_one.sites.items()
    )
    columns = sorted(zip(found.lon, found.lat, found.radius, strict=True))
    np.testing.assert_allclose(columns, told, atol=1e-9)
    assert (found.points, found.estimate, found.entered) == (20, estimate.name, None)


def test_few_places_and_what_is_no_plain_circle_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    as_csv(path, frame(FEW))
    assert read(path) is None
    as_csv(path, frame().assign(inner_m=5.0))
    assert read(path) is None
    lines = shapely.linestrings([[(0, 0), (1, 1)]] * 20)
    geopandas.GeoDataFrame(geometry=lines, crs="EPSG:4326").to_file(tmp_path / "lines.fgb")
    assert read(tmp_path / "lines.fgb") is None


def test_units_stand_beside_and_texts_have_their_own(tmp_path: Path) -> None:
    path, rows = tmp_path / "places.csv", frame()
    as_csv(path, rows.assign(range=["100 nmi", "50", "", *["7 km"] * 17], unit="mi", radius_km=""))
    with pytest.warns(geo.CoverageWarning, match="1 of 20 sites have no range, and so no circle"):
        found = read(path)
    assert found.radius[:3].tolist() == [185_200, 80_467.2, 7000]
    assert (found.points, found.lon.size) == (20, 19)


def test_ranges_of_the_command_line_are_by_kind_and_by_id(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    as_csv(path, frame())
    with pytest.warns(geo.CoverageWarning, match="6 of 20 sites have no range"):
        found = read(path, radar="100 km", s3="7 km")
    assert sorted(set(found.radius)) == [7_000, 100_000]
    assert (found.lon.size, found.estimate, found.entered) == (14, *WHOSE)


def text(**change: Any) -> str:
    rows = frame().drop(columns="geometry").assign(lon=1.0, lat=2.0).astype(object)
    for column, (nth, value) in change.items():
        rows.loc[nth, column] = value
    return str(rows.to_csv(index=False))


WRONG = {
    "a latitude of 95": (text(lat=(3, 95)), {}, "row 5: latitude is 95; it must be within -90..90"),
    "no number": (text(lon=(0, "1°E")), {}, "row 2.lon is '1°E'; write a number"),
    "below zero": (text(radius_km=(9, -5)), {}, "row 11.radius_km is '-5'; a distance must be"),
    "too far": (text(radius_km=(9, 30_000)), {}, "nowhere on Earth is farther"),
    "no distance": (text(radius_km=(1, "far")), {}, "row 3.radius_km is 'far'; write a number"),
    "no range at all": (
        text().replace("radius_km", "height"),
        {},
        "has 20 sites and no range; name their column with --range-column, or give",
    ),
    "nobody called so": (text(), {"s99": "5 km"}, "has no kind and no 'id' of that name"),
    "a bad range": (text(), {"place": "5 parsec"}, "the range of place is '5 parsec'"),
    "too many cells": (text() + "1,2,3,4,5,6,7,8\n", {}, "is no table"),
    "two estimates": (
        text(estimate=(1, "A")).replace("2.0,\n", "2.0,B\n"),
        {},
        "has more than 12 sites under 2 estimates",
    ),
}


@pytest.mark.parametrize(("held", "ranges", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_by_its_row(
    held: str, ranges: dict[str, str], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "places.csv"
    path.write_text(held)
    with pytest.raises(CoverageError) as error:
        read(path, **ranges)
    assert said in str(error.value)
    assert str(error.value).startswith(("places.csv: ", "the range", "--range s99"))


def test_the_first_bad_row_speaks_for_the_others(tmp_path: Path) -> None:
    path = tmp_path / "places.geojson"
    rows = json.loads(frame().to_json())
    for nth in (4, 7, 9):
        rows["features"][nth]["geometry"]["coordinates"][0] = 200
    path.write_text(json.dumps(rows))
    with pytest.raises(CoverageError, match=r"row 4: longitude is 200; .*\(and 2 more rows"):
        read(path)
