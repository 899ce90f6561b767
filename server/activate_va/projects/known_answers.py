"""Which answers are known: of the dataset's own labels so many, drawn by the project's seed; or as somebody names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from activate_va.datasets import Dataset
from activate_va.guideline import NotInDataset
from activate_va.projects.errors import NoKnownAnswers
from activate_va.projects.events import AnswersKnown, ProjectCreated
from activate_va.projects.sharing import plan
from activate_va.seeding import Purpose, generator


def drawn(project: ProjectCreated, dataset: Dataset, count: int) -> dict[int, int]:
    """So many samples that the dataset has a label of, at first such as nobody is asked for otherwise.

    Raises NoKnownAnswers.
    """
    labels = dataset.pool.labels
    known = np.empty(0, np.int64) if labels is None else np.flatnonzero(labels >= 0)
    if labels is None or len(known) < count:
        raise NoKnownAnswers(f"{dataset.name} has labels of {len(known):,} samples in its pool, not of {count:,}")
    order = generator(project.seed, Purpose.KNOWN_ANSWERS, 0).permutation(known)
    asked = np.isin(order, list(plan(project)))
    return {int(i): int(labels[i]) for i in [*order[~asked], *order[asked]][:count]}


def known_answers(answers: Mapping[int, int], share: float, practice: int, pool: int, classes: int) -> AnswersKnown:
    """Raises NotInDataset; NoKnownAnswers where none is left beside the practice."""
    expect_in_dataset(answers.items(), pool, classes)
    if practice > len(answers) or (answers and share > 0 and practice == len(answers)):
        raise NoKnownAnswers(f"practice={practice} leaves none of {len(answers)} known answers to mix in")
    return AnswersKnown(
        sample_ids=tuple(answers), class_indices=tuple(answers.values()), share=share, practice=practice
    )


def expect_in_dataset(labels: Iterable[tuple[int, int]], pool: int, classes: int) -> None:
    """That there are these samples and their classes. Raises NotInDataset."""
    for sample_id, class_index in labels:
        if not (0 <= sample_id < pool and 0 <= class_index < classes):
            raise NotInDataset(f"sample_id={sample_id} of class {class_index} is not in the dataset")
