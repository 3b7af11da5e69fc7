"""Every example in a docstring of geo runs and prints what it says."""

import doctest
import importlib
import pkgutil

import pytest

import geo

MODULES = [f"geo.{each.name}" for each in pkgutil.iter_modules(geo.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    modules = map(importlib.import_module, MODULES)
    assert sum(doctest.testmod(module).attempted for module in modules) >= 5
