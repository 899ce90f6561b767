"""One simulated session, from the first sample to the last round, through the service that browsers use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activate_va.client_key import ClientKey
from activate_va.datasets import Dataset
from activate_va.errors import ActivateError
from activate_va.jobs.errors import CannotWrite
from activate_va.seeding import Purpose, generator
from activate_va.sessions.config import ConfigPatch
from activate_va.sessions.errors import NoRoundRunning
from activate_va.sessions.events import SamplesPicked, SamplesQueried, SelectedSample
from activate_va.sessions.service import SessionService
from activate_va.sessions.state import SessionState
from activate_va.simulation.errors import StudyRoundFailed
from activate_va.simulation.labellers import Labeller, LabellerOptions, Question
from activate_va.simulation.policies import Choice, Policy, Query, View
from activate_va.storage.failures import SAID, StorageFailure

SIMULATED = "simulated:"
"""Actors of events: this, and the labeller's name. Older logs have `simulated` alone."""
OF_FILES = frozenset({CannotWrite.__name__, *(kind.__name__ for kind in SAID.values())})
"""What a round fails of where the disk takes no more."""


class Stopped(Exception):
    """The simulation ended because it was told to."""


@dataclass(frozen=True)
class Plan:
    """What a session works through. `key` tells it from every other of its data directory, `title` names it.

    `policy` chooses as many samples in each round as `batches` says for it, which `labeller` labels.
    """

    key: str
    title: str
    seed: int
    config: ConfigPatch
    policy: Policy
    labeller: Labeller
    labeller_options: LabellerOptions
    batches: tuple[int, ...]


@dataclass(eq=False)
class Simulation:
    """A plan under way. `dataset` has labels for its pool; `name` is what the server calls the dataset;
    `coordinates` (n, 2) and `reference` (n, c) are None where policy and labeller need none.
    `after_round` is called when a round has finished."""

    sessions: SessionService
    plan: Plan
    dataset: Dataset
    name: str
    coordinates: NDArray[np.float32] | None
    reference: NDArray[np.float32] | None
    after_round: Callable[[], None]

    def __post_init__(self) -> None:
        self._session_id: str | None = None
        self._stopped = threading.Event()
        self.actor = SIMULATED + self.plan.labeller.name

    def run(self) -> SessionState:
        """The session's last state.

        Raises StudyRoundFailed, with what the round failed of; CannotWrite, where that is a file; StorageFailure,
        where it is the database; or Stopped.
        """
        session_id = self._session_id = self._begin()
        for number in range(1, len(self.plan.batches) + 1):
            for sample in self._select(session_id, number):
                self._label(session_id, sample)
            self._train(session_id, number)
            self.after_round()
        return self.sessions.state(session_id)

    def stop(self) -> None:
        """From another thread: have `run` end soon, and the round that trains at once."""
        self._stopped.set()
        if self._session_id is not None:
            self._cancel_round(self._session_id)

    def _begin(self) -> str:
        """A new session. One that was interrupted stays as it is: its log could no longer end as an unbroken one's."""
        plan, attempt = self.plan, 1
        while True:
            key = ClientKey(f"study {plan.key} attempt {attempt}")
            state = self.sessions.create(self.name, plan.title, plan.seed, plan.config, self.actor, key)
            if state.seq == 1:
                return state.session_id
            attempt += 1

    def _select(self, session_id: str, number: int) -> tuple[SelectedSample, ...]:
        policy = self.plan.policy.at(number)
        state = self.sessions.state(session_id)
        rng = generator(self.plan.seed, Purpose.PICKING, number)
        count = self.plan.batches[number - 1]
        choice = policy.choose(self._view(state, policy, number), count, rng)
        return self._carry_out(session_id, choice, count)

    def _carry_out(self, session_id: str, choice: Choice, count: int) -> tuple[SelectedSample, ...]:
        if isinstance(choice, Query):
            event = self.sessions.query(session_id, choice.scheme, count, self.actor)
        else:
            event = self.sessions.pick(session_id, choice.sample_ids, self.actor)
        assert isinstance(event.payload, SamplesQueried | SamplesPicked)  # noqa: S101 - the service has checked the kind
        return event.payload.samples

    def _view(self, state: SessionState, policy: Policy, number: int) -> View:
        free = np.ones(len(self.dataset.pool), bool)
        free[list(state.board)] = False
        nothing = np.empty((0, 2), np.float32)
        if not policy.needs_view or self.coordinates is None:
            return View(number, np.flatnonzero(free), nothing, None, None)
        confusion = state.rounds[-1].results[state.config.predict_with].confusion if state.rounds else None
        return View(
            number,
            np.flatnonzero(free),
            self.coordinates,
            self.sessions.selecting.predictions.of(state),
            None if confusion is None else np.array(confusion, np.int64),
        )

    def _label(self, session_id: str, sample: SelectedSample) -> None:
        labeller, predicted = self.plan.labeller, sample.prediction
        answer = labeller.answer(
            self._question(sample),
            self.plan.labeller_options,
            generator(self.plan.seed, Purpose.LABELLING, sample.sample_id),
        )
        if answer.confidence is not None:
            self.sessions.place(session_id, sample.sample_id, answer.class_index, answer.confidence, self.actor)
        elif predicted is not None and predicted.class_index == answer.class_index:
            self.sessions.confirm(session_id, [sample.sample_id], actor=self.actor)
        else:
            raise ValueError(f"labeller {labeller.name} accepted a placement that is not there")

    def _question(self, sample: SelectedSample) -> Question:
        assert self.dataset.pool.labels is not None  # noqa: S101 - the design was checked; this tells the type checker
        return Question(
            truth=int(self.dataset.pool.labels[sample.sample_id]),
            predicted=sample.prediction.class_index if sample.prediction else None,
            probabilities=None if self.reference is None else self.reference[sample.sample_id].astype(np.float64),
        )

    def _train(self, session_id: str, number: int) -> None:
        self._raise_if_stopped()
        try:
            self.sessions.train(session_id, self.actor)
        except StorageFailure:
            raise
        except ActivateError as error:
            raise StudyRoundFailed(f"{self.plan.title}: {error.detail}") from error
        if self._stopped.is_set():
            self._cancel_round(session_id)
        self.sessions.rounds.wait(session_id)
        self._raise_if_stopped()
        self._check_ended(self.sessions.state(session_id), number)

    def _check_ended(self, state: SessionState, number: int) -> None:
        failed = state.interruption
        if failed is not None and failed.error in OF_FILES:
            raise CannotWrite(failed.detail)
        if failed is not None or len(state.rounds) != number:
            reason = f"{failed.error}: {failed.detail}" if failed else "it did not end"
            raise StudyRoundFailed(f"round {number} of {self.plan.title}: {reason}")

    def _raise_if_stopped(self) -> None:
        if self._stopped.is_set():
            raise Stopped

    def _cancel_round(self, session_id: str) -> None:
        with suppress(NoRoundRunning):
            self.sessions.cancel_round(session_id, self.actor)
