"""One round under way: its jobs are submitted, and each result becomes an event as it arrives."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from activate_va.classifiers import classifiers
from activate_va.datasets.held_out import PoolSubset, digest_without
from activate_va.errors import ActivateError
from activate_va.jobs.cluster import TRAINING
from activate_va.jobs.errors import JobNotFound
from activate_va.jobs.failures import as_activate_error
from activate_va.jobs.projector import Projector
from activate_va.jobs.publisher import Message, session_channel
from activate_va.jobs.service import Job, Jobs
from activate_va.pool import Need, PoolView, origins
from activate_va.selection import schemes as selection_schemes
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.errors import NoRoundRunning
from activate_va.sessions.evaluating import in_rows, learnt_from, truths
from activate_va.sessions.events import Payload, RoundFailed, RoundFinished
from activate_va.sessions.labels import labels_of
from activate_va.sessions.late_inputs import is_ready, wait_for
from activate_va.sessions.log import EventLog
from activate_va.sessions.placing_anew import MACHINE, place_anew
from activate_va.sessions.predictions import heaviest, left_by, predictor_by
from activate_va.sessions.said import confirmed, keep_said
from activate_va.sessions.state import Round, SessionState
from activate_va.sessions.training_task import (
    PredictionOrder,
    Trained,
    TrainingOrder,
    embed_pool,
    predict_pool,
    train_scheme,
)
from activate_va.storage.failures import StorageFailure
from activate_va.training import schemes

logger = logging.getLogger(__name__)

FIRST_OF_ALL = 100
"""The priority of what the cards on the board wait for."""

POLL_SECONDS = 0.3
"""Between two looks at what a scheme waits for."""

OF_A_LAYER = frozenset({Need.EMBEDDING, Need.LAST_LAYER})
"""What a network's last hidden layer has to be known for."""
SaveOfThePool = Callable[[str, int, str, NDArray[Any]], None]
"""Given session, round, scheme, and what its model says of the pool."""

RETRY_SECONDS = 2.0
"""Until the next attempt to write how a round ended, where the disk took nothing."""


class RoundProgress(BaseModel):
    """How far a running round is; passes by and is not kept. `fraction` is that of the stage, in [0, 1]."""

    model_config = ConfigDict(frozen=True)

    round: int
    training_scheme: str
    stage: str
    fraction: float


@dataclass(eq=False)
class RunningRound:
    """A thread that follows the round of `state.running` to its end. `view` is that of the state.

    `then` hears of the state that the round led to, before it is over. `earlier` is a round of the same session whose
    thread may still be at its end.
    """

    log: EventLog
    jobs: Jobs
    artifacts: Artifacts
    state: SessionState
    projector: Projector
    view: PoolView
    on_end: Callable[[RunningRound], None]
    then: Callable[[SessionState], None]
    earlier: RunningRound | None = None
    job_ids: list[str] = field(default_factory=list)
    retry_seconds: float = RETRY_SECONDS

    def __post_init__(self) -> None:
        self.round: Round = running_of(self.state)
        self._reference = self.projector.shelf.reference(learnt_from(self.state))
        self._digest = digest_without(self.state.dataset_digest, self.state.held_out)
        self._kept = PoolSubset.of(len(self.projector.shelf.open(self.state.dataset).pool), self.state.held_out)
        self._held_up: StorageFailure | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"round-{self.state.session_id}", daemon=True)
        self._cancelled = threading.Event()

    def start(self) -> None:
        self._thread.start()

    def join(self, seconds: float | None = None) -> None:
        self._thread.join(seconds)

    def wait(self) -> None:
        """Block until the round has ended. Raises StorageFailure where its end cannot be written for now."""
        self._over.wait()
        if (failure := self._held_up) is not None:
            raise failure
        self.join()

    def cancel(self) -> None:
        self._cancelled.set()
        self._cancel_jobs()

    def _run(self) -> None:
        try:
            self._train_all()
        except NoRoundRunning:
            logger.info("round %s of %s ended before its jobs did", self.round.round, self.state.session_id)
        except ActivateError as error:
            self._close(error)
        except Exception as error:  # Whatever it is, the round must not hang; it is logged and shown.
            logger.exception("round %s of %s failed", self.round.round, self.state.session_id)
            self._close(as_activate_error(error))
        finally:
            try:
                self._cancel_jobs()
            finally:
                self._over.set()
                self.on_end(self)

    def _cancel_jobs(self) -> None:
        """Stop what nobody waits for any more; jobs that have ended stay as they are."""
        for job_id in list(self.job_ids):
            with suppress(JobNotFound):  # It ended so long ago that it is forgotten.
                self.jobs.cancel(job_id)

    def _train_all(self) -> None:
        begun = time.perf_counter()
        names = in_order(self.round.config)
        ready = {name: self._submit_training(name) for name in names if is_ready(self.view, name)}
        self._make_room()
        of_the_pool = list[tuple[str, SaveOfThePool, Job]]()
        awaited = set(self.round.config.weights())
        for name in (*ready, *(name for name in names if name not in ready)):
            trained: Trained = self.jobs.result((ready.get(name) or self._submit_late(name)).id)
            self._keep(trained)
            wanted = self._wanted(trained)
            of_the_pool += [(name, save, self._submit_of_the_pool(task, trained)) for task, save in wanted]
            if name in awaited and not awaited - {name}:  # Cards are placed before the other schemes have trained.
                self._save(of_the_pool)
                self._place_anew()
            awaited.discard(name)
        self._save(of_the_pool)
        self._append(RoundFinished(round=self.round.round, seconds=time.perf_counter() - begun))
        self._place_anew()
        keep_said(self.artifacts, self.log.state(self.state.session_id), self.round.round, names)
        self.artifacts.forget_earlier(self.state.session_id, self.round.round, names)
        self._expect_to_go_on()
        self.then(self.log.state(self.state.session_id))

    def _save(self, of_the_pool: list[tuple[str, SaveOfThePool, Job]]) -> None:
        """Keep what models say of the pool, each as soon as it is known, and take it off the list."""
        while of_the_pool:
            name, save, job = of_the_pool[0]
            save(*self._place(name), self.jobs.result(job.id))
            of_the_pool.pop(0)

    def _place_anew(self) -> None:
        """Place what older models placed, by the models that predict, which are trained."""
        predictor = predictor_by(self.round.round, self.round.config)
        probabilities = left_by(self.artifacts, self.state.session_id, predictor)
        assert probabilities is not None  # noqa: S101 - they were just kept; this tells the type checker
        place_anew(self.log, self.state.session_id, predictor, probabilities, self._kept)

    def _make_room(self) -> None:
        """A cancelled round may have borne the same number: let it end, and drop what it left."""
        if self.earlier is not None:
            self.earlier.join()
            self.earlier = None
        self.artifacts.empty(self.state.session_id, self.round.round)

    def _submit_late(self, name: str) -> Job:
        """Once what it needs has been computed; until then its progress says what it waits for."""

        def pause(job: Job) -> None:
            self._publish(name, f"{name}: waiting for the map, {job.stage}", 0.0)
            self._cancelled.wait(POLL_SECONDS)
            self._expect_to_go_on()

        wait_for(self.view, name, self.jobs, pause)
        return self._submit_training(name)

    def _submit_training(self, name: str) -> Job:
        order = TrainingOrder(
            reference=self._reference,
            digest=self._digest,
            scheme=name,
            round=self.round.round,
            seed=self.state.seed,
            labels=in_rows(labels_of(self.state), self._kept),
            evaluation=truths(self.state, "evaluation"),
            validation=truths(self.state, "validation"),
            config=self.round.config,
            pool=self.view.shipment(schemes[name]),
            folder=self.projector.folder,
        )
        rank = in_order(self.round.config).index(name)
        return self._submit("train", train_scheme, {"order": order}, name, priority=FIRST_OF_ALL - rank)

    def _wanted(self, trained: Trained) -> list[tuple[Callable[..., object], SaveOfThePool]]:
        """What a model has to say of the pool at once: the next selection will ask for it, or it says how sure labels
        are that were inferred."""
        config, name = self.round.config, trained.outcome.training_scheme
        needs = selection_schemes[config.selection_scheme].needs | {Need.COORDINATES}
        asked, predicts = origins(needs, config.distance_space), name in config.weights()
        wanted = list[tuple[Callable[..., object], SaveOfThePool]]()
        if predicts or Need.COMMITTEE in asked or trained.inferred is not None:
            wanted.append((predict_pool, partial(self._keep_probabilities, trained)))
        if name == heaviest(config.weights()) and asked & OF_A_LAYER and classifiers[config.classifier].embeds:
            wanted.append((embed_pool, self.artifacts.save_embedding))
        return wanted

    def _submit_of_the_pool(self, task: Callable[..., object], trained: Trained) -> Job:
        """By models that predict at once; by others after all training, so that results come first."""
        name = trained.outcome.training_scheme
        priority = FIRST_OF_ALL if name in self.round.config.weights() else 0
        order = PredictionOrder(self._reference, self._digest, name, trained.fitted)
        return self._submit("predict", task, {"order": order}, name, priority)

    def _submit(
        self, kind: str, task: Callable[..., object], arguments: dict[str, object], name: str, priority: int
    ) -> Job:
        self._expect_to_go_on()
        follow = self._follower(name)
        job = self.jobs.submit(kind, task, arguments, resource=TRAINING, priority=priority, follow=follow)
        self.job_ids.append(job.id)
        self._expect_to_go_on()  # Who cancelled meanwhile did not find this job.
        return job

    def _expect_to_go_on(self) -> None:
        if self._cancelled.is_set():
            raise NoRoundRunning("the round was cancelled")

    def _follower(self, name: str) -> Callable[[Job], None]:
        return lambda job: self._publish(name, job.stage, job.fraction)

    def _publish(self, name: str, stage: str, fraction: float) -> None:
        progress = RoundProgress(round=self.round.round, training_scheme=name, stage=stage, fraction=fraction)
        self.log.publisher.publish(session_channel(self.state.session_id), Message("progress", None, progress))

    def _keep(self, trained: Trained) -> None:
        place = self._place(trained.outcome.training_scheme)
        self.artifacts.save_model(*place, trained.suffix, trained.archive)
        self.artifacts.save_fitted(*place, trained.fitted)
        if trained.validation is not None:
            self.artifacts.save_validation(*place, trained.validation)
        self._append(trained.outcome)

    def _keep_probabilities(
        self, trained: Trained, session_id: str, round_number: int, scheme: str, probabilities: NDArray[np.float32]
    ) -> None:
        """Those of the pool, and by them how sure the labels are that the model learnt from."""
        place = (session_id, round_number, scheme)
        self.artifacts.save_probabilities(*place, probabilities)
        if trained.inferred is not None:
            sure = confirmed(trained.inferred, probabilities, trained.outcome.temperature)
            self.artifacts.save_inferred(*place, sure)

    def _place(self, name: str) -> tuple[str, int, str]:
        return self.state.session_id, self.round.round, name

    def _append(self, payload: Payload) -> None:
        append_to_round(self.log, self.state.session_id, self.round, payload)

    def _close(self, error: ActivateError) -> None:
        """Write why the round failed; where the disk takes nothing, as soon as it does."""
        while not self._cancelled.is_set():
            try:
                close_round(self.log, self.state.session_id, self.round, error)
            except StorageFailure as failure:
                logger.warning("the end of round %s of %s: %s", self.round.round, self.state.session_id, failure)
                self._cancel_jobs()
                self._held_up = failure
                self._over.set()
                self._cancelled.wait(self.retry_seconds)
            else:
                self._held_up = None
                return


def in_order(config: SessionConfig) -> list[str]:
    """The schemes that train: those that predict, then the others by what they cost.

    Those that infer labels for the whole pool cost most.
    """
    weights = config.weights()
    return sorted(config.training_schemes, key=lambda name: (name not in weights, schemes[name].covers_pool))


def running_of(state: SessionState) -> Round:
    if state.running is None:
        raise NoRoundRunning(f"no round of session {state.session_id} is running")
    return state.running


def append_to_round(log: EventLog, session_id: str, round_: Round, payload: Payload) -> None:
    """Write the payload if that very round still runs; raises NoRoundRunning if not."""

    def decide(state: SessionState) -> Payload:
        if state.running is None or state.running.started_seq != round_.started_seq:
            raise NoRoundRunning(f"round {round_.round} is not running any more")
        return payload

    log.append(session_id, decide, actor=MACHINE)


def close_round(log: EventLog, session_id: str, round_: Round, error: ActivateError) -> None:
    """Say in the log why the round failed, unless it has ended otherwise."""
    failed = RoundFailed(round=round_.round, error=error.code, detail=error.detail, hint=error.hint)
    try:
        append_to_round(log, session_id, round_, failed)
    except NoRoundRunning:
        logger.info("round %s of %s had ended already", round_.round, session_id)
