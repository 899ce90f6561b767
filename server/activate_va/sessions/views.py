"""The pool as a session's configuration and models show it."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers import classifiers
from activate_va.datasets.held_out import PoolSubset
from activate_va.digest import json_digest
from activate_va.jobs.projector import Projector
from activate_va.jobs.representer import Representer
from activate_va.jobs.representing import Represented
from activate_va.pool import (
    Encoder,
    LastLayer,
    Need,
    Neighbours,
    PoolView,
    Source,
    content_of,
    own_embedding_of,
    spaces,
)
from activate_va.pool.needs import NO_CLASSIFIER, given
from activate_va.recent import Recent
from activate_va.representations import representations
from activate_va.sessions.evaluating import in_rows, learnt_from
from activate_va.sessions.labels import labels_of
from activate_va.sessions.predictions import Predictions, predictor_of
from activate_va.sessions.state import SessionState
from activate_va.training.shares_spread import ROUGHLY, spread

NOT_REPRESENTED = "distances are not measured in a representation, such as deskewed or self_supervised"
NOT_TAUGHT = "distances are not measured in a space that a network has learnt, such as self_supervised"

NO_LABELS = "there are no labels yet"
SPREAD_OVER = 7
"""Neighbours, as many as ILS spreads over."""
HELD = 4
"""Shares of classes in memory, those used last: 2 MB for MNIST."""


class Views:
    """Makes the view of a state's pool; what it shows is computed when somebody looks."""

    def __init__(self, projector: Projector, representer: Representer, predictions: Predictions) -> None:
        self.projector = projector
        self.representer = representer
        self.predictions = predictions
        self._spread: Recent[str, NDArray[np.float32]] = Recent(HELD)

    def of(self, state: SessionState) -> PoolView:
        """The inputs as they were when the session was in this state, of all samples that are not held out, by row.

        Raises UnknownName, DatasetNotFound.
        """
        content = content_of(self.projector.shelf.open(learnt_from(state)), self.projector.folder)
        return PoolView(content, state.config.distance_space, self._sources(state))

    def kept(self, state: SessionState) -> PoolSubset:
        """Which samples these rows are."""
        return PoolSubset.of(len(self.projector.shelf.open(state.dataset).pool), state.held_out)

    def _sources(self, state: SessionState) -> dict[Need, Source]:
        def projection() -> object:
            config = state.config
            own = own_embedding_of(config.map_space)
            return self.projector.coordinates(learnt_from(state), config.projection, config.options, own)

        untrained = NO_CLASSIFIER if predictor_of(state) is None else None
        shallow = untrained or _without_hidden_layer(state)
        return {
            Need.PROJECTION: Source(projection, expect_ready=projection),
            Need.PROBABILITIES: Source(lambda: self.predictions.of(state), untrained),
            Need.EMBEDDING: Source(lambda: self.predictions.embedding(state), shallow),
            Need.LAST_LAYER: Source(lambda: self._last_layer(state), shallow),
            Need.COMMITTEE: Source(lambda: self.predictions.committee(state), _without_committee(state)),
            Need.LABELS: Source(lambda: in_rows(labels_of(state), self.kept(state))),
            Need.SHARES: Source(lambda: self._shares(state), None if labels_of(state) else NO_LABELS),
        } | self._represented(state)

    def _last_layer(self, state: SessionState) -> LastLayer:
        return LastLayer.of(given(self.predictions.of(state), Need.PROBABILITIES), self.predictions.embedding(state))

    def _shares(self, state: SessionState) -> NDArray[np.float32]:
        """As labels spread now; who asks again with the same labels need not wait again."""
        labels = in_rows(labels_of(state), self.kept(state))
        neighbours = self._neighbours(state)
        graph = [zlib.crc32(np.ascontiguousarray(part).data) for part in neighbours]
        key = json_digest([graph, labels.sample_ids.tolist(), labels.class_indices.tolist()])
        found = self._spread.get(key)
        if found is None:
            shares = spread(neighbours, labels.sample_ids, labels.class_indices, tolerance=ROUGHLY)
            found = shares.astype(np.float32)
            self._spread.put(key, found)
        return found

    def _neighbours(self, state: SessionState) -> Neighbours:
        """Those that labels spread over."""
        method, learnt = spaces[state.config.distance_space].representation, learnt_from(state)
        if method is not None:
            return self.representer.represented(learnt, method).neighbours.nearest(SPREAD_OVER)
        return content_of(self.projector.shelf.open(learnt), self.projector.folder).neighbours(SPREAD_OVER)

    def _represented(self, state: SessionState) -> dict[Need, Source]:
        """Points and neighbours, where distances are measured in what the pool's samples alone have taught."""
        method = spaces[state.config.distance_space].representation
        if method is None:
            return {
                Need.ENCODER: Source(lambda: None, NOT_TAUGHT),
                Need.SPECTRUM: Source(lambda: None, NOT_REPRESENTED),
            }

        def known() -> Represented:
            return self.representer.represented(learnt_from(state), method)

        def spectrum() -> NDArray[np.float32]:
            return self.representer.spectrum(learnt_from(state), method)

        return {
            Need.REPRESENTATION: Source(lambda: known().points, expect_ready=known),
            Need.NEIGHBOURS: Source(lambda: known().neighbours, expect_ready=known),
            Need.SPECTRUM: Source(spectrum, expect_ready=spectrum),
            Need.ENCODER: self._encoder(state, method),
        }

    def _encoder(self, state: SessionState, method: str) -> Source:
        if own_embedding_of(method) is not None or not representations[method].teaches:
            return Source(lambda: None, NOT_TAUGHT)

        def taught() -> Encoder:
            return self.representer.encoder(learnt_from(state), method)

        return Source(taught, expect_ready=taught)


def _without_committee(state: SessionState) -> str | None:
    """Why the models of the last round are no committee; None where they are."""
    if not state.rounds:
        return NO_CLASSIFIER
    trained = state.rounds[-1].results
    return None if len(trained) > 1 else f"the last round trained {', '.join(trained)} alone, which is no committee"


def _without_hidden_layer(state: SessionState) -> str | None:
    """Why the model that predicts embeds nothing; None where it does, or where there is none."""
    predictor = predictor_of(state)
    if predictor is None:
        return None
    classifier = classifiers[state.rounds[predictor.round - 1].config.classifier]
    return None if classifier.embeds else f"{classifier.title.lower()} has no hidden layer"
