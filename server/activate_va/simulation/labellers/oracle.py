"""A labeller that is always right."""

from __future__ import annotations

import numpy as np

from activate_va.simulation.labellers.base import Answer, Labeller, LabellerOptions, Question

CONFIDENCE = 0.9


class Oracle(Labeller):
    """Confirms what is right as it stands, and places the rest at a height of 0.9.

    Its limit as a model: it never hesitates, so its confidence carries nothing but the machine's.
    """

    name = "oracle"
    title = "Oracle"
    description = "Knows the truth; confirms right placements as they stand, places the rest at 0.9."

    def answer(self, question: Question, options: LabellerOptions, rng: np.random.Generator) -> Answer:
        return Answer(question.truth, None if question.predicted == question.truth else CONFIDENCE)
