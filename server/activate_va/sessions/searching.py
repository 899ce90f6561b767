"""Samples of a session's pool that hold some words, or match an expression."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset
from activate_va.errors import ActivateError
from activate_va.kinds.searching import found, readable
from activate_va.recent import Recent
from activate_va.sessions.state import SessionState

HELD = 2
"""Pools whose texts are held as a search takes them."""


class NotSearchable(ActivateError):
    status = 409
    hint = "texts can be searched, and tables by their cells of text"


class NothingFound(ActivateError):
    status = 409
    hint = "search for something else, or for a part of it"


class Searching:
    """Looks through the texts of pools; those of the last ones are held."""

    def __init__(self) -> None:
        self._texts: Recent[str, Any] = Recent(HELD)

    def hits(self, state: SessionState, dataset: Dataset, wanted: str, *, expression: bool) -> NDArray[np.int64]:
        """Ids of the samples that are found, ascending, on the board or not; none that is held out.

        Raises NotSearchable, InvalidExpression, NothingToSearchFor.
        """
        ids = np.flatnonzero(found(self._texts_of(dataset), wanted, expression=expression))
        return ids[~np.isin(ids, list(state.held_out))].astype(np.int64)

    def _texts_of(self, dataset: Dataset) -> Any:
        texts = self._texts.get(dataset.digest)
        if texts is None:
            words = dataset.kind.searched(dataset.pool.items)
            if words is None:
                raise NotSearchable(f"samples of {dataset.name} are of kind {dataset.modality}, which has no words")
            texts = readable(words)
            self._texts.put(dataset.digest, texts)
        return texts
