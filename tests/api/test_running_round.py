"""A round that is cancelled, at whatever moment, leaves no job behind that runs on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from activate_va.jobs.service import JobState
from activate_va.sessions import commands
from activate_va.sessions.running_round import RunningRound

from .conftest import Labeller


def begun(labeller: Labeller, job_ids: list[str], **config: Any) -> RunningRound:
    """A round that its server has not started yet, with labels to train on."""
    labeller.label(labeller.query(10)["samples"])
    labeller.expect(200, "PATCH", f"{labeller.url}/config", config)
    sessions = labeller.services.sessions
    sessions.log.append(labeller.session_id, commands.start_round)
    return RunningRound(
        log=sessions.log,
        jobs=labeller.services.jobs,
        artifacts=sessions.artifacts,
        state=sessions.log.state(labeller.session_id),
        reference=labeller.services.shelf.reference("digits"),
        coordinates=None,
        folder=Path(),
        on_end=lambda _: None,
        job_ids=job_ids,
    )


def states(labeller: Labeller, running: RunningRound) -> list[JobState]:
    return [labeller.services.jobs.get(job_id).state for job_id in running.job_ids]


def test_a_result_that_comes_after_the_cancelling_ends_the_other_jobs(labeller: Labeller) -> None:
    """The log says that the round is cancelled, and a scheme is done before anybody has told the round."""
    running = begun(labeller, [], epochs=100)
    labeller.services.sessions.log.append(labeller.session_id, commands.cancel_round)
    running.start()
    running.join()
    assert states(labeller, running)[1] is JobState.CANCELLED


class CancelledMeanwhile(list[str]):
    """Job ids of a round that is cancelled just when the first is to be noted."""

    running: RunningRound

    def append(self, job_id: str) -> None:
        self.running.cancel()
        super().append(job_id)


def test_a_job_that_is_submitted_during_the_cancelling_is_cancelled_too(labeller: Labeller) -> None:
    job_ids = CancelledMeanwhile()
    job_ids.running = running = begun(labeller, job_ids, training_schemes=["SIL"], predict_with="SIL", epochs=300)
    running.start()
    running.join()
    assert states(labeller, running) == [JobState.CANCELLED]


def test_a_round_that_ends_well_leaves_its_jobs_as_they_ended(labeller: Labeller) -> None:
    running = begun(labeller, [])
    running.start()
    running.join()
    state = labeller.state()
    assert state["interruption"] is None
    assert set(state["rounds"][0]["results"]) == {"SIL", "IDA"}
    assert JobState.CANCELLED not in states(labeller, running)
    assert labeller.query(1)["samples"][0]["prediction"]
