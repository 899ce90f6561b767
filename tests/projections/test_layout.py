"""Where layouts start, and what they do not bring along."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from activate_va.projections.layout import layout_start


def test_duplicates_do_not_start_on_one_spot() -> None:
    start = layout_start(np.ones((20, 3), np.float32), seed=0)
    assert len(np.unique(start, axis=0)) == 20


def test_umap_does_not_bring_tensorflow_along() -> None:
    probe = "import sys; from activate_va.projections.umap import _umap_learn; _umap_learn()"
    subprocess.run([sys.executable, "-c", f"{probe}; assert 'tensorflow' not in sys.modules"], check=True)
