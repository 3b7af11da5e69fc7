"""Run the coverage-guided fuzzer over the readers: python -m tests.fuzz.run [TARGET …] [-runs=N].

Every target is run in a process of its own from one seed, each for N inputs, or for the part of
them that `SHARES` says. Without atheris the same number of edits is made at random. What fails is
kept in the folder that is named; how it becomes a case is in tests/data/fuzz/README.md.
"""

import contextlib
import importlib
import os
import random
import re
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

RUNS = 1000
SHARES = {
    **dict.fromkeys(("yaml", "geojson", "csv", "kml"), 3),
    **dict.fromkeys(("edited-yaml", "edited-geojson", "edited-csv", "edited-kml"), 0.5),
    **dict.fromkeys(("many-geojson", "many-csv", "many-kml"), 0.2),
    **dict.fromkeys(("fgb", "parquet", "command"), 0.2),
    **dict.fromkeys(("zip", "areas"), 0.1),
    "gpkg": 0.02,
}
"""Of so many runs a target gets this part: those that GDAL reads take a hundred times as long."""

READERS = [
    *("geo.disk", "geo.files", "geo.yaml_text", "geo.geojson", "geo.model", "geo.polygons"),
    *("geo.units", "geo.nato", "layers.explorer", "layers.given", "layers.snapshot", "layers.cli"),
    *(f"geo.formats.{name}" for name in ("places", "foreign", "fields", "cells", "frames")),
    *(f"geo.formats.{name}" for name in ("json_text", "table", "kml", "vector", "wkb", "many")),
]
"""What is watched while it runs, beside what these import."""


def main(arguments: list[str]) -> int:
    """Return how many targets failed."""
    fuzzer = _fuzzer()
    if fuzzer is None:
        version = ".".join(map(str, sys.version_info[:2]))
        print(f"atheris: no wheel for Python {version}; its targets get edits at random instead")
    else:
        include = ["geo", "layers"]
        with contextlib.redirect_stderr(StringIO()), fuzzer.instrument_imports(include):
            for module in READERS:
                importlib.import_module(module)
    from tests.fuzz.seeds import seeds
    from tests.fuzz.targets import TARGETS

    runs = next((int(each[6:]) for each in arguments if each.startswith("-runs=")), RUNS)
    failed = 0
    for name in [each for each in arguments if not each.startswith("-")] or list(TARGETS):
        count = max(1, round(runs * SHARES.get(name, 1)))
        folder = Path(tempfile.mkdtemp(prefix=f"shieldmap-fuzz-{name}-"))
        for inner in ("corpus", "temporary"):
            (folder / inner).mkdir()
        for nth, held in enumerate(seeds(name)):
            (folder / "corpus" / f"seed-{nth}").write_bytes(held)
        child = os.fork()
        if child == 0:
            _run(name, TARGETS[name], count, folder, fuzzer)
        failed += _told(name, os.waitpid(child, 0)[1] == 0, folder)
    return failed


def _fuzzer() -> Any:
    try:
        return importlib.import_module("atheris")
    except ImportError:
        return None


def _run(name: str, target: Callable[[bytes], None], count: int, folder: Path, fuzzer: Any) -> None:
    """Fuzz in this process, and end it."""
    tempfile.tempdir = str(folder / "temporary")
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT)
    os.dup2(log, 1)
    os.dup2(log, 2)
    if fuzzer is None:
        os._exit(_at_random(target, count, folder))
    limits = ["-seed=1", "-rss_limit_mb=4096", f"-artifact_prefix={folder}/failed-"]
    fuzzer.Setup([name, f"-runs={count}", *limits, str(folder / "corpus")], target)
    fuzzer.Fuzz()


def _at_random(target: Callable[[bytes], None], count: int, folder: Path) -> int:
    chance = random.Random(1)
    known = [each.read_bytes() for each in sorted(folder.glob("corpus/*"))] or [b""]
    for _ in range(count):
        held = bytearray(chance.choice(known))
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(held) + 1)
            held[at : at + chance.randrange(4)] = chance.randbytes(chance.randrange(4))
        try:
            target(bytes(held))
        except BaseException:
            traceback.print_exc()
            (folder / "failed-at-random").write_bytes(held)
            return 1
    print(f"#{count} DONE")
    return 0


def _told(name: str, well: bool, folder: Path) -> bool:
    """Print how it went, and return whether it failed."""
    log = (folder / "log").read_text(errors="replace")
    done = re.search(r"#(\d+)\s+DONE(?:\s+cov: (\d+))?", log)
    if well and done:
        print(f"  {name:16} {int(done[1]):9,} runs" + (f", {done[2]} branches" if done[2] else ""))
        shutil.rmtree(folder)
        return False
    print(log[-3000:])
    print(f"  {name:16} failed; what it was given is in {folder}")
    return True


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
