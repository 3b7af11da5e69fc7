"""Rows of the table that `make bench` prints, and the clock."""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

Row = dict[str, object]
"""work, ours, peer, ratio (ours by the peer's) and target."""

RUNS = 7


def seconds(
    work: Callable[[], object], runs: int = RUNS, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Return the median time of several runs, after one that warms the caches."""
    if runs > 1:
        work()
    times = []
    for _ in range(runs):
        start = clock()
        work()
        times.append(clock() - start)
    return statistics.median(times)


def processor(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the same in processor time, which other work on the machine disturbs less."""
    return seconds(work, runs, time.process_time)


def row(work: str, ours: str, peer: str = "", ratio: float | str = "", target: str = "") -> Row:
    shown = float(f"{ratio:.3g}") if isinstance(ratio, float) else ratio
    return {"work": work, "ours": ours, "peer": peer, "ratio": shown, "target": target}


def show(rows: list[Row]) -> None:
    widths = {key: max(len(str(each[key])) for each in [*rows, {key: key}]) for key in rows[0]}
    for each in [{key: key for key in rows[0]}, *rows]:
        print("  ".join(str(value).ljust(widths[key]) for key, value in each.items()).rstrip())


def write(rows: list[Row], file: Path) -> None:
    file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
