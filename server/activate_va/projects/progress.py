"""How far a project is: who labelled how much, what waits, and how far people agree. Pure, of its sessions' states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from activate_va.analysis.agreement import Agreement, agreement
from activate_va.projects.adjudication import Candidates, disputed, given_labels, waiting
from activate_va.projects.pooling import pooled
from activate_va.projects.sharing import held_by, labelled_by, wanted_labels
from activate_va.projects.state import ProjectState
from activate_va.projects.withholding import Halves, halves_of
from activate_va.sessions.placement import Placement
from activate_va.sessions.ratings import ratings_of
from activate_va.sessions.state import SessionState
from activate_va.value import Value


class AnnotatorProgress(Value):
    """`labels` of theirs, by class in `classes`; `waiting`: samples that they are asked for and have not labelled.
    Those on known answers are none of them."""

    annotator_id: str
    labels: int
    classes: tuple[int, ...]
    waiting: int


class ClassProgress(Value):
    """`samples` that are of this class by what was adjudicated, or else by the majority; `disputed`: on which people
    disagree, somebody having said this class."""

    samples: int
    disputed: int


class ProjectFigures(Value):
    """`wanted` labels are asked for in all, of which `done` are there; `beyond` are those that came late.

    Of `disputed` samples, whose labels disagree, `undecided` wait for adjudication.
    `agreement` is of the annotators `compared`, in that order; None where fewer than two have labelled.
    """

    wanted: int
    done: int
    beyond: int
    disputed: int
    undecided: int
    classes: tuple[ClassProgress, ...]
    annotators: tuple[AnnotatorProgress, ...]
    compared: tuple[str, ...]
    agreement: Agreement | None
    halves: Halves | None


def progress_of(state: ProjectState, sessions: Mapping[str, SessionState], classes: Sequence[str]) -> ProjectFigures:
    """`sessions` by annotator."""
    labels, labelled = given_labels(state, sessions), labelled_by(sessions)
    wanted = wanted_labels(state)
    compared = {one: own for one, own in sessions.items() if own.labels}
    candidates = disputed(state.created.seed, labels)
    counts = {sample_id: len(own) for sample_id, own in labels.items()}
    done = sum(min(counts.get(sample_id, 0), people) for sample_id, people in wanted.items())
    return ProjectFigures(
        wanted=sum(wanted.values()),
        done=done,
        beyond=sum(max(0, counts.get(sample_id, 0) - people) for sample_id, people in wanted.items()),
        disputed=len(candidates),
        undecided=len(waiting(state, candidates)),
        classes=tuple(_of_classes(state, labels, candidates, len(classes))),
        annotators=tuple(
            AnnotatorProgress(
                annotator_id=one,
                labels=sum(one in given for given in labels.values()),
                classes=_by_class((given[one] for given in labels.values() if one in given), len(classes)),
                waiting=len(held_by(state, labelled, one)),
            )
            for one, own in sessions.items()
        ),
        halves=halves_of(state, sessions, len(classes)),
        compared=tuple(compared),
        agreement=_agreement(state, compared, len(classes)),
    )


def _of_classes(
    state: ProjectState, labels: Mapping[int, Mapping[str, Placement]], candidates: Candidates, classes: int
) -> Iterator[ClassProgress]:
    decided = (pooled(own, state.decisions.get(sample_id), "adjudicated_first") for sample_id, own in labels.items())
    samples = Counter(found.class_index for found in decided if found)
    said = Counter(index for own in candidates.values() for index in {one.class_index for one in own})
    return (ClassProgress(samples=samples[index], disputed=said[index]) for index in range(classes))


def _by_class(labels: Iterable[Placement], classes: int) -> tuple[int, ...]:
    found = Counter(label.class_index for label in labels)
    return tuple(found[index] for index in range(classes))


def _agreement(state: ProjectState, sessions: Mapping[str, SessionState], classes: int) -> Agreement | None:
    if len(sessions) < 2:
        return None
    people = {own.session_id: one for one, own in sessions.items()}
    found = ratings_of(
        list(sessions.values()),
        lambda session, label: state.is_blind(people[session.session_id], label.sample_id),
    )
    return agreement(*found, classes)
