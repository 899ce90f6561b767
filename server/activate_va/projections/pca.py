"""Principal components: the two directions of largest variance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.pool.content import PoolContent
from activate_va.pool.features import principal_components
from activate_va.projections.base import Projection, Report


class PrincipalComponents(Projection):
    """The first two principal components; one that is missing is zero."""

    name = "pca"
    title = "PCA"
    description = "The two directions of largest variance: quick, and distances keep their meaning."

    def __init__(self) -> None:
        self.parameters = {}

    def lay_out(self, content: PoolContent, report: Report) -> NDArray[np.floating]:
        report("principal components", 0.1)
        scores = principal_components(content.features, 2, content.seed)
        return np.pad(scores, ((0, 0), (0, 2 - scores.shape[1])))
