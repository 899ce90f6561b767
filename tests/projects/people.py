"""People on a project, and how they label, without a browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, Engine

from activate_va.accounts.annotators import added
from activate_va.assembly import open_services
from activate_va.projects.errors import NothingLeft
from activate_va.projects.events import Role
from activate_va.projects.log import ProjectLog
from activate_va.projects.service import NewProject, Projects
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


@contextmanager
def opened_projects(database_url: str, tmp_path: Path, time: Time) -> Iterator[Named]:
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

    def begin(self, samples: int = SAMPLES, overlap: float = SHARED / SAMPLES) -> str:
        """Of which the first one is the owner, and all others annotators."""
        wanted = NewProject("team", "noise", samples, overlap, 2, seed=3, config=QUICK)
        project_id = self.projects.create(wanted, "person", self.ids[0]).project_id
        for one in self.ids[1:]:
            self.projects.set_member(project_id, one, Role.ANNOTATOR, "person")
        return project_id

    def take(self, project_id: str, one: str) -> list[int]:
        """The samples that this person is asked for next."""
        event = self.projects.handing_out.to_label(project_id, one, AT_ONCE, f"annotator:{one}")
        return [sample.sample_id for sample in event.payload.samples]  # type: ignore[union-attr]

    def label(self, project_id: str, one: str, sample_ids: list[int], class_index: int | None = None) -> None:
        """In that class, or each in its own."""
        session_id = self.projects.session_of(project_id, one, f"annotator:{one}")
        for sample_id in sample_ids:
            said = sample_id % 2 if class_index is None else class_index
            self.projects.sessions.place(session_id, sample_id, said, None, f"annotator:{one}")
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
