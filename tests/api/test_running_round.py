"""A round that is cancelled, at whatever moment, leaves no job that runs on, and no file that passes for another's."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from activate_va.classifiers import FittedClassifier
from activate_va.jobs.service import JobState
from activate_va.sessions import commands
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.log import EventLog
from activate_va.sessions.running_round import RunningRound

from .conftest import Labeller


def begun(labeller: Labeller, job_ids: list[str], artifacts: Artifacts | None = None, **config: Any) -> RunningRound:
    """A round that its server has not started yet, with labels to train on."""
    labeller.label(labeller.query(10)["samples"])
    labeller.expect(200, "PATCH", f"{labeller.url}/config", config)
    sessions = labeller.services.sessions
    sessions.log.append(labeller.session_id, commands.start_round)
    return RunningRound(
        log=sessions.log,
        jobs=labeller.services.jobs,
        artifacts=artifacts or sessions.artifacts,
        state=sessions.log.state(labeller.session_id),
        projector=labeller.services.projector,
        view=sessions.selecting.views.of(sessions.log.state(labeller.session_id)),
        on_end=lambda _: None,
        then=lambda _: None,
        job_ids=job_ids,
    )


def states(labeller: Labeller, running: RunningRound) -> list[JobState]:
    return [labeller.services.jobs.get(job_id).state for job_id in running.job_ids]


def test_a_result_that_comes_after_the_cancelling_ends_the_other_jobs(labeller: Labeller) -> None:
    """The log says that the round is cancelled, and a scheme is done before anybody has told the round."""
    running = begun(labeller, [], epochs=100, predict_with="SIL")
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


class CancelledWhenKept(Artifacts):
    """Has the round cancelled when a first model of it is kept, before the log hears of that model."""

    def __init__(self, labeller: Labeller) -> None:
        super().__init__(labeller.services.sessions.artifacts.folder)
        self.log: EventLog = labeller.services.sessions.log

    def save_fitted(self, session_id: str, round_number: int, scheme: str, fitted: FittedClassifier) -> None:
        super().save_fitted(session_id, round_number, scheme, fitted)
        self.log.append(session_id, commands.cancel_round)


def cancelled_when_kept(labeller: Labeller) -> None:
    running = begun(labeller, [], CancelledWhenKept(labeller))
    running.start()
    running.join()


def files(labeller: Labeller, round_number: int) -> set[str]:
    folder = labeller.services.sessions.artifacts.folder / labeller.session_id / f"round-{round_number:04d}"
    return {path.name for path in folder.iterdir()}


def test_a_cancelled_round_leaves_the_models_of_earlier_rounds(labeller: Labeller) -> None:
    labeller.label(labeller.query(10)["samples"])
    labeller.train()
    cancelled_when_kept(labeller)
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"predict_with": "SIL"})
    sample_id = labeller.query(1)["samples"][0]["sample_id"]
    placement = labeller.state()["board"][str(sample_id)]
    assert placement["predicted_by"] == {"round": 1, "training_scheme": "SIL", "weights": {}}


def test_what_a_cancelled_round_left_passes_for_no_later_rounds(labeller: Labeller) -> None:
    labeller.label(labeller.query(10)["samples"])
    labeller.train()
    cancelled_when_kept(labeller)
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"training_schemes": ["IDA"]})
    labeller.train()
    error = labeller.expect(404, "GET", f"{labeller.url}/rounds/2/models/SIL")
    assert error["error"] == "ModelNotFound"
    labeller.services.sessions.rounds.wait(labeller.session_id)
    assert files(labeller, 2) == {"IDA.keras", "IDA.fitted", "IDA.npy", "IDA.validation.npy"}
    of_the_first = {"IDA.keras", "IDA.said.npy", "SIL.keras", "SIL.fitted", "IDA.validation.npy", "SIL.validation.npy"}
    assert files(labeller, 1) == of_the_first


class Emptied(Artifacts):
    """Tells when a round begins to drop what its number left."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.told = threading.Event()

    def empty(self, session_id: str, round_number: int) -> None:
        self.told.set()
        super().empty(session_id, round_number)


def test_a_cancelled_round_writes_its_last_before_the_next_drops_it(labeller: Labeller) -> None:
    artifacts, too_early = Emptied(labeller.services.sessions.artifacts.folder), []
    slow = replace(begun(labeller, []), on_end=lambda _: too_early.append(artifacts.told.wait(0.5)))
    slow.log.append(labeller.session_id, commands.cancel_round)
    slow.cancel()
    slow.start()
    following = replace(begun(labeller, [], artifacts), earlier=slow)
    following.start()
    following.join()
    assert artifacts.told.is_set()
    assert too_early == [False]
