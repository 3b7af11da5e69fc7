"""Runs of the command that are killed, stopped or starved in the middle.

``python -m tests.faults.runs FOLDER KIND=COUNT …`` imports everything once and forks a child for
each run, so that a run costs hundredths of a second and dies inside the program, not in its
imports. A child dies, is stopped or starved

- before the nth thing that it asks the system for while it writes (Python's audit events),
- at the nth byte that it writes to a file (a limit on the size of files), or
- at a random moment.

What stands in the folder afterwards is printed as JSON, an object a run.
"""

import contextlib
import io
import json
import os
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from layers import cli

OLD = b"what stood here before\n" * 50_000  # as long as a page, so that half of it would show
RANGE = ["--range", "interceptor=1000km"]
OUTPUTS = {
    "map.html": ["map", "epaa", *RANGE, "-o"],
    "x.geojson": ["export", "epaa", *RANGE, "-o"],
    "x.kmz": ["export", "epaa", *RANGE, "-o"],
    "x.csv": ["export", "epaa", *RANGE, "-o"],
    "x.gpkg": ["export", "epaa", *RANGE, "-o"],
    "x.fgb": ["export", "epaa", *RANGE, "-o"],
    "x.zip": ["export", "epaa", *RANGE, "-o"],
    "new.yaml": ["new"],
}
PART = re.compile(r"\.shieldmap-[a-z0-9_]{8}\.part")


def main() -> None:
    folder = Path(sys.argv[1])
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"  # so that equal runs give equal bytes
    tempfile.tempdir = str(folder / "tmp")
    Path(tempfile.tempdir).mkdir()
    with contextlib.redirect_stdout(io.StringIO()):
        for name, arguments in OUTPUTS.items():  # so that everything is imported here
            cli.main([*arguments, str(folder / name)])
            (folder / name).unlink()
    whole = {name: whole_run(folder, name) for name in OUTPUTS}
    for kind, count in (each.split("=") for each in sys.argv[2:]):
        rng = random.Random(kind)
        for nth in range(int(count)):
            name = list(OUTPUTS)[nth % len(OUTPUTS)]
            told = run(kind, nth, name, folder, whole[name], rng)
            print(json.dumps({"kind": kind, **told}), flush=True)


def whole_run(folder: Path, name: str) -> tuple[bytes, float, int]:
    """Return what an undisturbed run writes, how long it takes, and what it asks for meanwhile."""
    start = time.monotonic()
    asked: list[int] = []

    def child() -> int:
        watch(folder, lambda nth: asked.append(nth))
        status = cli.main([*OUTPUTS[name], str(folder / name)])
        (folder / "asked").write_text(str(len(asked)))
        return status

    assert ended(fork(child, folder)) == 0, (folder / "said").read_text()
    took = time.monotonic() - start
    held, count = (folder / name).read_bytes(), int((folder / "asked").read_text())
    for each in (name, "asked"):
        (folder / each).unlink()
    return held, took, count


def run(
    kind: str, nth: int, name: str, folder: Path, whole: tuple[bytes, float, int], rng: Any
) -> dict[str, Any]:
    """Disturb one run and tell what it leaves."""
    held, took, asked = whole
    out = folder / name
    if name != "new.yaml":  # which replaces nothing
        out.write_bytes(OLD)
    how = ["asking", "byte", "moment"][nth // len(OUTPUTS) % 3] if kind == "killed" else kind
    at = rng.randrange(asked) if how != "byte" else rng.randrange(len(held))

    def child() -> int:
        if how == "asking":
            watch(folder, lambda each: each == at and os.kill(os.getpid(), signal.SIGKILL))
        elif how == "stopped":
            watch(folder, lambda each: each == at and os.kill(os.getpid(), signal.SIGINT))
        elif how in ("byte", "full"):
            starve(rng.randrange(len(held)), deadly=how == "byte")
        return cli.main([*OUTPUTS[name], str(out)])

    pid = fork(child, folder)
    if how == "moment":
        time.sleep(rng.uniform(0, 1.1 * took))
        os.kill(pid, signal.SIGKILL)
    status = ended(pid)
    stands = out.read_bytes() if out.exists() else None
    before = None if name == "new.yaml" else OLD
    left = {each.name for each in folder.iterdir()} - {name, "said", "tmp"}
    out.unlink(missing_ok=True)
    for each in left:
        (folder / each).unlink()
    return {
        "name": name, "how": how, "at": at, "status": status,
        "stands": "old" if stands == before else "new" if stands == held else "half",
        "parts": sum(bool(PART.fullmatch(each)) for each in left),
        "others": sorted(each for each in left if not PART.fullmatch(each)),
        "said": (folder / "said").read_text(),
    }  # fmt: skip


def watch(folder: Path, seen: Callable[[int], Any]) -> None:
    """Call `seen` with 0, 1, … before each thing that is asked once the folder is looked into."""
    nth = -1

    def hook(event: str, about: tuple[Any, ...]) -> None:
        nonlocal nth
        writing = event == "os.scandir" and str(about[0]) == str(folder)
        if nth >= 0 or writing:
            nth += 1
            seen(nth)

    sys.addaudithook(hook)


def starve(most: int, *, deadly: bool) -> None:
    """Let no file grow beyond so many bytes: the writer is killed, or told 'File too large'."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL if deadly else signal.SIG_IGN)


def fork(child: Callable[[], int], folder: Path) -> int:
    """Run a function in a child whose words go to the file 'said'; its result is its status."""
    (folder / "said").write_bytes(b"")
    pid = os.fork()
    if pid:
        return pid
    signal.signal(signal.SIGINT, signal.default_int_handler)
    said, status = io.StringIO(), 99
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = child()
    except BaseException:
        said.write(traceback.format_exc())
    finally:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        (folder / "said").write_text(said.getvalue())
        os._exit(status)


def ended(pid: int) -> int:
    """Return a child's status, or the negative number of the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    main()
