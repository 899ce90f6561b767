"""Who is asked which sample next: pure, of what is labelled and what is with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import islice

from activate_va.projects.events import AssignmentEnded, AssignmentGranted, AssignmentPurpose, ProjectCreated
from activate_va.projects.state import Assignment, ProjectState
from activate_va.seeding import Purpose, generator
from activate_va.sessions.state import SessionState

Labelled = Mapping[str, Set[int]]
"""The samples that each annotator has labelled."""
NOTHING: Set[int] = frozenset()


def labelled_by(sessions: Mapping[str, SessionState]) -> dict[str, frozenset[int]]:
    """The samples that each annotator has labelled."""
    return {one: frozenset(label.sample_id for label in own.labelled()) for one, own in sessions.items()}


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


def wanted_labels(state: ProjectState) -> dict[int, int]:
    """As the plan, without samples whose answers are known."""
    known = state.known.answers()
    return {sample_id: people for sample_id, people in plan(state.created).items() if sample_id not in known}


def next_for(
    state: ProjectState, labelled: Labelled, annotator_id: str, count: int, board: Set[int] = NOTHING
) -> list[AssignmentGranted]:
    """`count` samples at most, by purpose, that the annotator has not labelled and nobody else sees to.

    Of what is on their `board` nothing: they need not be asked for it. Nor are they for that of which they could read
    others' labels.
    `state` is one whose ended assignments are gone.
    """
    tests = _tests(state, labelled, annotator_id, max(0, count), board)
    room = count - sum(map(len, tests.values()))
    chosen = _to_label(state, labelled, annotator_id, room, board)
    if not chosen:  # Nobody is tested for nothing.
        tests.pop("gold")
    return [
        AssignmentGranted(annotator_id=annotator_id, sample_ids=tuple(samples), purpose=purpose)
        for purpose, samples in (tests | chosen).items()
        if samples
    ]


def _to_label(
    state: ProjectState, labelled: Labelled, annotator_id: str, count: int, board: Set[int]
) -> dict[AssignmentPurpose, list[int]]:
    seen_to: defaultdict[int, set[str]] = defaultdict(set)
    for person, samples in labelled.items():
        for sample_id in samples:
            seen_to[sample_id].add(person)
    for one in labelling(state.open):
        for sample_id in one.sample_ids:
            seen_to[sample_id].add(one.annotator_id)
    own = board | state.not_blind(annotator_id)
    wanted = wanted_labels(state)
    free = (
        sample_id
        for sample_id, people in wanted.items()
        if sample_id not in own and annotator_id not in seen_to[sample_id] and len(seen_to[sample_id]) < people
    )
    chosen: dict[AssignmentPurpose, list[int]] = {}
    for sample_id in islice(free, max(0, count)):
        chosen.setdefault("overlap" if wanted[sample_id] > 1 else "main", []).append(sample_id)
    return chosen


def _tests(
    state: ProjectState, labelled: Labelled, annotator_id: str, count: int, board: Set[int]
) -> dict[AssignmentPurpose, list[int]]:
    """What is to practise on first; of the rest, as many known answers as make their share of all that was asked."""
    held = {i for one in labelling(state.open) if one.annotator_id == annotator_id for i in one.sample_ids}
    seen = labelled.get(annotator_id, NOTHING) | held
    known_of = board | state.not_blind(annotator_id)
    known, share = state.known.sample_ids, state.known.share
    fresh = [sample_id for sample_id in known if sample_id not in seen | known_of]
    to_practise = set(known[: state.known.practice])
    practice = [sample_id for sample_id in fresh if sample_id in to_practise][:count]
    room = count - len(practice)
    before = state.tested.get(annotator_id, {})
    gold_before = sum(purpose == "gold" for purpose in before.values())
    practised = sum(purpose == "practice" for purpose in before.values())
    due = int(share * (len(seen) - practised + room)) - gold_before
    gold = [sample_id for sample_id in fresh if sample_id not in to_practise][: max(0, min(due, room - 1))]
    return {"practice": practice, "gold": gold}


def held_by(state: ProjectState, labelled: Labelled, annotator_id: str) -> list[int]:
    """Samples that the annotator is asked for and has not labelled: first what is to practise on, then all others in an
    order that tells nothing."""
    own = [one for one in labelling(state.open) if one.annotator_id == annotator_id]
    held = [(one.purpose != "practice", sample_id) for one in own for sample_id in _rest(state, one, labelled)]
    return [sample_id for _, sample_id in sorted(held, key=lambda one: (one[0], _lot(state.created.seed, one[1])))]


@lru_cache(maxsize=100_000)
def _lot(seed: int, sample_id: int) -> float:
    return float(generator(seed, Purpose.MIXING, sample_id).random())


def to_decide(state: ProjectState, annotator_id: str) -> list[int]:
    """Samples that the annotator is asked to decide on and has not."""
    own = (one for one in state.open if one.annotator_id == annotator_id and one.purpose == "adjudication")
    return [sample_id for one in own for sample_id in _rest(state, one, {})]


def labelling(assignments: Iterable[Assignment]) -> Iterator[Assignment]:
    return (one for one in assignments if one.purpose != "adjudication")


def _rest(state: ProjectState, assignment: Assignment, labelled: Labelled) -> tuple[int, ...]:
    done = labelled.get(assignment.annotator_id, NOTHING)
    if assignment.purpose == "adjudication":
        done = state.decisions.keys()
    return tuple(sample_id for sample_id in assignment.sample_ids if sample_id not in done)
