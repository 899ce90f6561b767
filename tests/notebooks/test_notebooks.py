"""The notebooks run from the first cell to the last, show what they promise, and are kept without what they showed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from activate_va.studies.folder import StudyFolder
from activate_va.studies.runner import run_study
from activate_va.studies.source import parse_design
from activate_va.workbench import OneLine

from .running import NOTEBOOKS, read, run, shown

NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
MACHINE = ("/home/", "/root", "/var", "/work", "/Users/", "C:\\\\", "http://", "https://")
STUDY = """
name: small
classifiers: [logistic_regression]
projections: [pca]
policies: [RS, LCRS, user]
labellers: [noisy]
training_schemes: [CBA]
predict_with: CBA
rounds: 2
samples_per_round: 12
seeds: 2
"""
STUDY_OF_PROJECTIONS = """
name: small projections
classifiers: [logistic_regression]
projections: [pca]
policies: [uniform]
training_schemes: [IL]
predict_with: IL
rounds: 1
samples_per_round: 30
epochs: 1
"""


@pytest.fixture(scope="module")
def studies(client: TestClient, digits_path: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The folders of two studies, whose sessions lie with the server."""
    folders = []
    for text in (STUDY, STUDY_OF_PROJECTIONS):
        design = parse_design(text, "the test", datasets=[str(digits_path)])
        folders.append(tmp_path_factory.mktemp("study"))
        StudyFolder(folders[-1]).claim(design)
        run_study(design, folders[-1], client.app.state.services, OneLine())  # type: ignore[attr-defined]
    return tuple(folders)


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_are_kept_without_outputs_and_say_nothing_of_a_machine(name: str) -> None:
    notebook = read(name)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert notebook.cells[0].source.startswith("# ")
    assert notebook.metadata.keys() == {"kernelspec", "language_info"}
    text = (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
    assert not [path for path in MACHINE if path in text]


def test_table_and_figures_come_from_a_stored_study(studies: tuple[Path, ...], tmp_path: Path) -> None:
    study, of_projections = map(str, studies)
    done = run("paper_tables_and_figures", tmp_path, STUDY=study, PROJECTIONS_STUDY=of_projections)
    assert len(shown(done, "image/png")) == 4
    tables = " ".join(shown(done, "text/html"))
    assert all(word in tables for word in ("LCRS", "CBA", "±", "rank_biserial", "pool_accuracy"))


def test_a_strategy_is_written_held_to_its_contract_and_compared(digits_path: Path, tmp_path: Path) -> None:
    quick = {"CLASSIFIER": "logistic_regression", "PROJECTION": "pca", "ROUNDS": 2, "SEEDS": 2}
    done = run("a_strategy_in_twenty_lines", tmp_path, DATASET=str(digits_path), **quick)
    told = " ".join(shown(done, "text/plain"))
    assert "same seed same answer" in told
    assert "12 of 12 rounds" in told
    assert len(shown(done, "image/png")) == 3
    assert any("ID" in table for table in shown(done, "text/html"))


def test_vectors_of_a_network_become_a_space_to_train_in(tmp_path: Path) -> None:
    quick = {"SAMPLES": 200, "SIDE": 32, "ROUNDS": 1, "SEEDS": 1}
    done = run("bring_your_own_embeddings", tmp_path, **quick)
    told = " ".join(shown(done, "text/plain"))
    assert "(200, 1280)" in told
    assert "['mobilenet']" in told
    (table,) = shown(done, "text/html")
    assert all(word in table for word in ("SIL", "IL", "%"))


def test_the_strategy_has_twenty_lines() -> None:
    (cell,) = [cell for cell in read("a_strategy_in_twenty_lines").cells if "(SelectionScheme):" in cell.source]
    strategy = cell.source[cell.source.index("class ") : cell.source.index("strategy = ")]
    assert len(strategy.split("\n")) <= 20


def test_an_export_and_a_model_are_read(
    studies: tuple[Path, ...], client: TestClient, digits_path: Path, tmp_path: Path
) -> None:
    session = _session_of(studies[0])
    for name, url in (("labels.csv", "export?format=csv"), ("model.keras", "rounds/2/models/CBA")):
        answer = client.get(f"/api/sessions/{session}/{url}")
        assert answer.status_code == 200, answer.text
        (tmp_path / name).write_bytes(answer.content)
    done = run("reading_an_export", tmp_path, LABELS="labels.csv", DATASET=str(digits_path), MODEL="model.keras")
    told = " ".join(shown(done, "text/plain"))
    assert "24 labels: " in told
    assert "placements confirmed; kappa" in told
    assert len(shown(done, "image/png")) == 3


def test_the_example_is_an_export() -> None:
    import csv

    from activate_va.sessions.export import COLUMNS

    with (NOTEBOOKS / "example-labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert {row["dataset"] for row in rows} == {"mnist"}
    assert {row["status"] for row in rows} == {"confirmed", "corrected", "hand_labelled"}


def _session_of(study: Path) -> Any:
    from activate_va.studies.tables import read_table

    return read_table(study, "times")[0]["session_id"]
