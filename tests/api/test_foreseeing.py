"""What the machine selects after a round was worked out when that ended, and is what it would select anyway."""

from __future__ import annotations

import pytest

from activate_va.sessions import foreseeing
from activate_va.sessions.foreseeing import Foreseeing

from .conftest import Labeller


@pytest.fixture
def trained(labeller: Labeller) -> Labeller:
    for _ in range(2):
        labeller.label(labeller.query(scheme="GM")["samples"])
    labeller.train()
    labeller.services.sessions.rounds.wait(labeller.session_id)
    return labeller


def refuse(*_: object) -> None:
    raise AssertionError("selected once more")


def test_who_asks_after_a_round_is_given_what_was_worked_out(
    trained: Labeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = trained.services.sessions
    anew = Foreseeing(sessions.selecting.views).selection(sessions.state(trained.session_id), "GM", 10)
    monkeypatch.setattr(foreseeing, "select", refuse)
    samples = trained.query(scheme="GM")["samples"]
    assert [sample["sample_id"] for sample in samples] == anew.sample_ids.tolist()
    assert all(sample["prediction"] for sample in samples)


def test_what_is_labelled_after_a_round_counts(trained: Labeller, monkeypatch: pytest.MonkeyPatch) -> None:
    some = next(iter(trained.state()["board"]))
    trained.expect(200, "PUT", f"{trained.url}/labels/{some}", {"class_index": 0, "confidence": 0.5})
    sessions = trained.services.sessions
    anew = Foreseeing(sessions.selecting.views).selection(sessions.state(trained.session_id), "GM", 10)
    assert [sample["sample_id"] for sample in trained.query(scheme="GM")["samples"]] == anew.sample_ids.tolist()
    monkeypatch.setattr(foreseeing, "select", refuse)
    with pytest.raises(AssertionError, match="once more"):
        sessions.query(trained.session_id, "GM")


def test_a_round_after_which_there_is_too_little_left_ends_all_the_same(labeller: Labeller) -> None:
    most = len(labeller.truth) - 20
    labeller.label(labeller.query(most)["samples"][:20])
    labeller.train()
    labeller.services.sessions.rounds.wait(labeller.session_id)
    assert labeller.state()["rounds"]
    body = {"by": "machine", "scheme": "RS", "count": most}
    assert labeller.expect(422, "POST", f"{labeller.url}/selections", body)["error"] == "CountExceedsPool"


def test_nothing_is_worked_out_where_nobody_has_asked(labeller: Labeller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreseeing, "select", refuse)
    labeller.expect(201, "POST", f"{labeller.url}/selections", {"by": "user", "sample_ids": list(range(20))})
    for sample_id in range(20):
        labeller.expect(200, "PUT", f"{labeller.url}/labels/{sample_id}", {"class_index": sample_id % 2})
    labeller.train()
    labeller.services.sessions.rounds.wait(labeller.session_id)
    labeller.services.sessions.selecting.foreseeing.begin(labeller.services.sessions.state(labeller.session_id))
