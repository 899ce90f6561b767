"""Who is asked which sample next: pure, of what is labelled and what is with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import lru_cache

from activate_va.projects.events import AssignmentEnded, AssignmentGranted, ProjectCreated
from activate_va.projects.state import Assignment, ProjectState
from activate_va.seeding import Purpose, generator

Labelled = Mapping[str, Set[int]]
"""The samples that each annotator has labelled."""


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
        if _rest(one, labelled) == ():
            yield AssignmentEnded(assignment=one.seq, why="completed")
        elif one.annotator_id not in live:
            yield AssignmentEnded(assignment=one.seq, why="expired")


def next_for(state: ProjectState, labelled: Labelled, annotator_id: str, count: int) -> AssignmentGranted | None:
    """`count` samples at most that the annotator has not labelled and nobody else sees to; None where none is left.

    `state` is one whose ended assignments are gone.
    """
    seen_to: defaultdict[int, set[str]] = defaultdict(set)
    for person, samples in labelled.items():
        for sample_id in samples:
            seen_to[sample_id].add(person)
    for one in state.open:
        for sample_id in one.sample_ids:
            seen_to[sample_id].add(one.annotator_id)
    free = (
        sample_id
        for sample_id, people in plan(state.created).items()
        if annotator_id not in seen_to[sample_id] and len(seen_to[sample_id]) < people
    )
    chosen = tuple(sample_id for _, sample_id in zip(range(count), free, strict=False))
    return AssignmentGranted(annotator_id=annotator_id, sample_ids=chosen) if chosen else None


def held_by(state: ProjectState, labelled: Labelled, annotator_id: str) -> list[int]:
    """Samples that the annotator is asked for and has not labelled."""
    own = (one for one in state.open if one.annotator_id == annotator_id)
    return [sample_id for one in own for sample_id in _rest(one, labelled)]


def _rest(assignment: Assignment, labelled: Labelled) -> tuple[int, ...]:
    done = labelled.get(assignment.annotator_id, frozenset())
    return tuple(sample_id for sample_id in assignment.sample_ids if sample_id not in done)
