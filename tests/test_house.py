"""The project's own files: what is written twice agrees, and nothing leaks into git."""

import importlib.metadata
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = PYPROJECT["project"]

# conda-forge's names where they differ from PyPI's.
CONDA_NAMES: dict[str, str] = {}

# Extras that a conda environment takes in.
CONDA_EXTRAS = ["figures", "jupyter", "notebooks", "parquet"]

# Put together here, so that this file does not contain them.
REGISTRIES = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("anaconda", "org"),
    ]
]
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home|Users|opt/pypi[\w-]*)/")
BUILT = re.compile(
    r"(^|/)(node_modules|static|dist|build|\.venv)/|\.whl$|^geo/data/countries\.json$"
)


def requirements(lines: list[str]) -> dict[str, Requirement]:
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines)


def files_for_git() -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_conda_environment_has_the_dependencies_of_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    names = [entry for entry in listed if isinstance(entry, str)]
    assert len(set(names)) == len(names)
    asked = list(PROJECT["dependencies"])
    for extra in CONDA_EXTRAS:
        asked += PROJECT["optional-dependencies"][extra]
    conda = {r.name: r.specifier for r in map(Requirement, names)}
    conda.pop("pip")
    expected = {
        CONDA_NAMES.get(name, name): requirement.specifier
        for name, requirement in requirements(asked).items()
    }
    expected["python"] = Requirement(f"python{PROJECT['requires-python']}").specifier
    assert conda == expected


def test_build_requirements_are_the_same_for_pip_and_for_the_tests():
    test = requirements(PROJECT["optional-dependencies"]["test"])
    for name, requirement in requirements(PYPROJECT["build-system"]["requires"]).items():
        assert test[name].specifier == requirement.specifier


def test_constraints_are_plain_and_satisfy_pyproject():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[\w.]+", line)] == []
    pinned = constraints()
    for asked in [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]:
        for name, requirement in requirements(asked).items():
            assert requirement.specifier.contains(pinned[name]), requirement


def test_all_that_the_extras_bring_is_pinned_as_it_is_installed():
    extras = ",".join(PROJECT["optional-dependencies"])
    to_follow, seen, found = [Requirement(f"shieldmap[{extras}]")], set(), {}
    while to_follow:
        asked = to_follow.pop()
        name = canonicalize_name(asked.name)
        if (name, *sorted(asked.extras)) in seen:
            continue
        seen.add((name, *sorted(asked.extras)))
        try:
            installed = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # an extra that the tests do not need
        found[name] = installed.version
        for requirement in map(Requirement, installed.requires or []):
            marker = requirement.marker
            if not marker or any(marker.evaluate({"extra": each}) for each in ("", *asked.extras)):
                to_follow.append(requirement)
    assert found.pop("shieldmap") == PROJECT["version"]
    assert len(found) > len(PROJECT["dependencies"])
    pinned = constraints()
    assert {name: pinned.get(name) for name in found} == found


def test_the_version_is_written_in_one_place():
    assert importlib.metadata.version("shieldmap") == PROJECT["version"]
    web = ROOT / "layers" / "web"
    assert "version" not in json.loads((web / "package.json").read_text())
    assert "version" not in json.loads((web / "package-lock.json").read_text())["packages"][""]


def test_the_npm_lock_file_holds_hashes_and_no_addresses():
    text = (ROOT / "layers/web/package-lock.json").read_text()
    assert "http" not in text, "write it with 'npm run lock', which leaves addresses out"
    packages = json.loads(text)["packages"]
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_files_for_git_name_no_registry_and_no_path_of_a_machine():
    found = []
    for name in files_for_git():
        text = (ROOT / name).read_bytes().decode("utf-8", errors="replace")
        found += [f"{name}: {host}" for host in REGISTRIES if host in text]
        found += [f"{name}: {match[0]}" for match in MACHINE_PATH.finditer(text)]
    assert found == []


def test_nothing_built_or_downloaded_is_for_git():
    assert [name for name in files_for_git() if BUILT.search(name)] == []
