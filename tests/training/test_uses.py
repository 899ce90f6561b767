"""A scheme declares which options matter to it: the page's accuracy lines end where one of these changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from activate_va.pool import Encoder
from activate_va.training import LabelSet, Neighbours, TrainingContext, TrainingScheme, TrainingSet, schemes

LABELS = LabelSet(np.array([0, 1]), np.array([0, 1]), np.array([1.0, 1.0]))
NEAREST_FIRST = np.array([[(sample + step) % 10 for step in range(1, 8)] for sample in range(10)], np.int32)
LINE = np.arange(20, dtype=np.float32).reshape(10, 2)
FOLDED = np.abs(LINE - 9)


def assembled(scheme: TrainingScheme, coordinates: np.ndarray) -> TrainingSet:
    neighbours = Neighbours(NEAREST_FIRST, np.ones((10, 7), np.float32))
    context = TrainingContext(10, coordinates=coordinates, neighbours=neighbours, encoder=Encoder(1, 1, ()))
    return scheme.assemble(LABELS, context, np.random.default_rng(0))


@pytest.mark.parametrize("scheme", list(schemes), ids=lambda scheme: scheme.name)
def test_a_scheme_declares_the_options_that_change_what_it_trains_on(scheme: TrainingScheme) -> None:
    one, other = assembled(scheme, LINE), assembled(scheme, FOLDED)
    moved = not np.array_equal(one.labels, other.labels)
    depends = {"augmentation": one.augment, "distance_space": moved}
    assert set(scheme.uses) == {option for option, matters in depends.items() if matters}


def test_who_augments_without_declaring_it_is_told() -> None:
    class Silent(TrainingScheme):
        name = "SILENT"

        def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
            return replace(TrainingSet(labels.sample_ids, labels.class_indices), augment=True)

    with pytest.raises(ValueError, match="augments = True"):
        assembled(Silent(), LINE)
