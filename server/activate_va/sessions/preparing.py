"""What every model of a pool begins with, had in advance while people label."""

from __future__ import annotations

from functools import partial

from activate_va.classifiers import classifiers
from activate_va.datasets.held_out import digest_without
from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs.service import Jobs
from activate_va.recent import Recent
from activate_va.sessions.evaluating import learnt_from
from activate_va.sessions.state import SessionState
from activate_va.sessions.training_task import prepare

REMEMBERED = 100
"""Pools that were prepared last."""


class Preparing:
    """Has the worker that trains prepare each pool once, when samples are selected that a model may learn from."""

    def __init__(self, jobs: Jobs, shelf: DatasetShelf) -> None:
        self.jobs = jobs
        self.shelf = shelf
        self._prepared: Recent[str, bool] = Recent(REMEMBERED)

    def begin(self, state: SessionState) -> None:
        """Come back at once. Raises DatasetNotFound."""
        classifier = classifiers[state.config.classifier]
        pool = digest_without(state.dataset_digest, state.held_out)
        if not classifier.prepares or self._prepared.get(pool):
            return
        self._prepared.put(pool, True)
        reference = self.shelf.reference(learnt_from(state))
        self.jobs.warm_up(partial(prepare, reference, pool, classifier.name), times=1)
