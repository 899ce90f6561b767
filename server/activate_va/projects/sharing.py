"""Who is asked which sample next: pure, of what is labelled and what is with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import islice

from activate_va.projects.events import AssignmentEnded, AssignmentGranted, AssignmentPurpose, ProjectCreated
from activate_va.projects.state import Assignment, ProjectState
from activate_va.seeding import Purpose, generator

Labelled = Mapping[str, Set[int]]
"""The samples that each annotator has labelled."""
NOTHING: Set[int] = frozenset()


def plan(project: ProjectCreated) -> dict[int, int]:
    """How many people are to label each sample, in the order in which samples are asked for."""
    return _plan(project.seed, project.pool, project.samples, round(project.overlap * project.samples), project.people)


@lru_cache(maxsize=64)
def _plan(seed: int, pool: int, samples: int, shared: int, people: int) -> dict[int, int]:
    random = generator(seed, Purpose.SHARING, 0)
    drawn = random.permutation(pool)[:samples]
    return {int(drawn[i]): people if i < shared else 1 for i in random.permutation(samples)}


def ended(state: ProjectState, labelled: Labelled, live: Set[str]) -> Iterator[AssignmentEnded]:
    """Assignments that have come to their end: all is labelled, or who holds it is not in `live` any more."""
    for one in state.open:
        if _rest(state, one, labelled) == ():
            yield AssignmentEnded(assignment=one.seq, why="completed")
        elif one.annotator_id not in live:
            yield AssignmentEnded(assignment=one.seq, why="expired")


def next_for(
    state: ProjectState, labelled: Labelled, annotator_id: str, count: int, board: Set[int] = NOTHING
) -> list[AssignmentGranted]:
    """`count` samples at most, by purpose, that the annotator has not labelled and nobody else sees to.

    Of what is on their `board` nothing: they need not be asked for it. Nor are they for what they decide on.
    `state` is one whose ended assignments are gone.
    """
    seen_to: defaultdict[int, set[str]] = defaultdict(set)
    for person, samples in labelled.items():
        for sample_id in samples:
            seen_to[sample_id].add(person)
    for one in _labelling(state.open):
        for sample_id in one.sample_ids:
            seen_to[sample_id].add(one.annotator_id)
    own = board | state.adjudicated_by.get(annotator_id, NOTHING)
    wanted = plan(state.created)
    free = (
        sample_id
        for sample_id, people in wanted.items()
        if sample_id not in own and annotator_id not in seen_to[sample_id] and len(seen_to[sample_id]) < people
    )
    chosen: dict[AssignmentPurpose, list[int]] = {"main": [], "overlap": []}
    for sample_id in islice(free, max(0, count)):
        chosen["overlap" if wanted[sample_id] > 1 else "main"].append(sample_id)
    return [
        AssignmentGranted(annotator_id=annotator_id, sample_ids=tuple(samples), purpose=purpose)
        for purpose, samples in chosen.items()
        if samples
    ]


def held_by(state: ProjectState, labelled: Labelled, annotator_id: str) -> list[int]:
    """Samples that the annotator is asked for and has not labelled, in the order in which samples are asked for."""
    own = (one for one in _labelling(state.open) if one.annotator_id == annotator_id)
    held = [sample_id for one in own for sample_id in _rest(state, one, labelled)]
    place = _places(state.created)
    return sorted(held, key=lambda sample_id: place.get(sample_id, len(place)))


def to_decide(state: ProjectState, annotator_id: str) -> list[int]:
    """Samples that the annotator is asked to decide on and has not."""
    own = (one for one in state.open if one.annotator_id == annotator_id and one.purpose == "adjudication")
    return [sample_id for one in own for sample_id in _rest(state, one, {})]


def _labelling(assignments: Iterable[Assignment]) -> Iterator[Assignment]:
    return (one for one in assignments if one.purpose != "adjudication")


def _places(project: ProjectCreated) -> dict[int, int]:
    return {sample_id: place for place, sample_id in enumerate(plan(project))}


def _rest(state: ProjectState, assignment: Assignment, labelled: Labelled) -> tuple[int, ...]:
    done = labelled.get(assignment.annotator_id, NOTHING)
    if assignment.purpose == "adjudication":
        done = state.decisions.keys()
    return tuple(sample_id for sample_id in assignment.sample_ids if sample_id not in done)
