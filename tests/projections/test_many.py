"""The layout of pools of very many samples keeps neighbours together as umap-learn's, and is the same each time."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from activate_va.projections import projections, umap

POINTS = (
    np.random.default_rng(0).standard_normal((600, 10), np.float32) + np.repeat(4 * np.eye(6, 10), 100, axis=0)
).astype(np.float32)


def laid_out(report: list[tuple[str, float]] | None = None, seed: int = 0) -> np.ndarray:
    heard = [] if report is None else report
    return projections["umap"].compute(POINTS, seed, lambda stage, share: heard.append((stage, share)))


def test_neighbours_stay_together_as_in_umap_learns_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = trustworthiness(POINTS, laid_out(), n_neighbors=15)
    monkeypatch.setattr(umap, "VERY_MANY", 599)
    assert trustworthiness(POINTS, laid_out(), n_neighbors=15) > theirs - 0.01


def test_the_same_seed_gives_the_same_bytes_and_progress_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(umap, "VERY_MANY", 599)
    heard: list[tuple[str, float]] = []
    first = laid_out(heard)
    assert first.shape == (600, 2)
    assert np.isfinite(first).all()
    assert laid_out().tobytes() == first.tobytes()
    assert laid_out(seed=1).tobytes() != first.tobytes()
    shares = [share for _, share in heard]
    assert shares == sorted(shares)
    assert sum(stage == "layout" for stage, _ in heard) == 30
