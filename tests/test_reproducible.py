"""The same scenario writes the same bytes, whatever else differs between two runs."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from layers.exports import ENDINGS

EPOCH = 1700000000
DAY = "2023-11-14"  # of EPOCH in UTC, by `date -u -d @1700000000 +%F`

SCENARIO = """
title: Two sites
sites:
  a: {name: Łeba, kind: radar, lon: 17.5, lat: 54.8, source: A book}
  b: {name: Deveselu, kind: interceptor, lon: 24.41, lat: 44.08}
regions:
  r:
    name: A box
    geometry: {type: Polygon, coordinates: [[[50, 30], [52, 30], [52, 32], [50, 30]]]}
"""

# Every file that the program writes, with the same numbers given in the same way.
RUN = """
import warnings
warnings.simplefilter("ignore")
import geo, layers
from layers import cli
ranges = ["--range", "radar=1000km", "--range", "b=300nmi", "--range", "r=2000km"]
for ending in {endings}:
    what = "map" if ending == ".html" else "export"
    assert cli.main([what, "small.yaml", *ranges, "-o", "x" + ending]) == 0
assert cli.main(["new", "new.yaml"]) == 0
scenario = geo.scenario("small.yaml").with_ranges(r="2000 km")
layers.explore(scenario).save("widget.html")
figure = layers.figure(scenario)
for kind in ("png", "svg", "pdf"):
    figure.savefig("x." + kind)
"""
WRITTEN = [".html", *(ending for ending in ENDINGS if ending != ".zip"), ".shp.zip"]


def start(folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True)
    (folder / "small.yaml").write_text(SCENARIO, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-c", RUN.replace("{endings}", repr(WRITTEN))],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), **environment},
        stdout=subprocess.DEVNULL,
    )


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "elsewhere" / "Łódź"
    # A day's difference between the clocks on the walls, and no locale in one of them.
    west = {"TZ": "Pacific/Pago_Pago", "LC_ALL": "C", "COLUMNS": "50"}
    runs = [
        start(one, PYTHONHASHSEED="1", TZ="Pacific/Kiritimati"),
        start(other, PYTHONHASHSEED="2", PYTHONUTF8="0", **west),
    ]
    assert [run.wait() for run in runs] == [0, 0]
    found = digests(one)
    assert len(found) == len(WRITTEN) + 6
    assert digests(other) == found

    assert f"entered: {DAY}" in (one / "new.yaml").read_text()
    features = json.loads((one / "x.geojson").read_text())["features"]
    shapes = [each["properties"] for each in features if each["properties"]["role"] == "coverage"]
    assert {each["entered"] for each in shapes} == {DAY}
    for name in ("x.kmz", "x.shp.zip"):
        with zipfile.ZipFile(one / name) as archive:
            dates = {member.date_time for member in archive.infolist()}
        assert dates == {(2023, 11, 14, 22, 13, 20)}
    assert (one / "x.gpkg").read_bytes().count(f"{DAY}T22:13:20.000Z".encode()) >= 5
    with zipfile.ZipFile(one / "x.shp.zip") as archive:
        # A dBASE file's bytes 1 to 3 are its date: years since 1900, month, day.
        tables = [archive.read(name) for name in archive.namelist() if name.endswith(".dbf")]
    assert {tuple(table[1:4]) for table in tables} == {(123, 11, 14)}
