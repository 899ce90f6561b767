"""A small study on the small dataset, and a server's services to run it on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from activate_va.assembly import open_services
from activate_va.services import Services
from activate_va.settings import Settings
from activate_va.studies.design import StudyDesign
from activate_va.studies.source import load_design

DesignFile = Callable[..., Path]


@pytest.fixture(scope="package")
def services(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[Services]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("studies"), datasets=(str(digits_path),), auth=False)
    with open_services(settings) as services:
        yield services


@pytest.fixture
def design_file(tmp_path: Path, digits_path: Path) -> DesignFile:
    """Writes a study's file, with some keys changed; a key of None is left out."""

    def write(**changes: Any) -> Path:
        content = {
            "name": "small",
            "datasets": [str(digits_path)],
            "classifiers": ["logistic_regression"],
            "policies": ["random", "user"],
            "labellers": ["noisy"],
            "training_schemes": ["SIL", "CBA"],
            "predict_with": "SIL",
            "projections": ["pca"],
            "rounds": 2,
            "samples_per_round": 8,
            "epochs": 1,
            "seeds": 1,
            **changes,
        }
        path = tmp_path / "small.yaml"
        kept = {key: value for key, value in content.items() if value is not None}
        path.write_text(yaml.safe_dump(kept, sort_keys=False), encoding="utf-8")
        return path

    return write


@pytest.fixture
def design(design_file: DesignFile) -> StudyDesign:
    return load_design(str(design_file()))
