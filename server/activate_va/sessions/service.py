"""Everything that can be asked of sessions; the browser, scripts and studies all come through here."""

from __future__ import annotations

import secrets
from collections.abc import Sequence, Set
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from activate_va.client_key import ClientKey
from activate_va.datasets import Dataset
from activate_va.datasets.shelf import DatasetShelf
from activate_va.evaluation import at_temperature
from activate_va.sessions import commands
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.config import ConfigPatch, SessionConfig
from activate_va.sessions.duplicating import changes_of, copied, expect_duplicable
from activate_va.sessions.errors import DatasetChanged, ModelNotFound, RoundNotFound
from activate_va.sessions.evaluating import draw, spread
from activate_va.sessions.events import (
    MIXTURE,
    ConfigChanged,
    Event,
    ExistingLabels,
    HeldOutFor,
    Predictor,
    SamplesPicked,
    SamplesQueried,
    SessionCreated,
)
from activate_va.sessions.existing import imported
from activate_va.sessions.guidelines import Guidelines
from activate_va.sessions.listing import Listing, columns_of
from activate_va.sessions.log import EventLog, expect_kind
from activate_va.sessions.looking import Looking
from activate_va.sessions.own_embeddings import expect_own_embeddings
from activate_va.sessions.owners import Owners, new_session_id
from activate_va.sessions.placing_anew import has_outdated, place_anew
from activate_va.sessions.predictions import predictor_in, predictor_of, temperature_of
from activate_va.sessions.repository import SessionEntry
from activate_va.sessions.rounds import Rounds
from activate_va.sessions.selecting import Decide, Selecting, same_for_selecting
from activate_va.sessions.state import Round, SessionState
from activate_va.sessions.steps import PERSON, StepName
from activate_va.sessions.validation import ValidationAnswers, answers

NOTHING: Set[int] = frozenset()


class SessionService:
    """Labelling sessions. Each write takes the actor and a client key that makes repeating it harmless."""

    def __init__(
        self, log: EventLog, shelf: DatasetShelf, selecting: Selecting, rounds: Rounds, artifacts: Artifacts
    ) -> None:
        self.log = log
        self.listing = Listing(log.engine, log.states)
        self.owners = Owners(log.engine)
        self.shelf = shelf
        self.guidelines = Guidelines(log, self.owners, shelf)
        self.selecting = selecting
        self.looking = Looking(selecting.views)
        self.rounds = rounds
        self.artifacts = artifacts

    def create(
        self,
        dataset: str,
        name: str | None = None,
        seed: int | None = None,
        config: ConfigPatch | None = None,
        actor: str = PERSON,
        client_key: ClientKey | None = None,
        existing_labels: ExistingLabels = "hide",
        evaluation_first: bool | None = False,
        annotator_id: str | None = None,
    ) -> SessionState:
        """Begin a session, of the annotator's if there is one. Without a seed one is drawn and kept.
        `evaluation_first`: None where there is no test label.

        A client key gives the session its id, so that repeating the call finds the session begun first. Raises
        DatasetNotFound, UnknownName, NoExistingLabels; ClientKeyReused where that was begun by another request.
        """
        session_id = new_session_id(client_key, annotator_id)
        if client_key and self.log.exists(session_id):
            return self.log.begun(session_id, client_key)
        data = self.shelf.open(dataset)
        chosen = (config or ConfigPatch()).applied_to(
            SessionConfig(
                classifier=data.kind.default_classifier,
                calibration="temperature" if len(data.validation.labelled()) else "none",
            )
        )
        commands.check_config(chosen, data.kind)
        expect_own_embeddings(chosen, data)
        created = SessionCreated(
            name=name or f"Session {self.log.begun_by(actor) + 1}",
            dataset=dataset,
            dataset_digest=data.digest,
            seed=secrets.randbelow(2**31) if seed is None else seed,
            config=chosen,
            existing_labels=existing_labels,
            evaluation_first=not len(data.test.labelled()) if evaluation_first is None else evaluation_first,
        )
        then = imported(data, existing_labels)
        return self.log.create(session_id, created, actor, client_key, then, annotator_id)

    def duplicate(
        self,
        session_id: str,
        name: str,
        client_key: ClientKey | None = None,
        annotator_id: str | None = None,
        dataset: str | None = None,
    ) -> SessionEntry:
        """Another session with the same events, models and predictions, from where both go on by themselves.

        A client key gives it its id, as for `create`. `dataset`: the session's with samples added, on which the copy
        goes on. Raises SessionNotFound, UnreadableLog, RoundRunning, OfAProject, OtherSamples.
        """
        copy_id = new_session_id(client_key, annotator_id)
        state = self.state(session_id)
        expect_duplicable(state, self.owners.of(session_id))
        changes = changes_of(state, name, dataset, self.shelf)
        if not self.log.exists(copy_id):
            self.artifacts.copy(session_id, copy_id, of_the_pool=dataset is None)
        self.log.create_from(copied(self.events(session_id), copy_id, changes), client_key, annotator_id)
        return self.entry(copy_id)

    def entry(self, session_id: str) -> SessionEntry:
        """The session as lists show it. Raises SessionNotFound."""
        return self.listing.entry(session_id)

    def list_as(
        self, session_id: str, name: str | None = None, deleted: bool | None = None, archived: bool | None = None
    ) -> SessionEntry:
        """Show the session otherwise in lists, as `columns_of` says. Its events stay. Raises SessionNotFound."""
        self.log.list_as(session_id, **columns_of(name, deleted, archived))
        return self.entry(session_id)

    def state(self, session_id: str) -> SessionState:
        """Raises SessionNotFound, UnreadableLog."""
        return self.log.state(session_id)

    def events(self, session_id: str, after: int = 0) -> list[Event]:
        """Raises SessionNotFound, UnreadableLog."""
        return self.log.events(session_id, after)

    def change_config(
        self, session_id: str, patch: ConfigPatch, actor: str = PERSON, client_key: ClientKey | None = None
    ) -> Event:
        """Raises UnknownName, ClassifierOfAnotherKind, PredictWithUntrained, OwnEmbeddingNotFound."""
        data = self.shelf.open(self.log.recalled(session_id).dataset)

        def change(state: SessionState) -> ConfigChanged:
            changed = commands.change_config(state, patch, data.kind)
            expect_own_embeddings(changed.config, data)
            return changed

        event = self.log.append(session_id, change, actor, client_key)
        return expect_kind(event, "config_changed")

    def query(
        self,
        session_id: str,
        scheme: str | None = None,
        count: int | None = None,
        actor: str = PERSON,
        client_key: ClientKey | None = None,
    ) -> Event:
        """The machine selects; scheme and count default to the configuration's. Raises CountExceedsPool, …"""

        def chosen(data: Dataset, state: SessionState) -> SamplesQueried:
            config = state.config
            return self.selecting.query(state, data, scheme or config.selection_scheme, count or config.batch_size)

        return self.select(session_id, chosen, "samples_queried", actor, client_key)

    def draw_evaluation(
        self,
        session_id: str,
        held_out_for: HeldOutFor,
        count: int | None = None,
        actor: str = PERSON,
        client_key: ClientKey | None = None,
    ) -> Event:
        """Samples at random, to label and hold out for good. Raises EvaluationClosed, EvaluationTooLarge."""
        size = len(self._dataset(session_id).pool)
        event = self.log.append(
            session_id,
            lambda state: draw(state, held_out_for, count or state.config.batch_size, size),
            actor,
            client_key,
        )
        return expect_kind(event, "evaluation_drawn")

    def pick(
        self, session_id: str, sample_ids: Sequence[int], actor: str = PERSON, client_key: ClientKey | None = None
    ) -> Event:
        """The person selects. Raises SampleNotInPool, SampleOnBoard, RepeatedSample."""

        def picked(data: Dataset, state: SessionState) -> SamplesPicked:
            return self.selecting.pick(state, data, sample_ids)

        return self.select(session_id, picked, "samples_picked", actor, client_key)

    def hand_out(
        self,
        session_id: str,
        sample_ids: Sequence[int],
        actor: str = PERSON,
        client_key: ClientKey | None = None,
        withheld: Set[int] = NOTHING,
    ) -> Event:
        """Bring samples onto the board that a project asks for, those `withheld` without a prediction.

        Raises SampleNotInPool, SampleOnBoard.
        """

        def handed_out(data: Dataset, state: SessionState) -> SamplesQueried:
            return self.selecting.handed_out(state, data, sample_ids, withheld)

        return self.select(session_id, handed_out, "samples_queried", actor, client_key)

    def select(self, session_id: str, decide: Decide, kind: str, actor: str, key: ClientKey | None) -> Event:
        """Samples come onto the board, as `decide` says by a payload of that kind, which may take long."""
        decided = partial(decide, self._dataset(session_id))
        event = self.log.append_at_length(session_id, decided, same_for_selecting, actor, key)
        return expect_kind(event, kind)

    def place(
        self,
        session_id: str,
        sample_id: int,
        class_index: int,
        confidence: float | None,
        actor: str = PERSON,
        client_key: ClientKey | None = None,
    ) -> Event:
        """Label a sample on the board, or move it; a confidence of None was not stated.

        Raises SampleNotOnBoard, ClassOutOfRange.
        """
        n_classes = len(self._dataset(session_id).classes)
        event = self.log.append(
            session_id,
            lambda state: commands.place(state, sample_id, class_index, confidence, n_classes),
            actor,
            client_key,
        )
        return expect_kind(event, "sample_placed")

    def label_alike(
        self,
        session_id: str,
        sample_ids: Sequence[int],
        class_index: int,
        confidence: float | None,
        actor: str = PERSON,
        client_key: ClientKey | None = None,
        relabel: bool = False,
    ) -> Event:
        """Label several samples of the pool in one step, labels too to `relabel`; a confidence of None was not stated.

        Raises SampleNotInPool, RepeatedSample, ClassOutOfRange, NothingToLabel.
        """
        dataset = self._dataset(session_id)
        sizes = len(dataset.classes), len(dataset.pool)
        event = self.log.append(
            session_id,
            lambda state: commands.label_alike(state, sample_ids, class_index, confidence, *sizes, relabel),
            actor,
            client_key,
        )
        return expect_kind(event, "samples_labelled")

    def confirm(
        self,
        session_id: str,
        sample_ids: Sequence[int],
        class_indices: Sequence[int] | None = None,
        actor: str = PERSON,
        client_key: ClientKey | None = None,
    ) -> Event:
        """Accept the machine's placements, as they were seen where classes are given.

        Raises SampleNotOnBoard, SampleNotPlaced, PlacementsChanged.
        """
        event = self.log.append(
            session_id, lambda state: commands.confirm(state, sample_ids, class_indices), actor, client_key
        )
        return expect_kind(event, "labels_confirmed")

    def return_sample(
        self, session_id: str, sample_id: int, actor: str = PERSON, client_key: ClientKey | None = None
    ) -> Event:
        """Back to the unlabelled region. Raises SampleNotOnBoard, SampleNotPlaced."""
        event = self.log.append(session_id, lambda state: commands.return_sample(state, sample_id), actor, client_key)
        return expect_kind(event, "sample_returned")

    def undo(
        self, session_id: str, named: StepName | None = None, actor: str = PERSON, client_key: ClientKey | None = None
    ) -> Event:
        """Take back the actor's own last step. Raises NothingToUndo, StepNotFound, StepNotLast, StepBuiltUpon."""
        event = self.log.append(session_id, lambda state: commands.undo(state, actor, named), actor, client_key)
        self._place_anew(session_id)
        return expect_kind(event, "undone")

    def redo(
        self, session_id: str, named: StepName | None = None, actor: str = PERSON, client_key: ClientKey | None = None
    ) -> Event:
        """Bring a step back. Raises NothingToRedo, StepNotFound, StepNotLast, StepBuiltUpon."""
        event = self.log.append(session_id, lambda state: commands.redo(state, actor, named), actor, client_key)
        self._place_anew(session_id)
        return expect_kind(event, "redone")

    def _place_anew(self, session_id: str) -> None:
        """What comes back as an older model placed it goes where the newest would place it, once that is known."""
        state = self.log.state(session_id)
        predictor = predictor_of(state)
        if predictor is not None and has_outdated(state, predictor):
            probabilities = self.selecting.predictions.known(state)
            if probabilities is not None:
                place_anew(self.log, session_id, predictor, probabilities, self.selecting.views.kept(state))

    def train(self, session_id: str, actor: str = PERSON, client_key: ClientKey | None = None) -> Event:
        """Start a round. Raises RoundRunning, NoLabels, OneClassOnly, InputMissing."""
        self._dataset(session_id)
        return self.rounds.start(session_id, actor, client_key)

    def cancel_round(self, session_id: str, actor: str = PERSON, client_key: ClientKey | None = None) -> Event:
        """Raises NoRoundRunning."""
        return self.rounds.cancel(session_id, actor, client_key)

    def round(self, session_id: str, number: int) -> Round:
        """A finished round. Raises RoundNotFound."""
        rounds = self.state(session_id).rounds
        if not 1 <= number <= len(rounds):
            raise RoundNotFound(f"round={number} is not one of the {len(rounds)} finished rounds")
        return rounds[number - 1]

    def pool_predictions(self, session_id: str, number: int, scheme: str) -> NDArray[np.float32]:
        """Probabilities (n, c) of the pool by a model of a finished round; computed where that was not done yet.

        NaN for samples that are held out: nothing is predicted of them.
        Raises RoundNotFound, ModelNotFound; ProbabilitiesMissing where a newer round has replaced the model.
        """
        state = self.state(session_id)
        found = self.rounds.views.predictions.by(state, self.predictor(session_id, number, scheme))
        return spread(found, self.selecting.views.kept(state), len(self.shelf.open(state.dataset).pool))

    def validation_answers(self, session_id: str, number: int, scheme: str) -> ValidationAnswers:
        """What a model of a finished round says of each validation sample; computed where that was not done yet.

        It is as sure as its heights on the board are.
        Raises RoundNotFound, ModelNotFound; ProbabilitiesMissing where a newer round has replaced the model.
        """
        labels = self._dataset(session_id).validation.labels
        probabilities = self.validation_probabilities(session_id, number, scheme)
        temperature = temperature_of(self.state(session_id), self.predictor(session_id, number, scheme))
        return answers(labels, probabilities if temperature is None else at_temperature(probabilities, temperature))

    def validation_probabilities(self, session_id: str, number: int, scheme: str) -> NDArray[np.float32]:
        """The same as the model itself says it (n, c). Raises as `validation_answers` does."""
        predictor = self.predictor(session_id, number, scheme)
        return self.rounds.views.predictions.of_validation(self.state(session_id), predictor)

    def predictor(self, session_id: str, number: int, scheme: str) -> Predictor:
        """The model of a finished round; `mixture`: its models, as the configuration mixes them.

        Raises RoundNotFound, ModelNotFound.
        """
        finished = self.round(session_id, number)
        if scheme in finished.results:
            return Predictor(round=number, training_scheme=scheme)
        found = predictor_in(finished, self.state(session_id).config)
        if scheme != MIXTURE or found is None or not found.weights:
            raise ModelNotFound(f"round {number} has no model of training scheme {scheme}")
        return found

    def model_path(self, session_id: str, number: int, scheme: str) -> Path:
        """The file of a trained model. Raises RoundNotFound, ModelNotFound."""
        if scheme not in self.round(session_id, number).results:
            raise ModelNotFound(f"training scheme {scheme} was not trained in round {number}")
        return self.artifacts.model_path(session_id, number, scheme)

    def _dataset(self, session_id: str) -> Dataset:
        state = self.log.recalled(session_id)
        dataset = self.shelf.open(state.dataset)
        if dataset.digest != state.dataset_digest:
            raise DatasetChanged(f"dataset {state.dataset} is not what it was when session {session_id} began")
        return dataset
