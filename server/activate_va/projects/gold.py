"""How often people are right where the answer is known, and what they are told of that. Pure."""

from __future__ import annotations

from activate_va.projects.events import AssignmentPurpose
from activate_va.projects.state import ProjectState
from activate_va.sessions.state import SessionState
from activate_va.value import Value


class CheckedAnswer(Value):
    """A label whose answer is known."""

    sample_id: int
    class_index: int
    answer: int


class GoldAccuracy(Value):
    """How many of the labels on known answers are right."""

    right: int
    of: int


def checked_answers(
    state: ProjectState, own: SessionState, annotator_id: str, purpose: AssignmentPurpose
) -> list[CheckedAnswer]:
    """The person's labels on what they were asked for that purpose, the last one last; samples whose answer is not
    known any more are left out."""
    answers, asked = state.known.answers(), state.tested.get(annotator_id, {})
    labels = [
        label
        for label in own.labelled()
        if asked.get(label.sample_id) == purpose and label.sample_id in answers and label.class_index is not None
    ]
    return [
        CheckedAnswer(sample_id=label.sample_id, class_index=label.class_index or 0, answer=answers[label.sample_id])
        for label in sorted(labels, key=lambda label: label.labelled_seq or 0)
    ]


def gold_accuracy(state: ProjectState, own: SessionState, annotator_id: str) -> GoldAccuracy:
    """On gold alone: who practises learns."""
    found = checked_answers(state, own, annotator_id, "gold")
    return GoldAccuracy(right=sum(one.class_index == one.answer for one in found), of=len(found))
