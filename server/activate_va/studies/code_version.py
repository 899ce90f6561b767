"""The version of the code that decides a session's result: what a stored result is taken for the session's own by."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import activate_va
from activate_va.projections import projections
from activate_va.representations import representations
from activate_va.selection import schemes as selection_schemes
from activate_va.studies.computing_code import code_digest
from activate_va.training import schemes as training_schemes

PACKAGE = Path(activate_va.__file__).parent
DECIDING = (
    "datasets",
    "kinds",
    "pool",
    "projections",
    "representations",
    "classifiers",
    "selection",
    "training",
    "evaluation",
    "measures",
    "sessions",
    "simulation",
    "compiled.py",
    "options.py",
    "seeding.py",
    "studies/conditions.py",
    "studies/rows.py",
)
SERVING = frozenset({"datasets/media.py", "sessions/holding.py", "sessions/left_behind.py", "sessions/listing.py"})
"""What lists, shows and tidies away what others have computed, and tells who is at it."""
APART = (projections, representations, selection_schemes, training_schemes)
"""Registries whose entries have files of their own, which decide the sessions that run them and no others."""
LIBRARIES = (
    "keras",
    "numba",
    "numpy",
    "openTSNE",
    "scikit-learn",
    "scipy",
    "tensorflow",
    "tensorflow-cpu",
    "umap-learn",
)


def code_version(entries: Iterable[object] = ()) -> str:
    """This package's version, the digest of its code that decides the results of sessions that run these entries of
    registries, and the versions of the libraries that compute."""
    return _version(_with_those_it_builds_on(frozenset(_file(entry) for entry in entries) & _apart()))


def deciding_files() -> list[Path]:
    """The files that decide every session, whatever entries it runs; sorted."""
    parts = [PACKAGE / name for name in DECIDING]
    files = {path for part in parts for path in (part.rglob("*.py") if part.is_dir() else [part])}
    return sorted(files - _apart() - {PACKAGE / name for name in SERVING})


@cache
def _version(own: frozenset[Path]) -> str:
    installed = {found.name.replace("_", "-"): found.version for found in distributions()}
    versions = ", ".join(f"{name} {installed[name]}" for name in LIBRARIES if name in installed)
    digest = code_digest([*deciding_files(), *own], PACKAGE)
    return f"{activate_va.__version__}+{digest[:16]} ({versions})"


@cache
def _with_those_it_builds_on(files: frozenset[Path]) -> frozenset[Path]:
    """These files of entries, and those of other entries that they import."""
    imported = {
        PACKAGE.parent / f"{node.module.replace('.', '/')}.py"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    found = files | (imported & _apart())
    return files if found == files else _with_those_it_builds_on(found)


def _apart() -> frozenset[Path]:
    return frozenset(path for registry in APART for entry in registry if (path := _file(entry)).is_relative_to(PACKAGE))


def _file(entry: object) -> Path:
    """Where the entry's class is written. One without a file, as in a notebook, is none of ours."""
    return Path(getattr(sys.modules[type(entry).__module__], "__file__", None) or "/")
