"""Every registered scheme keeps to the contract."""

from __future__ import annotations

import pytest

from activate_va.testing import TrainingContract
from activate_va.training import TrainingScheme, schemes


class TestEveryScheme(TrainingContract):
    @pytest.fixture(autouse=True, params=list(schemes), ids=lambda scheme: scheme.name)
    def _scheme(self, request: pytest.FixtureRequest) -> None:
        self.scheme: TrainingScheme = request.param


def test_the_papers_four_come_first() -> None:
    assert schemes.names()[:4] == ["SIL", "IL", "IDA", "CBA"]
