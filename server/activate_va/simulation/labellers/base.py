"""What a simulated labeller is asked, and what it answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from activate_va.options import Options


@dataclass(frozen=True, eq=False)
class Question:
    """One sample: its true class, the class the machine placed it in (None: in the unlabelled region), and
    `probabilities` float64 (c,) of a reference classifier, None for a labeller that needs none."""

    truth: int
    predicted: int | None
    probabilities: NDArray[np.float64] | None


@dataclass(frozen=True)
class Answer:
    """A class, and a confidence in [0, 1]; None accepts the machine's placement, class and height, as it stands."""

    class_index: int
    confidence: float | None


class LabellerOptions(Options):
    """What a study's file may set for a labeller."""


class Labeller(ABC):
    """Answers for a person. Instances have no state of their own.

    `needs_reference`: whether questions carry the probabilities of the reference classifier.
    """

    name: str
    title: str
    description: str
    needs_reference: bool = False
    options: ClassVar[type[LabellerOptions]] = LabellerOptions

    @abstractmethod
    def answer(self, question: Question, options: LabellerOptions, rng: np.random.Generator) -> Answer:
        """The label. Every random choice comes from `rng`, which belongs to the seed and the sample alone,
        so that a labeller says the same of a sample whichever policy brings it."""
