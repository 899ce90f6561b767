"""Known answers are mixed in, tell how often a person is right, and count for nothing else."""

from __future__ import annotations

from collections import Counter

import pytest

from activate_va.guideline import NotInDataset
from activate_va.projects.errors import NoKnownAnswers
from activate_va.projects.events import AnswersKnown, MemberSet, ProjectCreated, Role
from activate_va.projects.gold import checked_answers, gold_accuracy
from activate_va.projects.progress import progress_of
from activate_va.projects.sharing import held_by, next_for, plan, wanted_labels
from activate_va.projects.state import ProjectState, continued_by
from activate_va.sessions.config import SessionConfig

from .people import Named

KNOWN = tuple(range(100, 130))


def state_with(share: float, practice: int, samples: int = 60) -> ProjectState:
    created = ProjectCreated(
        name="p",
        dataset="digits",
        dataset_digest="d",
        pool=100,
        samples=samples,
        seed=0,
        overlap=0,
        people=2,
        config=SessionConfig(),
    )
    known = AnswersKnown(sample_ids=KNOWN, class_indices=(1,) * len(KNOWN), share=share, practice=practice)
    return continued_by(ProjectState("p", 1, created, {}), [MemberSet(annotator_id="a", role=Role.OWNER), known])


def test_practice_comes_first_and_then_a_share_of_known_answers() -> None:
    state, labelled, order = state_with(0.2, 5), {"a": frozenset[int]()}, list[int]()
    while granted := next_for(state, labelled, "a", 10):
        state = continued_by(state, granted)
        order += held_by(state, labelled, "a")
        labelled["a"] |= frozenset(order)
    purposes = state.tested["a"]
    assert [purposes.get(sample_id) for sample_id in order[:5]] == ["practice"] * 5
    assert set(order[:5]) == set(KNOWN[:5])
    counts = Counter(purposes.get(sample_id, "main") for sample_id in order)
    assert counts == {"practice": 5, "main": 60, "gold": 15}  # A fifth of all but the practice.
    assert set(order) >= set(plan(state.created))
    places = [n for n, sample_id in enumerate(order) if purposes.get(sample_id) == "gold"]
    assert any(place % 10 not in (0, 9) for place in places)  # Not where one would look for them.


def test_nobody_is_tested_once_nothing_is_left_to_label() -> None:
    state = state_with(0.5, 0, samples=4)
    labelled = {"a": frozenset(plan(state.created))}
    assert next_for(state, labelled, "a", 10) == []


def test_how_often_people_are_right_is_counted_and_nothing_else_of_it(projects: Named) -> None:
    project_id, (first, second) = projects.begin(samples=20, overlap=0), projects.ids[:2]
    service = projects.projects
    with pytest.raises(NoKnownAnswers):
        service.know_answers(project_id, 10, share=0.1, practice=10, actor="person")
    with pytest.raises(NotInDataset):
        service.know_answers(project_id, {5: 7}, share=0.1, practice=0, actor="person")
    state = service.know_answers(project_id, 30, share=0.5, practice=4, actor="person")
    answers = state.known.answers()
    assert len(answers) == 30
    assert not set(answers) & set(plan(state.created))
    projects.label(project_id, first, projects.take(project_id, first), 0)
    projects.label(project_id, second, projects.take(project_id, second), 1)
    state, sessions = service.state(project_id), service.sessions_of(project_id)
    for said, one in enumerate((first, second)):
        gold = gold_accuracy(state, sessions[one], one)
        asked = [i for i, purpose in state.tested[one].items() if purpose == "gold"]
        assert gold.of == len(asked) > 0
        assert gold.right == sum(answers[i] == said for i in asked)
        practised = checked_answers(state, sessions[one], one, "practice")
        assert {each.sample_id for each in practised} == set(list(answers)[:4])
        assert all((each.class_index, each.answer) == (said, answers[each.sample_id]) for each in practised)
    figures = progress_of(state, sessions, ["even", "odd"])
    assert figures.disputed == 0  # Though they said different things of the samples to practise on.
    assert figures.done == sum(one.labels for one in figures.annotators) < 20
    assert figures.wanted == sum(wanted_labels(state).values()) == 20
