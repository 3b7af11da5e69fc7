"""Every notebook runs from top to bottom, is stored without outputs, and says what is so."""

import ast
import json
import math
import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import numpy as np
import pytest
import shapely
from packaging.requirements import Requirement
from PIL import Image

import geo
from geo import nato
from tests.notebooks import oracle

pytestmark = pytest.mark.xdist_group("notebooks")  # which run once, in one kernel

# Run before a notebook's first cell. Of an earlier notebook nothing stays but loaded modules.
FRESH = """
%reset -f
import os
os.chdir({folder!r})
del os
"""
# ipykernel's own shutdown warns, so its warnings may; of arrays, see pyproject.toml.
GUARD = """
import sys, warnings

def no_network(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        raise RuntimeError(f"a notebook needs no network, but asked for {event} {args}")

sys.addaudithook(no_network)
warnings.simplefilter("error")
warnings.filterwarnings("ignore", module="ipykernel")
warnings.filterwarnings("ignore", "Conversion of an array with ndim", DeprecationWarning)
"""
# Runs after the last cell of a notebook whose numbers are looked at.
PROBES = {
    "classic-error": "print(drawn.drop(columns='shape').to_json(orient='records'));"
    "print(errors.to_json(orient='records'))"
}

Ran = tuple[nbformat.NotebookNode, Path]
Run = Callable[[Path], Ran]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[nbclient.NotebookClient]:
    with started(tmp_path_factory.mktemp("kernel")) as client:
        yield client


@pytest.fixture(scope="module")
def run(kernel: nbclient.NotebookClient, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a function that runs a notebook once: the notebook with outputs, and its folder."""
    done: dict[Path, Ran] = {}

    def run(path: Path) -> Ran:
        if path not in done:
            folder = tmp_path_factory.mktemp(path.stem)
            notebook = nbformat.read(path, 4)
            notebook.cells.insert(0, nbformat.v4.new_code_cell(GUARD))
            if path.stem in PROBES:
                notebook.cells.append(nbformat.v4.new_code_cell(PROBES[path.stem]))
            execute(notebook, folder, kernel)
            done[path] = (notebook, folder)
        return done[path]

    return run


@contextmanager
def started(folder: Path) -> Iterator[nbclient.NotebookClient]:
    """Start a kernel of this Python, over sockets of the file system, that writes into `folder`."""
    # A folder of its own, since the path of such a socket may have some 100 letters only.
    with tempfile.TemporaryDirectory(prefix="nb", dir="/tmp") as sockets:
        client = nbclient.NotebookClient(
            nbformat.v4.new_notebook(), kernel_name="python3", timeout=300
        )
        client.km = client.create_kernel_manager()
        client.km.transport = "ipc"
        client.km.connection_file = f"{sockets}/k.json"
        own = {
            "IPYTHONDIR": f"{folder}/.ipython",
            "MPLCONFIGDIR": f"{folder}/.matplotlib",
            "TMPDIR": str(folder),
        }
        client.execute(env={**os.environ, **own}, cwd=str(folder), cleanup_kc=False)
        yield client
        client.nb = nbformat.v4.new_notebook()
        client.execute(cleanup_kc=True)


def execute(notebook: nbformat.NotebookNode, folder: Path, kernel: nbclient.NotebookClient) -> None:
    """Run it in `folder`, with names of its own and none of an earlier one's."""
    fresh = nbformat.v4.new_code_cell(FRESH.format(folder=str(folder)))
    kernel.nb = nbformat.v4.new_notebook(cells=[fresh, *notebook.cells])
    kernel.execute(cleanup_kc=False)


def printed(notebook: nbformat.NotebookNode) -> list[Any]:
    """Return what the probe printed."""
    text = "".join(output.text for output in notebook.cells[-1].outputs)
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("path", oracle.NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_from_top_to_bottom_and_shows_something(path: Path, run: Run) -> None:
    notebook, _ = run(path)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert {"image/png", "text/html"} & {key for out in outputs for key in out.get("data", {})}


def test_a_warning_and_a_request_would_stop_a_notebook(
    kernel: nbclient.NotebookClient, tmp_path: Path
) -> None:
    trouble = """
import urllib.request
for cause in (lambda: warnings.warn("old"), lambda: urllib.request.urlopen("http://127.0.0.1:9")):
    try:
        cause()
    except Exception as error:
        print(repr(error))
"""
    cells = [nbformat.v4.new_code_cell(source) for source in (GUARD, trouble)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    execute(notebook, tmp_path, kernel)
    warning, request = "".join(output.text for output in notebook.cells[1].outputs).splitlines()
    assert warning == "UserWarning('old')"
    assert request.startswith("RuntimeError(")
    assert "a notebook needs no network" in request


def test_a_notebook_knows_no_name_of_another(
    kernel: nbclient.NotebookClient, tmp_path: Path
) -> None:
    looks = "import os; print(sorted({'known', 'np', 'no_network'} & set(globals())), os.getcwd())"
    for source in ("import numpy as np; known = 1", looks):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
        execute(notebook, tmp_path, kernel)
    assert notebook.cells[0].outputs[0].text == f"[] {tmp_path}\n"


@pytest.mark.parametrize("path", oracle.NOTEBOOKS, ids=lambda path: path.stem)
def test_git_holds_it_without_outputs_and_without_traces_of_a_machine(path: Path) -> None:
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert [cell.id for cell in code if cell.outputs or cell.execution_count is not None] == []
    assert [cell.id for cell in notebook.cells if cell.metadata] == []
    assert [cell.id for cell in notebook.cells if not re.fullmatch("[a-z-]+", cell.id)] == []
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


@pytest.mark.parametrize("path", oracle.NOTEBOOKS, ids=lambda path: path.stem)
def test_it_opens_with_a_heading_and_what_the_reader_will_learn(path: Path) -> None:
    first = nbformat.read(path, 4).cells[0]
    assert first.cell_type == "markdown"
    heading, _, rest = first.source.partition("\n\n")
    assert re.fullmatch(r"# [^\n]+", heading)
    assert rest.startswith("**What you will learn:** ")
    assert "Illustrative: every range was entered by the reader" in first.source


def test_the_list_of_notebooks_names_each_as_it_calls_itself() -> None:
    listed = re.findall(
        r"\| \[(.+)\]\((.+)\) \|", (oracle.ROOT / "notebooks/README.md").read_text()
    )
    titles = {path.name: nbformat.read(path, 4).cells[0].source for path in oracle.NOTEBOOKS}
    assert {file: f"# {title}" for title, file in listed} == {
        file: source.partition("\n")[0] for file, source in titles.items()
    }


def test_a_notebook_needs_what_the_extra_installs_and_no_private_name() -> None:
    project = tomllib.loads((oracle.ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["notebooks"]]
    known = {Requirement(each).name for each in asked} | {"pandas"}  # which geopandas brings
    for path in oracle.NOTEBOOKS:
        cells = nbformat.read(path, 4).cells
        code = ast.parse("\n".join(cell.source for cell in cells if cell.cell_type == "code"))
        used, private = set(), []
        for node in ast.walk(code):
            if isinstance(node, ast.Import):
                used |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                used.add((node.module or "").partition(".")[0])
            elif isinstance(node, ast.Attribute) and node.attr.startswith("_"):
                private.append(node.attr)
        assert used - sys.stdlib_module_names - {"geo", "layers"} <= known, path.name
        assert private == [], path.name


@pytest.fixture(scope="module")
def edges(run: Run) -> dict[tuple[str, int, str], dict[str, Any]]:
    rows = printed(run(oracle.CLASSIC)[0])[0]
    return {(row["site"], row["range_km"], row["way"]): row for row in rows}


@pytest.fixture(scope="module")
def shares(run: Run) -> dict[tuple[str, int, str, str], dict[str, Any]]:
    rows = printed(run(oracle.CLASSIC)[0])[1]
    return {(row["site"], row["range_km"], row["way"], row["area"]): row for row in rows}


def test_the_sites_are_those_that_the_oracle_measures_from() -> None:
    sites = geo.scenario("epaa").sites
    assert {
        name: (sites[id_].lon, sites[id_].lat)
        for name, id_ in zip(oracle.SITES, ["redzikowo", "deveselu", "kurecik"], strict=True)
    } == oracle.SITES


@pytest.mark.parametrize(
    ("way", "edge"), [("degrees", oracle.degrees_edge), ("Web Mercator", oracle.mercator_edge)]
)
def test_a_planar_buffer_is_as_wrong_as_geographiclib_finds_it(way, edge, edges) -> None:
    for site, (lon, lat) in oracle.SITES.items():
        for km in oracle.RANGES_KM:
            found = oracle.errors_km(edge(lon, lat, km), lon, lat, km)
            worst = max(found, key=abs)
            assert edges[site, km, way]["error_km"] == pytest.approx(worst, abs=0.5)
            assert 0.2 < -worst / km < 0.6  # "a fifth to more than a half"


def test_a_geodesic_circle_is_right_to_its_tolerance_and_leaflets_to_half_a_percent(edges) -> None:
    for (site, km, way), row in edges.items():
        if way == "geodesic":
            assert abs(row["error_km"]) <= 0.1
        if way == "azimuthal" and km <= 2000:
            assert abs(row["error_km"]) < 0.5
        if way == "Leaflet" and (site, km) != ("Redzikowo", 4000):
            assert abs(row["error_km"]) < 0.005 * km


def test_the_text_says_the_kilometres_that_geographiclib_finds(edges) -> None:
    text = oracle.markdown(oracle.CLASSIC)
    lon, lat = oracle.SITES["Redzikowo"]
    worst = {
        (way, km): -max(oracle.errors_km(edge(lon, lat, km), lon, lat, km), key=abs)
        for way, edge in [("degrees", oracle.degrees_edge), ("mercator", oracle.mercator_edge)]
        for km in (500, 4000)
    }
    north = worst["mercator", 4000]
    assert f"4,000 km become {4000 - north:,.0f} km in Web Mercator: {north:,.0f} km short" in text
    assert f"lose the east: {worst['degrees', 4000]:,.0f} km at 4,000 km" in text
    assert f"{worst['mercator', 500]:.0f} km of 500 km" in text
    assert f"which is {oracle.distance_km(lon, lat, 0, 90):,.0f} km from the pole" in text
    # Leaflet's map ends at 85.0511 N: the distance to there, on WGS84 and on a sphere.
    top = math.degrees(math.atan(math.sinh(math.pi)))
    assert f"the {4000 - oracle.distance_km(lon, lat, lon, top):.0f} km north" in text
    assert f"would be {4000 - 6371 * math.radians(top - lat):.0f} km" in text
    assert edges["Redzikowo", 4000, "Leaflet"]["side"] == "N"
    azimuthal = edges["Redzikowo", 4000, "azimuthal"]["error_km"]
    assert f"{-azimuthal:.0f} km at 4,000 km round Redzikowo, which" in text


@pytest.mark.parametrize("area", ["NATO Europe", "United Kingdom", "Norway"])
def test_shares_are_those_of_counted_points(area, shares) -> None:
    lon, lat = oracle.SITES["Redzikowo"]
    x0, y0 = oracle.to_mercator(lon, lat)

    def in_mercator(x: float, y: float) -> bool:
        east, north = oracle.to_mercator(x, y)
        return math.hypot(east - x0, north - y0) <= 2_000_000

    inside = {
        "degrees": lambda x, y: math.hypot(x - lon, y - lat) <= 2000 / 111.32,
        "Web Mercator": in_mercator,
        "geodesic": lambda x, y: oracle.distance_km(lon, lat, x, y) <= 2000,
    }
    members = list(nato.areas("nato-europe", "2018-12-31").values())
    code = {"United Kingdom": "GBR", "Norway": "NOR"}.get(area)
    polygon = geo.country(code) if code else shapely.union_all(members)
    for way, test in inside.items():
        row = shares["Redzikowo", 2000, way, area]
        counted = oracle.percentage(polygon, test)
        assert row["true_share"] + row["error_pp"] == pytest.approx(counted, abs=1.0), way


def test_the_text_says_the_shares_of_the_tables(shares) -> None:
    def share(way: str, area: str, km: int = 2000) -> float:
        row = shares["Redzikowo", km, way, area]
        return row["true_share"] + row["error_pp"]

    text = oracle.markdown(oracle.CLASSIC)
    nato_europe = [share(way, "NATO Europe") for way in ("geodesic", "degrees", "Web Mercator")]
    true, degrees, mercator = nato_europe
    assert f"2,000 km round Redzikowo hold {true:.1f} % of NATO Europe" in text
    assert f"in degrees it is {degrees:.1f} %, in Web Mercator {mercator:.1f} %" in text
    assert f"{true - mercator:.0f} percentage points less" in text
    assert share("geodesic", "United Kingdom") == pytest.approx(100)
    degrees, mercator = (share(way, "United Kingdom") for way in ("degrees", "Web Mercator"))
    assert f"falls to {degrees:.1f} % and {mercator:.1f} %" in text
    assert f"the buffer in Web Mercator says {mercator:.0f} %" in text
    broken = {
        row["area"]: row["error_pp"]
        for row in shares.values()
        if row["way"] == "Leaflet" and abs(row["error_pp"]) > 1
    }
    assert set(broken) == {"Kazakhstan", "Greenland"}
    assert f"{broken['Kazakhstan']:.1f} points too much of Kazakhstan" in text
    assert f"{-broken['Greenland']:.1f} too little of Greenland" in text
    exact = [row["error_pp"] for row in shares.values() if row["way"] == "geodesic"]
    assert np.max(np.abs(exact)) < 0.02  # by two methods that share no code


def test_the_readme_says_what_the_notebook_finds(edges, shares) -> None:
    readme = (oracle.ROOT / "README.md").read_text()
    section = readme.partition("## The error everyone makes")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:2] == "| "]
    _, *said = rows
    ways = ["Web Mercator", "degrees", "Leaflet", "geodesic"]
    assert len(said) == len(ways)
    for way, (_, edge, nato_europe, kingdom) in zip(ways, said, strict=True):
        error = edges["Redzikowo", 4000, way]["error_km"]
        areas = ("NATO Europe", "United Kingdom")
        inside = [shares["Redzikowo", 2000, way, area] for area in areas]
        percent = [f"{row['true_share'] + row['error_pp']:.1f} %" for row in inside]
        within = "within 0.1 km" if abs(error) <= 0.1 else f"{-error:,.0f} km short"
        assert [edge, nato_europe, kingdom] == [within, *percent]
    points = [
        abs(shares["Redzikowo", 4000, "Leaflet", area]["error_pp"])
        for area in ("Kazakhstan", "Greenland")
    ]
    assert re.findall(r"(\S+)\s(?:percentage\s+points )?too (?:much|little) of", section) == [
        f"{point:.1f}" for point in points
    ]


def test_the_picture_of_the_readme_is_the_notebooks(run: Run) -> None:
    file = oracle.ROOT / "docs" / "classic-error.png"
    assert file.stat().st_size < 200_000
    committed, made = (
        np.asarray(Image.open(each).convert("L").resize((200, 110), Image.Resampling.BOX), float)
        for each in (file, run(oracle.CLASSIC)[1] / "classic-error.png")
    )
    worst = np.abs(committed - made).max()
    assert worst < 30, "made anew by: .venv/bin/python -m tests.notebooks.make_picture"
