"""A third-party selection scheme, found by its entry point and held to the contract."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.selection import SelectionContext, SelectionScheme
from activate_va.testing import SelectionContract

PLUGIN = """
from activate_va.selection import SelectionScheme


class LowestIds(SelectionScheme):
    name = "LOWEST"
    title = "Lowest ids"
    description = "The first samples that are left."

    def select(self, context, count, rng):
        return context.available[:count]


scheme = LowestIds()
"""

PROBE = """
import numpy as np
from activate_va.selection import SelectionContext, schemes, select
context = SelectionContext(np.arange(3, 9), np.arange(3), np.zeros((9, 2), np.float32))
print(schemes.names()[-1], select("LOWEST", context, 2, np.random.default_rng(0)).sample_ids.tolist())
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


def test_an_installed_plugin_is_found(tmp_path: Path) -> None:
    (tmp_path / "lowest_ids.py").write_text(PLUGIN, encoding="utf-8")
    metadata = tmp_path / "lowest_ids-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: lowest-ids\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(
        "[activate_va.selection]\nlowest = lowest_ids:scheme\n", encoding="utf-8"
    )
    probe = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{PROBE}"
    assert subprocess.check_output([sys.executable, "-c", probe], text=True).strip() == "LOWEST [3, 4]"
