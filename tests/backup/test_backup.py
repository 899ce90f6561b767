"""A backup is whole or refused, and what comes out of it is what went in, on either sort of database."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from activate_va.accounts.annotators import Annotators
from activate_va.backup import back_up, check_archive, check_database, restore
from activate_va.backup.errors import BackupExists, BackupTooNew, BackupUnreadable, BackupUnwritable, TargetNotEmpty
from activate_va.backup.manifest import FORMAT, NAME
from activate_va.jobs.publisher import Publisher
from activate_va.projects.events import MemberSet, ProjectCreated, Role
from activate_va.projects.log import ProjectLog
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.events import SamplesPicked, SelectedSample
from activate_va.sessions.export import export
from activate_va.sessions.log import EventLog
from activate_va.settings import Settings
from activate_va.storage.database import open_database
from activate_va.storage.failures import DatabaseUnusable

from ..sessions.strategies import CREATED

Place = Callable[[str], Settings]
CLASSES = tuple("0123456789")
MODEL = "files/sessions/s1/1/SIL.keras"
CONTENT = b"model" * 1000


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """A new data folder, with a database of the sort that is asked for."""

    def make(sort: str) -> Settings:
        folder = tmp_path / f"data-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        url = None if sort == "sqlite" else request.getfixturevalue("postgres").new_database()
        return Settings(data_dir=folder, database_url=url)

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, place: Place) -> Iterator[tuple[Settings, EventLog]]:
    """Two sessions with events, and a file."""
    settings = place(request.param)
    engine = opened(settings)
    log = EventLog(engine, Publisher())
    for session_id, name in (("s1", "ärger, \u2028 and \\u0041"), ("s2", "n")):
        log.create(session_id, CREATED.model_copy(update={"name": name}), "person")
        for sample_id in range(5):
            pick(log, session_id, sample_id)
    path = settings.data_dir / MODEL.removeprefix("files/")
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    yield settings, log
    engine.dispose()


@pytest.fixture
def backup(kept: tuple[Settings, EventLog]) -> Path:
    path = kept[0].data_dir.parent / "backup.zip"
    back_up(kept[0], path)
    return path


def opened(settings: Settings) -> Engine:
    return open_database(settings.effective_database_url)


def pick(log: EventLog, session_id: str, sample_id: int) -> None:
    one = SelectedSample(sample_id=sample_id, prediction=None)
    log.append(session_id, lambda _: SamplesPicked(samples=(one,), predicted_by=None))


def as_text(log: EventLog, session_id: str) -> list[str]:
    return [event.model_dump_json() for event in log.events(session_id)]


def changed(path: Path, change: Callable[[str, bytes], bytes | None], **more: bytes) -> Path:
    """A copy of a backup in which each entry is what `change` makes of it; None leaves it out."""
    copy = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for entry in old.namelist():
            content = change(entry, old.read(entry))
            if content is not None:
                new.writestr(entry, content)
        for name, content in more.items():
            new.writestr(name, content)
    return copy


@pytest.mark.parametrize("sort", ["sqlite", "postgresql"])
def test_what_is_restored_is_what_was_there(
    kept: tuple[Settings, EventLog], backup: Path, place: Place, sort: str
) -> None:
    log, elsewhere = kept[1], place(sort)
    assert restore(backup, elsewhere).sessions == {"s1": 6, "s2": 6}
    engine = opened(elsewhere)
    again = EventLog(engine, Publisher())
    for session_id in ("s1", "s2"):
        assert as_text(again, session_id) == as_text(log, session_id)
        exported = [export(one.state(session_id), CLASSES, "csv") for one in (log, again)]
        assert exported[0] == exported[1]
    engine.dispose()
    assert (elsewhere.data_dir / MODEL.removeprefix("files/")).read_bytes() == CONTENT
    assert check_database(elsewhere) == check_archive(backup)
    assert {one.problem for one in check_archive(backup)} == {None}


def test_a_backup_beside_writes_is_of_one_moment(kept: tuple[Settings, EventLog], place: Place) -> None:
    settings, log = kept
    path, stop = settings.data_dir.parent / "backup.zip", threading.Event()

    def write() -> None:
        sample_id = 5
        while not stop.is_set():
            pick(log, "s1", sample_id)
            sample_id += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        manifest = back_up(settings, path)
    finally:
        stop.set()
        writer.join()
    found = {one.log_id: (one.events, one.problem) for one in check_archive(path)}
    assert found == {session_id: (seq, None) for session_id, seq in manifest.sessions.items()}
    elsewhere = place("sqlite")
    restore(path, elsewhere)
    engine = opened(elsewhere)
    assert as_text(EventLog(engine, Publisher()), "s1") == as_text(log, "s1")[: manifest.sessions["s1"]]
    engine.dispose()


def test_nothing_is_written_over(kept: tuple[Settings, EventLog], backup: Path, place: Place) -> None:
    with pytest.raises(BackupExists):
        back_up(kept[0], backup)
    used = place("sqlite")
    engine = opened(used)
    EventLog(engine, Publisher()).create("s9", CREATED, "person")
    engine.dispose()
    for target in (kept[0], used):
        with pytest.raises(TargetNotEmpty):
            restore(backup, target)


@pytest.mark.parametrize("name", [MODEL, "rows/events.jsonl"])
@pytest.mark.parametrize("damaged", [lambda content: content + b"!", lambda _: None], ids=["changed", "missing"])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    backup: Path, place: Place, name: str, damaged: Callable[[bytes], bytes | None]
) -> None:
    broken = changed(backup, lambda entry, content: damaged(content) if entry == name else content)
    elsewhere = place("sqlite")
    for refused in (lambda: restore(broken, elsewhere), lambda: check_archive(broken)):
        with pytest.raises(BackupUnreadable, match=name):
            refused()
    assert list(elsewhere.data_dir.iterdir()) == []


@pytest.mark.parametrize("length", [0, 10, 1000])
def test_half_a_backup_says_so(backup: Path, length: int) -> None:
    backup.write_bytes(backup.read_bytes()[:length])
    with pytest.raises(BackupUnreadable, match="not a backup, or only a part of one"):
        check_archive(backup)


@pytest.mark.parametrize("name", ["files/../../stolen", "files//etc/stolen", "files/a/../../../stolen"])
def test_no_entry_leads_out_of_the_folder(backup: Path, place: Place, name: str) -> None:
    def named(entry: str, content: bytes) -> bytes:
        if entry != NAME:
            return content
        manifest = json.loads(content)
        return json.dumps({**manifest, "files": {**manifest["files"], name: manifest["files"][MODEL]}}).encode()

    forged = changed(backup, named, **{name: CONTENT})
    with pytest.raises(BackupUnreadable, match="outside"):
        restore(forged, place("sqlite"))
    assert not list(backup.parent.rglob("stolen"))


def test_a_newer_backup_names_both_versions(backup: Path, place: Place) -> None:
    def later(entry: str, content: bytes) -> bytes:
        newer = {"format": FORMAT + 1, "activate_va": "9.0.0"}
        return json.dumps({**json.loads(content), **newer}).encode() if entry == NAME else content

    with pytest.raises(BackupTooNew, match=r"9\.0\.0; this is ActiVAte \d"):
        restore(changed(backup, later), place("sqlite"))


def test_a_log_with_a_gap_and_one_of_an_unknown_kind_are_named(kept: tuple[Settings, EventLog]) -> None:
    settings, log = kept
    with log.engine.begin() as connection:
        connection.execute(text("DELETE FROM events WHERE session_id = 's1' AND seq = 3"))
        connection.execute(text("UPDATE events SET kind = 'dreamt' WHERE session_id = 's2' AND seq = 4"))
    problems = {one.log_id: one.problem or "" for one in check_database(settings)}
    assert problems["s1"] == "event 3 is missing"
    assert "event 4 of session s2 (dreamt" in problems["s2"]


def test_logs_of_projects_are_read_too(kept: tuple[Settings, EventLog], place: Place) -> None:
    settings, log = kept
    people = Annotators(log.engine)
    owner = people.add("ada", "a sentence as a password").annotator_id
    created = ProjectCreated(
        name="p",
        dataset="mnist",
        dataset_digest="d",
        pool=10,
        samples=5,
        seed=0,
        overlap=0.5,
        people=2,
        config=SessionConfig(),
    )
    projects = ProjectLog(log.engine)
    for project_id in ("p1", "p2"):
        projects.create(project_id, [created, MemberSet(annotator_id=owner, role=Role.OWNER)], "person")
    path = settings.data_dir.parent / "projects.zip"
    back_up(settings, path)
    elsewhere = place("sqlite")
    restore(path, elsewhere)
    assert check_database(elsewhere) == check_archive(path)
    assert [one[:3] for one in check_archive(path) if one.what == "project"] == [
        ("project", p, 2) for p in ("p1", "p2")
    ]
    with log.engine.begin() as connection:
        connection.execute(text("DELETE FROM project_events WHERE project_id = 'p1' AND seq = 1"))
        connection.execute(text('UPDATE project_events SET payload = \'{"kind": "dreamt"}\' WHERE seq = 2'))
    problems = {one.log_id: one.problem or "" for one in check_database(settings)}
    assert problems["p1"] == "event 1 is missing"
    assert "event 2 of project p2 (dreamt) cannot be read" in problems["p2"]
    assert problems["s1"] == ""


def test_files_that_cannot_be_read_or_written_are_named(kept: tuple[Settings, EventLog], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BackupUnreadable, match="No such file"):
        check_archive(tmp_path / "none.zip")
    with pytest.raises(BackupUnwritable, match="cannot write"):
        back_up(kept[0], tmp_path / "file" / "backup.zip")


def test_a_folder_without_a_database_is_named(place: Place) -> None:
    with pytest.raises(DatabaseUnusable, match="there is no database"):
        check_database(place("sqlite"))
