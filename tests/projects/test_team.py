"""Eight people, 400 samples, a hundred of them by two, three people walk away: 500 labels from distinct people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection, Engine

from activate_va.accounts.annotators import added
from activate_va.assembly import open_services
from activate_va.projects.errors import LastOwner, NothingLeft, OwnersOnly, ProjectNotFound
from activate_va.projects.events import Role
from activate_va.projects.log import ProjectLog
from activate_va.projects.service import NewProject, Projects
from activate_va.projects.sharing import plan
from activate_va.sessions.config import ConfigPatch
from activate_va.settings import Settings
from activate_va.storage.transactions import writing

SAMPLES, SHARED, AT_ONCE = 400, 100, 10
PEOPLE = [f"annotator-{n}" for n in range(8)]
QUICK = ConfigPatch(projection="pca", classifier="logistic_regression")


class Time:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self, _: Connection) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def projects(database_url: str, tmp_path: Path, time: Time) -> Iterator[Named]:
    """On a dataset of 600 images that are noise, in two classes."""
    path, random = tmp_path / "noise.npz", np.random.default_rng(0)
    images = random.integers(0, 255, (660, 4, 4), dtype=np.uint8)
    np.savez(path, x_train=images, x_test=images[:10], y_train=np.arange(660) % 2, y_test=np.arange(10) % 2)
    settings = Settings(data_dir=tmp_path / "data", database_url=database_url, datasets=(str(path),), accounts=True)
    with open_services(settings) as services:
        engine = services.sessions.log.engine
        ids = with_people(engine)
        projects = Projects(ProjectLog(engine, time), services.sessions)
        yield Named(projects, ids)


def with_people(engine: Engine) -> dict[str, str]:
    with writing(engine) as connection:
        return {name: added(connection, name, "no hash", False, datetime.now(UTC)).annotator_id for name in PEOPLE}


class Named:
    """Projects, and the ids of the people."""

    def __init__(self, projects: Projects, ids: dict[str, str]) -> None:
        self.projects = projects
        self.ids = [ids[name] for name in PEOPLE]

    def begin(self) -> str:
        wanted = NewProject("team", "noise", SAMPLES, SHARED / SAMPLES, 2, seed=3, config=QUICK)
        project_id = self.projects.create(wanted, "person", self.ids[0]).project_id
        for one in self.ids[1:]:
            self.projects.set_member(project_id, one, Role.ANNOTATOR, "person")
        return project_id

    def take(self, project_id: str, one: str) -> list[int]:
        """The samples that this person is asked for next."""
        event = self.projects.hand_out(project_id, one, AT_ONCE, f"annotator:{one}")
        return [sample.sample_id for sample in event.payload.samples]  # type: ignore[union-attr]

    def label(self, project_id: str, one: str, sample_ids: list[int]) -> None:
        session_id = self.projects.session_of(project_id, one, f"annotator:{one}")
        for sample_id in sample_ids:
            self.projects.sessions.place(session_id, sample_id, sample_id % 2, None, f"annotator:{one}")
        self.projects.leases.renew(project_id, one)

    def work(self, project_id: str, one: str) -> None:
        """Until nothing is left for them."""
        try:
            while True:
                self.label(project_id, one, self.take(project_id, one))
        except NothingLeft:
            return

    def counts(self, project_id: str) -> Counter[int]:
        states = self.projects.sessions_of(project_id)
        return Counter(label.sample_id for state in states.values() for label in state.labelled())


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
    projects.projects.publish_guideline(project_id, "Odd or even: “\u2028”", "person")
    other = ProjectLog(projects.projects.log.engine)
    assert other.state(project_id) == projects.projects.state(project_id)
    assert [event.seq for event in other.events(project_id)] == list(range(1, len(other.events(project_id)) + 1))
