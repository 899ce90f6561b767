"""A study runs each of its sessions once, goes on where it stopped, and says the same each time."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import event

from activate_va.datasets import open_dataset
from activate_va.services import Services
from activate_va.sessions.errors import ModelNotFound
from activate_va.sessions.events import SamplesQueried
from activate_va.sessions.state import Status
from activate_va.settings import DataDirInUse, data_dir_of_our_own, load_settings
from activate_va.studies.conditions import study_code
from activate_va.studies.design import StudyDesign
from activate_va.studies.errors import FolderOfAnotherStudy, FolderUnusable, NothingFinished
from activate_va.studies.folder import StudyFolder
from activate_va.studies.runner import Outcome
from activate_va.studies.source import load_design
from activate_va.studies.superseded import MANIFEST
from activate_va.studies.tables import read_table
from activate_va.workbench import OneLine, carry_out, read_study

from .conftest import DesignFile
from .running import Quiet, run, tables


def test_the_same_seeds_give_the_same_tables_to_the_bit(
    design: StudyDesign, services: Services, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        assert run(design, tmp_path / name, services) == Outcome(ran=2, stored=0, failed=())
    assert tables(tmp_path / "first") == tables(tmp_path / "second")


def test_rows_keep_the_order_of_the_design_whichever_scheme_is_trained_first(
    design_file: DesignFile, services: Services, tmp_path: Path
) -> None:
    design = load_design(str(design_file(policies=["RS"], predict_with="CBA", rounds=1)))
    run(design, tmp_path / "study", services)
    assert [row["training_scheme"] for row in read_table(tmp_path / "study", "rounds")] == ["SIL", "CBA"]


def test_an_interrupted_study_goes_on_from_the_last_session_that_ended(
    design: StudyDesign, services: Services, tmp_path: Path
) -> None:
    run(design, tmp_path / "whole", services)
    with pytest.raises(KeyboardInterrupt):
        run(design, tmp_path / "broken", services, Quiet(interrupt_after=3))
    assert {row["policy"] for row in read_table(tmp_path / "broken", "rounds")} == {"RS"}
    rest = Quiet()
    assert run(design, tmp_path / "broken", services, rest) == Outcome(ran=1, stored=1, failed=())
    assert rest.announced == (4, 2)
    assert rest.rounds == 2
    assert tables(tmp_path / "broken") == tables(tmp_path / "whole")


def test_what_is_stored_is_not_run_again_unless_it_is_damaged(
    design: StudyDesign, services: Services, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run(design, tmp_path / "study", services)
    before = tables(tmp_path / "study")
    assert run(design, tmp_path / "study", services) == Outcome(ran=0, stored=2, failed=())
    (reference,) = (tmp_path / "study" / "references").iterdir()
    reference.write_bytes(b"broken")
    damaged = min((tmp_path / "study" / "trials").iterdir())
    damaged.write_text(damaged.read_text().replace('"accuracy": 0', '"accuracy": 1', 1))
    with caplog.at_level(logging.WARNING):
        assert run(design, tmp_path / "study", services) == Outcome(ran=1, stored=1, failed=())
    assert damaged.name in caplog.text
    assert reference.name in caplog.text
    assert tables(tmp_path / "study") == before


def test_many_at_once_say_what_one_after_the_other_say(
    design_file: DesignFile, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    design = load_design(
        str(design_file(policies=["RS", "LCRS", "user"], labellers=["oracle"], training_schemes=["SIL"]))
    )
    run(design, tmp_path / "one", services)
    monkeypatch.setattr(services.jobs.cluster, "trainers", lambda: 3)
    watcher = Quiet()
    assert run(design, tmp_path / "many", services, watcher) == Outcome(ran=3, stored=0, failed=())
    assert any(stage.startswith("3 at once") for stage in watcher.stages)
    assert tables(tmp_path / "many") == tables(tmp_path / "one")
    with pytest.raises(KeyboardInterrupt):
        run(design, tmp_path / "stopped", services, Quiet(interrupt_after=2))
    assert not [
        entry for entry in services.sessions.listing.entries() if services.sessions.state(entry.session_id).running
    ]
    kept = len(list((tmp_path / "stopped").glob("trials/*.json")))
    assert run(design, tmp_path / "stopped", services) == Outcome(ran=3 - kept, stored=kept, failed=())
    assert tables(tmp_path / "stopped") == tables(tmp_path / "one")


def test_more_seeds_join_those_that_are_stored(design_file: DesignFile, services: Services, tmp_path: Path) -> None:
    path = str(design_file(policies=["RS"]))
    run(load_design(path), tmp_path / "study", services)
    assert run(load_design(path, seeds=2), tmp_path / "study", services) == Outcome(ran=1, stored=1, failed=())
    assert {row["seed"] for row in read_table(tmp_path / "study", "rounds")} == {0, 1}


def test_fewer_seeds_leave_those_that_ended_in_the_tables(
    design_file: DesignFile, services: Services, tmp_path: Path
) -> None:
    path = str(design_file(policies=["RS"]))
    run(load_design(path, seeds=3), tmp_path / "study", services)
    before = tables(tmp_path / "study")
    assert run(load_design(path, seeds=1), tmp_path / "study", services) == Outcome(ran=0, stored=1, failed=())
    assert tables(tmp_path / "study") == before
    assert StudyFolder(tmp_path / "study").manifest()["seeds"] == [0, 1, 2]
    with pytest.raises(KeyboardInterrupt):
        run(load_design(path, seeds=9), tmp_path / "study", services, Quiet(interrupt_after=1))
    run(load_design(path, seeds=2), tmp_path / "study", services)
    assert StudyFolder(tmp_path / "study").manifest()["seeds"] == [0, 1, 2], "no session of the others ended"


def test_what_other_code_found_is_set_aside_and_can_still_be_read(
    design: StudyDesign, services: Services, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run(design, tmp_path / "study", services)
    before = tables(tmp_path / "study")
    manifest = tmp_path / "study" / MANIFEST
    manifest.write_text(manifest.read_text().replace(study_code(design)[:8], "0.0.0+ab", 1))
    with caplog.at_level(logging.WARNING):
        StudyFolder(tmp_path / "study").claim(design)
    (superseded,) = (tmp_path / "study" / "superseded").iterdir()
    assert str(superseded) in caplog.text
    assert tables(superseded) == before
    assert read_study(superseded).summary.sessions == 2
    with pytest.raises(NothingFinished):
        read_table(tmp_path / "study", "rounds")
    StudyFolder(tmp_path / "study").claim(design)
    assert [path.name for path in (tmp_path / "study" / "superseded").iterdir()] == [superseded.name]


def test_a_folder_in_use_is_left_as_it_is(design_file: DesignFile, services: Services, tmp_path: Path) -> None:
    path, out = str(design_file(policies=["RS"])), tmp_path / "study"
    run(load_design(path, seeds=2), out, services)
    before = {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()}
    with data_dir_of_our_own(load_settings(data_dir=out)):
        for seeds in (1, 5):
            with pytest.raises(DataDirInUse):
                carry_out(load_design(path, seeds=seeds), out, OneLine())
    assert {file.name: file.read_bytes() for file in out.iterdir() if file.name in before} == before
    assert read_study(out).summary.sessions == 2


def test_a_simulated_session_is_a_session(design: StudyDesign, services: Services, tmp_path: Path) -> None:
    run(design, tmp_path / "study", services)
    rows = read_table(tmp_path / "study", "rounds")
    for session_id in {row["session_id"] for row in read_table(tmp_path / "study", "times")}:
        state = services.sessions.state(session_id)
        assert len(state.rounds) == 2
        assert len(state.labelled()) == 16
        assert state.rounds[0].results["SIL"].measures["accuracy"] in {row["accuracy"] for row in rows}
    labels = read_table(tmp_path / "study", "labels")
    assert len(labels) == 2 * 16
    assert {row["status"] for row in labels if row["round"] == 1} == {Status.HAND_LABELLED}
    assert {row["selection_scheme"] for row in labels} == {"RS", "user"}


def test_the_relabels_of_a_round_are_those_of_its_labels(
    design: StudyDesign, services: Services, tmp_path: Path
) -> None:
    run(design, tmp_path / "study", services)
    labels = read_table(tmp_path / "study", "labels")
    for row in read_table(tmp_path / "study", "rounds"):
        own = [
            label["status"] for label in labels if (label["policy"], label["round"]) == (row["policy"], row["round"])
        ]
        assert (row["corrected"], row["hand_labelled"]) == (own.count("corrected"), own.count("hand_labelled"))


def test_the_pool_accuracy_is_that_of_the_nearest_label(
    design_file: DesignFile, services: Services, tmp_path: Path, digits_path: Path
) -> None:
    path = design_file(policies=["RS"], labellers=["oracle"], training_schemes=["SIL", "IL"])
    run(load_design(str(path)), tmp_path / "study", services)
    labels = read_table(tmp_path / "study", "labels")
    dataset = open_dataset(str(digits_path))
    points = services.projector.coordinates(dataset.name, "pca", {}).astype(np.float64)
    for row in read_table(tmp_path / "study", "rounds"):
        anchors = [label["sample_id"] for label in labels if label["round"] <= row["round"]]
        gaps = np.linalg.norm(points[:, None] - points[anchors][None], axis=2)
        inferred = np.array([label["class_index"] for label in labels])[gaps.argmin(axis=1)]
        expected = float(np.mean(inferred == dataset.pool.labels))
        assert row["pool_accuracy"] == (expected if row["training_scheme"] == "IL" else None)


@pytest.mark.parametrize(("keep", "kept"), [("all", [1, 2]), ("last", [2]), ("none", [])])
def test_a_finished_session_keeps_the_models_it_is_told_to(
    design_file: DesignFile, services: Services, tmp_path: Path, keep: str, kept: list[int]
) -> None:
    run(load_design(str(design_file(policies=["RS"], keep=keep))), tmp_path / "study", services)
    sessions = services.sessions
    session_id = read_table(tmp_path / "study", "times")[0]["session_id"]
    for number in (1, 2):
        with nullcontext() if number in kept else pytest.raises(ModelNotFound):
            assert sessions.model_path(session_id, number, "CBA").stat().st_size
    assert not list((sessions.artifacts.folder / session_id).rglob("*.npy"))
    if kept:
        asked = sessions.query(session_id, "LCRS", 3).payload
        assert isinstance(asked, SamplesQueried)
        assert asked.samples[0].prediction is not None


def test_one_session_that_fails_does_not_stop_the_others(
    design_file: DesignFile, services: Services, tmp_path: Path
) -> None:
    lone = load_design(str(design_file(samples_per_round=1, rounds=1)))
    outcome = run(lone, tmp_path / "study", services)
    assert outcome.ran == 0
    assert len(outcome.failed) == 2
    assert "RS" in outcome.failed[0][0]


def test_the_folder_of_another_study_is_refused(design_file: DesignFile, tmp_path: Path) -> None:
    StudyFolder(tmp_path / "study").claim(load_design(str(design_file())))
    with pytest.raises(FolderOfAnotherStudy, match="'small', which differs in epochs"):
        StudyFolder(tmp_path / "study").claim(load_design(str(design_file(epochs=2))))


def test_a_folder_with_other_files_is_refused(design: StudyDesign, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("dear")
    with pytest.raises(FolderOfAnotherStudy, match="other files"):
        StudyFolder(tmp_path / "other").claim(design)


def test_a_folder_that_cannot_be_written_is_refused(design: StudyDesign, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    for path in (Path("/proc/none"), tmp_path / "letter.txt", tmp_path / "letter.txt" / "within"):
        with pytest.raises(FolderUnusable, match=str(path)):
            StudyFolder(path).claim(design)


def test_a_database_that_takes_no_more_ends_the_study_and_keeps_what_was_finished(
    design: StudyDesign, services: Services, tmp_path: Path
) -> None:
    class Filling(Quiet):
        """The disk is full after the third round: SQLite may not grow the database any more."""

        def round_done(self) -> None:
            super().round_done()
            if self.rounds == 3:
                services.sessions.log.engine.dispose()
                event.listen(services.sessions.log.engine, "connect", allow_no_more_pages)

    try:
        with pytest.raises(FolderUnusable, match="full"):
            run(design, tmp_path / "study", services, Filling())
    finally:
        event.remove(services.sessions.log.engine, "connect", allow_no_more_pages)
        services.sessions.log.engine.dispose()
    assert {row["policy"] for row in read_table(tmp_path / "study", "rounds")} == {"RS"}
    assert run(design, tmp_path / "study", services) == Outcome(ran=1, stored=1, failed=())


def allow_no_more_pages(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA max_page_count=1")
