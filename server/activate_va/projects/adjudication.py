"""What people disagree on, and who may decide it. Pure, of their labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from activate_va.projects.events import (
    AdjudicationWithdrawn,
    AssignmentGranted,
    Candidate,
    LabelAdjudicated,
    ProjectPayload,
)
from activate_va.projects.state import ProjectState
from activate_va.seeding import Purpose, generator
from activate_va.sessions.placement import LABELLED, Placement, Status
from activate_va.sessions.state import SessionState

Candidates = Mapping[int, tuple[Candidate, ...]]
"""By sample, in the order in which they are shown."""


def given_labels(state: ProjectState, sessions: Mapping[str, SessionState]) -> dict[int, dict[str, Placement]]:
    """The labels that people gave each sample, by annotator; imported ones are nobody's, and those on which people were
    tested count for nothing else."""
    found: dict[int, dict[str, Placement]] = {}
    for annotator_id, own in sorted(sessions.items()):
        for label in own.labelled():
            if label.status is not Status.IMPORTED and not state.is_test(annotator_id, label.sample_id):
                found.setdefault(label.sample_id, {})[annotator_id] = label
    return found


def disputed(seed: int, labels: Mapping[int, Mapping[str, Placement]]) -> Candidates:
    """Of each sample whose labels name two classes or more, all of them, in a random order that follows the seed."""
    return {
        sample_id: _shuffled(seed, sample_id, list(own.values()))
        for sample_id, own in sorted(labels.items())
        if len({label.class_index for label in own.values()}) > 1
    }


def waiting(state: ProjectState, candidates: Candidates) -> list[int]:
    """What is disputed, and decided by nobody."""
    return [sample_id for sample_id in candidates if sample_id not in state.decisions]


def next_to_decide(
    state: ProjectState, labels: Mapping[int, Mapping[str, Placement]], annotator_id: str, count: int
) -> Iterator[AssignmentGranted]:
    """`count` disputed samples at most that the annotator has not labelled and is not asked to, and that nobody else is
    deciding on.

    `state` is one whose ended assignments are gone.
    """
    taken = {
        sample_id
        for one in state.open
        if one.purpose == "adjudication" or one.annotator_id == annotator_id
        for sample_id in one.sample_ids
    }
    free = [
        sample_id
        for sample_id in waiting(state, disputed(state.created.seed, labels))
        if sample_id not in taken and annotator_id not in labels[sample_id]
    ]
    if chosen := tuple(free[: max(0, count)]):
        yield AssignmentGranted(annotator_id=annotator_id, sample_ids=chosen, purpose="adjudication")


def settled(
    state: ProjectState, board: Mapping[int, Placement], candidates: Candidates, annotator_id: str
) -> Iterator[ProjectPayload]:
    """What the adjudicator's board says and the project does not know yet. Whoever decided first has decided."""
    asked = state.adjudicated_by.get(annotator_id, frozenset())
    for sample_id, label in sorted(board.items()):
        before = state.decisions.get(sample_id)
        if sample_id not in asked or (before and before.annotator_id != annotator_id):
            continue
        if label.status in LABELLED and label.class_index is not None and label.confidence is not None:
            same = before is not None and before.class_index == label.class_index
            if before and same and before.confidence == label.confidence:
                continue
            yield LabelAdjudicated(
                annotator_id=annotator_id,
                sample_id=sample_id,
                class_index=label.class_index,
                confidence=label.confidence,
                candidates=candidates.get(sample_id, before.candidates if before else ()),
                reason=before.reason if before and same else "",
            )
        elif before:
            yield AdjudicationWithdrawn(sample_id=sample_id)
    for sample_id, before in sorted(state.decisions.items()):
        if before.annotator_id == annotator_id and sample_id not in board:
            yield AdjudicationWithdrawn(sample_id=sample_id)


def _shuffled(seed: int, sample_id: int, labels: list[Placement]) -> tuple[Candidate, ...]:
    found = [
        Candidate(class_index=label.class_index or 0, confidence=label.confidence if label.source == "stated" else None)
        for label in labels
    ]
    order = generator(seed, Purpose.CANDIDATES, sample_id).permutation(len(found))
    return tuple(found[place] for place in order)
