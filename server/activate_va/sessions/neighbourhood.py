"""The neighbours of a dataset's pool samples, for schemes that spread labels along them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from activate_va.datasets import Dataset
from activate_va.projections import Kept, ProjectionContext
from activate_va.training import Neighbours


@lru_cache(maxsize=1)
def neighbours_of(dataset: Dataset, folder: Path, count: int) -> Neighbours:
    """The `count` nearest others of each sample, from the graph in `folder`, which is left there where it is missing.

    It is the graph that projections are laid out from. Kept in the process for what was asked for last.
    """
    images = dataset.pool.images
    context = ProjectionContext(images.reshape(len(images), -1), kept=Kept(dataset.digest, folder))
    return Neighbours(*context.neighbours(count))
