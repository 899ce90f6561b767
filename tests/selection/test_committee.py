"""Query by committee against slow and obvious ways."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from activate_va.selection import SelectionContext, schemes
from activate_va.selection.committee import CommitteeOptions, kl_divergence, vote_entropy

QBC = schemes["QBC"]
Members = NDArray[np.float32]


@st.composite
def committees(draw: st.DrawFn) -> Members:
    """(m, n, c), some of them sure, some with classes that they hold for impossible."""
    members, n, classes = draw(st.integers(2, 5)), draw(st.integers(1, 20)), draw(st.integers(2, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    weights = rng.integers(0, 4, (members, n, classes)) + 1e-9 * rng.random((members, n, classes))
    return (weights / weights.sum(axis=2, keepdims=True)).astype(np.float32)


def slow_divergence(members: Members, i: int) -> float:
    mean = members[:, i].astype(float).mean(axis=0)
    of_each = [sum(p * log(p / q) for p, q in zip(map(float, m[i]), mean, strict=True) if p > 0) for m in members]
    return sum(of_each) / len(of_each)


def slow_votes(members: Members, i: int) -> float:
    votes = [int(member[i].argmax()) for member in members]
    shares = [votes.count(each) / len(votes) for each in set(votes)]
    return -sum(share * log(share) for share in shares)


@given(committees())
def test_disagreement_is_what_its_definition_says(members: Members) -> None:
    n = members.shape[1]
    assert kl_divergence(members) == pytest.approx([slow_divergence(members, i) for i in range(n)], abs=1e-5)
    assert vote_entropy(members) == pytest.approx([slow_votes(members, i) for i in range(n)], abs=1e-6)


@given(committees())
def test_who_agrees_does_not_disagree(members: Members) -> None:
    alike = np.stack([members[0]] * 4)
    assert kl_divergence(alike) == pytest.approx(0, abs=1e-6)
    assert vote_entropy(alike) == pytest.approx(0, abs=1e-6)


def query(members: Members, count: int, disagreement: str = "kl_divergence", taken: int = 2) -> list[int]:
    options = CommitteeOptions.model_validate({"disagreement": disagreement})
    n = members.shape[1]
    context = SelectionContext(np.arange(taken, n), np.arange(taken), committee=tuple(members), options=options)
    return [int(i) for i in QBC.select(context, count, np.random.default_rng(0))]


def test_the_whole_pool_is_looked_at_in_blocks_as_at_once() -> None:
    rng = np.random.default_rng(0)
    members = rng.dirichlet(np.full(4, 0.3), (3, 20_000)).astype(np.float32)
    scores = np.array(kl_divergence(members[:, 2:]))
    assert query(members, 10) == (2 + np.argsort(-scores, kind="stable")[:10]).tolist()


def test_of_those_with_the_same_votes_the_more_divergent_come_first() -> None:
    sure, unsure, other = [0.9, 0.1, 0.0], [0.5, 0.4, 0.1], [0.1, 0.9, 0.0]
    first, second = [sure, sure, unsure, sure], [sure, other, [0.4, 0.5, 0.1], other]
    members = np.array([first, second], np.float32)
    assert query(members, 3, "vote_entropy", taken=0) == [1, 3, 2]
    assert query(members, 4, taken=0)[-1] == 0
