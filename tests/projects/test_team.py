"""Eight people, 400 samples, a hundred of them by two, three people walk away: 500 labels from distinct people."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from activate_va.guideline import Guideline
from activate_va.projects.errors import LastOwner, NothingLeft, OwnersOnly, ProjectNotFound
from activate_va.projects.events import AssignmentEnded, Role
from activate_va.projects.log import ProjectLog
from activate_va.projects.service import Projects
from activate_va.projects.sharing import plan

from .people import PEOPLE, SAMPLES, SHARED, Named, Time


@pytest.mark.timeout(900)
def test_eight_people_of_whom_three_walk_away(projects: Named, time: Time) -> None:
    project_id = projects.begin()
    gone, here = projects.ids[:3], projects.ids[3:]
    left = {one: projects.take(project_id, one) for one in gone}
    for one, sample_ids in left.items():
        projects.label(project_id, one, sample_ids[:4])
    with ThreadPoolExecutor(len(here)) as threads:
        list(threads.map(lambda one: projects.work(project_id, one), here))
    missing = Counter(plan(projects.projects.state(project_id).created)) - projects.counts(project_id)
    assert set(missing) == {sample_id for sample_ids in left.values() for sample_id in sample_ids[4:]}

    time.now += timedelta(minutes=10)
    assert set(projects.take(project_id, here[0])) <= set(missing)  # At the first request after the lease.
    projects.label(
        project_id,
        here[0],
        [
            one
            for one in projects.projects.sessions.state(
                projects.projects.session_of(project_id, here[0], "person")
            ).board
            if one in missing
        ],
    )
    for one in here:
        projects.work(project_id, one)
    assert projects.counts(project_id) == Counter(plan(projects.projects.state(project_id).created))
    assert projects.counts(project_id).total() == SAMPLES + SHARED

    late = left[gone[0]][4]  # Whoever comes back late is heard all the same.
    projects.label(project_id, gone[0], [late])
    assert projects.counts(project_id).total() == SAMPLES + SHARED + 1


def test_a_project_has_an_owner_and_owners_are_made_by_owners(projects: Named) -> None:
    project_id = projects.begin()
    owner, manager = projects.ids[:2]
    service = projects.projects
    service.set_member(project_id, manager, Role.MANAGER, "person")
    for role in (Role.ANNOTATOR, Role.VIEWER):
        with pytest.raises(LastOwner):
            service.set_member(project_id, owner, role, "person")
    with pytest.raises(LastOwner):
        service.remove_member(project_id, owner, "person")
    with pytest.raises(OwnersOnly):
        service.expect_may_set(project_id, manager, projects.ids[2], Role.OWNER)
    with pytest.raises(OwnersOnly):
        service.expect_may_set(project_id, manager, owner, None)
    service.expect_may_set(project_id, manager, projects.ids[2], Role.VIEWER)
    with pytest.raises(ProjectNotFound):
        service.state("none")


def test_the_log_folds_to_the_state_on_any_server(projects: Named) -> None:
    project_id = projects.begin()
    projects.take(project_id, projects.ids[1])
    projects.projects.publish_guideline(project_id, Guideline(text="Odd or even: “\u2028”"), "person")
    other = ProjectLog(projects.projects.log.engine)
    assert other.state(project_id) == projects.projects.state(project_id)
    assert [event.seq for event in other.events(project_id)] == list(range(1, len(other.events(project_id)) + 1))


def test_what_is_given_back_is_asked_of_others_at_once(projects: Named) -> None:
    project_id, (owner, other) = projects.begin(samples=10, overlap=0), projects.ids[:2]
    first = projects.take(project_id, owner)
    projects.label(project_id, owner, first[:3])
    with pytest.raises(NothingLeft):
        projects.take(project_id, other)
    projects.projects.handing_out.take_back(project_id, owner, f"annotator:{owner}")
    assert sorted(projects.take(project_id, other)) == sorted(first[3:])
    payloads = [event.payload for event in projects.projects.log.events(project_id)]
    assert [one.why for one in payloads if isinstance(one, AssignmentEnded)] == ["returned"]


def test_who_comes_back_after_the_lease_gets_new_samples(projects: Named, time: Time) -> None:
    project_id, (owner, other) = projects.begin(samples=40, overlap=0), projects.ids[:2]
    first = projects.take(project_id, owner)
    time.now += timedelta(minutes=11)
    projects.take(project_id, other)
    assert not set(projects.take(project_id, owner)) & set(first)


def test_one_person_who_asks_in_two_tabs_at_once_is_answered_in_both(projects: Named) -> None:
    project_id, one = projects.begin(samples=100, overlap=0), projects.ids[1]
    projects.projects.session_of(project_id, one, f"annotator:{one}")
    with ThreadPoolExecutor(2) as tabs:
        taken = list(tabs.map(lambda _: projects.take(project_id, one), range(8)))
    assert [len(sample_ids) for sample_ids in taken] == [10] * 8
    assert len({sample_id for sample_ids in taken for sample_id in sample_ids}) == 80


def test_one_person_who_asks_at_two_servers_at_once_is_answered_at_both(projects: Named, time: Time) -> None:
    project_id, one = projects.begin(samples=100, overlap=0), projects.ids[1]
    projects.projects.session_of(project_id, one, f"annotator:{one}")
    elsewhere = Projects(ProjectLog(projects.projects.log.engine, time), projects.projects.sessions)
    both = (projects, Named(elsewhere, dict(zip(PEOPLE, projects.ids, strict=True))))
    with ThreadPoolExecutor(2) as servers:
        taken = [ids for _ in range(4) for ids in servers.map(lambda at: at.take(project_id, one), both)]
    assert [len(sample_ids) for sample_ids in taken] == [10] * 8
    assert len({sample_id for sample_ids in taken for sample_id in sample_ids}) == 80
