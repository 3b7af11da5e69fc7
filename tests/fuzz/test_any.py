"""Edits of good input by Hypothesis; and how much memory any input may take.

SHIELDMAP_FUZZ says how many edits of each kind; `make fuzz` asks for more than `make test`.
"""

import contextlib
import gc
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import files
from geo.errors import CoverageError, CoverageWarning
from tests.fuzz.targets import TARGETS

COUNT = int(os.environ.get("SHIELDMAP_FUZZ", "40"))
EDITED = [name for name in TARGETS if name.startswith("edited-")]

pytestmark = pytest.mark.filterwarnings(f"ignore::{CoverageWarning.__module__}.CoverageWarning")


@pytest.mark.parametrize("name", EDITED)
def test_edits_of_good_input_read_or_say_why_not(name: str) -> None:
    @settings(max_examples=COUNT, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.binary(min_size=4, max_size=25))
    def run(held: bytes) -> None:
        TARGETS[name](held)

    run()


@settings(max_examples=COUNT, deadline=None)
@given(st.text(max_size=20) | st.from_regex(r"[-+.\d_e]{1,9} ?(km|mi|nmi|m|ft)?"))
def test_any_value_is_one_or_is_told_so(text: str) -> None:
    TARGETS["values"](text.encode("utf-8", "surrogatepass"))


# How a file begins, what it says over and over, how it ends; and at most how many bytes of memory
# a byte of it takes. A site takes 2,000, whatever it is read from.
DENSE = [
    ("yaml", "title: [", "1,", "]", 300),
    ("yaml", "title: T\nnotes:\n", "- {}\n", "", 400),
    ("geojson", '{"type": "FeatureCollection", "features": [', "{},", "{}]}", 150),
    ("geojson", '{"type": "Polygon", "coordinates": [[', "[],", "[]]]}", 40),
    ("geojson", '{"type": "Polygon", "coordinates": [[', "[1,2],", "[1,2]]]}", 100),
    ("csv", "lat,lon\n", "1,1\n", "", 700),
    ("csv", "lat,lon\n1,2", ",", "", 30),
    ("csv", "lat,lon\n", "\n", "", 20),
    ("kml", "<kml>", "<a/>", "</kml>", 40),
    ("kml", "<kml>", "<Placemark/>", "</kml>", 60),
    ("kml", "<kml><Placemark>" * 40, "<Point/>", "</Placemark></kml>" * 40, 40),
    ("kml", MARK := "<kml><Placemark><Point><coordinates>", "1,2 ", "</coordinates></Point>", 80),
    ("kml", MARK, "1,2 ", "</coordinates></Point></Placemark></kml>", 80),
]


def peak(file: Path) -> int:
    """Return the most memory that Python holds while it reads a file, beside what it held."""
    gc.collect()
    tracemalloc.start()
    try:
        with contextlib.suppress(CoverageError):
            files.scenario(file)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_grows_with_the_file_and_no_faster(tmp_path: Path) -> None:
    for nth, (ending, start, again, end, most) in enumerate(DENSE):
        file = tmp_path / f"x{nth}.{ending}"
        held = []
        for times in (300, 1500):  # the first takes what is loaded or cached once
            file.write_text(start + again * times + end)
            held.append(peak(file))
        assert held[1] <= most * file.stat().st_size + 200_000, (ending, again, held)
