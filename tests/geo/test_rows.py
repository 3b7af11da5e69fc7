"""The equal-area variable of rows, held to PROJ's equal-area cylinder and to its own way back."""

import numpy as np
from pyproj import Transformer

from geo.rows import AREA, lat_of, z_of

CYLINDER = Transformer.from_crs(4326, "+proj=cea +ellps=WGS84", always_xy=True)
LAT = np.concatenate([np.linspace(-90, 90, 20_001), 90 - np.logspace(-7, 1, 500)])


def test_z_is_the_height_on_the_equal_area_cylinder() -> None:
    _, y = CYLINDER.transform(np.zeros_like(LAT), LAT)
    _, top = CYLINDER.transform(0.0, 90.0)
    assert np.abs(z_of(LAT) - y / top).max() < 1e-12


def test_a_degree_by_a_unit_of_z_has_the_cylinders_area() -> None:
    east, _ = CYLINDER.transform(1.0, 0.0)
    _, top = CYLINDER.transform(0.0, 90.0)
    assert abs(AREA / (east * top) - 1) < 1e-12


def test_latitudes_come_back() -> None:
    inner = LAT[np.abs(LAT) < 89.99]
    assert np.abs(lat_of(z_of(inner)) - inner).max() < 1e-9
