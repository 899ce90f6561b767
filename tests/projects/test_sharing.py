"""Work is shared out so that each sample is labelled by as many people as are wanted, whoever comes and goes."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from activate_va.projects.events import AssignmentGranted, MemberSet, ProjectCreated, Role
from activate_va.projects.sharing import ended, held_by, next_for, plan
from activate_va.projects.state import ProjectState, continued_by
from activate_va.sessions.config import SessionConfig


def project(
    samples: int = 40, overlap: float = 0.25, people: int = 2, pool: int = 100, seed: int = 0
) -> ProjectCreated:
    return ProjectCreated(
        name="p",
        dataset="digits",
        dataset_digest="d",
        pool=pool,
        samples=samples,
        seed=seed,
        overlap=overlap,
        people=people,
        config=SessionConfig(),
    )


def begun(created: ProjectCreated, *annotators: str) -> ProjectState:
    state = ProjectState("p1", 1, created, {})
    return continued_by(state, [MemberSet(annotator_id=one, role=Role.ANNOTATOR) for one in annotators])


def asked(grants: list[AssignmentGranted]) -> set[int]:
    return {sample_id for one in grants for sample_id in one.sample_ids}


def test_what_stands_on_the_own_board_is_not_asked_for_again() -> None:
    state, labelled = begun(project(samples=10, overlap=0), "a"), {"a": frozenset[int]()}
    (first,) = next_for(state, labelled, "a", 4)
    (then,) = next_for(state, labelled, "a", 10, set(first.sample_ids))
    assert asked([first, then]) == set(plan(state.created))
    assert len(then.sample_ids) == 6


def test_the_plan_follows_the_seed() -> None:
    planned = plan(project())
    assert Counter(planned.values()) == {1: 30, 2: 10}
    assert set(planned) <= set(range(100))
    assert list(plan(project())) == list(planned)
    assert list(plan(project(seed=1))) != list(planned)


@given(
    st.integers(1, 60),
    st.floats(0, 1),
    st.integers(2, 4),
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(1, 9), st.sampled_from(["labels", "waits", "leaves"])), max_size=60
    ),
)
def test_nobody_is_asked_twice_and_nothing_is_asked_of_too_many(
    samples: int, overlap: float, people: int, steps: list[tuple[int, int, str]]
) -> None:
    """People come, take some, label them or not, and leave; at the end, six who stay label all that is left."""
    created = project(samples, overlap, people)
    names = [f"a{n}" for n in range(6)]
    state, labelled, live = begun(created, *names), {name: frozenset[int]() for name in names}, set(names)

    def ask(name: str, count: int, label: bool) -> int:
        nonlocal state
        live.add(name)
        state = continued_by(state, ended(state, labelled, live))
        grants = next_for(state, labelled, name, count)
        granted = asked(grants)
        assert len(granted) <= count
        assert not labelled[name] & granted
        assert all((plan(created)[i] > 1) == (one.purpose == "overlap") for one in grants for i in one.sample_ids)
        state = continued_by(state, grants)
        assert granted <= set(held_by(state, labelled, name))
        if label:
            labelled[name] |= granted
        return len(granted)

    for person, count, what in steps:
        ask(names[person], count, label=what == "labels")
        if what == "leaves":
            live.discard(names[person])
    for name in names:  # Whoever holds samples labels them; then all ask until nothing is left.
        labelled[name] |= frozenset(held_by(state, labelled, name))
    while sum(ask(name, 10, label=True) for name in names):
        pass
    counts = Counter(sample_id for own in labelled.values() for sample_id in own)
    for sample_id, wanted in plan(created).items():
        assert counts[sample_id] >= wanted
    late = sum(counts.values()) - sum(plan(created).values())
    assert late >= 0
    if all(what != "leaves" for *_, what in steps):
        assert late == 0


def test_what_is_complete_ends_and_what_is_left_goes_to_the_next() -> None:
    created = project(samples=10, overlap=0)
    state, labelled = begun(created, "a", "b"), {"a": frozenset[int](), "b": frozenset[int]()}
    (first,) = next_for(state, labelled, "a", 6)
    state = continued_by(state, [first])
    (rest,) = next_for(state, labelled, "b", 10)
    assert set(rest.sample_ids).isdisjoint(first.sample_ids)
    assert len(rest.sample_ids) == 4
    labelled["a"] = frozenset(first.sample_ids[:2])
    assert [one.why for one in ended(state, labelled, {"b"})] == ["expired"]
    state = continued_by(state, ended(state, labelled, {"b"}))
    (taken,) = next_for(state, labelled, "b", 10)
    assert set(taken.sample_ids) >= set(first.sample_ids[2:])
    labelled["a"] = frozenset(first.sample_ids)
    again = continued_by(begun(created, "a"), [first])
    assert [one.why for one in ended(again, labelled, set())] == ["completed"]
