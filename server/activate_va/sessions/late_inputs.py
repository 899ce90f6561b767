"""Inputs that are still being computed when a round begins: the schemes that need them wait, the others train."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from activate_va.jobs.errors import ProjectionFailed, ProjectionNotReady
from activate_va.jobs.service import Job, Jobs, JobState
from activate_va.pool import PoolView
from activate_va.training import schemes


def expect_possible(view: PoolView, names: Iterable[str]) -> None:
    """Raise InputMissing where a scheme needs what there is not. What is not ready yet begins to be computed."""
    for name in names:
        with suppress(ProjectionNotReady):
            view.expect(schemes[name])


def is_ready(view: PoolView, name: str) -> bool:
    """Whether the scheme can be trained now. Raises InputMissing."""
    try:
        view.expect(schemes[name])
    except ProjectionNotReady:
        return False
    return True


def wait_for(view: PoolView, name: str, jobs: Jobs, pause: Callable[[Job], None]) -> None:
    """Return once the scheme can be trained. `pause` is called again and again with the job that is waited for, and
    raises to give up. Raises InputMissing, ProjectionFailed."""
    while (job := _awaited(view, name, jobs)) is not None:
        while not job.ended:
            pause(job)
            job = jobs.get(job.id)
        if job.state is JobState.FAILED:
            reason = job.error.detail if job.error else job.stage
            raise ProjectionFailed(f"{name} needs the projection, which failed: {reason}")


def _awaited(view: PoolView, name: str, jobs: Jobs) -> Job | None:
    """The job that computes what is not ready yet; None where all is."""
    try:
        view.expect(schemes[name])
    except ProjectionNotReady as missing:
        if missing.job_id is None:
            raise
        return jobs.get(missing.job_id)
    return None
