"""The bench runs; its times are nobody's claim, but what it says of exactness has to be true."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.run import TABLES
from tests.benchmarks.table import judged, medians, row, show

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", [name for each in TABLES.values() for name in each])
def test_every_table_can_be_measured(name: str) -> None:
    assert callable(importlib.import_module(f"tests.benchmarks.{name}").measured)


@pytest.mark.parametrize(
    ("ratio", "target", "right", "met"),
    [
        (0.2, "at most 0.2", True, "yes"),
        (0.21, "at most 0.2, below 1 µm off", True, "no"),
        (0.01, "at most 0.2, below 1 µm off", False, "no"),
        (1.5, "below 1", True, "no"),
        (0.5, "", True, ""),
        ("", "at most 1.5 MB", True, ""),
    ],
)
def test_a_target_is_met_where_time_and_exactness_are(ratio, target, right, met) -> None:
    assert row("work", "ours", "peer", ratio, target, right=right)["met"] == met
    assert judged({"ratio": 0.3, "target": "at most 0.5"})["met"] == "yes"


def test_a_missed_target_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    missed = {**row("slow work", "ours", "peer", 1.5, "at most 1"), "note": "what was tried"}
    met = {**row("quick work", "ours", "peer", 0.5, "at most 1"), "note": "why it was not"}
    show([missed, met])
    shown = capsys.readouterr().out
    assert "slow work: what was tried" in shown
    assert "why it was not" not in shown


def test_works_are_measured_in_turn() -> None:
    seen: list[str] = []
    ticks = iter(range(100))
    works = [lambda: seen.append("a"), lambda: (seen.append("b"), next(ticks))]
    assert medians(works, 3, clock=lambda: next(ticks)) == [1, 2]
    assert seen == ["a", "b"] * 3


def test_a_small_run_says_how_far_off_vertices_are(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    command = [sys.executable, "tests/benchmarks/run.py", "--only", "rings", "--circles", "40"]
    done = subprocess.run([*command, "--json", file], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "pyproj Geod.fwd in place" in done.stdout
    found = json.loads(file.read_text())
    assert found["machine"]["cores"]
    assert " nm off" in found["rows"][0]["ours"]
    assert " km off" in found["rows"][0]["peer"]  # a sphere's
