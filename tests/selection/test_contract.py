"""Every registered scheme keeps to the contract."""

from __future__ import annotations

import pytest

from activate_va.selection import SelectionScheme, schemes
from activate_va.testing import SelectionContract


class TestEveryScheme(SelectionContract):
    @pytest.fixture(autouse=True, params=list(schemes), ids=lambda scheme: scheme.name)
    def _scheme(self, request: pytest.FixtureRequest) -> None:
        self.scheme: SelectionScheme = request.param


def test_the_papers_eight_come_first() -> None:
    assert schemes.names()[:8] == ["RS", "DS", "LCRS", "LCDS", "MCRS", "MCDS", "ECRS", "ECDS"]
