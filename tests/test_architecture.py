"""Dependencies point one way, and heavy libraries wait until they are needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import activate_va

PACKAGE = Path(activate_va.__file__).parent
CORE = {
    "kinds",
    "datasets",
    "pool",
    "projections",
    "representations",
    "classifiers",
    "selection",
    "training",
    "evaluation",
    "measures",
}
HEAVY = ("tensorflow", "keras", "umap", "openTSNE", "sklearn", "numba", "distributed", "dask", "pyarrow", "matplotlib")
ABOVE_ASSEMBLY = {"api", "cli", "cli_accounts", "cli_backup", "cli_study", "backup", "workbench"}
ABOVE_STUDIES = {*ABOVE_ASSEMBLY, "assembly", "readiness"}
ABOVE_SIMULATION = {*ABOVE_STUDIES, "studies", "services"}
ABOVE_SESSIONS = {*ABOVE_SIMULATION, "simulation"}
ABOVE_CORE = {*ABOVE_SESSIONS, "analysis", "sessions", "jobs", "storage", "settings"}


def _imports(part: str) -> set[str]:
    """The parts of this package that a folder or a module of it imports, wherever in a file it does so."""
    folder, found = PACKAGE / part, set()
    for path in folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            found |= {name.split(".")[1] for name in names if name.startswith("activate_va.")}
    return found


@pytest.mark.parametrize("part", sorted(CORE))
def test_the_learning_core_knows_nothing_above_it(part: str) -> None:
    assert not _imports(part) & ABOVE_CORE


@pytest.mark.parametrize("part", ["sessions", "jobs", "storage"])
def test_sessions_and_jobs_know_nothing_of_http(part: str) -> None:
    assert not _imports(part) & ABOVE_SESSIONS


def test_services_know_nothing_of_the_studies_that_run_on_them() -> None:
    assert not _imports("services") & {*ABOVE_STUDIES, "studies"}


@pytest.mark.parametrize("part", ["assembly", "readiness"])
def test_a_server_is_put_together_without_http(part: str) -> None:
    """Studies from the command line and from notebooks run on the same services, and nobody listens there."""
    assert not _imports(part) & ABOVE_ASSEMBLY


def test_studies_know_nothing_of_http_and_the_command_line() -> None:
    assert not _imports("studies") & ABOVE_STUDIES


def test_simulated_sessions_know_nothing_of_studies_and_what_is_made_of_them() -> None:
    assert not _imports("simulation") & {*ABOVE_SIMULATION, "analysis"}


def test_imports_know_datasets_and_jobs_and_nothing_of_sessions() -> None:
    assert not _imports("importing") & {*ABOVE_SESSIONS, "sessions", "storage", "analysis"}


def test_accounts_know_people_alone() -> None:
    assert _imports("accounts") <= {"accounts", "errors", "storage"}


def test_analysis_knows_rows_and_measures_alone() -> None:
    """It is pure: no session, no folder, no dataset, no job."""
    assert _imports("analysis") <= {"analysis", "evaluation", "measures", "value"}


def test_no_package_is_above_a_quarter_of_the_server() -> None:
    lines: Counter[str] = Counter()
    for path in PACKAGE.rglob("*.py"):
        lines[path.relative_to(PACKAGE).parts[0]] += len(path.read_text(encoding="utf-8").splitlines())
    (largest, count), *_ = lines.most_common(1)
    assert count <= lines.total() / 4, f"{largest} has {count} of {lines.total()} lines"


def test_jobs_and_storage_know_nothing_of_sessions() -> None:
    assert "sessions" not in _imports("jobs") | _imports("storage")


@pytest.mark.parametrize(
    "module",
    [
        "activate_va",
        "activate_va.api.app",
        "activate_va.cli",
        "activate_va.testing",
        "activate_va.studies.runner",
        "activate_va.workbench",
    ],
)
def test_importing_loads_no_heavy_library(module: str) -> None:
    code = f"import {module}, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_no_file_is_two_files() -> None:
    long = {path.name: n for path in PACKAGE.rglob("*.py") if (n := len(path.read_text().splitlines())) > 400}
    assert long == {}
