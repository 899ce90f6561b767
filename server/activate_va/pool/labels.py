"""Labels as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class LabelSet:
    """The labels so far: sample ids int64 (n,) without repeats, class indices int64 (n,), confidences (n,) in [0, 1].

    Raises ValueError where they do not fit together.
    """

    sample_ids: NDArray[np.int64]
    class_indices: NDArray[np.int64]
    confidences: NDArray[np.float64]

    def __post_init__(self) -> None:
        if not len(self.sample_ids) == len(self.class_indices) == len(self.confidences):
            raise ValueError("sample_ids, class_indices and confidences differ in length")
        if len(np.unique(self.sample_ids)) != len(self.sample_ids):
            raise ValueError("a sample is labelled twice")
        if not np.all((self.confidences >= 0) & (self.confidences <= 1)):
            raise ValueError("a confidence is outside [0, 1]")

    def __len__(self) -> int:
        return len(self.sample_ids)
