"""make bench: medians of several runs and ratios, ours against a peer in the same run.

Nothing here passes or fails: times belong to the machine that they were measured on.

    python tests/benchmarks/run.py [--only page|many|shares|depth] [--large] [--json FILE]
"""

import argparse
import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the checkout's, also when it is not installed

from tests.benchmarks.table import Row, row, show, write  # noqa: E402

TABLES = ("page", "many", "shares", "depth")


def rows_of(table: str, *, large: bool) -> list[Row]:
    """Return a table's rows; where a peer is not installed, one that names it."""
    try:
        module = importlib.import_module(f"tests.benchmarks.{table}")
    except ModuleNotFoundError as missing:
        return [row(table, f"skipped: {missing.name} is not installed")]
    if table == "page":
        from tests.benchmarks.opened import measured

        return [module.start_up(), module.page_size(), module.edits(), *measured()]
    if table == "many":
        return list(module.measured())
    if table == "shares":
        # Memory first: a child counts what its parent held when it began.
        return [module.memory(), *module.measured()]
    return list(module.measured(large=large))


def main() -> None:
    parser = argparse.ArgumentParser(description="Times and ratios against peers.")
    parser.add_argument("--only", choices=TABLES, help="one table")
    parser.add_argument("--large", action="store_true", help="peers that take minutes and 4 GB too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there as well")
    given = parser.parse_args()
    tables = [given.only] if given.only else TABLES
    rows = [each for table in tables for each in rows_of(table, large=given.large)]
    show(rows)
    if given.json:
        write(rows, given.json)


if __name__ == "__main__":
    main()
