"""FT hands people's labels to a network that the pool has taught, and infers none."""

from __future__ import annotations

import numpy as np
import pytest

from activate_va.kinds import Views
from activate_va.options import options_of
from activate_va.pool import Encoder
from activate_va.training import LabelSet, TrainingContext, schemes

ENCODER = Encoder(4, 8, (), Views(rotation=3))
LABELS = LabelSet(np.array([40, 3, 17]), np.array([1, 0, 1]), np.array([1.0, 0.5, 0.0]))


def test_only_what_people_said_is_learnt_and_counts_by_how_sure_they_were() -> None:
    options = options_of(schemes, "FT", {"training.FT": {"steps": 9, "seconds": 2.5}})
    context = TrainingContext(60, encoder=ENCODER, options=options)
    made = schemes["FT"].assemble(LABELS, context, np.random.default_rng(0))
    assert made.indices.tolist() == [40, 3, 17]
    assert made.labels.tolist() == [1, 0, 1]
    plan = made.fine_tuning
    assert plan is not None
    assert plan.encoder is ENCODER
    assert plan.confidences.tolist() == [1.0, 0.5, 0.0]
    assert made.indices[plan.positions].tolist() == [40, 3, 17]
    assert (plan.steps, plan.seconds) == (9, 2.5)


def test_without_a_network_to_start_from_it_says_so() -> None:
    with pytest.raises(ValueError, match="no encoder here"):
        schemes["FT"].assemble(LABELS, TrainingContext(60), np.random.default_rng(0))
