"""The lock: nothing that is held out to evaluate on is ever selected, trained on, inferred, fitted on or predicted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activate_va.datasets.base import Dataset, Split
from activate_va.datasets.held_out import PoolSubset, digest_without, without
from activate_va.kinds.text import texts
from activate_va.kinds.tfidf import tfidf_of
from activate_va.options import options_of
from activate_va.pool import Encoder, LabelSet, Need, PoolView, Source, content_of
from activate_va.projections import projections
from activate_va.selection import schemes as selection_schemes
from activate_va.selection import select
from activate_va.sessions import commands
from activate_va.sessions.available import Available
from activate_va.sessions.evaluating import (
    EvaluationClosed,
    EvaluationFirst,
    EvaluationTooLarge,
    draw,
    in_rows,
    is_closed,
)
from activate_va.sessions.events import EvaluationDrawn, SamplesPicked, SelectedSample
from activate_va.sessions.fold import effort_of
from activate_va.sessions.labels import labels_of
from activate_va.sessions.selecting import with_predictions
from activate_va.sessions.state import SessionState, Status
from activate_va.training import TrainingContext
from activate_va.training import schemes as training_schemes

from .strategies import CLASSES, run

N = 40
SUBJECTS = ("flood", "quake", "match", "album")


def dataset(n: int = N) -> Dataset:
    """Texts each with a word of its own, by which it would be found in whatever had seen it."""
    items = texts([f"the {SUBJECTS[row % 4]} of own{row:02d} near town {row % 7}" for row in range(n)])
    pool = Split(items, np.arange(n) % CLASSES)
    return Dataset("lines", "Lines", "text", tuple("abc"), pool, pool.part(slice(0, 0)), pool.part(slice(0, 0)), "d")


held_out = st.sets(st.integers(0, N - 1), min_size=1, max_size=N // 2).map(lambda ids: tuple(sorted(ids)))


@given(held_out)
def test_what_is_left_lacks_them_and_keeps_its_ids(ids: tuple[int, ...]) -> None:
    whole = dataset()
    left, kept = without(whole, ids), PoolSubset.of(N, ids)
    assert not set(kept.sample_ids.tolist()) & set(ids)
    assert list(left.pool.items) == [whole.pool.items[i] for i in kept.sample_ids]
    assert kept.rows(kept.sample_ids).tolist() == list(range(N - len(ids)))
    assert left.digest == digest_without(whole.digest, ids) != whole.digest
    with pytest.raises(ValueError, match="held out"):
        kept.rows(np.array([ids[0]]))


@given(ids=held_out, seed=st.integers(0, 2**16))
@settings(max_examples=12)
def test_nothing_that_is_held_out_is_selected_trained_on_inferred_or_fitted_on(
    tmp_path_factory: pytest.TempPathFactory, ids: tuple[int, ...], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("pool")
    left, kept = without(dataset(), ids), PoolSubset.of(N, ids)
    words = " ".join(tfidf_of(left.pool.items).vectoriser.get_feature_names_out())
    assert not [i for i in ids if f"own{i:02d}" in words]
    view, labels = _view(left, kept, folder, seed)
    rng = np.random.default_rng(seed)
    free = np.setdiff1d(np.arange(len(kept.sample_ids)), labels.sample_ids)
    for scheme in selection_schemes:
        chosen = select(scheme.name, Available(view, {}, free, labels.sample_ids), 5, rng)
        assert not set(kept.sample_ids[chosen.sample_ids].tolist()) & set(ids)
    for training in training_schemes:
        options = options_of(training_schemes, training.name, {})
        context = TrainingContext(len(left.pool), options=options, **view.inputs(training))
        made = training.assemble(labels, context, rng)
        assert not set(kept.sample_ids[made.indices].tolist()) & set(ids)
    assert len(projections["pca"].compute(view.content.features)) == N - len(ids)


def _view(left: Dataset, kept: PoolSubset, folder: Path, seed: int) -> tuple[PoolView, LabelSet]:
    """Of what is left, with six labels, and a model's probabilities drawn by lot."""
    rng = np.random.default_rng(seed)
    content = content_of(left, folder)
    labelled = np.sort(rng.choice(kept.sample_ids, 6, replace=False))
    labels = in_rows(LabelSet(labelled, np.arange(6) % CLASSES, np.full(6, 0.8)), kept)
    probabilities = rng.dirichlet(np.ones(CLASSES), len(content)).astype(np.float32)
    sources: dict[Need, Source] = {
        Need.PROJECTION: Source(lambda: content.components[:, :2]),
        Need.REPRESENTATION: Source(lambda: content.components),
        Need.ENCODER: Source(lambda: Encoder(1, 1, ())),
        Need.PROBABILITIES: Source(lambda: probabilities),
        Need.EMBEDDING: Source(lambda: content.components.astype(np.float16)),
        Need.LABELS: Source(lambda: labels),
    }
    return PoolView(content, "components", sources), labels


@given(held_out)
def test_what_they_say_changes_nothing_for_the_others(ids: tuple[int, ...]) -> None:
    """Samples of other content in their place leave the same features, as of other samples nothing is known."""
    whole = dataset()
    other = whole.pool.items.copy()
    for i in ids:
        other[i] = "flood flood of something else altogether"
    changed = without(replace(whole, pool=Split(other, whole.pool.labels), digest="e"), ids)
    same = without(whole, ids)
    np.testing.assert_array_equal(same.kind.features(same.pool.items), changed.kind.features(changed.pool.items))


def _drawn(state: SessionState, purpose: Any = "evaluation", count: int = 4) -> SessionState:
    return run(state, draw(state, purpose, count, N))


def test_samples_are_drawn_from_all_that_are_left_and_stay_locked(begun: SessionState) -> None:
    state = _drawn(_drawn(begun), "validation", 3)
    assert len(state.held_out) == 7
    assert {p.held_out_for for p in state.board.values()} == {"evaluation", "validation"}
    assert state.undo_steps == ()
    first = state.held_out[0]
    state = run(state, commands.place(state, first, 1, None, CLASSES))
    assert state.board[first].status is Status.HAND_LABELLED
    assert (state.labels, effort_of(state).labelled, len(labels_of(state))) == (0, 0, 0)
    assert state.board[first].prediction is None
    state = run(state, commands.undo(state, "person"))
    assert len(state.held_out) == 7
    with pytest.raises(ValueError, match="held out"):
        with_predictions([first], np.ones((N - 7, CLASSES), np.float32), None, PoolSubset.of(N, state.held_out))


def test_every_sample_is_as_likely_as_any_other(begun: SessionState) -> None:
    counts = np.zeros(N)
    for seed in range(2_000):
        counts[list(draw(begun.model_copy(update={"seed": seed}), "evaluation", 10, N).sample_ids)] += 1
    assert np.abs(counts - 500).max() < 5 * np.sqrt(500 * 0.75)


def test_nothing_is_drawn_once_samples_were_selected_to_learn_from(begun: SessionState) -> None:
    state = _drawn(begun)
    free = next(i for i in range(N) if i not in state.board)
    picked = SamplesPicked(samples=(SelectedSample(sample_id=free, prediction=None),), predicted_by=None)
    selected = run(state, picked)
    assert (is_closed(state), is_closed(selected)) == (False, True)
    with pytest.raises(EvaluationClosed):
        draw(selected, "evaluation", 1, N)
    assert isinstance(draw(run(selected, commands.undo(selected, "person")), "evaluation", 1, N), EvaluationDrawn)


def test_half_of_the_pool_is_left_to_learn_from(begun: SessionState) -> None:
    with pytest.raises(EvaluationTooLarge, match="over half of 40"):
        draw(_drawn(begun), "validation", N // 2 - 3, N)


def test_a_session_that_begins_with_evaluation_trains_nothing_before(begun: SessionState) -> None:
    state = begun.model_copy(update={"evaluation_first": True})
    with pytest.raises(EvaluationFirst):
        commands.start_round(state)
