"""What people disagree on is decided by somebody else, who sees what was said and not by whom."""

from __future__ import annotations

import pytest

from activate_va.projects.adjudication import disputed, given_labels, next_to_decide
from activate_va.projects.errors import NotDecided, NothingLeft
from activate_va.projects.events import AdjudicationWithdrawn, AssignmentGranted, LabelAdjudicated, Role
from activate_va.projects.own_sessions import ADJUDICATION
from activate_va.projects.progress import progress_of
from activate_va.projects.state import continued_by
from activate_va.sessions.events import SamplesQueried

from .people import Named

CLASSES = ["even", "odd"]


class Dispute:
    """Ten samples that two people labelled, who disagree on the first four; others adjudicate."""

    def __init__(self, projects: Named) -> None:
        self.named, self.service = projects, projects.projects
        self.owner, self.first, self.second, self.judge = projects.ids[:4]
        self.project_id = projects.begin(samples=10, overlap=1)
        self.service.set_member(self.project_id, self.judge, Role.ADJUDICATOR, "person")
        self.samples = projects.take(self.project_id, self.first)
        assert set(projects.take(self.project_id, self.second)) == set(self.samples)
        self.disputed = self.samples[:4]
        projects.label(self.project_id, self.first, self.samples, 0)
        projects.label(self.project_id, self.second, self.disputed, 1)
        projects.label(self.project_id, self.second, self.samples[4:], 0)

    def ask(self, judge: str, count: int = 10) -> list[int]:
        event = self.service.handing_out.to_adjudicate(self.project_id, judge, count, f"annotator:{judge}")
        assert isinstance(event.payload, SamplesQueried)
        return [sample.sample_id for sample in event.payload.samples]

    def decide(self, judge: str, sample_id: int, class_index: int) -> None:
        own = self.session(judge)
        self.service.sessions.place(own, sample_id, class_index, 0.9, f"annotator:{judge}")
        self.settle(judge)

    def session(self, judge: str) -> str:
        return self.service.own.of(self.project_id, judge, f"annotator:{judge}", ADJUDICATION)

    def settle(self, judge: str) -> None:
        self.service.adjudicating.settle(self.project_id, judge, f"annotator:{judge}")

    def undecided(self) -> int:
        state, sessions = self.service.state(self.project_id), self.service.sessions_of(self.project_id)
        return progress_of(state, sessions, CLASSES).undecided


@pytest.fixture
def dispute(projects: Named) -> Dispute:
    return Dispute(projects)


def test_the_adjudicator_decides_on_a_board_of_their_own(dispute: Dispute) -> None:
    judge, service = dispute.judge, dispute.service
    assert dispute.undecided() == 4
    asked = dispute.ask(judge)
    assert sorted(asked) == sorted(dispute.disputed)
    assert dispute.session(judge) != service.session_of(dispute.project_id, judge, "person")
    dispute.decide(judge, asked[0], 1)
    decided = service.state(dispute.project_id).decisions[asked[0]]
    assert (decided.class_index, decided.confidence, decided.annotator_id) == (1, 0.9, judge)
    assert sorted(one.class_index for one in decided.candidates) == [0, 1]
    assert all(one.confidence is None for one in decided.candidates)  # Nobody stated one.
    assert dispute.undecided() == 3
    given = service.adjudicating.give_reason(dispute.project_id, judge, asked[0], "It has a tail.", "person")
    assert given.decisions[asked[0]].reason == "It has a tail."
    with pytest.raises(NotDecided):
        service.adjudicating.give_reason(dispute.project_id, judge, asked[1], "?", "person")
    dispute.decide(judge, asked[0], 0)
    assert service.state(dispute.project_id).decisions[asked[0]].reason == ""  # It was of another decision.
    service.sessions.undo(dispute.session(judge), None, f"annotator:{judge}")
    service.sessions.undo(dispute.session(judge), None, f"annotator:{judge}")
    dispute.settle(judge)
    assert service.state(dispute.project_id).decisions == {}
    kinds = [type(event.payload) for event in service.log.events(dispute.project_id)]
    assert (kinds.count(LabelAdjudicated), kinds.count(AdjudicationWithdrawn)) == (3, 1)


def test_nobody_decides_on_their_own_labels_or_is_asked_for_what_they_decide_on(dispute: Dispute) -> None:
    with pytest.raises(NothingLeft):
        dispute.ask(dispute.first)
    dispute.ask(dispute.judge)
    with pytest.raises(NothingLeft):  # All others are labelled by two already, and these the judge has seen.
        dispute.named.take(dispute.project_id, dispute.judge)


def test_whoever_is_to_label_a_sample_does_not_decide_on_it_meanwhile(dispute: Dispute) -> None:
    held, *others = sorted(dispute.disputed)
    before = dispute.service.state(dispute.project_id)
    labels = given_labels(before, dispute.service.sessions_of(dispute.project_id))
    asked = AssignmentGranted(annotator_id=dispute.judge, sample_ids=(held,), purpose="overlap")
    (granted,) = next_to_decide(continued_by(before, [asked]), labels, dispute.judge, 10)
    assert list(granted.sample_ids) == others


def test_two_adjudicators_get_different_samples_and_who_decided_first_has_decided(dispute: Dispute) -> None:
    mine, others = dispute.ask(dispute.judge, 2), dispute.ask(dispute.owner)
    assert set(mine).isdisjoint(others)
    assert len(mine) == len(others) == 2
    dispute.service.handing_out.take_back(dispute.project_id, dispute.judge, "person")
    assert sorted(dispute.ask(dispute.owner)) == sorted(mine)
    dispute.decide(dispute.owner, mine[0], 0)
    dispute.decide(dispute.judge, mine[0], 1)
    assert dispute.service.state(dispute.project_id).decisions[mine[0]].annotator_id == dispute.owner


def test_candidates_come_in_an_order_that_tells_nobody(dispute: Dispute) -> None:
    state = dispute.service.state(dispute.project_id)
    labels = given_labels(state, dispute.service.sessions_of(dispute.project_id))
    once, again = disputed(3, labels), disputed(3, labels)
    assert once == again
    firsts = {disputed(seed, labels)[sample_id][0].class_index for seed in range(8) for sample_id in dispute.disputed}
    assert firsts == {0, 1}
    assert dispute.service.adjudicating.candidates(dispute.project_id, dispute.judge) == {}
    dispute.ask(dispute.judge)
    assert set(dispute.service.adjudicating.candidates(dispute.project_id, dispute.judge)) == set(dispute.disputed)
