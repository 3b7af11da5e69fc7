"""Runs that are killed, stopped or starved leave the old file or the new one, never half.

Of each kind a few runs; SHIELDMAP_STRESS=100000 has 200 of each (tests/stress).
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from geo.disk import write_bytes
from tests.stress.oracle import COUNT

if not hasattr(os, "fork"):
    pytest.skip("runs are forked, which this system cannot", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
SHARE = 500  # of COUNT


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What the runs of each kind left, of one process."""
    folder = tmp_path_factory.mktemp("runs")
    counts = {"killed": 24, "stopped": 8, "full": 16}
    wanted = [f"{kind}={max(least, COUNT // SHARE)}" for kind, least in counts.items()]
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.runs", folder, *wanted],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    kinds = "kind", "how", "status", "stands", "parts"
    print(*Counter(tuple(each[kind] for kind in kinds) for each in told).items(), sep="\n")
    return {kind: [each for each in told if each["kind"] == kind] for kind in counts}


def test_no_run_leaves_half_a_file_or_a_traceback(found: dict[str, list[dict[str, Any]]]) -> None:
    for each in (each for listed in found.values() for each in listed):
        assert each["stands"] in ("old", "new"), each
        assert each["others"] == [], each
        assert "Traceback" not in each["said"], each


def test_killed_runs(found: dict[str, list[dict[str, Any]]]) -> None:
    killed = found["killed"]
    assert all(each["status"] < 0 or each["stands"] == "new" for each in killed)
    assert {each["how"] for each in killed if each["status"] < 0} >= {"asking", "byte"}
    assert max(each["parts"] for each in killed) == 1  # some died while they were writing


def test_stopped_runs_say_so_and_leave_nothing(found: dict[str, list[dict[str, Any]]]) -> None:
    for each in found["stopped"]:
        assert (each["status"], each["parts"]) == (130, 0), each
        assert each["said"].splitlines()[-1].startswith("shieldmap: stopped; "), each


def test_starved_runs_say_so_and_leave_nothing(found: dict[str, list[dict[str, Any]]]) -> None:
    for each in found["full"]:
        assert (each["status"], each["stands"], each["parts"]) == (2, "old", 0), each
        sentence = each["said"].splitlines()[-1]
        assert f"{each['name']}: cannot be " in sentence
        assert sentence.endswith(("; choose another place with -o", "; free some space there"))


def test_two_runs_to_one_output_at_once(tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    texts = [bytes([letter]) * 2_000_000 for letter in b"ab"]
    out.write_bytes(texts[0])
    code = (
        "import sys, pathlib; from geo.disk import write_bytes\n"
        "for _ in range(60): write_bytes(pathlib.Path(sys.argv[1]), sys.argv[2].encode() * 2000000)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, out, each], cwd=ROOT) for each in "ab"]
    seen: Counter[bytes] = Counter()
    while any(each.poll() is None for each in writers) or not seen:
        held = out.read_bytes()
        assert held in texts
        seen[held[:1]] += 1
    assert [each.returncode for each in writers] == [0, 0]
    assert len(seen) == 2
    assert list(tmp_path.iterdir()) == [out]


def test_only_one_of_two_makes_a_new_file(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from geo.disk import write_bytes\nfor nth in range(200):\n"
        " try: write_bytes(pathlib.Path(sys.argv[1], str(nth)), b'x', replace=False); print(nth)\n"
        " except ValueError as error: assert 'exists; choose another name' in str(error)"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, cwd=ROOT)
        for _ in "ab"
    ]
    made = [int(nth) for each in writers for nth in each.communicate()[0].split()]
    assert sorted(made) == list(range(200))


def test_what_killed_runs_left_is_removed_after_an_hour(tmp_path: Path) -> None:
    names = [".shieldmap-abc123_x.part", ".shieldmap-notes.part", ".shieldmap-notes", "abc.part"]
    for name in (*names, ".shieldmap-12345678.part"):
        (tmp_path / name).write_bytes(b"x")
    for name in names:  # the last one is of a run that goes on
        os.utime(tmp_path / name, (1, 1))
    write_bytes(tmp_path / "map.html", b"new")
    left = {each.name for each in tmp_path.iterdir()}
    assert left == {*names[1:], ".shieldmap-12345678.part", "map.html"}
