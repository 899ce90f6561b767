"""Every registered projection keeps to the contract."""

from __future__ import annotations

import pytest

from activate_va.projections import Projection, projections
from activate_va.testing import ProjectionContract


class TestEveryProjection(ProjectionContract):
    @pytest.fixture(autouse=True, params=list(projections), ids=lambda projection: projection.name)
    def _projection(self, request: pytest.FixtureRequest) -> None:
        self.projection: Projection = request.param


def test_the_papers_three() -> None:
    assert projections.names()[:3] == ["pca", "tsne", "umap"]
