"""Rows of the table that `make bench` prints, and the clock."""

import json
import re
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

Row = dict[str, object]
"""work, ours, peer, ratio (ours by the peer's), target, and whether it is met: yes, no or ''.

A row may have a note: why its target is missed and what was tried, shown where it is.
"""

Clock = Callable[[], float]
Work = Callable[[], object]

RUNS = 7
WIDTH = 120


def seconds(work: Work, runs: int = RUNS, clock: Clock = time.perf_counter) -> float:
    """Return the median time of several runs, after one that warms the caches."""
    if runs > 1:
        work()
    return medians([work], runs, clock)[0]


def processor(work: Work, runs: int = RUNS) -> float:
    """Return the same in processor time, which other work on the machine disturbs less."""
    return seconds(work, runs, time.process_time)


def medians(
    works: Sequence[Work], runs: int = RUNS, clock: Clock = time.process_time
) -> list[float]:
    """Return the median time of each: a run of every one in turn, and that several times."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, taken in zip(works, times, strict=True):
            start = clock()
            work()
            taken.append(clock() - start)
    return [statistics.median(taken) for taken in times]


def row(
    work: str,
    ours: str,
    peer: str = "",
    ratio: float | str = "",
    target: str = "",
    *,
    right: bool = True,
) -> Row:
    """Return a row; `right` tells whether ours is as accurate as the target asks."""
    shown = float(f"{ratio:.3g}") if isinstance(ratio, float) else ratio
    whole: Row = {"work": work, "ours": ours, "peer": peer, "ratio": shown, "target": target}
    return judged(whole, right=right)


def judged(each: Row, *, right: bool = True) -> Row:
    """Add whether a ratio is what a target such as "at most 0.2" asks."""
    bound = re.match(r"(?:at most|below) ([\d.]+\d|\d+)", str(each["target"]))
    ratio = each["ratio"]
    if "met" in each:
        return each
    if bound is None or not isinstance(ratio, float | int):
        return {**each, "met": ""}
    return {**each, "met": "yes" if right and ratio <= float(bound[1]) else "no"}


def show(rows: Sequence[Row], heading: Sequence[str] = ()) -> None:
    """Print rows below a heading, no wider than 120 columns."""
    console = Console(width=WIDTH, highlight=False)
    for line in heading:
        console.print(line, markup=False)
    shown = Table(box=SIMPLE, width=WIDTH, pad_edge=False, show_lines=True)
    for name, part in (("work", 26), ("ours", 25), ("peer", 30)):
        shown.add_column(name, ratio=part)
    shown.add_column("ratio", no_wrap=True)
    shown.add_column("target", width=14)
    shown.add_column("met", width=3)
    for each in map(judged, rows):
        names = ("work", "ours", "peer", "ratio", "target", "met")
        shown.add_row(*(str(each[name]).replace("[", r"\[") for name in names))
    console.print(shown)
    for each in map(judged, rows):
        if each["met"] == "no" and "note" in each:
            console.print(f"{each['work']}: {each['note']}", markup=False)


def write(rows: Sequence[Row], machine: dict[str, str], file: Path) -> None:
    """Write rows, and the machine that they were measured on, as JSON."""
    whole = {"machine": machine, "rows": [judged(each) for each in rows]}
    file.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
