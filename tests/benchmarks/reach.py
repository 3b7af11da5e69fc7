"""Reach of countries at 2,000 km: ours against buffers in planes, by geopandas and by PostGIS."""

import os
import pwd
import re
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
from pyproj import Geod

from geo.countries import country
from geo.reach import reach_from_anywhere
from tests.benchmarks.rings import metres
from tests.benchmarks.table import Row, medians, row

CODES = ("IRN", "RUS")
RADIUS = 2_000_000.0
TOLERANCE = 12.0  # metres; an edge of ours is off by at most twice that
ALLOWED = 25.0
RUNS = 9
WGS84 = Geod(ellps="WGS84")
SPACING = 0.04  # degrees between samples of a boundary, which leaves gaps of 1 m
PACKAGES = "postgresql, postgresql-15-postgis-3"


def on_sphere(places: Any) -> Any:
    lon, lat = np.radians(places).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def worst(shape: Any, region: Any) -> float:
    """Return how far an outline is at most from the range, at its vertices and half-way between.

    Distances are pyproj's to the region's boundary, densely sampled; a sphere tells which samples
    can be the nearest. Cuts along the antimeridian and a pole are no outline, and what a plane
    tears apart there is not counted half-way.
    """
    lines = map(shapely.get_coordinates, shapely.get_rings(shapely.get_parts(shape)))
    places = []
    for line in lines:
        near = np.abs(np.diff(line[:, 0])) < 90
        places += [line, (line[1:] + line[:-1])[near] / 2]
    whole = np.concatenate(places)
    whole = whole[~(np.abs(whole) > (180 - 1e-9, 90 - 1e-9)).any(axis=1)]
    samples = shapely.get_coordinates(shapely.segmentize(region, SPACING))
    there, most = on_sphere(samples), 0.0
    for part in np.array_split(whole, len(whole) // 500 + 1):
        angle = np.arccos(np.clip(on_sphere(part) @ there.T, -1, 1))
        i, j = np.nonzero(angle <= 1.012 * angle.min(axis=1, keepdims=True))
        away = np.full(len(part), np.inf)
        np.minimum.at(away, i, WGS84.inv(*part[i].T, *samples[j].T)[2])
        most = max(most, float(np.abs(away - RADIUS).max()))
    return most


def in_plane(region: Any, crs: Any) -> Any:
    """Return the buffer that geopandas makes in a plane."""
    given = geopandas.GeoSeries([region], crs=4326)
    return given.to_crs(crs).buffer(RADIUS).to_crs(4326).iloc[0]


class Server:
    """PostGIS in a folder of its own, asked through `psql`; it tells its own times."""

    def __init__(self, programs: Path, folder: str, owner: pwd.struct_passwd) -> None:
        self.programs, self.folder, self.owner = programs, folder, owner

    def run(self, program: str, *arguments: str, given: str = "") -> str:
        rights: dict[str, Any] = {}
        if os.geteuid() == 0:  # whom postgres refuses
            rights = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        done = subprocess.run(
            [self.programs / program, *arguments],
            input=given, check=True, capture_output=True, text=True, cwd=self.folder, **rights,
        )  # fmt: skip
        return str(done.stdout)

    def ask(self, *statements: str) -> str:
        given = "".join(f"{each};\n" for each in statements)
        options = ["-h", self.folder, "-U", "bench", "-XAtq", "-v", "ON_ERROR_STOP=1"]
        return self.run("psql", *options, "postgres", given=given)

    def buffered(self, code: str) -> Any:
        found = self.ask(f"select st_buffer(g, {RADIUS})::geometry from {code}")
        return shapely.from_wkb(found.strip())

    def milliseconds(self, code: str, runs: int) -> float:
        """Return the median time that the server says it took."""
        work = f"explain (analyze, timing off) select st_buffer(g, {RADIUS}) from {code}"
        times = re.findall(r"Execution Time: ([\d.]+)", self.ask(*[work] * (runs + 1)))
        return statistics.median(map(float, times[1:]))


@contextmanager
def postgis() -> Iterator[Server | None]:
    """Start a server that only a socket in its own folder reaches, and stop it; None without it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found:
        yield None
        return
    with tempfile.TemporaryDirectory() as name:
        owner = pwd.getpwuid(os.geteuid())
        if owner.pw_uid == 0:
            known = {each.pw_name: each for each in pwd.getpwall()}
            owner = known.get("postgres", known["nobody"])
            os.chown(name, owner.pw_uid, owner.pw_gid)
        server, data = Server(found[-1].parent, name, owner), f"{name}/data"
        server.run("initdb", "-D", data, "-U", "bench", "-A", "trust", "-N")
        options = f"-c listen_addresses='' -c unix_socket_directories='{name}'"
        server.run("pg_ctl", "-D", data, "-l", f"{name}/log", "-o", options, "-w", "start")
        try:
            offered = server.ask("select 1 from pg_available_extensions where name = 'postgis'")
            if offered:
                server.ask("create extension postgis")
                for code in CODES:
                    text = country(code).wkt
                    server.ask(f"create table {code} as select st_geogfromtext('{text}') as g")
            yield server if offered else None
        finally:
            server.run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def rows_of(code: str, server: Server | None) -> Iterator[Row]:
    region = country(code)
    shape = reach_from_anywhere(region, RADIUS, tolerance=TOLERANCE)
    off = worst(shape, region)
    centre = region.centroid
    azimuthal = f"+proj=aeqd +lat_0={centre.y} +lon_0={centre.x} +datum=WGS84"
    planes = {
        "geopandas, local azimuthal": azimuthal,
        "geopandas, UTM": geopandas.GeoSeries([region], crs=4326).estimate_utm_crs(),
    }
    ours = partial(reach_from_anywhere, region, RADIUS, tolerance=TOLERANCE)
    works = [ours, *(partial(in_plane, region, crs) for crs in planes.values())]
    for work in works:
        work()
    taken, *theirs = (time * 1e3 for time in medians(works, RUNS))
    found = {
        name: (time, worst(in_plane(region, crs), region))
        for (name, crs), time in zip(planes.items(), theirs, strict=True)
    }
    title = f"reach of {code} at {RADIUS / 1e3:,.0f} km"
    text = f"{taken:.1f} ms, {shapely.get_num_coordinates(shape):,} vertices, {metres(off)} off"
    if server is None:
        yield row(title, text, f"PostGIS is not installed (Debian: {PACKAGES})")
    else:
        time = server.milliseconds(code, 3)
        found["PostGIS ST_Buffer(geography)"] = time, worst(server.buffered(code), region)
    for name, (time, miss) in found.items():
        peer = f"{name}: {time:,.1f} ms, {metres(miss)} off"
        yield row(title, text, peer, taken / time, "at most 3", right=off <= ALLOWED)


def measured() -> Iterator[Row]:
    """Yield a row for each country and peer; the fastest peer is what counts."""
    with postgis() as server:
        for code in CODES:
            yield from rows_of(code, server)
