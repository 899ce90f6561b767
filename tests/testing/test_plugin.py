"""Third-party schemes, found by their entry points and held to the contracts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.selection import SelectionContext, SelectionScheme
from activate_va.testing import SelectionContract, check_contract

PLUGIN = """
import numpy as np

from activate_va.selection import SelectionScheme
from activate_va.training import TrainingScheme, TrainingSet


class LowestIds(SelectionScheme):
    name = "LOWEST"
    title = "Lowest ids"
    description = "The first samples that are left."

    def select(self, context, count, rng):
        return context.available[:count]


class Twice(TrainingScheme):
    name = "TWICE"
    title = "Twice"
    description = "Each label twice."

    def arrange(self, labels, context, rng):
        return TrainingSet(np.repeat(labels.sample_ids, 2), np.repeat(labels.class_indices, 2))


lowest, twice = LowestIds(), Twice()
"""

PLUGIN_TESTS = """
from activate_va.selection import schemes as selection_schemes
from activate_va.testing import SelectionContract, TrainingContract
from activate_va.training import schemes as training_schemes


class TestLowestIds(SelectionContract):
    scheme = selection_schemes["LOWEST"]


class TestTwice(TrainingContract):
    scheme = training_schemes["TWICE"]
"""

ENTRY_POINTS = """
[activate_va.selection]
lowest = lowest_ids:lowest
[activate_va.training]
twice = lowest_ids:twice
"""

PROBE = """
import numpy as np
from activate_va.selection import SelectionContext, schemes, select
from activate_va.training import LabelSet, schemes as training
context = SelectionContext(np.arange(3, 9), np.arange(3), np.zeros((9, 2), np.float32))
print(schemes.names()[-1], select("LOWEST", context, 2, np.random.default_rng(0)).sample_ids.tolist())
labels = LabelSet(np.array([7, 2]), np.array([0, 1]), np.ones(2))
made = training["TWICE"].assemble(labels, 9, None, np.random.default_rng(0))
print(training.names()[-1], made.indices.tolist())
"""


class LowestIds(SelectionScheme):
    name = "LOWEST"
    title = "Lowest ids"
    description = "The first samples that are left."

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        return context.available[:count]


class TestTheContractAcceptsIt(SelectionContract):
    scheme = LowestIds()


class Forgetful(LowestIds):
    """Breaks the contract: takes what is taken."""

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        return np.arange(count, dtype=np.int64)


class TestTheContractRefusesAnother(SelectionContract):
    scheme = Forgetful()

    def test_right_count_no_repeats_nothing_taken(self) -> None:
        with pytest.raises(AssertionError):
            super().test_right_count_no_repeats_nothing_taken()


def test_a_contract_is_checked_without_pytest_too() -> None:
    assert "same seed same answer" in check_contract(SelectionContract, scheme=LowestIds())
    with pytest.raises(AssertionError) as caught:
        check_contract(SelectionContract, scheme=Forgetful())
    assert caught.value.__notes__ == ["SelectionContract is broken at test_right_count_no_repeats_nothing_taken"]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder as an installer would leave it: a module, its metadata, and the plug-in's own tests."""
    (tmp_path / "lowest_ids.py").write_text(PLUGIN, encoding="utf-8")
    (tmp_path / "test_lowest_ids.py").write_text(PLUGIN_TESTS, encoding="utf-8")
    metadata = tmp_path / "lowest_ids-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: lowest-ids\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_an_installed_plugin_is_found(installed: Path) -> None:
    assert run(installed, "-c", PROBE).stdout.splitlines() == ["LOWEST [3, 4]", "TWICE [7, 7, 2, 2]"]


def test_the_contracts_hold_it_once_it_is_found(installed: Path) -> None:
    told = run(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_lowest_ids.py")
    assert told.returncode == 0, told.stdout + told.stderr
    assert " passed" in told.stdout
    broken = PLUGIN.replace("context.available[:count]", "context.available[:1]")
    (installed / "lowest_ids.py").write_text(broken, encoding="utf-8")
    told = run(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_lowest_ids.py")
    assert told.returncode == 1
    assert "test_right_count_no_repeats_nothing_taken" in told.stdout
