"""The page knows which options matter to a scheme: its accuracy lines end where one of these changes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from activate_va.training import LabelSet, TrainingScheme, schemes
from activate_va.training.base import Neighbours

USES = Path(__file__).parents[2] / "web" / "src" / "views" / "accuracy" / "uses.json"


@pytest.mark.parametrize("scheme", list(schemes), ids=lambda scheme: scheme.name)
def test_the_page_knows_what_a_scheme_uses(scheme: TrainingScheme) -> None:
    assert set(json.loads(USES.read_text())[scheme.name]) == _used(scheme)


def _used(scheme: TrainingScheme) -> set[str]:
    labels = LabelSet(np.array([0, 1]), np.array([0, 1]), np.array([1.0, 1.0]))
    coordinates = np.arange(20, dtype=np.float32).reshape(10, 2)
    rows = np.array([[(sample + step) % 10 for step in range(1, 8)] for sample in range(10)], np.int32)
    neighbours = Neighbours(rows, np.ones((10, 7), np.float32))
    made = scheme.assemble(labels, 10, coordinates, np.random.default_rng(0), neighbours=neighbours)
    answers = {"augmentation": made.augment, "distance": scheme.needs_coordinates}
    return {option for option, used in answers.items() if used}
