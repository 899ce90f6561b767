"""One session of a study, from the first sample to the last round, through the service that browsers use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset
from activate_va.errors import ActivateError
from activate_va.seeding import Purpose, generator
from activate_va.sessions.events import SamplesPicked, SamplesQueried, SelectedSample
from activate_va.sessions.service import SessionService
from activate_va.sessions.state import SessionState
from activate_va.studies.conditions import Trial, configuration
from activate_va.studies.design import StudyDesign
from activate_va.studies.errors import StudyRoundFailed
from activate_va.studies.labellers import Question, labellers
from activate_va.studies.policies import Choice, Policy, Query, View

ACTOR = "simulated"


@dataclass(frozen=True, eq=False)
class Simulation:
    """A trial under way. `dataset` has labels for its pool; `name` is what the server calls the dataset;
    `coordinates` (n, 2) and `reference` (n, c) are None where policy and labeller need none."""

    sessions: SessionService
    design: StudyDesign
    trial: Trial
    dataset: Dataset
    name: str
    coordinates: NDArray[np.float32] | None
    reference: NDArray[np.float32] | None

    def run(self, after_round: Callable[[int], None]) -> SessionState:
        """The session's last state; `after_round` is told the number of each finished round.

        Raises StudyRoundFailed, with what the round failed of.
        """
        session_id = self._begin()
        for number in range(1, self.design.rounds + 1):
            for sample in self._select(session_id, number):
                self._label(session_id, sample)
            self._train(session_id)
            after_round(number)
        return self.sessions.state(session_id)

    def _begin(self) -> str:
        """A new session. One that was interrupted stays as it is: its log could no longer end as an unbroken one's."""
        condition = self.trial.condition
        patch = configuration(self.design, condition)
        attempt = 1
        while True:
            key = f"study {self.trial.key} attempt {attempt}"
            state = self.sessions.create(self.name, self.trial.title, self.trial.seed, patch, ACTOR, key)
            if state.seq == 1:
                return state.session_id
            attempt += 1

    def _select(self, session_id: str, number: int) -> tuple[SelectedSample, ...]:
        policy = self.trial.condition.policy.policy().at(number)
        state = self.sessions.state(session_id)
        rng = generator(self.trial.seed, Purpose.PICKING, number)
        choice = policy.choose(self._view(state, policy, number), self.design.samples_per_round, rng)
        return self._carry_out(session_id, choice)

    def _carry_out(self, session_id: str, choice: Choice) -> tuple[SelectedSample, ...]:
        if isinstance(choice, Query):
            event = self.sessions.query(session_id, choice.scheme, self.design.samples_per_round, ACTOR)
        else:
            event = self.sessions.pick(session_id, choice.sample_ids, ACTOR)
        assert isinstance(event.payload, SamplesQueried | SamplesPicked)  # noqa: S101 - the service has checked the kind
        return event.payload.samples

    def _view(self, state: SessionState, policy: Policy, number: int) -> View:
        free = np.ones(len(self.dataset.pool), bool)
        free[list(state.board)] = False
        nothing = np.empty((0, 2), np.float32)
        if not policy.needs_view or self.coordinates is None:
            return View(number, np.flatnonzero(free), nothing, None, None)
        confusion = state.rounds[-1].results[self.design.predict_with].confusion if state.rounds else None
        return View(
            number,
            np.flatnonzero(free),
            self.coordinates,
            self.sessions.selecting.predictions.of(state),
            None if confusion is None else np.array(confusion, np.int64),
        )

    def _label(self, session_id: str, sample: SelectedSample) -> None:
        entry, predicted = self.trial.condition.labeller, sample.prediction
        answer = labellers[entry.name].answer(
            self._question(sample),
            entry.chosen_options(),
            generator(self.trial.seed, Purpose.LABELLING, sample.sample_id),
        )
        if answer.confidence is not None:
            self.sessions.place(session_id, sample.sample_id, answer.class_index, answer.confidence, ACTOR)
        elif predicted is not None and predicted.class_index == answer.class_index:
            self.sessions.confirm(session_id, [sample.sample_id], ACTOR)
        else:
            raise ValueError(f"labeller {entry.name} accepted a placement that is not there")

    def _question(self, sample: SelectedSample) -> Question:
        assert self.dataset.pool.labels is not None  # noqa: S101 - the design was checked; this tells the type checker
        return Question(
            truth=int(self.dataset.pool.labels[sample.sample_id]),
            predicted=sample.prediction.class_index if sample.prediction else None,
            probabilities=None if self.reference is None else self.reference[sample.sample_id].astype(np.float64),
        )

    def _train(self, session_id: str) -> None:
        try:
            self.sessions.train(session_id, ACTOR)
        except ActivateError as error:
            raise StudyRoundFailed(f"{self.trial.title}: {error.detail}") from error
        self.sessions.rounds.wait(session_id)
        state = self.sessions.state(session_id)
        if state.interruption is not None:
            failed = state.interruption
            raise StudyRoundFailed(f"round {failed.round} of {self.trial.title}: {failed.error}: {failed.detail}")
