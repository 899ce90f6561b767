"""How far a project is: who labelled how much, what waits, and how far people agree. Pure, of its sessions' states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from activate_va.analysis.agreement import Agreement, agreement
from activate_va.projects.adjudication import disputed, given_labels, waiting
from activate_va.projects.sharing import held_by, plan
from activate_va.projects.state import ProjectState
from activate_va.sessions.ratings import ratings_of
from activate_va.sessions.state import SessionState
from activate_va.value import Value


class AnnotatorProgress(Value):
    """`labels` of theirs, by class in `classes`; `waiting`: samples that they are asked for and have not labelled."""

    annotator_id: str
    labels: int
    classes: tuple[int, ...]
    waiting: int


class ProjectFigures(Value):
    """`wanted` labels are asked for in all, of which `done` are there; `beyond` are those that came late.

    Of `disputed` samples, whose labels disagree, `undecided` wait for adjudication.
    `agreement` is of the annotators in the order of `annotators`; None where fewer than two have labelled.
    """

    wanted: int
    done: int
    beyond: int
    disputed: int
    undecided: int
    annotators: tuple[AnnotatorProgress, ...]
    agreement: Agreement | None


def progress_of(state: ProjectState, sessions: Mapping[str, SessionState], classes: Sequence[str]) -> ProjectFigures:
    """`sessions` by annotator."""
    labelled = {one: frozenset(p.sample_id for p in own.labelled()) for one, own in sessions.items()}
    counts = Counter(sample_id for own in labelled.values() for sample_id in own)
    wanted, candidates = plan(state.created), disputed(state.created.seed, given_labels(sessions))
    done = sum(min(counts[sample_id], people) for sample_id, people in wanted.items())
    return ProjectFigures(
        wanted=sum(wanted.values()),
        done=done,
        beyond=counts.total() - done,
        disputed=len(candidates),
        undecided=len(waiting(state, candidates)),
        annotators=tuple(
            AnnotatorProgress(
                annotator_id=one,
                labels=len(labelled[one]),
                classes=_by_class(own, len(classes)),
                waiting=len(held_by(state, labelled, one)),
            )
            for one, own in sessions.items()
        ),
        agreement=_agreement([own for own in sessions.values() if own.labels], len(classes)),
    )


def _by_class(state: SessionState, classes: int) -> tuple[int, ...]:
    found = Counter(label.class_index for label in state.labelled())
    return tuple(found[index] for index in range(classes))


def _agreement(sessions: Sequence[SessionState], classes: int) -> Agreement | None:
    if len(sessions) < 2:
        return None
    return agreement(*ratings_of(sessions), classes)
