"""A projection is computed once, and again when the computing came to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs import service
from activate_va.jobs.cluster import TRAINING
from activate_va.jobs.errors import JobNotFound
from activate_va.jobs.projector import Projector
from activate_va.jobs.service import Jobs, JobState

from . import tasks


def test_who_asks_while_it_is_computed_is_told_of_the_same_job(jobs: Jobs, digits_path: Path, tmp_path: Path) -> None:
    projector = Projector(jobs, DatasetShelf([str(digits_path)]), tmp_path)
    begun = projector.compute("digits", "umap", {})
    assert projector.compute("digits", "umap", {}).id == begun.id
    assert projector.compute("digits", "umap", {"projections.umap": {"min_dist": 0.1}}).id == begun.id
    other = projector.compute("digits", "umap", {"projections.umap": {"min_dist": 0.4}})
    assert other.id != begun.id
    jobs.cancel(begun.id)
    jobs.cancel(other.id)


def test_one_that_was_cancelled_long_ago_is_computed_again(
    jobs: Jobs, digits_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    projector = Projector(jobs, DatasetShelf([str(digits_path)]), tmp_path)
    cancelled = jobs.cancel(projector.compute("digits", "umap", {}).id)
    assert cancelled.state is JobState.CANCELLED
    monkeypatch.setattr(service, "REMEMBERED", 1)
    jobs.result(jobs.submit("test", tasks.count, {"steps": 1}, resource=TRAINING).id)
    with pytest.raises(JobNotFound):
        jobs.get(cancelled.id)
    again = projector.compute("digits", "umap", {})
    assert not again.ended
    jobs.cancel(again.id)
