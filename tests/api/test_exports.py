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


def again(content: bytes, folder: Path, name: str = "images.zip", **changes: object) -> Any:
    (folder / name).write_bytes(content)
    mapping = guessed(read_source(folder / name, name))
    whole = mapping.model_copy(update={"validation_share": 0, "test_share": 0, **changes})
    import_source(folder / name, name, whole, ABOUT, folder / "again", lambda stage, fraction: None)
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
    rows = exported(labeller)
    content = labeller.client.get(f"{labeller.url}/export/images?layout=folders").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        paths = archive.namelist()
    pictures = [path for path in paths if path != "metadata.jsonl"]
    assert sorted(pictures) == sorted(f"{row['class_name']}/{row['sample_id']}.png" for row in rows)
    assert len(paths) == len(pictures) + 1
    expect_same(again(content, tmp_path), rows)


@pytest.mark.parametrize("layout", ["metadata", "folders", "label-studio"])
def test_what_was_trusted_is_the_same_again(labeller: Labeller, tmp_path: Path, layout: str) -> None:
    """Without a word from the person: what holds ids, labels and confidences is found by itself."""
    for number, sample in enumerate(labeller.query(24)["samples"]):
        labeller.label([sample], confidence=0.3 + number / 50)
    url = f"{labeller.url}/export" + (
        "?format=label-studio" if layout == "label-studio" else f"/images?layout={layout}"
    )
    name = "tasks.json" if layout == "label-studio" else "images.zip"
    expect_same(again(labeller.client.get(url).content, tmp_path, name), exported(labeller))


def expect_same(dataset: Any, rows: list[dict[str, str]]) -> None:
    """The same ids, labels and confidences, in whatever order."""
    pool = dataset.pool
    found = zip(pool.origin.external_ids, pool.labels, pool.confidences.tolist(), strict=True)
    assert sorted((str(name), dataset.classes[label], sure) for name, label, sure in found) == sorted(
        (row["external_id"], row["class_name"], float(row["confidence"])) for row in rows
    )


def test_label_studio_has_predictions_of_the_rest(labeller: Labeller) -> None:
    labeller.label(labeller.query(20)["samples"])
    labeller.train()
    tasks = labeller.client.get(f"{labeller.url}/export?format=label-studio&predictions=true").json()
    answered = [task for task in tasks if "annotations" in task]
    assert (len(answered), len(tasks)) == (20, POOL_SIZE)
    for task, row in zip(answered, exported(labeller), strict=True):
        [result] = task["annotations"][0]["result"]
        assert result["value"] == {"choices": [row["class_name"]]}
        assert task["data"]["image"].startswith("data:image/png;base64,")
    model = labeller.services.sessions.pool_predictions(labeller.session_id, 1, "SIL")
    classes = labeller.client.get("/api/datasets/digits").json()["classes"]
    for task in [task for task in tasks if "predictions" in task][::97]:
        [predicted] = task["predictions"]
        probabilities = model[task["data"]["sample_id"]]
        top = classes[int(probabilities.argmax())]["name"]
        assert predicted["result"][0]["value"] == {"choices": [top]}
        assert predicted["score"] == pytest.approx(float(probabilities.max()), abs=1e-6)


def test_texts_are_no_images(client: TestClient) -> None:
    session = client.post("/api/sessions", json={"dataset": "headlines"}).json()["session_id"]
    answer = client.get(f"/api/sessions/{session}/export/images")
    assert (answer.status_code, answer.json()["error"]) == (409, "NoImagesToExport")
