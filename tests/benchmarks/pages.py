"""Writing a page of many circles: ours against folium's and lonboard's of the same circles."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import folium

import geo
from layers import CoverageMap
from tests.benchmarks.many import scenario
from tests.benchmarks.table import Row, medians, row

SIZES = (10, 100, 1_000, 10_000)


def foliums(rings: Any, file: Path) -> None:
    page = folium.Map()
    folium.GeoJson(rings.__geo_interface__).add_to(page)
    page.save(file)


def lonboards(rings: Any, file: Path) -> None:
    from lonboard import Map, PolygonLayer

    Map(PolygonLayer.from_geopandas(rings)).to_html(file)


def measured(*, circles: int = SIZES[-1]) -> Iterator[Row]:
    """Yield a row for each size and peer.

    The peers are given their rings ready, as close to the circles as the page draws its own; they
    have neither sites' names nor ranges to change, and fetch what draws them from the network.
    """
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name) / each for each in ("ours.html", "folium.html", "lonboard.html")]
        for count in (each for each in SIZES if each <= circles):
            content = scenario(count)
            rings = geo.cover(content)[["geometry"]]
            works = {
                "ours": lambda content=content: CoverageMap(content).save(files[0]),
                "folium GeoJson": lambda rings=rings: foliums(rings, files[1]),
                "lonboard, inlined": lambda rings=rings: lonboards(rings, files[2]),
            }
            try:
                works["lonboard, inlined"]()
            except ModuleNotFoundError as missing:
                yield row("page writing", "", f"lonboard: skipped, {missing.name} is not installed")
                del works["lonboard, inlined"]
            works["ours"]()
            taken = medians(list(works.values()), 3 if count > 1_000 else 5)
            sizes = [file.stat().st_size / 1e6 for file in files[: len(works)]]
            for name_, time, size in zip(works, taken, sizes, strict=True):
                if name_ == "ours":
                    continue
                yield from compared(count, name_, (taken[0], sizes[0]), (time, size))


def compared(
    count: int, name: str, ours: tuple[float, float], peer: tuple[float, float]
) -> Iterator[Row]:
    """Yield the row of times; at the largest, also that of sizes."""
    largest, stock = count == SIZES[-1], name.startswith("folium")
    target = "at most 0.0333" if stock and largest else "" if stock else "at most 1"
    yield row(
        f"writing a page of {count:,} circles", f"{ours[0] * 1e3:,.0f} ms, {ours[1]:.2f} MB",
        f"{name}: {peer[0] * 1e3:,.0f} ms, {peer[1]:.2f} MB", ours[0] / peer[0], target,
    )  # fmt: skip
    if largest:
        yield row(
            f"size of a page of {count:,} circles", f"{ours[1]:.2f} MB",
            f"{name}: {peer[1]:.2f} MB", ours[1] / peer[1], "at most 0.1" if stock else "",
        )  # fmt: skip
