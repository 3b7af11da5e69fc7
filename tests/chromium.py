"""Find a Chrome or Chromium for the browser tests; `--install` brings one where there is none."""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

ON_PATH = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
ON_MACOS = [
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
]


@functools.cache
def find() -> str | None:
    """Return the path of a browser that starts: SHIELDMAP_CHROMIUM alone if set, else any."""
    named = os.environ.get("SHIELDMAP_CHROMIUM")
    if named:
        return named if starts(named) else None
    installed = [path for name in ON_PATH if (path := shutil.which(name))]
    folders = [Path("/Applications"), Path.home() / "Applications"]
    installed += [str(folder / name) for folder in folders for name in ON_MACOS]
    return next(filter(starts, installed), None) or playwrights_own()


def starts(path: str) -> bool:
    """Tell whether it runs, which Ubuntu's placeholder for the snap does not."""
    if not Path(path).is_file():
        return False
    try:
        version = subprocess.run([path, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return version.returncode == 0


def playwrights_own() -> str | None:
    try:
        from playwright.sync_api import sync_playwright  # slow to start: only where it is needed
    except ImportError:  # 'make test' asks while pip is at work
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if starts(path) else None


def install() -> None:
    """Install with apt-get where that is allowed, else with Playwright."""
    if not (shutil.which("apt-get") and apt_install()):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    find.cache_clear()


def apt_install() -> bool:
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not (shutil.which("sudo") and succeeds([*as_root, "true"])):
        return False
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    return succeeds([*apt, "update"]) and succeeds([*apt, "-y", "install", "chromium"])


def succeeds(command: list[str]) -> bool:
    """Run it quietly, and show what it said only when it failed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode == 0


def main() -> None:
    named = os.environ.get("SHIELDMAP_CHROMIUM")
    if find() is None and named:
        sys.exit(f"chromium.py: SHIELDMAP_CHROMIUM is '{named}', which does not start; mend it.")
    if find() is None and "--install" in sys.argv:
        print("Installing a Chromium for the browser tests (once)", flush=True)
        install()
    path = find()
    if path is None:
        sys.exit(
            "chromium.py: no Chrome or Chromium starts here, and neither apt-get nor Playwright"
            " installed one; install either, or set SHIELDMAP_CHROMIUM to its path."
        )
    print(f"Browser: {path}")


if __name__ == "__main__":
    main()
