"""Evaluation first: a random set to report on, labelled before anything is learnt, and locked for good."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.held_out import PoolSubset, Reference, Without
from activate_va.errors import ActivateError
from activate_va.pool import LabelSet
from activate_va.seeding import Purpose, generator
from activate_va.sessions.events import EvaluationDrawn, HeldOutFor
from activate_va.sessions.placement import Status
from activate_va.sessions.state import SessionState

LARGEST_SHARE = 0.5
"""Of the pool that may be held out."""


class EvaluationClosed(ActivateError):
    status = 409
    hint = "begin a new session: what was selected or trained since would bias the draw"


class EvaluationFirst(ActivateError):
    status = 409
    hint = "label some of the evaluation set first, or begin a session with evaluation_first=false"


class EvaluationTooLarge(ActivateError):
    status = 422
    hint = "leave at least half of the pool to learn from"


def draw(state: SessionState, held_out_for: HeldOutFor, count: int, pool_size: int) -> EvaluationDrawn:
    """Samples at random from all that are not on the board. Raises EvaluationClosed, EvaluationTooLarge."""
    if is_closed(state):
        raise EvaluationClosed("samples have been selected for training already")
    if len(state.held_out) + count > LARGEST_SHARE * pool_size:
        held = len(state.held_out)
        raise EvaluationTooLarge(f"count={count} and the {held:,} held out are over half of {pool_size:,} samples")
    free = np.ones(pool_size, bool)
    free[list(state.board)] = False
    left = np.flatnonzero(free)
    if count > len(left):
        raise EvaluationTooLarge(f"count={count} exceeds the {len(left):,} samples left in the pool")
    chosen = generator(state.seed, Purpose.EVALUATION, state.seq).choice(left, count, replace=False)
    return EvaluationDrawn(held_out_for=held_out_for, sample_ids=tuple(chosen.tolist()), drawn_from=len(left))


def is_closed(state: SessionState) -> bool:
    """Whether a sample has been selected to learn from, or a round begun: no draw is random after that."""
    selected = any(p.held_out_for is None and p.status is not Status.IMPORTED for p in state.board.values())
    return selected or bool(state.rounds) or state.running is not None


def expect_evaluated(state: SessionState) -> None:
    """Raises EvaluationFirst where the session was to begin with an evaluation set, and none of it is labelled."""
    if state.evaluation_first and not state.held_out_labels("evaluation"):
        raise EvaluationFirst("no sample of the evaluation set has a label yet")


def learnt_from(state: SessionState) -> Reference:
    """The dataset without what is held out: all that anything is fitted on, selected from or inferred for."""
    return Without(state.dataset, state.held_out) if state.held_out else state.dataset


def in_rows(labels: LabelSet, kept: PoolSubset) -> LabelSet:
    """The labels with rows of that pool in place of sample ids. Raises ValueError for one that is held out."""
    return LabelSet(kept.rows(labels.sample_ids), labels.class_indices, labels.confidences)


def spread(values: NDArray[np.float32], kept: PoolSubset, n: int) -> NDArray[np.float32]:
    """Values (m, …) of the samples that are kept as values (n, …) of all, NaN for those held out."""
    if len(values) == n:
        return values
    whole = np.full((n, *values.shape[1:]), np.nan, np.float32)
    whole[kept.sample_ids] = values
    return whole


def truths(state: SessionState, held_out_for: HeldOutFor) -> tuple[tuple[int, int], ...]:
    """Sample and class of each label that is held out for that."""
    labels = state.held_out_labels(held_out_for)
    return tuple((p.sample_id, p.class_index) for p in labels if p.class_index is not None)
