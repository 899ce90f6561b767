"""Exports of more than labels: predictions for the rest of the pool, and images as other programs read them."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from activate_va.datasets import open_dataset
from activate_va.datasets.stored import About
from activate_va.importing.building import import_source
from activate_va.importing.mapping import guessed
from activate_va.importing.reading import read_source

from .conftest import POOL_SIZE, Labeller

ABOUT = About(name="again", title="Again", modality="image", classes=(), source="")


@pytest.fixture
def labeller(client: TestClient, truth: list[int]) -> Labeller:
    return Labeller(client, truth, training_schemes=["SIL"], predict_with="SIL", classifier="logistic_regression")


def exported(labeller: Labeller, **params: Any) -> list[dict[str, str]]:
    text = labeller.client.get(f"{labeller.url}/export", params=params).text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_predictions_of_all_that_has_no_label_come_on_request(labeller: Labeller) -> None:
    labeller.label(labeller.query(20)["samples"])
    assert len(exported(labeller, predictions="true")) == 20
    labeller.train()
    assert len(exported(labeller)) == 20
    rows = exported(labeller, predictions="true")
    assert len({row["sample_id"] for row in rows}) == len(rows) == POOL_SIZE
    others = [row for row in rows if row["status"] == "unlabelled"]
    assert len(others) == POOL_SIZE - 20
    model = labeller.services.sessions.pool_predictions(labeller.session_id, 1, "SIL")
    for row in others[::97]:
        probabilities = model[int(row["sample_id"])]
        assert int(row["predicted_class"]) == probabilities.argmax()
        assert float(row["predicted_confidence"]) == pytest.approx(float(probabilities.max()), abs=1e-6)
        assert (row["predicted_by"], row["class_name"], row["confidence"]) == ("SIL of round 1", "", "")
        assert row["external_id"]


def again(content: bytes, folder: Path, **changes: object) -> Any:
    (folder / "images.zip").write_bytes(content)
    mapping = guessed(read_source(folder / "images.zip", "images.zip"))
    whole = mapping.model_copy(update={"validation_share": 0, "test_share": 0, **changes})
    import_source(folder / "images.zip", "images.zip", whole, ABOUT, folder / "again", lambda stage, fraction: None)
    return open_dataset(str(folder / "again"))


def test_images_with_their_metadata_are_the_same_dataset_again(
    labeller: Labeller, digits_path: Path, tmp_path: Path
) -> None:
    labeller.label(labeller.query(24)["samples"], confidence=0.7)
    rows = exported(labeller)
    content = labeller.client.get(f"{labeller.url}/export/images").content
    assert content == labeller.client.get(f"{labeller.url}/export/images").content
    dataset = again(content, tmp_path, id="external_id")
    pool, original = dataset.pool, open_dataset(str(digits_path)).pool
    assert [str(name) for name in pool.origin.external_ids] == [row["external_id"] for row in rows]
    assert [dataset.classes[label] for label in pool.labels] == [row["class_name"] for row in rows]
    assert pool.confidences.tolist() == [float(row["confidence"]) for row in rows]
    for item, row in zip(pool.items, rows, strict=True):
        assert np.array_equal(item, original.items[int(row["sample_id"])])


def test_a_folder_per_class_has_each_image_once(labeller: Labeller, tmp_path: Path) -> None:
    labeller.label(labeller.query(24)["samples"])
    content = labeller.client.get(f"{labeller.url}/export/images?layout=folders").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        paths = archive.namelist()
    assert sorted(paths) == sorted(f"{row['class_name']}/{row['sample_id']}.png" for row in exported(labeller))
    dataset = again(content, tmp_path)
    assert dataset.modality == "image"
    assert len(dataset.pool) == 24


def test_texts_are_no_images(client: TestClient) -> None:
    session = client.post("/api/sessions", json={"dataset": "headlines"}).json()["session_id"]
    answer = client.get(f"/api/sessions/{session}/export/images")
    assert (answer.status_code, answer.json()["error"]) == (409, "NoImagesToExport")
