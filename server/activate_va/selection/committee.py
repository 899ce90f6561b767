"""Query by committee: samples on which the models of a round disagree."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.options import Options
from activate_va.pool import Committee, Need, given
from activate_va.selection.base import SelectionContext, SelectionScheme

BLOCK = 8192
"""Samples at a time, few enough to stay in the processor's cache."""
SMALLEST = np.finfo(np.float32).tiny


class CommitteeOptions(Options):
    disagreement: Annotated[
        Literal["kl_divergence", "vote_entropy"],
        Field(description="mean Kullback-Leibler divergence from the mean of all, or entropy of the classes voted for"),
    ] = "kl_divergence"


class QueryByCommittee(SelectionScheme):
    """The samples on which the models of the last round's training schemes disagree most, of the whole pool.

    Settles 2009, "Active Learning Literature Survey", 3.2: mean Kullback-Leibler divergence of each member from the
    mean of all (McCallum and Nigam 1998), or entropy of their votes (Dagan and Engelson 1995). Few members cast few
    different votes, so that those of the same entropy stand by their divergence; then ties go to the lowest sample id.
    """

    name = "QBC"
    title = "Query by committee"
    description = "The N samples on which the models of the last round's training schemes disagree most."
    needs = frozenset({Need.COMMITTEE})
    options = CommitteeOptions
    fallback = "ECRS"

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        committee, available = given(context.committee, Need.COMMITTEE), context.available
        by_votes = context.chosen(CommitteeOptions).disagreement == "vote_entropy"
        blocks = [available[start : start + BLOCK] for start in range(0, len(available), BLOCK)]
        divergence = np.concatenate([kl_divergence(_of(committee, rows)) for rows in blocks])
        votes = np.concatenate([vote_entropy(_of(committee, rows)) for rows in blocks]) if by_votes else divergence
        return available[np.lexsort((available, -divergence, -votes))[:count]]


def kl_divergence(members: NDArray[np.float32]) -> NDArray[np.float32]:
    """For members (m, n, c) the mean over members of their divergence from the mean of all (n,), in nats."""
    entropy_of_mean = -_information(members.mean(axis=0))
    return np.asarray(np.maximum(entropy_of_mean + _information(members).mean(axis=0), 0))


def vote_entropy(members: NDArray[np.float32]) -> NDArray[np.float32]:
    """For members (m, n, c) the entropy (n,) of the classes they predict, in nats, from 0 to the log of m or c."""
    shares = np.zeros(members.shape[1:], np.float32)
    rows = np.arange(len(shares))
    for member in members:
        shares[rows, member.argmax(axis=1)] += np.float32(1 / len(members))
    return -_information(np.sort(shares, axis=1))


def _information(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sum of p log p over the last axis; a probability of zero adds nothing."""
    return np.asarray(np.sum(probabilities * np.log(np.maximum(probabilities, SMALLEST)), axis=-1))


def _of(committee: Committee, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    return np.stack([member[rows] for member in committee])
