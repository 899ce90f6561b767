"""Jobs on a real cluster: progress, results, errors, cancelling, and workers that are lost."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from activate_va.jobs import service
from activate_va.jobs.cluster import PROJECTION, TRAINING, open_cluster
from activate_va.jobs.errors import JobCancelled, JobNotFound, NoWorkers, SchedulerUnreachable, WorkerLost
from activate_va.jobs.failures import UnexpectedFailure
from activate_va.jobs.service import Job, Jobs, JobState

from ..cluster_processes import ClusterProcesses
from . import tasks


class Followed:
    """A job and all that it told."""

    def __init__(self, jobs: Jobs, task: Any, **arguments: Any) -> None:
        self.jobs = jobs
        self.told: list[Job] = []
        self.ended = threading.Event()
        self.job = jobs.submit("test", task, arguments, resource=TRAINING, follow=self._follow)

    def _follow(self, job: Job) -> None:
        self.told.append(job)
        if job.ended:
            self.ended.set()

    def last(self) -> Job:
        assert self.ended.wait(60), self.told
        return self.told[-1]


def test_a_job_tells_its_progress_and_gives_its_result(jobs: Jobs) -> None:
    followed = Followed(jobs, tasks.count, steps=40)
    assert jobs.result(followed.job.id) == 40
    assert followed.last().state is JobState.FINISHED
    fractions = [job.fraction for job in followed.told]
    assert fractions == sorted(fractions)
    assert len(set(fractions)) > 2


def test_a_worker_reports_without_a_client_that_could_outlive_its_loop(jobs: Jobs) -> None:
    assert jobs.result(Followed(jobs, tasks.clients).job.id) == 0


def test_a_task_may_be_given_as_much_as_a_pools_neighbours(jobs: Jobs) -> None:
    """Where Dask warns, pytest fails."""
    assert jobs.result(Followed(jobs, tasks.size, blob=bytes(30_000_000)).job.id) == 30_000_000


def test_what_a_task_refuses_keeps_its_name_and_hint(jobs: Jobs) -> None:
    followed = Followed(jobs, tasks.refuse)
    with pytest.raises(Exception, match="this cannot be done"):
        jobs.result(followed.job.id)
    error = followed.last().error
    assert error is not None
    assert (error.error, error.detail, error.hint) == ("Refused", "this cannot be done", "ask for something else")


def test_a_defect_is_told_as_one(jobs: Jobs) -> None:
    followed = Followed(jobs, tasks.break_down)
    with pytest.raises(UnexpectedFailure, match="ZeroDivisionError: a defect"):
        jobs.result(followed.job.id)
    assert followed.last().state is JobState.FAILED


def test_a_running_job_stops_soon_after_it_is_cancelled(jobs: Jobs) -> None:
    followed = Followed(jobs, tasks.count, steps=3_000)
    while not followed.told:
        time.sleep(0.01)
    assert jobs.cancel(followed.job.id).state is JobState.CANCELLED
    with pytest.raises(JobCancelled):
        jobs.result(followed.job.id)
    after = Followed(jobs, tasks.count, steps=1)
    assert jobs.result(after.job.id) == 1


def test_cancelling_a_job_that_has_ended_changes_nothing(jobs: Jobs) -> None:
    followed = Followed(jobs, tasks.count, steps=1)
    followed.last()
    assert jobs.cancel(followed.job.id).state is JobState.FINISHED


def test_a_lost_worker_means_one_retry(jobs: Jobs, tmp_path: Path) -> None:
    followed = Followed(jobs, tasks.die, times=1, notes=str(tmp_path))
    assert jobs.result(followed.job.id) == 1


def test_a_worker_lost_twice_is_the_end(jobs: Jobs, tmp_path: Path) -> None:
    followed = Followed(jobs, tasks.die, times=2, notes=str(tmp_path))
    with pytest.raises(WorkerLost, match="lost twice"):
        jobs.result(followed.job.id)
    assert followed.last().state is JobState.FAILED


def test_of_many_jobs_those_that_ended_are_forgotten_and_none_that_runs(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "REMEMBERED", 2)
    sign, kept = tmp_path / "sign", threading.Event()
    arguments = {"sign": str(sign)}
    slow = jobs.submit("test", tasks.wait_for, arguments, resource=PROJECTION, keep=lambda _: kept.set())
    quick = [Followed(jobs, tasks.count, steps=1) for _ in range(4)]
    assert [followed.last().state for followed in quick] == [JobState.FINISHED] * 4
    last = Followed(jobs, tasks.count, steps=1)
    assert last.last() == jobs.get(last.job.id)
    with pytest.raises(JobNotFound):
        jobs.get(quick[0].job.id)
    assert not jobs.get(slow.id).ended
    sign.touch()
    assert kept.wait(60)


def test_an_unknown_job_is_named(jobs: Jobs) -> None:
    with pytest.raises(JobNotFound, match="'none'"):
        jobs.get("none")


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    with pytest.raises(SchedulerUnreachable, match="no Dask scheduler answers"):
        open_cluster("tcp://127.0.0.1:9")


def test_work_for_a_scheduler_that_never_gets_a_worker_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "SECONDS_BETWEEN_LOOKS", 0.1)
    with ClusterProcesses(tmp_path, 0) as lab:
        cluster = open_cluster(lab.address, patience=1)
        jobs = Jobs(cluster)
        job = jobs.submit("test", tasks.count, {"steps": 1}, resource=TRAINING)
        with pytest.raises(NoWorkers, match="the scheduler had no worker for this"):
            jobs.result(job.id)
        jobs.close()
        cluster.close()


@pytest.mark.slow
def test_work_whose_only_worker_is_killed_for_good_is_tried_again_and_then_fails(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also work whose result nobody waits for, as maps that a round needs."""
    monkeypatch.setattr(service, "SECONDS_BETWEEN_LOOKS", 0.1)
    with ClusterProcesses(tmp_path, 1) as lab:
        cluster = open_cluster(lab.address, patience=2)
        others = Jobs(cluster)
        running, failed = threading.Event(), threading.Event()
        sign = {"sign": str(tmp_path / "never")}
        job = others.submit(
            "test", tasks.wait_for, sign, resource=TRAINING, follow=lambda one: running.set() if one.fraction else None
        )
        kept = others.submit(
            "test",
            tasks.wait_for,
            sign,
            resource=TRAINING,
            keep=lambda _: None,
            follow=lambda one: failed.set() if one.ended else None,
        )
        assert running.wait(60)
        lab.kill(0)
        with pytest.raises(NoWorkers, match="the scheduler had no worker for this"):
            others.result(job.id)
        assert failed.wait(30)
        error = others.get(kept.id).error
        assert error is not None
        assert (error.error, "ACTIVATE_VA_NO_WORKER_SECONDS" in error.hint) == ("NoWorkers", True)
        others.close()
        cluster.close()
