"""Samples that a person may want to see next to one another: those like one, and those between two classes."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers import Classifier, classifiers
from activate_va.classifiers.evidence import Evidence
from activate_va.datasets.errors import NoImage
from activate_va.datasets.held_out import PoolSubset
from activate_va.pool import Need, Needs
from activate_va.selection.distances import squared_distances
from activate_va.sessions.commands import check_class, check_in_pool
from activate_va.sessions.errors import NoWords, PredictionWithheld, SampleHeldOut
from activate_va.sessions.predictions import predictor_of
from activate_va.sessions.searching import Searching
from activate_va.sessions.state import SessionState
from activate_va.sessions.training_task import Explained
from activate_va.sessions.views import Views

SEES_VECTORS = "choose a classifier of images to ask on which parts of one an answer rests"


class Found(NamedTuple):
    """Samples that are not on the board, in order; `how` says in words by what, `note` what stood in and why."""

    sample_ids: list[int]
    how: str
    note: str | None


@dataclass(frozen=True)
class _Look:
    """What is looked at, as a scheme declares it."""

    name: str
    needs: Needs
    n_neighbours: int = 0


LIKENESS = _Look("looking for samples like one", frozenset({Need.COORDINATES}))
ANSWER = _Look("looking for what an answer rests on", frozenset({Need.PROBABILITIES}))
CONTRADICTION = _Look("looking for labels that a model contradicts", frozenset({Need.PROBABILITIES}))
HESITATION = _Look("looking for samples between two classes", frozenset({Need.PROBABILITIES}))


class Looking:
    """Looks through the samples of a session's pool that are not on its board."""

    def __init__(self, views: Views) -> None:
        self.views = views
        self.searching = Searching()

    def search(self, state: SessionState, wanted: str, expression: bool) -> NDArray[np.int64]:
        """Ids of the samples that a search finds, ascending, on the board or not.

        Raises NotSearchable, InvalidExpression, NothingToSearchFor.
        """
        dataset = self.views.projector.shelf.open(state.dataset)
        return self.searching.hits(state, dataset, wanted, expression=expression)

    def like(self, state: SessionState, sample_id: int, count: int) -> Found:
        """The nearest in the session's feature space, nearest first; of equally near ones the lowest id.

        Raises SampleNotInPool, InputMissing, ProjectionNotReady.
        """
        view, kept = self.views.of(state), self.views.kept(state)
        row = self._row(state, kept, sample_id)
        view.expect(LIKENESS)
        points = view.inputs(LIKENESS)[Need.COORDINATES.value]
        gaps = squared_distances(points, np.asarray(points[row]))
        free = _free(state, kept)
        free[row] = False
        return Found(_least(gaps, free, kept, count), view.space.phrase, view.note)

    def why(self, state: SessionState, sample_id: int, withheld: Set[int]) -> Explained:
        """On which parts of an image the answer of the model rests that predicts.

        Raises SampleNotInPool, NoImage, InputMissing, ProbabilitiesMissing, PredictionWithheld.
        """
        expect_shown(sample_id, withheld)
        dataset = self.views.projector.shelf.open(state.dataset)
        row = self._row(state, self.views.kept(state), sample_id)
        if dataset.shape is None:
            raise NoImage(f"samples of {state.dataset} are of kind {dataset.modality}")
        if sees_no_samples(state):
            raise NoImage("the model sees no images: it is given vectors that came with the samples", SEES_VECTORS)
        self.views.of(state).expect(ANSWER)
        return self.views.predictions.explained(state, row)

    def words(self, state: SessionState, sample_id: int, withheld: Set[int]) -> Evidence:
        """Which words of a text speak for what the model says that predicts, and which against it.

        Raises SampleNotInPool, InputMissing, NoWords, ProbabilitiesMissing, PredictionWithheld.
        """
        expect_shown(sample_id, withheld)
        row = self._row(state, self.views.kept(state), sample_id)
        self.views.of(state).expect(ANSWER)
        classifier = _predicting(state)
        if state.config.mixture:
            raise NoWords("several models predict together", "let one training scheme predict, then ask again")
        if not classifier.says_words:
            raise NoWords(f"{classifier.title} does not say which words its answers rest on")
        return self.views.predictions.evidence(state, row)

    def between(
        self, state: SessionState, first: int, second: int, count: int, n_classes: int, withheld: Set[int]
    ) -> Found:
        """Those of which the less probable of two classes is most probable, by the model that predicts; not those
        whose predictions are `withheld`.

        Raises ClassOutOfRange, InputMissing.
        """
        for class_index in (first, second):
            check_class(state, class_index, n_classes)
        view = self.views.of(state)
        view.expect(HESITATION)
        probabilities = np.asarray(view.inputs(HESITATION)[Need.PROBABILITIES.value])
        doubt = np.minimum(probabilities[:, first], probabilities[:, second])
        kept = self.views.kept(state)
        free = _free(state, kept) & ~np.isin(kept.sample_ids, list(withheld))
        return Found(_least(-doubt, free, kept, count), "by the newest model", None)

    def contradicted(self, state: SessionState, withheld: Set[int]) -> Found:
        """Labels that the model which predicts would put in another class, the surest of that first; not those whose
        predictions are `withheld`.

        Raises InputMissing.
        """
        view = self.views.of(state)
        view.expect(CONTRADICTION)
        labels = [each for i, each in state.board.items() if each.trains and i not in withheld]
        ids = np.array([each.sample_id for each in labels], np.int64)
        probabilities = np.asarray(view.inputs(CONTRADICTION)[Need.PROBABILITIES.value])
        rows = probabilities[self.views.kept(state).rows(ids)]
        other = rows.argmax(axis=1) != np.array([each.class_index for each in labels], np.int64)
        surest = np.lexsort((ids, -rows.max(axis=1)))
        return Found(ids[surest[other[surest]]].tolist(), "by the newest model", None)

    def _row(self, state: SessionState, kept: PoolSubset, sample_id: int) -> int:
        """Of a sample of the pool that is not held out. Raises SampleNotInPool, SampleHeldOut."""
        check_in_pool([sample_id], len(self.views.projector.shelf.open(state.dataset).pool))
        if sample_id in state.held_out:
            raise SampleHeldOut(f"sample_id={sample_id} is held out: no model looks at it")
        return int(kept.rows(np.array([sample_id], np.int64))[0])


def expect_shown(sample_id: int, withheld: Set[int]) -> None:
    """Raises PredictionWithheld."""
    if sample_id in withheld:
        raise PredictionWithheld(f"what the machine predicts of sample_id={sample_id} is withheld")


def sees_no_samples(state: SessionState) -> bool:
    """Whether the model that predicts is given vectors in place of samples."""
    return _predicting(state).takes_embeddings


def _predicting(state: SessionState) -> Classifier:
    """What the model that predicts was fitted by; before there is one, what would."""
    predictor = predictor_of(state)
    config = state.config if predictor is None else state.rounds[predictor.round - 1].config
    return classifiers[config.classifier]


def _free(state: SessionState, kept: PoolSubset) -> NDArray[np.bool_]:
    """By row of what is left, whether the sample is not on the board."""
    return ~np.isin(kept.sample_ids, list(state.board))


def _least(values: NDArray[np.float32], free: NDArray[np.bool_], kept: PoolSubset, count: int) -> list[int]:
    rows = np.flatnonzero(free)
    nearest = rows[np.argsort(values[rows], kind="stable")[:count]]
    found: list[int] = kept.sample_ids[nearest].tolist()
    return found
