"""Cancelling a round stops that round, however often it is said, and no other."""

from __future__ import annotations

from typing import Any

import pytest

from activate_va.jobs.service import JobState
from activate_va.sessions import commands

from .conftest import Labeller

MANY = {"epochs": 1000}
FEW = {"epochs": 2}


@pytest.fixture
def labelled(labeller: Labeller) -> Labeller:
    labeller.label(labeller.query(10)["samples"])
    return labeller


def start(labeller: Labeller, **config: Any) -> None:
    labeller.expect(200, "PATCH", f"{labeller.url}/config", config)
    labeller.expect(202, "POST", f"{labeller.url}/rounds")


def test_a_repeated_cancelling_leaves_the_next_round_alone(labelled: Labeller) -> None:
    start(labelled, **MANY)
    cancelled = labelled.expect(200, "DELETE", f"{labelled.url}/rounds/current", key="one click")
    start(labelled, **FEW)
    assert labelled.expect(200, "DELETE", f"{labelled.url}/rounds/current", key="one click") == cancelled
    state = labelled.wait()
    assert state["interruption"] is None
    assert set(state["rounds"][0]["results"]) == {"SIL", "IDA"}


def test_cancelling_with_the_key_of_another_write_is_refused_and_cancels_nothing(labelled: Labeller) -> None:
    start(labelled, **FEW)
    labelled.expect(200, "POST", f"{labelled.url}/undo", key="an undo")
    error = labelled.expect(409, "DELETE", f"{labelled.url}/rounds/current", key="an undo")
    assert error["error"] == "ClientKeyReused"
    assert labelled.wait()["interruption"] is None


def test_a_round_that_begins_before_the_cancelled_one_has_heard_of_it_ends_that_one(labelled: Labeller) -> None:
    sessions = labelled.services.sessions
    start(labelled, training_schemes=["IDA"], **MANY)
    first = sessions.rounds.under_way(labelled.session_id)
    assert first is not None
    sessions.log.append(labelled.session_id, commands.cancel_round)
    start(labelled, **FEW)
    first.join()
    assert {labelled.services.jobs.get(job_id).state for job_id in first.job_ids} <= {JobState.CANCELLED}
    assert labelled.wait()["interruption"] is None
