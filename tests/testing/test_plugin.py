"""Third-party schemes, found by their entry points and held to the contracts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from activate_va.selection import SelectionContext, SelectionScheme
from activate_va.testing import SelectionContract, check_contract

PLUGIN = """
import numpy as np

from activate_va.selection import SelectionScheme
from activate_va.training import TrainingScheme, TrainingSet


class LowestIds(SelectionScheme):
    name = "LOWEST"
    title = "Lowest ids"
    description = "The first samples that are left."

    def select(self, context, count, rng):
        return context.available[:count]


class Twice(TrainingScheme):
    name = "TWICE"
    title = "Twice"
    description = "Each label twice."

    def arrange(self, labels, context, rng):
        return TrainingSet(np.repeat(labels.sample_ids, 2), np.repeat(labels.class_indices, 2))


lowest, twice = LowestIds(), Twice()
"""

PLUGIN_TESTS = """
from activate_va.selection import schemes as selection_schemes
from activate_va.testing import SelectionContract, TrainingContract
from activate_va.training import schemes as training_schemes


class TestLowestIds(SelectionContract):
    scheme = selection_schemes["LOWEST"]


class TestTwice(TrainingContract):
    scheme = training_schemes["TWICE"]
"""

MEASURE = """
from activate_va.measures import Measure


class Errors(Measure):
    name = "errors"
    title = "Errors"
    description = "Test samples that are predicted wrong."
    unit = ""
    better = "lower"
    digits = 0

    def value(self, evaluation):
        return float(evaluation.confusion.sum() - evaluation.confusion.trace())


errors = Errors()
"""

FARTHEST = """
from typing import Annotated

import numpy as np
from pydantic import Field

from activate_va.options import Options
from activate_va.pool import Need
from activate_va.selection import SelectionScheme


class Power(Options):
    power: Annotated[float, Field(gt=0, le=4, description="how much far samples count for more")] = 1.0


class Outlying(SelectionScheme):
    name = "OUT"
    title = "Outlying"
    description = "Drawn by the distance from the centre of what the model has learnt."
    needs = frozenset({Need.EMBEDDING})
    options = Power

    def select(self, context, count, rng):
        layer = context.embedding.astype(float)
        far = np.linalg.norm(layer - layer.mean(axis=0), axis=1)[context.available]
        gaps = 1e-6 + far ** context.chosen(Power).power
        return rng.choice(context.available, count, replace=False, p=gaps / gaps.sum())


outlying = Outlying()
"""

FARTHEST_TESTS = """
from activate_va.selection import schemes
from activate_va.testing import SelectionContract


class TestOutlying(SelectionContract):
    scheme = schemes["OUT"]
"""

STUDY = {
    "name": "small",
    "classifiers": ["logistic_regression"],
    "policies": ["random"],
    "labellers": ["oracle"],
    "training_schemes": ["SIL"],
    "predict_with": "SIL",
    "projections": ["pca"],
    "rounds": 1,
    "samples_per_round": 10,
    "epochs": 1,
    "seeds": 1,
}

STUDY_PROBE = """
import json, sys
from pathlib import Path
from fastapi.testclient import TestClient
from activate_va.api.app import create_app
from activate_va.assembly import open_services
from activate_va.settings import Settings
from activate_va.studies.folder import StudyFolder
from activate_va.studies.report import report_of
from activate_va.studies.report.tables import Tables
from activate_va.studies.runner import run_study
from activate_va.studies.source import load_design


class Quiet:
    def begin(self, rounds, stored): pass
    def stage(self, text): pass
    def round_done(self): pass


if __name__ == "__main__":
    here = Path.cwd()
    settings = Settings(data_dir=here / "data", datasets=(sys.argv[1],), auth=False, allowed_hosts=("testserver",))
    with open_services(settings) as services, TestClient(create_app(settings, services)) as client:
        design = load_design(str(here / "small.yaml"))
        StudyFolder(here / "study").claim(design)
        run_study(design, here / "study", services, Quiet())
        (session,) = client.get("/api/sessions").json()["sessions"]
        state = client.get(f"/api/sessions/{session['session_id']}").json()
        tables = Tables.of(here / "study")
        print(json.dumps({
            "catalogue": client.get("/api/catalogue").json()["measures"][-1],
            "scheme": client.get("/api/catalogue").json()["selection_schemes"][-1],
            "config": state["config"],
            "queries": [
                event["payload"]
                for event in client.get(f"/api/sessions/{session['session_id']}/events").json()["events"]
                if event["payload"]["kind"] == "samples_queried"
            ],
            "result": state["rounds"][0]["results"]["SIL"],
            "row": tables.rows("rounds")[0],
            "summary": tables.summary.model_dump(mode="json")["rows"][0]["measures"],
            "report": {
                "measures": [info.name for info in report_of(tables).measures],
                "policies": [row.policy for row in report_of(tables).summary.rows],
            },
        }))
"""

ENTRY_POINTS = """
[activate_va.selection]
lowest = lowest_ids:lowest
[activate_va.training]
twice = lowest_ids:twice
"""

PROBE = """
import numpy as np
from activate_va.selection import SelectionContext, schemes, select
from activate_va.training import LabelSet, TrainingContext, schemes as training
context = SelectionContext(np.arange(3, 9), np.arange(3))
print(schemes.names()[-1], select("LOWEST", context, 2, np.random.default_rng(0)).sample_ids.tolist())
labels = LabelSet(np.array([7, 2]), np.array([0, 1]), np.ones(2))
made = training["TWICE"].assemble(labels, TrainingContext(9), np.random.default_rng(0))
print(training.names()[-1], made.indices.tolist())
"""


class LowestIds(SelectionScheme):
    name = "LOWEST"
    title = "Lowest ids"
    description = "The first samples that are left."

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        return context.available[:count]


class TestTheContractAcceptsIt(SelectionContract):
    scheme = LowestIds()


class Forgetful(LowestIds):
    """Breaks the contract: takes what is taken."""

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        return np.arange(count, dtype=np.int64)


class TestTheContractRefusesAnother(SelectionContract):
    scheme = Forgetful()

    def test_right_count_no_repeats_nothing_taken(self) -> None:
        with pytest.raises(AssertionError):
            super().test_right_count_no_repeats_nothing_taken()


def test_a_contract_is_checked_without_pytest_too() -> None:
    assert "same seed same answer" in check_contract(SelectionContract, scheme=LowestIds())
    with pytest.raises(AssertionError) as caught:
        check_contract(SelectionContract, scheme=Forgetful())
    assert caught.value.__notes__ == ["SelectionContract is broken at test_right_count_no_repeats_nothing_taken"]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder as an installer would leave it: a module, its metadata, and the plug-in's own tests."""
    (tmp_path / "lowest_ids.py").write_text(PLUGIN, encoding="utf-8")
    (tmp_path / "test_lowest_ids.py").write_text(PLUGIN_TESTS, encoding="utf-8")
    add_metadata(tmp_path, "lowest_ids", ENTRY_POINTS)
    return tmp_path


def add_metadata(folder: Path, module: str, points: str) -> None:
    metadata = folder / f"{module}-1.0.dist-info"
    metadata.mkdir()
    name = module.replace("_", "-")
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(points, encoding="utf-8")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = filter(None, (str(folder), os.environ.get("PYTHONPATH")))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_an_installed_plugin_is_found(installed: Path) -> None:
    assert run(installed, "-c", PROBE).stdout.splitlines() == ["LOWEST [3, 4]", "TWICE [7, 7, 2, 2]"]


def test_a_measure_is_seen_in_catalogue_result_table_and_report(tmp_path: Path, digits_path: Path) -> None:
    (tmp_path / "error_counts.py").write_text(MEASURE, encoding="utf-8")
    (tmp_path / "probe.py").write_text(STUDY_PROBE, encoding="utf-8")
    (tmp_path / "small.yaml").write_text(yaml.safe_dump({**STUDY, "datasets": [str(digits_path)]}), encoding="utf-8")
    add_metadata(tmp_path, "error_counts", "[activate_va.measures]\nerrors = error_counts:errors\n")
    answer = run(tmp_path, "probe.py", str(digits_path))
    assert answer.returncode == 0, answer.stderr
    seen = json.loads(answer.stdout.splitlines()[-1])
    assert seen["catalogue"] == {
        "name": "errors",
        "title": "Errors",
        "description": "Test samples that are predicted wrong.",
        "unit": "",
        "better": "lower",
        "digits": 0,
        "scale": 1,
        "per_class": False,
        "headline": True,
    }
    confusion = np.array(seen["result"]["confusion"])
    wrong = confusion.sum() - np.trace(confusion)
    assert seen["result"]["measures"]["errors"] == seen["row"]["errors"] == seen["summary"]["errors"]["mean"] == wrong
    assert seen["row"]["f1"] == [seen["result"]["measures"][f"f1:{index}"] for index in range(10)]
    assert "errors" in seen["report"]["measures"]


def test_a_scheme_with_an_option_that_needs_an_embedding_is_seen_in_catalogue_session_and_report(
    tmp_path: Path, digits_path: Path
) -> None:
    chosen = {"selection.OUT": {"power": 2.5}}
    study = {**STUDY, "datasets": [str(digits_path)], "classifiers": ["cnn"], "policies": ["OUT"], "options": chosen}
    (tmp_path / "outlying.py").write_text(FARTHEST, encoding="utf-8")
    (tmp_path / "test_outlying.py").write_text(FARTHEST_TESTS, encoding="utf-8")
    (tmp_path / "probe.py").write_text(STUDY_PROBE, encoding="utf-8")
    (tmp_path / "small.yaml").write_text(yaml.safe_dump({**study, "rounds": 2}), encoding="utf-8")
    add_metadata(tmp_path, "outlying", "[activate_va.selection]\noutlying = outlying:outlying\n")
    answer = run(tmp_path, "probe.py", str(digits_path))
    assert answer.returncode == 0, answer.stderr
    seen = json.loads(answer.stdout.splitlines()[-1])
    assert seen["scheme"] == {
        "name": "OUT",
        "title": "Outlying",
        "description": "Drawn by the distance from the centre of what the model has learnt.",
        "key": "selection.OUT",
        "needs": ["embedding"],
        "options": [
            {
                "name": "power",
                "description": "how much far samples count for more",
                "type": "number",
                "default": 1.0,
                "minimum": 0.0,
                "maximum": 4.0,
                "choices": [],
            }
        ],
    }
    assert seen["config"]["options"] == chosen
    first, second = seen["queries"]
    assert (first["effective_scheme"], first["reason"]) == (
        "RS",
        "there is no classifier yet, so RS stands in for OUT",
    )
    assert (second["effective_scheme"], second["reason"]) == ("OUT", None)
    assert set(seen["report"]["policies"]) == {"OUT"}
    held = run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_outlying.py")
    assert held.returncode == 0, held.stdout + held.stderr


def test_the_contracts_hold_it_once_it_is_found(installed: Path) -> None:
    told = run(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_lowest_ids.py")
    assert told.returncode == 0, told.stdout + told.stderr
    assert " passed" in told.stdout
    broken = PLUGIN.replace("context.available[:count]", "context.available[:1]")
    (installed / "lowest_ids.py").write_text(broken, encoding="utf-8")
    told = run(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_lowest_ids.py")
    assert told.returncode == 1
    assert "test_right_count_no_repeats_nothing_taken" in told.stdout
