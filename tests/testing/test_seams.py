"""What the learning packages must not do: load heavy libraries on import, or know of sessions and servers."""

from __future__ import annotations

import ast
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

LEARNING = [
    "kinds",
    "datasets",
    "pool",
    "projections",
    "classifiers",
    "selection",
    "training",
    "evaluation",
    "measures",
]
ABOVE = {"sessions", "jobs", "studies", "storage", "api", "cli", "settings"}
HEAVY = {"tensorflow", "keras", "umap", "numba", "openTSNE", "sklearn", "distributed"}


def modules(package: str) -> Iterator[str]:
    root = import_module(f"activate_va.{package}")
    yield root.__name__
    yield from (found.name for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}."))


def imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("package", LEARNING)
def test_learning_knows_nothing_of_what_uses_it(package: str) -> None:
    for name in modules(package):
        source = Path(str(import_module(name).__file__)).read_text(encoding="utf-8")
        for target in imported(source):
            assert not (target.startswith("activate_va.") and target.split(".")[1] in ABOVE), f"{name} imports {target}"


def test_importing_all_of_learning_loads_nothing_heavy() -> None:
    names = [name for package in LEARNING for name in modules(package)]
    probe = f"import sys, importlib\nfor name in {names!r}: importlib.import_module(name)\n"
    probe += f"print(sorted({HEAVY!r} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", probe], text=True).strip() == "[]"
