"""make bench: medians of several runs and ratios, ours against peers in the same run.

Nothing here passes or fails: times belong to the machine that they were measured on.

    python tests/benchmarks/run.py [--only TABLE] [--circles N] [--large] [--json FILE]
"""

import argparse
import importlib
import inspect
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the checkout's, also when it is not installed

from tests.benchmarks import machine  # noqa: E402
from tests.benchmarks.table import Row, row, show, write  # noqa: E402

# Modules whose `measured` yields rows.
TABLES = {
    "rings": ["rings"],
    "polygons": ["polygons"],
    "reach": ["reach"],
    # Memory first: a child counts what its parent held when it began.
    "shares": ["shares", "grid"],
    "depth": ["depth"],
    "pages": ["pages"],
    "page": ["page", "opened"],
    "many": ["many"],
}


def rows_of(name: str, *, large: bool, circles: int | None) -> list[Row]:
    """Return a module's rows; where what they need is not installed, one that names it."""
    try:
        module = importlib.import_module(f"tests.benchmarks.{name}")
    except ModuleNotFoundError as missing:
        return [row(name, f"skipped: {missing.name} is not installed")]
    given = {"large": large, **({} if circles is None else {"circles": circles})}
    takes = inspect.signature(module.measured).parameters
    return list(module.measured(**{key: each for key, each in given.items() if key in takes}))


def main() -> None:
    parser = argparse.ArgumentParser(description="Times and ratios against peers.")
    parser.add_argument("--only", choices=TABLES, action="append", help="one table, or several")
    parser.add_argument("--circles", type=int, help="fewer, for a quick look at rings and polygons")
    parser.add_argument("--large", action="store_true", help="peers that take minutes and 4 GB too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there as well")
    given = parser.parse_args()
    found, rows = machine.described(), []
    for table in given.only or TABLES:
        for name in TABLES[table]:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            rows += rows_of(name, large=given.large, circles=given.circles)
    show(rows, machine.heading(found))
    if given.json:
        write(rows, found, given.json)


if __name__ == "__main__":
    main()
