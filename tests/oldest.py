"""Print the oldest versions that pyproject.toml allows, as constraints: `make test-oldest`.

Only what the project names itself: what those packages bring is as pip finds it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def oldest(project: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line of constraints for every requirement; its lower bound has to be a release."""
    asked = [project["dependencies"], *project["optional-dependencies"].values()]
    for requirement in sorted({Requirement(line) for lines in asked for line in lines}, key=str):
        (bound,) = (each.version for each in requirement.specifier if each.operator == ">=")
        yield f"{requirement.name}=={bound}"


if __name__ == "__main__":
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    print("\n".join(oldest(project)))
